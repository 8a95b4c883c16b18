"""Functions of one cell or value: is it there, how was it read, how does it compare."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from linter import values
from linter.document import Kind, Node
from linter.expressions import rows
from linter.expressions.model import (
    STEPS_A_CHARACTER,
    STEPS_AN_ITEM,
    Absent,
    Environment,
    Unknown,
    content,
    number,
    place,
    show,
    text_of,
)
from linter.values.dates import first_day, last_day

_ISO = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def is_blank(env: Environment, value: Any) -> bool:
    """Absent, without text, or made of nothing but blanks.

    What a form has no room for is not blank: nobody could have filled it in, so this raises `Unknown`.
    """
    kind = type(value)
    if kind is Absent:
        if env.lacks(value.pattern):
            raise value.unknown()
        return True
    if kind is values.Quantity:
        return False
    if kind is Node:
        if value.kind is Kind.SCALAR:
            return value.blank or (isinstance(value.value, values.Value) and value.value.blank)
        return _all_blank(env, value.items())
    if isinstance(value, list):
        return _all_blank(env, value)
    if isinstance(value, values.Value):
        return value.blank
    return value is None or (isinstance(value, str) and not value.strip())


def _all_blank(env: Environment, found: Iterable[Any]) -> bool:
    for item in found:
        env.spend(STEPS_AN_ITEM)
        if not is_blank(env, item):
            return False
    return True


def has(env: Environment, value: Any) -> bool:
    try:
        return not is_blank(env, value)
    except Unknown:
        return False


def default(env: Environment, value: Any, fallback: Any) -> Any:
    return value if has(env, value) else fallback


def kind(env: Environment, value: Any) -> str:
    return "empty" if is_blank(env, value) else _read(value).kind


def noted(env: Environment, value: Any, note: Any) -> bool:
    return not is_blank(env, value) and _read(value).noted(text_of(note))


def satisfies(env: Environment, record: Any, target: Any) -> bool:
    return _answer(values.satisfies(_read(record, "record"), _read(target)), record, target)


def worse_than(env: Environment, target: Any, prior: Any) -> bool:
    way = rows.direction(env, target)
    better = None if way == "none" else way
    return _answer(values.worse_than(_read(target), _read(prior, "record"), better), target, prior)


def _read(value: Any, column: str = "target") -> values.Value:
    """The reading of a cell, or of a text or number as if it stood in one."""
    found = content(value)
    if isinstance(found, values.Value):
        return found
    if isinstance(found, (str, values.Quantity, Decimal)):
        return values.parse(show(found), values.Context(column=column))
    raise Unknown("not-a-quantity", place(value), text=show(found))


def _answer(result: bool | values.Unknown, *asked: Any) -> bool:
    if isinstance(result, values.Unknown):
        raise Unknown(result.reason_id, place(*asked), **dict(result.detail))
    return result


def dimension(env: Environment, value: Any) -> str:
    found = number(value)
    return found.unit.dimension_class if isinstance(found, values.Quantity) else values.PLAIN.dimension_class


def comparable(env: Environment, one: Any, other: Any) -> bool:
    if is_blank(env, one) or is_blank(env, other):
        return False
    left, right = _unit(one), _unit(other)
    return left is not None and right is not None and left.dimension == right.dimension


def _unit(value: Any) -> values.Unit | None:
    """The unit of what is an amount, None for anything else."""
    found = content(value)
    if isinstance(found, values.Quantity):
        return found.unit
    read = found if isinstance(found, values.Value) else _read(value)
    return None if read.number is None else read.full_unit


def mentions(env: Environment, value: Any) -> list[Any]:
    if isinstance(value, list) or (type(value) is Node and value.kind is Kind.SEQUENCE):
        found = value if isinstance(value, list) else value.children
        return [quantity for item in found if not is_blank(env, item) for quantity in mentions(env, item)]
    text = text_of(value)
    env.spend(STEPS_A_CHARACTER * len(text))
    return list(_mentioned(text))


@lru_cache(maxsize=2048)
def _mentioned(text: str) -> tuple[values.Quantity, ...]:
    return tuple(quantity for quantity, _ in values.mentions(text))


def days_between(env: Environment, start: Any, end: Any) -> Decimal:
    return Decimal((_day(end, last=True) - _day(start, last=False)).days)


def _day(value: Any, last: bool) -> date:
    written = _date(value)
    try:
        return date.fromisoformat(last_day(written) if last else first_day(written))
    except ValueError:
        raise Unknown("no-date", place(value), text=show(value)) from None


def year_of(env: Environment, value: Any) -> Decimal:
    return Decimal(_date(value)[:4])


def _date(value: Any) -> str:
    """The ISO date, or year and month, or year, that a value says."""
    found = content(value)
    written = found if isinstance(found, str) and _ISO.fullmatch(found) else _read(value).date
    if written is None:
        raise Unknown("no-date", place(value), text=show(value))
    if not written[:4].isdigit():
        raise Unknown("year-unknown", place(value), text=show(value))
    return written
