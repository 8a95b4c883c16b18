"""The source of the generated function: named operations on masks, each computed once.

It is made of names that are numbered here and of operators, and of nothing that stands in a pack.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from linter.expressions.syntax import Syntax
from linter.screening.dependence import Path

NO, YES = "0", "-1"


class Answer(NamedTuple):
    """A condition as source: the masks of where it is true, not false, and in doubt if it is unknown."""

    true: str
    maybe: str
    doubt: str


NEVER, ALWAYS = Answer(NO, NO, NO), Answer(YES, YES, NO)


FillKind = Literal["truth", "size", "rows", "nodes", "cells", "sum"]


class Fill(NamedTuple):
    """What stands for a part of a question that masks have answered: yes or no, how many rows of `table`, these rows
    (as a list, or as a path gives them), their cells called `name`, or the sum of those.

    `masks` is source: where it is true and not false, or which rows they are and whether that is unknown.
    """

    kind: FillKind
    masks: str
    table: Path = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A condition that the ordinary evaluator is asked.

    `variable` is what the row is called (None: it is the node that the rule runs on), `row` the number of the rule's
    parameter row.  A name of `NAMED` in `linter.screening.asking` stands for a condition that no expression says.
    """

    rule: int
    condition: Syntax | str
    variable: str | None
    row: int | None
    lets: Mapping[str, Syntax]
    table: Path | None  # of the rows it is asked for; None: of the submission
    fills: tuple[tuple[str, Fill], ...] = ()  # with the names that stand for them
    cells: tuple[Path, ...] = ()  # all that it depends on, where that is nothing but cells of the row


@dataclass(slots=True)
class Cells:
    """The cells at `path` below the rows of a table, and the conditions on them; `pattern` is their field's."""

    table: Path
    path: Path
    pattern: str = ""
    facts: list[Question] = field(default_factory=list)


@dataclass(slots=True)
class Source:
    """The function as it is written; what it needs is in `columns` and `questions`."""

    columns: list[Cells] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    lists: dict[Path, str] = field(default_factory=dict)  # tables: the names of their masks
    needed: set[Path] = field(default_factory=set)  # tables that have to be there
    asked: dict[Any, Answer] = field(default_factory=dict)  # questions by what they say
    _lines: list[str] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)
    _later: dict[str, str] = field(default_factory=dict)  # names that are only computed where something is found
    _facts: dict[Any, Answer] = field(default_factory=dict)

    def put(self, source: str) -> str:
        """A name for what `source` computes."""
        name = self._names.get(source)
        if name is None:
            name = self._names[source] = f"m{len(self._names)}"
            self._lines.append(f"{name} = {source}")
        return name

    def mark(self) -> tuple[int, int, int]:
        """How much is written, for `undo`."""
        return len(self._lines), len(self._names), len(self.questions)  # each question is in `asked` once

    def asks_since(self, mark: tuple[int, int, int]) -> bool:
        return len(self.questions) > mark[2]

    def undo(self, mark: tuple[int, int, int]) -> None:
        """Take back what has been written since."""
        del self._lines[mark[0] :], self.questions[mark[2] :]
        while len(self._names) > mark[1]:
            self._names.popitem()
        while len(self.asked) > mark[2]:
            self.asked.popitem()

    # Masks

    def both(self, a: str, b: str) -> str:
        if NO in (a, b):
            return NO
        if YES in (a, b) or a == b:
            return a if b == YES else b
        return self.put(f"{a} & {b}")

    def either(self, a: str, b: str) -> str:
        if YES in (a, b):
            return YES
        if NO in (a, b) or a == b:
            return a if b == NO else b
        return self.put(f"{a} | {b}")

    def no(self, a: str) -> str:
        return {NO: YES, YES: NO}.get(a) or self.put(f"~{a}")

    def any(self, a: str) -> str:
        """-1 if the mask has any row, else 0."""
        return a if a in (NO, YES) else self.put(f"-({a} != 0)")

    def later(self, source: str) -> str:
        """As `put`, for what is needed only where a rule may have something to report."""
        name = f"x{len(self._later)}"
        self._later[name] = source
        return name

    # Conditions

    def negated(self, a: Answer) -> Answer:
        return Answer(self.no(a.maybe), self.no(a.true), a.doubt)

    def conjunction(self, a: Answer, b: Answer) -> Answer:
        return self.made_of(self.both(a.true, b.true), self.both(a.maybe, b.maybe), a.doubt, b.doubt)

    def disjunction(self, a: Answer, b: Answer) -> Answer:
        return self.made_of(self.either(a.true, b.true), self.either(a.maybe, b.maybe), a.doubt, b.doubt)

    def made_of(self, true: str, maybe: str, *doubts: str) -> Answer:
        """A condition made of others: in doubt where it is unknown and one of them is in doubt."""
        some = self.joined(*doubts)
        known = true == maybe or some == NO
        return Answer(true, maybe, NO if known else self.later(f"({some}) & {maybe} & ~{true}"))

    def joined(self, *doubts: str) -> str:
        """The source of whether any of these is in doubt."""
        return " | ".join(one for one in dict.fromkeys(doubts) if one != NO) or NO

    def fact(self, key: Any, table: Path, path: Path, pattern: str, question: Question) -> Answer:
        """A condition on a cell; `key` is equal for conditions that say the same."""
        known = self._facts.get((table, path, key))
        if known is not None:
            return known
        where = self.column(table, path)
        column = self.columns[where]
        column.pattern = pattern
        number = len(column.facts)
        column.facts.append(question)
        answer = Answer(f"t{where}_{number}", f"n{where}_{number}", f"d{where}[{number}]")
        self._facts[(table, path, key)] = answer
        return answer

    def column(self, table: Path, path: Path) -> int:
        """The number of a column."""
        for number, one in enumerate(self.columns):
            if (one.table, one.path) == (table, path):
                return number
        self.columns.append(Cells(table, path))
        return len(self.columns) - 1

    def rows(self, table: Path, needed: bool = True) -> str:
        """The mask of all rows of a table."""
        if needed:
            self.needed.add(table)
        return YES if not table else self.lists.setdefault(table, f"a{len(self.lists)}")

    def ask(self, question: Question, care: str) -> Answer:
        number = len(self.questions)
        self.questions.append(question)
        given = "".join(f"({fill.masks}), " for _, fill in question.fills)
        self._lines.append(f"qt{number}, qn{number}, qd{number} = view.ask({number}, {care}, ({given}))")
        return Answer(f"qt{number}", f"qn{number}", f"qd{number}")

    def report(self, rule: int, when: Answer, condition: Answer, runs: str) -> None:
        """Write down the runs of a rule that are neither passed nor not applicable."""
        passed = self.both(when.true, condition.true)
        wrong = self.both(self.both(when.maybe, self.no(passed)), runs)
        if wrong == NO:
            return
        missed = f"{when.maybe} & ~{when.true} & {when.doubt}"
        failed = f"{when.true} & ~{condition.true} & (~{condition.maybe} | {condition.doubt})"
        verdict = f"{wrong} & (({missed}) | ({failed}))"
        self._lines.append(f"if {wrong}:")
        self._lines += [f"    {name} = {self._later[name]}" for name in self._needed_later(verdict)]
        self._lines.append(f"    left = {verdict}")
        self._lines.append(f"    if left: found[{rule}] = found.get({rule}, 0) | left")

    def _needed_later(self, source: str) -> list[str]:
        """The names of `later` that `source` needs, in the order of their making."""
        needed: set[str] = set()
        stack = [source]
        while stack:
            for name in re.findall(r"\bx[0-9]+\b", stack.pop()):
                if name not in needed:
                    needed.add(name)
                    stack.append(self._later[name])
        return sorted(needed, key=lambda name: int(name[1:]))

    def text(self) -> str:
        """The whole function: what it reads first, then every operation in turn."""
        lines = ["def screen(view, found):"]
        for table, name in self.lists.items():
            lines.append(f"    {name} = view.rows({list(self.lists).index(table)})")
        for index, column in enumerate(self.columns):
            true = "".join(f"t{index}_{number}, " for number in range(len(column.facts)))
            maybe = "".join(f"n{index}_{number}, " for number in range(len(column.facts)))
            lines.append(f"    ({true}), ({maybe}), d{index} = view.read({index})")
        return "\n".join(lines + ["    " + line for line in self._lines] + ["    return found", ""])
