"""The parser's actions: tokens to pieces, while it runs."""

from decimal import Decimal
from typing import Any, Final

from linter import limits
from linter.values.dating import DATE_PARTS, check, dates, set_year, small, split_months
from linter.values.lexicon import SIGNS, comparator_words, suffix_words, words
from linter.values.numerals import DIGITS, han_number
from linter.values.pieces import (
    Amount,
    Comment,
    Comparator,
    Dates,
    Day,
    Denominator,
    Every,
    Mark,
    Measure,
    Place,
    Suffix,
    Unreadable,
    Word,
)
from linter.values.quantity import divide, exact
from linter.values.units import UnitTable

_PARTS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4}


def _number(token: Any) -> Decimal:
    text = str(token).replace(",", "").replace(" ", "")
    if len(text) > limits.NUMBER_DIGITS:
        raise Unreadable("number-too-long", (token.start_pos, token.end_pos))
    return Decimal(text)


def _place(token: Any) -> Place:
    return token.start_pos, token.end_pos


class Builder:
    """The parser's actions: each method gets the children of the rule it is named after."""

    def __init__(self, units: UnitTable) -> None:
        self.units = units

    def start(self, children: list[Any]) -> list[Any]:
        return children

    def comparator(self, children: list[Any]) -> Comparator:
        token = children[0]
        text = str(token)
        if token.type == "SIGN" or text in SIGNS:
            return Comparator(SIGNS[text], "sign", text, _place(token))
        op, strength = comparator_words()[text]
        return Comparator(op, strength, text, _place(token))

    def comma(self, children: list[Any]) -> Mark:
        return Mark("comma", str(children[0]), _place(children[0]))

    def times(self, children: list[Any]) -> Mark:
        return Mark("times", str(children[0]), _place(children[0]))

    def also(self, children: list[Any]) -> Mark:
        return Mark("and", str(children[0]), _place(children[0]))

    def word(self, children: list[Any]) -> Word:
        return Word(str(children[0]), _place(children[0]))

    def every(self, children: list[Any]) -> Every:
        inner = children[1]
        return Every(inner.text, inner.place, (children[0].start_pos, inner.place[1]))

    # amounts

    def digits(self, children: list[Any]) -> Amount:
        place = _place(children[0])
        return Amount(_number(children[0]), place, place)

    def prefixed(self, children: list[Any]) -> Amount:
        found = self.digits(children[1:])
        found.unit = words()["prefix_units"][str(children[0])]
        found.unit_place = _place(children[0])
        found.place = (children[0].start_pos, found.place[1])
        return found

    def chinese(self, children: list[Any]) -> Amount:
        place = _place(children[0])
        return Amount(han_number(str(children[0])), place, place, notes=[("chinese-number", place)])

    def parts(self, children: list[Any]) -> Amount:
        base, token = children
        number = han_number(str(token)) if token.type == "CHINESE_BARE" else _number(token)
        text = str(base).partition("分")[0]
        size = Decimal(_PARTS.get(text) or han_number(text))
        place = (base.start_pos, token.end_pos)
        unit = "‰" if size == 1000 else "%"
        if size not in (100, 1000):
            percent = exact.multiply(number, Decimal(100))
            share = divide(percent, size) if size else Decimal("NaN")
            if exact.multiply(share, size) != percent:
                raise Unreadable("fraction-inexact", place)
            number = share
        return Amount(number, _place(token), place, unit, _place(base), notes=[("chinese-number", place)])

    def doubling(self, children: list[Any]) -> Amount:
        place = _place(children[0])
        times = next((DIGITS[sign] for sign in str(children[0]) if sign in DIGITS), 1)
        return Amount(Decimal(2**times), place, place, "倍", place, notes=[("ambiguous-multiple", place)])

    def unit(self, children: list[Any]) -> Any:
        return children[0]

    def denominator(self, children: list[Any]) -> Denominator:
        return Denominator("".join(children), (children[0].start_pos, children[-1].end_pos))

    def rate(self, children: list[Any]) -> list[Denominator]:
        found = [child for child in children if type(child) is Denominator]
        for one in found:
            one.spelled = children[0].type == "EVERY"
        found[0].times = str(children[0]) == "·"
        return found

    def amount(self, children: list[Any]) -> Amount:
        found: Amount = children[0]
        end = found.place[1]
        for child in children[1:]:
            if type(child) is list:
                first = child[0]
                if first.times and found.unit is not None and found.unit_place and not found.per:
                    found.unit += "·" + first.text  # 人·天
                    found.unit_place = (found.unit_place[0], first.place[1])
                    found.per += child[1:]
                else:
                    found.per += child
                end = child[-1].place[1]
                continue
            end = child.end_pos
            if child.type == "MORE":
                found.rough = True
            elif found.unit is None:
                found.unit, found.unit_place = str(child), _place(child)
            elif found.unit != self.units.house(str(child)) and found.unit != str(child):  # 百分之5% says it twice
                raise Unreadable("unit-stacked", _place(child))
        found.place = (found.place[0], end)
        return found

    def suffix(self, children: list[Any]) -> Suffix:
        text = str(children[0])
        bare = text
        while bare.startswith("(") or bare.endswith(")"):
            bare = bare.partition(")")[2] if bare.startswith("(") else bare.rpartition("(")[0]
        return Suffix(suffix_words()[bare], text, _place(children[0]))

    def range(self, children: list[Any]) -> Measure:
        low, _, high = children
        return Measure(low, high, None, (low.place[0], high.place[1]), "range")

    def between(self, children: list[Any]) -> Measure:
        found: Measure = children[1]
        found.form, found.place = "between", (children[0].start_pos, children[-1].place[1])
        found.suffix = children[2] if len(children) > 2 else None
        return found

    def tolerance(self, children: list[Any]) -> Measure:
        suffix = children.pop() if type(children[-1]) is Suffix else None
        high: Amount = children[-1]
        token = children[-2]
        zero = (token.start_pos, token.end_pos)
        low = children[0] if len(children) == 3 else Amount(Decimal(0), zero, zero)
        return Measure(low, high, suffix, (low.place[0], high.place[1]), "tolerance")

    def measure(self, children: list[Any]) -> Measure:
        first = children[0]
        suffix = children[1] if len(children) > 1 else None
        end = suffix.place[1] if suffix else first.place[1]
        if type(first) is Measure:
            first.suffix, first.place = suffix, (first.place[0], end)
            return first
        return Measure(first, None, suffix, (first.place[0], end))

    # dates

    def date(self, children: list[Any]) -> Day:
        start = children[0].whole[0] if type(children[0]) is Every else children[0].start_pos
        found = Day((start, children[-1].end_pos))
        for child in children:
            if type(child) is Every:
                found.every = child.text
            else:
                DATE_PARTS[child.type](found, str(child))
        check(found)
        return found

    def deadline(self, children: list[Any]) -> Dates:
        return dates(children[0], None, children[1:])

    def period(self, children: list[Any]) -> Dates:
        first = children[0]
        if type(first) is Day:
            return dates(first, children[2], children[3:])
        place = _place(children[0])
        if first.type == "YEARS":
            text = str(first)
            return dates(Day(place, year=int(text[:4])), Day(place, year=int(text.strip("年度")[-4:])), children[1:])
        place = (place[0], children[1].end_pos)
        low, high = Day(place), Day(place)
        set_year(low, str(first))
        set_year(high, str(first))
        ends = [part for part in split_months(str(children[1])) if part]
        low.month, high.month = small(ends[0]), small(ends[-1])
        check(high)
        return dates(low, high, children[2:])

    # brackets

    def nested(self, children: list[Any]) -> str:
        return "".join(children)

    def comment(self, children: list[Any]) -> Comment:
        close = next(index for index, child in enumerate(children) if getattr(child, "type", None) == "CLOSE")
        content = "".join(children[1:close])
        tail = children[close + 1 :]
        suffix = next((child for child in tail if type(child) is Suffix), None)
        per = [one for child in tail if type(child) is list for one in child]
        last = tail[-1] if tail else None
        end = children[close].end_pos if last is None else (last[-1] if type(last) is list else last).place[1]
        inner = (children[0].end_pos, children[close].start_pos)
        return Comment((children[0].start_pos, end), content, inner, per, suffix)
