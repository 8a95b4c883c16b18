"""Documents that are a flow of lines and tables, as one grid: a row for each line and for each row of a table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from linter import limits
from linter.diagnostic import Cell
from linter.document import Place
from linter.readers.grid import Grid, GridCell
from linter.readers.refusal import too_large
from linter.readers.sheets import reference

_LINE_END = re.compile(r"[^\S\n]*\n\s*")


@dataclass(slots=True)
class _Span:
    """A cell that may cover rows below its own; rows and columns are counted in its table."""

    cell: GridCell
    row: int
    column: int
    width: int
    height: int

    def covers(self, row: int) -> bool:
        return row < self.row + self.height


@dataclass(slots=True)
class _Table:
    """A table that is being read, as far as it has come."""

    number: int
    row: int = -1
    in_row: bool = False
    column: int = 0
    cells: list[GridCell] = field(default_factory=list)  # of the row, as far as they are not in the grid yet
    spans: dict[int, _Span] = field(default_factory=dict)  # by column
    size: tuple[int, int] | None = None  # width and height of the cell that is being read
    continues: bool = False  # … which only continues the one above it
    cut: bool = False  # … of which a part is in the grid already, since a table stands in it
    strays: list[str] = field(default_factory=list)  # texts beside the cells, such as a caption


class Flow:
    """Builds the grid from what comes along in a document.

    Tables are numbered from 1 in the order in which they begin.  A table in a cell of another one stands in the grid
    below the row it is in.  A line outside the tables is named `¶3`, for the third.  Every method may raise `Refused`.
    """

    def __init__(self, clean: Callable[[str], str] = str) -> None:
        self.grid = Grid()
        self._clean = clean  # done to the whole text of a line or cell
        self._open: list[_Table] = []
        self._pieces: list[str] = []
        self._tables = self._lines = self._order = 0

    def text(self, piece: str) -> None:
        self._pieces.append(piece)

    def end_line(self) -> None:
        """A paragraph or a line ends here."""
        if self._open:
            self._pieces.append("\n")
        else:
            self._flush()

    def open_table(self) -> None:
        if len(self._open) >= limits.DEPTH:
            raise too_large("nesting", limits.DEPTH)
        self._flush()
        self._tables += 1
        self._open.append(_Table(self._tables))

    def close_table(self) -> None:
        if self._open:
            self.close_row()
            self._open.pop()

    def open_row(self) -> None:
        if not self._open:
            return
        self.close_row()
        table = self._open[-1]
        table.row, table.column, table.in_row = table.row + 1, 0, True
        # A span that ended with the row above may still be continued.
        table.spans = {column: span for column, span in table.spans.items() if span.covers(table.row - 1)}

    def close_row(self) -> None:
        if not self._open:
            return
        self.close_cell()
        table = self._open[-1]
        if table.in_row:
            for span in table.spans.values():
                if span.row < table.row and span.covers(table.row):
                    table.cells.append(self._cell(span.column, "", span.cell.place.cell))
            self._emit(table)
            table.in_row = False
        self._note_stray(table)
        for text in table.strays:
            self._line(text)
        table.strays.clear()

    def open_cell(self, width: int = 1, height: int = 1, *, continues: bool = False) -> None:
        """A cell of so many columns and rows; one that `continues` the one above adds a row to that."""
        if not self._open:
            return
        if not self._open[-1].in_row:
            self.open_row()
        self.close_cell()
        table = self._open[-1]
        self._note_stray(table)
        while not continues and (span := table.spans.get(table.column)) and span.covers(table.row):
            table.column += span.width
        if table.column + width > limits.COLUMNS:
            raise too_large("columns", limits.COLUMNS)
        table.size, table.continues, table.cut = (width, height), continues, False

    def skip(self, columns: int) -> None:
        """Columns that this row leaves out."""
        if self._open:
            self._open[-1].column += min(columns, limits.COLUMNS)

    def close_cell(self) -> None:
        if not self._open or self._open[-1].size is None:
            return
        table = self._open[-1]
        assert table.size is not None
        width, height = table.size
        text, span = self._taken(), table.spans.get(table.column)
        if table.continues and span is not None:
            span.height += 1
            span.cell.height += 1
        elif text or not table.cut:
            cell = self._cell(table.column, text, self._name(table))
            cell.width, cell.height = width, height
            table.cells.append(cell)
            table.spans[table.column] = _Span(cell, table.row, table.column, width, height)
        table.column += width
        table.size = None

    def finish(self) -> Grid:
        """The grid, once everything has come along."""
        while self._open:
            self.close_table()
        self._flush()
        return self.grid

    def _flush(self) -> None:
        """Put what has come so far into the grid: a line, or a row whose last cell is still open."""
        if not self._open:
            self._line(self._taken())
            return
        table = self._open[-1]
        if table.size is None:
            self._note_stray(table)
        elif text := self._taken():
            table.cells.append(self._cell(table.column, text, self._name(table)))
        table.cut = True
        self._emit(table)

    def _line(self, text: str) -> None:
        if text:
            self._lines += 1
            self.grid.rows.append([self._cell(0, text, Cell(f"¶{self._lines}"))])

    def _note_stray(self, table: _Table) -> None:
        if text := self._taken():
            table.strays.append(text)

    def _emit(self, table: _Table) -> None:
        if table.cells:
            self.grid.rows.append(sorted(table.cells, key=lambda cell: cell.column))
            table.cells = []

    def _name(self, table: _Table) -> Cell:
        return Cell(reference(table.row, table.column), table=table.number)

    def _taken(self) -> str:
        """The text that has come since this was asked last."""
        if not self._pieces:
            return ""
        text = _LINE_END.sub("\n", self._clean("".join(self._pieces))).strip()
        self._pieces.clear()
        return text

    def _cell(self, column: int, text: str, name: Cell | None) -> GridCell:
        self._order += 1
        if self._order > limits.CELLS:
            raise too_large("cells", limits.CELLS)
        return GridCell(len(self.grid.rows), column, text, Place(cell=name, order=self._order))
