"""Lists as people write them: several words in one text, one text in brackets, commas of the wrong width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from linter.diagnostic import Edit, Problem
from linter.document import Document, Kind, Node, Place, locate, scalar, sequence
from linter.schema import Field
from linter.source import Source

_SEPARATORS = re.compile(r"[,，、;；\n\r]+")
_WIDE_SEPARATORS = re.compile(r"[，、；]")


def lists(root: Node) -> list[Node]:
    """What is written as a list, or should be one."""
    return [
        node
        for node in root.walk()
        if node.field is not None and (node.kind is Kind.SEQUENCE or node.field.items is not None)
    ]


def unwrap(document: Document, found: Sequence[Node]) -> Iterator[Problem]:
    """`[万元]` where a text belongs: say so, and read what was meant, so that one slip is one finding."""
    for node in found:
        field, parent = node.field, node.parent
        if node.kind is not Kind.SEQUENCE or field.items is not None or not field.types:
            continue
        items = [item for item in node.children if item.kind is Kind.SCALAR]
        if len(items) != len(node.children) or not (len(items) == 1 or (items and _listed(parent))):
            continue
        words = {"label": field.title, "wanted": field.types[-1:], "found": str(Kind.SEQUENCE)}
        yield Problem("wrong-type", locate(document.source, node), words)
        only = items[0] if len(items) == 1 else scalar(node.place, "、".join(item.text for item in items))
        node.kind, node.children, node.place = Kind.SCALAR, None, only.place
        node.text, node.value, node.quoted = only.text, only.value, only.quoted


def _listed(parent: Node | None) -> bool:
    """Whether what stands below `parent` is an item of a list of words, which may come several at once."""
    return parent is not None and parent.kind is Kind.SEQUENCE and bool(parent.field.items.vocabulary)


def split(found: Sequence[Node]) -> None:
    """A list field filled with one scalar becomes a list, each item with its own place."""
    for node in found:
        field = node.field
        if field.items is None or "array" not in field.types:
            continue
        if node.kind is Kind.SCALAR:
            _become_list(node, [node], field)
        elif node.kind is Kind.SEQUENCE and field.items.vocabulary:
            items = [item for item in node.children if item.kind is Kind.SCALAR]
            if any(_SEPARATORS.search(item.text) for item in items) and len(items) == len(node.children):
                _become_list(node, items, field)


def _become_list(node: Node, written: list[Node], field: Field) -> None:
    assert field.items is not None
    made = sequence(node.place)
    for item in written:
        for start, end in _parts(item.text, field.items):
            part = scalar(_part_place(item, start, end), item.text[start:end])
            part.field, part.quoted = field.items, item.quoted
            made.append(part)
    node.kind, node.value, node.children = Kind.SEQUENCE, None, made.children  # the text as written stays
    for part in node.children:
        part.parent = node


def _part_place(node: Node, start: int, end: int) -> Place:
    place = node.place
    if place.text_start is None:
        return place
    first = place.text_start + start
    return Place(first, place.text_start + end, first, place.cell, place.order + start)


def _parts(text: str, item: Field) -> list[tuple[int, int]]:
    """The items of a list written as one text: words by separators, prose by its numbering."""
    # What ends with a colon leads up to the first item and stays with it.
    numbered = rf"(?<!^)(?<![\s:：])\s*(?={re.escape(item.title)}\s*\d+\s*[:：、.．])"
    cuts = _SEPARATORS if item.vocabulary else re.compile(numbered)
    parts, start = [], 0
    for match in [*cuts.finditer(text), None]:
        end = match.start() if match else len(text)
        piece = text[start:end]
        if piece.strip():
            parts.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = match.end() if match else end
    return parts


def wide_separators(document: Document, found: Sequence[Node]) -> Iterator[Problem]:
    """`[甲，乙]` in YAML is one item with a full-width comma in it; say so, and read what was meant."""
    for node in found if document.columns is None else ():
        if node.kind is not Kind.SEQUENCE or node.field.items is None or not node.field.items.vocabulary:
            continue
        if node.place.start is None:
            continue
        written = document.source.text[node.place.start : node.place.end]
        separators = list(_WIDE_SEPARATORS.finditer(written)) if written.startswith("[") else []
        for first in separators[:1]:
            start = node.place.start + first.start()
            place = Place(start, start + 1)
            yield Problem(
                "full-width-separator",
                document.source.location(start, start + 1, node.pointer),
                {"text": written, "separator": first.group(), "place": place},
                edits=tuple(_comma(document.source, node.place.start + one.start()) for one in separators),
            )


def _comma(source: Source, at: int) -> Edit:
    """The full-width separator at an offset as YAML wants it."""
    comma = "," if source.text[at + 1 : at + 2].isspace() else ", "
    return Edit(source.location(at, at + 1), comma)
