"""What one run found: diagnostics, and for every file exactly one fate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from linter.diagnostic import Diagnostic, Severity
from linter.source import Source


class Fate(StrEnum):
    CLEAN = "clean"
    WITH_FINDINGS = "with_findings"
    SKIPPED = "skipped"
    FAILED = "failed"


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
    suppressed: int = 0
    waived: int = 0
    source: Source | None = field(default=None, repr=False)  # the text, where the format has one


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A rule pack that was in force."""

    id: str
    version: str
    profile: str | None
    digest: str


@dataclass(frozen=True)
class Report:
    """One run over all its files, in file order."""

    files: tuple[FileResult, ...]
    packs: tuple[PackInfo, ...]
    problems: tuple[Diagnostic, ...] = ()  # about the run itself: a missing path, a broken pack
    texts: tuple[Source, ...] = ()  # rule files and settings that problems point into

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """Every diagnostic: those about the run first, then file by file in their total order."""
        return [*self.problems, *(one for file in self.files for one in file.diagnostics)]

    def count(self, severity: Severity) -> int:
        return sum(1 for one in self.diagnostics if one.severity is severity)

    def fates(self) -> dict[str, int]:
        """Files found and how many met each fate; the fates add up to `found`."""
        counts = {"found": len(self.files)}
        for fate in Fate:
            counts[str(fate)] = sum(1 for file in self.files if file.fate is fate)
        return counts

    @property
    def sources(self) -> Mapping[str, Source]:
        sources = {source.path: source for source in self.texts}
        return sources | {file.path: file.source for file in self.files if file.source is not None}
