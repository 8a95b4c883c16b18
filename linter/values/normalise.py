"""Text as written to text as the grammar reads it, with a map back.

Full-width forms, look-alike signs and dashes become one character each; spaces, invisible characters and outer
decoration go.  No character is ever replaced by several, so the map is one offset per character.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

_ALIKE: Final = {
    "≥": "≧⩾≽⪖",
    "≤": "≦⩽≼⪕",
    "-": "—–―─━‒‐‑﹣−﹘➖－",
    "~": "～〜∼∽˜﹏",
    "·": "・•‧∙⋅●･",
    "≈": "≒≅≃",
    "×": "✕✖╳",
    "%": "％﹪٪",
    "<": "＜﹤",
    ">": "＞﹥",
    "=": "＝﹦",
    "(": "（〔［[【﹙",
    ")": "）〕］]】﹚",
    ",": "，﹐",
    ";": "；﹔①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽",
    ":": "：﹕︰",
    "/": "／∕⁄",
    "°": "˚º",
}
_INVISIBLE: Final = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_SPACE: Final = " "


@cache
def _map() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for wanted, alike in _ALIKE.items():
        table.update(dict.fromkeys(map(ord, alike), wanted))
    table.update(dict.fromkeys(map(ord, _INVISIBLE), "\u200b"))
    table.update({code: _SPACE for code in range(0x110000) if code < 0x3001 and chr(code).isspace()})
    return table


_GAP: Final = re.compile(r"[ \u200b]+")
_DECORATION: Final = re.compile(
    r"(?:[*★☆▲※●◆■□√'\"“‘”’`#]|(?:(?:绩效)?(?:指标|目标)值?|目标值)\d{0,2}(?:[:.、]|(?=[<>=≥≤]))|\d{1,2}(?:、|\)|\.(?=[<>=≥≤]))|\(\d{1,2}\)(?=.)|[;,。.、:](?![\d]))+"
)
_TRAILING: Final = "。；;，,、.：:'\"“”‘’`!！\u200b "
_FULL_WIDTH: Final = re.compile(r"[\uff01-\uff5e]+")
_BARE_STARS: Final = re.compile(r"[*★☆√×✓✔ \u200b]+")


@dataclass(frozen=True, slots=True)
class Normalised:
    """Normalised text; `places[i]` is the offset of its character i in the text as written (None: identity)."""

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
    start, end = _bounds(mapped)
    if _GAP.search(mapped, start, end) is None:
        return Normalised(mapped[start:end], None, start)
    kept: list[int] = []
    for at in range(start, end):
        if mapped[at] not in " \u200b" or (mapped[at] == _SPACE and _keeps_space(mapped, at)):
            kept.append(at)
    return Normalised("".join(mapped[at] for at in kept), tuple(kept))


def _bounds(text: str) -> tuple[int, int]:
    """Where the value stands inside list markers, decoration, one pair of outer brackets and final stops."""
    start, end = 0, len(text)
    for _ in range(3):  # decoration, brackets, decoration inside: no value has more layers
        before = start, end
        while start < end and text[start] in " \u200b":
            start += 1
        decoration = _DECORATION.match(text, start, end)
        if decoration is not None and not _BARE_STARS.fullmatch(text, start, end) and decoration.end() < end:
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


def _keeps_space(text: str, at: int) -> bool:
    """A space between two digits or two Latin letters separates; `5 3` must not become 53."""
    gap = _GAP.match(text, at)
    before = text[at - 1 : at]
    if before in ("", _SPACE, "\u200b") or gap is None:
        return False
    following = text[gap.end() : gap.end() + 1]
    if before.isascii() and following.isascii():
        return (before.isdigit() and following.isdigit()) or (before.isalpha() and following.isalpha())
    return False


def full_width(text: str) -> list[tuple[int, int, str]]:
    """Spans of full-width digits, letters and signs that have an ordinary form, with that form."""
    if text.isascii():
        return []
    found = []
    for match in _FULL_WIDTH.finditer(text):
        if re.search(r"[０-９Ａ-Ｚａ-ｚ％＝＞＜／．＋－]", match[0]):
            found.append((match.start(), match.end(), unicodedata.normalize("NFKC", match[0])))
    return found
