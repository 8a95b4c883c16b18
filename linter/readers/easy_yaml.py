"""The common part of YAML, read line by line: much faster than the parser, and never in disagreement with it.

Block mappings and lists of one-line scalars, and lists of plain words in brackets: what the canonical form consists
of.  Lines repeat, in a file and over files, so what a line says is remembered.  Whatever is not surely easy is left
to `readers.yaml`, whose nodes these equal in every respect: a test compares the two.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from linter.document import Kind, Node, Place, mapping, sequence
from linter.readers.yaml_plain import resolve

_LINES = 20_000  # lines that are remembered, and those of the longest file that is read here
_COLUMNS = 500  # of a line
_LEVELS = 8

# What nothing easy contains: tabs, line ends that editors and parsers see differently, what is not printable.
_HARD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_BLANK = re.compile(" *(?:#.*)?")
# A plain scalar begins with no sign of YAML's.  A colon in it may have been meant to end a key, and ` #` begins a
# comment; in brackets further signs count.
_FIRST = r"""[^\s\-?:：,\[\]{}\#&*!|>'"%@`]"""
_WORD = _FIRST + r"""[^,\[\]{}:：\#&*!|>'"%@`]*"""
_LINE = re.compile(
    rf"""([ ]*)(-[ ]+)?(?:(\w[\w（）()/、·-]*):(?:[ ]+|$))?
    ("[^"\\]*"|'[^']*'|\[{_WORD}(?:,[ ]*{_WORD})*\]|{_FIRST}[^:：\#]*)?""",
    re.VERBOSE,
)
_ITEM = re.compile(_WORD, re.VERBOSE)


class _Scalar(NamedTuple):
    """A scalar; columns count from the start of its line."""

    text: str
    value: Any
    quoted: bool
    start: int
    end: int
    text_start: int | None

    def place(self, at: int) -> Place:
        return Place(at + self.start, at + self.end, None if self.text_start is None else at + self.text_start)

    def key_place(self, at: int) -> None:
        return None


class _Line(NamedTuple):
    """What a line says; columns count from its start."""

    indent: int
    dash: bool
    column: int  # where the key begins, or the value where there is no key
    key: str | None
    colon: int  # behind the colon
    scalar: _Scalar | None
    items: tuple[_Scalar, ...]  # a list in brackets; without it and without a scalar rows or fields may follow
    start: int
    end: int

    def place(self, at: int) -> Place:
        if self.scalar is not None:
            return self.scalar.place(at)
        if self.items:
            return Place(at + self.start, at + self.end)
        return Place(at + self.colon, at + self.colon, at + self.colon)  # nothing at all

    def key_place(self, at: int) -> Place | None:
        return Place(at + self.column, at + self.colon - 1) if self.key is not None else None


_seen: dict[str, Any] = {}


def parse(text: str) -> Node | None:
    """The root of a YAML text; None where it is not easy."""
    lines = text.split("\n")
    return _Tree(len(text)).build(lines) if len(lines) <= _LINES else None


def _line(line: str) -> Any:
    """What a line says, remembered; False for one that says nothing, None for one that is not easy."""
    if len(_seen) >= _LINES:
        _seen.clear()
    found = _seen[line] = False if _BLANK.fullmatch(line) and not _HARD.search(line) else _read(line)
    return found


def _read(line: str) -> Any:
    if len(line) > _COLUMNS or line.endswith(" ") or _HARD.search(line):
        return None
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    indent, dash, key, written = match.groups()
    if key is None and (written is None or dash is None):
        return None
    column = len(indent) + len(dash or "")
    start, end = match.span(4) if written is not None else (len(line), len(line))
    colon = match.end(3) + 1
    found: _Scalar | None = None
    items: tuple[_Scalar, ...] = ()
    if written is not None and written[0] == "[":
        items = tuple(_plain(item.group().rstrip(), start + item.start()) for item in _ITEM.finditer(written))
    elif written is not None:
        found = _quoted(written, start) if written[0] in "\"'" else _plain(written, start)
    return _Line(len(indent), dash is not None, column, key, colon, found, items, start, end)


def _quoted(written: str, start: int) -> _Scalar:
    text = written[1:-1]
    return _Scalar(text, text, True, start, start + len(written), start + 1)


def _plain(text: str, start: int) -> _Scalar:
    value = resolve(text)
    shown = "" if value is None else text
    return _Scalar(shown, value, False, start, start + len(text), start if shown == text else None)


class _Tree:
    def __init__(self, length: int) -> None:
        self.length = length
        self.levels: list[tuple[int, bool, Node]] = []  # column, whether a list, node; the innermost last

    def build(self, lines: list[str]) -> Node | None:
        levels = self.levels
        waiting: Any = None  # the mapping, line and offset of a key that nothing has followed yet
        after = 0
        for line in lines:
            offset = after
            after += len(line) + 1
            said = _seen.get(line)
            if said is None:
                said = _line(line)
                if said is None:
                    return None
            if said is False:
                continue
            column, dash = said.indent, said.dash
            if waiting is not None:
                if not self._opens(waiting, said, offset):
                    _put(waiting[0], waiting[1], Node(Kind.SCALAR, None, said=waiting[1], at=waiting[2]))
                waiting = None
            elif not levels:
                levels.append((0, False, mapping(Place(offset))))
            while levels[-1][0] > column or (levels[-1][0] == column and levels[-1][1] and not dash):
                levels.pop()[2].place.end = offset + column
            above, is_list, owner = levels[-1]
            if above != column or is_list is not dash or len(levels) > _LEVELS:
                return None
            if dash:
                if said.key is None:
                    owner.append(_node(said, said.scalar or said, offset))
                    continue
                item = mapping(Place(offset + said.column))
                owner.append(item)
                owner = item
                levels.append((said.column, False, item))
            elif said.key in owner.children:
                return None
            if said.scalar is None and not said.items:
                waiting = (owner, said, offset)
            else:
                _put(owner, said, _node(said, said, offset))
        if waiting is not None:
            _put(waiting[0], waiting[1], Node(Kind.SCALAR, None, said=waiting[1], at=waiting[2]))
        for _, _, node in levels:
            node.place.end = self.length
        return levels[0][2] if levels else None

    def _opens(self, waiting: Any, said: _Line, offset: int) -> bool:
        """Whether a line begins the rows or fields of the key before it; a list may stand as far left as its key."""
        owner, above, at = waiting
        deep, place = said.indent, Place(offset + said.indent)
        if said.dash and deep >= above.column:
            made = sequence(place)
        elif not said.dash and deep > above.column:
            made = mapping(place)
        else:
            return False
        made.key_place = above.key_place(at)
        _put(owner, above, made)
        self.levels.append((deep, said.dash, made))
        return True


def _node(said: _Line, own: _Line | _Scalar, offset: int) -> Node:
    """What stands in a line; `own` will say where: an item of a list has no key."""
    found = said.scalar
    if found is not None:
        return Node(Kind.SCALAR, None, found.text, found.value, quoted=found.quoted, said=own, at=offset)
    made = Node(Kind.SEQUENCE, None, children=[], said=own, at=offset)
    for item in said.items:
        made.append(Node(Kind.SCALAR, None, item.text, item.value, quoted=item.quoted, said=item, at=offset))
    return made


def _put(owner: Node, said: _Line, node: Node) -> None:
    key = said.key or ""
    node.parent, node.key, node.label = owner, key, key
    owner.children[key] = node
