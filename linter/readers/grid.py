"""A grid of cells: what every tabular format becomes before `form` looks for submissions in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from linter.document import Place


@dataclass(slots=True)
class GridCell:
    """One cell.  `text` has no spaces around it and `place` is where that text stands; `row` is its index in the grid.

    A merged cell is the one at its top left, with its text, and covers `height` rows and `width` columns.
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

    A position that a merged cell covers has a blank cell, placed at the merged one, or no cell; nor has one beyond the
    end of a short row.
    """

    rows: list[list[GridCell]] = field(default_factory=list)

    def filled(self, row: int) -> list[GridCell]:
        """The cells of a row that have text."""
        return [cell for cell in self.rows[row] if cell.text] if 0 <= row < len(self.rows) else []

    def at(self, row: int, column: int) -> GridCell:
        """The cell at a position; where there is none a blank one, at the end of the cell before, else at the first."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else []
        if 0 <= column < len(cells) and cells[column].column == column:  # as in most grids
            return cells[column]
        index = bisect_right(cells, column, key=lambda cell: cell.column)
        if index == 0:
            after = cells[0].place if cells else Place()
            return GridCell(row, column, "", Place(after.start, after.start, after.start, after.cell, after.order))
        before = cells[index - 1]
        if before.column == column:
            return before
        end = before.place.end
        return GridCell(row, column, "", Place(end, end, end, before.place.cell, before.place.order))
