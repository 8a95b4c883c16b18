"""Running the generated function on a submission."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial, reduce
from types import CodeType
from typing import Any

from linter.decimals import EXACT
from linter.document import Document, Node
from linter.expressions import Environment
from linter.expressions.lists import sum_of
from linter.expressions.model import Nodes, Unknown
from linter.expressions.paths import member
from linter.rule import Rule
from linter.screening.asking import Asker
from linter.screening.columns import REMEMBERED, Column, Masks, Unscreened, View, cell_at, key_of
from linter.screening.costs import ASKING
from linter.screening.dependence import Path
from linter.screening.program import Compiled
from linter.screening.source import Fill


class Screen:
    """Compiled rules, ready to run; `code` is their source compiled earlier."""

    def __init__(self, rules: Sequence[Rule], compiled: Compiled, code: CodeType | None = None) -> None:
        self.rules = rules
        self.tables = compiled.tables
        self.columns = [
            Column(cells.table, cells.path, cells.pattern, tuple(Asker(rules, fact) for fact in cells.facts))
            for cells in compiled.columns
        ]
        self.questions = [Asker(rules, question) for question in compiled.questions]
        self.capacities = compiled.capacities
        self._least = min(compiled.capacities, default=0)
        space: dict[str, Any] = {"__builtins__": {}}
        exec(code or compile(compiled.source, "<rules>", "exec"), space)  # made of numbered names and operators alone
        self._run = space["screen"]

    def doubtful(self, document: Document) -> dict[int, int]:
        """The numbers of the rules that may have something to report, each with the mask of its runs to look at."""
        try:
            run = _Run(self, document)
            found: dict[int, int] = self._run(run, {})
            size = run.size()
        except Exception:  # whatever is the matter with the submission or with us, the evaluator will say it
            return dict.fromkeys(range(len(self.rules)), -1)
        if size > self._least:
            found |= {number: -1 for number, most in enumerate(self.capacities) if size > most}
        return found


class _Run(View):
    """What the generated function asks of one submission."""

    def __init__(self, screen: Screen, document: Document) -> None:
        super().__init__(document, screen.rules[0].pack.kind.root)
        self._screen = screen
        self._sums: dict[tuple[Path, str, int], Any] = {}
        self._texts: dict[int, list[str | None]] = {}
        self._left: dict[int, int] = {}  # steps that the questions of a rule may still take

    def rows(self, number: int) -> int:
        """The mask of all rows of a table."""
        path, needed = self._screen.tables[number]
        table = self.table(path)
        if needed and not table.there:
            raise Unscreened
        return table.all

    def read(self, number: int) -> Masks:
        """What the conditions of a column give."""
        return self._screen.columns[number].read(self)

    def distinct(self, number: int, mask: int) -> int:
        """-1 if no two cells of a column in the rows of `mask` have the same text, spaces aside; else 0."""
        if mask & (mask - 1) == 0:
            return -1
        column = self._screen.columns[number]
        texts = self._texts.get(number)
        if texts is None:
            texts = self._texts[number] = [squeezed(cell_at(row, column.path)) for row in self.table(column.table).rows]
        some = [text for index, text in enumerate(texts) if mask >> index & 1]
        return -(len(set(some)) == len(some) and None not in some)

    def ask(self, number: int, care: int, given: tuple[tuple[int, int], ...]) -> tuple[int, int, int]:
        """What the evaluator says of the submission, or of the rows of `care`: where true, not false, in doubt."""
        if not care:
            return 0, 0, 0
        asker = self._screen.questions[number]
        filled: dict[str, Any] = {}
        later: dict[str, Any] = {}
        for (name, fill), (mask, other) in zip(asker.question.fills, given, strict=True):
            if mask != other if fill.kind == "truth" else other:
                return 0, care, care  # it is not known what stands here
            if fill.kind in ("rows", "sum"):
                later[name] = partial(self._filled, fill, mask)
            else:
                filled[name] = self._filled(fill, mask)
        asker.begin(self.env, filled, later)
        self.env.steps = self._left.get(asker.question.rule, ASKING)
        found = self._answers(asker, care)
        self._left[asker.question.rule] = self.env.steps
        return found

    def _answers(self, asker: Asker, care: int) -> tuple[int, int, int]:
        if asker.question.table is None:
            true, maybe, doubt = asker.ask(self.env, self.document.root)
            return -true, -maybe, -doubt
        true = maybe = doubt = 0
        for row, bit in self._picked(asker.question.table, care):
            one = self._about(asker, row)
            true, maybe, doubt = true | one[0] * bit, maybe | one[1] * bit, doubt | one[2] * bit
        return true, maybe, doubt

    def _about(self, asker: Asker, row: Node) -> tuple[int, int, int]:
        """An answer about a row; remembered where it depends on nothing but some cells that are there."""
        cells = [cell_at(row, path) for path in asker.question.cells]
        key = tuple([key_of(cell) for cell in cells])
        if not key or None in key:
            return asker.ask(self.env, row)
        answer = asker.remembered.get(key)
        if answer is None:
            if len(asker.remembered) >= REMEMBERED:
                asker.remembered.clear()
            answer = asker.remembered[key] = asker.ask(self.env, row)
        return answer

    def _picked(self, table: Path, mask: int) -> Iterator[tuple[Node, int]]:
        """The rows of a mask, each with its bit."""
        rows = self.table(table).rows
        mask &= (1 << len(rows)) - 1
        while mask:
            bit = mask & -mask
            yield rows[bit.bit_length() - 1], bit
            mask ^= bit

    def _filled(self, fill: Fill, mask: int, env: Environment | None = None) -> Any:
        """What stands for a name."""
        if fill.kind == "truth":
            return bool(mask)
        if fill.kind == "size":
            return Decimal(mask.bit_count())
        rows = [row for row, _ in self._picked(fill.table, mask)]
        if fill.kind in ("rows", "nodes"):
            return rows if fill.kind == "rows" else Nodes(rows)
        if fill.kind == "cells":
            return Nodes([member(row, fill.name, False) for row in rows])
        key = fill.table, fill.name, mask
        if key not in self._sums:
            self._sums[key] = self._sum(Nodes([member(row, fill.name, False) for row in rows]))
        if isinstance(self._sums[key], Unknown):
            raise self._sums[key].with_traceback(None)
        return self._sums[key]

    def _sum(self, cells: Nodes) -> Any:
        numbers = [cell.value for cell in cells if type(cell) is Node and cell.text.strip()]
        try:
            if len(numbers) == len(cells) and {type(number) for number in numbers} == {Decimal}:
                return reduce(EXACT.add, numbers)
            return sum_of(self.env, cells)
        except Unknown as problem:
            return problem
        except ArithmeticError:
            return Unknown("too-large", tuple(cells))


def squeezed(cell: Node | None) -> str | None:
    """A text without spaces, as `duplicates` compares it; None for what is no text."""
    return "".join(cell.text.split()) if cell is not None and type(cell.value) is str else None
