"""A reading under way: the text, its map, and the notes and spans gathered so far."""

from dataclasses import replace
from typing import Any

from linter.values.lexicon import word_set
from linter.values.model import Context, Kind, Note, Span, Value
from linter.values.normalise import Normalised, full_width
from linter.values.pieces import Place


class Draft:
    """Collects notes and spans in offsets of the text as written, and makes the record."""

    def __init__(self, text: str, source: Normalised, context: Context, nested: bool = False) -> None:
        self.text = text
        self.body = source.text
        self.source = source
        self.context = context
        self.nested = nested
        self.notes: list[Note] = []
        self.spans: list[tuple[str, Span]] = []

    def at(self, place: Place) -> Span:
        return self.source.span(*place) if place[0] < place[1] else (0, len(self.text))

    def note(self, note: str, place: Place, replacement: str | None = None) -> None:
        self.notes.append(Note(note, self.at(place), replacement))

    def mark(self, name: str, place: Place | None) -> None:
        if place is not None:
            self.spans.append((name, self.at(place)))

    def whole(self) -> Place:
        return 0, len(self.body)

    def value(self, kind: Kind, **fields: Any) -> Value:
        if not self.text.isascii():
            for start, end, plain in full_width(self.text):
                self.notes.append(Note("full-width", (start, end), plain))
        return Value(self.text, kind, notes=tuple(self.notes), spans=tuple(self.spans), **fields)

    def invalid(self, note: str, place: Place | None = None) -> Value:
        self.spans.clear()
        self.note(note, place or self.whole())
        return self.value("invalid")

    # what the row says about itself

    def named(self, words: str) -> bool:
        """Whether the indicator's name or level holds one of a list's words."""
        name, level = self.context.name or "", self.context.level or ""
        return any(word in name or word in level for word in word_set(words))

    @property
    def date_row(self) -> bool:
        return self.named("date_names") and not self.named("duration_names")

    @property
    def money_row(self) -> bool:
        return self.context.currency is not None or self.named("money_names")


def embed(inner: Value, text: str, start: int) -> Value:
    """A reading of `text[start:…]` as a reading of all of `text`."""
    spans = tuple((name, (low + start, high + start)) for name, (low, high) in inner.spans)
    notes = tuple(replace(note, span=(note.span[0] + start, note.span[1] + start)) for note in inner.notes)
    return replace(inner, text=text, spans=spans, notes=notes)
