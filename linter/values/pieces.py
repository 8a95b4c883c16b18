"""The pieces a value is made of; offsets are into the normalised text."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from linter.values.lexicon import Strength
from linter.values.model import NoteId, Op

Place = tuple[int, int]


class Unreadable(Exception):
    """The text fits no reading; `note` says why and `place` where."""

    def __init__(self, note: NoteId, place: Place) -> None:
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
    """以上, 内, 左右 after an amount; 不含 makes the operator strict."""

    op: Op
    place: Place


@dataclass(slots=True)
class Denominator:
    """What a rate is counted by; `spelled` by 每 rather than a sign."""

    text: str
    place: Place
    spelled: bool = False


@dataclass(slots=True)
class Every:
    """每X before an amount; `place` has 每 in it."""

    of: Denominator
    place: Place


@dataclass(slots=True)
class Word:
    text: str
    place: Place
    counts: bool = False  # whether it has a digit that belongs to no name (PM2.5, Ⅲ类)


@dataclass(slots=True)
class Mark:
    sign: Literal["comma", "times", "and"]
    text: str
    place: Place


@dataclass(slots=True)
class Amount:
    number: Decimal
    number_place: Place
    place: Place
    unit: str | None = None
    unit_place: Place | None = None
    per: list[Denominator] = field(default_factory=list)
    rough: bool = False  # 100余人
    numeral: bool = False  # in Chinese numerals alone: 三次, not 百分之三
    notes: list[tuple[NoteId, Place]] = field(default_factory=list)


@dataclass(slots=True)
class Comment:
    """Brackets; `content` without them stands at `inner`."""

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
    strict: tuple[bool, bool] = (False, False)  # whether the ends of a range are excluded

    @property
    def last(self) -> Amount:
        """The amount that unit and denominators stand at."""
        return self.high or self.low


@dataclass(slots=True)
class Day:
    """A date as far as it is written; `relative_year` is counted from the table's year."""

    place: Place
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_month: int | None = None
    relative_year: int | None = None
    edge: str | None = None
    whole: bool = False
    every: Denominator | None = None


@dataclass(slots=True)
class Dates:
    """One date, or two, with the word after it (前, 内, 起)."""

    first: Day
    last: Day | None
    bound: str | None
    bound_place: Place | None
    place: Place


Piece = Comparator | Every | Word | Mark | Comment | Measure | Dates
