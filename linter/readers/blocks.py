"""Blocks above a table that name both their rows and their columns: the parts of a sum, each with the same amounts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from linter.readers.found import Found
from linter.readers.grid import Grid, GridCell
from linter.readers.labels import Labels, fits, is_number
from linter.schema import Field, normal


@dataclass(slots=True)
class Block:
    """What a block says: its values, the label of each of its rows by their path, and headers of what has no field."""

    start: int  # the header row
    end: int  # the row after the last
    beside: list[GridCell] = field(default_factory=list)  # cells to the left that name no row
    found: list[Found] = field(default_factory=list)
    parts: dict[tuple[str, ...], GridCell] = field(default_factory=dict)
    unread: list[GridCell] = field(default_factory=list)


def find_blocks(grid: Grid, rows: Collection[int], labels: Labels) -> Iterator[Block]:
    """The blocks among some rows of a grid, which have at least two columns each."""
    free = 0
    for row in sorted(rows) if labels.parts else ():
        filled = grid.filled(row)
        heads = [cell for cell in filled if labels.part_column(cell.text) is not None]
        if row < free or len({labels.part_column(cell.text) for cell in heads}) < 2:
            continue
        columns = [cell for cell in filled if cell.column >= heads[0].column]
        sided = any(head in heads and is_number(after.text) for head, after in pairwise(columns))
        block = _sided(grid, row, rows, labels) if sided else _ruled(grid, row, rows, labels, columns)
        if block.found:
            free = block.end
            yield block


def _ruled(grid: Grid, row: int, rows: Collection[int], labels: Labels, heads: list[GridCell]) -> Block:
    """A block with its columns' headers in a row of their own."""
    first = heads[0].column
    block = Block(row, row + 1, [cell for cell in grid.filled(row) if cell.column < first])
    while block.end in rows:
        filled = grid.filled(block.end)
        named = [cell for cell in filled if cell.column < first]
        part, label = next(((part, cell) for cell in named[::-1] if (part := labels.part(cell.text))), (None, None))
        if part is None and block.end == row + 1 and not named:  # right below the header no label is needed
            part, label = labels.parts[0], next((cell for cell in filled if is_number(cell.text)), None)
        if part is None or label is None:
            break
        block.beside += [cell for cell in named if cell is not label]
        block.parts.setdefault(part.path, label)
        _add_row(block, part, label, filled, heads, labels)
        block.end += 1
    return block


def _add_row(
    block: Block, part: Field, label: GridCell, filled: list[GridCell], heads: list[GridCell], labels: Labels
) -> None:
    """Read a row: each cell belongs to the header above it, else to the one before that."""
    columns = [head.column for head in heads]
    under: dict[int, GridCell] = {}
    for cell in filled:
        if cell.column >= columns[0]:
            under.setdefault(bisect_right(columns, cell.column) - 1, cell)
    for index, head in enumerate(heads):
        _add(block, part, head, under.get(index) or label.part(len(label.text), len(label.text)), labels)


def _sided(grid: Grid, row: int, rows: Collection[int], labels: Labels) -> Block:
    """A block with a side for each column: its header before the amount of the first part, labels below it."""
    block = Block(row, row)
    heads: list[GridCell] = []
    while block.end in rows:
        filled = grid.filled(block.end)
        pairs = [(cell, value) for cell, value in pairwise(filled) if is_number(value.text)]
        if block.end == row:
            heads = [cell for cell, _ in pairs if labels.part_column(cell.text) is not None]
            block.beside = [cell for cell in filled if cell.column < heads[0].column] if heads else []
        sides = [head.column for head in heads]
        known = [(part, *pair) for pair in pairs if (part := _sided_part(pair[0], heads, labels)) is not None]
        if not known:
            break
        for part, cell, value in known:
            block.parts.setdefault(part.path, cell)
            head = heads[bisect_right(sides, cell.column) - 1]
            _add(block, part, head, value, labels)
        block.end += 1
    return block


def _sided_part(cell: GridCell, heads: list[GridCell], labels: Labels) -> Field | None:
    if cell in heads:
        return labels.parts[0]
    return labels.part(cell.text) if heads and cell.column >= heads[0].column else None


def _add(block: Block, part: Field, head: GridCell, cell: GridCell, labels: Labels) -> None:
    """Keep a value, or the header of one that the part has no field for; a dash says that there is none."""
    meant = part.properties.get(labels.part_column(head.text) or "")
    if meant is None:
        block.unread += [head] if is_number(cell.text) and head not in block.unread else []
        return
    nothing = normal(cell.text) in labels.words.no_unit and not fits(meant, cell.text)
    block.found.append(Found(meant, head, cell.part(0, 0) if nothing else cell))
