"""A submission as a form: a title, labels with their values, and below them the table of its rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum

from linter.document import Document, Kind, Node
from linter.schema import Field

_LEAST_COLUMNS = 4
_BETWEEN = "、"  # the items of a list in one cell
_LONGEST_TEXT = 32_767  # characters of a cell of a workbook
_POINTS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})?")  # as a form declares them beside a level


class Look(IntEnum):
    """How a cell looks; the numbers are those of the cell styles in `xlsx`."""

    TITLE = 1
    LABEL = 2
    VALUE = 3


@dataclass(frozen=True, slots=True)
class Block:
    """A cell, its row and column counted from 0, with the rows and columns that it covers."""

    row: int
    column: int
    height: int
    width: int
    text: str
    look: Look


class Layout:
    """The cells of one completed submission; `left_out` are the nodes that a form has no place for."""

    def __init__(self, document: Document) -> None:
        self.blocks: list[Block] = []
        self.left_out: list[Node] = []
        self._declared: dict[str, Node] = {}  # the points that the form declares, by level
        kind, root = document.kind, document.root
        table = root.child(kind.rows.name) if kind.rows is not None and len(kind.rows.path) == 1 else None
        table = table if table is not None and table.kind is Kind.SEQUENCE else None
        rows = [row for row in table.children if row.kind is Kind.MAPPING] if table is not None else []
        columns = _columns(table, rows) if table is not None else []
        self.width = max(
            len(columns), _LEAST_COLUMNS, *(2 + len(_shared_fields(_groups(node))) for node in root.items())
        )
        self._put(0, 0, kind.title, Look.TITLE, width=self.width)
        self._next = 1  # the first free row
        given = [
            (field, node) for field in kind.root.properties.values() if (node := root.child(field.name)) is not None
        ]
        for field, node in given:
            if node is not table and not field.totals and not field.name.startswith("$"):
                self._field(field, node)
        self._table(columns, rows)
        for field, node in given:
            if field.totals:
                self._totals(field, node, columns)
        self._leave_out(root, kind.root.properties)
        for row in table.children if table is not None else ():
            self._leave_out(row, {field.name for field in columns})

    def _put(self, row: int, column: int, text: str, look: Look, height: int = 1, width: int = 1) -> None:
        self.blocks.append(Block(row, column, height, width, text, look))

    def _leave_out(self, node: Node, known: Collection[str]) -> None:
        """Note what stands below a mapping under other keys than the known ones; all of a node that is no mapping."""
        if node.kind is not Kind.MAPPING:
            self.left_out.append(node)
            return
        self.left_out += [below for key, below in node.children.items() if key not in known]

    def _text(self, node: Node | None) -> str:
        """What stands in the cell of a node."""
        if node is None:
            return ""
        if node.kind is Kind.SEQUENCE and all(item.kind is Kind.SCALAR for item in node.children):
            return _BETWEEN.join(self._text(item) for item in node.children)
        if node.kind is not Kind.SCALAR or len(node.text) > _LONGEST_TEXT:
            self.left_out.append(node)
            return ""
        return node.text

    # Above the table

    def _field(self, field: Field, node: Node) -> None:
        if node.kind is Kind.MAPPING and field.properties:
            self._group(field, node)
        elif node.kind is Kind.SEQUENCE and node.children:
            self._put(self._next, 0, field.title, Look.LABEL, height=len(node.children))
            for item in node.children:
                self._value(item, 1)
        else:
            self._pair(field, node, 0)

    def _pair(self, field: Field, node: Node, column: int) -> None:
        self._put(self._next, column, field.title, Look.LABEL)
        self._value(node, column + 1)

    def _value(self, node: Node, column: int) -> None:
        self._put(self._next, column, self._text(node), Look.VALUE, width=self.width - column)
        self._next += 1

    def _group(self, group: Field, node: Node) -> None:
        """A group of fields, one on each line; the unit of its amounts stands in the group's label."""
        unit = _unit(group, node)
        start = self._next
        inner = _groups(node)
        self._side_by_side(inner)
        for name, below in node.children.items():
            if name not in group.properties or below in inner or below is unit:
                continue
            if (declared := self._points(below)) is not None:
                self._declared.update(declared)
            else:
                self._pair(group.properties[name], below, 1)
        self._leave_out(node, group.properties)
        label = f"{group.title}（{unit.text}）" if unit is not None else group.title
        self._next = max(self._next, start + 1)
        self._put(start, 0, label, Look.LABEL, height=self._next - start)

    def _side_by_side(self, groups: list[Node]) -> None:
        """Groups of much the same fields: each on a line of its own, the fields beside one another."""
        fields = _shared_fields(groups)
        for column, field in enumerate(fields.values(), 2):
            self._put(self._next, column, field.title, Look.LABEL)
        self._next += bool(groups)
        for group in groups:
            self._put(self._next, 1, group.field.title, Look.LABEL)
            for column, name in enumerate(fields, 2):
                self._put(self._next, column, self._text(group.child(name)), Look.VALUE)
            self._leave_out(group, fields)
            self._next += 1

    def _points(self, node: Node) -> dict[str, Node] | None:
        """The rows of a list that only gives points to levels, by the level; None for any other node."""
        if node.kind is not Kind.SEQUENCE or not node.children:
            return None
        found: dict[str, Node] = {}
        for row in node.children:
            cells = list(row.items())
            if [cell.kind for cell in cells] != [Kind.SCALAR, Kind.SCALAR] or None in (cells[0].field, cells[1].field):
                return None
            level, points = cells
            if points.field.value != "points" or not _POINTS.fullmatch(points.text) or level.field.value is not None:
                return None
            found[level.text] = points
        return found

    # The table

    def _table(self, columns: list[Field], rows: list[Node]) -> None:
        levels = [field for field in columns if field.inherit]
        same = [number > 0 for number in range(len(rows))]  # whether a row has the levels of the one above it
        for index, field in enumerate(columns):
            self._put(self._next, index, field.title, Look.LABEL)
            texts = [self._text(row.child(field.name)) for row in rows]
            if field in levels:
                above = ["", *texts]
                same = [one and text == before != "" for one, text, before in zip(same, texts, above, strict=False)]
            if field in levels[:1]:
                texts = self._with_points(texts)
            for number, height in _runs(same if field in levels else [False] * len(rows)):
                self._put(self._next + 1 + number, index, texts[number], Look.VALUE, height=height)
        if not levels:
            self.left_out += self._declared.values()
        self._next += 1 + len(rows)

    def _totals(self, field: Field, node: Node, columns: list[Field]) -> None:
        """The totals below the table, each in the column that it adds up."""
        names = [column.name for column in columns[1:]]  # the first has their label
        if node.kind is Kind.MAPPING:
            self._put(self._next, 0, field.title, Look.LABEL)
            for index, name in enumerate(names, 1):
                self._put(self._next, index, self._text(node.child(name)), Look.VALUE)
        self._leave_out(node, names)
        self._next += 1

    def _with_points(self, levels: list[str]) -> list[str]:
        """The levels with the points that the form declares for them."""
        self.left_out += [node for level, node in self._declared.items() if level not in levels]
        points = {level: f"（{node.text}分）" for level, node in self._declared.items()}
        return [level + points.get(level, "") for level in levels]


def _columns(table: Node, rows: list[Node]) -> list[Field]:
    """The columns that some row has; without rows those that every form has."""
    row: Field | None = table.field.items
    fields = row.properties.values() if row is not None else ()
    used = [field for field in fields if any(field.name in one.children for one in rows)]
    return used or [field for field in fields if row is not None and field.name in row.required]


def _groups(node: Node) -> list[Node]:
    """The groups inside a group."""
    inner = node.items() if node.kind is Kind.MAPPING else ()
    return [
        below for below in inner if below.kind is Kind.MAPPING and below.field is not None and below.field.properties
    ]


def _shared_fields(groups: list[Node]) -> dict[str, Field]:
    """The fields that any of the groups has, in the order of their schema."""
    known = {name: field for group in groups for name, field in group.field.properties.items()}
    return {name: field for name, field in known.items() if any(name in group.children for group in groups)}


def _unit(group: Field, node: Node) -> Node | None:
    """The unit of the amounts in a group, where it is one of those that the schema lists."""
    for name in {field.unit_from for field in group.walk() if field.unit_from in group.properties}:
        unit = node.child(str(name))
        if unit is not None and unit.kind is Kind.SCALAR and unit.text in unit.field.schema.get("enum", ()):
            return unit
    return None


def _runs(same: list[bool]) -> Iterator[tuple[int, int]]:
    """The first of each run of rows in which all but the first are the same, and how many they are."""
    starts = [number for number, as_above in enumerate(same) if not as_above]
    for start, end in zip(starts, [*starts[1:], len(same)], strict=False):
        yield start, end - start
