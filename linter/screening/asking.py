"""Asking the ordinary evaluator about one row or the submission, in the state of the question's rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from linter.document import Node
from linter.expressions import Environment, Unknown, compile_syntax
from linter.expressions.filters import FilterCompiler
from linter.expressions.model import boolean
from linter.expressions.rows import by_comparator, is_total, name, named_as_cost, said_by_name, target
from linter.rule import Rule
from linter.screening.costs import ASKING
from linter.screening.source import Question

# Conditions on a row that no expression says.
NAMED: dict[str, Callable[[Environment, Node], bool]] = {
    "cost_word": named_as_cost,
    "is_total": is_total,
    "said_up": lambda env, row: said_by_name(env, name(row)) == "up",
    "said_down": lambda env, row: said_by_name(env, name(row)) == "down",
    "compared_up": lambda env, row: by_comparator(target(row)) == "up",
    "compared_down": lambda env, row: by_comparator(target(row)) == "down",
}
NOTHING: Mapping[str, Any] = MappingProxyType({})
Closure = Callable[[Environment], Any]

TRUE, FALSE, UNKNOWN, DOUBT = (1, 1, 0), (0, 0, 0), (0, 1, 0), (0, 1, 1)


class Asker:
    """A question, ready to be asked."""

    def __init__(self, rules: Sequence[Rule], question: Question) -> None:
        rule = rules[question.rule]
        self.question = question
        self.remembered: dict[Any, tuple[int, int, int]] = {}  # answers by the cells that they depend on
        self._words = rule.pack.words
        self._names: dict[str, Any] = {"params": rule.pack.values, "lists": rule.pack.words}
        if question.row is not None and rule.rows is not None:
            self._names["row"] = rule.pack.values[rule.rows][question.row]
        self._lets: dict[str, Closure] = {name: compile_syntax(syntax) for name, syntax in question.lets.items()}
        self._lets |= {name: _filled for name, _ in question.fills}
        self._run = _runner(question)

    def begin(
        self, env: Environment, filled: Mapping[str, Any] = NOTHING, later: Mapping[str, Closure] = NOTHING
    ) -> None:
        """Bring `env` into the state of the rule; the names of the question's fills stand for what is in `filled`, or
        for what a function in `later` gives if it comes to that."""
        env.steps = ASKING
        env.lists, env.names = self._words, self._names
        env.lets = {**self._lets, **later} if later else self._lets
        env.this, env.known = env.root, dict(filled)

    def ask(self, env: Environment, row: Node) -> tuple[int, int, int]:
        """Whether it is true, not false, in doubt, each as 0 or 1; `begin` comes before."""
        if self.question.variable is None and self.question.table:  # what lets say depends on the row
            env.this, env.known = row, {}
        try:
            return TRUE if boolean(self._run(env, row)) else FALSE
        except Unknown as problem:
            return UNKNOWN if env.lacks(problem.pattern) else DOUBT


def _runner(question: Question) -> Callable[[Environment, Node], Any]:
    condition, variable = question.condition, question.variable
    if isinstance(condition, str):
        return NAMED[condition]
    if variable == "@":
        test = FilterCompiler(compile_syntax).condition(condition)

        def of_current(env: Environment, row: Node) -> Any:
            env.current = row
            try:
                return test(env)
            finally:
                env.current = None

        return of_current
    run = compile_syntax(condition)
    if variable is None:
        return lambda env, row: run(env)

    def of_variable(env: Environment, row: Node) -> Any:
        env.variables = {variable: row}
        try:
            return run(env)
        finally:
            env.variables = {}

    return of_variable


def _filled(env: Environment) -> Any:
    raise AssertionError("a name that stands for something is known before it is asked for")
