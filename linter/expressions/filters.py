"""Conditions inside `[?…]`: RFC 9535's meaning, extended by the rule language's own functions.

An absent member is Nothing here and never an error: it equals nothing but Nothing, and is ordered with nothing.  Values
of unlike types or units are simply not equal.  The five functions that RFC 9535 defines mean here what it says.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from linter import values
from linter.document import Kind, Node
from linter.expressions import operators
from linter.expressions.model import Absent, Environment, Nodes, Unknown, boolean
from linter.expressions.syntax import (
    Call,
    Comparison,
    ExpressionError,
    Logic,
    Member,
    Name,
    Not,
    Root,
    Select,
    Syntax,
    plain,
)
from linter.patterns import PatternProblem, compile_pattern

Closure = Callable[[Environment], Any]
Test = Callable[[Environment], bool]

NOTHING = object()
_PATHS = (Root, Member, Select, Name)


class FilterCompiler:
    """Compiles conditions; `compile_value` compiles what is no condition of RFC 9535's."""

    def __init__(self, compile_value: Callable[[Syntax], Closure]) -> None:
        self._compile_value = compile_value

    def condition(self, syntax: Syntax) -> Test:
        syntax = plain(syntax)
        if isinstance(syntax, Logic):
            parts = [self.condition(part) for part in syntax.operands]
            if syntax.operator == "&&":
                return lambda env: all(part(env) for part in parts)
            return lambda env: any(part(env) for part in parts)
        if isinstance(syntax, Not):
            inner = self.condition(syntax.operand)
            return lambda env: not inner(env)
        if isinstance(syntax, Comparison):
            left, right, operator = self._value(syntax.left), self._value(syntax.right), syntax.operator

            def comparison(env: Environment) -> bool:
                a, b = left(env), right(env)
                env.weigh(a, b)
                return operators.member_of(a, b) if operator == "in" else compare(operator, a, b)

            return comparison
        value = self._value(syntax)
        return (lambda env: _is_there(value(env))) if isinstance(syntax, _PATHS) else lambda env: boolean(value(env))

    def _value(self, syntax: Syntax) -> Closure:
        """An operand: a path gives its node (`NOTHING` when there is none), anything else its value."""
        syntax = plain(syntax)
        if isinstance(syntax, Call) and syntax.name in FUNCTIONS:
            return _call(syntax, [self._value(part) for part in syntax.arguments])
        closure = self._compile_value(syntax)
        return (lambda env: _or_nothing(closure(env))) if isinstance(syntax, _PATHS) else closure


def _or_nothing(value: Any) -> Any:
    """What is absent as `NOTHING`; a cell that is there and cannot be read stays unknown."""
    if type(value) is Nodes:
        return Nodes(item for item in map(_or_nothing, value) if item is not NOTHING)
    if type(value) is not Absent:
        return value
    if value.cause is not None:
        raise value.cause
    return NOTHING


def _is_there(value: Any) -> bool:
    return bool(value) if type(value) is Nodes else value is not NOTHING


def compare(operator: str, left: Any, right: Any) -> bool:
    """A comparison as RFC 9535 means it."""
    a, b = _scalar(left), _scalar(right)
    if operator in ("==", "!="):
        return _equal(a, b) is (operator == "==")
    less = _less(a, b) if operator in ("<", "<=") else _less(b, a)
    return less or (operator in ("<=", ">=") and _equal(a, b))


def _scalar(value: Any) -> Any:
    return value.value if type(value) is Node and value.kind is Kind.SCALAR else value


def _equal(a: Any, b: Any) -> bool:
    if a is NOTHING or b is NOTHING:
        return a is b
    if type(a) is Node and type(b) is Node:
        if a.kind is not b.kind or len(a.children) != len(b.children):
            return False
        if a.kind is Kind.SEQUENCE:
            return all(_equal(_scalar(x), _scalar(y)) for x, y in zip(a.children, b.children, strict=True))
        return a.children.keys() == b.children.keys() and all(
            _equal(_scalar(a.children[key]), _scalar(b.children[key])) for key in a.children
        )
    if type(a) is Node or type(b) is Node:
        return False
    try:
        return operators.equal(a, b)
    except Unknown:
        return False


def _less(a: Any, b: Any) -> bool:
    orderable = (str, Decimal, values.Quantity, values.Value)
    if not isinstance(a, orderable) or not isinstance(b, orderable):
        return False
    try:
        return operators.order(a, b) < 0
    except Unknown:
        return False


# The functions of RFC 9535


def _length(value: Any) -> Any:
    found = _scalar(value)
    if isinstance(found, str):
        return Decimal(len(found))
    return Decimal(len(found.children)) if type(found) is Node else NOTHING


def _count(value: Any) -> Decimal:
    if type(value) is Nodes:
        return Decimal(len(value))
    return Decimal(0 if value is NOTHING else 1)


def _value(value: Any) -> Any:
    if type(value) is Nodes:
        return value[0] if len(value) == 1 else NOTHING
    return value


def _match(value: Any, pattern: Any) -> bool:
    return _found(value, pattern, r"\A(?:%s)\z")


def _search(value: Any, pattern: Any) -> bool:
    return _found(value, pattern, "%s")


def _found(value: Any, pattern: Any, form: str) -> bool:
    text, expression = _scalar(value), _scalar(pattern)
    if not isinstance(text, str) or not isinstance(expression, str):
        return False
    try:
        return compile_pattern(form % i_regexp(expression)).search(text) is not None
    except PatternProblem:
        return False


def i_regexp(pattern: str) -> str:
    """An I-Regexp (RFC 9485) as RE2 writes it: `.` is anything but the two line ends."""
    result, in_class, escaped = [], False, False
    for character in pattern:
        dot = character == "." and not in_class and not escaped
        result.append(r"[^\n\r]" if dot else character)
        if escaped or character == "\\":
            escaped = not escaped
        elif in_class:
            in_class = character != "]"
        else:
            in_class = character == "["
    return "".join(result)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "length": _length,
    "count": _count,
    "value": _value,
    "match": _match,
    "search": _search,
}


def arity(name: str) -> int:
    return 2 if name in ("match", "search") else 1


def _call(syntax: Call, arguments: list[Closure]) -> Closure:
    run, wanted = FUNCTIONS[syntax.name], arity(syntax.name)
    if len(arguments) != wanted:
        raise ExpressionError(
            "wrong-arguments", syntax.span, name=syntax.name, wanted=str(wanted), found=len(arguments)
        )
    return lambda env: run(*[argument(env) for argument in arguments])
