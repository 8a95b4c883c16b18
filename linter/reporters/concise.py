"""One line for each finding, for editors and scripts: `path:line:column: severity rule message`."""

from __future__ import annotations

from linter.diagnostic import Diagnostic
from linter.report import Report
from linter.reporters.style import Style
from linter.reporters.summary import failed_lines, fixed_lines, place, summary_line
from linter.reporters.terminal import escape, inert


def render(report: Report, style: Style) -> str:
    """The findings, the files that were not checked, and the summary line."""
    findings = [line(one, style) for one in report.diagnostics if style.shows(one)]
    files = [*failed_lines(report, style), *fixed_lines(report, style)]
    return inert("\n".join([*findings, *files, summary_line(report, style)])) + "\n"


def line(one: Diagnostic, style: Style) -> str:
    """One finding."""
    # The severity is the same word in every language: problem matchers look for it.
    severity = style.paint(str(one.severity), str(one.severity))
    where = style.paint("path", place(one.location, style))
    return f"{where}: {severity} {escape(one.rule)} {escape(one.message)}"
