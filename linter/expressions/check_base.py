"""What every part of the checker does: look up types, count costs, say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from linter import limits
from linter.expressions.model import STEPS_A_PART
from linter.expressions.syntax import ExpressionError, Span, Syntax
from linter.expressions.types import ANY, Type, field_type, money_dimension
from linter.schema import Field


@dataclass(slots=True)
class Scope:
    """What names mean where an expression stands."""

    root: Type
    this: Type
    names: dict[str, Type] = field(default_factory=dict)
    vocabularies: Mapping[str, frozenset[str]] = field(default_factory=dict)
    current: Type | None = None  # `@`
    used: set[str] = field(default_factory=set)  # names that expressions looked up, with what follows the dot
    read: set[str] = field(default_factory=set)  # patterns of the fields that they read


class CheckBase:
    """Gives types to the parts of an expression: one method for each class of `Syntax`, named after it.

    `problems` collects what is wrong; `cost` estimates how many steps the expressions take.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.problems: list[ExpressionError] = []
        self.cost = 0
        self.types: dict[int, Type] = {}
        self.variables: dict[str, Type] = {}  # of macros
        self._money = money_dimension(scope.root.field)
        self._times = 1  # how often the part that is being checked runs
        self._loop: Span | None = None  # the loop that it stands in …
        self._costly: Span | None = None  # … and the one in which the budget was used up

    def type_of(self, syntax: Syntax) -> Type:
        """The type of a part; `any` where it is wrong and said so."""
        self.spend(syntax.span, STEPS_A_PART)
        found: Type = getattr(self, "_" + type(syntax).__name__.lower())(syntax)
        self.types[id(syntax)] = found
        return found

    def field(self, known: Field) -> Type:
        """The type of a field that is read."""
        return self.read(field_type(known, self._money))

    def read(self, found: Type) -> Type:
        """`found`, its field noted as read."""
        if found.field is not None and found.field.path:
            self.scope.read.add(found.field.pattern)
        return found

    # Costs

    def spend(self, span: Span, times: int) -> None:
        """Count `times` steps in every round of the loops around the part at `span`."""
        within = self.cost <= limits.EXPRESSION_STEPS
        self.cost += self._times * times
        if within and self.cost > limits.EXPRESSION_STEPS:
            self._costly = self._loop or span

    @contextmanager
    def repeated(self, times: int, span: Span) -> Iterator[None]:
        """What is checked inside runs `times` times."""
        outer = self._times, self._loop
        self._times, self._loop = self._times * times, span
        yield
        self._times, self._loop = outer

    def over_budget(self) -> None:
        """Say once that the expressions cost too much."""
        if self._costly is not None:
            self.wrong("cost-over-limit", self._costly, cost=self.cost, limit=limits.EXPRESSION_STEPS)
            self._costly = None

    # What is said

    def wrong(self, id: str, span: Span, **words: Any) -> Type:
        self.problems.append(ExpressionError(id, span, **words))
        return ANY

    def mismatch(self, span: Span, wanted: str, found: Type) -> Type:
        return self.wrong("type-mismatch", span, wanted=wanted, found=found.term)

    def unknown(self, span: Span, name: str, choices: list[str]) -> Type:
        return self.wrong("unknown-name", span, name=name, choices=choices)
