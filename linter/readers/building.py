"""One submission of a grid as a document: nodes with their places, joined values, declared points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from linter.decimals import decimal
from linter.diagnostic import Location, Problem
from linter.document import Document, Node, Place, mapping, place_location, scalar, sequence
from linter.prepare import canonical
from linter.readers.columns import Head, Table
from linter.readers.found import Found
from linter.readers.grid import GridCell
from linter.readers.heading import Heading
from linter.readers.labels import Labels, is_number
from linter.readers.sheets import letters
from linter.schema import normal
from linter.source import Source

_SIGN = re.compile(r"[<>=≥≤≧≦⩾⩽≈~＜＞＝]+")
_TO = re.compile(r"(?<=\d)\s*[-~～至—–－]\s*(?=\d)")


class Builder:
    """Builds the document of a submission; `problems` then says what of it was not understood."""

    def __init__(self, heading: Heading, table: Table, labels: Labels, source: Source, number: int) -> None:
        self.heading, self.table, self.labels, self.source, self.number = heading, table, labels, source, number
        self.problems: list[Problem] = []
        self._over: dict[str, GridCell] = {}  # the last cell with text in each column

    def document(self) -> Document:
        table, kind = self.table, self.labels.kind
        root = mapping(self._lines(self.heading.start, table.after - 1))
        for found in sorted(self.heading.found.values(), key=lambda found: found.value.place.order):
            self._put(root, found.field.path, _list(found) if found.more else _leaf(found.value, found.label))
        rows = sequence(self._lines(table.start, table.end - 1))
        declared = list(self._declared_by_headers())
        for row in table.rows:
            declared += self._add_row(rows, row)
        self._put(root, self.labels.rows.path, rows)
        self._add_totals(root)
        self._add_points(root, declared)
        absent = frozenset(self._absent(root))
        document = Document(kind, root, self.source, self.number, table.shown(), absent)
        self._say(absent)
        self.problems += canonical(root, kind.root, self.source)
        return document

    def _put(self, root: Node, path: tuple[str, ...], node: Node) -> None:
        """Put a node at a path; what lies between is placed at the line where its label, else its first part, is."""
        owner = root
        for length, name in enumerate(path[:-1], 1):
            below = owner.child(name)
            if below is None:
                label = self.heading.groups.get(path[:length])
                below = mapping(self._lines(label.row, label.row) if label is not None else node.place)
                owner.put(name, below)
            owner = below
        owner.put(path[-1], node)

    def _lines(self, first: int, last: int) -> Place:
        """The place of whole rows, from the first filled cell to the last."""
        rows = range(first, last + 1)
        start = next((cells[0] for row in rows if (cells := self.table.grid.filled(row))), None)
        end = next((cells[-1] for row in reversed(rows) if (cells := self.table.grid.filled(row))), None)
        if start is None or end is None:
            return Place()
        return Place(start.place.start, end.place.end, None, start.place.cell, start.place.order)

    # Rows

    def _add_row(self, rows: Node, row: int) -> Iterator[tuple[GridCell | None, GridCell]]:
        """Append a row; yields the points that its levels declare."""
        node = mapping(self._lines(row, row))
        rows.append(node)
        carried = self.table.carried.get(row, {})
        cells = {name: cell for name, cell in carried.items() if name not in self.table.columns}
        cells |= {name: self._cell(name, head, row) for name, head in self.table.columns.items()}
        for name, cell in cells.items():
            if self.labels.row.properties[name].inherit:
                cells[name], points = self._without_points(carried.get(name, cell) if not cell.text else cell)
                if points is not None and name == self.labels.first_level:
                    yield cells[name], points
        for name, cell in cells.items():
            head = self.table.columns[name].cell if name in self.table.columns else cell
            below = self._joined(name, cells, head) if self._has_parts(name) else _leaf(cell, head)
            below.inherited = cell.text != "" and cell.row != row
            node.put(name, below)

    def _cell(self, name: str, head: Head, row: int) -> GridCell:
        """The cell of a column in a row; of a merged cell that covers the row its text too, but amounts count once."""
        cell, field = self.table.grid.at(row, head.index), self.labels.row.properties[name]
        if cell.text:
            self._over[name] = cell
        elif name in self._over and not field.inherit and field.value not in ("money", "points"):
            over = self._over[name]
            return over if over.row + over.height > row else cell
        return cell

    def _has_parts(self, name: str) -> bool:
        """Whether cells beside a column's own belong to its value."""
        return name == self.labels.words.parts[1] or self.labels.row.properties[name].unit_from in self.table.columns

    def _joined(self, name: str, cells: dict[str, GridCell], head: GridCell) -> Node:
        """A value: its number's cell, with what a unit's cell and, for a row's own value, a comparator's add to it."""
        words = self.labels.words
        names = words.parts
        number, sign = cells[name], cells.get(names[0]) if name == names[1] else None
        unit = cells.get(self.labels.row.properties[name].unit_from or names[2])
        match = _SIGN.match(number.text)
        bare = number.text[match.end() :] if match else number.text
        parts = [number]
        given = match is not None or (sign is not None and sign.text and number.text.startswith(sign.text))
        if sign is not None and not given and any(map(str.isdecimal, number.text)):
            parts = [sign, number] if normal(sign.text) in words.contents[names[0]] else parts
        if unit is not None and unit.text and all(decimal(one) is not None for one in _TO.split(bare)):
            plain = normal(unit.text) in words.no_unit or decimal(unit.text) is not None
            parts = parts if plain else [*parts, unit]
        if len(parts) == 1:
            return _leaf(number, head)
        text = "".join(part.text for part in parts)
        ends = [0]
        for part in parts:
            ends.append(ends[-1] + len(part.text))
        segments = tuple((start, end, part.place) for (start, end), part in zip(pairwise(ends), parts, strict=True))
        place = Place(number.place.start, number.place.end, None, number.place.cell, number.place.order, segments)
        return _leaf(GridCell(number.row, number.column, text, place), head)

    def _add_totals(self, root: Node) -> None:
        """What the row below the table adds up, each total in the column that it is of."""
        row = self.table.foot
        field = self.labels.total(self.table.grid.filled(row)[0].text) if row is not None else None
        if row is None or field is None:
            return
        named = [(name, head) for name, head in self.table.columns.items() if name in field.properties]
        cells = [self.table.grid.at(row, head.index) for _, head in named]
        numbers = [cell for cell in self.table.grid.filled(row)[1:] if is_number(cell.text)]
        if len(numbers) == len(named):  # where the label takes several columns, they may stand further left
            named, cells = sorted(named, key=lambda pair: pair[1].index), numbers
        for (name, head), cell in zip(named, cells, strict=True):
            if cell.text:
                self._put(root, (*field.path, name), _leaf(cell, head.cell))

    # Declared points

    def _without_points(self, level: GridCell) -> tuple[GridCell, GridCell | None]:
        """`产出(50分)`: a level and the points it declares."""
        match = self.labels.words.points.search(level.text)
        if match is None:
            return level, None
        return level.part(0, match.start()), level.part(*match.span("number"))

    def _declared_by_headers(self) -> Iterator[tuple[GridCell | None, GridCell]]:
        """`(90分，其中产出50分)` in a header: the total, without a level, and the points of levels."""
        words = self.labels.words
        for row in range(self.table.start, self.table.end):
            for cell in self.table.grid.filled(row):
                end = 0
                for match in words.several_points.finditer(cell.text):
                    before = cell.text[end : match.start()]
                    name = words.points_label.sub("", before)
                    known = normal(name) in self.labels.table_labels or self.labels.column(name) is not None
                    at = cell.text.find(name, end) if name and not known else -1
                    level = cell.part(at, at + len(name)) if at >= 0 else None
                    yield level, cell.part(*match.span("number"))
                    end = match.end()

    def _add_points(self, root: Node, declared: list[tuple[GridCell | None, GridCell]]) -> None:
        owner, total, levels = self.labels.words.declared
        field = self.labels.kind.root.properties.get(owner)
        items = field.properties[levels].items if field is not None else None
        if field is None or items is None:
            return
        known: dict[str, GridCell] = {}
        made = sequence(Place())
        for level, points in declared:
            key = normal(level.text) if level is not None else ""
            if key in known and (not key or known[key].text == points.text):
                continue
            known[key] = points
            if level is None:
                self._put(root, (owner, total), _leaf(points, points))
                continue
            node = mapping(level.place)
            node.put(next(name for name in items.properties if name == self.labels.first_level), _leaf(level, level))
            node.put(next(name for name in items.properties if name != self.labels.first_level), _leaf(points, points))
            made.append(node)
        if made.children:
            made.place = made.children[0].place
            self._put(root, (owner, levels), made)

    # What the form does not have, and what was not understood

    def _absent(self, root: Node) -> Iterator[str]:
        """The patterns of fields that the form has no room for; what names a submission must be there in any form."""
        alone = {name for row in self.table.rows for name in self.table.carried.get(row, ())}
        for field in self.labels.row.properties.values():
            if field.name not in self.table.columns and field.name not in alone:
                yield field.pattern
        required = self.labels.kind.root.required
        for field in self.labels.headings:
            names_it = len(field.path) == 1 and field.name in required and not field.properties and field.items is None
            if not names_it and _below(root, field.path) is None:
                yield field.pattern

    def _say(self, absent: frozenset[str]) -> None:
        table, heading = self.table, self.heading
        for field in (*self.labels.kind.root.properties.values(), *self.labels.row.properties.values()):
            owner = self.labels.row if field.path[:-1] else self.labels.kind.root
            divided = field.name == self.labels.words.parts[1] and table.parts
            if field.pattern in absent and field.name in owner.required and not divided:
                words = {"label": field.title, "field": field.name}
                self._problem("missing-column", self._lines(table.start, table.end - 1), words)
        for cell in (*heading.unread, *table.passed_over):
            self._problem("column-not-understood", cell.place, {"label": cell.text})
        for label, first, cell in heading.repeated:
            words = {"label": label.fields[0].title, "first": label.key, "second": label.key}
            self._problem("duplicate-field", cell.place, words, (("first", self._location(first.place)),))
        for head in table.unread:
            self._problem("column-not-understood", head.cell.place, {"label": head.cell.text or letters(head.index)})
        if table.parts:
            headers = [head.cell.text for head in table.parts]
            self._problem("value-column-unclear", table.parts[0].cell.place, {"label": headers})
        if table.other_side:
            headers = [head.cell.text for head in table.other_side]
            self._problem("column-not-understood", table.other_side[0].cell.place, {"label": headers})

    def _problem(
        self, id: str, place: Place, words: Mapping[str, object], related: tuple[tuple[str, Location], ...] = ()
    ) -> None:
        self.problems.append(Problem(id, self._location(place), words, related, self.number))

    def _location(self, place: Place) -> Location:
        text = self.source.text[place.start : place.end] if place.start is not None else None
        return place_location(self.source, place, text=text)


def _leaf(cell: GridCell, label: GridCell) -> Node:
    node = scalar(cell.place, cell.text)
    node.key_place, node.label = label.place, label.text
    return node


def _list(found: Found) -> Node:
    """A list whose items stand in cells of their own."""
    made = sequence(replace(found.value.place, end=found.last.place.end, text_start=None))
    made.key_place, made.label = found.label.place, found.label.text
    for cell in (found.value, *found.more):
        made.append(scalar(cell.place, cell.text))
    return made


def _below(root: Node, path: tuple[str, ...]) -> Node | None:
    node: Node | None = root
    for name in path:
        node = node.child(name) if node is not None else None
    return node
