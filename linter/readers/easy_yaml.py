"""The common part of YAML, read line by line: much faster than the parser, and never in disagreement with it.

Block mappings and lists of one-line scalars, and lists of plain words in brackets: what the canonical form consists
of.  Lines repeat, in a file and over files, so what a line says is remembered.  Whatever is not surely easy is left
to `readers.yaml`, whose nodes these equal in every respect: a test compares the two.
"""

from __future__ import annotations

import re
from collections import namedtuple
from typing import Any

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

# What a line says; columns count from its start.  `column` is where the key begins, or the value where there is no
# key; `colon` the column behind the colon; `value` a scalar, a list of scalars, or None: rows or fields may follow.
_Line = namedtuple("_Line", "indent dash column key colon value start end")
_Scalar = namedtuple("_Scalar", "text value quoted start end text_start")

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
    return _Line(len(indent), dash is not None, column, key, colon, _value(written, start), start, end)


def _value(written: str | None, start: int) -> Any:
    if written is None:
        return None
    if written[0] == "[":
        return tuple(_plain(item.group().rstrip(), start + item.start()) for item in _ITEM.finditer(written))
    if written[0] in "\"'":
        text = written[1:-1]
        return _Scalar(text, text, True, start, start + len(written), start + 1)
    return _plain(written, start)


def _plain(text: str, start: int) -> Any:
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
                    _put(waiting[0], waiting[1], _null(waiting[1], waiting[2]), waiting[2])
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
                    owner.append(_node(said, offset))
                    continue
                item = mapping(Place(offset + said.column))
                owner.append(item)
                owner = item
                levels.append((said.column, False, item))
            elif said.key in owner.children:
                return None
            if said.value is None:
                waiting = (owner, said, offset)
            else:
                _put(owner, said, _node(said, offset), offset)
        if waiting is not None:
            _put(waiting[0], waiting[1], _null(waiting[1], waiting[2]), waiting[2])
        for _, _, node in levels:
            node.place.end = self.length
        return levels[0][2] if levels else None

    def _opens(self, waiting: Any, said: Any, offset: int) -> bool:
        """Whether a line begins the rows or fields of the key before it; a list may stand as far left as its key."""
        owner, above, _ = waiting
        deep, place = said.indent, Place(offset + said.indent)
        if said.dash and deep >= above.column:
            made = sequence(place)
        elif not said.dash and deep > above.column:
            made = mapping(place)
        else:
            return False
        _put(owner, above, made, waiting[2])
        self.levels.append((deep, said.dash, made))
        return True


def _node(said: Any, offset: int) -> Node:
    if said.value.__class__ is _Scalar:
        return _scalar(said.value, offset)
    made = sequence(Place(offset + said.start, offset + said.end))
    for item in said.value:
        made.append(_scalar(item, offset))
    return made


def _scalar(said: Any, offset: int) -> Node:
    text, value, quoted, start, end, text_start = said
    place = Place(offset + start, offset + end, None if text_start is None else offset + text_start)
    made = Node(Kind.SCALAR, place, text, value)
    made.quoted = quoted
    return made


def _null(said: Any, offset: int) -> Node:
    """What a key has that nothing follows."""
    place = offset + said.colon
    return Node(Kind.SCALAR, Place(place, place, place))


def _put(owner: Node, said: Any, node: Node, offset: int) -> None:
    key = said.key
    node.parent, node.key, node.label = owner, key, key
    node.key_place = Place(offset + said.column, offset + said.colon - 1)
    owner.children[key] = node
