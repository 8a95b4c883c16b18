"""What reading a value gives: frozen records."""

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, Literal

from linter.values.quantity import Quantity, plain
from linter.values.units import PLAIN, Unit, UnitTable

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
NoteId = Literal[
    "comparator-missing",
    "comparator-words",
    "comparator-style",
    "comparator-reversed",
    "comparator-redundant",
    "comparator-after",
    "comparator-repeated",
    "comparator-on-range",
    "contradiction",
    "reach",
    "number-missing",
    "chinese-number",
    "number-in-brackets",
    "rough-number",
    "bad-thousands",
    "number-too-long",
    "ratio-as-decimal",
    "excel-serial-date",
    "proportion",
    "ambiguous-multiple",
    "formula",
    "shared-unit",
    "range-reversed",
    "units-differ",
    "bounds",
    "tolerance",
    "baseline",
    "unit-missing",
    "unit-alias",
    "unit-in-brackets",
    "unit-unknown",
    "unit-unclear",
    "rank",
    "unit-stacked",
    "unit-order",
    "mixed-units",
    "currency-suffix-missing",
    "deadline-inclusive",
    "ambiguous-deadline",
    "month-or-duration",
    "no-such-date",
    "clock-time",
    "change-up",
    "change-down",
    "zero-growth",
    "several-values",
    "shared-suffix",
    "remark",
    "choice",
    "grade-scale",
    "full-width",
    "placeholder-left",
    "damaged-text",
    "too-long",
    "unreadable",
]
Span = tuple[int, int]

SIGNS: Final = MappingProxyType({">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<", "~": "约"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a reading may lean on besides the text.

    `year` is the table's, `currency` the unit of its sums (万元), `name` and `level` are the row's.  `column` is
    `target`, or `record` for a value reached before, where 无 and a blank mean that there is no record.  `units`
    is the unit table of a pack that has units of its own.
    """

    year: int | None = None
    currency: str | None = None
    name: str | None = None
    level: str | None = None
    column: str = "target"
    units: UnitTable | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Why a reading is not the plain one: what (`notes.yaml`), where (code points), what to write there instead."""

    id: NoteId
    span: Span
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """The reading of one text.

    `spans` gives code-point offsets into `text` of `comparator`, `number`, `upper`, `unit`, `per.0`, `date`, ….
    `full_unit` is the unit to compute with: denominators included, and what the row implies where none is written.
    """

    text: str
    kind: Kind
    op: Op | None = None
    number: Decimal | None = None
    upper: Decimal | None = None
    strict: tuple[bool, bool] = (False, False)  # whether the ends of a range are excluded: 大于80%且小于90%
    unit: str | None = None
    per: tuple[str, ...] = ()
    date: str | None = None
    date_end: str | None = None
    polarity: bool | None = None  # of a boolean; None when both answers are given
    reference: str | None = None  # what a relative value compares with
    parts: tuple["Value", ...] = ()  # of a compound
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
            "notes": [{"id": note.id, "span": list(note.span), "replacement": note.replacement} for note in self.notes],
            "spans": {name: list(span) for name, span in self.spans},
        }

    def format(self) -> str:
        """The value in canonical spelling; reading that again, in the same context, means the same."""
        from linter.values.writing import write

        return write(self)
