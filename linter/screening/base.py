"""Conditions that are no combination of others: facts of one cell, and questions to the ordinary evaluator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from linter.expressions.syntax import Call, Comparison, Filter, Macro, Member, Name, Select, Syntax, plain
from linter.schema import Field
from linter.screening.costs import CHARACTERS, CellCosts, Weight
from linter.screening.dependence import NONE, Contextual, Names, Outer, Path, Scope
from linter.screening.source import NO, YES, Answer, Fill, FillKind, Question, Source

PARTS = 2_000  # conditions of one rule that are compiled, those of lets counted wherever they are used


class TooLarge(Exception):
    """A rule with more conditions than that."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table as source: their mask, and whether it is unknown which they are, and in doubt."""

    table: Path
    row: Field
    mask: str
    unknown: str = NO
    doubt: str = NO
    is_node: bool = False  # the list as it stands in the submission


@dataclass(frozen=True, slots=True)
class Task:
    """One rule, or one of its runs for the rows of a parameter, as it is compiled."""

    rule: int
    pack: str
    lists: Mapping[str, Sequence[str]]  # of the pack
    params: Mapping[str, Any]
    row: int | None
    scope: Scope


class Base:
    """What the conditions of a rule are compiled with."""

    def __init__(self, source: Source, task: Task) -> None:
        self.source, self.task = source, task
        self.left = PARTS
        self.weight = Weight()
        self._costs = CellCosts(task.scope.lets, {"lists": task.lists, "params": task.params})

    def test(self, syntax: Syntax, scope: Scope, care: tuple[str, ...] = ()) -> Answer:
        """A condition; where not all masks of `care` have a row, the answer for it does not matter."""
        raise NotImplementedError

    def rows(self, syntax: Syntax, scope: Scope) -> Rows | None:
        """The rows of a table that an expression gives; None for anything else."""
        raise NotImplementedError

    def quantified(self, syntax: Macro, scope: Scope) -> Answer | None:
        """`rows.exists(i, p)` and `rows.all(i, p)`; None for other lists."""
        raise NotImplementedError

    def counted(self, syntax: Comparison, scope: Scope) -> Answer | None:
        """`count(list) > number`; None for any other comparison."""
        raise NotImplementedError

    def leaf(self, syntax: Syntax, scope: Scope, care: tuple[str, ...]) -> Answer:
        """A condition that is asked as a whole."""
        of_row = scope.depends_on_row(syntax)  # raises `Outer`, which leaves it to a scope further out
        try:
            cells = scope.cells(syntax)
        except Contextual:
            return self._question(syntax, scope, of_row, care)
        if len(cells) != 1:
            key = tuple(sorted(cell.path for cell in cells)) if all(cell.of_row for cell in cells) else ()
            return self._question(syntax, scope, of_row, care, key)
        (cell,) = cells
        return self.fact(syntax, scope, cell.of_row, cell.path)

    def fact(self, condition: Syntax | str, scope: Scope, of_row: bool, path: Path) -> Answer:
        """A condition on the cell at `path` below the row or the submission."""
        task, table = self.task, scope.table if of_row else ()
        self.weight.add(CHARACTERS if isinstance(condition, str) else self._costs.steps(condition))
        said = condition if isinstance(condition, str) else self._said(condition, scope)
        variable = scope.variable if of_row else None
        question = Question(task.rule, condition, variable, task.row, task.scope.lets, table)
        pattern = "".join("/" + part for part in (*table, *path))
        return self.source.fact((task.pack, said), table, path, pattern, question)

    def _said(self, syntax: Syntax, scope: Scope, bound: Names = NONE) -> Any:
        """What a condition says, equal for any that say the same of their cell."""
        syntax = plain(syntax)
        place = scope.place(syntax, bound)
        if place is not None and place.field is not None:
            return place.of_row, place.path
        if isinstance(syntax, Name) and syntax.name not in bound:
            return syntax.name, None if syntax.name in ("params", "lists") else (self.task.rule, self.task.row)
        if isinstance(syntax, Macro):
            bound = bound | {syntax.variable}
        said = [getattr(syntax, one.name) for one in fields(syntax) if one.name not in _FORM]
        return type(syntax), *(self._part(one, scope, bound) for one in said)

    def _part(self, said: Any, scope: Scope, bound: Names) -> Any:
        if isinstance(said, Syntax):
            return self._said(said, scope, bound)
        if isinstance(said, tuple):
            return tuple(self._part(one, scope, bound) for one in said)
        return type(said), said

    # Questions

    def _question(
        self, syntax: Syntax, scope: Scope, of_row: bool, care: tuple[str, ...], cells: tuple[Path, ...] = ()
    ) -> Answer:
        task, table = self.task, scope.table if of_row else None
        variable = scope.variable if of_row else None
        filled, original = _Filled(self), syntax
        lets: Mapping[str, Syntax] = task.scope.lets
        if task.scope.row is None and not cells and variable != "@":
            outer = NONE if scope.variable is None else frozenset({scope.variable})
            syntax, lets = filled.put(syntax, replace(task.scope, outer=outer)), filled.lets
        asked = " & ".join(dict.fromkeys(care)) or YES
        row = task.row if self._of_parameter_row(original) else None
        if row is None and task.row is not None:
            asked = YES  # once for all rows of the parameter
        key = (task.rule, row, original, asked, *filled.fills)
        known = self.source.asked.get(key)
        if known is None:
            fills = tuple((name, fill) for fill, name in filled.fills.items())
            question = Question(task.rule, syntax, variable, task.row, lets, table, fills, cells)
            known = self.source.asked[key] = self.source.ask(question, asked)
        return known

    def _of_parameter_row(self, syntax: Syntax) -> bool:
        """Whether an expression, or a let that it names, says anything of the parameter's row."""
        lets, seen, stack = self.task.scope.lets, set(), [syntax]
        while stack:
            for part in stack.pop().walk():
                if isinstance(part, Name) and part.name not in seen:
                    seen.add(part.name)
                    stack += [lets[part.name]] if part.name in lets else []
        return "row" in seen


_FORM = ("span", "name_span", "text", "method")  # how a part is written, not what it says


class _Filled:
    """A question with names in the place of what masks have answered already: lists of rows and their cells, and
    whether some or all rows meet a condition."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.fills: dict[Fill, str] = {}  # with their names
        self.lets: dict[str, Syntax] = {}

    def put(self, syntax: Syntax, scope: Scope) -> Syntax:
        """`syntax` with such names; `scope` is that of the rule, with the variables that are bound around it."""
        syntax = plain(syntax)
        known = self._known(syntax, scope)
        if known is not None:
            return known
        if isinstance(syntax, Name) and scope.is_let(syntax) and syntax.name not in self.lets:
            self.lets[syntax.name] = self.put(scope.lets[syntax.name], self.base.task.scope)
        if isinstance(syntax, Filter):
            return syntax  # a bare name in it asks whether something is there
        if isinstance(syntax, Macro):
            within = replace(scope, outer=scope.outer | {syntax.variable})
            return replace(syntax, target=self.put(syntax.target, scope), body=self.put(syntax.body, within))
        return replace(syntax, **{one.name: self._part(getattr(syntax, one.name), scope) for one in fields(syntax)})

    def _part(self, part: Any, scope: Scope) -> Any:
        if isinstance(part, Syntax):
            return self.put(part, scope)
        return tuple(self._part(one, scope) for one in part) if isinstance(part, tuple) else part

    def _known(self, syntax: Syntax, scope: Scope) -> Syntax | None:
        """The name of what masks say about `syntax`; None where the evaluator would have to be asked."""
        source, weight = self.base.source, self.base.weight
        before, counted = source.mark(), weight.mark()
        try:
            found = self._found(syntax, scope)
        except Outer:  # a row of a macro around it
            found = None
        if found is None or source.asks_since(before):
            source.undo(before)
            weight.undo(counted)
            return None
        if found not in self.fills:
            self.fills[found] = f"#{len(self.fills)}"
        return Name(syntax.span, self.fills[found])

    def _found(self, syntax: Syntax, scope: Scope) -> Fill | None:
        base = self.base
        if isinstance(syntax, Call) and syntax.name == "sum":
            cells = self._found(plain(syntax.arguments[0]), scope)
            return cells._replace(kind="sum") if cells is not None and cells.kind == "cells" else None
        if isinstance(syntax, Call) and syntax.name == "size":
            found = base.rows(syntax.arguments[0], scope)
            return None if found is None else Fill("size", f"{found.mask}, {found.unknown}", found.table)
        if isinstance(syntax, Comparison):
            answer = base.counted(syntax, scope)
            return None if answer is None else Fill("truth", f"{answer.true}, {answer.maybe}")
        if isinstance(syntax, Member) and isinstance(plain(syntax.target), Select):
            owner = base.rows(syntax.target, scope)
            known = None if owner is None else owner.row.by_label(syntax.name)
            if owner is None or known is None:
                return None
            return Fill("cells", f"{owner.mask}, {owner.unknown}", owner.table, known.name)
        if isinstance(syntax, Macro) and syntax.name in ("exists", "all"):
            answer = base.quantified(syntax, scope)
            return None if answer is None else Fill("truth", f"{answer.true}, {answer.maybe}")
        if isinstance(syntax, (Macro, Select)) or scope.is_let(syntax):
            found = base.rows(syntax, scope)
            kind: FillKind = "nodes" if isinstance(syntax, Select) else "rows"
            return None if found is None or found.is_node else Fill(kind, f"{found.mask}, {found.unknown}", found.table)
        return None
