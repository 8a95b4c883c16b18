"""Text for a terminal: what is shown of each character, how wide it is, and which part of a long line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from linter.reporters.style import Style
from linter.source import display_width

_TAB = 4

# Control characters could drive the terminal; format characters (bidirectional, zero width) and line
# separators make a text look like another one; surrogates cannot be written at all.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\x1b": "\\e"}

# What build services take for a command: `::error::` at the start of a line, `##[group]` and `##vso[…]` anywhere.
_COMMAND = re.compile(r"^(?=\s*::)|##(?=\w*\[)", re.MULTILINE)


def escape(text: str) -> str:
    """`text` as it may be sent to a terminal: nothing in it is obeyed, and nothing hides."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN:
        return character
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def inert(text: str) -> str:
    """A text of several lines in which no build service finds a command to obey."""
    return _COMMAND.sub(lambda match: match.group() + "\\", text)


def measure(text: str, style: Style) -> int:
    """The terminal cells of an escaped text."""
    width = display_width(text)
    if style.ambiguous_wide and not text.isascii():
        width += sum(1 for character in text if _widens(character))
    return width


@lru_cache(maxsize=4096)
def _widens(character: str) -> bool:
    return unicodedata.east_asian_width(character) == "A" and display_width(character) == 1


def pad(text: str, width: int, style: Style) -> str:
    """An escaped text with spaces after it, up to `width` cells."""
    return text + " " * (width - measure(text, style))


@dataclass(frozen=True, slots=True)
class Marked:
    """A line as shown, the cells before the marked part, and the cells of that part (at least one)."""

    text: str
    before: int
    marked: int


def mark(text: str, start: int, end: int, room: int, style: Style) -> Marked:
    """What fits into `room` cells of `text` around its characters `start` to `end`, made safe to show."""
    start = min(start, len(text))
    end = max(min(end, len(text)), start)
    # A line may be megabytes long; what is this far away cannot be in the window.
    lead, stop = max(0, start - room), min(len(text), start + 2 * room)
    shown = _pieces(text[lead:stop], style)
    widths = [measure(piece, style) for piece in shown]
    whole, start, end = end, start - lead, min(end, stop) - lead
    first, last = 0, len(shown)
    if lead or stop < len(text) or sum(widths) > room:
        space = room - 2 * measure(style.glyph("cut"), style)
        if sum(widths[start:end]) > space:
            return _ends(text, start + lead, whole, room, style)
        first, last = _window(widths, start, end, space)
    head = style.glyph("cut") if lead or first else ""
    tail = style.glyph("cut") if stop < len(text) or last < len(shown) else ""
    before = measure(head, style) + sum(widths[first:start])
    return Marked(head + "".join(shown[first:last]) + tail, before, max(sum(widths[start : min(end, last)]), 1))


def _ends(text: str, start: int, end: int, room: int, style: Style) -> Marked:
    """Both ends of a marked part that is too long to show: what is wrong with it is often at its end."""
    cut = style.glyph("cut")
    before, after = cut if start else "", cut if end < len(text) else ""
    space = room - measure(before + cut + after, style)
    head = _fitting(_pieces(text[start : min(start + room, end)], style), (space + 1) // 2, style)
    rest = text[max(end - room, start + len(head)) : end]
    tail = _fitting(_pieces(rest, style)[::-1], space // 2, style)[::-1]
    marked = "".join([*head, cut, *tail])
    return Marked(before + marked + after, measure(before, style), measure(marked, style))


def _fitting(pieces: Sequence[str], room: int, style: Style) -> Sequence[str]:
    """The first pieces, as many as fit."""
    for count, piece in enumerate(pieces):
        room -= measure(piece, style)
        if room < 0:
            return pieces[:count]
    return pieces


def _pieces(text: str, style: Style) -> list[str]:
    """What is shown for each character; a tab reaches to the next stop."""
    shown: list[str] = []
    column = 0
    for character in text:
        piece = " " * (_TAB - column % _TAB) if character == "\t" else _encodable(_shown(character), style)
        column += measure(piece, style)
        shown.append(piece)
    return shown


def _encodable(piece: str, style: Style) -> str:
    """Escaped if a GBK stream cannot carry it: replaced later, it would push the caret off its place."""
    if style.glyphs != "gbk" or piece.isascii():
        return piece
    try:
        piece.encode("gbk")
    except UnicodeEncodeError:
        code = ord(piece[0])
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return piece


def _window(widths: Sequence[int], start: int, end: int, room: int) -> tuple[int, int]:
    """Which characters to show, as a slice: the marked ones, then as much around them as fits."""
    first = last = start
    while last < end and widths[last] <= room:
        room -= widths[last]
        last += 1
    # A third of the rest goes before, so that a reader sees what the marked part follows.
    before = room // 3
    while first > 0 and widths[first - 1] <= before:
        first -= 1
        before -= widths[first]
        room -= widths[first]
    while last < len(widths) and widths[last] <= room:
        room -= widths[last]
        last += 1
    while first > 0 and widths[first - 1] <= room:
        first -= 1
        room -= widths[first]
    return first, last
