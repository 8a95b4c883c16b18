"""Tables that are written as running text, `【产出-数量】甲（≥2个）；乙（≥3个）`, put back into rows and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.readers.grid import Grid, GridCell
from linter.readers.labels import Labels
from linter.schema import Field

_LEVELS = re.compile(r"【([^【】\-－—–]{1,30})[-－—–]{1,2}([^【】\-－—–]{1,30})】")
_END = re.compile(r"[\s;；。，,、]+$")


def unfold(grid: Grid, labels: Labels) -> Grid:
    """The grid with such texts as rows below a header of the schema's titles; the same grid if it has none."""
    fields = _fields(labels)
    if not fields or not any("【" in cell.text for cells in grid.rows for cell in cells):
        return grid
    made = Grid()
    below_header = False
    for cells in grid.rows:
        texts = [cell for cell in cells if _is_flat(cell, labels)]
        others = [cell for cell in cells if cell not in texts]
        if not texts or any(cell.text for cell in others):
            _append(made, others)
            below_header = below_header and not any(cell.text for cell in others)
        for cell in texts:
            if not below_header:
                _append(made, [GridCell(0, index, field.title, cell.place) for index, field in enumerate(fields)])
                below_header = True
            for row in _rows(cell, labels):
                _append(made, row)
    return made


def _fields(labels: Labels) -> list[Field]:
    """Two levels, the name and the value: what such a text gives of a row."""
    fields = labels.row.properties
    levels = [field for field in fields.values() if field.inherit]
    key, value = labels.rows.row_key, labels.words.parts[1]
    return [*levels, fields[key], fields[value]] if len(levels) == 2 and key in fields and value in fields else []


def _is_flat(cell: GridCell, labels: Labels) -> bool:
    match = _LEVELS.search(cell.text) if "【" in cell.text else None
    return match is not None and labels.words.level.search(match.group(1)) is not None


def _append(grid: Grid, cells: list[GridCell]) -> None:
    row = len(grid.rows)
    grid.rows.append([GridCell(row, cell.column, cell.text, cell.place, cell.height, cell.width) for cell in cells])


def _rows(cell: GridCell, labels: Labels) -> Iterator[list[GridCell]]:
    """Level, level, name and value of each item in a text."""
    matches = list(_LEVELS.finditer(cell.text))
    ends = [*(match.start() for match in matches[1:]), len(cell.text)]
    for match, end in zip(matches, ends, strict=True):
        levels = [cell.part(*match.span(1)), cell.part(*match.span(2))]
        for item in _items(cell, match.end(), end, labels):
            cut = _value_start(item.text)
            value = (
                item.part(cut + 1, len(item.text) - 1) if cut is not None else item.part(len(item.text), len(item.text))
            )
            columns = enumerate((*levels, item.part(0, cut if cut is not None else len(item.text)), value))
            yield [GridCell(0, index, part.text, part.place) for index, part in columns]


def _items(cell: GridCell, start: int, end: int, labels: Labels) -> Iterator[GridCell]:
    at = start
    for match in [*labels.words.item.finditer(cell.text, start, end), None]:
        stop = match.start() if match is not None else end
        item = cell.part(at, stop)
        item = item.part(0, len(_END.sub("", item.text)))
        if item.text:
            yield item
        at = match.end() if match is not None else end


def _value_start(text: str) -> int | None:
    """Where the bracket opens that closes at the end of a text."""
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        depth += (text[index] in ")）") - (text[index] in "(（")
        if depth <= 0:
            return index if index < len(text) - 1 else None
    return None
