"""A value that the lines above a table give for a field, and which of several counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from linter.readers.grid import GridCell
from linter.readers.labels import allowed_word
from linter.schema import Field

YEAR_LINE = re.compile(r"[(（]?\s*(\d(?:\s?\d){3})\s*年?\s*度?\s*[)）]?", re.ASCII)
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CODE = re.compile(r"[\[(（【]\d{3,}[\d-]*[\])）】]\s*(?=\S)", re.ASCII)


@dataclass(slots=True)
class Found:
    """A value for a field: where its label stands, and the cell of the value (blank when nothing is filled in)."""

    field: Field
    label: GridCell
    value: GridCell
    rank: int = 1
    fits: bool = True
    more: tuple[GridCell, ...] = ()  # of a list: the items in the rows below

    @property
    def last(self) -> GridCell:
        """The cell that came last."""
        return self.more[-1] if self.more else self.value

    def is_better_than(self, old: Found) -> bool:
        """Of several values the year's own counts, then the first; in one row the last, since forms with two sides
        have this year on the right."""
        if old.label.row == self.label.row and old.label.text == self.label.text:
            return True
        if not self.value.text or not old.value.text:
            return bool(self.value.text)
        return self.fits if self.fits != old.fits else self.rank < old.rank


def digits(text: str) -> str:
    """A text with the digits of `二〇二四` as plain ones; every other character stays where it is."""
    return text.translate(_DIGITS)


def year(cell: GridCell, span: tuple[int, int]) -> GridCell:
    """The part of a cell that is a year, as four plain digits."""
    part = cell.part(*span)
    plain = re.sub(r"\s", "", digits(part.text))
    if plain != part.text:
        part.text, part.place = plain, replace(part.place, text_start=None)
    return part


def bare(field: Field, value: GridCell) -> GridCell:
    """A value without a code before it, without `人民币` before a unit and `年` after a year."""
    if field.value == "year" and (match := YEAR_LINE.fullmatch(digits(value.text))) is not None:
        return year(value, match.span(1))
    if "enum" in field.schema and (word := allowed_word(field, value.text)) is not None:
        return value.part(len(value.text) - len(word), len(value.text))
    code = _CODE.match(value.text) if field.value is None and "string" in field.types else None
    return value.part(code.end(), len(value.text)) if code is not None else value
