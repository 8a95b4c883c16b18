"""The report for people: each finding with its place, an excerpt, the arithmetic and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from linter.diagnostic import Diagnostic, Outcome
from linter.report import Report
from linter.reporters import statistics
from linter.reporters.excerpt import excerpt
from linter.reporters.notes import notes, related_lines
from linter.reporters.style import Style
from linter.reporters.summary import failed_lines, fixed_lines, place, skipped_lines, summary_line
from linter.reporters.terminal import escape, inert
from linter.source import Source


def render(report: Report, style: Style) -> str:
    """The whole report; ends with the summary line."""
    blocks: list[list[str]] = []
    sources = report.sources
    heading: tuple[str, int | None] | None = None
    findings = statistics.faults(report) if style.statistics else report.diagnostics
    for finding in filter(style.shows, findings):
        group = (finding.location.path, finding.submission)
        lines = finding_lines(finding, sources, style)
        if group != heading and finding.submission is not None:
            lines.insert(0, _heading(finding, style))
        heading = group
        blocks.append(lines)
    counted = statistics.table(report, style) if style.statistics else []
    for lines in (counted, skipped_lines(report, style), failed_lines(report, style), fixed_lines(report, style)):
        if lines:
            blocks.append(lines)
    blocks.append([summary_line(report, style)])
    return inert("\n\n".join("\n".join(lines) for lines in blocks)) + "\n"


def finding_lines(finding: Diagnostic, sources: Mapping[str, Source], style: Style) -> list[str]:
    """One finding as a block of lines."""
    lines = {name: f"  {style.paint('label', style.label(name))}{text}" for name, text in notes(finding).items()}
    return [
        first_line(finding, style),
        *excerpt(finding, sources.get(finding.location.path), style),
        *(lines[label] for label in ("arithmetic", "reason") if label in lines),
        *(f"  {line}" for line in related_lines(finding.related, style)),
        *(lines[label] for label in ("help", "fix", "fix-unsafe") if label in lines),
    ]


def first_line(finding: Diagnostic, style: Style) -> str:
    """`path:line:column: severity message [rule]`: where terminals and editors make a link of the place."""
    undetermined = finding.outcome is Outcome.UNDETERMINED
    word = style.severity(finding.severity, finding.outcome)
    severity = style.paint("undetermined" if undetermined else str(finding.severity), word)
    where = style.paint("path", f"{place(finding.location, style)}:")
    return f"{where} {severity} {escape(finding.message)} {style.paint('rule', f'[{escape(finding.rule)}]')}"


def _heading(finding: Diagnostic, style: Style) -> str:
    """The file and which of its submissions the findings below belong to."""
    words = {"n": finding.submission, "project": escape(finding.project or "")}
    which = style.phrase("submission-named" if finding.project else "submission", **words)
    return style.paint("heading", f"{escape(finding.location.path)} {style.glyph('dot')} {which}")
