"""What holds for every fix, over submissions with random slips in random styles."""

from __future__ import annotations

import json
import re

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from linter import values
from tests.fixes.mended import book, fixable, lint, mend, texts
from tests.fixes.samples import LINE_ENDS, SUBMISSIONS, Row, Style, write

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_QUICK = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WORST = [
    (Row(">=１００百分比", "≥100%", ("正式材料", "工作材料"), ("正式资料", "工作资料")), Style("", True, "", True)),
    (Row("＞＝２㎡", "≥2平方米", ("原始单据",), ("原始凭证",)), Style("\\", False, "\t#x", False)),
]


def _expected(rows: list[tuple[Row, Style]]) -> dict[tuple[int, str], str]:
    found = {}
    for number, (row, _) in enumerate(rows):
        found[1, f"/indicators/{number}/target"] = row.right
        for index, word in enumerate(row.right_evidence):
            found[1, f"/indicators/{number}/evidence/{index}"] = word
    return found


@_QUICK
@given(SUBMISSIONS, LINE_ENDS, st.sampled_from([b"", b"\xef\xbb\xbf"]))
@example(WORST, "\r\n", b"\xef\xbb\xbf")
def test_every_slip_is_mended_and_nothing_else_is_touched(rows: list[tuple[Row, Style]], end: str, mark: bytes) -> None:
    text = write(rows).replace("\n", end)
    data, result = mend(mark + text.encode(), book())
    # Nothing safe is left to do, and doing it again changes nothing.
    assert not fixable(result.diagnostics)
    assert mend(data, book())[0] == data
    # Every value reads as it should, whatever keeps the first text from being read.
    found, wanted = texts(data, book()), _expected(rows)
    assert {key: found.get(key) for key in wanted} == wanted
    # The lines are the same ones, with the same ends; those without a slip are the same to the last byte.
    assert data.startswith(mark)
    before, after = _LINE.findall(text), _LINE.findall(data.removeprefix(mark).decode())
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        assert one == other or any(slip in one for row, _ in rows for slip in (*_slips(row), "，", *_escaped(row)))
        assert re.search(r"[\r\n]*$", one)[0] == re.search(r"[\r\n]*$", other)[0]  # type: ignore[index]
        assert one.partition("#")[2].strip() == other.partition("#")[2].strip()


def _slips(row: Row) -> list[str]:
    words = [word for word, right in zip(row.evidence, row.right_evidence, strict=True) if word != right]
    return [*words, *([row.target] if row.target != row.right or row.target[0] in ">%" else [])]


def _escaped(row: Row) -> list[str]:
    return [json.dumps(row.target)[1:-1]] if row.target != row.right else []


@_QUICK
@given(SUBMISSIONS)
@example(WORST)
def test_what_could_be_read_before_says_the_same_and_has_no_new_finding(rows: list[tuple[Row, Style]]) -> None:
    data = write(rows, bare=False).encode()
    mended, result = mend(data, book())
    before, after, wanted = texts(data, book()), texts(mended, book()), _expected(rows)
    assert before.keys() == after.keys()
    for key, old in before.items():
        if key[1].endswith("/target"):
            assert after[key] == wanted[key]
            assert _meaning(old) == _meaning(after[key])
        elif "/evidence/" in key[1]:
            assert after[key] == wanted[key]
        else:
            assert after[key] == old
    places = {(one.rule, one.location.pointer) for one in lint(data, book()).diagnostics}
    assert {(one.rule, one.location.pointer) for one in result.diagnostics} <= places


def _meaning(text: str) -> object:
    read = values.parse(text)
    return read.kind, read.op, read.amount


@_QUICK
@given(SUBMISSIONS)
def test_the_fix_of_one_slip_touches_one_line(rows: list[tuple[Row, Style]]) -> None:
    (row, style), *_ = rows
    clean = Row(row.right, row.right, row.right_evidence, row.right_evidence)
    quoted = Style(style.mark or '"', False, style.comment, False)
    text = write([(Row(row.target, row.right, row.right_evidence, row.right_evidence), quoted), (clean, quoted)])
    data, result = mend(text.encode(), book())
    differing = sum(a != b for a, b in zip(text.split("\n"), data.decode().split("\n"), strict=True))
    assert differing == (row.target != row.right)
    diff = result.fixed.diff if result.fixed is not None else ""
    changed = [line for line in diff.split("\n") if line[:1] in ("+", "-") and line[:3] not in ("+++", "---")]
    assert len(changed) == 2 * differing
