"""One measure with what surrounds it, read as a quantity or a range."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from linter.decimals import EXACT
from linter.values.counted import adopt_tail, bare_unit, full_unit
from linter.values.draft import Draft
from linter.values.lexicon import word_set, words
from linter.values.model import SIGNS, Op, Value
from linter.values.pieces import Amount, Comparator, Denominator, Measure, Place, Suffix, Unreadable, Word
from linter.values.quantity import Quantity, UnitMismatch, plain
from linter.values.units import Unit

_PLAIN_SIGNS: Final = frozenset("≥≤=<>＝＜＞")  # the full-width ones have a note of their own


@dataclass(slots=True)
class Surroundings:
    """What stands before and after a measure."""

    comparators: list[Comparator] = field(default_factory=list)
    every: list[Denominator] = field(default_factory=list)
    label: Word | None = None  # the word before it and its comparators
    tail: Word | None = None  # the word directly after it
    trailing: list[Comparator] = field(default_factory=list)


# operators


def operator(draft: Draft, around: Surroundings, measure: Measure) -> Op | None:
    """The one operator of comparators before and a suffix after; raises Unreadable when they disagree."""
    found, suffix = sole(draft, around.comparators), measure.suffix
    if around.trailing:
        if found or suffix or len(around.trailing) > 1:
            raise Unreadable("comparator-repeated", around.trailing[-1].place)
        draft.note("comparator-after", around.trailing[0].place)
        found = around.trailing
    if found:
        return _prefixed(draft, found[0], measure)
    if suffix is None:
        return None
    draft.mark("comparator", suffix.place)
    draft.note("comparator-words", *_sign_first(draft, measure, suffix, measure.place[0]))
    return suffix.op


def sole(draft: Draft, found: list[Comparator]) -> list[Comparator]:
    """The one comparator of those before a number, or none; raises Unreadable for two that both say something."""
    while len(found) > 1:
        first, second = found[:2]
        yields = first.strength in ("reach", "hold") or (first.op == "=" and first.text != "=")  # 达到≥95%
        repeats = first.op == second.op and first.strength in ("loose", "weak")  # 最多不超过3次
        if not yields and not repeats:
            raise Unreadable("comparator-repeated", (first.place[0], found[-1].place[1]))
        draft.note("comparator-redundant", first.place, "")
        found = found[1:]
    return found


def _sign_first(draft: Draft, measure: Measure, suffix: Suffix, start: int) -> tuple[Place, str | None]:
    """From `start` to the end of a suffix, and what says the same with a sign before the amount."""
    end, unit = suffix.place[1], measure.last.unit_place
    text = SIGNS[suffix.op] + draft.written((measure.place[0], suffix.place[0]))
    if unit is not None and unit[0] >= end:  # 95以上%
        text, end = text + draft.written(unit), unit[1]
    split = any(one.place[0] >= end for one in measure.last.per)  # 3次以上/年
    return (start, end), None if split else text


def _prefixed(draft: Draft, sign: Comparator, measure: Measure) -> Op:
    """The operator of a comparator and the suffix that may repeat it (≥95%以上) or refine it (控制在5%左右)."""
    draft.mark("comparator", sign.place)
    suffix = measure.suffix
    if suffix is None:
        return _alone(draft, sign, leads=sign.place == (0, measure.place[0]))
    draft.mark("suffix", suffix.place)
    if sign.op in ("=", "~") and sign.strength == "sign":
        draft.note("comparator-redundant", sign.place, "")
        return suffix.op
    if sign.strength in ("reach", "hold") or sign.op in ("=", "~"):
        place, text = _sign_first(draft, measure, suffix, sign.place[0])
        draft.note("comparator-words", place, text if sign.place[1] == measure.place[0] else None)
        return suffix.op
    _spelling(draft, sign, SIGNS[sign.op] if sign.strength == "strong" else None)
    if suffix.op not in ("~", "=") and suffix.op[0] != sign.op[0]:
        raise Unreadable("contradiction", (sign.place[0], suffix.place[1]))
    strict = suffix.op in ("<", ">")  # 不含
    draft.note("comparator-redundant", suffix.place, None if strict else "")
    return suffix.op if strict else sign.op


def _alone(draft: Draft, sign: Comparator, leads: bool) -> Op:
    """The operator of a comparator without a suffix; `leads` says that it begins the text, right before the number."""
    if sign.strength == "reach" and draft.context.column != "record":
        moved = any(note.id == "baseline" for note in draft.notes)
        draft.note("reach", sign.place, None if moved else SIGNS[sign.op])
        return sign.op
    op: Op = "=" if sign.strength == "reach" else sign.op
    _spelling(draft, sign, SIGNS[op] if op != "~" and (leads or sign.strength == "strong") else None)
    return op


def _spelling(draft: Draft, sign: Comparator, replacement: str | None) -> None:
    """Notes on a comparator in words, for which `replacement` may stand, or in an unusual sign."""
    wanted = SIGNS[sign.op]
    if sign.strength != "sign":
        if sign.text != wanted:  # 约 has no sign that people write
            draft.note("comparator-words", sign.place, replacement)
    elif sign.text in ("=>", "=<"):
        draft.note("comparator-reversed", sign.place, wanted)
    elif sign.op != "~" and (sign.text != wanted or draft.written(sign.place) not in _PLAIN_SIGNS):
        draft.note("comparator-style", sign.place, wanted)


def opposite(left: Op | None, right: Op | None) -> bool:
    """Whether two operators bound from both sides."""
    return left is not None and right is not None and {left[0], right[0]} == {"<", ">"}


# one number


def quantity(draft: Draft, measure: Measure, around: Surroundings) -> Value:
    """A single amount with its surroundings."""
    amount = measure.low
    adopt_tail(draft, amount, around.tail)
    op = operator(draft, around, measure)
    if op is None and _is_rank(around, amount):
        op = "<="
        draft.note("rank", amount.number_place)
    if amount.rough:
        op = op or "~"
        draft.note("rough-number", amount.number_place)
    draft.mark("number", amount.number_place)
    unit, per, whole = full_unit(draft, amount, around.every)
    _number_notes(draft, amount)
    if unit is None and not per:
        whole = bare_unit(draft, amount.number, amount.number_place, alone=True)
    if op is None and draft.context.column == "target":
        draft.note("comparator-missing", amount.number_place)
    number = _changed(draft, amount.number, around, op)
    return draft.value("quantitative", op=op, number=number, unit=unit, per=per, full_unit=whole)


def _is_rank(around: Surroundings, amount: Amount) -> bool:
    """前5名, 进入前3, 前20%."""
    label = around.label
    ranked = amount.unit is None or amount.unit in word_set("ranks")
    return label is not None and label.text.endswith(words()["first"]) and ranked and not amount.per


def _number_notes(draft: Draft, amount: Amount) -> None:
    """The notes that the number brought along; numerals say what they are in digits: 三次, 百分之九十."""
    for note, place in amount.notes:
        digits = plain(amount.number) if amount.numeral or note == "number-in-brackets" else None
        if note == "chinese-number" and amount.unit and amount.unit_place and not amount.numeral:
            digits = plain(amount.number) + amount.unit if amount.unit_place[1] <= place[1] else None
        elif note == "chinese-number" and not amount.numeral and ("proportion", place) in amount.notes:
            digits = f"{plain(amount.number)}/{amount.per[0].text}"  # 三分之二
        draft.note(note, place, digits)


def _changed(draft: Draft, number: Decimal, around: Surroundings, op: Op | None) -> Decimal:
    """下降5% is a change of −5%; with a comparator the number stays as written."""
    down = _direction(draft, around) == "down" and op is None and number > 0
    return number.copy_negate() if down else number


def _direction(draft: Draft, around: Surroundings) -> str | None:
    """Where a word before the number says that it goes, with a note: 同比增长, 下降."""
    label = around.label
    if label is None:
        return None
    if label.text.endswith(tuple(words()["change"]["down"])):
        draft.note("change-down", label.place)
        return "down"
    if label.text.endswith(tuple(words()["change"]["up"])):
        draft.note("change-up", label.place)
        return "up"
    return None


# two numbers


def span_of_numbers(draft: Draft, measure: Measure, around: Surroundings) -> Value:
    """A range, a tolerance or 介于…和…."""
    low, high = measure.low, measure.last
    adopt_tail(draft, high, around.tail)
    outer: list[Place] = [sign.place for sign in (*around.comparators, *around.trailing)]
    outer += [measure.suffix.place] if measure.suffix else []
    if outer:
        draft.note("comparator-on-range", outer[0])
    _direction(draft, around)
    alike = measure.form == "tolerance" and (high.unit is None or low.unit in (None, high.unit))
    lower = low.number if alike else _shared(draft, low, high)
    draft.mark("number", low.number_place)
    draft.mark("upper", high.number_place)
    if high.unit is None:
        high.unit, high.unit_place = low.unit, low.unit_place
    high.per = high.per or low.per
    unit, per, whole = full_unit(draft, high, around.every)
    for amount in (low, high):
        _number_notes(draft, amount)
        if amount.rough:
            draft.note("rough-number", amount.number_place)
    upper = high.number
    if measure.form == "tolerance":
        draft.note("tolerance", measure.place)
        lower, upper = EXACT.subtract(lower, upper), EXACT.add(lower, upper)
    elif lower > upper:
        draft.note("range-reversed", measure.place)
    if unit is None and not per:
        whole = bare_unit(draft, upper, high.number_place, alone=False)
    return draft.value("range", number=lower, upper=upper, strict=measure.strict, unit=unit, per=per, full_unit=whole)


def _shared(draft: Draft, low: Amount, high: Amount) -> Decimal:
    """The lower number in the upper one's unit; a unit at one of them belongs to both."""
    units, unit, target = draft.units, low.unit, high.unit
    if unit is not None and target is not None and unit != target:
        if units.only_multiplies(unit) and target.startswith(unit):  # 1万-2万元
            _say_unit(draft, low, high, target)
            return low.number
        return _converted(draft, low, unit, target)
    if (unit is None) != (target is None):
        found = units.find(target) if target is not None and low.number > high.number else None
        if target is not None and found is not None and found[1]:  # 5000-1万元
            base = target[len(found[1]) :]
            _say_unit(draft, low, high, base)
            return _converted(draft, low, base, target)
        _say_unit(draft, *((low, high) if unit is None else (high, low)), unit or target)
    return low.number


def _say_unit(draft: Draft, bare: Amount, other: Amount, unit: str | None) -> None:
    """The note that a number shares the other's unit; where the unit follows its number, it can be written twice."""
    place = bare.number_place[0], (bare.unit_place or bare.number_place)[1]
    follows = other.unit_place is not None and other.unit_place[0] >= other.number_place[1]
    if unit is None or not follows or unit in word_set("date_units") or unit.endswith(")"):  # 3-5月 may be months
        draft.note("shared-unit", place)
    else:
        draft.note("shared-unit", place, draft.written(bare.number_place) + unit)


def _converted(draft: Draft, low: Amount, unit: str, target: str) -> Decimal:
    source, wanted = draft.units.atom(unit), draft.units.atom(target)
    if source is None or wanted is None:
        raise Unreadable("units-differ", low.place)
    try:
        return Quantity(low.number, Unit((source,))).to(Unit((wanted,))).number
    except UnitMismatch:
        raise Unreadable("units-differ", low.place) from None
