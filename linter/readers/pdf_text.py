"""Characters of a PDF put back into lines and texts; a PDF knows where each stands and nothing of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

# In heights of a character:
_SAME_LINE = 0.5  # the most by which centres of a line's characters differ
_SPACE = 0.6  # the least gap that is a space …
_APART = 1.5  # … and the least that sets parts of a line apart
_SAME_PLACE = 0.3  # bold characters may be drawn twice
_PARTED = re.compile(r"[\s\u2e80-\u9fff\uf900-\ufaff]")  # where a line may be wrapped
_MARGINS = 12.0  # points between the text of a cell and its borders, on both sides together


class Char(NamedTuple):
    """A character and its box; coordinates are points, to the right and down from the top left of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


Line = list[Char]


def lines(chars: Sequence[Char]) -> list[Line]:
    """The lines that characters form, from the top, without spaces around them and without blank lines."""
    found: list[Line] = []
    for char in sorted(chars, key=lambda char: char.middle):
        before = found[-1][-1] if found else None
        if before is None or char.middle - before.middle > _SAME_LINE * max(char.height, before.height):
            found.append([])
        found[-1].append(char)
    return [line for line in map(_in_order, found) if line]


def _in_order(line: Line) -> Line:
    """The characters of a line from left to right, each of them once."""
    kept: Line = []
    for char in sorted(line, key=lambda char: char.left):
        twice = kept and kept[-1].text == char.text and char.left - kept[-1].left < _SAME_PLACE * char.height
        if not twice and (kept or char.text.strip()):
            kept.append(char)
    while kept and not kept[-1].text.strip():
        kept.pop()
    return kept


def parts(line: Line) -> list[str]:
    """The texts of a line that wide gaps set apart."""
    solid = [index for index, char in enumerate(line) if char.text.strip()]
    cuts = [after for before, after in pairwise(solid) if _gap(line[before], line[after]) > _APART]
    return [written(line[start:end]) for start, end in pairwise([0, *cuts, len(line)])]


def _gap(before: Char, after: Char) -> float:
    """The room between two characters, in heights of the second."""
    return (after.left - before.right) / after.height if after.height else 0.0


def written(line: Sequence[Char]) -> str:
    """The text of a line; a gap that no space fills is a space."""
    text = "".join(char.text for char in line[:1])
    for before, char in pairwise(line):
        blank = not before.text.strip() or not char.text.strip()
        text += char.text if blank or _gap(before, char) <= _SPACE else f" {char.text}"
    return text.strip()


def paragraph(chars: Sequence[Char], width: float) -> str:
    """The text of a cell of this width.

    Lines that end where the next word would not have fitted are one line that was wrapped; the others are lines of
    their own.
    """
    text = ""
    before: Line = []
    for line in lines(chars):
        if before:
            room = width - (before[-1].right - before[0].left) - _MARGINS
            text += _wrap(before[-1].text, line[0].text) if room < _first_word(line) else "\n"
        text += written(line)
        before = line
    return text


def _wrap(before: str, after: str) -> str:
    """What stood between two words where a line was wrapped."""
    return " " if before[-1].isascii() and after[0].isascii() and before[-1].isalnum() and after[0].isalnum() else ""


def _first_word(line: Line) -> float:
    """The width of what cannot be parted at the start of a line: what comes before a Chinese character, and that."""
    word = list(takewhile(lambda char: not _PARTED.match(char.text), line))
    last = min(len(word), len(line) - 1)
    return line[last].right - line[0].left
