"""How often each rule found something: a table for people, and part of the JSON report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linter import catalogue
from linter.diagnostic import Diagnostic, Outcome, Severity
from linter.report import Report, is_fault
from linter.reporters.style import Style
from linter.reporters.terminal import escape, measure, pad


@dataclass(frozen=True, slots=True)
class Count:
    """The findings of one rule that are equally bad."""

    rule: str
    severity: Severity
    outcome: Outcome
    title: str
    count: int


def statistics(report: Report, findings: Iterable[Diagnostic], language: catalogue.Language) -> list[Count]:
    """`findings` counted by rule, the most frequent first."""
    titles = {id: catalogue.entry(id).text("title", language) for id in catalogue.ids()}
    titles.update((rule.id, rule.title) for rule in report.rules)
    numbers = Counter((one.rule, one.severity, one.outcome) for one in findings)
    counted = [Count(*key, titles.get(key[0], ""), number) for key, number in numbers.items()]
    return sorted(counted, key=lambda one: (-one.count, one.rule, -one.severity, one.outcome))


def table(report: Report, style: Style) -> list[str]:
    """The findings that a full report would list, a line for each rule: count, severity, rule, title."""
    counted = statistics(report, filter(style.shows, report.diagnostics), style.language)
    lines = []
    severities = _column([style.severity(one.severity, one.outcome) for one in counted], style)
    rules = _column([escape(one.rule) for one in counted], style)
    for one, severity, rule in zip(counted, severities, rules, strict=True):
        role = "undetermined" if one.outcome is Outcome.UNDETERMINED else str(one.severity)
        shown = (f"{one.count:>6}", style.paint(role, severity), style.paint("rule", rule), escape(one.title))
        lines.append("  ".join(shown))
    return lines


def _column(texts: Sequence[str], style: Style) -> list[str]:
    """Escaped texts, all of one width."""
    width = max((measure(text, style) for text in texts), default=0)
    return [pad(text, width, style) for text in texts]


def faults(report: Report) -> list[Diagnostic]:
    """What makes a run one that cannot be trusted; a number in a table does not say that."""
    return [
        *(one for one in report.problems if one.severity is Severity.ERROR),
        *(one for file in report.files for one in file.diagnostics if is_fault(one)),
    ]
