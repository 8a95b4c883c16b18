"""One file under repair: which edits go together, the content with them made, and what that leaves to do."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from linter import engine, limits, workbooks
from linter.corrections import is_workbook
from linter.diagnostic import Diagnostic, Edit, Problem, Safety
from linter.engine import Options
from linter.files import Found
from linter.report import Fate, FileResult
from linter.rulebook import RuleBook
from linter.source import Source, whole_file

# What an edit replaces: of a cell (None: of the text of the file) the characters from one up to another.
_Stretch = tuple[workbooks.CellKey | None, int, int]


class _Stopped(Exception):
    """Nothing more can be done; `reason` is an id of the reasons in `builtin.yaml`."""

    def __init__(self, reason: str, **words: Any) -> None:
        super().__init__(reason, words)
        self.reason = reason
        self.words = words


@dataclass(slots=True)
class Mending:
    """What a file holds by now (`data`), what the engine finds in that (`result`), how many findings were mended."""

    found: Found
    book: RuleBook
    options: Options
    safeties: frozenset[Safety]
    data: bytes
    result: FileResult
    count: int = 0
    problems: list[Problem] = field(default_factory=list)
    texts: dict[workbooks.CellKey, tuple[str, str]] = field(default_factory=dict)  # of a workbook, before and after
    refused: set[workbooks.CellKey] = field(default_factory=set)  # cells of a workbook that cannot be changed
    lines: list[int] = field(init=False)  # for each line of a text the number that it had at first

    def __post_init__(self) -> None:
        self.lines = list(range(self.result.source.line_count if self.result.source is not None else 0))

    def run(self) -> None:
        """Mend until nothing is left, or nothing more can be done."""
        self._say_format()
        rounds = read = 0
        try:
            while chosen := self._chosen():
                # What keeps a file from being read shows one slip at a time: those are no rounds, but bounded too.
                rounds += 1 if self.result.submissions else 0
                read += 0 if self.result.submissions else len(self.data)
                if rounds > limits.FIX_ROUNDS or read > limits.FIX_BYTES:
                    raise _Stopped("unsettled", rounds=limits.FIX_ROUNDS)
                self._mend(chosen)
        except _Stopped as stop:
            self._say(stop.reason, **stop.words)

    def _mend(self, chosen: Sequence[Diagnostic]) -> None:
        after = self._applied([edit for one in chosen for edit in self._edits(one)])
        if after == self.data:
            return  # every cell was refused; the next round leaves them out
        result = engine.lint_content(self.found, after, self.book, self.options)
        if _loses(self.result, result):
            raise _Stopped("changes-more")
        self.data, self.result, self.count = after, result, self.count + len(chosen)

    def _say(self, reason: str, **words: Any) -> None:
        self.problems.append(Problem("fix-not-applied", whole_file(self.found.path), {"reason": reason, **words}))

    def _say_format(self) -> None:
        """Say so where a rule has a fix, and the file is of a format that is not written."""
        if is_workbook(self.found.path):
            return
        for one in self.result.diagnostics:
            rule = self.book.rule(one.rule) if one.location.cell is not None and one.location.range is None else None
            if rule is not None and rule.fix is not None and rule.fix.safety in self.safeties:
                self._say("format-not-fixed")
                return

    # What goes together

    def _chosen(self) -> list[Diagnostic]:
        """The findings that can be mended at once; where fixes overlap, the first."""
        taken: dict[Any, list[tuple[int, int]]] = defaultdict(list)
        return [one for one in self.result.diagnostics if _take([*map(self._stretch, self._edits(one))], taken)]

    def _edits(self, one: Diagnostic) -> list[Edit]:
        if one.fix is None or one.fix.safety not in self.safeties:
            return []
        return [edit for edit in one.fix.edits if workbooks.key_of(edit) not in self.refused]

    def _stretch(self, edit: Edit) -> _Stretch:
        where, source = edit.location, self.result.source
        if where.range is not None and source is not None:
            return None, source.offset(where.range.start), source.offset(where.range.end)
        return workbooks.key_of(edit), *(where.span or (0, len(where.text or "")))

    # The content with edits made

    def _applied(self, edits: Sequence[Edit]) -> bytes:
        if self.result.source is not None and all(edit.location.range is not None for edit in edits):
            return self._in_text(self.result.source, edits)
        made = workbooks.rewrite(self.data, edits)
        for edit in edits:
            key = workbooks.key_of(edit)
            if key in made.refused and key not in self.refused:
                words = {"reason": "cell-not-text", "text": edit.location.text}
                self.problems.append(Problem("fix-not-applied", edit.location, words))
                self.refused.add(key)
        for key, (old, new) in made.texts.items():
            self.texts[key] = self.texts.get(key, (old, old))[0], new
        return made.data

    def _in_text(self, source: Source, edits: Sequence[Edit]) -> bytes:
        try:
            if source.bom + source.text.encode(source.encoding) != self.data:
                raise _Stopped("changes-more")  # bytes that decode to a text need not be what it encodes to
            return source.bom + self._edited(source, edits).encode(source.encoding)
        except UnicodeEncodeError:
            raise _Stopped("not-encodable", encoding=source.encoding) from None

    def _edited(self, source: Source, edits: Sequence[Edit]) -> str:
        pieces, at, removed = [], 0, set[int]()
        for start, end, replacement in sorted((*self._stretch(edit)[1:], edit.replacement) for edit in edits):
            pieces += [source.text[at:start], replacement]
            at = end
            removed.update(_removed(source, start, end, replacement))
        if removed:
            self.lines = [number for index, number in enumerate(self.lines) if index not in removed]
        return "".join([*pieces, source.text[at:]])


def _removed(source: Source, start: int, end: int, replacement: str) -> range:
    """The lines, counted from 0, that go with what an edit replaces; what is left of two stays as the first."""
    first, last = source.position(start), source.position(end)
    count = last.line - first.line - replacement.count("\n")
    at = first.line - 1 if first.column == 1 else first.line
    return range(at, at + max(count, 0))


def _take(stretches: Sequence[_Stretch], taken: dict[Any, list[tuple[int, int]]]) -> bool:
    """Take all stretches of a fix, if there are any and none of them is taken already; whether it could be done."""
    own: list[_Stretch] = []
    for key, start, end in stretches:
        if _overlaps(taken[key], start, end):
            for other, *span in own:
                taken[other].remove((span[0], span[1]))
            return False
        insort(taken[key], (start, end))
        own.append((key, start, end))
    return bool(own)


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(taken, (start, end))
    return any(a == start or (a < end and start < b) for a, b in taken[max(at - 1, 0) : at + 1])


def _loses(before: FileResult, after: FileResult) -> bool:
    """Whether a round did harm: the file cannot be read any more, or has lost a submission or a row."""
    if after.fate in (Fate.FAILED, Fate.SKIPPED):
        return True
    return after.submissions < before.submissions or after.rows < before.rows
