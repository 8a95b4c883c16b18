"""What tests of fixes do again and again: mend content in memory, and read what it holds."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from linter import engine, prepare, readers
from linter.diagnostic import Diagnostic, Safety
from linter.document import Kind
from linter.engine import Options
from linter.files import Found
from linter.fixes import Fixer
from linter.report import FileResult
from linter.rulebook import RuleBook, load_rulebook

SAFE = frozenset({Safety.SAFE})
ALL = frozenset(Safety)


@cache
def book() -> RuleBook:
    """The default rule book, for tests whose arguments are shown when they fail: this one is too large for that."""
    found = load_rulebook()
    assert found.usable, found.problems
    return found


def lint(data: bytes, rules: RuleBook, path: str = "a.yaml") -> FileResult:
    return engine.lint_content(Found(path, True), data, rules, Options())


def mend(
    data: bytes, rules: RuleBook, path: str = "a.yaml", safeties: frozenset[Safety] = SAFE
) -> tuple[bytes, FileResult]:
    """The content once it is fixed, and the result for it; nothing is written."""
    result = Fixer(safeties, write=False).content(Found(path, True), data, rules, Options())
    return (result.fixed.content if result.fixed is not None else data), result


def fixable(found: Collection[Diagnostic], safeties: Collection[Safety] = SAFE) -> list[Diagnostic]:
    return [one for one in found if one.fix is not None and one.fix.safety in safeties]


def texts(data: bytes, rules: RuleBook, path: str = "a.yaml") -> dict[tuple[int, str], str]:
    """Every scalar of the submissions in some content, by submission and pointer."""
    reading = readers.read(data, path, rules.kinds)
    found = {}
    for document in reading.documents:
        list(prepare.prepare(document, rules.pack_for(document.kind).canonical))
        for node in document.root.walk():
            if node.kind is Kind.SCALAR:
                found[document.number, node.pointer] = node.text
    return found
