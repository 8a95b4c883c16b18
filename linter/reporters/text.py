"""The report for people: each finding with its place, an excerpt, the arithmetic and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from linter.diagnostic import Diagnostic, Outcome, Related
from linter.report import Report
from linter.reporters.excerpt import excerpt
from linter.reporters.style import Style
from linter.reporters.summary import failed_lines, place, skipped_lines, summary_line
from linter.reporters.terminal import escape, measure, pad
from linter.source import Source

_RELATED_LISTED = 12


def render(report: Report, style: Style) -> str:
    """The whole report; ends with the summary line."""
    blocks: list[list[str]] = []
    sources = report.sources
    heading: tuple[str, int | None] | None = None
    for finding in filter(style.shows, report.diagnostics):
        group = (finding.location.path, finding.submission)
        lines = finding_lines(finding, sources, style)
        if group != heading and finding.submission is not None:
            lines.insert(0, _heading(finding, style))
        heading = group
        blocks.append(lines)
    for lines in (skipped_lines(report, style), failed_lines(report, style)):
        if lines:
            blocks.append(lines)
    blocks.append([summary_line(report, style)])
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def finding_lines(finding: Diagnostic, sources: Mapping[str, Source], style: Style) -> list[str]:
    """One finding as a block of lines."""
    return [
        first_line(finding, style),
        *excerpt(finding, sources.get(finding.location.path), style),
        *_note("arithmetic", finding.arithmetic, style),
        *_note("reason", finding.reason if finding.outcome is Outcome.UNDETERMINED else None, style),
        *_related(finding.related, style),
        *_note("help", finding.help, style),
        *_note("fix", finding.fix.title if finding.fix is not None else None, style),
    ]


def first_line(finding: Diagnostic, style: Style) -> str:
    """`path:line:column: severity message [rule]`: where terminals and editors make a link of the place."""
    undetermined = finding.outcome is Outcome.UNDETERMINED
    severity = style.paint("undetermined" if undetermined else str(finding.severity), style.severity(finding))
    where = style.paint("path", f"{place(finding.location, style)}:")
    return f"{where} {severity} {escape(finding.message)} {style.paint('rule', f'[{escape(finding.rule)}]')}"


def _heading(finding: Diagnostic, style: Style) -> str:
    """The file and which of its submissions the findings below belong to."""
    words = {"n": finding.submission, "project": escape(finding.project or "")}
    which = style.phrase("submission-named" if finding.project else "submission", **words)
    return style.paint("heading", f"{escape(finding.location.path)} {style.glyph('dot')} {which}")


def _note(label: str, text: str | None, style: Style) -> list[str]:
    return [f"  {style.paint('label', style.label(label))}{escape(text)}"] if text else []


def _related(related: Sequence[Related], style: Style) -> list[str]:
    """The places that contributed, in columns."""
    if not related:
        return []
    listed = related[:_RELATED_LISTED]
    places = [place(one.location, style) for one in listed]
    width = max(measure(where, style) for where in places)
    lines = [f"  {style.paint('label', style.label('related'))}"]
    for where, one in zip(places, listed, strict=True):
        lines.append(f"    {pad(where, width, style)}  {escape(one.message)}".rstrip())
    if len(related) > len(listed):
        lines.append(f"    {style.phrase('more-related', n=len(related) - len(listed))}")
    return lines
