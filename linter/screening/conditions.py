"""Conditions made of others: what `and`, `or`, `not`, `?:`, `exists` and `all` make of their masks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from linter.expressions.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    ListOf,
    Literal,
    Logic,
    Macro,
    Member,
    Name,
    Not,
    Root,
    Select,
    Syntax,
    plain,
)
from linter.screening.base import TooLarge
from linter.screening.dependence import Contextual, Outer, Scope
from linter.screening.lists import ROW, Lists, list_of
from linter.screening.rewriting import for_each
from linter.screening.source import ALWAYS, NEVER, NO, Answer

_NOWHERE = (0, 0)
_COUNTING = ("==", "!=", "<", "<=", ">", ">=", "+", "-", "*")
_QUANTIFIERS = ("exists", "all")
_OF_ROWS = ("count", "direction", "is_cost", "is_total")
_CONDITIONS = ("has", "blank", "noted", "contains", "startsWith", "endsWith", "matches", "is_cost", "is_total")


class Conditions(Lists):
    """Compiles the conditions of one rule."""

    def write(self, when: Syntax | None, condition: Syntax, runs: str) -> None:
        """Write what the rule finds in `runs`, a mask.

        Where the assertion holds it does not matter whether a part of `when` does, if that part is never unknown.
        """
        scope, source = self.task.scope, self.source
        parts = sorted(conjuncts(when), key=lambda one: self._asks(one, scope))
        counts = {id(part): self._count_known(part, scope) if self._asks(part, scope) else None for part in parts}
        applies = self._all([part for part in parts if counts[id(part)] is None], scope, (runs,))
        holds = self.test(condition, scope, (runs, applies.maybe))
        for part in parts:
            unknown = counts[id(part)]
            if unknown is not None:
                settled = source.both(applies.true, holds.true)  # if this part is false, the rule does not apply
                care = (runs, applies.maybe, source.either(source.no(settled), unknown))
                applies = source.conjunction(applies, self.test(part, scope, care))
        source.report(self.task.rule, applies, holds, runs)

    def _count_known(self, syntax: Syntax, scope: Scope) -> str | None:
        """For a comparison of how many items lists have: the mask of whether one of them is unknown.

        None for any other condition: whether that is unknown shows only when it is asked.
        """
        syntax = plain(syntax)
        if isinstance(syntax, Literal):
            return NO if isinstance(syntax.value, Decimal) else None
        if isinstance(syntax, Name) and scope.is_let(syntax):
            return self._count_known(scope.lets[syntax.name], scope.rule)
        if isinstance(syntax, (Comparison, Arithmetic)) and syntax.operator in _COUNTING:
            left, right = self._count_known(syntax.left, scope), self._count_known(syntax.right, scope)
            return None if left is None or right is None else self.source.either(left, right)
        if not isinstance(syntax, Call) or syntax.name not in ("count", "size"):
            return None
        counted = plain(syntax.arguments[0])
        if isinstance(counted, Select) and counted.descend and isinstance(plain(counted.target), Root):
            return NO if syntax.name == "size" else None
        found = self.rows(counted, scope)
        return None if found is None else found.unknown

    def test(self, syntax: Syntax, scope: Scope, care: tuple[str, ...] = ()) -> Answer:
        self.left -= 1
        if self.left < 0:
            raise TooLarge
        syntax = plain(syntax)
        before, weight = self.source.mark(), self.weight.mark()
        try:
            made = self._made(syntax, scope, care)
        except Outer:  # it depends on this scope's row, or one further out
            made = None
            self.source.undo(before)
            self.weight.undo(weight)
        return self.leaf(syntax, scope, care) if made is None else made

    def _made(self, syntax: Syntax, scope: Scope, care: tuple[str, ...]) -> Answer | None:
        """A condition that is made of others; None for any other."""
        if isinstance(syntax, Literal) and isinstance(syntax.value, bool):
            return ALWAYS if syntax.value else NEVER
        if isinstance(syntax, Not):
            return self.source.negated(self.test(syntax.operand, scope, care))
        if isinstance(syntax, Logic):
            return self._logic(syntax, scope, care)
        if isinstance(syntax, Conditional):
            return self._conditional(syntax, scope, care)
        if isinstance(syntax, Name) and scope.is_let(syntax):
            with self.weight.let(syntax.name):
                return self.test(scope.lets[syntax.name], scope.rule, care)
        if isinstance(syntax, Macro) and syntax.name in _QUANTIFIERS:
            return None if self.is_of_cell(syntax, scope) else self.quantified(syntax, scope)
        if isinstance(syntax, Comparison):
            return self.counted(syntax, scope) or self._compared(syntax, scope, care)
        if isinstance(syntax, Call) and syntax.name in ("is_cost", "is_total") and self._is_row(syntax, scope):
            return self._cost(scope) if syntax.name == "is_cost" else self._by_name("is_total", scope)
        return None

    def _logic(self, syntax: Logic, scope: Scope, care: tuple[str, ...]) -> Answer:
        parts = sorted(syntax.operands, key=lambda one: self._asks(one, scope))
        return self._all(parts, scope, care) if syntax.operator == "&&" else self._any(parts, scope, care)

    def _any(self, parts: Sequence[Syntax], scope: Scope, care: tuple[str, ...]) -> Answer:
        answer = NEVER
        for part in parts:
            found = self.test(part, scope, (*care, self.source.no(answer.true)))
            answer = self.source.disjunction(answer, found)
        return answer

    def _all(self, parts: Sequence[Syntax], scope: Scope, care: tuple[str, ...]) -> Answer:
        answer = ALWAYS
        for part in parts:
            answer = self.source.conjunction(answer, self.test(part, scope, (*care, answer.maybe)))
        return answer

    def _conditional(self, syntax: Conditional, scope: Scope, care: tuple[str, ...]) -> Answer:
        condition = self.test(syntax.condition, scope, care)
        then = self.test(syntax.then, scope, (*care, condition.true))
        otherwise = self.test(syntax.otherwise, scope, (*care, self.source.no(condition.maybe)))
        return self.choice(condition, then, otherwise)

    def quantified(self, syntax: Macro, scope: Scope) -> Answer | None:
        source, every = self.source, syntax.name == "all"
        items = self.written(syntax.target, scope)
        each = None if items is None else self.each(syntax, items)
        if each is not None:
            return self._all(each, scope, ()) if every else self._any(each, scope, ())
        variable, body = syntax.variable, syntax.body
        found = self.rows(syntax.target, scope)
        if found is None:
            cells = self.cells(syntax.target, scope)
            about_cell = None if cells is None else for_each(body, variable, [cells[1]])
            if cells is None or about_cell is None:
                return None
            found, (variable, body) = cells[0], (ROW, about_cell[0])
        with self.weight.loop(body):
            each_row = self.test(body, scope.inside(variable, found.table, found.row), (found.mask,))
        each_row = source.negated(each_row) if every else each_row
        true, maybe = (source.any(source.both(found.mask, mask)) for mask in (each_row.true, each_row.maybe))
        unsettled = f"({each_row.maybe} & ~{each_row.true} & ({each_row.doubt}))"
        some = self._of_list(Answer(true, maybe, source.later(f"-({found.mask} & {unsettled} != 0)")), found)
        return source.negated(some) if every else some

    def _compared(self, syntax: Comparison, scope: Scope, care: tuple[str, ...]) -> Answer | None:
        """Conditions that are equal, and `direction(row) == 'down'`."""
        left, right = plain(syntax.left), plain(syntax.right)
        if isinstance(left, Call) and left.name == "direction" and syntax.operator == "==":
            way = right.value if isinstance(right, Literal) else None
            return self._direction(scope, way) if way in ("up", "down") and self._is_row(left, scope) else None
        if syntax.operator not in ("==", "!=") or not all(self._is_condition(side, scope) for side in (left, right)):
            return None
        source = self.source
        a, b = self.test(left, scope, care), self.test(right, scope, care)
        opposite = source.both(source.no(a.maybe), source.no(b.maybe))
        true = source.either(source.both(a.true, b.true), opposite)
        unknown = source.either(*(source.both(one.maybe, source.no(one.true)) for one in (a, b)))
        equal = source.made_of(true, source.either(true, unknown), a.doubt, b.doubt)
        return equal if syntax.operator == "==" else source.negated(equal)

    def _is_condition(self, syntax: Syntax, scope: Scope) -> bool:
        syntax = plain(syntax)
        if isinstance(syntax, Name) and scope.is_let(syntax):
            return self._is_condition(scope.lets[syntax.name], scope.rule)
        if isinstance(syntax, Call):
            return syntax.name in _CONDITIONS
        return isinstance(syntax, (Logic, Not, Comparison)) or (
            isinstance(syntax, Macro) and syntax.name in _QUANTIFIERS
        )

    def _asks(self, syntax: Syntax, scope: Scope) -> int:
        """How much of a condition has to be asked of the evaluator, as far as can be seen without compiling it:
        nothing (0), a part (1), all of it as one question (2), as several (3)."""
        syntax = plain(syntax)
        if isinstance(syntax, Name) and scope.is_let(syntax):
            return self._asks(scope.lets[syntax.name], scope.rule)
        if isinstance(syntax, (Logic, Not, Conditional)):
            asked = [self._asks(part, scope) for part in syntax.parts()]
            return 0 if not any(asked) else (1 if 0 in asked else max(len(asked) + 1, *asked))
        try:
            return 0 if len(scope.cells(syntax)) == 1 else 2
        except Contextual:
            first = plain(syntax.left) if isinstance(syntax, Comparison) else syntax
            free = isinstance(first, Macro) or (isinstance(first, Call) and first.name in _OF_ROWS)
            return 0 if free else 2

    def is_of_cell(self, syntax: Syntax, scope: Scope) -> bool:
        """Whether a condition depends on one cell alone."""
        try:
            return len(scope.cells(syntax)) == 1
        except Contextual:
            return False

    # What a row is (see `linter.expressions.rows`)

    def _is_row(self, call: Call, scope: Scope) -> bool:
        place = scope.place(call.arguments[0])
        if place is None or not place.of_row or place.path or scope.row is None or scope.table[-1:] != ("*",):
            return False
        return bool(scope.row.properties) and list_of(scope.root, scope.table).row_key is not None

    def _by_name(self, said: str, scope: Scope) -> Answer:
        """A condition on the row's name that no expression says."""
        key = list_of(scope.root, scope.table).row_key
        assert key is not None
        return self.fact(said, scope, True, (key,))

    def _cost(self, scope: Scope) -> Answer:
        """By its levels; where it has none, by its name."""
        assert scope.row is not None
        source, inside = self.source, scope.inside(ROW, scope.table, scope.row)
        words = tuple(Literal(_NOWHERE, word, word) for word in self.task.lists.get("cost_levels", ()))
        levelled, cost = NEVER, NEVER
        for level in scope.row.inherited:
            cell = Member(_NOWHERE, Name(_NOWHERE, ROW), level, _NOWHERE)
            filled = self.leaf(Call(_NOWHERE, "has", _NOWHERE, (cell,)), inside, ())
            named = self.leaf(Comparison(_NOWHERE, "in", cell, ListOf(_NOWHERE, words)), inside, ())
            levelled = source.disjunction(levelled, filled)
            cost = source.disjunction(cost, source.conjunction(filled, named))
        by_name = source.conjunction(source.negated(levelled), self._by_name("cost_word", scope))
        return source.disjunction(cost, by_name)

    def _direction(self, scope: Scope, way: str) -> Answer | None:
        """A cost goes down; else the name says it, else the comparator."""
        assert scope.row is not None
        source, cost = self.source, self._cost(scope)
        said = {one: self._by_name(f"said_{one}", scope) for one in ("up", "down")}
        target = scope.row.target
        if target is None:
            return None
        compared = self.fact(f"compared_{way}", scope, True, (target.name,))
        unsaid = source.negated(source.disjunction(said["up"], said["down"]))
        other = source.disjunction(said[way], source.conjunction(unsaid, compared))
        if way == "down":
            return source.disjunction(cost, other)
        return source.conjunction(source.negated(cost), other)


def conjuncts(syntax: Syntax | None) -> Sequence[Syntax]:
    """The conditions that all have to hold."""
    if syntax is None:
        return ()
    syntax = plain(syntax)
    return syntax.operands if isinstance(syntax, Logic) and syntax.operator == "&&" else (syntax,)
