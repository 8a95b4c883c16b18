"""Where in a grid a submission begins and ends: the first line above its table, and the last row of that."""

from __future__ import annotations

import re
from collections.abc import Collection

from linter.readers.columns import Table
from linter.readers.grid import Grid, GridCell
from linter.readers.labels import LONGEST, Label, Labels
from linter.schema import split_label

_LINES = 3  # that may stand above a title and belong to it …
_SHORT = 40  # … of no more characters each
_NOTHING = re.compile(r"[.…·。—\-_/\s]*[.…·]{2}[.…·。—\-_/\s]*")  # what a form prints where rows may be added


def find_rows(table: Table, end: int) -> None:
    """The rows of data, up to a line that begins something else: those with something besides their levels.

    A level that stands alone in its row holds for the row below; the first level, where no column has it, for all
    the rows below.
    """
    labels = table.labels
    inherit = {head.index: name for name, head in table.columns.items() if labels.row.properties[name].inherit}
    own = {head.index for head in table.columns.values()} - set(inherit) | {head.index for head in table.parts}
    key = table.columns[labels.rows.row_key].index if labels.rows.row_key in table.columns else 0
    alone: dict[str, GridCell] = {}
    over = _level_over(labels, table)
    lasting: dict[str, GridCell] = {}
    for row in range(table.end, end):
        filled = table.grid.filled(row)
        if filled and _begins(filled, key, labels):
            return
        if not filled or is_aside(filled, labels, key):
            table.foot = row if filled and labels.total(filled[0].text) else table.foot
        elif over is not None and len(filled) == 1 and labels.words.level.search(filled[0].text[:LONGEST]):
            lasting = {over: filled[0]}
        elif any(cell.column in own for cell in filled):
            if not all(_NOTHING.fullmatch(cell.text) for cell in filled if cell.column in own):
                table.rows.append(row)
                table.carried[row] = lasting | alone
                alone = {}
        else:
            alone = {**alone, **{inherit[cell.column]: cell for cell in filled if cell.column in inherit}}


def _level_over(labels: Labels, table: Table) -> str | None:
    """The first level, if the table has no column for it."""
    first = labels.first_level
    return first if first is not None and first not in table.columns else None


def _begins(filled: list[GridCell], key: int, labels: Labels) -> bool:
    """Whether a row below a table begins the lines above another: a title, or a label in the first column."""
    if len(filled) == 1 and labels.title(filled[0].text):
        return True
    first = _label(filled[0], labels)
    if first is None or not first.fields or len(first.fields[0].path) > 1:
        return False
    return filled[0].column < key or any(_label(cell, labels) is not None for cell in filled[1:])


def is_aside(filled: list[GridCell], labels: Labels, key: int = 0) -> bool:
    """Whether a row is a total, a note, a signature or a page's number; `key` is the column that names rows."""
    words, first = labels.words, filled[0]
    if len(filled) == 1 and words.page.fullmatch(first.text[:LONGEST]):
        return True
    word = split_label(first.text[:LONGEST])[0].split(":")[0]
    return word in words.asides or (first.column < key and word.endswith(words.other_endings))


def ends_table(filled: list[GridCell], labels: Labels) -> bool:
    """Whether a row is no longer of the table above it, in which each row is one cell."""
    titled = len(filled) == 1 and labels.title(filled[0].text) is not None
    return titled or is_aside(filled, labels) or has_required_label(filled, labels)


def first_line(table: Table, free: int, skip: Collection[int]) -> int:
    """The first of the lines above a table that belong to it, among the rows from `free` on.

    That is the nearest title with the label of something required below it, failing that the first such label, failing
    that the nearest title; and the few short lines above.  What another table separates from this one, other than one
    in the rows of `skip`, does not belong to it.
    """
    grid, labels, end = table.grid, table.labels, table.start
    lower = _after_other(table, free, skip)
    titles = [row for row in range(lower, end) if is_title(grid, row, labels)]
    named = [row for row in range(lower, end) if has_required_label(grid.filled(row), labels)]
    above = [row for row in titles if any(row < other <= row + 1 + _LINES for other in named)]
    first = (above[-1:] or named[:1] or titles[-1:] or [max(lower, end - _LINES)])[0]
    own = _table_number(grid.filled(first))
    for row in range(first - 1, max(lower, first - _LINES) - 1, -1):
        filled = grid.filled(row)
        apart = len(filled) > 1 and _table_number(filled) != own
        if apart or len(filled) > 2 or any(len(cell.text) > _SHORT for cell in filled):
            break
        if filled and is_aside(filled, labels):
            break
        first = row if filled else first
    return first


def _after_other(table: Table, start: int, skip: Collection[int]) -> int:
    """The row after the last one, above a table, that must be of another one, which stands apart from this.

    Cells side by side without any label are the rows of a table.
    """
    grid, labels = table.grid, table.labels
    apart, own = False, _table_number(grid.filled(table.start))
    for row in range(table.start - 1, start - 1, -1):
        filled = grid.filled(row) if row not in skip else []
        apart = apart or _table_number(filled) != own
        if not apart:
            continue
        above = (_label(cell, labels) for cell in grid.filled(row - 1)) if row > start else ()
        below_labels = any(label is not None and label.fields for label in above)
        if len(filled) > 2 and not below_labels and not any(_label(cell, labels) for cell in filled):
            return row + 1
    return start


def _table_number(filled: list[GridCell]) -> int | None:
    """The number that the file itself gives the table a row is in; -1 for a blank row."""
    cell = filled[0].place.cell if filled else None
    return cell.table if cell is not None else -1 if not filled else None


def is_title(grid: Grid, row: int, labels: Labels) -> bool:
    filled = grid.filled(row)
    return len(filled) == 1 and labels.title(filled[0].text) is not None


def has_required_label(filled: list[GridCell], labels: Labels) -> bool:
    named = [label for cell in filled if (label := _label(cell, labels)) is not None]
    return any(label.fields and label.fields[0].path[0] in labels.kind.root.required for label in named)


def _label(cell: GridCell, labels: Labels) -> Label | None:
    pair = labels.pair(cell)
    return pair[0] if pair is not None else labels.heading(cell.text)
