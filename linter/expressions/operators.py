"""The operators: exact, and never a number across dimensions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from linter import limits, values
from linter.decimals import DIVISION, EXACT
from linter.document import Node
from linter.expressions.model import Unknown, content, number, place, show

Number = Decimal | values.Quantity

_MEASURES = (Decimal, values.Quantity, values.Value)


def equal(left: Any, right: Any) -> bool:
    """Equality: values of unlike types differ, quantities of unlike dimensions cannot be compared.

    An indicator value equals a number by its amount, whatever its comparator says, and a text as written.
    """
    a, b = content(left), content(right)
    if isinstance(a, _MEASURES) and isinstance(b, _MEASURES):
        if isinstance(a, values.Value) and isinstance(b, values.Value) and not a.kind == b.kind == "quantitative":
            return a.text == b.text
        return bool(_compute(_three_way, left, right) == 0)
    a, b = (one.text if isinstance(one, values.Value) else one for one in (a, b))
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b, strict=True))
    if type(a) is Node and type(b) is Node:
        return a.children.keys() == b.children.keys() and all(equal(a.children[k], b.children[k]) for k in a.children)
    return type(a) is type(b) and bool(a == b)


def order(left: Any, right: Any) -> int:
    """-1, 0 or 1; raises `Unknown` for what has no order."""
    a, b = content(left), content(right)
    if isinstance(a, str) and isinstance(b, str):
        return (a > b) - (a < b)
    if isinstance(a, bool) and isinstance(b, bool):
        return a - b
    found: int = _compute(_three_way, left, right)
    return found


def member_of(item: Any, container: Any) -> bool:
    """`item in list`; as CEL: true when any item is equal, even if others cannot be compared."""
    found = content(container)
    if not isinstance(found, list):
        raise Unknown("wrong-type", place(container), wanted="list", text=show(found))
    unknown: Unknown | None = None
    for one in found:
        try:
            if equal(item, one):
                return True
        except Unknown as problem:
            unknown = unknown or problem
    if unknown is not None:
        raise unknown
    return False


def add(left: Any, right: Any) -> Any:
    if type(left) is Decimal and type(right) is Decimal:
        try:
            return EXACT.add(left, right)
        except ArithmeticError:
            raise Unknown("too-large") from None
    a, b = content(left), content(right)
    if isinstance(a, str) and isinstance(b, str):
        return _bounded(a + b)
    if isinstance(a, list) and isinstance(b, list):
        return _bounded(a + b)
    return _compute(_plus, left, right)


def _bounded(value: Any) -> Any:
    if len(value) > limits.RESULT_ITEMS:
        raise Unknown("too-large", limit=limits.RESULT_ITEMS)
    return value


def subtract(left: Any, right: Any) -> Any:
    return _compute(lambda a, b: _plus(a, _negative(b)), left, right)


def multiply(left: Any, right: Any) -> Any:
    """The product; a percentage of a number is a number."""
    return _compute(_times, left, right)


def divide(left: Any, right: Any) -> Any:
    """The quotient, exact if it ends within 50 digits, else rounded half-even to 50."""
    by = number(right)
    if (by.number if isinstance(by, values.Quantity) else by) == 0:
        raise Unknown("division-by-zero", place(right))
    return _compute(_over, left, right)


def negate(value: Any) -> Any:
    return _negative(number(value))


def _compute(operation: Callable[[Number, Number], Any], left: Any, right: Any) -> Any:
    a = left if type(left) is Decimal else number(left)
    b = right if type(right) is Decimal else number(right)
    try:
        found = operation(a, b)
        if isinstance(found, values.Quantity) and not found.unit.dimension:
            return EXACT.multiply(found.number, found.unit.factor)
        return found
    except values.UnitMismatch:
        raise Unknown("different-units", place(left, right), left=show(a), right=show(b)) from None
    except ArithmeticError:  # more digits than an exact result may have
        raise Unknown("too-large", place(left, right)) from None


def _three_way(a: Number, b: Number) -> int:
    """-1, 0 or 1.

    A 0 without a unit is nothing of anything, and a number is a share like a percentage (`cost / total <= 30%`).
    A cell with a bare number is a quantity without a unit instead: perhaps a `%` was forgotten there.
    """
    if isinstance(a, Decimal):
        return (a > b) - (a < b) if isinstance(b, Decimal) else -_three_way(b, a)
    if isinstance(b, Decimal):
        if b == 0:
            a = values.Quantity(a.number)
        elif a.unit.pure_ratio:
            a = values.Quantity(_share(a))
        b = values.Quantity(b)
    return (a > b) - (a < b)


def _plus(a: Number, b: Number) -> Number:
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return EXACT.add(a, b)
    if isinstance(a, Decimal):
        return b if a == 0 else values.Quantity(a) + b
    return a if isinstance(b, Decimal) and b == 0 else a + b


def _times(a: Number, b: Number) -> Number:
    if isinstance(a, Decimal):
        b = _share(b)
    elif isinstance(b, Decimal):
        a = _share(a)
    if isinstance(a, Decimal):
        return EXACT.multiply(a, b) if isinstance(b, Decimal) else b * a
    return a * b


def _over(a: Number, b: Number) -> Number:
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return DIVISION.divide(a, b)
    return (a if isinstance(a, values.Quantity) else values.Quantity(a)) / b


def _negative(value: Number) -> Number:
    if isinstance(value, values.Quantity):
        return -value
    return value.copy_negate() if value else value


def _share(value: Any) -> Any:
    """A percentage as the number it is; anything else as it is."""
    if isinstance(value, values.Quantity) and value.unit.pure_ratio:
        return EXACT.multiply(value.number, value.unit.factor)
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
