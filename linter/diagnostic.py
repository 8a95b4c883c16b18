"""What is reported: severity, location, fix, diagnostic, and their one total order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple


class Severity(IntEnum):
    """How bad a finding is; a larger one is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @classmethod
    def parse(cls, text: str) -> "Severity":
        """`error`, `warning` or `info`; raises `KeyError`."""
        return cls[text.upper()]

    def __str__(self) -> str:
        return self.name.lower()


class Outcome(StrEnum):
    """What a rule gives on a node."""

    PASS = "pass"
    FAIL = "fail"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not-applicable"
    RULE_ERROR = "rule-error"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """1-based line and column; columns count code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Range:
    """From `start` up to, not including, `end`."""

    start: Position
    end: Position


class Cell(NamedTuple):  # of which a workbook has as many as it has cells
    """A cell of a table: `ref` is `D9` style; a sheet, page or table number where the format has one."""

    ref: str
    sheet: str | None = None
    table: int | None = None
    page: int | None = None

    @property
    def text(self) -> str:
        return f"{self.sheet}!{self.ref}" if self.sheet else self.ref


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a submission.

    `range` is None for formats without lines, `cell` for formats without cells.  `text` is the value as
    written and `span` the part of it that is meant, in code points of `text`.
    """

    path: str
    pointer: str | None = None
    range: Range | None = None
    cell: Cell | None = None
    text: str | None = None
    span: tuple[int, int] | None = None
    order: int = 0  # where it stands in the file: a source offset or a cell's running number

    @property
    def line(self) -> int | None:
        return self.range.start.line if self.range else None


@dataclass(frozen=True, slots=True)
class Related:
    """A further location that contributed to a finding, and what it contributed."""

    message: str
    location: Location


class Safety(StrEnum):
    """`safe` keeps what is promised; `unsafe` may change it and needs a person."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what stands at `location` (its `span`, if given) with `replacement`."""

    location: Location
    replacement: str


@dataclass(frozen=True, slots=True)
class Fix:
    title: str
    safety: Safety
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong that no rule found: an id of `builtin.yaml`, a place, and the words for its message.

    Readers, schemas and packs yield problems; only the engine turns them into diagnostics, so nothing
    below it chooses a language or a severity.
    """

    id: str
    location: Location
    words: Mapping[str, Any] = field(default_factory=dict)
    related: tuple[tuple[str, Location], ...] = ()  # role (an id of `builtin.yaml`'s roles) and place
    submission: int | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """The row of a table that a finding is in, to be shown as the form shows it."""

    headers: tuple[str, ...]
    cells: tuple[str, ...]
    column: int | None = None  # the cell that is blamed
    key: int | None = None  # the cell that names the row; an excerpt keeps it when others must go


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about, in names: none of it changes when rows, lines or submissions move.

    `value` is what was found at the time.  `nth` tells findings apart that are equal in everything else.
    """

    kind: str  # of the submission
    project: str = ""
    row: str = ""
    field: str = ""  # `budget.total`, from the row or the submission down
    value: str = ""
    nth: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing reported, always with a location; texts are in the language of the run."""

    rule: str
    severity: Severity
    message: str
    location: Location
    outcome: Outcome = Outcome.FAIL
    help: str | None = None
    arithmetic: str | None = None
    reason: str | None = None
    basis: str | None = None
    url: str | None = None
    submission: int | None = None
    project: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    related: tuple[Related, ...] = ()
    alike: tuple[Location, ...] = ()  # further places that are blamed as much as `location`: a finding about many rows
    fix: Fix | None = None
    fingerprint: str = ""
    row: TableRow | None = None
    subject: Subject | None = None  # None where no submission is at fault

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """The one order of diagnostics: file, submission, place, worst first, then name and text."""
        start = self.location.range.start if self.location.range else Position(0, 0)
        return (
            self.location.path,
            self.submission or 0,
            self.location.order,
            start,
            -self.severity,
            self.rule,
            self.message,
        )
