"""Numbers of spreadsheets as a form shows them: percentages, thousands separators, words around a number, dates.

A format dresses a number and never changes it: digits that it would round away and numbers that it would hide are
kept, since what is checked is what the file states.  Spreadsheets calculate with 15 significant digits, and so far
is a stored number believed: 0.30000000000000004 is 0.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from linter.decimals import decimal, plain
from linter.readers import dateformats

_SIGNIFICANT = Context(prec=15, rounding=ROUND_HALF_UP)
_LONGEST = 255  # characters of a format code; spreadsheets allow no more
_REMEMBERED = 4096  # formats, and numbers under them

GENERAL = "General"
TEXT = "@"
_THOUSANDS, _CENTS = "#,##0", "#,##0.00"
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
_HOURS, _HALVES = 'h"时"mm"分"', '上午/下午h"时"mm"分"'
# What the numbers below 164 mean in Chinese programs.
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: _THOUSANDS, 4: _CENTS, 5: _THOUSANDS, 6: _THOUSANDS, 7: _CENTS, 8: _CENTS,
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "yyyy/m/d", 16: "m/d",
    17: "yyyy/m", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: _YEAR_MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY, 30: "yyyy/m/d", 31: _YEAR_MONTH + 'd"日"', 32: _HOURS,
    33: _HOURS + 'ss"秒"', 34: _HALVES, 35: _HALVES + 'ss"秒"', 36: _YEAR_MONTH, 37: _THOUSANDS, 38: _THOUSANDS,
    39: _CENTS, 40: _CENTS, 41: _THOUSANDS, 42: _THOUSANDS, 43: _CENTS, 44: _CENTS, 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss", 48: "##0.0E+0", 49: TEXT, 50: _YEAR_MONTH, 51: _MONTH_DAY, 52: _YEAR_MONTH, 53: _MONTH_DAY,
    54: _MONTH_DAY, 55: _HALVES, 56: _HALVES + 'ss"秒"', 57: _YEAR_MONTH, 58: _MONTH_DAY,
}  # fmt: skip

# One piece of a format code: quoted words, an escaped character, what stands in brackets, the space of a
# character or a character that fills the cell, the word for no format, any other character.
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|[_*].|(?P<general>General|G/通用格式)|(?P<plain>.)',
    re.S | re.I,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)", re.ASCII)
_CURRENCY = re.compile(r"\$([^-]*)")
_ELAPSED = re.compile(r"h+|m+|s+", re.I)
_LITERAL = "\0"  # stands for literal text where only placeholders matter
_DIGITS = re.compile(r"[0#?](?:.*[0#?])?", re.S)
_PERCENTAGE = re.compile(r"\s*\d+(?:\.\d+)?%\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the parts of a format code that semicolons separate: pieces, each literal text or not."""

    pieces: tuple[tuple[str, bool], ...]
    condition: tuple[str, Decimal] | None = None

    @property
    def code(self) -> str:
        """One character for each piece, so that an index into it is one into `pieces`."""
        return "".join(_LITERAL if literal or len(piece) > 1 else piece for piece, literal in self.pieces)

    def holds(self, number: Decimal) -> bool:
        """Whether the section's condition is true of a number; False without one."""
        if self.condition is None:
            return False
        sign, limit = self.condition
        order = int(number.compare(limit))
        return {"<": order < 0, ">": order > 0, "=": not order, "<=": order < 1, ">=": order > -1, "<>": bool(order)}[
            sign
        ]


@lru_cache(_REMEMBERED)
def show(stored: str, code: str, *, from_1904: bool = False) -> str:
    """The text of a number stored as `stored` under the format `code`; what is no number stays as it is.

    `from_1904` tells from which year a workbook counts the days of dates.
    """
    number = decimal(stored)
    if number is None:
        return stored
    number = _SIGNIFICANT.plus(number)
    if code in (GENERAL, TEXT):
        return plain(number)
    section = _choose(sections(code), number)
    if dateformats.is_date(section.pieces):
        return dateformats.show(number, section.pieces, from_1904=from_1904) or plain(number)
    return _dressed(number, section)


def show_date(written: str, code: str) -> str:
    """The text of a date written as ISO 8601 under the format `code`; what is no date stays as it is."""
    days = dateformats.days(written)
    return written if days is None else show(str(days), BUILT_IN[14] if code == GENERAL else code)


def show_text(text: str, code: str) -> str:
    """A text under the format `code`, which may put words around it."""
    if code == GENERAL or TEXT not in code:
        return text
    section = next((one for one in reversed(sections(code)) if TEXT in one.code), Section(((TEXT, False),)))
    return "".join(piece if literal else text for piece, literal in section.pieces if literal or piece == TEXT)


def typed_percentage(formula: str) -> str | None:
    """`=100%` for the formula that a typed `=100%` becomes; None for a formula that calculates."""
    return f"={formula.strip()}" if _PERCENTAGE.fullmatch(formula) else None


@lru_cache(_REMEMBERED)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format code; at least one."""
    found: list[Section] = []
    pieces: list[tuple[str, bool]] = []
    condition = None
    for match in _PIECE.finditer(code[:_LONGEST]):
        literal = match["quoted"] if match["quoted"] is not None else match["escaped"]
        if match["plain"] == ";":
            found.append(Section(tuple(pieces), condition))
            pieces, condition = [], None
        elif literal is not None:
            pieces.append((literal, True))
        elif match["bracket"] is not None:
            limit = _CONDITION.fullmatch(match["bracket"])
            condition = (limit[1], Decimal(limit[2])) if limit else condition
            pieces += _in_brackets(match["bracket"])
        elif match["general"] is not None:
            pieces.append((GENERAL, False))
        elif match["plain"] is not None:
            pieces.append((match["plain"], False))
    return (*found, Section(tuple(pieces), condition))


def _in_brackets(text: str) -> list[tuple[str, bool]]:
    """A currency sign, or the hours, minutes or seconds of a duration; colours and languages say nothing."""
    currency = _CURRENCY.match(text)
    if currency is not None:
        return [(currency[1], True)] if currency[1] else []
    return [(f"[{text[0].lower()}]", False)] if _ELAPSED.fullmatch(text) else []


def _choose(found: tuple[Section, ...], number: Decimal) -> Section:
    """The section for a number: the one whose condition holds, else by the number's sign."""
    for section in found[:2]:
        if section.holds(number):
            return section
    if number < 0 and len(found) > 1 and found[1].condition is None:
        return found[1]
    if number == 0 and len(found) > 2:
        return found[2]
    return next((section for section in found if section.condition is None), found[0])


def _dressed(number: Decimal, section: Section) -> str:
    """The number with what its format adds to it: words, a percent sign, separators, zeros."""
    if any(piece == GENERAL for piece, _ in section.pieces):
        return "".join(plain(number) if piece == GENERAL else piece for piece, _ in section.pieces).strip()
    code = section.code
    digits = _DIGITS.search(code)
    if digits is None or not set(digits[0]) & {"0", "#"} or set(code) & {"/", "E"}:
        return plain(number)  # a format that hides it, or a fraction or an exponent
    start, end = digits.span()
    number = number.scaleb(2 * code.count("%"))
    whole, point, fraction = digits[0].partition(".")
    commas = len(code[end:]) - len(code[end:].lstrip(","))
    number = number.scaleb(-3 * (len(whole) - len(whole.rstrip(",")) + commas))
    odd = {piece for piece, _ in section.pieces[start:end] if piece not in "0#?,."}
    inner = [index for index in range(start, end) if section.pieces[index] == (".", True)]
    if inner and not point and not odd:
        number = number.scaleb(inner[0] + 1 - end)  # `0!.0,` writes a point between digits that are none of its own
        whole = whole[: inner[0] - start]
    elif odd:
        return plain(number)
    text = _grouped(abs(number), whole.count("0"), fraction.count("0"), "," in whole.rstrip(","))
    signs = "-()" if number < 0 else ""  # a negative number has one sign, and that before its digits
    before, after = (
        "".join(piece for piece, literal in part if literal or piece not in signs)
        for part in (section.pieces[:start], section.pieces[end + commas :])
    )
    return (before + ("-" if number < 0 else "") + text + after).strip()


def _grouped(number: Decimal, whole: int, fraction: int, separators: bool) -> str:
    """A number of at least so many digits before and after its point."""
    left, _, right = plain(number).partition(".")
    left, right = left.rjust(whole, "0"), right.ljust(fraction, "0")
    left = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", left) if separators else left
    return f"{left}.{right}" if right else left
