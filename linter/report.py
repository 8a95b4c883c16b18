"""What one run found: diagnostics, and for every file exactly one fate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from linter.diagnostic import Diagnostic, Location, Outcome, Severity
from linter.source import Source


class Fate(StrEnum):
    CLEAN = "clean"
    WITH_FINDINGS = "with_findings"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Excused:
    """A finding that does not count, and what says so: a comment in the text, or a waiver."""

    finding: Diagnostic
    reason: str
    location: Location  # of the comment or the waiver
    approved_by: str | None = None
    expires: date | None = None


class Standing(StrEnum):
    """What became of a waiver in a file."""

    USED = "used"
    EXPIRED = "expired"  # it would have been used
    CHANGED = "changed"  # what it is about has another value now
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Met:
    """What became in a file of the waiver with this number; of a changed one the finding that is there now."""

    waiver: int
    standing: Standing
    now: Diagnostic | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """What fixing did to a file: how many findings it mended, and where its new content is.

    Where nothing was to be written, also that content and the difference to the old one.
    """

    count: int
    path: str
    content: bytes = field(default=b"", repr=False)
    diff: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file; `reason` (in the language of the run) for skipped and failed ones."""

    path: str
    fate: Fate
    diagnostics: tuple[Diagnostic, ...] = ()
    reason: str | None = None
    submissions: int = 0
    rows: int = 0
    undetermined: int = 0  # (rule, submission) pairs that could not be computed, shown or not
    suppressed: tuple[Excused, ...] = ()
    waived: tuple[Excused, ...] = ()
    met: tuple[Met, ...] = ()  # the waivers that are about this file
    fixed: Fixed | None = None
    source: Source | None = field(default=None, repr=False)  # the text, where the format has one


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A rule pack that was in force."""

    id: str
    version: str
    profile: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule that was in force, for outputs that list the rules; texts are in the language of the run."""

    id: str
    severity: Severity
    title: str
    why: str = ""
    basis: str | None = None
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    pack: str | None = None


def is_fault(one: Diagnostic) -> bool:
    """Whether a diagnostic says that a check could not be made, rather than what it found."""
    return one.outcome is Outcome.RULE_ERROR or one.rule == "internal-error"


@dataclass(frozen=True)
class Report:
    """One run over all its files, in file order."""

    files: tuple[FileResult, ...]
    packs: tuple[PackInfo, ...]
    problems: tuple[Diagnostic, ...] = ()  # about the run itself: a missing path, a broken pack
    texts: tuple[Source, ...] = ()  # rule files and settings that problems point into
    rules: tuple[RuleInfo, ...] = ()  # in force, whether they found anything or not
    interrupted: bool = False  # by the user: not all files were reached
    whole: bool = False  # the run read everything in the folder of the waivers

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """Every diagnostic: those about the run first, then file by file in their total order."""
        return [*self.problems, *(one for file in self.files for one in file.diagnostics)]

    @property
    def suppressed(self) -> list[Excused]:
        return [one for file in self.files for one in file.suppressed]

    @property
    def waived(self) -> list[Excused]:
        return [one for file in self.files for one in file.waived]

    def count(self, severity: Severity) -> int:
        return sum(1 for one in self.diagnostics if one.severity is severity)

    def fates(self) -> dict[str, int]:
        """Files found and how many met each fate; the fates add up to `found`."""
        counts = {"found": len(self.files)}
        for fate in Fate:
            counts[str(fate)] = sum(1 for file in self.files if file.fate is fate)
        return counts

    @property
    def trusted(self) -> bool:
        """Whether all was checked that was to be checked: no broken pack, no failed file, no fault of ours."""
        return not (
            any(one.severity is Severity.ERROR for one in self.problems)
            or any(file.fate is Fate.FAILED for file in self.files)
            or any(is_fault(one) for one in self.diagnostics)
        )

    @property
    def sources(self) -> Mapping[str, Source]:
        sources = {source.path: source for source in self.texts}
        return sources | {file.path: file.source for file in self.files if file.source is not None}
