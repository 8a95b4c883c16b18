"""How many steps the evaluator may take at most for what masks answer in its place.

A rule that might use up its budget of steps has to be run, so that this is reported.  What the evaluator is asked
counts its own steps; everything else is counted here, as a polynomial of how many items the lists have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from typing import Any

from linter import limits
from linter.expressions.model import STEPS_A_CHARACTER, STEPS_A_PART, STEPS_AN_ITEM
from linter.expressions.syntax import Call, Comparison, Filter, ListOf, Macro, Member, Name, Select, Syntax, plain

CHARACTERS = 1_000  # of a cell whose conditions are remembered, …
ITEMS = 20  # … and the items of a cell that is a list
BUDGET = limits.EXPRESSION_STEPS * 3 // 4  # for masks …
ASKING = limits.EXPRESSION_STEPS - BUDGET  # … and for questions
SIZES = tuple(sorted({2**power * factor // 4 for power in range(4, 14) for factor in (4, 5, 6, 7)}))

_AT_ONCE = max(CHARACTERS // 10, STEPS_AN_ITEM * ITEMS)  # what one look at a cell takes
_READING = {"mentions", "similar", "closest"}  # functions that go through a text character by character


class Weight:
    """The steps of one rule, by the number of loops that they are in."""

    def __init__(self) -> None:
        self._steps: dict[int, int] = {}
        self._lets: frozenset[str] = frozenset()  # that are counted
        self._loops = 0
        self._counting = True

    def add(self, steps: int) -> None:
        if self._counting:
            self._steps[self._loops] = self._steps.get(self._loops, 0) + steps

    @contextmanager
    def loop(self, body: Syntax) -> Iterator[None]:
        """What is done for each row of a list."""
        self._loops += 1
        self.add(steps_of(body))
        try:
            yield
        finally:
            self._loops -= 1

    @contextmanager
    def let(self, name: str) -> Iterator[None]:
        """What a let is computed from: once, wherever and however often it is used."""
        before = self._loops, self._counting
        self._loops, self._counting = 0, self._counting and name not in self._lets
        self._lets |= {name}
        try:
            yield
        finally:
            self._loops, self._counting = before

    def mark(self) -> tuple[dict[int, int], frozenset[str]]:
        """What has been counted, for `undo`."""
        return dict(self._steps), self._lets

    def undo(self, mark: tuple[dict[int, int], frozenset[str]]) -> None:
        self._steps, self._lets = mark

    def capacity(self) -> int:
        """The most items that a list may have for the rule to be screened."""
        fitting = [size for size in SIZES if sum(n * size**loops for loops, n in self._steps.items()) <= BUDGET]
        return max(fitting, default=0)


class CellCosts:
    """The steps of conditions on one cell, at most; `constants` are the lists that macros may run through."""

    def __init__(self, lets: Mapping[str, Syntax], constants: Mapping[str, Mapping[str, Any]]) -> None:
        self._lets, self._constants = lets, constants
        self._known: dict[str, int] = {}

    def steps(self, condition: Syntax) -> int:
        syntax = plain(condition)
        if isinstance(syntax, Name) and syntax.name in self._lets:
            if syntax.name not in self._known:
                self._known[syntax.name] = self.steps(self._lets[syntax.name])
            return self._known[syntax.name]
        if isinstance(syntax, Macro):
            each = steps_of(syntax.body) + self.steps(syntax.body)
            return self.steps(syntax.target) + self._length(syntax.target) * each
        below = sum(map(self.steps, syntax.parts()))
        if isinstance(syntax, Filter):
            return ITEMS * (steps_of(syntax) + below)
        if isinstance(syntax, Call):
            return below + (STEPS_A_CHARACTER * CHARACTERS if syntax.name in _READING else _AT_ONCE)
        return below + (_AT_ONCE if isinstance(syntax, (Comparison, Select)) else STEPS_A_PART)

    def _length(self, target: Syntax) -> int:
        """How many items a list may have: one of the pack's as many as it has, one in a cell as many as are read."""
        syntax = plain(target)
        if isinstance(syntax, ListOf):
            return len(syntax.items)
        if isinstance(syntax, Member) and isinstance(syntax.target, Name):
            found = self._constants.get(syntax.target.name, {}).get(syntax.name)
            if isinstance(found, Sized):
                return len(found)
        return max(ITEMS, *(len(one) for lists in self._constants.values() for one in lists.values() if _listed(one)))


def _listed(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def steps_of(body: Syntax) -> int:
    """What a macro takes for one item, apart from the loops in its body."""
    return STEPS_AN_ITEM + STEPS_A_PART * sum(1 for _ in body.walk())
