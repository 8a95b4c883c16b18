"""A grid of cells: what every tabular format becomes before `form` looks for submissions in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from linter.document import Place


@dataclass(slots=True)
class GridCell:
    """One cell.  `text` has no spaces around it and `place` is where that text stands; `row` is its index in the grid.

    A merged cell is one cell at its top left that covers `height` rows and `width` columns.
    """

    row: int
    column: int
    text: str
    place: Place
    height: int = 1
    width: int = 1

    def part(self, start: int, end: int) -> GridCell:
        """The same cell with only the part `start` to `end` of its text, without the spaces around that."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        text = piece.strip()
        place = self.place
        if place.text_start is not None:
            first = place.text_start + start
            place = Place(first, first + len(text), first, place.cell, place.order + start)
        return GridCell(self.row, self.column, text, place, self.height, self.width)


@dataclass(slots=True)
class Grid:
    """Rows of cells in column order.  Blank cells are there too: their place is where something is missing.

    A position that a merged cell covers has no cell of its own, nor has one beyond the end of a short row.
    """

    rows: list[list[GridCell]] = field(default_factory=list)

    def filled(self, row: int) -> list[GridCell]:
        """The cells of a row that have text."""
        return [cell for cell in self.rows[row] if cell.text] if 0 <= row < len(self.rows) else []

    def at(self, row: int, column: int) -> GridCell:
        """The cell at a position; a blank one where there is none, placed at the end of the cell before it."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else []
        index = bisect_right(cells, column, key=lambda cell: cell.column)
        if index == 0:
            return GridCell(row, column, "", Place())
        before = cells[index - 1]
        if before.column == column:
            return before
        end = before.place.end
        return GridCell(row, column, "", Place(end, end, end, before.place.cell, before.place.order))
