"""Comments that say: this finding is known, and this is why it stays.

`# jixiao: ignore[rule-id] reason` at the end of a line, or on a line of its own above it, and
`# jixiao: ignore-file[rule-id] reason` before anything else in the file.  What a comment covers is made of lines,
and of the values and list items that begin on them: no comment could stand inside a text of several lines.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from linter import composer, limits
from linter.diagnostic import Diagnostic, Edit, Location, Outcome, Problem
from linter.report import Excused
from linter.source import Source, whole_file

_MARK = re.compile(r"jixiao\s*[:：]", re.IGNORECASE)  # without it, there is nothing to look for
# A comment that seems to be meant for us; one that is not exactly of our form is said, never passed over.
_MEANT = re.compile(r"#+\s*jixiao\s*[:：]|.*?jixiao\s*[:：]\s*ignore", re.IGNORECASE)
_LOOSE = re.compile(
    r"#+\s*jixiao\s*[:：]\s*ignore(?P<file>[-_ ]?file)?\s*"
    r"[\[［【(（](?P<names>[^\[\]］】)）]*)[\]］】)）](?P<reason>.*)",
    re.IGNORECASE,
)
_EXACT = re.compile(r"#[ \t]*jixiao:[ \t]*ignore(?P<file>-file)?\[(?P<names>[^\[\]]*)\](?P<reason>.*)")
_COMMAS = re.compile(r"[,，、]")
_BEFORE_REASON = " \t\u3000:：-—–,，"

_WHOLE_FILE = range(sys.maxsize)


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment: the names it gives with their offsets, why, and the lines it covers."""

    start: int
    end: int
    names: tuple[tuple[str, int], ...]
    reason: str
    lines: range


@dataclass(slots=True)
class Suppressed:
    """The findings that stay, those that comments suppress, and what is wrong with the comments."""

    kept: list[Diagnostic]
    suppressed: list[Excused] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def suppressible(one: Diagnostic) -> bool:
    """Whether a finding may be suppressed or waived: what says that something was not checked may not."""
    return one.outcome is Outcome.FAIL and one.submission is not None and one.rule != "internal-error"


def apply(
    source: Source,
    findings: Sequence[Diagnostic],
    known: Mapping[str, Collection[str]],
    judged: Collection[str],
    reason_required: bool = True,
) -> Suppressed:
    """What the comments of a YAML text do to the findings in it.

    `known` gives the rules that each name calls; a comment is unused only where all of them have been `judged`.
    """
    if not _MARK.search(source.text):
        return Suppressed(list(findings))
    work = _Work(source, findings, known, judged)
    for one in _Comments(source).read(work.problems):
        if reason_required and not one.reason:
            work.report("suppression-without-reason", one.start, one.end)
        else:
            work.apply(one)
    hidden = {id(excused.finding) for excused in work.suppressed}
    kept = [one for one in findings if id(one) not in hidden]
    return Suppressed(kept, work.suppressed, work.problems)


class _Work:
    """Comments against findings, which lie by rule and line so that many of both take no longer than few."""

    def __init__(
        self,
        source: Source,
        findings: Sequence[Diagnostic],
        known: Mapping[str, Collection[str]],
        judged: Collection[str],
    ) -> None:
        self.source, self.known, self.judged = source, known, judged
        self.problems: list[Problem] = []
        self.suppressed: list[Excused] = []
        # By rule the places that are blamed, by line; by finding how many of them no comment covers yet, and the
        # reasons so far.  A finding about several rows stays until each of them is covered.
        self.blamed: dict[str, list[tuple[int, Diagnostic]]] = {}
        self.uncovered: dict[int, int] = {}
        self.reasons: dict[int, list[str]] = {}
        for one in filter(suppressible, findings):
            lines = [place.line or 0 for place in (one.location, *one.alike)]
            self.blamed.setdefault(one.rule, []).extend((line, one) for line in lines)
            self.uncovered[id(one)] = len(lines)
        for places in self.blamed.values():
            places.sort(key=_line)
        # Rules that may find more once they can be determined everywhere.
        self.undecided = {one.rule for one in findings if not suppressible(one)}

    def apply(self, comment: Suppression) -> None:
        place = self.source.location(comment.start, comment.end)
        unused = []
        for name, at in dict(comment.names).items():
            if name not in self.known:
                self.report("unknown-suppression", at, at + len(name), name=name, choices=sorted(self.known))
                continue
            met = [one for rule in self.known[name] for one in self._take(rule, comment.lines)]
            for one in met:
                self._cover(one, comment.reason, place)
            if not met and self._settled(name):
                unused.append(name)
        if unused:
            edit = _without(comment, unused, self.source)
            self.problems.append(Problem("unused-suppression", place, {"name": unused}, edits=(edit,)))

    def _take(self, rule: str, lines: range) -> list[Diagnostic]:
        """The findings of `rule` that blame a place on `lines`, once for each place that no comment has covered yet."""
        found = self.blamed.get(rule, [])
        first, last = (bisect_left(found, line, key=_line) for line in (lines.start, lines.stop))
        taken = [one for _, one in found[first:last]]
        del found[first:last]
        return taken

    def _cover(self, one: Diagnostic, reason: str, place: Location) -> None:
        """One more place of a finding is covered; with the last one it is suppressed, for all reasons together."""
        self.uncovered[id(one)] -= 1
        reasons = self.reasons.setdefault(id(one), [])
        if reason not in reasons:
            reasons.append(reason)
        if not self.uncovered[id(one)]:
            self.suppressed.append(Excused(one, "; ".join(filter(None, reasons)), place))

    def _settled(self, name: str) -> bool:
        rules = self.known[name]
        return "internal-error" not in self.undecided and all(
            rule in self.judged and rule not in self.undecided for rule in rules
        )

    def report(self, id: str, start: int, end: int, **words: object) -> None:
        place = self.source.location(start, end)
        self.problems.append(Problem(id, place, {"text": place.text, **words}))


def _line(place: tuple[int, Diagnostic]) -> int:
    return place[0]


def _without(comment: Suppression, names: Sequence[str], source: Source) -> Edit:
    """The edit that takes `names` out of a comment, or the comment out of the text when no name is left."""
    left = [name for name, _ in comment.names if name not in names]
    if not left:
        return Edit(_whole(comment, source), "")
    first, last = comment.names[0][1], comment.names[-1][1] + len(comment.names[-1][0])
    return Edit(source.location(first, last), ", ".join(left))


def _whole(comment: Suppression, source: Source) -> Location:
    """A comment and the blanks before it; its line as well, when nothing else stands on that."""
    text, start, end = source.text, comment.start, comment.end
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    if start == 0 or text[start - 1] in "\r\n":
        end += 2 if text.startswith("\r\n", end) else 1 if end < len(text) else 0
    return source.location(start, end)


class _Comments:
    """The comments of a text that are meant for us, and what each of them covers."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.comments, self.tokens = composer.comments(source.text)
        self.starts = [token.start for token in self.tokens]
        self.first = [source.position(token.start).line for token in self.tokens]
        self.last = [self._last_line(token) for token in self.tokens]
        self._ends: dict[int, int] = {}

    def _last_line(self, token: composer.Token) -> int:
        """The line that a token ends on; the line ends after a block of text are not part of it."""
        written = self.source.text[token.start : token.end].rstrip()
        return self.source.position(token.start + len(written)).line

    def read(self, problems: list[Problem]) -> Iterator[Suppression]:
        """The comments of our form; those that are not quite go to `problems`."""
        count = 0
        for start, end in (span for span in self.comments if _MEANT.match(self.source.text, *span)):
            found, after = _EXACT.fullmatch(self.source.text, start, end), bisect_left(self.starts, start)
            names = tuple(_names(found["names"], found.start("names"))) if found is not None else ()
            count += max(len(names), 1)
            if count > limits.SUPPRESSIONS:
                words = {"what": "suppressions", "limit": limits.SUPPRESSIONS}
                problems.append(Problem("too-many", whole_file(self.source.path), words))
                break
            if found is None or not names:
                problems.append(_malformed(self.source, start, end))
            elif found["file"] and after > 0:
                problems.append(Problem("misplaced-suppression", self.source.location(start, end)))
            else:
                lines = _WHOLE_FILE if found["file"] else self._covered(start, after)
                yield Suppression(start, end, names, _reason(found["reason"]), lines)

    def _covered(self, start: int, after: int) -> range:
        """The lines that a comment before token number `after` covers."""
        line = self.source.position(start).line
        if after > 0 and self.last[after - 1] >= line:  # something stands before it on its line
            return self._stretched(line, after - 1)
        if after == len(self.tokens):
            return range(line, line)
        if self.tokens[after].dash:
            return range(self.first[after], self._item_end(after))
        return self._stretched(self.first[after], after)

    def _stretched(self, line: int, near: int) -> range:
        """A line, with the whole of the values that begin or end on it; token number `near` is one of them."""
        first, last, before, after = line, line, near, near
        while before >= 0 and self.last[before] >= line:
            first, last, before = min(first, self.first[before]), max(last, self.last[before]), before - 1
        while after < len(self.tokens) and self.first[after] <= line:
            last, after = max(last, self.last[after]), after + 1
        return range(first, last + 1)

    def _item_end(self, dash: int) -> int:
        """The line after the list item that begins with token number `dash`."""
        if dash not in self._ends:
            column, at = self.source.position(self.starts[dash]).column, dash + 1
            while at < len(self.tokens) and (
                self.first[at] == self.last[at - 1] or self.source.position(self.starts[at]).column > column
            ):
                at += 1
            self._ends[dash] = self.last[at - 1] + 1
        return self._ends[dash]


def _names(text: str, start: int) -> Iterator[tuple[str, int]]:
    """The names between the brackets, each with its offset."""
    for part in re.finditer(r"[^,\s](?:[^,]*[^,\s])?", text):
        yield part.group(), start + part.start()


def _reason(text: str) -> str:
    """What stands after the brackets, if it says anything."""
    reason = text.strip().lstrip(_BEFORE_REASON)
    return reason if any(character.isalnum() for character in reason) else ""


def _malformed(source: Source, start: int, end: int) -> Problem:
    """A comment that is nearly of our form; where it is clear what is meant, with an edit that writes it so."""
    place = source.location(start, end)
    found = _LOOSE.fullmatch(source.text, start, end)
    names = [name.strip() for name in _COMMAS.split(found["names"]) if name.strip()] if found is not None else []
    if found is None or not names:
        return Problem("malformed-suppression", place, {"text": place.text})
    what = "ignore-file" if found["file"] else "ignore"
    meant = f"# jixiao: {what}[{', '.join(names)}] {_reason(found['reason'])}".rstrip()
    words = {"text": place.text, "suggestion": meant}
    return Problem("malformed-suppression", place, words, edits=(Edit(place, meant),))
