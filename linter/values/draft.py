"""A reading under way: the text, its map, and the notes and spans gathered so far."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from linter.values.lexicon import word_set
from linter.values.model import Context, Kind, Note, NoteId, Span, Value
from linter.values.normalise import Normalised, full_width
from linter.values.pieces import Place
from linter.values.units import UnitTable, table

Reader = Callable[..., Value]  # parser.read, for texts inside a text


class Draft:
    """Collects notes and spans in offsets of the text as written, and makes the record.

    `nested` says that the text is part of a compound, which is not split again.
    """

    __slots__ = ("body", "context", "nested", "notes", "source", "spans", "text", "units")

    def __init__(self, text: str, source: Normalised, context: Context, nested: bool = False) -> None:
        self.text = text
        self.body = source.text
        self.source = source
        self.context = context
        self.nested = nested
        self.units: UnitTable = context.units or table()
        self.notes: list[Note] = []
        self.spans: list[tuple[str, Span]] = []

    def at(self, place: Place) -> Span:
        """A place in the normalised text as a span of the text as written."""
        return self.source.span(*place) if place[0] < place[1] else (0, len(self.text))

    def written(self, place: Place) -> str:
        """The text as written at a place."""
        start, end = self.at(place)
        return self.text[start:end]

    def note(self, note: NoteId, place: Place, replacement: str | None = None) -> None:
        self.notes.append(Note(note, self.at(place), replacement))

    def mark(self, name: str, place: Place | None) -> None:
        if place is not None:
            self.spans.append((name, self.at(place)))

    def whole(self) -> Place:
        return 0, len(self.body)

    def value(self, kind: Kind, **fields: Any) -> Value:
        if not self.text.isascii() and kind != "invalid":
            for start, end, plain in full_width(self.text):
                self.notes.append(Note("full-width", (start, end), plain))
        return Value(self.text, kind, notes=tuple(self.notes), spans=tuple(self.spans), **fields)

    def placeholder(self, place: Place | None = None) -> Value:
        self.note("placeholder-left", place or self.whole())
        return self.value("placeholder")

    def invalid(self, note: NoteId, place: Place | None = None) -> Value:
        """A record that only says why nothing was read."""
        self.notes.clear()
        self.spans.clear()
        self.note(note, place or self.whole())
        return self.value("invalid")

    # what the row says about itself

    def named(self, words: str) -> bool:
        """Whether the row's name or level holds one of a list's words."""
        name, level = self.context.name or "", self.context.level or ""
        return any(word in name or word in level for word in word_set(words))

    @property
    def date_row(self) -> bool:
        return self.named("date_names") and not self.named("duration_names")

    @property
    def money_row(self) -> bool:
        """Whether the row is about money: name or level say so, and the name does not end in a count (补助人数)."""
        return self.named("money_names") and not self._counts_things

    @property
    def money_table(self) -> bool:
        """Whether 万 means 万元 here: the row is about money, or the table is and the row counts nothing else."""
        return self.money_row or (self.context.currency is not None and not self._counts_things)

    @property
    def _counts_things(self) -> bool:
        name = (self.context.name or "").replace("（", "(").partition("(")[0].rstrip()
        return name.endswith(tuple(word_set("count_names")))


def embed(inner: Value, text: str, start: int) -> Value:
    """A reading of `text[start:…]` as a reading of all of `text`."""
    spans = tuple((name, (low + start, high + start)) for name, (low, high) in inner.spans)
    notes = tuple(replace(note, span=(note.span[0] + start, note.span[1] + start)) for note in inner.notes)
    return replace(inner, text=text, spans=spans, notes=notes)
