"""A finding stays the same finding while rows, lines and submissions move, and becomes another with its value."""

import copy
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from linter.diagnostic import Diagnostic, Outcome
from linter.engine import lint_text
from linter.rulebook import RuleBook

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = json.loads((ROOT / "examples" / "korla-2023.json").read_text(encoding="utf-8"))
ROWS = next(key for key, value in SEED[0].items() if isinstance(value, list) and isinstance(value[0], dict))
NAME, TARGET = (list(SEED[0][ROWS][0])[index] for index in (2, 3))

# Values with something to find, each in its own way.
ODD = ["<=1万元", "≥≥95%", "90-95%", "100", "2024年12月", "≥95%，≤3%", "效果显著", "＜3万", "-5人"]

slow = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)


@pytest.fixture(autouse=True)
def kept(book: RuleBook) -> None:
    """The book for the property tests: as their argument, it would be written out in full when one fails."""
    BOOK[:] = [book]


BOOK: list[RuleBook] = []


def findings(data: Any, book: RuleBook) -> list[Diagnostic]:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return list(lint_text("a.json", text.encode(), book).files[0].diagnostics)


def marks(data: Any, book: RuleBook) -> set[str]:
    """The fingerprints.  A rule that yields to another at the first of several places depends on the order of rows."""
    yielding = {rule.id for rule in book.rules if rule.yields_to}
    return {one.fingerprint for one in findings(data, book) if one.rule not in yielding}


@st.composite
def tables(draw: st.DrawFn) -> Any:
    """The seed with some values spoilt and some rows given twice."""
    data = copy.deepcopy(SEED)
    for _ in range(draw(st.integers(1, 8))):
        rows = draw(st.sampled_from(data))[ROWS]
        draw(st.sampled_from(rows))[TARGET] = draw(st.sampled_from(ODD))
    for _ in range(draw(st.integers(0, 2))):
        rows = draw(st.sampled_from(data))[ROWS]
        rows.append(copy.deepcopy(draw(st.sampled_from(rows))))
    return data


@slow
@given(data=tables(), order=st.randoms(use_true_random=False))
def test_the_order_of_rows_and_submissions_changes_no_fingerprint(data: Any, order: Any) -> None:
    before = marks(data, BOOK[0])
    assert len(before) > 10
    for submission in data:
        order.shuffle(submission[ROWS])
    order.shuffle(data)
    assert marks(data, BOOK[0]) == before


@slow
@given(data=tables(), at=st.integers(0, 12), which=st.integers(0, 2))
def test_a_row_more_keeps_what_is_said_of_single_rows(data: Any, at: int, which: int) -> None:
    """Sums and counts change with a row more; what is said of the cells of a row does not."""

    def of_rows(found: list[Diagnostic]) -> set[str]:
        return {
            one.fingerprint
            for one in found
            if one.subject is not None and one.subject.row and " / " not in one.subject.value and not one.related
        }

    before = of_rows(findings(data, BOOK[0]))
    row = {**copy.deepcopy(data[which][ROWS][0]), NAME: "新增的一行", TARGET: "≥1项"}
    data[which][ROWS].insert(at, row)
    assert before <= of_rows(findings(data, BOOK[0]))


@slow
@given(data=tables())
def test_no_two_findings_of_a_file_are_equal(data: Any) -> None:
    counted = Counter(one.fingerprint for one in findings([*data, *copy.deepcopy(data)], BOOK[0]))
    assert "" not in counted
    assert max(counted.values()) == 1


@slow
@given(which=st.integers(0, 2), row=st.integers(0, 6), value=st.sampled_from(ODD), other=st.sampled_from(ODD))
def test_another_value_is_another_finding(which: int, row: int, value: str, other: str) -> None:
    """Of the same rule at the same cell, if the text of the cell differs."""

    def of_cell(text: str) -> dict[str, str]:
        data = copy.deepcopy(SEED)
        data[which][ROWS][row][TARGET] = text
        name = f"/indicators/{row}/target"
        return {
            one.rule: one.fingerprint
            for one in findings(data, BOOK[0])
            if one.location.pointer == name and one.submission == which + 1 and one.outcome is Outcome.FAIL
        }

    before, after = of_cell(value), of_cell(other)
    for rule in before.keys() & after.keys():
        assert (before[rule] == after[rule]) == (value == other), rule


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\n\n" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace(": [", ":  ["),
    ],
    ids=["lines before", "CRLF", "a byte order mark", "blanks"],
)
def test_layout_changes_no_fingerprint(book: RuleBook, change: Callable[[str], str]) -> None:
    text = (ROOT / "examples" / "korla-2023.yaml").read_text(encoding="utf-8")
    made = change(text)
    assert made != text
    before, after = (lint_text("a.yaml", one.encode(), book).files[0].diagnostics for one in (text, made))
    assert before
    assert [one.fingerprint for one in before] == [one.fingerprint for one in after]


def test_the_form_of_the_file_and_its_name_do_not_count(book: RuleBook) -> None:
    """A table that becomes a YAML file, or moves to another folder, keeps its findings."""
    texts = {name: (ROOT / "examples" / f"korla-2023.{name}").read_bytes() for name in ("json", "yaml")}
    found = [lint_text(f"{name}/a.{name}", data, book).files[0].diagnostics for name, data in texts.items()]
    assert found[0]
    assert {one.fingerprint for one in found[0]} == {one.fingerprint for one in found[1]}


def test_the_language_does_not_count(book: RuleBook) -> None:
    from linter.engine import Options

    data = (ROOT / "examples" / "korla-2023-broken.txt").read_bytes()
    zh, en = (lint_text("a.txt", data, book, Options(language)).files[0].diagnostics for language in ("zh", "en"))
    assert [one.fingerprint for one in zh] == [one.fingerprint for one in en]


def test_twins_in_one_file_differ_and_may_change_places(book: RuleBook) -> None:
    twins = [copy.deepcopy(SEED[0]), copy.deepcopy(SEED[0])]
    twins[1][ROWS][0][TARGET] = "≥≥95%"
    found = findings(twins, book)
    assert len({one.submission for one in found}) == 2
    assert len({one.fingerprint for one in found}) == len(found)
    assert marks(twins[::-1], book) == marks(twins, book)


def test_without_a_name_the_file_tells_submissions_apart(book: RuleBook) -> None:
    nameless = copy.deepcopy(SEED[:1])
    key = next(key for key in nameless[0] if nameless[0][key] == findings(SEED, book)[0].project)
    del nameless[0][key]
    text = json.dumps(nameless, ensure_ascii=False).encode()
    one, other, again = (
        {found.fingerprint for found in lint_text(path, text, book).files[0].diagnostics}
        for path in ("a/t.json", "b/t.json", "a/t.json")
    )
    assert one
    assert one == again
    assert not one & other


def test_findings_about_files_and_the_run_have_fingerprints_too(book: RuleBook) -> None:
    from linter.engine import lint

    report = lint(["no-such-file.yaml"], book)
    broken = lint_text("a.yaml", b"a: [", book)
    for found in (report.diagnostics, broken.diagnostics):
        assert found
        assert all(one.fingerprint for one in found)


def test_what_a_finding_is_about_is_bounded(book: RuleBook) -> None:
    data = copy.deepcopy(SEED)
    data[0][ROWS][0][TARGET] = "≥1人，" * 300
    values = [one.subject.value for one in findings(data, book) if one.subject is not None]
    assert any("… #" in value for value in values)
    assert max(map(len, values)) < 250
