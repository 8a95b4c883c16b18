"""The header of a table: the rows that it takes, and its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from linter.readers.columns import Head, Table
from linter.readers.grid import Grid, GridCell
from linter.readers.labels import Label, Labels, is_number

_ROWS = 3  # of a header, at most
_YEAR = re.compile(r"\s*(?:19|20)\d\d\s*年?\s*度?\s*", re.ASCII)
_BRACKETED = re.compile(r"[(（\[【].*[)）\]】]", re.S)


def find_table(grid: Grid, row: int, labels: Labels) -> Table | None:
    """The table whose header is in `row`: at least two of the required columns are labelled there."""
    named: set[str] = set()
    for cell in grid.rows[row]:  # every cell of a file comes by here, most of them no label of anything
        if cell.text:
            named.update(labels.required(cell.text))
    if len(named) < min(2, len(labels.row.required)):
        return None
    heads = _heads(grid.filled(row), labels)
    start, end = row, row + 1
    above = _heads(grid.filled(row - 1), labels)
    if _is_header_above(above, heads, labels):
        start, heads = row - 1, _merged(above, heads)
    while end < row + _ROWS:
        below = _heads(grid.filled(end), labels)
        if _is_header_too(below, labels):
            heads = _merged(heads, below)
        elif (divided := _divided(heads, below, labels)) is not None:
            heads = divided
        elif not (below and all(_BRACKETED.fullmatch(head.cell.text) for head in below)):
            break
        end += 1
    return Table(grid, labels, start, end, _with_years(heads, labels))


def _is_header_above(above: list[Head], heads: list[Head], labels: Labels) -> bool:
    """Whether the row above has headers of other columns, and headers of several columns that `heads` divide."""
    headed = {head.index for head in heads}
    others = [head for head in above if head.index not in headed]
    if others and all(head.label is not None for head in others):
        return True
    meant = [(head, labels.heading(head.cell.text)) for head in above]
    over = [label for head, label in meant if head.index in headed and label is not None]
    if not others or not all(label for _, label in meant) or not any(_names_table(label, labels) for label in over):
        return False
    return all(_names_table(label, labels) or _is_sum(label) for label in over)


def _names_table(label: Label, labels: Labels) -> bool:
    return label.key in labels.table_labels


def _is_sum(label: Label) -> bool:
    return any(field.properties or field.value == "money" for field in label.fields)


def _is_header_too(heads: list[Head], labels: Labels) -> bool:
    """Whether a row divides columns of the header row above it."""
    return len(heads) > 1 and all(head.label or labels.heading(head.cell.text) for head in heads)


def _divided(heads: list[Head], below: list[Head], labels: Labels) -> list[Head] | None:
    """The heads if `below` divides the column of values among places or years; None if it does not.

    Nothing else stands in that row, and the header above covers all of it.
    """
    if len(below) < 2 or any(is_number(head.cell.text) and not _YEAR.fullmatch(head.cell.text) for head in below):
        return None
    over = max((head for head in heads if head.index <= below[0].index), key=lambda head: head.index, default=None)
    after = min((head.index for head in heads if over is not None and head.index > over.index), default=None)
    if over is None or not _is_value(over, labels) or (after is not None and below[-1].index >= after):
        return None
    parts = [Head(head.index, head.cell, over.label, part=head.cell.text) for head in below]
    return _merged([head for head in heads if head is not over], parts)


def _with_years(heads: list[Head], labels: Labels) -> list[Head]:
    """The heads, with those that are a year, or a year's value, as parts of the value."""
    value = labels.row.properties.get(labels.words.parts[1])
    named = any(_is_value(head, labels) for head in heads)
    made: list[Head] = []
    for head in heads:
        year = _YEAR.match(head.cell.text) if head.label is None and value is not None else None
        rest = head.cell.text[year.end() :] if year is not None else ""
        label = labels.column(rest or value.title) if value is not None and (rest or not named) else None
        of_year = year is not None and label is not None and label.fields[0] is value
        made.append(replace(head, label=label, part=year.group()) if year is not None and of_year else head)
    return made


def _is_value(head: Head, labels: Labels) -> bool:
    return head.label is not None and head.label.fields[0].name == labels.words.parts[1]


def _merged(above: Sequence[Head], below: Sequence[Head]) -> list[Head]:
    merged = {head.index: head for head in above} | {head.index: head for head in below}
    return [merged[index] for index in sorted(merged)]


def _heads(cells: Sequence[GridCell], labels: Labels) -> list[Head]:
    return [Head(cell.column, cell, labels.column(cell.text)) for cell in cells]
