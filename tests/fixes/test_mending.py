"""Rounds end, overlapping fixes wait, and what would do harm is not kept: with findings made up for the purpose."""

from collections.abc import Callable

import pytest

from linter import engine, limits
from linter.diagnostic import Diagnostic, Edit, Fix, Safety, Severity
from linter.files import Found
from linter.fixes import Fixer
from linter.report import Fate, FileResult
from linter.rulebook import RuleBook
from linter.source import Source

Findings = Callable[[Source], list[Diagnostic]]
BOOK = RuleBook((), ())


def finding(source: Source, *edits: tuple[int, int, str], safety: Safety = Safety.SAFE, rule: str = "x") -> Diagnostic:
    made = tuple(Edit(source.location(start, end), text) for start, end, text in edits)
    place = made[0].location
    return Diagnostic(rule, Severity.INFO, "…", place, submission=1, fix=Fix("…", safety, made))


@pytest.fixture
def mend(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[str, FileResult]]:
    """Mends a text about which `findings` says what the engine finds, and `rows` how many rows it has."""

    def run(
        text: str, findings: Findings, rows: Callable[[str], int] = lambda text: 1, encoding: str = "utf-8"
    ) -> tuple[str, FileResult]:
        def lint(found: Found, data: bytes, *_: object) -> FileResult:
            source = Source(found.path, data.decode(encoding), encoding)
            found_now = tuple(sorted(findings(source), key=lambda one: one.sort_key))
            return FileResult(found.path, Fate.WITH_FINDINGS, found_now, None, 1, rows(source.text), source=source)

        monkeypatch.setattr(engine, "lint_content", lint)
        fixer = Fixer(frozenset({Safety.SAFE}), write=False)
        result = fixer.content(Found("a.txt", True), text.encode(encoding), BOOK, engine.Options("en"))
        return (result.fixed.content.decode(encoding) if result.fixed is not None else text), result

    return run


def said(result: FileResult) -> list[str]:
    return [one.reason or "" for one in result.diagnostics if one.rule == "fix-not-applied"]


def test_two_fixes_that_undo_each_other_end(mend: Callable[..., tuple[str, FileResult]]) -> None:
    other = {"a": "b", "b": "a"}
    text, result = mend("a", lambda source: [finding(source, (0, 1, other[source.text]))])
    assert result.fixed is not None
    assert result.fixed.count == limits.FIX_ROUNDS
    assert text == "a"  # an even number of rounds
    assert [str(limits.FIX_ROUNDS) in one for one in said(result)] == [True]


def test_of_fixes_that_overlap_the_first_is_made_and_the_other_waits(
    mend: Callable[..., tuple[str, FileResult]],
) -> None:
    rounds: list[str] = []

    def findings(source: Source) -> list[Diagnostic]:
        rounds.append(source.text)
        found = [finding(source, (at, at + 1, "X")) for at, letter in enumerate(source.text) if letter == "b"]
        at = source.text.find("bc")
        return [*found, finding(source, (at, at + 2, "YY"), rule="y")] if at >= 0 else found

    # `b` as such comes before `bc` in the order of findings (rule x before y) and takes the place of its b.
    assert mend("abcab", findings)[0] == "aXcaX"
    assert rounds[1] == "aXcaX"


def test_a_fix_is_made_as_a_whole_or_not(mend: Callable[..., tuple[str, FileResult]]) -> None:
    def findings(source: Source) -> list[Diagnostic]:
        if source.text != "abc":
            return []
        return [finding(source, (0, 1, "1"), (2, 3, "3")), finding(source, (1, 2, "2"), (2, 3, "z"), rule="y")]

    assert mend("abc", findings)[0] == "1b3"


def test_insertions_at_one_place_do_not_meet(mend: Callable[..., tuple[str, FileResult]]) -> None:
    def findings(source: Source) -> list[Diagnostic]:
        texts = [text for text in "12" if text not in source.text]
        return [finding(source, (0, 0, text), rule=text) for text in texts]

    assert mend("a", findings)[0] == "21a"  # one round each


def test_a_round_that_loses_a_row_is_not_kept(mend: Callable[..., tuple[str, FileResult]]) -> None:
    text, result = mend("a\nb\n", lambda source: [finding(source, (0, 1, ""))] if source.text[0] == "a" else [], len)
    assert text == "a\nb\n"
    assert result.fixed is None
    assert len(said(result)) == 1


def test_what_the_encoding_lacks_is_not_written(mend: Callable[..., tuple[str, FileResult]]) -> None:
    text, result = mend("三", lambda source: [finding(source, (0, 1, "㎞"))], encoding="gb2312")
    assert text == "三"
    assert "gb2312" in said(result)[0]


def test_what_a_file_holds_stays_when_it_cannot_be_written_back_exactly(
    mend: Callable[..., tuple[str, FileResult]],
) -> None:
    # UTF-7 has several ways to write one text.
    result = mend("a", lambda source: [finding(source, (0, 1, "b"))], encoding="utf-7")[1]
    assert result.fixed is not None
    data = b"+AGE-"
    assert data.decode("utf-7") == "a"
    again = Fixer(frozenset({Safety.SAFE}), write=False).content(Found("a.txt", True), data, BOOK, engine.Options("en"))
    assert again.fixed is None
    assert len(said(again)) == 1


def test_unsafe_fixes_are_not_made_unasked(mend: Callable[..., tuple[str, FileResult]]) -> None:
    assert mend("a", lambda source: [finding(source, (0, 1, "b"), safety=Safety.UNSAFE)])[0] == "a"


def test_lines_that_go_altogether_show_in_the_difference(mend: Callable[..., tuple[str, FileResult]]) -> None:
    lines = [f"{number}\r\n" for number in range(20)]
    first = "".join(lines)

    def findings(source: Source) -> list[Diagnostic]:
        at = source.text.find("5\r\n6")
        found = [finding(source, (at, at + 3, ""))] if at >= 0 else []
        at = source.text.find("\r\n17")
        return [*found, finding(source, (at + 2, at + 4, "x"))] if at >= 0 else found

    text, result = mend(first, findings)
    assert text == first.replace("5\r\n6", "6", 1).replace("17", "x")
    assert result.fixed is not None
    assert result.fixed.diff.replace("\r", "").splitlines() == [
        "--- a.txt", "+++ a.txt", "@@ -3,7 +3,6 @@", " 2", " 3", " 4", "-5", " 6", " 7", " 8",
        "@@ -15,6 +14,6 @@", " 14", " 15", " 16", "-17", "+x", " 18", " 19",
    ]  # fmt: skip
