"""Numbers that are more than digits: numerals, parts of a hundred, proportions, currencies before the number."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from linter import limits
from linter.decimals import EXACT
from linter.values.lexicon import words
from linter.values.model import NoteId
from linter.values.numerals import han_number
from linter.values.pieces import Amount, Denominator, Place, Unreadable

_SIZES: Final = {"十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8}  # powers of ten


def number_of(text: str, place: Place) -> Decimal:
    """Digits or numerals; raises Unreadable for more than any figure has."""
    text = text.replace(",", "").replace(" ", "").replace("零下", "-")
    if len(text) > limits.NUMBER_DIGITS:
        raise Unreadable("number-too-long", place)
    return Decimal(text) if text.isascii() else han_number(text)


def _chinese(text: str, place: Place) -> Amount:
    return Amount(number_of(text, place), place, place, numeral=True, notes=[("chinese-number", place)])


def _parts(text: str, place: Place) -> Amount:
    """百分之九十, 千分之三, 万分之六 (0.06 %), 三分之二 (2 per 3)."""
    if text == "百分百":
        return Amount(Decimal(100), place, place, "%", place, notes=[("chinese-number", place)])
    base, _, share = text.partition("分之")
    number_place = (place[1] - len(share), place[1])
    number, base_place = number_of(share, number_place), (place[0], place[0] + len(base))
    notes: list[tuple[NoteId, Place]] = [("chinese-number", place)]
    power = sum(_SIZES[sign] for sign in base) if all(sign in _SIZES for sign in base) else 0
    if power in (2, 3):
        return Amount(number, number_place, place, "%" if power == 2 else "‰", base_place, notes=notes)
    if power:
        return Amount(EXACT.scaleb(number, 2 - power), number_place, place, "%", base_place, notes=notes)
    per = [Denominator(str(number_of(base, base_place)), base_place)]
    return Amount(number, number_place, place, per=per, notes=[*notes, ("proportion", place)])


def _doubling(text: str, place: Place) -> Amount:
    times = 2 ** (2 if "两" in text else 3 if "三" in text else 1)
    return Amount(Decimal(times), place, place, "倍", place, notes=[("ambiguous-multiple", place)])


def _prefixed(text: str, place: Place) -> Amount:
    """￥500, DN300."""
    first = re.search("[0-9]", text)
    cut = place[0] + (first.start() if first else 0)
    number_place = (cut, place[1])
    number = number_of(text[cut - place[0] :], number_place)
    return Amount(number, number_place, place, words()["prefix_units"][text[: cut - place[0]]], (place[0], cut))


def _proportion(text: str, place: Place) -> Amount:
    """1:3 and 1/3: one for every three."""
    low, high = re.split("[:/比]", text)
    cut = place[0] + len(low)
    per = [Denominator(high, (cut + 1, place[1]))]
    return Amount(number_of(low, place), (place[0], cut), place, per=per, notes=[("proportion", place)])


def _bracketed(text: str, place: Place) -> Amount:
    """(95) before a unit."""
    inner = place[0] + 1, place[1] - 1
    return Amount(number_of(text[1:-1], inner), inner, place, notes=[("number-in-brackets", place)])


FIGURES: Final[Mapping[str, Callable[[str, Place], Amount]]] = {
    "CHINESE": _chinese,
    "PARTS": _parts,
    "DOUBLING": _doubling,
    "PREFIXED": _prefixed,
    "PROPORTION": _proportion,
    "BRACKETED": _bracketed,
}
