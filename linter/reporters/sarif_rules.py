"""The tool and its rules as SARIF describes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from linter import __version__, catalogue
from linter.catalogue import bounded
from linter.diagnostic import Diagnostic, Outcome
from linter.report import Report, RuleInfo
from linter.reporters.sarif_result import LEVELS, message
from linter.reporters.style import Style

LANGUAGES = {"zh": "zh-CN", "en": "en"}

# GitHub refuses a rule with more tags, and shows so much of a description.
_MOST_TAGS = 20
_DESCRIPTION_CHARACTERS = 1_024


def rules_of(report: Report, found: Iterable[Diagnostic], style: Style) -> list[RuleInfo]:
    """The rules that were in force, and of the engine's own diagnostics those that were given."""
    rules = {rule.id: rule for rule in report.rules}
    for one in found:
        if one.rule not in rules:
            rules[one.rule] = _own_rule(one.rule, one, style)
    return list(rules.values())


def fault_id(one: Diagnostic) -> str:
    """What a fault is called: a rule that broke is not described by what it looks for."""
    return "rule-error" if one.outcome is Outcome.RULE_ERROR else one.rule


def driver(rules: Iterable[RuleInfo], faults: Sequence[Diagnostic], style: Style) -> dict[str, Any]:
    """The tool with its rules, and with descriptors of the faults that it reports."""
    own = {fault_id(one): _own_rule(fault_id(one), one, style) for one in faults}
    return {
        "name": "jixiao",
        "semanticVersion": __version__,
        "language": LANGUAGES[style.language],
        "rules": [_descriptor(rule, style) for rule in rules],
        "notifications": [_descriptor(rule, style) for rule in own.values()],
    }


def _own_rule(id: str, one: Diagnostic, style: Style) -> RuleInfo:
    """What the catalogue says about a diagnostic; one that it does not know is called by its id."""
    if id not in catalogue.ids():
        return RuleInfo(id, one.severity, id)
    entry = catalogue.entry(id)
    return RuleInfo(id, entry.severity, entry.text("title", style.language), entry.text("why", style.language))


def _descriptor(rule: RuleInfo, style: Style) -> dict[str, Any]:
    basis = style.phrase("basis", basis=rule.basis) if rule.basis else ""
    why = rule.why.strip() or rule.title
    properties: dict[str, Any] = {
        "tags": list(rule.tags[:_MOST_TAGS]),
        "pack": rule.pack,
        "aliases": list(rule.aliases),
        "basis": rule.basis,
    }
    made: dict[str, Any] = {
        "id": rule.id,
        "shortDescription": message(bounded(rule.title, _DESCRIPTION_CHARACTERS)),
        "fullDescription": message(bounded(why.split("\n\n")[0], _DESCRIPTION_CHARACTERS)),
        "help": {
            "text": "\n\n".join(filter(None, (why, basis))),
            "markdown": "\n\n".join(filter(None, (f"## {rule.title}", why, basis))),
        },
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }
    if filled := {name: value for name, value in properties.items() if value}:
        made["properties"] = filled
    return made
