"""A finding as a SARIF result: its message, its locations, its fix."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from linter.diagnostic import Diagnostic, Edit, Fix, Location, Outcome, Position, Range, Related, Severity
from linter.report import Excused
from linter.reporters.columns import Columns
from linter.reporters.exchange import uri
from linter.reporters.notes import message_lines
from linter.reporters.style import Style
from linter.reporters.summary import cell_text
from linter.reporters.terminal import escape

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
KINDS = {
    Outcome.PASS: "pass",
    Outcome.FAIL: "fail",
    Outcome.UNDETERMINED: "open",
    Outcome.NOT_APPLICABLE: "notApplicable",
    Outcome.RULE_ERROR: "review",
}

_RELATED_LINKED = 12

# GitHub refuses a location without a region, so a place without lines stands at the start of its file.
_START = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}

# In a message, what a viewer would take for a link or a placeholder.
_LINK = re.compile(r"\](?=\()")
_BRACKET = re.compile(r"[\[\]\\]")
_PLACEHOLDER = re.compile(r"\{(\d+)\}")


@dataclass(frozen=True)
class Context:
    """What a result refers to: the columns' unit, and the places of rules, faults and files in the run's lists."""

    style: Style
    columns: Columns
    rules: Mapping[str, int]
    faults: Mapping[str, int]
    files: Mapping[str, int]


def result(one: Diagnostic, fingerprint: str, context: Context) -> dict[str, Any]:
    """One finding; `fingerprint` is its own among those of its file."""
    kind = KINDS[one.outcome]
    made: dict[str, Any] = {
        "ruleId": one.rule,
        "ruleIndex": context.rules[one.rule],
        "kind": kind,
        "level": LEVELS[one.severity] if kind == "fail" else "none",  # the standard knows no level of other kinds
        "message": _message(one, context.style),
        "locations": [location(one.location, context)],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }
    if one.related:
        made["relatedLocations"] = [
            {"id": number, **location(other.location, context), "message": message(other.message)}
            for number, other in enumerate(one.related, 1)
        ]
    if one.fix is not None and (fix := _fix(one.fix, context)) is not None:
        made["fixes"] = [fix]
    if properties := _properties(one):
        made["properties"] = properties
    return made


def suppression(one: Excused, kind: str, context: Context) -> dict[str, Any]:
    """Why a finding does not count: the comment in its file (`inSource`), or the waiver (`external`)."""
    decided = {"approvedBy": escape(one.approved_by or ""), "expires": str(one.expires or "")}
    made: dict[str, Any] = {
        "kind": kind,
        "status": "accepted",
        "justification": escape(one.reason),
        "location": location(one.location, context),
    }
    if properties := {name: value for name, value in decided.items() if value}:
        made["properties"] = properties
    return made


def message(text: str) -> dict[str, str]:
    """A plain text message: nothing in `text` is obeyed by a terminal, or taken for a link or a placeholder."""
    lines = "\n".join(escape(line) for line in text.split("\n"))
    return {"text": _no_placeholder(_LINK.sub("] ", lines))}


def _message(one: Diagnostic, style: Style) -> dict[str, str]:
    """Message, arithmetic and help, and links to the related locations: GitHub shows only those that are linked."""
    text = message("\n".join(message_lines(one, style)))["text"]
    if not one.related:
        return {"text": text}
    links = [_link(number, other) for number, other in enumerate(one.related[:_RELATED_LINKED], 1)]
    if len(one.related) > len(links):
        links.append(style.phrase("more-related", n=len(one.related) - len(links)))
    return {"text": f"{text}\n{style.label('related')}{style.phrase('comma').join(links)}"}


def _link(number: int, other: Related) -> str:
    text = _BRACKET.sub(r"\\\g<0>", escape(other.message) or str(number))
    return f"[{_no_placeholder(text)}]({number})"


def _no_placeholder(text: str) -> str:
    return _PLACEHOLDER.sub(r"{{\1}}", text)


def location(where: Location, context: Context) -> dict[str, Any]:
    """Where in the file, and the names of the cell and of the node there."""
    found = context.columns.range(where)
    if found is not None:
        region = _region(found)
    elif where.range is not None:
        line = Position(where.range.start.line, 1)
        region = _region(Range(line, line))
    else:
        region = _START
    artifact = artifact_location(where.path)
    if where.path in context.files:
        artifact["index"] = context.files[where.path]
    made: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    if names := _names(where, context.style):
        made["logicalLocations"] = names
    return made


def artifact_location(path: str) -> dict[str, Any]:
    made: dict[str, Any] = {"uri": uri(path)}
    if not PurePath(path).is_absolute():
        made["uriBaseId"] = "%SRCROOT%"
    return made


def _names(where: Location, style: Style) -> list[dict[str, str]]:
    names = []
    if where.cell is not None:
        names.append({"fullyQualifiedName": cell_text(where.cell, style), "kind": "cell"})
    if where.pointer:
        names.append({"fullyQualifiedName": where.pointer, "kind": "value"})
    return names


def _region(found: Range) -> dict[str, int]:
    return {
        "startLine": found.start.line,
        "startColumn": found.start.column,
        "endLine": found.end.line,
        "endColumn": found.end.column,
    }


def _fix(fix: Fix, context: Context) -> dict[str, Any] | None:
    """The fix, if every part of it can be pointed at in a text."""
    by_path: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        replacement = _replacement(edit, context)
        if replacement is None:
            return None
        by_path.setdefault(edit.location.path, []).append(replacement)
    changes = [
        {"artifactLocation": artifact_location(path), "replacements": replacements}
        for path, replacements in by_path.items()
    ]
    return {
        "description": message(fix.title),
        "artifactChanges": changes,
        "properties": {"safety": str(fix.safety)},
    }


def _replacement(edit: Edit, context: Context) -> dict[str, Any] | None:
    found = context.columns.replaced(edit)
    if found is None:
        return None
    return {"deletedRegion": _region(found), "insertedContent": {"text": edit.replacement}}


def _properties(one: Diagnostic) -> dict[str, Any]:
    values = {name: escape(value) for name, value in one.values.items()}
    properties = {
        "submission": one.submission,
        "project": escape(one.project or ""),
        "basis": escape(one.basis or ""),
        "values": values,
    }
    return {name: value for name, value in properties.items() if value}
