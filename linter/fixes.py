"""`--fix`: the edits of findings put into a file, round after round, until nothing is left to mend.

What a file becomes is computed first and written last, in one go: a file holds its old content or its new one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from linter import catalogue, diffs, engine, files
from linter.corrections import is_workbook
from linter.diagnostic import Problem, Safety
from linter.engine import Options
from linter.files import FileProblem, Found
from linter.mending import Mending
from linter.report import Fate, FileResult, Fixed
from linter.rulebook import RuleBook
from linter.source import whole_file

COPY_ENDING = "_修正"


@dataclass(frozen=True, slots=True)
class Fixer:
    """Checks files as the engine does, and mends what it may; unless `write`, it only says what they would become."""

    safeties: frozenset[Safety]
    write: bool = True

    def file(self, found: Found, book: RuleBook, options: Options) -> FileResult:
        """The result for a file, its new content written."""
        try:
            data = files.read(found.path)
        except FileProblem:
            return engine.lint_file(found, book, options)  # which says why
        return self.content(found, data, book, options)

    def content(self, found: Found, data: bytes, book: RuleBook, options: Options) -> FileResult:
        """As `file`, for the content of one."""
        before = engine.lint_content(found, data, book, options)
        mending = Mending(found, book, options, self.safeties, data, before)
        mending.run()
        after = before if is_workbook(found.path) else mending.result  # a workbook itself stays as it is
        if not mending.count:
            return _with(after, mending.problems, options)
        place = destination(found.path)
        if self.write:
            try:
                _put(found.path, place, data, mending.data)
            except FileProblem as problem:
                words = {"reason": problem.reason, "detail": problem.detail}
                failure = Problem("fix-not-written", whole_file(found.path), words)
                return _with(before, [*mending.problems, failure], options)
            fixed = Fixed(mending.count, place)
        else:
            fixed = Fixed(mending.count, place, mending.data, _diff(found.path, place, before, mending))
        return replace(_with(after, mending.problems, options), fixed=fixed)


def destination(path: str) -> str:
    """Where the fixed content of a file belongs: in its place, for a workbook beside it."""
    pure = PurePath(path)
    return str(pure.with_stem(pure.stem + COPY_ENDING)) if is_workbook(path) else path


def _put(path: str, place: str, before: bytes, after: bytes) -> None:
    if place == path:
        files.rewrite(path, after, before)
    elif not os.path.lexists(place):
        files.create(place, after)
    elif files.read(place) != after:
        raise FileProblem("copy-exists", place)


def _diff(path: str, place: str, before: FileResult, mending: Mending) -> str:
    old, new = before.source, mending.result.source
    if mending.texts or old is None or new is None:
        return diffs.of_cells(path, place, mending.texts)
    return diffs.of_texts(path, old, new, mending.lines)


def _with(result: FileResult, problems: Sequence[Problem], options: Options) -> FileResult:
    """The result with what is to be said about its fixes."""
    said = [problem for problem in problems if catalogue.is_error(problem) or problem.id not in options.ignore]
    if not said:
        return result
    more = (catalogue.diagnostic(problem, options.language) for problem in said)
    fate = Fate.WITH_FINDINGS if result.fate is Fate.CLEAN else result.fate
    return replace(result, fate=fate, diagnostics=(*result.diagnostics, *more))
