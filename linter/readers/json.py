"""JSON with positions; strings and numbers are the standard library's and the source's own text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]

from linter import limits
from linter.decimals import decimal
from linter.diagnostic import Problem
from linter.document import Node, Place, mapping, scalar, sequence
from linter.readers.reading import Reading, duplicate_key, looks_like, submissions
from linter.schema import DocumentKind
from linter.source import Source

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORDS = {"true": True, "false": False, "null": None}


def read(source: Source, kinds: Sequence[DocumentKind]) -> Reading:
    """Every submission of a JSON file: one object, or a list of them."""
    problems: list[Problem] = []
    try:
        root = _Scanner(source, problems).document()
    except _Wrong as error:
        problem = Problem(error.id, source.location(error.offset, min(error.offset + 1, len(source.text))), error.words)
        return Reading(source, (), (problem,), looks_like(source, kinds) or None)
    return submissions([root], source, kinds, problems)


class _Wrong(Exception):
    def __init__(self, offset: int, detail: str, id: str = "syntax-error") -> None:
        super().__init__(detail)
        self.offset, self.id, self.words = offset, id, {"detail": detail, "limit": limits.DEPTH}


class _Scanner:
    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self.source, self.text, self.problems = source, source.text, problems

    def document(self) -> Node:
        node, end = self._value(self._skip(0), 1)
        end = self._skip(end)
        if end < len(self.text):
            raise _Wrong(end, "more than one value")
        return node

    def _skip(self, offset: int) -> int:
        match = _SPACE.match(self.text, offset)
        assert match is not None
        return match.end()

    def _value(self, start: int, depth: int) -> tuple[Node, int]:
        first = self.text[start : start + 1]
        if first in ("{", "["):
            if depth > limits.DEPTH:
                raise _Wrong(start, "", "too-deep")
            return self._mapping(start, depth) if first == "{" else self._sequence(start, depth)
        if first == '"':
            text, end = self._string(start)
            exact = self.text[start + 1 : end - 1] == text
            node = scalar(Place(start, end, start + 1 if exact else None), text)
            node.quoted = True
            return node, end
        for word, value in _WORDS.items():
            if self.text.startswith(word, start):
                node = scalar(Place(start, start + len(word), start), "" if value is None else word)
                node.value = value
                return node, start + len(word)
        match = _NUMBER.match(self.text, start)
        if match is None:
            raise _Wrong(start, "end of file" if not first else f"unexpected {first}")
        number = decimal(match.group())
        if number is None:
            raise _Wrong(start, "number beyond the limits")
        return scalar(Place(start, match.end(), start), match.group(), number), match.end()

    def _string(self, start: int) -> tuple[str, int]:
        try:
            text, end = scanstring(self.text, start + 1, True)
        except JSONDecodeError as error:
            raise _Wrong(error.pos, error.msg) from None
        if _SURROGATE.search(text):
            raise _Wrong(start, "escape")  # half a character: no encoding could write it again
        return text, end

    def _mapping(self, start: int, depth: int) -> tuple[Node, int]:
        made = mapping(Place(start, start))
        offset = self._skip(start + 1)
        while self.text[offset : offset + 1] != "}":
            if self.text[offset : offset + 1] != '"':
                raise _Wrong(offset, "a key in double quotes is needed here")
            key, end = self._string(offset)
            place = Place(offset, end, offset + 1)
            colon = self._skip(end)
            if self.text[colon : colon + 1] != ":":
                raise _Wrong(colon, "':' is needed here")
            value, end = self._value(self._skip(colon + 1), depth + 1)
            value.key_place, value.label = place, key
            self._put(made, key, value)
            offset = self._next(end, "}")
        made.place.end = offset + 1
        return made, offset + 1

    def _put(self, made: Node, key: str, value: Node) -> None:
        if key in made.children:
            self.problems.append(duplicate_key(self.source, key, made.children[key], value))
        else:
            made.put(key, value)

    def _sequence(self, start: int, depth: int) -> tuple[Node, int]:
        made = sequence(Place(start, start))
        offset = self._skip(start + 1)
        while self.text[offset : offset + 1] != "]":
            value, end = self._value(offset, depth + 1)
            made.append(value)
            offset = self._next(end, "]")
        made.place.end = offset + 1
        return made, offset + 1

    def _next(self, end: int, close: str) -> int:
        """After an item: the next item's start, or the closing bracket."""
        offset = self._skip(end)
        found = self.text[offset : offset + 1]
        if found == close:
            return offset
        if found != ",":
            raise _Wrong(offset, f"',' or '{close}' is needed here")
        offset = self._skip(offset + 1)
        if self.text[offset : offset + 1] == close:
            raise _Wrong(offset, "nothing after the last comma")
        return offset
