"""Expense claims with findings, and a book of rules that can be called by alias and tag."""

import shutil
from pathlib import Path

from linter.diagnostic import Diagnostic
from linter.engine import Options, lint_text
from linter.report import FileResult
from linter.rulebook import RuleBook, load_rulebook

PACK = Path(__file__).resolve().parent.parent / "data" / "expense" / "pack"

# The first item needs a receipt and has none; the sum is right.
CLAIM = """\
Employee: A. Person
Reason for travel: Conference
Currency: 美元
Total claimed: 230.10
Items:
  - Category: taxi
    What: airport
    Amount: 50.10
  - Category: travel
    What: hotel
    Amount: 180
    Receipt: R2
"""


def book_with_names(folder: Path) -> RuleBook:
    """The pack with an alias and a tag for `receipt-missing`."""
    made = folder / "pack"
    shutil.copytree(PACK, made)
    rule = made / "receipt-missing.yaml"
    rule.write_text(rule.read_text(encoding="utf-8") + "aliases: [EXP1]\ntags: [papers]\n", encoding="utf-8")
    book = load_rulebook([str(made)])
    assert book.usable, book.problems
    return book


def check(text: str | bytes, book: RuleBook, options: Options | None = None, name: str = "a.yaml") -> FileResult:
    data = text.encode() if isinstance(text, str) else text
    return lint_text(name, data, book, options or Options("en")).files[0]


def rules(result: FileResult) -> list[str]:
    return [one.rule for one in result.diagnostics]


def suppressed(result: FileResult) -> list[tuple[str, str]]:
    return [(one.finding.rule, one.reason) for one in result.suppressed]


def only(result: FileResult) -> Diagnostic:
    assert len(result.diagnostics) == 1, result.diagnostics
    return result.diagnostics[0]


def mended(text: str, one: Diagnostic) -> str:
    """The text with the edits of a finding made."""
    assert one.fix is not None
    from linter.source import Source

    source = Source("a.yaml", text)
    for edit in reversed(one.fix.edits):
        assert edit.location.range is not None
        start, end = (source.offset(at) for at in (edit.location.range.start, edit.location.range.end))
        text = text[:start] + edit.replacement + text[end:]
    return text
