"""The pieces a value is made of; offsets are into the normalised text."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from linter.values.lexicon import Strength
from linter.values.model import Op

Place = tuple[int, int]


class Unreadable(Exception):
    """The text fits no reading; `note` says why and `place` where."""

    def __init__(self, note: str, place: Place) -> None:
        super().__init__(note)
        self.note = note
        self.place = place


@dataclass(slots=True)
class Comparator:
    op: Op
    strength: Strength
    text: str
    place: Place


@dataclass(slots=True)
class Suffix:
    op: Op
    text: str
    place: Place


@dataclass(slots=True)
class Every:
    text: str
    place: Place
    whole: Place


@dataclass(slots=True)
class Word:
    text: str
    place: Place


@dataclass(slots=True)
class Mark:
    sign: Literal["comma", "times", "and"]
    text: str
    place: Place


@dataclass(slots=True)
class Denominator:
    text: str
    place: Place
    spelled: bool = False  # by 每, not by a sign
    times: bool = False  # by ·, which multiplies units before the first /


@dataclass(slots=True)
class Amount:
    number: Decimal
    number_place: Place
    place: Place
    unit: str | None = None
    unit_place: Place | None = None
    per: list[Denominator] = field(default_factory=list)
    rough: bool = False
    notes: list[tuple[str, Place]] = field(default_factory=list)


@dataclass(slots=True)
class Comment:
    place: Place
    content: str
    inner: Place
    per: list[Denominator]
    suffix: Suffix | None


@dataclass(slots=True)
class Measure:
    """One amount, or two (`high`), with the suffix after it."""

    low: Amount
    high: Amount | None
    suffix: Suffix | None
    place: Place
    form: Literal["amount", "range", "tolerance", "between"] = "amount"


@dataclass(slots=True)
class Day:
    """A date as far as it is written; `relative_year` is counted from the table's year."""

    place: Place
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_month: int | None = None
    last_day: int | None = None
    relative_year: int | None = None
    edge: str | None = None
    whole: bool = False
    every: str | None = None


@dataclass(slots=True)
class Dates:
    first: Day
    last: Day | None
    bound: str | None
    bound_place: Place | None
    place: Place
