"""The parser's actions: tokens to pieces, while it runs."""

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from linter.decimals import EXACT
from linter.values.days import DATE_PARTS, check, dates, set_quarter, set_year, split_months
from linter.values.figures import FIGURES, number_of
from linter.values.lexicon import SIGNS, comparator_words, suffix_words, word_set
from linter.values.model import Op
from linter.values.numerals import has_digit
from linter.values.pieces import (
    Amount,
    Comment,
    Comparator,
    Day,
    Denominator,
    Every,
    Mark,
    Measure,
    Piece,
    Place,
    Suffix,
    Unreadable,
    Word,
)
from linter.values.units import UnitTable

_STRICT: Final[Mapping[Op, Op]] = {">=": ">", "<=": "<"}
_HALF: Final = Decimal("0.5")

Row = list[Piece]


def _excludes(text: str) -> bool:
    return any(word in text for word in word_set("exclusive"))


def _place(token: Any) -> Place:
    return token.start_pos, token.end_pos


class Builder:
    """The parser's actions, named after the ways of the grammar; each gets what it found, the row so far first."""

    def __init__(self, units: UnitTable) -> None:
        self.units = units

    # the row

    def comparator(self, found: list[Any]) -> Row:
        row, token = _row(found)
        text = str(token)
        if text in SIGNS:
            return _added(row, Comparator(SIGNS[text], "sign", text, _place(token)))
        op, strength = comparator_words()[text]
        return _added(row, Comparator(op, strength, text, _place(token)))

    def every(self, found: list[Any]) -> Row:
        row, sign, unit = _row(found)
        return _added(row, Every(_denominator(unit), (sign.start_pos, unit.end_pos)))

    def measure(self, found: list[Any]) -> Row:
        row, amount, *after = _row(found)
        if not after:
            return _added(row, Measure(amount, None, None, amount.place))
        suffix, per, end = _tail(after, amount.place[1])
        amount.per += per
        return _added(row, Measure(amount, None, suffix, (amount.place[0], end)))

    def range(self, found: list[Any]) -> Row:
        row, low, *parts = _row(found)
        strict = parts[0].type == "INCLUDING" and _excludes(parts.pop(0)), False
        _, high, *after = parts if parts[0].type == "DASH" else parts[1:]
        suffix, _, end = _tail(after, high.place[1])
        return _added(row, Measure(low, high, suffix, (low.place[0], end), "range", strict))

    def parted(self, found: list[Any]) -> Row:
        """95以上%: the unit after the suffix, unless the amount has one before it."""
        row, amount, suffix, token = _row(found)
        row = self.measure([row, amount, suffix])
        if amount.unit is not None or amount.per:
            return _added(row, Word(str(token), _place(token)))
        amount.unit, amount.unit_place = str(token), _place(token)
        row[-1].place = (amount.place[0], token.end_pos)
        return row

    def interval(self, found: list[Any]) -> Row:
        """[80%,100%), whose comma normalise.py made a dash."""
        row, left, low, _, high, right, *after = _row(found)
        strict = left == "(", right == ")"
        suffix, units, end = _tail(after, right.end_pos)
        for unit in units:  # [60,80]分
            high.unit, high.unit_place = unit.text, unit.place
        return _added(row, Measure(low, high, suffix, (left.start_pos, end), "range", strict))

    def between(self, found: list[Any]) -> Row:
        row, sign, low, _, high, *after = _row(found)
        suffix, _, end = _tail(after, high.place[1])
        return _added(row, Measure(low, high, suffix, (sign.start_pos, end), "between"))

    def tolerance(self, found: list[Any]) -> Row:
        row, *parts = _row(found)
        suffix, _, end = _tail(parts, 0)
        high, sign = next((one, sign) for sign, one in pairwise(parts) if getattr(sign, "type", None) == "TOLERANCE")
        low = parts[0] if parts[0] is not sign else Amount(Decimal(0), _place(sign), _place(sign))
        return _added(row, Measure(low, high, suffix, (low.place[0], end or high.place[1]), "tolerance"))

    def deadline(self, found: list[Any]) -> Row:
        row, day, *bound = _row(found)
        return _added(row, dates(day, None, bound))

    def period(self, found: list[Any]) -> Row:
        row, first, _, last, *bound = _row(found)
        return _added(row, dates(first, last, bound))

    def months(self, found: list[Any]) -> Row:
        row, year, months, *bound = _row(found)
        low, high = Day((year.start_pos, months.end_pos)), Day((year.start_pos, months.end_pos))
        low.month, high.month = split_months(str(months))
        for day in (low, high):
            set_year(day, str(year))
            check(day)
        return _added(row, dates(low, high, bound))

    def years(self, found: list[Any]) -> Row:
        row, token, *bound = _row(found)
        first, last = Day(_place(token)), Day(_place(token))
        numbers = [int(digits) for digits in re.findall("[0-9]+", token)]
        if token.type == "YEARS":
            first.year, last.year = numbers
        else:
            first.year = last.year = numbers[0]
            first.month, last.month = numbers[1:]
        return _added(row, dates(first, last, bound))

    def quarters(self, found: list[Any]) -> Row:
        row, *parts = _row(found)
        year = str(parts.pop(0)) if parts[0].type == "YEAR" else None
        token, *bound = parts
        first, last = Day(_place(token)), Day(_place(token))
        ends = ["一", *re.findall("[一二两三四1-4]", token)][-2:]  # 前三季度 begin with the first
        for day, quarter in zip((first, last), ends, strict=True):
            set_quarter(day, quarter)
            if year is not None:
                set_year(day, year)
        return _added(row, dates(first, last, bound))

    def time(self, found: list[Any]) -> Row:
        raise Unreadable("clock-time", _place(found[-1]))

    def comment(self, found: list[Any]) -> Row:
        row, token, *after = _row(found)
        suffix, per, end = _tail(after, token.end_pos)
        inner = token.start_pos + 1, token.end_pos - 1
        return _added(row, Comment((token.start_pos, end), str(token)[1:-1], inner, per, suffix))

    def mark(self, found: list[Any]) -> Row:
        row, token = _row(found)
        return _added(row, Mark(token.type.lower(), str(token), _place(token)))

    def word(self, found: list[Any]) -> Row:
        row, token = _row(found)
        counts = token.type == "WORD" and has_digit(token)
        if row and type(row[-1]) is Word:
            before = row.pop()
            return _added(row, Word(before.text + token, (before.place[0], token.end_pos), before.counts or counts))
        return _added(row, Word(str(token), _place(token), counts))

    # amounts

    def amount(self, found: list[Any]) -> Amount:
        first = found[0]
        amount: Amount = first if type(first) is Amount else _digits(first)
        for token in found[1:]:
            if token.type == "UNIT":
                self._unit(amount, token)
            elif token.type == "MORE":
                amount.rough = True
            else:  # 一年半
                amount.number, amount.numeral = EXACT.add(amount.number, _HALF), False
                amount.number_place = (amount.number_place[0], token.end_pos)
                amount.notes = [("chinese-number", amount.number_place)]
            amount.place = (amount.place[0], token.end_pos)
        return amount

    def _unit(self, amount: Amount, token: Any) -> None:
        """The unit after the number; a unit that the number brings along (百分之, ￥) may only be said again."""
        if amount.rough and amount.unit is not None and amount.unit_place and self.units.only_multiplies(amount.unit):
            amount.unit += str(token)  # 1万余人
            amount.unit_place = (amount.unit_place[0], token.end_pos)
            return
        if amount.unit is not None:
            known, own = self.units.atom(str(token)), self.units.atom(amount.unit)
            if known is None or own is None or known.base != own.base:
                raise Unreadable("unit-stacked", _place(token))
        amount.unit, amount.unit_place = str(token), _place(token)

    def figure(self, found: list[Any]) -> Amount:
        token = found[0]
        return FIGURES[token.type](str(token), _place(token))

    def rate(self, found: list[Any]) -> Amount:
        """One denominator, or several in brackets.  A `·` before the first multiplies instead: 人·天."""
        amount: Amount = found[0]
        first, units = found[1], [token for token in found[2:] if token.type in ("UNIT", "COUNTED", "WORD")]
        product = first in ("·", "*", "×") and found[2].type == "UNIT" and not amount.per
        if product and amount.unit is not None and amount.unit_place and amount.unit_place[1] == first.start_pos:
            amount.unit += first + units[0]
            amount.unit_place = (amount.unit_place[0], units[0].end_pos)
        else:
            amount.per += [_denominator(token, spelled=first.type == "EVERY") for token in units]
        amount.place = (amount.place[0], found[-1].end_pos)
        return amount

    # dates

    def date(self, found: list[Any]) -> Day:
        day = Day((found[0].start_pos, found[-1].end_pos))
        for token in found:
            part = DATE_PARTS.get(token.type)
            if part is not None:
                part(day, str(token))
            elif token.type != "EVERY":
                day.every = _denominator(token)
        check(day)
        return day

    def SUFFIX(self, token: Any) -> Suffix:
        text = str(token)
        op = suffix_words()[re.sub(r"\([^()]*\)", "", text) or text[1:-1]]
        return Suffix(_STRICT.get(op, op) if _excludes(text) else op, _place(token))


def _row(found: list[Any]) -> list[Any]:
    """What was found with the row before it, which the first piece has none of."""
    return found if type(found[0]) is list else [[], *found]


def _added(row: Row, piece: Piece) -> Row:
    row.append(piece)
    return row


def _denominator(token: Any, spelled: bool = False) -> Denominator:
    if token.type == "WORD" and not token.isalpha():
        raise Unreadable("unreadable", _place(token))
    return Denominator(str(token), _place(token), spelled)


def _tail(after: list[Any], end: int) -> tuple[Suffix | None, list[Denominator], int]:
    """The suffix and denominators after an amount or bracket, and where they end."""
    suffix: Suffix | None = None
    per: list[Denominator] = []
    for one in after:
        if type(one) is Suffix:
            suffix, end = one, one.place[1]
        elif getattr(one, "type", None) in ("UNIT", "COUNTED", "WORD"):
            per.append(_denominator(one))
            end = one.end_pos
    return suffix, per, end


def _digits(token: Any) -> Amount:
    place = _place(token)
    return Amount(number_of(token, place), place, place)
