"""Functions of lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from typing import Any

from linter import values
from linter.decimals import DIVISION, EXACT
from linter.document import Kind, Node
from linter.expressions import operators
from linter.expressions.cells import is_blank
from linter.expressions.model import STEPS_AN_ITEM, Environment, Nodes, Unknown, content, items, number, place, show

_WIDE = Context(prec=EXACT.prec, Emax=EXACT.Emax, Emin=EXACT.Emin)  # as exact numbers are, but free to round


def count(env: Environment, found: Any) -> Decimal:
    return Decimal(len(_filled(env, found)))


def _filled(env: Environment, found: Any) -> list[Any]:
    listed = items(found)
    env.spend(STEPS_AN_ITEM * len(listed))
    return [item for item in listed if not is_blank(env, item)]


def size(env: Environment, value: Any) -> Decimal:
    found = value if type(value) is Nodes else content(value)
    if isinstance(found, values.Value):
        found = found.text
    if isinstance(found, (str, list)):
        return Decimal(len(found))
    if isinstance(found, Node):
        return Decimal(len(found.children))
    raise Unknown("wrong-type", place(value), wanted="text/list", text=show(found))


def _folded(step: Callable[[Any, Any], Any]) -> Callable[[Environment, Any], Any]:
    """A function that works through a list with `step`; null items have nothing to add."""

    def fold(env: Environment, found: Any) -> Any:
        listed = [item for item in items(found) if item is not None]
        env.spend(STEPS_AN_ITEM * len(listed))
        if not listed:
            raise Unknown("sum-of-nothing", place(found))
        result = number(listed[0])
        for item in listed[1:]:
            value = number(item)
            try:
                result = step(result, value)
            except Unknown as problem:  # of the item, not of what came before it
                raise Unknown(problem.reason, place(item), **problem.words) from None
        return result

    return fold


sum_of = _folded(operators.add)
smallest = _folded(lambda best, value: value if operators.order(value, best) < 0 else best)
largest = _folded(lambda best, value: value if operators.order(value, best) > 0 else best)


def absolute(env: Environment, value: Any) -> Any:
    found = number(value)
    return operators.negate(found) if operators.order(found, Decimal(0)) < 0 else found


def rounded(env: Environment, value: Any, like: Any) -> Any:
    found, shown = number(value), number(like)
    try:
        if isinstance(shown, values.Quantity):
            found = _in_unit(found, shown.unit)
    except values.UnitMismatch:
        raise Unknown("different-units", place(value, like), left=show(found), right=show(shown)) from None
    decimals = shown.number if isinstance(shown, values.Quantity) else shown
    if isinstance(found, values.Quantity):
        return values.Quantity(_with_decimals(found.number, decimals), found.unit)
    return _with_decimals(found, decimals)


def _in_unit(found: Decimal | values.Quantity, unit: values.Unit) -> values.Quantity:
    """A quantity in another unit; a number is a share, which a percentage shows as well."""
    if isinstance(found, Decimal) and unit.pure_ratio:
        return values.Quantity(DIVISION.divide(found, unit.factor), unit)
    return (values.Quantity(found) if isinstance(found, Decimal) else found).to(unit)


def _with_decimals(exact: Decimal, like: Decimal) -> Decimal:
    """A number with as many decimals as another has: cut off if that gives the other, else rounded half up."""
    last = Decimal((0, (1,), min(int(like.as_tuple().exponent), 0)))
    cut = exact.quantize(last, ROUND_DOWN, _WIDE)
    return cut if cut == like else exact.quantize(last, ROUND_HALF_UP, _WIDE)


def join(env: Environment, found: Any, separator: Any = "、") -> str:
    return str(content(separator)).join(_text(item) for item in _filled(env, found))


def duplicates(env: Environment, found: Any) -> list[Any]:
    seen: set[str] = set()
    repeated = []
    for item in _filled(env, found):
        text = re.sub(r"\s+", "", _text(item))
        if text in seen:
            repeated.append(item)
        seen.add(text)
    return repeated


def _text(item: Any) -> str:
    if isinstance(item, list) or (type(item) is Node and item.kind is not Kind.SCALAR):
        raise Unknown("wrong-type", place(item), wanted="text", text=show(item))
    return show(item)
