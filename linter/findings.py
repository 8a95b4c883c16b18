"""From outcomes to diagnostics: where to point, what to say, the arithmetic and the cells it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from linter import catalogue, corrections, limits, values
from linter.catalogue import Language
from linter.diagnostic import Diagnostic, Location, Outcome, Problem, Related, Severity, Subject, TableRow
from linter.document import Document, Kind, Node, locate, locate_start
from linter.expressions import Environment, Unknown, derivation, operators
from linter.expressions.model import Absent, Frame, content, show
from linter.identity import missing, project, row_of, subject
from linter.outcomes import Verdict, evaluate, nodes_of, trace
from linter.rule import Placeholder, Rule, Template


def failure(rule: Rule, document: Document, verdict: Verdict, language: Language) -> Diagnostic:
    """The finding for an assertion that does not hold."""
    env, frame = trace(rule, document, verdict)
    blamed = derivation.culprit(frame)
    sides = _sides(frame)
    words = _Words(env, sides, language)
    sources = derivation.sources(blamed)
    at = evaluate(rule.at, env) if rule.at is not None else None
    places = nodes_of(at) or _owners(at) or [_compared(blamed, sources, verdict.this)]
    about = [missing(at.owner, at.name)] if isinstance(at, Absent) and isinstance(at.name, str) else places
    primary, others = places[0], _distinct([*places[1:], *sources])
    location = where(document, primary, sources)
    related = [node for node in others if node is not primary and not _around(node, primary)]
    return _diagnostic(
        rule,
        document,
        primary,
        subject(document, about, _figures(sides, about, related)),
        location,
        language,
        message=words.fill(rule.message.get(language)),
        help=words.fill(rule.help.get(language)) or None,
        arithmetic=_bounded(derivation.arithmetic(blamed)),
        values=words.shown,
        fix=corrections.fix(rule, document, verdict, language),
        alike=tuple(where(document, node, ()) for node in _distinct(places) if node is not primary),
        related=tuple(_related(node, document) for node in related[: limits.RELATED_LOCATIONS]),
    )


def undetermined(rule: Rule, document: Document, verdict: Verdict, language: Language) -> Diagnostic:
    """The finding for a rule that could not be computed on a submission."""
    unknown = verdict.unknown
    assert unknown is not None
    nodes = list(unknown.nodes) or _traced_nodes(rule, document, verdict) or [verdict.this]
    cause = catalogue.reason(unknown.reason, unknown.words, language)
    words = {"title": rule.title[language], "reason": cause}
    return _diagnostic(
        rule,
        document,
        nodes[0],
        subject(document, [document.root]),  # once for each rule and submission
        where(document, nodes[0], ()),
        language,
        severity=Severity.INFO,
        outcome=Outcome.UNDETERMINED,
        message=catalogue.phrase("undetermined", words, language),
        reason=cause,
        related=tuple(_related(node, document) for node in _distinct(nodes[1:])),
    )


def _traced_nodes(rule: Rule, document: Document, verdict: Verdict) -> list[Node]:
    """The cells behind what could not be computed, where the reason itself names none."""
    _, frame = trace(rule, document, verdict)
    return derivation.sources(derivation.culprit(frame))


def rule_error(rule: Rule, document: Document, verdict: Verdict, language: Language) -> Diagnostic:
    """The finding for a rule that used up its budget or failed in itself."""
    assert verdict.fault is not None
    fault = verdict.fault
    cause = catalogue.reason(fault.reason, fault.words, language)
    problem = Problem(
        "rule-error",
        where(document, verdict.this, ()),
        {"rule": rule.id, "reason": cause},
        submission=document.number,
    )
    return replace(own(problem, document, language), rule=rule.id)


def own(problem: Problem, document: Document | None, language: Language) -> Diagnostic:
    """The finding for a problem that no rule found, in a submission or (None) in a file as a whole."""
    if document is None:
        return catalogue.diagnostic(problem, language)
    made = catalogue.diagnostic(problem, language, project(document))
    node = document.find(problem.location.pointer or "") or document.root
    name = str(problem.words.get("field") or problem.words.get("label") or "")
    if node.kind is Kind.MAPPING and name and name not in node.children:
        about = subject(document, [missing(node, name)])
    else:
        about = subject(document, [node], [name] if node.kind is not Kind.SCALAR else ())
    return replace(made, submission=document.number, subject=about)


def _diagnostic(
    rule: Rule,
    document: Document,
    node: Node,
    about: Subject,
    location: Location,
    language: Language,
    message: str,
    **more: Any,
) -> Diagnostic:
    made: dict[str, Any] = {"severity": rule.severity, "basis": rule.basis.get(language), **more}
    return Diagnostic(
        rule=rule.id,
        message=message,
        location=location,
        submission=document.number,
        project=project(document),
        subject=about,
        row=table_row(document, node),
        **made,
    )


def _bounded(text: str | None) -> str | None:
    return None if text is None else catalogue.bounded(text)


# Where


def _compared(blamed: Frame, sources: list[Node], this: Node) -> Node:
    """Where to point if the rule does not say: the right side of the comparison, else what holds every source."""
    pair = derivation.sides(blamed)
    right = pair[1].value if pair is not None else None
    return right if isinstance(right, Node) else derivation.common_ancestor(sources) or this


def _around(node: Node, inner: Node) -> bool:
    """Whether `inner` stands in `node`: a row adds nothing to a finding about one of its cells."""
    above = inner.parent
    while above is not None and above is not node:
        above = above.parent
    return above is node


def _owners(value: Any) -> list[Node]:
    """The row or mapping in which something is missing."""
    return [value.owner] if isinstance(value, Absent) else []


def _distinct(nodes: Iterable[Node]) -> list[Node]:
    return list({id(node): node for node in nodes}.values())


def where(document: Document, node: Node, sources: Iterable[Node]) -> Location:
    """Where to point for `node`: a scalar itself, for a list of rows the header of the column that `sources` share."""
    in_row = row_of(document, node)
    if node.kind is Kind.SCALAR or (in_row is not None and in_row[1] is node and document.columns is not None):
        return locate(document.source, node)  # a cell; its key would be the column's header
    header = _column_header(document, node, list(sources))
    location = locate_start(document.source, node)
    if header is None:
        return location
    found = locate(document.source, header)
    return replace(found, pointer=node.pointer)


def _column_header(document: Document, node: Node, sources: list[Node]) -> Node | None:
    """The header cell of the one column that all `sources` of a list of rows stand in, where the form is a table."""
    names = {one.key for one in sources if one.parent is not None and one.parent.parent is node}
    if document.columns is None or len(names) != 1 or node.kind is not Kind.SEQUENCE:
        return None
    name = names.pop()
    return next((column.node for column in document.columns if column.field == name and column.node is not None), None)


def _related(node: Node, document: Document) -> Related:
    return Related(catalogue.bounded(derivation.leaf_text(node), limits.EXCERPT_CHARACTERS), where(document, node, ()))


def table_row(document: Document, node: Node) -> TableRow | None:
    """The row of the form that `node` stands in, as the form shows it."""
    found = row_of(document, node)
    if found is None or document.columns is None:
        return None
    row, child = found
    key = document.kind.rows.row_key
    fields = [column.field for column in document.columns]
    cells = tuple(_cell_text(row.child(name)) for name in fields)
    blamed = fields.index(str(child.key)) if child is not row and child.key in fields else None
    headers = tuple(column.header for column in document.columns)
    return TableRow(headers, cells, blamed, fields.index(key) if key in fields else None)


def _cell_text(node: Node | None) -> str:
    if node is None or node.inherited:
        return ""
    return node.text or ("" if node.kind is Kind.SCALAR else show(node))


# What to say


def _sides(frame: Frame) -> dict[str, Any]:
    """`left`, `right` and `difference` of an assertion that is one comparison."""
    while frame.syntax is not None and type(frame.syntax).__name__ == "Group" and frame.below:
        frame = frame.below[-1]
    pair = derivation.sides(frame)
    if pair is None:
        return {}
    left, right = pair[0].value, pair[1].value
    found = {"left": left, "right": right}
    try:
        difference = operators.subtract(left, right)
    except Unknown:
        return found
    negative = (difference.number if isinstance(difference, values.Quantity) else difference) < 0
    return {**found, "difference": operators.negate(difference) if negative else difference}


def _figures(sides: Mapping[str, Any], blamed: Sequence[Node], related: Sequence[Node]) -> list[str]:
    """What was compared, where more than the text of the blamed cells is behind it."""
    known = {id(node) for node in blamed}
    if all(node.kind is Kind.SCALAR for node in blamed) and all(id(node) in known for node in related):
        return []
    found = [sides[name] for name in ("left", "right") if name in sides and id(sides[name]) not in known]
    several = [isinstance(side, list) or (isinstance(side, Node) and side.kind is not Kind.SCALAR) for side in found]
    return [show(side) for side, many in zip(found, several, strict=True) if not many]


class _Words:
    """Fills templates; `shown` gathers what their placeholders stood for."""

    def __init__(self, env: Environment, sides: Mapping[str, Any], language: Language) -> None:
        self.env = env
        self.sides = sides
        self.language = language
        self.shown: dict[str, str] = {}

    def fill(self, template: Template | None) -> str:
        if template is None:
            return ""
        words = {name: self._word(name, placeholder) for name, placeholder in template.placeholders.items()}
        return catalogue.fill(template.text, words, self.language)

    def _word(self, name: str, placeholder: Placeholder) -> str:
        text = _shown(evaluate(placeholder.expression, self.env, self.sides), placeholder.unit)
        self.shown[name.partition(":")[0]] = text
        blank = catalogue.phrase("blank", {}, self.language)
        return catalogue.bounded(text if text.strip() else blank, limits.EXCERPT_CHARACTERS)


def _shown(value: Any, unit: values.Unit | None) -> str:
    if unit is not None:
        try:
            found = content(value)
        except Unknown:
            return show(value)
        if isinstance(found, values.Value):
            found = found.amount
        if isinstance(found, Decimal):
            found = values.Quantity(found)
        if isinstance(found, values.Quantity) and found.unit.dimension == unit.dimension:
            return found.to(unit).text
    return show(value)
