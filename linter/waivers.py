"""Recorded exceptions: findings that somebody looked at and that are to stay, each with a reason, in `waivers.yaml`.

A waiver holds for one finding, by what the finding is about and the value it was found with.  Once that value is
another one, the finding is back, and the waiver is reported.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import count
from typing import Any

from linter import limits
from linter.diagnostic import Diagnostic, Location, Problem
from linter.document import Node, locate, locate_start
from linter.report import Excused, FileResult, Met, Standing
from linter.source import Source, whole_file
from linter.suppressions import suppressible

FILE = "waivers.yaml"

_COMPARED = 20  # unknown rules for which similar names are looked for
_BEST_FIRST = (Standing.USED, Standing.EXPIRED, Standing.CHANGED, Standing.UNUSED)

Known = Mapping[str, Collection[str]]  # the rules that each name calls


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry; `project` or `path` may be None, for any."""

    number: int  # in the file, from 0
    rule: str
    project: str | None
    path: str | None
    row: str
    field: str
    value: str
    nth: int
    reason: str
    approved_by: str | None
    expires: date | None


@dataclass(slots=True)
class Waived:
    """The findings that stay, those that are waived, and what became of the waivers that are about the file."""

    kept: list[Diagnostic]
    waived: list[Excused] = field(default_factory=list)
    met: list[Met] = field(default_factory=list)


@dataclass(frozen=True)
class Waivers:
    """The waivers of one file as of one day.  With `problems` there are no entries."""

    today: date = date.min
    path: str = FILE
    entries: tuple[Waiver, ...] = ()
    source: Source | None = field(default=None, repr=False)  # None where there is no such file
    root: Node | None = field(default=None, repr=False)  # the list
    problems: tuple[Problem, ...] = ()

    @property
    def folder(self) -> str:
        """Where the paths in it start from."""
        return os.path.dirname(self.path) or os.curdir

    def place(self, waiver: Waiver, name: str = "rule") -> Location:
        """Where a field of an entry stands; where the entry begins, if it has no such field."""
        assert self.root is not None
        assert self.source is not None
        entry = self.root.children[waiver.number]
        below = entry.child(name)
        return locate(self.source, below) if below is not None else locate_start(self.source, entry)

    def apply(
        self, findings: Sequence[Diagnostic], path: str, projects: Iterable[str], known: Known, judged: Collection[str]
    ) -> Waived:
        """What the waivers do to the findings of the file `path`, which holds submissions named `projects`.

        Whether a waiver is of use shows only where its rule has been `judged`.
        """
        own = self._about(path, projects)
        if not own:
            return Waived(list(findings))
        work = _Work(findings, known)
        result = Waived([])
        left: list[Waiver] = []
        for waiver in sorted(own, key=self._expired):  # what holds comes first
            found = work.find(waiver, exactly=True)
            if found is None:
                left.append(waiver)
            elif self._expired(waiver):
                result.met.append(Met(waiver.number, Standing.EXPIRED, found))
            else:
                work.taken.add(id(found))
                place = self.place(waiver)
                result.waived.append(Excused(found, waiver.reason, place, waiver.approved_by, waiver.expires))
                result.met.append(Met(waiver.number, Standing.USED))
        for waiver in left:
            now = work.find(waiver, exactly=False)
            if now is not None:
                work.taken.add(id(now))
                result.met.append(Met(waiver.number, Standing.CHANGED, now))
            elif work.settled(waiver, judged):
                result.met.append(Met(waiver.number, Standing.UNUSED))
        hidden = {id(excused.finding) for excused in result.waived}
        result.kept = [one for one in findings if id(one) not in hidden]
        return result

    def _expired(self, waiver: Waiver) -> bool:
        return waiver.expires is not None and waiver.expires < self.today

    @cached_property
    def _by_owner(self) -> Mapping[tuple[str, str], Sequence[Waiver]]:
        """The entries by their project, or by their path where they have none."""
        found: dict[tuple[str, str], list[Waiver]] = {}
        for one in self.entries:
            owner = ("project", one.project) if one.project is not None else ("path", one.path or "")
            found.setdefault(owner, []).append(one)
        return found

    def _about(self, path: str, projects: Iterable[str]) -> list[Waiver]:
        if not self.entries:
            return []
        name = relative(path, self.folder)
        owners = [("project", project) for project in dict.fromkeys(projects)] + [("path", name)]
        found = [one for owner in owners for one in self._by_owner.get(owner, ())]
        return [one for one in found if one.path is None or one.path == name]

    def report(
        self, results: Iterable[FileResult], known: Known, judged: Collection[str], whole: bool
    ) -> Iterator[Problem]:
        """What is to be said about the waivers after a run.

        Of those that are about no file of the run, something is said only if their rules were `judged` wherever they
        could be about.
        """
        found = list(self._problems(results, known, judged, whole))
        yield from found[: limits.DIAGNOSTICS_PER_FILE]
        if len(found) > limits.DIAGNOSTICS_PER_FILE:
            words = {"limit": limits.DIAGNOSTICS_PER_FILE, "count": len(found) - limits.DIAGNOSTICS_PER_FILE}
            yield Problem("too-many-diagnostics", whole_file(self.path), words)

    def _problems(
        self, results: Iterable[FileResult], known: Known, judged: Collection[str], whole: bool
    ) -> Iterator[Problem]:
        standings = standing(results)
        compared = count()
        for waiver in self.entries:
            met = standings.get(waiver.number)
            if waiver.rule not in known:
                choices = sorted(known) if next(compared) < _COMPARED else ()
                words = {"name": waiver.rule, "choices": choices}
                yield Problem("unknown-waiver", self.place(waiver), words)
            elif met is None:
                if all(rule in judged for rule in known[waiver.rule]):
                    yield Problem("unused-waiver", self.place(waiver), {"rule": waiver.rule})
            elif met.standing is Standing.UNUSED and not certain(waiver, whole):
                continue
            elif met.standing is not Standing.USED:
                yield self._problem(waiver, met)

    def _problem(self, waiver: Waiver, met: Met) -> Problem:
        words: dict[str, Any] = {"rule": waiver.rule}
        if met.standing is Standing.EXPIRED:
            words["date"] = str(waiver.expires)
            return Problem("waiver-expired", self.place(waiver, "expires"), words)
        if met.now is None or met.now.subject is None:
            return Problem("unused-waiver", self.place(waiver), words)
        words |= {"value": waiver.value, "now": met.now.subject.value}
        return Problem("waiver-value-changed", self.place(waiver, "value"), words, (("now", met.now.location),))


def certain(waiver: Waiver, whole: bool) -> bool:
    """Whether what a run says of a waiver is all there is: a file that was not read may hold the same project."""
    return whole or waiver.path is not None


class _Work:
    """The findings of one file as waivers name them: with the submission, or in whichever of them."""

    def __init__(self, findings: Sequence[Diagnostic], known: Known) -> None:
        self.known = known
        self.pools: dict[tuple[Any, ...], deque[Diagnostic]] = {}
        for one in filter(suppressible, findings):
            about = one.subject
            for project in (about.project, None) if about is not None else ():
                assert about is not None
                key = (one.rule, project, about.row, about.field)
                self.pools.setdefault(key, deque()).append(one)
                self.pools.setdefault((*key, about.value, about.nth), deque()).append(one)
        self.taken: set[int] = set()
        # Rules that may find more once they can be determined everywhere.
        self.undecided = {one.rule for one in findings if not suppressible(one)}

    def find(self, waiver: Waiver, exactly: bool) -> Diagnostic | None:
        """The finding that is meant; if not `exactly`, one that differs in nothing but its value."""
        what = (waiver.value, waiver.nth) if exactly else ()
        for rule in self.known.get(waiver.rule, ()):
            pool = self.pools.get((rule, waiver.project, waiver.row, waiver.field, *what), deque())
            while pool and id(pool[0]) in self.taken:
                pool.popleft()
            if pool:
                return pool[0]
        return None

    def settled(self, waiver: Waiver, judged: Collection[str]) -> bool:
        rules = self.known.get(waiver.rule, ())
        return "internal-error" not in self.undecided and all(
            rule in judged and rule not in self.undecided for rule in rules
        )


def standing(results: Iterable[FileResult]) -> dict[int, Met]:
    """What became of each waiver, by its number, over all files that it is about: the best counts."""
    found: dict[int, Met] = {}
    for result in results:
        for met in result.met:
            before = found.get(met.waiver)
            if before is None or _BEST_FIRST.index(met.standing) < _BEST_FIRST.index(before.standing):
                found[met.waiver] = met
    return found


def relative(path: str, folder: str) -> str:
    """`path` from `folder`, with forward slashes, as a waiver names it."""
    try:
        return os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:  # another drive
        return os.path.abspath(path).replace(os.sep, "/")
