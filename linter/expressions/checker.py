"""The type checker: what is wrong with an expression before it ever sees a submission."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from linter.expressions.check_base import Scope
from linter.expressions.check_calls import CheckCalls
from linter.expressions.constants import Bounds, Constants
from linter.expressions.functions import FUNCTIONS
from linter.expressions.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    ListOf,
    Literal,
    Logic,
    Macro,
    Negative,
    Not,
    Syntax,
    plain,
)
from linter.expressions.types import (
    ANY,
    BOOL,
    TEXT,
    Type,
    as_number,
    comparable,
    either,
    field_type,
    is_zero,
    scaled,
    unit_name,
    value_type,
)

__all__ = ["ANY", "Checker", "Scope", "Type", "field_type", "value_type"]


class Checker(CheckCalls):
    """Checks expressions; `problems` collects what is wrong with them."""

    def check(self, syntax: Syntax, condition: bool = False, given: tuple[Syntax, ...] = ()) -> Type:
        """The type of `syntax`; `any` where it is wrong and said so.

        A `condition` must be true or false, and not always the same where the conditions `given` hold.
        """
        before = len(self.problems)
        found = self.boolean(syntax) if condition else self.type_of(syntax)
        if len(self.problems) == before:
            for part, always in Constants(self._bounds).within(syntax, condition, given):
                self.wrong("constant-condition", part.span, value=always)
        self.over_budget()
        return found

    def _bounds(self, syntax: Syntax) -> Bounds:
        if isinstance(syntax, Call) and syntax.name in FUNCTIONS:
            function = FUNCTIONS[syntax.name]
            return Bounds(function.least, function.most, function.whole)
        known = self.types.get(id(syntax), ANY)
        if known.field is None or known.kind not in ("number", "quantity"):
            return Bounds()
        return Bounds(known.field.schema.get("minimum"), known.field.schema.get("maximum"))

    def _literal(self, syntax: Literal) -> Type:
        return value_type(syntax.value)

    def _listof(self, syntax: ListOf) -> Type:
        types = [self.type_of(item) for item in syntax.items]
        item = types[0] if types else ANY
        for other in types[1:]:
            item = either(item, other)
        return Type("list", replace(item, several=False), size=len(types))

    # Conditions

    def _not(self, syntax: Not) -> Type:
        return self.boolean(syntax.operand)

    def _logic(self, syntax: Logic) -> Type:
        for part in syntax.operands:
            self.boolean(part)
        return BOOL

    def _comparison(self, syntax: Comparison) -> Type:
        left, right = self.type_of(syntax.left), self.type_of(syntax.right)
        if syntax.operator == "in":
            self._in(syntax, left, right)
        elif not comparable(left, right, syntax.operator):
            is_literal = isinstance(plain(syntax.right), Literal)
            self.mismatch(syntax.right.span if is_literal else syntax.span, left.term, right)
        elif not self.word(left, syntax.right) and not self.word(right, syntax.left):
            self._same_dimension(syntax, left, right)
        return BOOL

    def _in(self, syntax: Comparison, left: Type, right: Type) -> None:
        container = plain(syntax.right)
        if right.kind not in ("list", "any"):
            self.mismatch(syntax.right.span, "list", right)
        elif isinstance(container, ListOf):
            for item in container.items:
                known = self.types[id(item)]
                if not comparable(left, known, "=="):
                    self.mismatch(item.span, left.term, known)
                else:
                    self.word(left, item)
        elif right.item is not None and not comparable(left, right.item, "=="):
            self.mismatch(syntax.span, left.term, right.item)

    def _conditional(self, syntax: Conditional) -> Type:
        self.boolean(syntax.condition)
        return either(self.type_of(syntax.then), self.type_of(syntax.otherwise))

    def _macro(self, syntax: Macro) -> Type:
        target = self.type_of(syntax.target)
        if target.kind not in ("list", "any"):
            self.mismatch(syntax.target.span, "list", target)
        outer = self.variables
        self.variables = {**outer, syntax.variable: target.item or ANY}
        with self.repeated(target.length, syntax.span):
            body = self.type_of(syntax.body) if syntax.name == "map" else self.boolean(syntax.body)
        self.variables = outer
        if syntax.name == "map":
            return Type("list", replace(body, several=False), size=target.size)
        return Type("list", target.item, size=target.size) if syntax.name == "filter" else BOOL

    # Numbers

    def _negative(self, syntax: Negative) -> Type:
        found = self.type_of(syntax.operand)
        return as_number(found) if found.numeric else self.mismatch(syntax.operand.span, "number", found)

    def _arithmetic(self, syntax: Arithmetic) -> Type:
        left, right, operator = self.type_of(syntax.left), self.type_of(syntax.right), syntax.operator
        if operator == "+" and left.kind == right.kind == "text":
            return TEXT
        if operator == "+" and left.kind == right.kind == "list":
            return replace(either(left, right), several=False, size=left.length + right.length)
        for found, part in ((left, syntax.left), (right, syntax.right)):
            if not found.numeric:
                return self.mismatch(part.span, "number", found)
        left, right = as_number(left), as_number(right)
        if operator in "*/":
            return scaled(left, right, operator)
        self._same_dimension(syntax, left, right)
        return right if left.kind == "any" or is_zero(syntax.left) else left

    def _same_dimension(self, syntax: Comparison | Arithmetic, left: Type, right: Type) -> None:
        a, b = _dimension(left), _dimension(right)
        if a is None or b is None or a == b or is_zero(syntax.left) or is_zero(syntax.right):
            return  # a written 0 needs no unit
        self.wrong("type-mismatch", syntax.span, detail=f"{unit_name(a)} {syntax.operator} {unit_name(b)}")


def _dimension(found: Type) -> Any:
    """The dimension of a number or quantity, None when only a submission shows it."""
    return found.dimension if found.kind in ("number", "quantity") else None
