"""One measure with what surrounds it, read as a quantity or a range."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from linter.values.attached import MULTIPLIERS, adopt_tail, full_unit
from linter.values.draft import Draft
from linter.values.lexicon import words
from linter.values.model import SIGNS, Op, Value
from linter.values.pieces import (
    Amount,
    Comparator,
    Every,
    Measure,
    Suffix,
    Unreadable,
    Word,
)
from linter.values.quantity import Quantity, UnitMismatch, exact, plain
from linter.values.units import Unit, table

_SERIALS: Final = (36526, 55153)  # 2000-01-01 to 2050-12-31 as Excel counts days
_OPPOSITE: Final[dict[str, str]] = {">=": "<", ">": "<", "<=": ">", "<": ">"}


@dataclass(slots=True)
class Surroundings:
    """What stands before and after a measure."""

    comparators: list[Comparator] = field(default_factory=list)
    every: list[Every] = field(default_factory=list)
    label: Word | None = None  # the word directly before
    tail: Word | None = None  # the word directly after
    trailing: list[Comparator] = field(default_factory=list)


def operator(draft: Draft, around: Surroundings, suffix: Suffix | None) -> Op | None:
    """The one operator of comparators before and a suffix after; raises Unreadable when they disagree."""
    found = around.comparators
    while len(found) > 1 and (
        found[0].strength in ("reach", "hold") or (found[0].op == "=" and found[0].strength == "weak")
    ):
        found = found[1:]  # 达到≥95%, 控制在不超过5%
    if len(found) > 1:
        raise Unreadable("comparator-repeated", (found[0].place[0], found[-1].place[1]))
    if around.trailing:
        if found or suffix or len(around.trailing) > 1:
            raise Unreadable("comparator-repeated", around.trailing[-1].place)
        draft.note("reversed-comparator", around.trailing[0].place)
        found = around.trailing
    if not found:
        if suffix is None:
            return None
        draft.mark("comparator", suffix.place)
        draft.note("comparator-words", suffix.place, SIGNS[suffix.op])
        return suffix.op
    return _prefixed(draft, found[0], suffix)


def _prefixed(draft: Draft, sign: Comparator, suffix: Suffix | None) -> Op:
    draft.mark("comparator", sign.place)
    _spelling(draft, sign)
    op = sign.op
    if sign.strength == "reach" and draft.context.column == "record":
        op = "="
    if suffix is None:
        if sign.strength == "reach" and op != "=":
            draft.note("reach", sign.place, "≥")
        return op
    draft.mark("suffix", suffix.place)
    if sign.strength in ("reach", "hold") or op in ("=", "~") or op[0] == suffix.op[0]:
        if sign.strength == "sign" and op != "~":
            draft.note("comparator-redundant", suffix.place, "")
        return op if op[0] == suffix.op[0] and sign.strength not in ("reach", "hold") else suffix.op
    if suffix.op == "~":
        draft.note("comparator-redundant", suffix.place, "")
        return op
    raise Unreadable("contradiction", (sign.place[0], suffix.place[1]))


def _spelling(draft: Draft, sign: Comparator) -> None:
    if sign.strength != "sign":
        draft.note("comparator-words", sign.place, SIGNS[sign.op] if sign.strength == "strong" else None)
    elif sign.text != SIGNS[sign.op]:
        draft.note(
            "comparator-reversed" if sign.text in ("=>", "=<") else "comparator-spelling",
            sign.place,
            SIGNS[sign.op],
        )
    elif draft.text[slice(*draft.at(sign.place))] not in (sign.text, "＝", "＞", "＜"):
        draft.note("comparator-alias", sign.place, SIGNS[sign.op])


def quantity(draft: Draft, measure: Measure, around: Surroundings) -> Value:
    """A single amount with its surroundings."""
    amount = measure.low
    adopt_tail(draft, amount, around.tail)
    suffix = measure.suffix
    op = operator(draft, around, suffix)
    if amount.rough:
        op = op or "~"
        draft.note("rough-number", amount.number_place)
    draft.mark("number", amount.number_place)
    unit, per, whole = full_unit(draft, amount, around.every)
    for note, place in amount.notes:
        draft.note(
            note,
            place,
            plain(amount.number) if note == "chinese-number" and amount.unit not in ("%", "‰") else None,
        )
    number = _changed(draft, amount.number, around, op)
    if unit is None and not per:
        _bare(draft, amount)
    if op is None and draft.context.column == "target":
        draft.note("comparator-missing", amount.number_place)
    return draft.value("quantitative", op=op, number=number, unit=unit, per=per, full_unit=whole)


def _changed(draft: Draft, number: Decimal, around: Surroundings, op: Op | None) -> Decimal:
    """下降5% is a change of −5%; with a comparator the number stays as written."""
    label = around.label
    if label is None:
        return number
    for direction in ("down", "up"):
        if label.text.endswith(tuple(words()["change"][direction])):
            draft.note(f"change-{direction}", label.place)
            if direction == "down" and op is None and draft.context.column == "target" and number > 0:
                return number.copy_negate()
    return number


def _bare(draft: Draft, amount: Amount) -> None:
    """A number without a unit: a date serial, a ratio, or a unit left to the name."""
    number = amount.number
    if draft.date_row and number == number.to_integral_value() and _SERIALS[0] <= number <= _SERIALS[1]:
        day = date(1899, 12, 30) + timedelta(days=int(number))
        draft.note("excel-serial-date", amount.number_place, day.isoformat())
        return
    unit = named_unit(draft.context.name)
    if (
        unit is None
        and draft.context.name
        and 0 < number <= 1
        and draft.context.name.rstrip(")）").endswith(("率", "度", "比例"))
    ):
        percent = plain(exact.normalize(exact.multiply(number, Decimal(100))))
        draft.note("ratio-as-decimal", amount.number_place, percent + "%")
    draft.note("unit-missing", amount.number_place, plain(number) + unit if unit else None)


def named_unit(name: str | None) -> str | None:
    """The unit in the last brackets of an indicator's name: 湿地保有量(公顷) → 公顷."""
    text = (name or "").replace("（", "(").replace("）", ")").replace("％", "%").rstrip()
    if not text.endswith(")"):
        return None
    inner = text[text.rfind("(") + 1 : -1].lstrip("≥≤<>=*").strip()
    return inner if table().atom(inner) else None


def span_of_numbers(draft: Draft, measure: Measure, around: Surroundings) -> Value:
    """A range, a tolerance or 介于…和…."""
    low, high = measure.low, measure.high
    assert high is not None
    adopt_tail(draft, high, around.tail)
    if around.comparators or around.trailing or measure.suffix:
        outer = [*around.comparators, *around.trailing]
        if any(sign.strength == "sign" for sign in outer) or len(outer) > 1:
            draft.note("comparator-on-range", outer[0].place)
        elif outer or measure.suffix:
            draft.note("comparator-on-range", (outer[0] if outer else measure.suffix).place)  # type: ignore[union-attr]
    lower = _share(draft, low, high)
    draft.mark("number", low.number_place)
    draft.mark("upper", high.number_place)
    if high.unit is None:
        high.unit, high.unit_place = low.unit, low.unit_place
    high.per = high.per or low.per
    unit, per, whole = full_unit(draft, high, around.every)
    upper = high.number
    if measure.form == "tolerance":
        draft.note("tolerance", measure.place)
        lower, upper = exact.subtract(low.number, high.number), exact.add(low.number, high.number)
    elif lower > upper:
        draft.note("range-reversed", measure.place)
    if unit is None and not per:
        draft.note("unit-missing", high.number_place)
    return draft.value("range", number=lower, upper=upper, unit=unit, per=per, full_unit=whole)


def _share(draft: Draft, low: Amount, high: Amount) -> Decimal:
    """The lower number in the upper one's unit."""
    if low.unit is None or high.unit is None or low.unit == high.unit:
        if (low.unit is None) != (high.unit is None):
            draft.note("shared-unit", low.number_place if low.unit is None else high.number_place)
        if low.unit is None and high.unit is not None and low.number > high.number and high.unit[0] in "万亿千":
            return _converted(low, high.unit.lstrip(MULTIPLIERS), high.unit)  # 5000-1万元
        return low.number
    if all(sign in MULTIPLIERS for sign in low.unit) and high.unit.startswith(low.unit):
        draft.note("shared-unit", low.number_place)
        return low.number
    return _converted(low, low.unit, high.unit)


def _converted(low: Amount, unit: str, target: str) -> Decimal:
    source, wanted = table().atom(unit), table().atom(target)
    if source is None or wanted is None:
        raise Unreadable("units-differ", low.place)
    try:
        return Quantity(low.number, Unit((source,))).to(Unit((wanted,))).number
    except UnitMismatch:
        raise Unreadable("units-differ", low.place) from None


def opposite(left: Any, right: Any) -> bool:
    """Whether two operators bound from both sides."""
    return left in _OPPOSITE and right in _OPPOSITE and left[0] != right[0]
