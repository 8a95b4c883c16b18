"""Rewriting conditions: another expression in the place of a macro's variable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from linter.expressions.syntax import Filter, Literal, Macro, Member, Name, Root, Syntax, plain


def for_each(body: Syntax, variable: str, items: Sequence[Syntax]) -> list[Syntax] | None:
    """`body` with each of `items` for the variable; None where it would not mean the same."""
    bound = {part.variable for part in body.walk() if isinstance(part, Macro)}
    for item in items:
        names = {part.name for part in item.walk() if isinstance(part, Name)}
        current = any(isinstance(part, Root) and part.sign == "@" for part in item.walk())
        if current or names & bound:
            return None
    if any(isinstance(part, Filter) for part in body.walk()):
        return None  # where a bare name asks whether something is there
    return [_replaced(body, variable, item) for item in items]


def _replaced(syntax: Syntax, variable: str, by: Syntax) -> Syntax:
    syntax = plain(syntax)
    if isinstance(syntax, Name):
        return by if syntax.name == variable else syntax
    if isinstance(syntax, Macro) and syntax.variable == variable:
        return replace(syntax, target=_replaced(syntax.target, variable, by))
    if isinstance(syntax, Member) and isinstance(by, Literal) and isinstance(by.value, dict):  # a parameter's row
        target = plain(syntax.target)
        if isinstance(target, Name) and target.name == variable and syntax.name in by.value:
            found = by.value[syntax.name]
            return Literal(syntax.span, found, str(found))
    return replace(syntax, **{one.name: _part(getattr(syntax, one.name), variable, by) for one in fields(syntax)})


def _part(part: Any, variable: str, by: Syntax) -> Any:
    if isinstance(part, Syntax):
        return _replaced(part, variable, by)
    return tuple(_part(one, variable, by) for one in part) if isinstance(part, tuple) else part
