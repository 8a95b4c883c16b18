"""GitLab Code Quality: the list of findings that a merge request shows."""

from __future__ import annotations

from typing import Any

from linter.diagnostic import Diagnostic, Severity
from linter.report import Report, is_fault
from linter.reporters.exchange import digest, fingerprints, json_text, portable
from linter.reporters.notes import message_lines
from linter.reporters.style import Style
from linter.reporters.summary import listed
from linter.reporters.terminal import escape

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, style: Style) -> str:
    """One entry for each finding, and for each file that was not checked."""
    found = listed(report, style)
    return json_text([_entry(one, mark, style) for one, mark in zip(found, fingerprints(found), strict=True)])


def _entry(one: Diagnostic, mark: str, style: Style) -> dict[str, Any]:
    path = portable(one.location.path)
    return {
        "description": style.phrase("between").join(message_lines(one, style)),
        "check_name": escape(one.rule),
        # GitLab folds equal fingerprints into one finding, whatever their files.
        "fingerprint": digest(path, one.rule, mark),
        "severity": "critical" if is_fault(one) else SEVERITIES[one.severity],
        "location": {"path": path, "lines": {"begin": one.location.line or 1}},
    }
