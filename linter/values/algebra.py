"""What rules ask of two values: is one met by the other, is one worse."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from linter.values.dates import first_day, last_day
from linter.values.model import Value
from linter.values.quantity import Quantity, UnitMismatch
from linter.values.units import PLAIN

Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A question that has no answer; `reason_id` says why.

    `no-number` (blank, placeholder, unreadable), `not-a-quantity` (words), `approximate` (约20人), `different-units`,
    `no-comparator` (the target says neither at least nor at most), `record-is-a-bound` (the record is itself a bound
    or range), `year-unknown`.
    """

    reason_id: str
    detail: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def __bool__(self) -> bool:
        raise TypeError("an unknown answer is neither true nor false")


@dataclass(frozen=True, slots=True)
class Interval:
    """The amounts a value allows; a missing end is open."""

    low: Quantity | None
    high: Quantity | None
    low_inclusive: bool = True
    high_inclusive: bool = True


def interval(value: Value) -> Interval | None:
    """The amounts a quantity or range allows; None for other kinds and for approximate values.

    A decrease is a negative change: 下降5% is −5 %, 下降≥5% is −5 % and below.
    """
    amount, upper = value.amount, value.upper_amount
    if amount is None or value.op == "~":
        return None
    if upper is not None:
        low_strict, high_strict = value.strict
        found = Interval(min(amount, upper), max(amount, upper), not low_strict, not high_strict)
    elif value.op in (">=", ">"):
        found = Interval(amount, None, low_inclusive=value.op == ">=")
    elif value.op in ("<=", "<"):
        found = Interval(None, amount, high_inclusive=value.op == "<=")
    else:
        found = Interval(amount, amount)
    return _mirrored(found) if _counted_downward(value) else found


def _counted_downward(value: Value) -> bool:
    """Whether the number of a decrease stands without its sign: 下降≥5%, but not 下降5%, which is read as −5 %."""
    return value.noted("change-down") and value.number is not None and value.number > 0


def _mirrored(found: Interval) -> Interval:
    low = None if found.high is None else -found.high
    high = None if found.low is None else -found.low
    return Interval(low, high, found.high_inclusive, found.low_inclusive)


# is a target met


def satisfies(record: Value, target: Value) -> bool | Unknown:
    """Whether what was reached meets the target; Unknown when that cannot be said.

    A date is met on it or before, unless its operator says otherwise.
    """
    if record.kind in ("date", "date_range") or target.kind in ("date", "date_range"):
        return _dates_met(record, target)
    if record.kind == target.kind == "boolean" and record.polarity is not None and target.polarity is not None:
        return record.polarity == target.polarity
    if record.kind == target.kind == "qualitative":
        return True if record.text.strip() == target.text.strip() else _unknown("not-a-quantity", record)
    reached, wanted = interval(record), interval(target)
    if reached is None or wanted is None:
        return _no_amount(record if reached is None else target)
    try:
        if _inside(reached, wanted):
            return True
        if target.kind == "quantitative" and target.op is None:
            return _unknown("no-comparator", target)
        return False if _below(reached, wanted) or _below(wanted, reached) else _unknown("record-is-a-bound", record)
    except UnitMismatch as error:
        return _mismatch(error)


def _unknown(reason: str, value: Value) -> Unknown:
    return Unknown(reason, MappingProxyType({"text": value.text}))


def _mismatch(error: UnitMismatch) -> Unknown:
    return Unknown("different-units", MappingProxyType({"left": error.left.text, "right": error.right.text}))


def _no_amount(value: Value) -> Unknown:
    if value.kind in ("empty", "placeholder", "invalid", "not_applicable"):
        return _unknown("no-number", value)
    return _unknown("approximate" if value.op == "~" else "not-a-quantity", value)


def _order(one: Quantity, other: Quantity) -> int:
    """-1, 0 or 1; nothing of anything is nothing, so a bare 0 needs no unit.  Raises UnitMismatch."""
    if not one.number and one.unit == PLAIN:
        one = Quantity(one.number, other.unit)
    elif not other.number and other.unit == PLAIN:
        other = Quantity(other.number, one.unit)
    return (one > other) - (one < other)


def _inside(inner: Interval, outer: Interval) -> bool:
    if outer.low is not None:
        order = -1 if inner.low is None else _order(inner.low, outer.low)
        if order < 0 or (order == 0 and inner.low_inclusive and not outer.low_inclusive):
            return False
    if outer.high is not None:
        order = 1 if inner.high is None else _order(inner.high, outer.high)
        if order > 0 or (order == 0 and inner.high_inclusive and not outer.high_inclusive):
            return False
    return True


def _below(one: Interval, other: Interval) -> bool:
    """Whether all of one lies below all of the other."""
    if one.high is None or other.low is None:
        return False
    order = _order(one.high, other.low)
    return order < 0 or (order == 0 and not (one.high_inclusive and other.low_inclusive))


def _dates_met(record: Value, target: Value) -> bool | Unknown:
    if record.date is None or target.date is None:
        return _no_amount(record if record.date is None else target)
    reached_first, reached_last = first_day(record.date), last_day(record.date_end or record.date)
    wanted_first, wanted_last = first_day(target.date), last_day(target.date_end or target.date)
    if len({_known_from(day) for day in (reached_first, reached_last, wanted_first, wanted_last)}) > 1:
        return Unknown("year-unknown", MappingProxyType({"left": record.text, "right": target.text}))
    if target.op in (">=", ">"):
        return reached_first >= wanted_first if target.op == ">=" else reached_first > wanted_last
    if target.op == "<":
        return reached_last < wanted_first
    if reached_last <= wanted_last and target.kind == "date_range" and reached_first < wanted_first:
        return _unknown("no-comparator", target)  # earlier than the period: not late, but not in it
    return reached_last <= wanted_last


def _known_from(day: str) -> int:
    """How much of a date is open: 0 nothing, 2 its year, 3 its year and month."""
    return len(day) - len(day.lstrip("-"))


# is a target lower than what was reached before


def worse_than(target: Value, prior: Value, direction: Direction | None = None) -> bool | Unknown:
    """Whether a target asks for less than was reached before.

    `direction` says which way is better; by default the target's operator does, and more is better for the rest.
    Of two decreases the greater one is more.
    """
    if target.noted("change-down") != prior.noted("change-down"):
        return _unknown("not-a-quantity", prior)
    wanted, before = _worst(target, direction), _worst(prior, direction or _direction(target))
    if wanted is None or before is None:
        return _no_amount(target if wanted is None else prior)
    try:
        order = _order(wanted, before)
    except UnitMismatch as error:
        return _mismatch(error)
    return order < 0 if (direction or _direction(target)) == "up" else order > 0


def _direction(target: Value) -> Direction:
    return "down" if target.op in ("<=", "<") else "up"


def _worst(value: Value, direction: Direction | None) -> Quantity | None:
    """The amount that a value promises at least, seen from where better is."""
    amount, upper = value.amount, value.upper_amount
    if value.noted("change-down") and amount is not None:
        amount = replace(amount, number=amount.number.copy_abs())
    if amount is None or upper is None:
        return amount
    return max(amount, upper) if (direction or _direction(value)) == "down" else min(amount, upper)
