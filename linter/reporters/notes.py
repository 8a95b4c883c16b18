"""What a report says about one finding besides its place, in words ready to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from linter.diagnostic import Diagnostic, Outcome, Related, Safety
from linter.reporters.style import Style
from linter.reporters.summary import cell_text, place
from linter.reporters.terminal import escape, mark, measure, pad

_RELATED_LISTED = 12
_LEAST_ROOM = 20


def notes(finding: Diagnostic) -> Mapping[str, str]:
    """The arithmetic, the reason, the help and the fix, as far as there are any, escaped, by their labels."""
    said = {
        "arithmetic": finding.arithmetic,
        "reason": finding.reason if finding.outcome is Outcome.UNDETERMINED else None,
        "help": finding.help,
    }
    if finding.fix is not None:
        said["fix" if finding.fix.safety is Safety.SAFE else "fix-unsafe"] = finding.fix.title
    return {label: escape(text) for label, text in said.items() if text}


def headline(finding: Diagnostic, style: Style) -> str:
    """The message; after the cell where the format has no lines, since other programs know no cells."""
    message = escape(finding.message)
    where = finding.location
    if where.range is not None or where.cell is None:
        return message
    return f"{cell_text(where.cell, style)}{style.phrase('colon')}{message}"


def message_lines(finding: Diagnostic, style: Style) -> list[str]:
    """The headline and one line for each note."""
    return [headline(finding, style), *(f"{style.label(label)}{text}" for label, text in notes(finding).items())]


def related_lines(related: Sequence[Related], style: Style) -> list[str]:
    """The places that contributed, in columns, below a label."""
    if not related:
        return []
    listed = related[:_RELATED_LISTED]
    places = [place(one.location, style) for one in listed]
    width = max(measure(where, style) for where in places)
    room = max(style.width - width - 6, _LEAST_ROOM)
    lines = [style.paint("label", style.label("related"))]
    for where, one in zip(places, listed, strict=True):
        lines.append(f"  {pad(where, width, style)}  {mark(one.message, 0, 0, room, style).text}".rstrip())
    if len(related) > len(listed):
        lines.append(f"  {style.phrase('more-related', n=len(related) - len(listed))}")
    return lines
