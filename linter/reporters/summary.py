"""What is said after the findings: files that were not checked, and the counts."""

from __future__ import annotations

from collections import defaultdict

from linter import catalogue
from linter.diagnostic import Cell, Diagnostic, Location, Outcome, Problem, Safety, Severity
from linter.report import Fate, FileResult, Report
from linter.reporters.style import Style
from linter.reporters.terminal import escape

_SKIPPED_LISTED = 10  # more skipped files than this are counted by reason
_SKIPPED_NAMED = 3


def counts(report: Report) -> dict[str, int]:
    """The numbers of the summary.  What could not be determined is no info: it is counted by itself."""
    found = [one for one in report.diagnostics if one.outcome is not Outcome.UNDETERMINED]
    return {
        "submissions": sum(file.submissions for file in report.files),
        "rows": sum(file.rows for file in report.files),
        "errors": sum(1 for one in found if one.severity is Severity.ERROR),
        "warnings": sum(1 for one in found if one.severity is Severity.WARNING),
        "infos": sum(1 for one in found if one.severity is Severity.INFO),
        "undetermined": sum(file.undetermined for file in report.files),
        "suppressed": len(report.suppressed),
        "waived": len(report.waived),
        "fixed": sum(file.fixed.count for file in report.files if file.fixed is not None),
    }


def listed(report: Report, style: Style) -> list[Diagnostic]:
    """The findings to list, and one for each file that was not checked and of which none of them tells."""
    shown = [one for one in report.diagnostics if style.shows(one)]
    told = {one.location.path for one in shown}
    untold = [file for file in report.files if file.fate is Fate.FAILED and file.path not in told]
    return shown + [failure(file, style) for file in untold]


def failure(file: FileResult, style: Style) -> Diagnostic:
    """A finding that says why a file was not checked."""
    return catalogue.diagnostic(
        Problem("unreadable-file", Location(file.path), {"reason": file.reason}), style.language
    )


def place(location: Location, style: Style) -> str:
    """`path:line:column`, or `path:Sheet!D9` where there are no lines; made safe to show."""
    if location.range is not None:
        start = location.range.start
        return f"{escape(location.path)}:{start.line}:{start.column}"
    if location.cell is not None:
        return f"{escape(location.path)}:{cell_text(location.cell, style)}"
    return escape(location.path)


def cell_text(cell: Cell, style: Style) -> str:
    """`Sheet!D9`, with the page and table that a document has; made safe to show."""
    text = escape(cell.text)
    if cell.table is not None:
        name = "table-cell" if cell.page is None else "page-table-cell"
        return style.phrase(name, table=cell.table, page=cell.page, cell=text)
    return text if cell.page is None else style.phrase("page-cell", page=cell.page, cell=text)


def skipped_lines(report: Report, style: Style) -> list[str]:
    """The skipped files with their reasons; many of them by reason."""
    skipped = [file for file in report.files if file.fate is Fate.SKIPPED]
    if len(skipped) <= _SKIPPED_LISTED:
        return [_file_line("skipped", file, style) for file in skipped]
    by_reason: dict[str, list[str]] = defaultdict(list)
    for file in skipped:
        by_reason[file.reason or ""].append(escape(file.path))
    return [
        style.label("skipped")
        + style.phrase(
            "many-skipped", n=len(paths), reason=escape(cause), paths=style.phrase("comma").join(paths[:_SKIPPED_NAMED])
        )
        for cause, paths in by_reason.items()
    ]


def failed_lines(report: Report, style: Style) -> list[str]:
    """Every file that should have been checked and was not."""
    return [_file_line("failed", file, style) for file in report.files if file.fate is Fate.FAILED]


def fixed_lines(report: Report, style: Style) -> list[str]:
    """Every file that was fixed, with the number of findings, and where its new content is if not in its place."""
    lines = []
    for file in report.files:
        if file.fixed is not None:
            name = "fixed" if file.fixed.path == file.path else "fixed-copy"
            words = {"path": escape(file.path), "n": file.fixed.count, "copy": escape(file.fixed.path)}
            lines.append(style.paint("path", style.label("fixed")) + style.phrase(name, **words))
    return lines


def _file_line(label: str, file: FileResult, style: Style) -> str:
    cause = f"{style.phrase('colon')}{escape(file.reason)}" if file.reason else ""
    return style.paint("path", style.label(label)) + escape(file.path) + cause


def summary_line(report: Report, style: Style) -> str:
    """One line that accounts for everything that was looked at."""
    numbers = counts(report)
    severities = {name: style.number(name, numbers[name]) for name in ("errors", "warnings", "infos")}
    parts = [
        style.phrase(
            "checked",
            files=style.number("files", len(report.files)),
            submissions=style.number("submissions", numbers["submissions"]),
            rows=style.number("rows", numbers["rows"]),
            counts=style.phrase("counts", **severities),
        )
    ]
    if numbers["undetermined"]:
        name = "undetermined" if style.show_undetermined else "undetermined-hidden"
        parts.append(style.phrase(name, n=numbers["undetermined"]))
    findings = report.diagnostics
    hidden = sum(1 for one in findings if one.outcome is not Outcome.UNDETERMINED and not style.shows(one))
    extra = {
        "hidden": hidden,
        "fixed-total": numbers["fixed"],
        "fixable": sum(1 for one in findings if one.fix is not None and one.fix.safety is Safety.SAFE),
        "fixable-unsafe": sum(1 for one in findings if one.fix is not None and one.fix.safety is Safety.UNSAFE),
        "suppressed": numbers["suppressed"],
        "waived": numbers["waived"],
    }
    parts += [style.phrase(name, n=number) for name, number in extra.items() if number]
    fates = report.fates()
    parts.append(style.phrase("fates", skipped=fates["skipped"], failed=fates["failed"]))
    return style.phrase("between").join(parts)
