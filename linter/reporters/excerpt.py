"""What stands at a finding's place: the line of a text, or the row of a table, with a caret below."""

from __future__ import annotations

from dataclasses import replace

from linter.diagnostic import Diagnostic, Location, TableRow
from linter.reporters.style import Style
from linter.reporters.terminal import Marked, escape, mark, measure, pad
from linter.source import Source

_CELL = 24  # cells that are not blamed are shown up to this width
_LEAST_ROOM = 20
_LEAST_CELL = 8
_GAP = -1  # stands for columns that are left out


def excerpt(finding: Diagnostic, source: Source | None, style: Style) -> list[str]:
    """The lines that show a finding's place; none where there is nothing to show."""
    if finding.row is not None and finding.row.cells:
        return _row_excerpt(_square(finding.row), finding.location, style)
    if source is not None and finding.location.range is not None:
        return _line_excerpt(source, finding.location, style)
    if finding.location.cell is not None and finding.location.text:
        return _cell_excerpt(finding.location, style)
    return []


def _square(row: TableRow) -> TableRow:
    """The row with as many cells as headers: text dumps leave out blank cells at a line's end."""
    count = max(len(row.headers), len(row.cells))
    return replace(
        row,
        headers=row.headers + ("",) * (count - len(row.headers)),
        cells=row.cells + ("",) * (count - len(row.cells)),
    )


def _line_excerpt(source: Source, location: Location, style: Style) -> list[str]:
    assert location.range is not None
    start, end = location.range.start, location.range.end
    line = source.line(start.line)
    stop = end.column - 1 if end.line == start.line else len(line)  # of several lines, the first is shown
    return _marked_text(str(start.line), line, (start.column - 1, stop), style)


def _cell_excerpt(location: Location, style: Style) -> list[str]:
    assert location.cell is not None
    text = location.text or ""
    return _marked_text(escape(location.cell.ref), text, location.span or (0, len(text)), style)


def _marked_text(name: str, text: str, span: tuple[int, int], style: Style) -> list[str]:
    """A line after its number or a cell's text after its name, and below it the carets."""
    bar = style.glyph("bar")
    room = max(style.width - len(name) - 5 - measure(bar, style), _LEAST_ROOM)
    found = mark(text, *span, room, style)
    gutter = style.paint("gutter", f"{name} {bar}")
    below = style.paint("gutter", f"{' ' * len(name)} {bar}")
    return [f"  {gutter} {found.text}".rstrip(), f"  {below} {_carets(found, style)}"]


def _carets(found: Marked, style: Style) -> str:
    return " " * found.before + style.paint("caret", "^" * found.marked)


def _row_excerpt(row: TableRow, location: Location, style: Style) -> list[str]:
    widths = _widths(row, style)
    shown = _columns(row, widths, style)
    blamed = row.column if row.column is not None and row.column < len(row.cells) else None
    bar = style.glyph("bar")
    edge = f" {bar} "
    headers, cells, caret = [], [], ""
    offset = 2 + measure(bar, style) + 1
    for column in shown:
        if column == _GAP:
            headers.append(style.glyph("cut"))
            cells.append(style.glyph("cut"))
            offset += measure(style.glyph("cut"), style) + measure(edge, style)
            continue
        width = widths[column]
        headers.append(pad(mark(row.headers[column], 0, 0, width, style).text, width, style))
        found = _marked_cell(row, location, column, width, style)
        cells.append(pad(found.text, width, style))
        if column == blamed:
            caret = " " * offset + _carets(found, style)
        offset += width + measure(edge, style)
    painted = style.paint("gutter", bar)
    lines = [f"  {painted} {f' {painted} '.join(part)} {painted}" for part in (headers, cells)]
    return [*lines, caret] if caret else lines


def _marked_cell(row: TableRow, location: Location, column: int, width: int, style: Style) -> Marked:
    """A cell as shown, with the blamed part of it; all of it where no part is named."""
    text = row.cells[column]
    if column != row.column:
        return mark(text, 0, 0, width, style)
    if not text.strip():
        return Marked("", 0, width)
    # The span counts in the value's text; a cell that shows something else is blamed as a whole.
    start, end = location.span if location.span and location.text == text else (0, len(text))
    return mark(text, start, end, width, style)


def _widths(row: TableRow, style: Style) -> list[int]:
    """How wide each column may become."""
    around = _total([_GAP, 0, _GAP], [0], style)  # what stands beside a cell whose neighbours are all left out
    most = max(min(style.width - around, style.width * 2 // 3), _LEAST_CELL)
    widths = []
    for column, cell in enumerate(row.cells):
        limit = most if column == row.column else min(_CELL, most)
        # Characters beyond the limit cannot make a cell narrower than the limit.
        texts = (row.headers[column], cell)
        widths.append(min(max(measure(escape(text[: limit + 1]), style) for text in texts), limit))
    return widths


def _columns(row: TableRow, widths: list[int], style: Style) -> list[int]:
    """The columns that fit, in order, with a `_GAP` where some are left out.

    The blamed cell comes first, then the one that names the row, then the blamed one's neighbours.
    """
    count = len(widths)
    centre = row.column if row.column is not None and row.column < count else 0
    wanted = [centre]
    if row.key is not None and row.key < count and row.key != centre:
        wanted.append(row.key)
    near = sorted(range(count), key=lambda column: (abs(column - centre), column))
    wanted += [column for column in near if column not in wanted and widths[column] > 0]
    chosen: list[int] = []
    for column in wanted:
        attempt = sorted([*chosen, column])
        if chosen and _total(_with_gaps(attempt, widths), widths, style) > style.width:
            break
        chosen = attempt
    return _with_gaps(chosen, widths)


def _with_gaps(columns: list[int], widths: list[int]) -> list[int]:
    """`columns` with a `_GAP` wherever a column that has content is missing."""
    result: list[int] = []
    for column, width in enumerate(widths):
        if column in columns:
            result.append(column)
        elif width > 0 and (not result or result[-1] != _GAP):
            result.append(_GAP)
    return result


def _total(columns: list[int], widths: list[int], style: Style) -> int:
    edge = measure(style.glyph("bar"), style) + 2
    cut = measure(style.glyph("cut"), style)
    return 1 + edge + sum((cut if column == _GAP else widths[column]) + edge for column in columns)
