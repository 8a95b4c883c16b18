"""Running a rule on a document: outcomes, without severity, file name or words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linter.diagnostic import Outcome
from linter.document import Document, Kind, Node
from linter.expressions import Environment, RuleFault, Unknown, compile_syntax
from linter.expressions.model import Frame, Nodes, boolean
from linter.expressions.syntax import Syntax
from linter.rule import Rule


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule gives on one node; `row` is the parameter's row it ran for."""

    outcome: Outcome
    this: Node
    row: Any = None
    unknown: Unknown | None = None  # why it is undetermined
    fault: RuleFault | None = None  # why the rule could not be completed


def judge(rule: Rule, document: Document, looked_at: int = -1) -> Iterator[Verdict]:
    """The outcome of `rule` on every node it runs on, or only on those whose bits are set in `looked_at`."""
    env = environment(rule, document, document.root, None)
    try:
        runs = list(_runs(rule, document, env))
    except (Unknown, RuleFault) as problem:
        yield _unfinished(problem, document.root, None, env)
        return
    for number, (this, row) in enumerate(runs):
        if not looked_at >> number & 1:
            continue
        env = environment(rule, document, this, row)
        try:
            yield Verdict(_outcome(rule, env), this, row)
        except (Unknown, RuleFault) as problem:
            yield _unfinished(problem, this, row, env)


def _runs(rule: Rule, document: Document, env: Environment) -> Iterator[tuple[Node, Any]]:
    """The nodes the rule runs on; for `params.NAME[*]` the submission, once for each row."""
    if rule.rows is not None:
        for row in rule.pack.values[rule.rows]:
            yield document.root, row
        return
    found = compile_syntax(rule.each)(env)
    for node in found if isinstance(found, Nodes) else [found]:
        if isinstance(node, Node) and _is_what_it_should_be(node):
            yield node, None


def _is_what_it_should_be(node: Node) -> bool:
    """A text where a row is needed has been reported as such; rules would make no sense of it."""
    field = node.field
    return field is None or not field.properties or node.kind is Kind.MAPPING


def environment(rule: Rule, document: Document, this: Node, row: Any, trace: bool = False) -> Environment:
    """A fresh state for evaluating one expression of `rule`."""
    pack = rule.pack
    env = Environment(document.root, this, lists=pack.words, document=document, memory=document.memory)
    env.names = {"params": pack.values, "lists": pack.words}
    if row is not None:
        env.names["row"] = row
    env.lets = {name: compile_syntax(syntax, trace) for name, syntax in rule.let.items()}
    if trace:
        env.frames = [Frame(None)]
    return env


def _outcome(rule: Rule, env: Environment) -> Outcome:
    if rule.when is not None and not boolean(compile_syntax(rule.when)(env)):
        return Outcome.NOT_APPLICABLE
    return Outcome.PASS if boolean(compile_syntax(rule.condition)(env)) else Outcome.FAIL


def _unfinished(problem: Unknown | RuleFault, this: Node, row: Any, env: Environment) -> Verdict:
    """A rule that could not be computed; where the form has no such column, it does not apply."""
    if isinstance(problem, RuleFault):
        return Verdict(Outcome.RULE_ERROR, this, row, fault=problem)
    if env.lacks(problem.pattern):
        return Verdict(Outcome.NOT_APPLICABLE, this, row)
    return Verdict(Outcome.UNDETERMINED, this, row, unknown=problem)


def trace(rule: Rule, document: Document, verdict: Verdict) -> tuple[Environment, Frame]:
    """The assertion once more, recording every step: the state after it and its frame.

    Of a verdict that is undetermined the part that could not be computed, which may be `when`.
    """
    env = environment(rule, document, verdict.this, verdict.row, trace=True)
    assert env.frames is not None
    top = env.frames[0]
    undetermined = verdict.outcome is Outcome.UNDETERMINED and rule.when is not None
    for syntax in (rule.when, rule.condition) if undetermined else (rule.condition,):
        if syntax is None:
            continue
        try:
            compile_syntax(syntax, True)(env)
        except (Unknown, RuleFault):
            break
    return env, top.below[-1]


def evaluate(syntax: Syntax, env: Environment, names: Mapping[str, Any] | None = None) -> Any:
    """The value of a further expression of the rule in the state of an earlier one; None if it has none."""
    frames, env.frames = env.frames, None
    env.names.update(names or {})
    try:
        return compile_syntax(syntax)(env)
    except Unknown:
        return None
    finally:
        env.frames = frames


def nodes_of(value: Any) -> list[Node]:
    """The nodes among what a path gave."""
    if isinstance(value, Node):
        return [value]
    return [item for item in value if isinstance(item, Node)] if isinstance(value, list) else []
