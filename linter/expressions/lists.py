"""Functions of lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from linter import values
from linter.document import Kind, Node
from linter.expressions import operators
from linter.expressions.cells import is_blank
from linter.expressions.model import STEPS_AN_ITEM, Environment, Nodes, Unknown, content, items, number, place, show


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
