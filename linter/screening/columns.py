"""What conditions on cells give in the rows of one submission, as masks.

A mask is a number whose bits are rows: bit 0 is the first row.  On the submission as a whole a mask is 0 (no) or -1
(yes, all bits), so that it combines with any mask of rows.  A condition has three of them: where it is `true`, where
it is not false (`maybe`), and where it is unknown for another reason than that the form has no such column (`doubt`).

What a condition on one cell gives is asked of the ordinary evaluator, once for each distinct cell, and remembered for
all submissions: forms repeat their words, and what few conditions there are on a cell seldom need to be asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from linter import values
from linter.document import Document, Kind, Node
from linter.expressions import Environment
from linter.schema import Field
from linter.screening.asking import Asker
from linter.screening.costs import CHARACTERS, ITEMS, SIZES
from linter.screening.dependence import Path

REMEMBERED = 20_000  # cells of a column


class Unscreened(Exception):
    """A submission that is not as the schema says; every rule has to be run on it."""


class Masks(NamedTuple):
    """What the conditions of a column give, by their numbers."""

    true: list[int]
    maybe: list[int]
    doubt: list[int]


@dataclass(slots=True, eq=False)
class Profile:
    """What the conditions of a column give for one cell: the numbers of those that are true, unknown, in doubt."""

    true: tuple[int, ...]
    unknown: tuple[int, ...]
    doubt: tuple[int, ...]
    of_submission: Masks = field(init=False, repr=False)  # its masks for a cell of the submission


NOWHERE = Profile((), (), ())


@dataclass(slots=True)
class Table:
    """The rows that a path gives in a submission."""

    rows: list[Node]
    all: int  # the mask of all rows
    there: bool = True  # whether there is such a list at all


class View:
    """One submission, as the conditions see it."""

    def __init__(self, document: Document, root: Field) -> None:
        if document.root.kind is not Kind.MAPPING or document.root.field is not root:
            raise Unscreened
        self.document = document
        self.env = Environment(document.root, document.root, document=document, memory=document.memory)
        self._tables: dict[Path, Table] = {(): Table([document.root], -1)}

    def table(self, path: Path) -> Table:
        """The rows at a path of names and `*`."""
        found = self._tables.get(path)
        if found is None:
            found = self._tables[path] = self._rows(path)
        return found

    def _rows(self, path: Path) -> Table:
        nodes, there = [self.document.root], True
        for name in path:
            if name == "*":
                nodes = [item for node in nodes for item in _items(node)]
            else:
                below = [node.children.get(name) for node in nodes]
                nodes = [node for node in below if node is not None]
                there = there and len(nodes) == len(below)
        is_mapping = bool(nodes) and nodes[0].field is not None and bool(nodes[0].field.properties)
        if is_mapping and any(node.kind is not Kind.MAPPING for node in nodes):
            raise Unscreened
        if len(nodes) > SIZES[-1]:
            raise Unscreened  # no rule is screened with so many
        return Table(nodes, (1 << len(nodes)) - 1, there)

    def size(self) -> int:
        """The most items that any list has, as far as rules have looked."""
        lists = [node for node in self.document.root.children.values() if node.kind is Kind.SEQUENCE]
        return max(*(len(node.children) for node in lists), *(len(table.rows) for table in self._tables.values()), 0)


def _items(node: Node) -> Sequence[Node]:
    if node.kind is not Kind.SEQUENCE:
        raise Unscreened
    items: list[Node] = node.children
    return items


@dataclass(slots=True)
class Column:
    """The cells at `path` below the rows of a table, and the conditions on them."""

    table: Path
    path: Path
    pattern: str  # of the field
    facts: tuple[Asker, ...]
    _known: tuple[dict[Any, Profile], dict[Any, Profile]] = field(default_factory=lambda: ({}, {}), repr=False)
    _kept: list[Any] = field(default_factory=list, repr=False)  # the values, so that no other gets the `id` of one
    _profiles: dict[Any, Profile] = field(default_factory=dict, repr=False)  # each once, so that rows can be grouped

    def read(self, view: View) -> Masks:
        """The masks of every condition."""
        table = view.table(self.table)
        lacking = view.document.absent and view.env.lacks(self.pattern)
        known, path = self._known[bool(lacking)], self.path
        if table.all < 0:
            cell = cell_at(table.rows[0], path)
            profile = known.get(key_of(cell)) or self._ask(view, table.rows[0], cell, known)
            return profile.of_submission
        name = path[0] if len(path) == 1 else None
        groups: dict[Profile, int] = {}
        last, mask, bit = NOWHERE, 0, 1
        for row in table.rows:
            cell = cell_at(row, path) if name is None else row.children.get(name)
            key = cell.text if cell is not None and type(cell.value) is str else key_of(cell)
            profile = known.get(key) or self._ask(view, row, cell, known)
            if profile is not last:  # neighbours are often alike
                groups[last] = groups.get(last, 0) | mask
                last, mask = profile, 0
            mask |= bit
            bit += bit
        groups[last] = groups.get(last, 0) | mask
        del groups[NOWHERE]
        return self._masks(groups)

    def _masks(self, groups: dict[Profile, int]) -> Masks:
        """For each condition the mask of the rows whose profile has it."""
        true = [0] * len(self.facts)
        for profile, mask in groups.items():
            for number in profile.true:
                true[number] |= mask
        if not any(profile.unknown for profile in groups):
            return Masks(true, true, [0] * len(self.facts))
        maybe, doubt = true.copy(), [0] * len(self.facts)
        for profile, mask in groups.items():
            for number in profile.unknown:
                maybe[number] |= mask
            for number in profile.doubt:
                doubt[number] |= mask
        return Masks(true, maybe, doubt)

    def _ask(self, view: View, row: Node, cell: Node | None, known: dict[Any, Profile]) -> Profile:
        """Ask every condition on a cell that is new."""
        everything = tuple(range(len(self.facts)))
        if cell is not None and _is_large(cell):
            return self._profile((), everything, everything)
        answers = []
        for fact in self.facts:
            fact.begin(view.env)
            answers.append(fact.ask(view.env, row))
        true, maybe, doubt = ([number for number in everything if answers[number][part]] for part in range(3))
        unknown = [number for number in maybe if not answers[number][0]]
        profile = self._profile(tuple(true), tuple(unknown), tuple(doubt))
        key = key_of(cell)
        if key is not UNKEYED:
            self._remember(known, key, cell, profile)
        return profile

    def _profile(self, *found: tuple[int, ...]) -> Profile:
        profile = self._profiles.get(found)
        if profile is None:
            profile = self._profiles[found] = Profile(*found)
            profile.of_submission = self._masks({profile: -1})
        return profile

    def _remember(self, known: dict[Any, Profile], key: Any, cell: Node | None, profile: Profile) -> None:
        if len(self._kept) >= REMEMBERED:
            self._kept.clear()
            for one in self._known:
                one.clear()
        self._kept.append(None if cell is None else cell.value)
        known[key] = profile


UNKEYED = object()


def cell_at(row: Node, path: Path) -> Node | None:
    """The cell at a path of names below a row."""
    cell: Node | None = row
    for name in path:
        if cell is None:
            return None
        cell = cell.children.get(name)
    return cell


def key_of(cell: Node | None) -> Any:
    """What a cell's conditions depend on; `UNKEYED` where that is not known."""
    if cell is None:
        return None
    value = cell.value
    kind = type(value)
    if kind is values.Value:
        return id(value)
    if kind is str:
        return cell.text
    if kind is Decimal:
        return cell.text, cell.quoted
    if kind is values.Quantity:
        return cell.text, value.number, id(value.unit)
    if cell.kind is Kind.SEQUENCE:
        items = cell.children
        if len(items) == 1:
            return (items[0].text,) if type(items[0].value) is str else UNKEYED
        words = all(type(item.value) is str for item in items)
        return tuple([item.text for item in items]) if words else UNKEYED
    return (cell.text, value, cell.quoted) if value is None or kind is bool else UNKEYED


def _is_large(cell: Node) -> bool:
    if cell.kind is Kind.SEQUENCE:
        return len(cell.children) > ITEMS or any(map(_is_large, cell.children))
    return len(cell.text) > CHARACTERS
