"""Tables of which each cell stands on a line of its own, as text taken from a PDF often has them, put back into rows.

Blank and merged cells have left no line.  So the rows are only put together where one reading is possible: where the
levels are known words and everything after them comes in groups as long as the header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from linter import limits
from linter.document import Place
from linter.readers.columns import Head
from linter.readers.extent import ends_table
from linter.readers.grid import Grid, GridCell
from linter.readers.labels import LONGEST, Labels, is_number
from linter.schema import Field, normal

_BROKEN = 3  # lines that one header may be broken into, at most
_FEWEST = 3  # headers of a table
_VALUE = re.compile(r"[<>=≥≤≧≦⩾⩽＜＞＝]|[\d.,]+\s*%?$")  # what no name begins with, or is


class _UnclearError(Exception):
    """The cell from which on more than one reading is possible."""

    def __init__(self, cell: GridCell) -> None:
        super().__init__()
        self.cell = cell


@dataclass(slots=True)
class _Header:
    labels: Labels
    heads: list[Head]
    after: int  # the line after the last of it

    @property
    def fields(self) -> list[Field | None]:
        """What each column holds; None for one that only numbers the rows."""
        return [head.label.fields[0] if head.label is not None else None for head in self.heads]


def unstack(grid: Grid, known: Sequence[Labels]) -> tuple[Grid, list[GridCell]]:
    """The grid with such tables as rows below their header, and where one cannot be put together: that stays as it is.

    The same grid if there is none.
    """
    filled = [cells for cells in grid.rows if any(cell.text for cell in cells)]
    given = [cells for cells in filled if not _is_page(_only(cells), known)]
    lines = [_only(cells) for cells in given]
    rows: list[list[GridCell]] = []
    unclear: list[GridCell] = []
    at = copied = 0
    while at < len(lines) and len(unclear) < limits.SUBMISSIONS:
        header = _header(lines, at, known) if _may_begin(lines, at) else None
        after = at + 1 if header is None else header.after
        if header is not None:
            try:
                body, after = _body(lines, given, header)
                rows += [*given[copied:at], [_at(head.cell, head.index) for head in header.heads], *body]
                copied = after
            except _UnclearError as where:
                unclear.append(where.cell)
        at = after
    if not copied:
        return grid, unclear
    rows += given[copied:]
    return Grid([[replace(cell, row=row) for cell in cells] for row, cells in enumerate(rows)]), unclear


def _is_page(line: GridCell | None, known: Sequence[Labels]) -> bool:
    """Whether a line only tells the page."""
    return line is not None and any(labels.words.page.fullmatch(line.text[:LONGEST]) for labels in known[:1])


def _may_begin(lines: Sequence[GridCell | None], at: int) -> bool:
    """Whether the next lines are as many cells that stand alone as the smallest header has."""
    first = lines[at : at + _FEWEST]
    return len(first) == _FEWEST and None not in first


def _only(cells: list[GridCell]) -> GridCell | None:
    """The cell that stands alone in its row."""
    only = None
    for cell in cells:
        if cell.text:
            if only is not None:
                return None
            only = cell
    return only


def _at(cell: GridCell, column: int) -> GridCell:
    return GridCell(cell.row, column, cell.text, cell.place)


def _header(lines: Sequence[GridCell | None], at: int, known: Sequence[Labels]) -> _Header | None:
    """The longest header that begins in a line, of whatever document kind."""
    found = [header for labels in known if (header := _header_of(lines, at, labels)) is not None]
    return max(found, key=lambda header: len(header.heads), default=None)


def _header_of(lines: Sequence[GridCell | None], at: int, labels: Labels) -> _Header | None:
    header, names = _Header(labels, [], at), set[str]()
    while (head := _head(lines, header.after, len(header.heads), labels)) is not None:
        name = head[0].label.fields[0].name if head[0].label is not None else ""
        if name in names:
            break
        names.add(name)
        header.heads.append(head[0])
        header.after += head[1]
    return header if len(header.heads) >= _FEWEST and len(names & set(labels.row.required)) > 1 else None


def _head(lines: Sequence[GridCell | None], at: int, index: int, labels: Labels) -> tuple[Head, int] | None:
    """A header that begins in a line, and how many lines it is broken into."""
    cells: list[GridCell] = []
    found: tuple[Head, int] | None = None
    for cell in lines[at : at + _BROKEN]:
        if cell is None or len(cell.text) > LONGEST:
            break
        cells.append(cell)
        text = "".join(one.text for one in cells)
        label = labels.column(text)
        if label is not None or text in labels.words.row_labels:
            place = cells[0].place
            joined = GridCell(cell.row, index, text, place if len(cells) == 1 else _together(cells))
            found = Head(index, joined, label), len(cells)
    return found


def _together(cells: Sequence[GridCell]) -> Place:
    """The place of all of some cells."""
    return replace(cells[0].place, end=cells[-1].place.end, text_start=None)


def _body(
    lines: Sequence[GridCell | None], given: Sequence[list[GridCell]], header: _Header
) -> tuple[list[list[GridCell]], int]:
    """The rows below a header, and the line after them.  Raises `_UnclearError`."""
    rows: list[list[GridCell]] = []
    at = header.after
    while at < len(lines):
        if ends_table([cell for cell in given[at] if cell.text], header.labels):
            break
        if lines[at] is None:
            raise _UnclearError(given[at][0])
        row, at = _row(lines, at, header, not rows)
        rows.append(row)
    if not rows:
        raise _UnclearError(header.heads[-1].cell)
    return rows, at


def _row(lines: Sequence[GridCell | None], at: int, header: _Header, first: bool) -> tuple[list[GridCell], int]:
    """A row that begins in a line, without the levels that it takes from above.  Raises `_UnclearError`."""
    begin = lines[at]
    assert begin is not None
    numbered = sum(field is None for field in header.fields[:1])
    levels = [field.name for field in header.fields if field is not None and field.inherit]
    given = _levels(lines[at + numbered : at + numbered + 2], levels, header.labels)
    if given is None or (first and len(given) < len(levels)):
        raise _UnclearError(begin)
    row: list[GridCell] = []
    for index, field in enumerate(header.fields):
        if field is None or not field.inherit or field.name in given:
            cell = lines[at] if at < len(lines) else None
            if cell is None or not _may_be(field, cell, header.labels):
                raise _UnclearError(cell or begin)
            row.append(_at(cell, index))
            at += 1
    return row, at


def _levels(cells: Sequence[GridCell | None], levels: Sequence[str], labels: Labels) -> Sequence[str] | None:
    """The levels that a row gives, by its first two cells; None if that is not clear."""
    first, second, alone = labels.words.levels
    texts = [normal(cell.text[:LONGEST]) if cell is not None else "" for cell in (*cells, None, None)]
    above = [one for one in (first, second) if one.fullmatch(texts[0])]
    if len(levels) < 2 or not above:
        return levels if above else ()
    if first in above and second.fullmatch(texts[1]):
        return levels
    return levels[1:] if first not in above or alone.fullmatch(texts[0]) else None


def _may_be(field: Field | None, cell: GridCell, labels: Labels) -> bool:
    """Whether a column may hold a cell; a column without a field numbers the rows."""
    words, text = labels.words, normal(cell.text[:LONGEST])
    if field is None or field.value in ("money", "points"):
        return is_number(cell.text)
    if any(pattern.fullmatch(text) for pattern in words.levels[:2]) != field.inherit:
        return False
    if field.name == words.parts[0]:
        return any(text in known for known in words.contents.values())
    if field.name == words.parts[2]:
        return not is_number(text)
    return field.name != labels.rows.row_key or _VALUE.match(text) is None
