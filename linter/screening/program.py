"""Compiling a set of rules to the function that screens them, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linter.rule import Rule
from linter.screening.base import Task, TooLarge
from linter.screening.conditions import Conditions
from linter.screening.costs import SIZES
from linter.screening.dependence import Contextual, Path, Scope
from linter.screening.lists import table_at
from linter.screening.source import YES, Cells, Question, Source


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a set of rules comes to: plain data that can be kept, and loaded again for the same rules."""

    source: str
    columns: tuple[Cells, ...]
    questions: tuple[Question, ...]
    tables: tuple[tuple[Path, bool], ...]  # and whether they have to be there
    capacities: tuple[int, ...]  # for each rule, the most items of a list that it is screened with; 0 for never


def compile_rules(rules: Sequence[Rule]) -> Compiled:
    """Write the function that screens `rules`, all of one document kind."""
    source = Source()
    capacities = tuple(_write(source, number, rule) for number, rule in enumerate(rules))
    tables = tuple((table, table in source.needed) for table in source.lists)
    return Compiled(source.text(), tuple(source.columns), tuple(source.questions), tables, capacities)


def _write(source: Source, number: int, rule: Rule) -> int:
    """Compile one rule; its capacity, 0 if it is of a form that is not screened."""
    root, pack = rule.pack.kind.root, rule.pack
    rows: Sequence[int | None] = (None,) if rule.rows is None else range(len(pack.values[rule.rows]))
    each = ((), root) if rule.rows is not None else table_at(rule.each, root)
    if each is None:
        return 0
    constants = frozenset({"params", "lists"} if rule.rows is None else {"params", "lists", "row"})
    scope, runs = Scope(root, rule.let, constants), YES
    if each[0]:
        scope, runs = Scope(root, rule.let, constants, *each), source.rows(each[0], needed=False)
    capacity: int = SIZES[-1]
    before = source.mark()
    try:
        for row in rows:
            task = Task(number, pack.id, pack.words, pack.values, row, scope)
            conditions = Conditions(source, task)
            conditions.write(rule.when, rule.condition, runs)
            capacity = min(capacity, conditions.weight.capacity())
    except (TooLarge, Contextual, RecursionError):
        source.undo(before)
        return 0
    return capacity
