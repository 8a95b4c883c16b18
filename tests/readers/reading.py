"""Shared by the reader tests: the bundled document kind, and readings in a form that is easy to compare."""

from functools import cache
from typing import Any

from linter import prepare, readers, resources, schema
from linter.document import Document, Kind, Node, Place
from linter.readers.found import digits
from linter.readers.reading import Reading


@cache
def kind() -> schema.DocumentKind:
    text = (resources.folder("schemas") / "target-table.schema.json").read_text(encoding="utf-8")
    return schema.load_kind(text, "target-table")


def read(text: str | bytes, path: str = "table.txt") -> Reading:
    return readers.read(text if isinstance(text, bytes) else text.encode(), path, [kind()])


def table(text: str) -> Reading:
    """Read a table that is written with → for a tab."""
    return read(text.replace("→", "\t"))


def texts(document: Document, *pointers: str) -> list[str | None]:
    return [None if (node := document.find(pointer)) is None else node.text for pointer in pointers]


def rows(document: Document, *names: str) -> list[tuple[str | None, ...]]:
    """The rows' texts after levels are inherited and lists split (a list is joined with a bar)."""
    list(prepare.prepare(document, {}))
    indicators = document.find("/indicators")
    assert indicators is not None
    return [tuple(_text(row.child(name)) for name in names) for row in indicators.items()]


def _text(node: Node | None) -> str | None:
    if node is None:
        return None
    return node.text if node.kind is Kind.SCALAR else "|".join(item.text for item in node.items())


def said(reading: Reading) -> list[tuple[str, Any]]:
    return [(problem.id, problem.words.get("label", problem.words.get("text"))) for problem in reading.problems]


def misplaced(document: Document) -> list[str]:
    """The scalars whose place in the source does not hold their text."""
    wrong = []
    for node in document.root.walk():
        if node.kind is Kind.SCALAR:
            parts: list[tuple[str, Place]] = [(node.text, node.place)]
            if node.place.segments:
                parts = [(node.text[start:end], place) for start, end, place in node.place.segments]
            wrong += [f"{node.pointer} {text!r}" for text, place in parts if not _is_there(document, text, place)]
    return wrong


def _is_there(document: Document, text: str, place: Place) -> bool:
    """Whether a place holds a text: exactly, unless the place says that it cannot point inside."""
    if place.start is None or place.end is None:
        return False
    if place.text_start is not None:
        return document.source.text[place.text_start : place.text_start + len(text)] == text
    written = document.source.text[place.start : place.end]
    return text in (written, digits("".join(written.split())))  # a year whose digits are spaced, or are words
