"""Reviewdog Diagnostic Format: review comments, with fixes as suggestions.

Reviewdog refuses a file with any field that its version does not know, so newer fields are left alone.
"""

from __future__ import annotations

from typing import Any

from linter.diagnostic import Diagnostic, Fix, Location, Range, Severity
from linter.report import Report
from linter.reporters.columns import Columns
from linter.reporters.exchange import json_text, portable
from linter.reporters.notes import message_lines, related_lines
from linter.reporters.style import Style
from linter.reporters.summary import listed
from linter.reporters.terminal import escape
from linter.source import utf8_length

SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(report: Report, style: Style) -> str:
    """One diagnostic for each finding, and for each file that was not checked; columns count UTF-8 bytes."""
    columns = Columns(report.sources, utf8_length)
    return json_text(
        {
            "source": {"name": "jixiao"},
            "diagnostics": [_diagnostic(one, columns, style) for one in listed(report, style)],
        }
    )


def _diagnostic(one: Diagnostic, columns: Columns, style: Style) -> dict[str, Any]:
    made: dict[str, Any] = {
        "message": "\n".join([*message_lines(one, style), *related_lines(one.related, style)]),
        "location": _location(one.location, columns),
        "severity": SEVERITIES[one.severity],
        "code": {"value": escape(one.rule), **({"url": one.url} if one.url else {})},
    }
    if suggestion := _suggestion(one.fix, one.location.path, columns):
        made["suggestions"] = [suggestion]
    return made


def _location(where: Location, columns: Columns) -> dict[str, Any]:
    made: dict[str, Any] = {"path": portable(where.path)}
    found = columns.range(where)
    if found is not None:
        made["range"] = _range(found)
    elif where.range is not None:
        made["range"] = {"start": {"line": where.range.start.line}}
    return made


def _suggestion(fix: Fix | None, path: str, columns: Columns) -> dict[str, Any] | None:
    """The fix, if it is one edit: suggestions are taken one by one, and a fix must not be taken in part."""
    if fix is None or len(fix.edits) != 1 or fix.edits[0].location.path != path:
        return None
    found = columns.replaced(fix.edits[0])
    return None if found is None else {"range": _range(found), "text": fix.edits[0].replacement}


def _range(found: Range) -> dict[str, dict[str, int]]:
    return {
        "start": {"line": found.start.line, "column": found.start.column},
        "end": {"line": found.end.line, "column": found.end.column},
    }
