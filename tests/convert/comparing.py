"""What the tests compare: the findings on a file, without their places in it, and the texts that were read."""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from typing import Any

from linter import readers
from linter.convert import Conversion, convert
from linter.document import Kind
from linter.engine import lint_text
from linter.rulebook import RuleBook, load_rulebook

FORMATS = [("yaml", "en"), ("yaml", "zh"), ("json", "en"), ("xlsx", "en")]

# What a reader could not make sense of is no part of what it read: the conversion itself says so.
SAID_ONCE = frozenset({"column-not-understood", "duplicate-field", "duplicate-key"})


@cache
def rules() -> RuleBook:
    """The rules that come with the program; for random tests, which would print a fixture when they fail."""
    return load_rulebook()


@lru_cache(256)
def findings(data: bytes, path: str, book: RuleBook) -> Counter[tuple[Any, ...]]:
    """Everything about the findings but their places and the file's own names for them."""
    report = lint_text(path, data, book)
    return Counter(
        (
            one.submission,
            one.rule,
            one.severity,
            one.outcome,
            one.location.pointer,
            one.message,
            one.help,
            one.arithmetic,
            tuple(one.values.items()),
        )
        for one in report.diagnostics
        if one.rule not in SAID_ONCE
    )


def converted(data: bytes, path: str, book: RuleBook, format: str, keys: Any = "en") -> tuple[bytes, Conversion]:
    made = convert(data, path, book.kinds, format, keys)
    assert made.data is not None, [problem.id for problem in made.problems]
    return made.data, made


def assert_same_findings(data: bytes, path: str, book: RuleBook, format: str, keys: str = "en") -> None:
    written, _ = converted(data, path, book, format, keys)
    assert findings(written, f"converted.{format}", book) == findings(data, path, book)


def texts(data: bytes, path: str, book: RuleBook) -> list[dict[str, str]]:
    """The texts of each submission by their pointers; what is blank is as if it were not there."""
    documents = readers.read(data, path, book.kinds).documents
    return [
        {node.pointer: node.text for node in document.root.walk() if node.kind is Kind.SCALAR and node.text}
        for document in documents
    ]
