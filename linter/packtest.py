"""A pack's own tests: every example of every rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace

from linter import corrections, findings, prepare
from linter.diagnostic import Outcome, Problem
from linter.document import Document, Kind, Node
from linter.outcomes import Verdict, judge
from linter.parameters import ParameterError, read_value, wrong_value
from linter.rule import Example, Pack, Rule
from linter.rulebook import RuleBook
from linter.schema import DocumentKind


@dataclass(frozen=True, slots=True)
class Tested:
    """How one example went; `problem` says what is wrong with it, None if it holds."""

    rule: Rule
    example: Example
    problem: Problem | None


def run_examples(book: RuleBook) -> Iterator[Tested]:
    """Every example of every rule in the book."""
    for rule in book.rules:
        for example in rule.examples:
            yield Tested(rule, example, check_example(rule, example))


def check_example(rule: Rule, example: Example) -> Problem | None:
    """What is wrong with an example, None if it gives what it says."""
    try:
        rule = _with_params(rule, example)
    except ParameterError as error:
        return wrong_value(error, "params", rule.file)
    document = example_document(rule, example)
    unknown = next((node for node in document.root.walk() if node.field is None), None)
    if unknown is not None:
        choices = list(rule.pack.kind.root.properties)
        return Problem("unknown-field", rule.file.at(unknown), {"field": unknown.label, "choices": choices})
    verdicts = list(judge(rule, document))
    actual = overall(verdicts)
    if actual is Outcome.NOT_APPLICABLE and example.expected is Outcome.PASS:
        return None
    if actual is not example.expected:
        words = {"expected": str(example.expected), "actual": str(actual)}
        return Problem("example-failed", rule.file.at(example.node), words)
    return _check_failure(rule, example, document, verdicts) if actual is Outcome.FAIL else None


def example_document(rule: Rule, example: Example) -> Document:
    """The fragment as a submission: keys as field names, values read; its structure is not checked."""
    source = rule.file.source
    root = _copy(example.given)
    list(prepare.canonical(root, rule.pack.kind.root, source))
    document = Document(rule.pack.kind, root, source)
    list(prepare.prepare(document, rule.pack.canonical, rule.pack.units))
    return document


def overall(verdicts: list[Verdict]) -> Outcome:
    """What several runs of a rule come to: the worst of them."""
    found = {verdict.outcome for verdict in verdicts}
    for outcome in (Outcome.RULE_ERROR, Outcome.FAIL, Outcome.UNDETERMINED, Outcome.PASS):
        if outcome in found:
            return outcome
    return Outcome.NOT_APPLICABLE


def _check_failure(rule: Rule, example: Example, document: Document, verdicts: list[Verdict]) -> Problem | None:
    made = [findings.failure(rule, document, one, "zh") for one in verdicts if one.outcome is Outcome.FAIL]
    places = sorted(one.location.pointer or "" for one in made)
    if places != sorted(example.at):
        words = {"expected": ", ".join(example.at), "actual": ", ".join(places)}
        return Problem("example-failed", rule.file.at(example.node), words)
    if example.message is not None and example.message != made[0].message:
        words = {"expected": example.message, "actual": made[0].message}
        return Problem("example-failed", rule.file.at(example.node.child("message")), words)
    return _check_fix(rule, example, document, verdicts) if example.fixed else None


def _check_fix(rule: Rule, example: Example, document: Document, verdicts: list[Verdict]) -> Problem | None:
    """What is wrong with what the rule's fix makes of an example: another text, or one that it would still change."""
    if rule.fix is None:
        return Problem("example-failed", rule.file.at(example.node.child("fixed")), {"detail": "fix"})
    made = [
        (node, corrections.changed(node.text, several))
        for verdict in _failed(verdicts)
        for node, several in corrections.changes(rule, rule.fix, document, verdict)
    ]
    texts = [text for _, text in made]
    place = rule.file.at(example.node.child("fixed"))
    if texts != list(example.fixed):
        return Problem("example-failed", place, {"expected": "、".join(example.fixed), "actual": "、".join(texts)})
    for node, text in made:
        node.text = node.value = text
    again = Document(document.kind, document.root, document.source)
    list(prepare.prepare(again, rule.pack.canonical, rule.pack.units))
    still = [node for one in _failed(judge(rule, again)) for node in corrections.targets(rule, rule.fix, again, one)]
    left = [text for node, text in made if any(node is other for other in still)]
    return Problem("example-failed", place, {"detail": "、".join(left)}) if left else None


def _failed(verdicts: Iterable[Verdict]) -> list[Verdict]:
    return [one for one in verdicts if one.outcome is Outcome.FAIL]


def _with_params(rule: Rule, example: Example) -> Rule:
    if example.params is None:
        return rule
    params = dict(rule.pack.params)
    for name, node in example.params.children.items():
        if name not in params:
            raise ParameterError(node, "params")
        params[name] = replace(params[name], value=read_value(node, params[name].kind, params[name].columns))
    pack: Pack = replace(rule.pack, params=params)
    return replace(rule, pack=pack)


def _copy(node: Node) -> Node:
    """The tree below `node` on its own: reading an example must not change the rule file's tree."""
    made = copy(node)
    made.parent = made.key = None
    if node.kind is Kind.MAPPING:
        made.children = {}
        for key, below in node.children.items():
            made.put(key, _copy(below))
    elif node.kind is Kind.SEQUENCE:
        made.children = []
        for below in node.children:
            made.append(_copy(below))
    return made


def unread_fields(book: RuleBook, kind: DocumentKind) -> list[str]:
    """Patterns of the scalar fields of `kind` that no rule names."""
    read = {pattern for rule in book.rules_for(kind) for pattern in rule.reads}
    return [
        field.pattern
        for field in kind.root.walk()
        if not field.properties and field.items is None and field.pattern not in read and field.path[-1:] != ("*",)
    ]
