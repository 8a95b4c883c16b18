"""Conditions whose result never changes: by literals, by the bounds of what they compare, or by contradiction.

A condition is taken apart into facts about what it compares: `weight > 5 and weight < 3` says `> 5` and `< 3` of
`weight`, and no number is both.  What a schema requires does not count as known, except for the bounds of numbers: a
rule may well guard against what the structure check reports too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from linter.expressions import operators
from linter.expressions.evaluation import compile_syntax
from linter.expressions.model import Environment, RuleFault, Unknown
from linter.expressions.syntax import (
    Comparison,
    Conditional,
    ExpressionError,
    Filter,
    Literal,
    Logic,
    Macro,
    Name,
    Not,
    Root,
    Syntax,
    plain,
)

_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<", "in": "not in", "not in": "in"}
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is known of a number before any submission is read."""

    least: Decimal | None = None
    most: Decimal | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """`subject operator value`, the subject being the `key` of what is compared."""

    subject: Any
    operator: str
    value: Any
    bounds: Bounds = Bounds()


class Constants:
    """Finds constant conditions; `bounds` tells what is known of a number."""

    def __init__(self, bounds: Callable[[Syntax], Bounds]) -> None:
        self._bounds = bounds

    def within(
        self, syntax: Syntax, is_condition: bool, given: tuple[Syntax, ...] = ()
    ) -> Iterator[tuple[Syntax, bool]]:
        """The outermost constant conditions in `syntax` and what they always are, where the conditions `given` hold."""
        whole = plain(syntax)
        if is_condition or isinstance(whole, (Comparison, Logic, Not)):
            always = self._always(whole, given)
            if always is not None:
                yield syntax, always
                return
        for part in whole.parts():
            yield from self.within(part, _is_condition(whole, part))

    def _always(self, syntax: Syntax, given: tuple[Syntax, ...]) -> bool | None:
        known = [fact for condition in given for fact in self._facts(condition, True)]
        if _impossible(known):
            return None
        for result in (True, False):
            if _impossible([*known, *self._facts(syntax, not result)]):
                return result
        return None

    def _facts(self, syntax: Syntax, holds: bool) -> list[Fact]:
        """What must be so for `syntax` to be as `holds` says; nothing, where no single fact follows."""
        syntax = plain(syntax)
        if isinstance(syntax, Not):
            return self._facts(syntax.operand, not holds)
        if isinstance(syntax, Logic):
            if (syntax.operator == "&&") is holds:
                return [fact for part in syntax.operands for fact in self._facts(part, holds)]
            return []
        value = _value(syntax)
        if value is not _MISSING:
            return _settled(syntax, value, holds)
        if isinstance(syntax, Comparison):
            return self._compared(syntax, holds)
        return [Fact(syntax.key(), "==", holds)]

    def _compared(self, syntax: Comparison, holds: bool) -> list[Fact]:
        left, right, operator = plain(syntax.left), plain(syntax.right), syntax.operator
        if operator != "in" and left.key() == right.key():
            return _settled(syntax, operator in ("==", "<=", ">="), holds)
        value = _value(right)
        if value is _MISSING and operator != "in":
            left, value, operator = right, _value(left), _MIRRORED[operator]
        if value is _MISSING:
            return [Fact(syntax.key(), "==", holds)]
        return [Fact(left.key(), operator if holds else _OPPOSITE[operator], value, self._bounds(left))]


def _settled(syntax: Syntax, value: Any, holds: bool) -> list[Fact]:
    return [Fact(id(syntax), "==", value), Fact(id(syntax), "==", holds)]


def _is_condition(whole: Syntax, part: Syntax) -> bool:
    """Whether `part` must be true or false where it stands."""
    if isinstance(whole, Macro):
        return part is whole.body and whole.name != "map"
    if isinstance(whole, Conditional):
        return part is whole.condition
    return isinstance(whole, (Logic, Not, Filter))


def _value(syntax: Syntax) -> Any:
    """The value of an expression that is written out completely; `_MISSING` for any other."""
    if isinstance(syntax, Literal):
        return syntax.value
    if any(isinstance(part, (Name, Root, Filter, Macro)) for part in syntax.walk()):
        return _MISSING
    try:
        return compile_syntax(syntax)(Environment())
    except (Unknown, RuleFault, ExpressionError):
        return _MISSING


def _impossible(facts: list[Fact]) -> bool:
    """Whether no value of some subject has all that is said of it."""
    subjects: dict[Any, list[Fact]] = {}
    for fact in facts:
        subjects.setdefault(fact.subject, []).append(fact)
    return any(map(_contradictory, subjects.values()))


def _contradictory(facts: list[Fact]) -> bool:
    candidates = next((_listed(fact) for fact in facts if fact.operator in ("==", "in")), None)
    if candidates is not None:
        return not any(all(_may_be(value, fact) for fact in facts) for value in candidates)
    return _empty(facts, facts[0].bounds)


def _listed(fact: Fact) -> list[Any]:
    return list(fact.value) if fact.operator == "in" and isinstance(fact.value, list) else [fact.value]


def _may_be(value: Any, fact: Fact) -> bool:
    """Whether `value` can be what `fact` speaks of."""
    bounds = fact.bounds
    limits = [(">=", bounds.least), ("<=", bounds.most)]
    if any(limit is not None and _holds(operator, value, limit) is False for operator, limit in limits):
        return False
    if bounds.whole and isinstance(value, Decimal) and value != value.to_integral_value():
        return False
    return _holds(fact.operator, value, fact.value) is not False


def _holds(operator: str, left: Any, right: Any) -> bool | None:
    """A comparison of two values; None where it has no answer, or one that depends on how a cell is read."""
    if isinstance(left, str) is not isinstance(right, str) and not isinstance(right, list):
        return None
    try:
        if operator == "not in":
            return not operators.COMPARE["in"](left, right)
        return operators.COMPARE[operator](left, right)
    except Unknown:
        return None


def _empty(facts: list[Fact], bounds: Bounds) -> bool:
    """Whether the lowest value that is allowed is above the highest."""
    lows = [(bounds.least, False)] + [
        (fact.value, fact.operator == ">") for fact in facts if fact.operator in (">", ">=")
    ]
    highs = [(bounds.most, False)] + [
        (fact.value, fact.operator == "<") for fact in facts if fact.operator in ("<", "<=")
    ]
    return any(
        _crossed(low, low_open, high, high_open, bounds.whole)
        for low, low_open in lows
        for high, high_open in highs
        if low is not None and high is not None
    )


def _crossed(low: Any, low_open: bool, high: Any, high_open: bool, whole: bool) -> bool:
    if whole and isinstance(low, Decimal) and isinstance(high, Decimal):
        low = low.to_integral_value(ROUND_FLOOR) + 1 if low_open else low.to_integral_value(ROUND_CEILING)
        high = high.to_integral_value(ROUND_CEILING) - 1 if high_open else high.to_integral_value(ROUND_FLOOR)
        return bool(low > high)
    return _holds("<" if low_open or high_open else "<=", low, high) is False
