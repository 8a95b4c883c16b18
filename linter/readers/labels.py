"""What the words of a form mean: the labels of one document kind, looked up as forms write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from linter.readers.grid import GridCell
from linter.schema import DocumentKind, Field, normal, split_label

_NUMBERING = re.compile(r"^(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)、.])")
_CIRCLED = re.compile(r"^\s*[①-⑳]")  # would become plain digits
_COLON = re.compile(r"[:：]")
_NUMBER = re.compile(r"[-+]?[¥￥]?\s*[0-9０-９]")
_YEAR = re.compile(r"\d{4}(?!\d)", re.ASCII)
_REMEMBERED = 4096  # texts
LONGEST = 80  # characters of a label with what stands in brackets after it, or of a title


@dataclass(frozen=True)
class Words:
    """What forms say and a schema cannot: the tables at the top of `form.py`.  Texts are as `schema.normal` gives."""

    title: re.Pattern[str]  # the end of a line that names a table; `whole`: what such a line itself says is funded
    organisation: str  # a pattern of the last characters of an organisation's name
    title_fields: tuple[str, str]  # the organisation and the project that a title may name
    part_of: tuple[str, ...]  # what stands before the label of a part of a sum
    annual: tuple[str, ...]  # marks the side of a form that counts …
    other_period: tuple[str, ...]  # … and the other side
    stand_ins: Mapping[str, str]  # a label -> the label it means when a form has no better one
    others: frozenset[str]  # labels of things that no field holds
    other_endings: tuple[str, ...]  # how more of them end
    row_labels: frozenset[str]  # headers of columns that only number or group the rows
    results: frozenset[str]  # labels of what came of a plan, which stands to the right of the plan
    asides: frozenset[str]  # first word of a line that is no row: totals, notes, signatures
    page: re.Pattern[str]  # all of a line that only tells the page
    sums: frozenset[str]  # first word of the row below others that adds them up
    whole: frozenset[str]  # of several columns of values, the header of the one that is for all of them
    contents: Mapping[str, frozenset[str]]  # field -> the words that say a column holds it, whatever its header
    levels: tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]  # all of a cell that has the first or the second
    # level, as `schema.normal` gives it; and of one that, without another beside it, has the second, not the first
    level: re.Pattern[str]  # in a table that is written as running text: what a level has in it …
    item: re.Pattern[str]  # … and what stands between its rows
    parts: tuple[str, str, str]  # comparator, number and unit: the fields whose cells make one value, the second's
    no_unit: frozenset[str]  # what stands in a unit's cell when there is none
    declared: tuple[str, str, str]  # the field of declared points, and in it those of the total and of the levels
    points: re.Pattern[str]  # points that a level's cell declares at its end
    several_points: re.Pattern[str]  # … and each of those that a header declares
    points_label: re.Pattern[str]  # what stands between the name of a level and its points there


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in a form.

    `fields` is what it may mean, likeliest first; nothing for a known label of no field.  `rank` is 0 for the
    side that counts, 1 when the label does not say, 2 for another period.
    """

    key: str
    fields: tuple[Field, ...]
    rank: int = 1


Table = Mapping[str, tuple[Field, ...]]


class Labels:
    """The labels of one document kind."""

    def __init__(self, kind: DocumentKind, words: Words) -> None:
        assert kind.rows is not None
        assert kind.rows.items is not None
        self.kind, self.words, self.rows, self.row = kind, words, kind.rows, kind.rows.items
        self.headings = tuple(_headings(kind))
        self.first_level = next((name for name, field in self.row.properties.items() if field.inherit), None)
        self.table_labels = frozenset(normal(label) for label in self.rows.labels)
        self._heading_table = self._with_stand_ins(_table(self.headings))
        self._column_table = _table(self.row.properties.values())
        self._total_table = _table(field for field in kind.root.properties.values() if field.totals)
        self.parts = tuple(_parts(kind))  # of sums of which a form shows the same amounts for each part
        self._part_table = _table(self.parts)
        self._part_columns = _table(below for part in self.parts for below in part.properties.values())
        # The same few words come again in every row.
        self.heading = lru_cache(_REMEMBERED)(self._heading)
        self.column = lru_cache(_REMEMBERED)(self._column)
        self.required = lru_cache(_REMEMBERED)(self._required)

    def _with_stand_ins(self, table: Table) -> Table:
        more = {label: table[other] for label, other in self.words.stand_ins.items() if other in table}
        return {label: (*table.get(label, ()), *more.get(label, ())) for label in (*table, *more)}

    def _heading(self, text: str) -> Label | None:
        """The label of a field outside the table, or a known label of no field."""
        found = self._find(text, self._heading_table)
        if found is not None or len(text) > LONGEST:
            return found
        base = split_label(text)[0]
        known = base in (self.words.others | self.words.row_labels | self.words.results | self.table_labels)
        return Label(base, ()) if known or base.endswith(self.words.other_endings) else None

    def _column(self, text: str) -> Label | None:
        """The label of a column of the table."""
        return self._find(text, self._column_table)

    def total(self, text: str) -> Field | None:
        """The field of the totals below the table that a row with this first cell gives."""
        found = self._find(text, self._total_table)
        return found.fields[0] if found is not None else None

    def part(self, text: str) -> Field | None:
        """The part of a sum that a row of amounts is of."""
        found = self._find(text, self._part_table)
        return found.fields[0] if found is not None else None

    def part_column(self, text: str) -> str | None:
        """The name of the amount, of each part of a sum, that a column gives."""
        found = self._find(text, self._part_columns)
        return found.fields[0].name if found is not None else None

    def _required(self, text: str) -> tuple[str, ...]:
        """The required columns that a header may name."""
        if len(text) > LONGEST or text.isdecimal():
            return ()
        label = self.column(text)
        names = (label.fields[0].name if label is not None else None, self.second_meaning(text))
        return tuple(name for name in names if name in self.row.required)

    def second_meaning(self, text: str) -> str | None:
        """The name of the field whose column this may be if no other column is."""
        meant = self._column_table.get(self.words.stand_ins.get(split_label(text[:LONGEST])[0], ""), ())
        return meant[0].name if meant and len(text) <= LONGEST else None

    def _find(self, text: str, table: Table) -> Label | None:
        if len(text) > LONGEST:
            return None
        return next((Label(key, table[key], rank) for key, rank in self._variants(text) if key in table), None)

    def period(self, text: str) -> int:
        """The rank that a label's words give it."""
        key = normal(text)
        if any(word in key for word in self.words.other_period):
            return 2
        return 0 if any(word in key for word in self.words.annual) else 1

    def _variants(self, text: str) -> Iterator[tuple[str, int]]:
        """The ways to compare a label, as written first, with the rank that each would have."""
        words = self.words
        key, rank = normal(_CIRCLED.sub("", text)), self.period(text)
        yield key, min(rank, 1)
        base = _NUMBERING.sub("", split_label(key)[0])
        for word in words.part_of:
            base = base.removeprefix(word).lstrip(":")
        yield base, rank
        for word in (*words.annual, *words.other_period):
            if base.startswith(word):
                rest = base.removeprefix(word)
                yield rest, rank
                yield words.annual[0] + rest, rank

    def heading_beginning(self, text: str, value: str) -> Label | None:
        """The field of a heading whose label is cut off after `text`, given the value beside it."""
        return _beginning(text, self._heading_table, lambda field: not field.properties and fits(field, value))

    def column_beginning(self, text: str, taken: Iterable[str]) -> Label | None:
        """The field of a column whose label is cut off after `text`."""
        names = set(taken)
        return _beginning(text, self._column_table, lambda field: field.name not in names)

    def title(self, text: str) -> re.Match[str] | None:
        """The words at the end of a line that say it names a table."""
        return self.words.title.search(text) if len(text) <= LONGEST else None

    def pair(self, cell: GridCell) -> tuple[Label, GridCell, GridCell] | None:
        """A label and its value in one cell, with a colon between: the label, its part of the cell, the value's."""
        for colon in islice(_COLON.finditer(cell.text), 2):  # the label itself may have one in it
            label, value = cell.part(0, colon.start()), cell.part(colon.end(), len(cell.text))
            found = self.heading(label.text) if label.text and value.text else None
            if found is not None:
                return found, label, value
        return None


def _table(fields: Iterable[Field]) -> Table:
    table: dict[str, tuple[Field, ...]] = {}
    for field in fields:
        for label in dict.fromkeys(normal(label) for label in field.labels):
            table[label] = (*table.get(label, ()), field)
    return table


def _headings(kind: DocumentKind) -> Iterator[Field]:
    """The fields that stand above the table, and the groups they form; of totals only their parts."""
    for field in kind.root.properties.values():
        if field is not kind.rows and not field.name.startswith("$"):
            yield from [] if field.totals else [field]
            for part in field.properties.values():
                yield from (below for below in (part, *part.properties.values()) if below.items is None)


def _parts(kind: DocumentKind) -> Iterator[Field]:
    """The parts that have amounts below them, of each group the first required one first."""
    for group in kind.root.properties.values():
        parts = [part for part in group.properties.values() if part.properties]
        yield from sorted(parts, key=lambda part: part.name not in group.required)


def _beginning(text: str, table: Table, possible: Callable[[Field], bool]) -> Label | None:
    """The one possible field that has a label beginning with `text`; None unless there is just one."""
    key = normal(text) if len(text) <= LONGEST else ""
    if len(key) < 2:
        return None
    begun = (field for label, fields in table.items() if label.startswith(key) for field in fields)
    meant = {field.path: field for field in begun if possible(field)}
    return Label(key, tuple(meant.values())) if len(meant) == 1 else None


def fits(field: Field, text: str) -> bool:
    """Whether a text can be the value of `field`: what tells the meanings of one label apart."""
    if "enum" in field.schema:
        return allowed_word(field, text) is not None
    if field.value == "year":
        return _YEAR.search(text) is not None and len(text) <= 12
    if field.value in ("money", "points"):
        return is_number(text)
    return True


def allowed_word(field: Field, text: str) -> str | None:
    """The word of the field's enumeration that a text ends with, as `人民币万元` does."""
    words = sorted(map(str, field.schema["enum"]), key=len, reverse=True)
    return next((word for word in words if text.endswith(word)), None)


def is_number(text: str) -> bool:
    """Whether a cell begins with an amount."""
    return _NUMBER.match(text) is not None
