"""GitHub Actions workflow commands: annotations on the files of a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from linter.diagnostic import Diagnostic, Location, Severity
from linter.report import Report
from linter.reporters.exchange import portable
from linter.reporters.notes import notes
from linter.reporters.style import Style
from linter.reporters.summary import listed, place, summary_line
from linter.reporters.terminal import escape

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

# What GitHub annotates of each level in one step; the rest is in the log only.
MOST_ANNOTATIONS = 10

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(report: Report, style: Style) -> str:
    """One command for each finding and the summary; first a notice, itself an annotation, if GitHub drops some."""
    found = listed(report, style)
    lines = [*_cut(found, style), *(_command(one, style) for one in found), summary_line(report, style)]
    return "\n".join(lines) + "\n"


def _cut(found: Sequence[Diagnostic], style: Style) -> list[str]:
    counts = Counter(one.severity for one in found)
    if all(count <= MOST_ANNOTATIONS for count in counts.values()):
        return []
    counts[Severity.INFO] += 1  # the notice itself
    cut = [
        style.number(f"{severity}s", counts[severity] - MOST_ANNOTATIONS)
        for severity in sorted(counts, reverse=True)
        if counts[severity] > MOST_ANNOTATIONS
    ]
    said = style.phrase("annotations-cut", limit=MOST_ANNOTATIONS, cut=style.phrase("comma").join(cut))
    return [f"::notice title=jixiao::{said.translate(_DATA)}"]


def _command(one: Diagnostic, style: Style) -> str:
    """The log shows only the message, so the place stands in it too."""
    first = f"{place(one.location, style)}: {escape(one.message)} [{escape(one.rule)}]"
    below = [f"{style.label(label)}{text}" for label, text in notes(one).items()]
    properties = {"file": portable(one.location.path), **_lines(one.location), "title": f"jixiao {one.rule}"}
    shown = ",".join(f"{name}={escape(text).translate(_PROPERTY)}" for name, text in properties.items())
    said = "\n".join([first, *below])
    return f"::{COMMANDS[one.severity]} {shown}::{said.translate(_DATA)}"


def _lines(where: Location) -> dict[str, str]:
    """Columns are for ranges within one line: GitHub ignores others."""
    if where.range is None:
        return {}
    start, end = where.range.start, where.range.end
    lines = {"line": str(start.line), "endLine": str(end.line)}
    return lines if start.line != end.line else {**lines, "col": str(start.column), "endColumn": str(end.column)}
