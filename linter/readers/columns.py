"""The columns of a table: what each holds, by its header and, where a header leaves it open, by its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from linter.decimals import decimal
from linter.document import Column, scalar
from linter.readers.grid import Grid, GridCell
from linter.readers.labels import Label, Labels, is_number
from linter.schema import normal, split_label

_LONGEST_SIDE = 20  # characters; longer texts above a header do not name a side of it
_LONGEST_UNIT = 8  # characters; longer texts without a header are no units
_LONGEST_WORD = 20  # … and no longer text is a comparator or says what kind of value there is


@dataclass(slots=True)
class Head:
    """A column and its header cell; `label` is None when the header is not understood."""

    index: int
    cell: GridCell
    label: Label | None
    names_submission: bool = False  # its cells name the submission that a row belongs to
    part: str = ""  # the place or year that its values are for, where there are columns for several


@dataclass(slots=True)
class Table:
    """A table in a grid: its header rows, its rows of data, and its columns by the name of their field."""

    grid: Grid
    labels: Labels  # of the document kind that its columns are those of
    start: int  # the first header row
    end: int  # the row after the last header row
    heads: list[Head]
    above: range = range(0)  # the rows between the table before and this one
    rows: list[int] = field(default_factory=list)
    foot: int | None = None  # the row of the totals below them
    carried: dict[int, dict[str, GridCell]] = field(default_factory=dict)  # row -> levels that stood alone above it
    columns: dict[str, Head] = field(default_factory=dict)
    listed: list[Head] = field(default_factory=list)  # columns that say which submission a row belongs to
    unread: list[Head] = field(default_factory=list)  # not understood, though something is filled in
    other_side: list[Head] = field(default_factory=list)  # a second set of the same columns, also filled in
    parts: list[Head] = field(default_factory=list)  # columns of values for several places or years
    passed_over: list[GridCell] = field(default_factory=list)  # the lines above tables for another period

    @property
    def fit(self) -> tuple[int, int]:
        """How well its header is one of its document kind."""
        return self.labels.kind.fit([head.label.fields[0].name for head in self.heads if head.label is not None])

    @property
    def after(self) -> int:
        """The row after its last."""
        return max([self.end, *(row + 1 for row in (*self.rows[-1:], self.foot) if row is not None)])

    def shown(self) -> tuple[Column, ...]:
        """The understood columns as a report shows them."""
        ordered = sorted(self.columns.items(), key=lambda pair: pair[1].index)
        return tuple(
            Column(name, head.cell.text, head.index, scalar(head.cell.place, head.cell.text)) for name, head in ordered
        )


def assign(table: Table) -> None:
    """Give each field its column: by headers alone while no rows are known, then also by what is in them."""
    labels = table.labels
    table.columns, table.listed, table.unread, table.other_side, table.parts = {}, [], [], [], []
    texts, above = _texts(table), table.grid.filled(table.start - 1)
    for head in _with_guesses(_all_heads(table, texts), texts, labels):
        if head.part:
            table.parts.append(head)
            continue
        name = _field_name(table, head, texts, labels)
        if name is None:
            if head.index in texts and not _is_group(head, texts[head.index], labels):
                _outside(table, head, labels)
        elif name not in table.columns:
            table.columns[name] = head
        else:
            first, second = table.columns[name], head
            right = _rank(second, above, labels) <= _rank(first, above, labels)
            table.columns[name], loser = (second, first) if right else (first, second)
            table.other_side += [loser] if loser.index in texts else []


def choose_part(table: Table, year: str | None) -> None:
    """Of several columns of values take the one for all places, or for the year of the form; `parts` are then none."""
    words = table.labels.words
    name = words.parts[1]
    whole = [head for head in table.parts if normal(head.part) in words.whole]
    own = [head for head in table.parts if year and year in head.part]
    if name not in table.columns and len(whole or own) == 1:
        table.columns[name] = (whole or own)[0]
    if name in table.columns:
        table.other_side += [head for head in table.parts if head is not table.columns[name]]
        table.parts = []


Texts = Mapping[int, Sequence[str]]


def _texts(table: Table) -> Texts:
    """What is filled in in each column."""
    texts: dict[int, list[str]] = {}
    for row in table.rows:
        for cell in table.grid.filled(row):
            texts.setdefault(cell.column, []).append(cell.text)
    return texts


def _all_heads(table: Table, texts: Texts) -> list[Head]:
    """The heads, and one for each column without a header in which something is filled in."""
    known = {head.index: head for head in table.heads}
    for index in texts:
        if index not in known:
            known[index] = Head(index, table.grid.at(table.start, index), None)
    return [known[index] for index in sorted(known)]


def _with_guesses(heads: list[Head], texts: Texts, labels: Labels) -> list[Head]:
    """The heads, with labels for columns that no header names as it usually is.

    A required one may stand under a label that usually means something else, and a label may be cut off.
    """
    named = {head.label.fields[0].name for head in heads if head.label is not None}
    guessed = []
    for head in heads:
        label, second = head.label, labels.second_meaning(head.cell.text)
        filled = head.index in texts and not _is_group(head, texts[head.index], labels)
        if filled and second is not None and second in labels.row.required and second not in named:
            label = Label(head.cell.text, (labels.row.properties[second],))
        elif filled and label is None and labels.heading(head.cell.text) is None:
            label = labels.column_beginning(head.cell.text, named)
        named |= {label.fields[0].name} if label is not None else set()
        guessed.append(replace(head, label=label))
    return guessed


def _rank(head: Head, above: list[GridCell], labels: Labels) -> tuple[int, int]:
    """How far a column is from the side of the form that counts, by its header and by what stands above that."""
    before = bisect_right(above, head.index, key=lambda cell: cell.column)
    text = above[before - 1].text if before else ""
    side = labels.period(text) if len(text) <= _LONGEST_SIDE else 1
    return head.label.rank if head.label is not None else 1, side


def _field_name(table: Table, head: Head, texts: Texts, labels: Labels) -> str | None:
    """The name of the field that a column holds."""
    by_contents = _by_contents(head, texts.get(head.index, ()), labels)
    if by_contents is not None and by_contents not in table.columns:
        return by_contents
    if head.label is not None:
        return head.label.fields[0].name
    return _spread(table, head, texts, labels) if not head.cell.text else None


def _by_contents(head: Head, texts: Sequence[str], labels: Labels) -> str | None:
    """The field that most cells of a column speak for, where its header leaves it open."""
    contents, number = labels.words.contents, labels.words.parts[1]
    closed = head.label is not None and not any(
        meant.name in contents or meant.name == number or meant.inherit for meant in head.label.fields
    )
    if not texts or closed:
        return None
    words = [normal(text) for text in texts if len(text) <= _LONGEST_WORD]
    counts = {name: sum(word in known for word in words) for name, known in contents.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] * 2 > len(texts) else None


def _spread(table: Table, head: Head, texts: Texts, labels: Labels) -> str | None:
    """A column without a header to the right of a value that takes several columns."""
    comparator, number, unit = labels.words.parts
    left = {name for name, other in table.columns.items() if other.index == head.index - 1}
    if comparator in left and number not in table.columns:
        return number
    if number in left and unit not in table.columns:
        short = all(len(text) <= _LONGEST_UNIT and not is_number(text) for text in texts.get(head.index, ()))
        numbers = any(decimal(text) is not None for text in texts.get(head.index - 1, ()))
        return unit if short and numbers else None
    return None


def _is_group(head: Head, texts: Sequence[str], labels: Labels) -> bool:
    """Whether a column names the table, once, on each row, or a character on each; or whether it numbers the rows."""
    if split_label(head.cell.text)[0] in labels.words.row_labels:
        return True
    most = max(map(len, labels.table_labels))
    words: dict[str, None] = {}
    for text in filter(None, (head.cell.text, *texts)):
        words[normal(text[: most * 2])] = None
        if len(words) > most:
            return False
    together = "".join(words)
    return any(_in_order(together, label) for label in labels.table_labels) or (
        len(words) == 1 and head.cell.text != ""
    )


def _in_order(characters: str, label: str) -> bool:
    """Whether the characters stand in the label in this order, perhaps with others between."""
    rest = iter(label)
    return len(characters) <= len(label) and all(character in rest for character in characters)


def _outside(table: Table, head: Head, labels: Labels) -> None:
    """A column of no field of the rows: of the submission they belong to, or unknown."""
    label = labels.heading(head.cell.text)
    if label is None or not label.fields:
        table.unread.append(head)
    else:
        field = label.fields[0]
        single = len(field.path) == 1 and field.items is None and not field.properties
        table.listed.append(Head(head.index, head.cell, label, single and field.name in labels.kind.root.required))
