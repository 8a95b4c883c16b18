"""Keys that YAML takes for text, because a full-width colon follows them, or a colon without a space."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from linter.diagnostic import Problem
from linter.document import Document, Kind, Node, Place, scalar
from linter.prepare import canonical
from linter.readers.yaml_errors import wrong_colon
from linter.schema import DocumentKind
from linter.source import Source

# A key at the start of a line and the colon that is none.
_KEY = re.compile(
    r"^[ \t\u3000]*(?:-[ \t]+)?([^\s:：#\"'][^:：\r\n]{0,40}?)[ \t\u3000]*(：|:(?=[^\s/\\]|\u3000))", re.M
)
_REPORTED = 20  # keys of a file whose colons are all wrong


def keys_of_text(source: Source, kinds: Sequence[DocumentKind]) -> Iterator[Problem]:
    """The keys in a file that is one text to YAML."""
    matches = (match for match in _KEY.finditer(source.text) if any(kind.knows(match.group(1)) for kind in kinds))
    for match in islice(matches, _REPORTED):
        yield wrong_colon(source, match.start(2), match.group(2), match.group(1))


def swallowed_keys(document: Document) -> Iterator[Problem]:
    """The keys inside the values of a document; what was meant is put back, so that one slip is one finding."""
    for node in list(document.root.walk()):
        if node.kind is Kind.SCALAR and not node.quoted and node.place.start is not None:
            yield from _swallowed(node, document)


def _swallowed(node: Node, document: Document) -> Iterator[Problem]:
    source, start, end = document.source, node.place.start or 0, node.place.end or 0
    written = source.text[start:end]
    matches = [match for match in _KEY.finditer(written) if _owner(node, match) is not None]
    if not matches:
        return
    ends = [*(match.start() for match in matches[1:]), len(written)]
    for match, stop in zip(matches, ends, strict=True):
        owner = _owner(node, match)
        problem = wrong_colon(
            source, start + match.start(2), match.group(2), match.group(1), node.pointer, document.number
        )
        yield problem if owner is node else replace(problem, edits=())  # its indentation is wrong as well
        if owner is not None and owner.field.properties:
            value = _value(written, start, match.end(), stop)
            value.key_place, value.label = Place(start + match.start(1), start + match.end(1)), match.group(1)
            _put_back(node, owner, value)
    if node.kind is Kind.SCALAR:
        before = written[: matches[0].start()].rstrip()
        node.text = node.value = " ".join(before.split())
        node.place = Place(start, start + len(before), start if node.text == before else None)
    else:
        yield from canonical(node, node.field, source)


def _owner(node: Node, match: re.Match[str]) -> Node | None:
    """The node that a key in a scalar belongs to: the scalar, if it should be a mapping or rows; else, below its
    first line, the mapping around it."""
    key = match.group(1)
    if node.field is not None and (node.field.by_label(key) or (node.field.items and node.field.items.by_label(key))):
        return node
    around = node.parent
    known = around.field.by_label(key) if match.start() and around is not None and around.field is not None else None
    return around if known is not None else None


def _put_back(node: Node, owner: Node, value: Node) -> None:
    if owner is node and node.kind is Kind.SCALAR:
        node.kind, node.text, node.value, node.children = Kind.MAPPING, "", None, {}
    field = owner.field.by_label(value.label)
    name = value.label if owner is node else field.name
    if name not in owner.children:
        value.field = field
        owner.put(name, value)


def _value(written: str, offset: int, start: int, end: int) -> Node:
    """What follows a key, without spaces and quotation marks around it."""
    piece = written[start:end]
    start += len(piece) - len(piece.lstrip())
    text = piece.strip()
    marks = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    text, start = (text[1:-1], start + 1) if marks else (text, start)
    node = scalar(Place(offset + start, offset + start + len(text), offset + start), text)
    node.quoted = marks
    return node
