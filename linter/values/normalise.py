"""Text as written to text as the grammar reads it, with a map back.

Full-width forms, look-alike signs and dashes become one character each; spaces, invisible characters and outer
decoration go.  No character is ever replaced by several, so the map is one offset per character.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from linter.values.lexicon import alternation, expand, words
from linter.values.units import table

_ALIKE: Final = {
    "≥": "≧⩾≽⪖",
    "≤": "≦⩽≼⪕",
    "-": "—–―─━‒‐‑﹣−﹘➖",
    "~": "〜∼∽˜﹏",
    "·": "・•‧∙⋅●･",
    "≈": "≒≅≃",
    "×": "✕✖╳",
    "%": "﹪٪",
    "<": "﹤",
    ">": "﹥",
    "=": "﹦",
    "(": "〔﹙",
    ")": "〕﹚",
    "[": "［【",  # square brackets become round ones, save those of an interval
    "]": "］】",
    ",": "﹐",
    ";": "﹔①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽",  # a list number separates and counts nothing
    ":": "︰∶",
    "/": "∕⁄",
    "°": "˚º",
    # traditional characters of comparators; those of units stay as written
    "于": "於",
    "过": "過",
    "为": "為",
    "达": "達",
    "约": "約",
    "满": "滿",
    "内": "內",
    "后": "後",
}
_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)


@cache
def _map() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for wanted, alike in _ALIKE.items():
        table.update(dict.fromkeys(map(ord, alike), wanted))
    table.update(dict.fromkeys(map(ord, _INVISIBLE), "\u200b"))
    table.update({code: " " for code in range(0x3001) if chr(code).isspace()})
    return table


# [80%,100%), (0,5%]: at least one square bracket.  [1,000] is a number in brackets.
_INTERVAL: Final = re.compile(
    r"(?:\[|\((?=[^\[\]()]{1,40}\]))(?P<low> ?[+-]?[0-9][^\[\]()<>=,;、]{0,15})"
    r", ?(?!0[0-9])[+-]?[0-9][^\[\]()<>=,;、]{0,15}[\])]"
)
_ROUND: Final = str.maketrans("[]", "()")

_ORNAMENTS: Final = re.compile("[*★☆√×✓✔ \u200b]+")  # alone they are an answer or a gap to fill in
_UNADORNED: Final = re.compile(r"[<>=≥≤]|[0-9]+(?:\.[0-9]|[^0-9、).])")  # as most values begin
_TRAILING: Final = "。；;，,、.：:'\"“”‘’`!！ \u200b"
_FULL_WIDTH: Final = re.compile(r"(?:[０-９Ａ-Ｚａ-ｚ％＝＞＜／．＋－]|(?<=[０-９])，(?=[０-９]{3}))+")
# `5 3` must not become 53, nor `GB T` one word.
_SEPARATING: Final = re.compile("(?<=[0-9])\u200b*( )[ \u200b]*(?=[0-9])|(?<=[A-Za-z])\u200b*( )[ \u200b]*(?=[A-Za-z])")


@cache
def _decoration() -> re.Pattern[str]:
    """List markers, ornaments, quotes and titles (目标1：) before a value."""
    marked = expand(r"\(\d{1,2}\)(?=.)(?!\(?<<unit>>(?:$|<<suffix>>|[()。;,、.每/]))", table())
    return re.compile(
        r"(?:[*★☆▲※●◆■□√'\"“‘”’`#]"
        rf"|(?:{alternation(words()['titles'])})\d{{0,2}}(?:[:.、]|(?=[<>=≥≤]))"
        rf"|\d{{1,2}}(?:、|\)|\.(?=[<>=≥≤]))|{marked}"
        r"|[;,。.、:](?!\d))+"
    )


@dataclass(slots=True)
class Normalised:
    """Normalised text; `places[i]` is the offset of its character i in the text as written (None: shifted only)."""

    text: str
    places: tuple[int, ...] | None
    shift: int = 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span as written of a non-empty span here (code points)."""
        if self.places is None:
            return start + self.shift, end + self.shift
        return self.places[start], self.places[end - 1] + 1


def normalise(text: str) -> Normalised:
    """Linear in the length of `text`; never fails."""
    mapped = text.translate(_map())
    if "[" in mapped or "]" in mapped:
        mapped = _square(mapped)
    start, end = _bounds(mapped)
    if " " not in mapped and "\u200b" not in mapped:
        return Normalised(mapped[start:end], None, start)
    separating = {match.start(match.lastindex or 0) for match in _SEPARATING.finditer(mapped, start, end)}
    kept = [at for at in range(start, end) if mapped[at] not in " \u200b" or at in separating]
    return Normalised("".join(mapped[at] for at in kept), tuple(kept))


def _square(text: str) -> str:
    """Square brackets made round, but for those of an interval, whose comma becomes a dash."""
    signs = list(text.translate(_ROUND))
    for match in _INTERVAL.finditer(text):
        left, comma, right = match.start(), match.end("low"), match.end() - 1
        signs[left], signs[comma], signs[right] = text[left], "~", text[right]
    return "".join(signs)


def _bounds(text: str) -> tuple[int, int]:
    """Where the value stands inside list markers, decoration, one pair of outer brackets and final stops."""
    start, end = 0, len(text)
    if text[-1:] not in _TRAILING and _UNADORNED.match(text):
        return start, end
    for _ in range(3):  # decoration, brackets, decoration inside: no value has more layers
        before = start, end
        while start < end and text[start] in " \u200b":
            start += 1
        decoration = _decoration().match(text, start, end)
        if decoration is not None and not _ORNAMENTS.fullmatch(text, start, end) and decoration.end() < end:
            start = decoration.end()
        stripped = text[start:end].rstrip(_TRAILING)
        end = start + len(stripped) if stripped else end
        if end - start > 2 and text[start] == "(" and _closes_last(text, start, end):
            start, end = start + 1, end - 1
        if (start, end) == before:
            break
    return start, end


def _closes_last(text: str, start: int, end: int) -> bool:
    """Whether the bracket at `start` is closed by the last character and nothing sooner."""
    depth = 0
    for at in range(start, end):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return at == end - 1
    return False


def full_width(text: str) -> list[tuple[int, int, str]]:
    """Spans of full-width digits, letters and signs that have an ordinary form, with that form."""
    return [
        (match.start(), match.end(), unicodedata.normalize("NFKC", match[0])) for match in _FULL_WIDTH.finditer(text)
    ]
