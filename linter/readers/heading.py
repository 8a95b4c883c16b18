"""The lines above a table: labels and their values, in any order and arrangement."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import zip_longest

from linter.readers.blocks import Block, find_blocks
from linter.readers.extent import is_aside
from linter.readers.found import Found, bare
from linter.readers.grid import Grid, GridCell
from linter.readers.labels import LONGEST, Label, Labels, fits, is_number
from linter.readers.titles import infer
from linter.schema import Field, split_label

_GAP = re.compile(r"[ \u3000]{2,}|\u3000")
_IN_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】][\s:：*]*$")
_SHORT = 4  # characters of a label that may as well be a word somebody fills in, such as “其他”


@dataclass(slots=True)
class _Group:
    """The group of fields, such as the parts of a sum, that the rows being read belong to."""

    of: Field | None = None
    annual: set[int] = field(default_factory=set)  # columns headed by a label of the year's own amounts
    end: int | None = None  # the column from which on there are results, not plans


class Heading:
    """What the rows `start` up to `end` of a grid, without those of `skip`, say about one submission."""

    def __init__(self, grid: Grid, start: int, end: int, labels: Labels, skip: Collection[int] = ()) -> None:
        self.grid, self.labels, self.start, self.end = grid, labels, start, end
        self.found: dict[tuple[str, ...], Found] = {}
        self.groups: dict[tuple[str, ...], GridCell] = {}
        self.unread: list[GridCell] = []  # unknown labels of amounts among the parts of a sum
        self.repeated: list[tuple[Label, GridCell, GridCell]] = []  # a label, its first value and another one
        self._lines: list[GridCell] = []  # cells that stand for themselves: neither a label nor its value
        self._used: set[tuple[int, int]] = set()
        self._done: set[int] = set()  # rows, with all of their cells
        self._labelled: dict[int, bool] = {}  # rows that have labels in them
        self._sums: dict[int, int | None] = {}  # row of labels -> the row that adds up those below it
        self._group = _Group()
        self._list: Found | None = None  # the list that was given last
        rows = frozenset(range(start, end)).difference(skip)
        blocks = {block.start: block for block in find_blocks(grid, rows, labels)}
        inside = {row for block in blocks.values() for row in range(block.start, block.end)}
        for row in sorted(rows):
            if row in self._done:
                continue
            cells = [piece for cell in grid.filled(row) for piece in self._pieces(cell)]
            if row in blocks:
                self._read_block(blocks[row])
            elif row not in inside and not self._goes_on(cells):
                self._read_row(cells)
        self._infer()

    def _read_block(self, block: Block) -> None:
        for cell in block.beside:
            label = self.labels.heading(cell.text)
            if label is not None:
                self._enter(label, cell)
            else:
                self._unit(self.labels.kind.root.properties[block.found[0].field.path[0]], cell)
        self._group = _Group()
        for found in block.found:
            self._unit(found.field, found.label)
            self._keep(found)
        for path, cell in block.parts.items():
            self.groups.setdefault(path, cell)
        self.unread += block.unread

    def _pieces(self, cell: GridCell) -> Iterator[GridCell]:
        """A cell, or the pairs that stand in it side by side."""
        if (cell.row, cell.column) in self._used:
            return
        inside = cell.part(1, len(cell.text) - 1) if cell.text[0] in "(（" and cell.text[-1] in ")）" else None
        if inside is not None and self.labels.pair(inside) is not None:
            cell = inside
        gaps = list(_GAP.finditer(cell.text))
        starts, ends = [0, *(gap.end() for gap in gaps)], [*(gap.start() for gap in gaps), len(cell.text)]
        pieces = [cell.part(start, end) for start, end in zip(starts, ends, strict=True)]
        together = len(pieces) > 1 and all(":" in piece.text or "：" in piece.text for piece in pieces)
        yield from pieces if together else [cell]

    def _goes_on(self, cells: Sequence[GridCell]) -> bool:
        """Whether a row only has the next item of a list, below the one before it; that is then kept."""
        if self._list is None or len(cells) != 1 or cells[0].column == 0:
            return False
        cell, before = cells[0], self._list.last
        if (cell.row, cell.column) != (before.row + 1, before.column) or not before.text:
            return False
        if self.labels.pair(cell) is not None or self.labels.heading(cell.text) is not None:
            return False
        self._list.more += (cell,)
        return True

    def _read_row(self, cells: list[GridCell]) -> None:
        waiting: tuple[Label, GridCell] | None = None  # a label whose value has not come yet
        given: tuple[Label, GridCell] | None = None  # the label whose value came last
        strays: list[GridCell] = []
        for cell, after in zip_longest(cells, cells[1:]):
            pair = self.labels.pair(cell)
            label = pair[0] if pair is not None else self.labels.heading(cell.text)
            if self._is_result(label, cell):
                continue
            if label is not None and pair is None and waiting is not None and _is_word(waiting[0], label, cell, after):
                label = None
            if label is not None:
                self._close(waiting)
                self._enter(label, pair[1] if pair is not None else cell)
                waiting, given = (label, cell) if pair is None else None, None
            if pair is not None:
                self._put(*pair)
            elif label is None and waiting is not None and self._heads_amounts(waiting, cell):
                self._close(waiting)
                self._stray(None, cell)
                waiting = None
            elif label is None and waiting is not None:
                self._put(*waiting, cell)
                waiting, given = None, waiting
            elif label is None and given is not None and cell.column in self._group.annual:
                self._put(*given, cell)
            elif label is None:
                self._stray(strays[-1] if strays else None, cell)
                strays.append(cell)
        self._close(waiting)
        self._lines += strays if len(strays) == 1 else []

    def _is_result(self, label: Label | None, cell: GridCell) -> bool:
        """Whether a cell stands on the side of results; a field outside the group ends that side."""
        outside = label is not None and any(len(meant.path) == 1 for meant in label.fields[:1])
        return self._group.end is not None and cell.column >= self._group.end and not outside

    def _stray(self, before: GridCell | None, cell: GridCell) -> None:
        """A cell that follows no label: perhaps the value of a label that is cut off, or of one not known."""
        cut = self.labels.heading_beginning(before.text, cell.text) if before is not None else None
        if before is not None and cut is not None:
            self._put(cut, before, cell)
        elif before is not None and self._group.of is not None and is_number(cell.text):
            self.unread += [before] if not is_number(before.text) else []
        elif self._group.of is not None and not is_number(cell.text) and not is_aside([cell], self.labels):
            below = self._value_below(cell, money=False)
            self.unread += [cell] if below is not None and is_number(below.text) else []

    def _enter(self, label: Label, cell: GridCell) -> None:
        """Note the group that a label opens or is part of, and the unit that the label gives."""
        if label.key in self.labels.words.results and not label.fields and self._group.of is not None:
            self._group.end = min(cell.column, self._group.end or cell.column)
        for meant in label.fields[:1]:
            group = meant if meant.properties else self.labels.kind.root.properties[meant.path[0]]
            group_or_none = group if group.properties else None
            if self._group.of is not group_or_none:
                self._group = _Group(group_or_none)
            if meant.properties:
                self.groups.setdefault(meant.path, cell)
            self._unit(meant, cell)

    def _unit(self, meant: Field, cell: GridCell) -> None:
        """`资金（万元）`: the unit of an amount, or of a whole group, stands in its label."""
        brackets = _IN_BRACKETS.search(cell.text)
        if brackets is None:
            return
        names = {below.unit_from for below in meant.walk() if below.unit_from is not None}
        above = (self.labels.kind.field_at("".join(f"/{step}" for step in meant.path[:end])) for end in (-1, -2))
        for owner in (meant, *(one for one in above if one is not None)):
            for name in names & set(owner.properties):
                unit = owner.properties[name]
                words = "|".join(map(re.escape, sorted(unit.schema.get("enum", ()), key=len, reverse=True)))
                word = re.compile(words).search(cell.text, brackets.start(1)) if words else None
                if word is not None:
                    self._keep(Found(unit, cell, cell.part(*word.span())))

    def _close(self, waiting: tuple[Label, GridCell] | None) -> None:
        """A label that no value followed in its row: the value may stand below it."""
        if waiting is None:
            return
        label, cell = waiting
        money = any(meant.value == "money" for meant in label.fields)
        below = self._value_below(cell, money)
        if below is not None:
            self._used.add((below.row, below.column))
            self._put(label, cell, below)
            return
        if label.rank == 0 and money:
            self._group.annual.add(cell.column)
        self._put(label, cell, self.grid.at(cell.row, cell.column + cell.width).part(0, 0))

    def _heads_amounts(self, waiting: tuple[Label, GridCell], cell: GridCell) -> bool:
        """Whether a text beside the label of an amount is a label too, of one not known: the amounts stand below."""
        label, written = waiting
        if is_number(cell.text) or not any(meant.value == "money" for meant in label.fields):
            return False
        below = self._value_below(written, money=True)
        return below is not None and is_number(below.text)

    def _value_below(self, label: GridCell, money: bool) -> GridCell | None:
        """The value below a label; that of an amount may stand below the labels of other amounts' parts."""
        total = self._sum_below(label) if money else None
        if total is not None:
            return total
        row = label.row + 1
        if money and not self.grid.at(row, label.column).text and self._has_labels(row):
            row += 1
        below = self.grid.at(row, label.column)
        fitting = is_number(below.text) if row > label.row + 1 else below.text != ""
        return below if fitting and row < self.end and not self._has_labels(row) else None

    def _sum_below(self, label: GridCell) -> GridCell | None:
        """The amount in the row that adds up those below a label; the rows that it adds up are then done with."""
        if label.row not in self._sums:
            self._sums[label.row] = self._sum_row(label.row + 1)
        row = self._sums[label.row]
        found = self.grid.at(row, label.column) if row is not None else None
        if row is None or found is None or not is_number(found.text):
            return None
        self._done.update(range(label.row + 1, row + 1))
        return found

    def _sum_row(self, first: int) -> int | None:
        """The row that adds up those from `first` on."""
        for row in range(first, self.end):
            filled = self.grid.filled(row)
            if filled and split_label(filled[0].text[:LONGEST])[0] in self.labels.words.sums:
                return row if row > first else None
            if not filled or self._has_labels(row):
                return None
        return None

    def _has_labels(self, row: int) -> bool:
        if row not in self._labelled:
            cells = self.grid.filled(row)
            self._labelled[row] = any(self.labels.heading(cell.text) or self.labels.pair(cell) for cell in cells)
        return self._labelled[row]

    def _put(self, label: Label, written: GridCell, value: GridCell) -> None:
        """Give a value to the field that its label means; the value of a group is its first required part's."""
        firsts = (f.properties.get(f.required[0]) if f.properties and f.required else f for f in label.fields)
        fields = [meant for meant in firsts if meant is not None and not meant.properties]
        fitting = [meant for meant in fields if not value.text or fits(meant, value.text)]
        if fields and not fitting:
            cut = self.labels.heading_beginning(written.text, value.text)
            fitting = list(cut.fields) if cut is not None else []
        if fields and (fitting or not label.fields[0].properties):
            meant = (fitting or fields)[0]
            self._keep(Found(meant, written, bare(meant, value), label.rank, bool(fitting)))

    def _keep(self, new: Found) -> None:
        old = self.found.get(new.field.path)
        if new.rank <= 1 and (old is None or new.is_better_than(old)):
            self.found[new.field.path] = new
            self._list = new if new.field.items is not None else self._list

    def _infer(self) -> None:
        values = [found.value for found in self.found.values()]
        for found in infer(self._lines, values, self.labels):
            old = self.found.get(found.field.path)
            if old is None or not old.value.text:
                self.found[found.field.path] = found

    def with_cells(self, cells: Sequence[tuple[Label, GridCell, GridCell]]) -> Heading:
        """This heading for one of the submissions of a list, with what that list's columns say of it.

        `cells` are the column's label, its header and a cell, for each row; in a column the first cell counts, for a
        list all that differ.
        """
        made = copy(self)
        made.found, made.groups, made.repeated = dict(self.found), dict(self.groups), []
        first: dict[int, GridCell] = {}
        for label, header, cell in cells:
            if header.column not in first:
                first[header.column] = cell
                for meant in label.fields:
                    made.found.pop(meant.path, None)
                made._enter(label, header)
                made._put(label, header, cell)
            elif label.fields[0].items is not None and (found := made.found.get(label.fields[0].path)) is not None:
                found.more += (cell,) if cell.text not in (one.text for one in (found.value, *found.more)) else ()
            elif cell.text != first[header.column].text:
                made.repeated.append((label, first[header.column], cell))
        made._infer()
        return made

    def says(self, field: Field) -> bool:
        """Whether something is filled in for a field."""
        found = self.found.get(field.path)
        return found is not None and found.value.text != ""

    @property
    def year(self) -> str | None:
        """The year that the submission is for."""
        field = self.labels.kind.year
        found = self.found.get(field.path) if field is not None else None
        return found.value.text if found is not None else None


def _is_word(waiting: Label, label: Label, cell: GridCell, after: GridCell | None) -> bool:
    """Whether a short label is in truth the value that the label before it waits for."""
    if not waiting.fields or any(meant.properties or meant.value == "money" for meant in waiting.fields):
        return False
    if not label.fields or not all(meant.value == "money" for meant in label.fields) or cell.text[-1] in ":：":
        return False
    return len(label.key) <= _SHORT and (after is None or not is_number(after.text))
