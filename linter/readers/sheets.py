"""Sheets of workbooks: the few cells that exist of a million possible ones, as a grid."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from linter import limits
from linter.diagnostic import Cell
from linter.document import Place
from linter.readers.collecting import uncollected
from linter.readers.grid import Grid, GridCell
from linter.readers.refusal import Refused, too_large

Position = tuple[int, int]  # row and column, from 0
Area = tuple[int, int, int, int]  # first row and column, last row and column


@dataclass(slots=True)
class Sheet:
    """What one sheet holds: texts by position (none of them blank), merged areas, cells without their value."""

    name: str
    texts: dict[Position, str] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    uncomputed: set[Position] = field(default_factory=set)  # formulas whose result is not stored

    def put(self, row: int, column: int, text: str) -> None:
        """Note a cell's text; a blank one is left out.  Raises `Refused` at the limit of cells."""
        text = text.strip()
        if not text:
            return
        if len(self.texts) >= limits.CELLS:
            raise too_large("cells", limits.CELLS)
        self.texts[row, column] = text


@dataclass(slots=True)
class Tables:
    """The grids of one file, in order, and what could not be read of it."""

    grids: list[Grid] = field(default_factory=list)
    uncomputed: dict[int, Place] = field(default_factory=dict)  # cells of `Sheet.uncomputed`, by their order
    unread: list[Refused] = field(default_factory=list)


@uncollected()
def tables(sheets: Iterable[Sheet]) -> Tables:
    """A grid for each sheet; the order of the cells runs on through the file."""
    made = Tables()
    order = 0
    for sheet in sheets:
        layout = _Layout(sheet)
        made.grids.append(layout.grid(order))
        made.uncomputed.update(layout.uncomputed)
        order += len(layout.rows) * len(layout.columns)
    return made


class _Layout:
    """The rows and columns of a sheet in which something stands."""

    def __init__(self, sheet: Sheet) -> None:
        positions = {*sheet.texts, *sheet.uncomputed}
        self.sheet = sheet
        self.rows = sorted({row for row, _ in positions})
        self.columns = sorted({column for _, column in positions})
        self.uncomputed: dict[int, Place] = {}
        if len(self.rows) * len(self.columns) > limits.CELLS:
            raise too_large("cells", limits.CELLS)

    def grid(self, order: int) -> Grid:
        """The grid, with a blank cell wherever a row in use crosses a column in use.

        Of rows that are not in use one is left for each gap: a stray cell in the last row costs nothing.
        """
        merged, texts, sheet = self._merged(), self.sheet.texts, self.sheet.name
        names = [(column, letters(column)) for column in self.columns]
        grid = Grid()
        before = -1
        for row in self.rows:
            if row > before + 1:
                grid.rows.append([])
            before, index, number = row, len(grid.rows), str(row + 1)
            cells: list[GridCell] = []
            for column, name in names:
                order += 1
                position = row, column
                area = merged.get(position)
                if area is not None and area[:2] != position:
                    # What is covered is not shown; if something is missing there, the place is the merged cell.
                    cells.append(
                        GridCell(index, column, "", Place(cell=Cell(reference(*area[:2]), sheet), order=order))
                    )
                    continue
                place = Place(cell=Cell(name + number, sheet), order=order)
                if position in self.sheet.uncomputed:
                    self.uncomputed[order] = place
                cells.append(GridCell(index, column, texts.get(position, ""), place, *self._size(area)))
            grid.rows.append(cells)
        return grid

    def _size(self, area: Area | None) -> tuple[int, int]:
        """How many rows in use a merged area covers, and how many columns up to the last one in use."""
        if area is None:
            return 1, 1
        top, left, bottom, right = area
        height = bisect_right(self.rows, bottom) - bisect_left(self.rows, top)
        return height, min(right, self.columns[-1]) - left + 1

    def _merged(self) -> dict[Position, Area]:
        """The merged area that each position in use lies in.

        Where areas overlap, which programs show in different ways, none of them counts, so that no text is lost.
        """
        found: dict[Position, Area] = {}
        contradictory: set[Area] = set()
        for area in dict.fromkeys(self.sheet.merges):
            rows = self.rows[bisect_left(self.rows, area[0]) : bisect_right(self.rows, area[2])]
            columns = self.columns[bisect_left(self.columns, area[1]) : bisect_right(self.columns, area[3])]
            for position in product(rows, columns):
                if found.setdefault(position, area) != area:
                    contradictory |= {area, found[position]}
                    break
        return {position: area for position, area in found.items() if area not in contradictory}


def reference(row: int, column: int) -> str:
    """The name of a cell, from its row and column counted from 0: `D9`."""
    return f"{letters(column)}{row + 1}"


@cache
def letters(column: int) -> str:
    """The name of a column, counted from 0: A, B, …, Z, AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)
