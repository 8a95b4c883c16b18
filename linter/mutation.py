"""Mutants of a rule: one operator, constant or term changed, to see whether an example notices.

A mutant that no example kills shows what the examples do not pin down: a boundary, a term, a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from linter import values
from linter.diagnostic import Location
from linter.expressions.syntax import (
    Arithmetic,
    Comparison,
    Conditional,
    ListOf,
    Literal,
    Logic,
    Macro,
    Not,
    Syntax,
)
from linter.packs import Written
from linter.packtest import check_example
from linter.rule import Rule

_OPERATORS = {
    "==": ("!=",), "!=": ("==",), "<": ("<=",), "<=": ("<",), ">": (">=",), ">=": (">",), "in": (),
    "+": ("-",), "-": ("+",), "*": ("/",), "/": ("*",), "&&": ("||",), "||": ("&&",),
}  # fmt: skip
_MACROS = {"all": "exists", "exists": "all"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one change: what was written, what stands there now, and where."""

    rule: Rule
    location: Location
    before: str
    after: str


def mutants(rule: Rule) -> Iterator[Mutant]:
    """Every mutant of the rule's `when`, `assert` and `let`."""
    for key, syntax, put in _parts(rule):
        node = rule.file.root.child(key) or rule.file.root.children["let"].children[key]
        written = Written(node.text, node, rule.file.source)
        for span, before, after, changed in _changes(syntax, node.text):
            yield Mutant(put(changed), written.location(*span), before, after)


def killed(mutant: Mutant) -> bool:
    """Whether some example of the rule no longer holds."""
    for example in mutant.rule.examples:
        try:
            if check_example(mutant.rule, example) is not None:
                return True
        except Exception:  # a mutant may compare what does not compare; it is noticed all the same
            return True
    return False


def _parts(rule: Rule) -> Iterator[tuple[str, Syntax, Any]]:
    if rule.when is not None:
        yield "when", rule.when, lambda changed: replace(rule, when=changed)
    yield "assert", rule.condition, lambda changed: replace(rule, condition=changed)
    for name, syntax in rule.let.items():
        yield name, syntax, lambda changed, name=name: replace(rule, let={**rule.let, name: changed})


Change = tuple[tuple[int, int], str, str, Syntax]


def _changes(syntax: Syntax, text: str) -> Iterator[Change]:
    """Each change below `syntax`, with the whole tree that results from it."""
    for span, before, after, changed in _own_changes(syntax, text):
        yield span, before, after, changed
    for name, part, put in _fields(syntax):
        del name
        for span, before, after, changed in _changes(part, text):
            yield span, before, after, put(changed)


def _fields(syntax: Syntax) -> Iterator[tuple[str, Syntax, Any]]:
    """The parts of a node, each with how to put another in its place."""
    for one in fields(syntax):
        value = getattr(syntax, one.name)
        if isinstance(value, Syntax):
            yield one.name, value, lambda new, name=one.name: replace(syntax, **{name: new})
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                if isinstance(part, Syntax):
                    yield one.name, part, _at(syntax, one.name, value, index)


def _at(syntax: Syntax, name: str, parts: tuple[Any, ...], index: int) -> Any:
    return lambda new: replace(syntax, **{name: (*parts[:index], new, *parts[index + 1 :])})


def _own_changes(syntax: Syntax, text: str) -> Iterator[Change]:
    written = text[slice(*syntax.span)]
    if isinstance(syntax, (Comparison, Arithmetic)):
        between = (syntax.left.span[1], syntax.right.span[0])
        for operator in _OPERATORS[syntax.operator]:
            yield between, syntax.operator, operator, replace(syntax, operator=operator)
    elif isinstance(syntax, Logic):
        for operator in _OPERATORS[syntax.operator]:
            yield syntax.span, syntax.operator, operator, replace(syntax, operator=operator)
        for index, part in enumerate(syntax.operands):
            rest = (*syntax.operands[:index], *syntax.operands[index + 1 :])
            changed = rest[0] if len(rest) == 1 else replace(syntax, operands=rest)
            yield part.span, text[slice(*part.span)], "", changed
    elif isinstance(syntax, Not):
        yield syntax.span, written, text[slice(*syntax.operand.span)], syntax.operand
    elif isinstance(syntax, Macro) and syntax.name in _MACROS:
        yield syntax.span, syntax.name, _MACROS[syntax.name], replace(syntax, name=_MACROS[syntax.name])
    elif isinstance(syntax, Conditional):
        yield syntax.span, written, text[slice(*syntax.then.span)], syntax.then
        yield syntax.span, written, text[slice(*syntax.otherwise.span)], syntax.otherwise
    elif isinstance(syntax, ListOf) and len(syntax.items) > 1:
        for index, item in enumerate(syntax.items):
            rest = (*syntax.items[:index], *syntax.items[index + 1 :])
            yield item.span, text[slice(*item.span)], "", replace(syntax, items=rest)
    elif isinstance(syntax, Literal):
        changed = _other(syntax.value)
        if changed is not None:
            yield syntax.span, syntax.text, str(changed), replace(syntax, value=changed)


def _other(value: Any) -> Any:
    """Another constant of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, Decimal):
        return value + 1
    if isinstance(value, values.Quantity):
        return values.Quantity(value.number + 1, value.unit)
    return value + "？" if isinstance(value, str) else None
