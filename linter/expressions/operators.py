"""The operators: exact, and never a number across dimensions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from linter import limits, values
from linter.decimals import DIVISION, EXACT
from linter.document import Kind, Node
from linter.expressions.model import Unknown, content, number, show


def _nodes(*found: Any) -> tuple[Node, ...]:
    return tuple(one for one in found if type(one) is Node)


def equal(left: Any, right: Any) -> bool:
    """Equality; values of unlike types differ, quantities of unlike dimensions cannot be compared."""
    a, b = content(left), content(right)
    if isinstance(a, values.Value) or isinstance(b, values.Value):
        return _equal_value(left, right, a, b)
    if isinstance(a, values.Quantity) or isinstance(b, values.Quantity):
        if not isinstance(a, (values.Quantity, Decimal)) or not isinstance(b, (values.Quantity, Decimal)):
            return False
        return _compare(a, b, left, right) == 0
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b, strict=True))
    if type(a) is Node and type(b) is Node:
        return a.children.keys() == b.children.keys() and all(equal(a.children[k], b.children[k]) for k in a.children)
    return type(a) is type(b) and bool(a == b)


def _equal_value(left: Any, right: Any, a: Any, b: Any) -> bool:
    if isinstance(a, values.Value) and isinstance(b, values.Value):
        return (a.text == b.text) or (
            a.amount is not None and b.amount is not None and _compare(a.amount, b.amount, left, right) == 0
        )
    if isinstance(a, str) or isinstance(b, str):
        return (a.text if isinstance(a, values.Value) else a) == (b.text if isinstance(b, values.Value) else b)
    if a is None or b is None or isinstance(a, (bool, list)) or isinstance(b, (bool, list)):
        return False
    return _compare(number(left), number(right), left, right) == 0


def _compare(a: Any, b: Any, left: Any, right: Any) -> int:
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return (a > b) - (a < b)
    x, y = _quantity(a), _quantity(b)
    if any(
        isinstance(side, Decimal) and side == 0 for side in (a, b)
    ):  # nothing of anything is nothing: a written 0 needs no unit
        return (x.number > y.number) - (x.number < y.number)
    try:
        return (x > y) - (x < y)
    except values.UnitMismatch:
        raise Unknown("different-units", _nodes(left, right), left=show(a), right=show(b)) from None


def order(left: Any, right: Any) -> int:
    """-1, 0 or 1; raises `Unknown` for what has no order."""
    a, b = content(left), content(right)
    if isinstance(a, str) and isinstance(b, str):
        return (a > b) - (a < b)
    if isinstance(a, bool) and isinstance(b, bool):
        return (a > b) - (a < b)
    if isinstance(a, (bool, str)) or isinstance(b, (bool, str)) or a is None or b is None:
        raise Unknown(
            "wrong-type", _nodes(left, right), wanted="number", text=show(a if isinstance(a, (bool, str)) else b)
        )
    return _compare(number(left), number(right), left, right)


def member_of(item: Any, container: Any) -> bool:
    """`item in list`; as CEL: true when any item is equal, even if others cannot be compared."""
    found = content(container)
    if not isinstance(found, list):
        raise Unknown("wrong-type", _nodes(container), wanted="list", text=show(found))
    unknown: Unknown | None = None
    for one in found:
        try:
            if equal(item, one):
                return True
        except Unknown as problem:
            unknown = problem
    if unknown is not None:
        raise unknown
    return False


def add(left: Any, right: Any) -> Any:
    a, b = content(left), content(right)
    if isinstance(a, str) and isinstance(b, str):
        return _bounded(a + b)
    if isinstance(a, list) and isinstance(b, list):
        return _bounded(a + b)
    return _numeric(left, right, EXACT.add, lambda x, y: x + y)


def subtract(left: Any, right: Any) -> Any:
    return _numeric(left, right, EXACT.subtract, lambda x, y: x - y)


def multiply(left: Any, right: Any) -> Any:
    return _numeric(left, right, EXACT.multiply, lambda x, y: x * y)


def divide(left: Any, right: Any) -> Any:
    by = number(right)
    if (by.number if isinstance(by, values.Quantity) else by) == 0:
        raise Unknown("division-by-zero", _nodes(right))
    return _numeric(left, right, DIVISION.divide, lambda x, y: x / y)


def negate(value: Any) -> Any:
    found = number(value)
    return -found if isinstance(found, values.Quantity) else Decimal(0) - found


def _numeric(
    left: Any, right: Any, plain: Callable[[Decimal, Decimal], Decimal], operation: Callable[[Any, Any], Any]
) -> Any:
    a, b = number(left), number(right)
    try:
        if isinstance(a, Decimal) and isinstance(b, Decimal):
            return plain(a, b)
        result = operation(_quantity(a), _quantity(b))
    except values.UnitMismatch:
        raise Unknown("different-units", _nodes(left, right), left=show(a), right=show(b)) from None
    except (values.ValueTooLarge, ArithmeticError):
        raise Unknown("too-large", _nodes(left, right)) from None
    return result.number * result.unit.factor if not result.unit.dimension else result


def _quantity(value: Any) -> values.Quantity:
    return value if isinstance(value, values.Quantity) else values.Quantity(value, values.PLAIN)


def _bounded(value: Any) -> Any:
    if len(value) > limits.RESULT_ITEMS:
        raise Unknown("too-large")
    return value


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": equal,
    "!=": lambda a, b: not equal(a, b),
    "<": lambda a, b: order(a, b) < 0,
    "<=": lambda a, b: order(a, b) <= 0,
    ">": lambda a, b: order(a, b) > 0,
    ">=": lambda a, b: order(a, b) >= 0,
    "in": member_of,
}

ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {"+": add, "-": subtract, "*": multiply, "/": divide}


def rfc_compare(operator: str, left: Any, right: Any) -> bool:
    """A comparison inside `[?…]`: RFC 9535's meaning, where an absent member is Nothing and no pair is an error.

    Quantities of one dimension compare as numbers; of different dimensions they are neither equal nor ordered.
    """
    a, b = _rfc_value(left), _rfc_value(right)
    same = _rfc_equal(a, b)
    if operator == "==":
        return same
    if operator == "!=":
        return not same
    less = _rfc_less(a, b) if operator in ("<", "<=") else _rfc_less(b, a)
    return less or (operator in ("<=", ">=") and same)


NOTHING = object()


def _rfc_value(value: Any) -> Any:
    if type(value) is Node and value.kind is Kind.SCALAR:
        return value.value
    return value


def _rfc_equal(a: Any, b: Any) -> bool:
    if a is NOTHING or b is NOTHING:
        return a is b
    if type(a) is Node and type(b) is Node:
        if a.kind is not b.kind or len(a.children) != len(b.children):
            return False
        if a.kind is Kind.SEQUENCE:
            return all(_rfc_equal(_rfc_value(x), _rfc_value(y)) for x, y in zip(a.children, b.children, strict=True))
        return a.children.keys() == b.children.keys() and all(
            _rfc_equal(_rfc_value(a.children[key]), _rfc_value(b.children[key])) for key in a.children
        )
    if type(a) is Node or type(b) is Node:
        return False
    try:
        return equal(a, b)
    except Unknown:
        return False


def _rfc_less(a: Any, b: Any) -> bool:
    orderable = (str, Decimal, values.Quantity, values.Value)
    if isinstance(a, bool) or isinstance(b, bool) or not isinstance(a, orderable) or not isinstance(b, orderable):
        return False
    try:
        return order(a, b) < 0
    except Unknown:
        return False
