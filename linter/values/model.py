"""What reading a value gives: frozen records."""

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, Literal

from linter.values.quantity import Quantity, plain
from linter.values.units import PLAIN, Unit

Kind = Literal[
    "quantitative",
    "range",
    "date",
    "date_range",
    "qualitative",
    "boolean",
    "relative",
    "compound",
    "placeholder",
    "not_applicable",
    "empty",
    "invalid",
]
Op = Literal[">=", "<=", "=", ">", "<", "~"]
Span = tuple[int, int]

SIGNS: Final = MappingProxyType({">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<", "~": "约"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a reading may lean on besides the text.

    `column` is `target` (指标值) or `record` (上年完成值), where 无 and a blank mean that there is no record.
    """

    year: int | None = None
    currency: str | None = None
    name: str | None = None
    level: str | None = None
    column: str = "target"


@dataclass(frozen=True, slots=True)
class Note:
    """Why a reading is not the plain one: an id of `notes.yaml`, where (code points), what to write instead."""

    id: str
    span: Span
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """The reading of one text.  `spans` gives code-point offsets into `text` of `comparator`, `number`, …"""

    text: str
    kind: Kind
    op: Op | None = None
    number: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    per: tuple[str, ...] = ()
    date: str | None = None
    date_end: str | None = None
    polarity: bool | None = None
    reference: str | None = None
    parts: tuple["Value", ...] = ()
    notes: tuple[Note, ...] = ()
    spans: tuple[tuple[str, Span], ...] = ()
    full_unit: Unit = PLAIN

    @property
    def blank(self) -> bool:
        return self.kind == "empty"

    @property
    def amount(self) -> Quantity | None:
        """The number with its whole unit; a bare number is dimensionless; None without a number."""
        return None if self.number is None else Quantity(self.number, self.full_unit)

    @property
    def upper_amount(self) -> Quantity | None:
        """The upper end of a range, as `amount`."""
        return None if self.upper is None else Quantity(self.upper, self.full_unit)

    def span(self, name: str) -> Span | None:
        """Where a named part stands in `text`."""
        return next((span for key, span in self.spans if key == name), None)

    def noted(self, note: str) -> bool:
        return any(one.id == note for one in self.notes)

    def to_json(self) -> dict[str, Any]:
        """The reading as JSON data; numbers are decimal strings."""
        return {
            "text": self.text,
            "kind": self.kind,
            "op": self.op,
            "number": None if self.number is None else plain(self.number),
            "upper": None if self.upper is None else plain(self.upper),
            "unit": self.unit,
            "per": list(self.per) or None,
            "date": self.date,
            "date_end": self.date_end,
            "notes": [_note_json(note) for note in self.notes],
            "spans": {name: list(span) for name, span in self.spans},
        }

    def format(self) -> str:
        """The value in canonical spelling; reading that again means the same."""
        from linter.values.writing import write

        return write(self)


def _note_json(note: Note) -> dict[str, Any]:
    return {"id": note.id, "span": list(note.span), "replacement": note.replacement}
