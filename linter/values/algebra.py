"""What rules ask of two values: is one met by the other, is one worse."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from linter.values.dates import first_day, last_day
from linter.values.model import Value
from linter.values.quantity import Quantity, UnitMismatch

Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A question that has no answer; `reason_id` says why (`no-number`, `different-units`, …)."""

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
    """The amounts a quantity or range allows; None for other kinds and for approximate values."""
    amount = value.amount
    if amount is None or value.op == "~":
        return None
    upper = value.upper_amount
    if upper is not None:
        return Interval(min(amount, upper), max(amount, upper))
    if value.op in (">=", ">"):
        return Interval(amount, None, low_inclusive=value.op == ">=")
    if value.op in ("<=", "<"):
        return Interval(None, amount, high_inclusive=value.op == "<=")
    return Interval(amount, amount)


def _mismatch(error: UnitMismatch) -> Unknown:
    return Unknown("different-units", MappingProxyType({"left": error.left.text, "right": error.right.text}))


def _no_number(value: Value) -> Unknown:
    reason = {"quantitative": "approximate", "range": "approximate"}.get(value.kind, "not-a-quantity")
    if value.kind in ("empty", "placeholder", "invalid", "not_applicable"):
        reason = "no-number"
    return Unknown(reason, MappingProxyType({"text": value.text, "kind": value.kind}))


def satisfies(record: Value, target: Value) -> bool | Unknown:
    """Whether what was reached meets the target; Unknown when that cannot be said."""
    if record.kind in ("date", "date_range") or target.kind in ("date", "date_range"):
        return _dates_met(record, target)
    if record.kind == target.kind == "boolean" and record.polarity is not None and target.polarity is not None:
        return record.polarity == target.polarity
    if record.kind == target.kind == "qualitative":
        return (
            True
            if record.text.strip() == target.text.strip()
            else Unknown("not-a-quantity", MappingProxyType({"text": record.text}))
        )
    reached, wanted = interval(record), interval(target)
    if reached is None or wanted is None:
        return _no_number(record if reached is None else target)
    try:
        if _inside(reached, wanted):
            return True
        return (
            False if _apart(reached, wanted) else Unknown("record-is-a-bound", MappingProxyType({"text": record.text}))
        )
    except UnitMismatch as error:
        return _mismatch(error)


def _inside(inner: Interval, outer: Interval) -> bool:
    if outer.low is not None:
        if inner.low is None or inner.low < outer.low:
            return False
        if not outer.low_inclusive and inner.low_inclusive and inner.low == outer.low:
            return False
    if outer.high is not None:
        if inner.high is None or inner.high > outer.high:
            return False
        if not outer.high_inclusive and inner.high_inclusive and inner.high == outer.high:
            return False
    return True


def _apart(one: Interval, other: Interval) -> bool:
    return _below(one, other) or _below(other, one)


def _below(one: Interval, other: Interval) -> bool:
    if one.high is None or other.low is None:
        return False
    return one.high < other.low or (one.high == other.low and not (one.high_inclusive and other.low_inclusive))


def _dates_met(record: Value, target: Value) -> bool | Unknown:
    if record.date is None or target.date is None:
        return _no_number(record if record.date is None else target)
    reached_first, reached_last = first_day(record.date), last_day(record.date_end or record.date)
    wanted_first, wanted_last = first_day(target.date), last_day(target.date_end or target.date)
    if reached_last.startswith("--") or wanted_last.startswith("--"):
        same = reached_last[:3] == wanted_last[:3]
        if not same or reached_last.startswith("---"):
            return Unknown("year-unknown", MappingProxyType({"left": record.date, "right": target.date}))
    if target.op in (">=", ">"):
        return reached_first >= wanted_first if target.op == ">=" else reached_first > wanted_last
    if target.op == "<":
        return reached_last < wanted_first
    if target.kind == "date_range":
        return wanted_first <= reached_first and reached_last <= wanted_last
    return reached_last <= wanted_last


def worse_than(target: Value, prior: Value, direction: Direction | None = None) -> bool | Unknown:
    """Whether a target asks for less than was reached before.

    `direction` says which way is better; by default the target's operator does, and more is better for the rest.
    """
    wanted, before = target.amount, prior.amount
    if wanted is None or before is None:
        return _no_number(target if wanted is None else prior)
    up = direction == "up" if direction is not None else target.op not in ("<=", "<")
    if not up and target.upper_amount is not None:
        wanted = target.upper_amount
    if not up and prior.upper_amount is not None:
        before = prior.upper_amount
    try:
        return wanted < before if up else wanted > before
    except UnitMismatch as error:
        return _mismatch(error)
