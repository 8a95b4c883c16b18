"""The report for programs; `schemas/report.schema.json` describes it field by field."""

from __future__ import annotations

from typing import Any

from linter import __version__
from linter.diagnostic import Diagnostic, Edit, Fix, Location, Position
from linter.report import Excused, Fate, FileResult, PackInfo, Report
from linter.reporters.exchange import json_text
from linter.reporters.statistics import Count, statistics
from linter.reporters.style import Style
from linter.reporters.summary import counts

SCHEMA_VERSION = 1


def render(report: Report, style: Style) -> str:
    """The report as JSON.  Nothing is left out of it except what `style.min_severity` hides."""
    listed = [one for one in report.diagnostics if one.severity >= style.min_severity]
    return json_text(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "jixiao", "version": __version__},
            "packs": [_pack(pack) for pack in report.packs],
            "diagnostics": [_diagnostic(one) for one in listed],
            "statistics": [_count(one) for one in statistics(report, listed, style.language)],
            "suppressed": [_excused(one) for one in report.suppressed if style.shows(one.finding)],
            "waived": [_excused(one) for one in report.waived if style.shows(one.finding)],
            "summary": {"files": report.fates(), **counts(report)},
            "skipped": [_fate(file) for file in report.files if file.fate is Fate.SKIPPED],
            "failed": [_fate(file) for file in report.files if file.fate is Fate.FAILED],
        },
        exact=True,
    )


def _pack(pack: PackInfo) -> dict[str, Any]:
    return {"id": pack.id, "version": pack.version, "profile": pack.profile, "digest": pack.digest}


def _diagnostic(one: Diagnostic) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "severity": str(one.severity),
        "outcome": str(one.outcome),
        "message": one.message,
        "help": one.help,
        "arithmetic": one.arithmetic,
        "reason": one.reason,
        "basis": one.basis,
        "url": one.url,
        "submission": one.submission,
        "project": one.project,
        "location": _location(one.location),
        "values": dict(one.values),
        "related": [{"message": other.message, "location": _location(other.location)} for other in one.related],
        "fix": _fix(one.fix) if one.fix is not None else None,
        "fingerprint": one.fingerprint,
    }


def _count(one: Count) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "severity": str(one.severity),
        "outcome": str(one.outcome),
        "title": one.title,
        "count": one.count,
    }


def _excused(one: Excused) -> dict[str, Any]:
    return {
        "diagnostic": _diagnostic(one.finding),
        "reason": one.reason,
        "approved_by": one.approved_by,
        "expires": str(one.expires) if one.expires is not None else None,
        "location": _location(one.location),
    }


def _location(location: Location) -> dict[str, Any]:
    where, cell = location.range, location.cell
    return {
        "path": location.path,
        "pointer": location.pointer,
        "range": {"start": _position(where.start), "end": _position(where.end)} if where is not None else None,
        "cell": {
            "sheet": cell.sheet,
            "ref": cell.ref,
            **({"table": cell.table} if cell.table is not None else {}),
            **({"page": cell.page} if cell.page is not None else {}),
        }
        if cell is not None
        else None,
        "text": location.text,
        "span": list(location.span) if location.span is not None else None,
    }


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}


def _fix(fix: Fix) -> dict[str, Any]:
    return {"title": fix.title, "safety": str(fix.safety), "edits": [_edit(edit) for edit in fix.edits]}


def _edit(edit: Edit) -> dict[str, Any]:
    return {"location": _location(edit.location), "replacement": edit.replacement}


def _fate(file: FileResult) -> dict[str, Any]:
    return {"path": file.path, "reason": file.reason or ""}
