"""Text dumps of tables: lines of cells between tabs, or failing that bars, commas or several blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linter import limits
from linter.diagnostic import Problem
from linter.document import Place
from linter.readers.form import documents
from linter.readers.grid import Grid, GridCell
from linter.readers.reading import Reading
from linter.schema import DocumentKind
from linter.source import Source

_BAR, _COMMA = r"\|", ","
# What separates cells, the surest first; the first under which a table is found is what the file uses.
_SEPARATORS = (r"\t", _BAR, _COMMA, r"[ \u3000]{2,}")
_NOTHING = r"(?!)"  # each line is a cell
_LINE_ENDS = ("\n", "\r", "\r\n")
_RULED = re.compile(r"\s*:?-{3,}:?\s*")  # the line under the header of a Markdown table


def read(source: Source, kinds: Sequence[DocumentKind]) -> Reading:
    """Every submission of a text dump."""
    passed: list[Problem] = []  # limits, under a separator that gave no table
    more: list[Problem] = []
    for separator in (*_SEPARATORS, _NOTHING):
        if separator != _NOTHING and re.search(separator, source.text) is None:
            continue
        grid, problems = cut(source, separator)
        found, more = documents(grid, source, kinds, stacked=separator == _NOTHING)
        if found:
            return Reading(source, tuple(found), (*problems, *more))
        passed += problems
    if more:  # a table whose cells stand below one another
        return Reading(source, (), tuple(more))
    return Reading(source, (), tuple(passed[:1]), None if passed else False)


def cut(source: Source, separator: str) -> tuple[Grid, list[Problem]]:
    """The cells between line ends and matches of the pattern `separator`.

    A spreadsheet puts a cell in quotation marks when it has a line end, a separator or such a mark in it; between
    commas any cell may stand in them.
    """
    cell = re.compile(rf'(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[^\r\n]*?))(?P<next>{separator}|\r\n|\n|\r|\Z)')
    needs_quotes = re.compile(rf'["\r\n]|{separator}')
    text, at, count = source.text, 0, 0
    rows: list[list[GridCell]] = [[]]
    while at < len(text):
        row, count = rows[-1], count + 1
        if count > limits.CELLS:
            return Grid(rows), [_too_many(source, at, "cells", limits.CELLS)]
        if len(row) >= limits.COLUMNS:
            return Grid(rows), [_too_many(source, at, "columns", limits.COLUMNS)]
        match = cell.match(text, at)
        assert match is not None  # `plain` and `next` take anything
        start, end = match.span("plain")
        if match["quoted"] is not None:
            inside = separator == _COMMA or needs_quotes.search(match["quoted"]) is not None
            start, end = match.span("quoted") if inside else (at, match.start("next"))
        if separator == _BAR and _RULED.fullmatch(text, start, end):
            start = end
        row.append(_cell(text, start, end, len(rows) - 1, len(row)))
        if match["next"] in _LINE_ENDS:
            rows.append([])
        at = match.end()
    return Grid(rows), []


def _too_many(source: Source, at: int, what: str, limit: int) -> Problem:
    return Problem("too-many", source.location(at, at + 1), {"what": what, "limit": limit})


def _cell(text: str, start: int, end: int, row: int, column: int) -> GridCell:
    """The cell that stands from `start` to `end`, without the spaces around its text."""
    written = text[start:end]
    first = start + len(written) - len(written.lstrip())
    shown = written.strip()
    place = Place(first, first + len(shown), first, order=first)
    if not shown:
        return GridCell(row, column, "", Place(start, start, start, order=start))
    if '""' in shown and text[start - 1 : start] == '"':
        shown = shown.replace('""', '"')
        place.text_start = None
    return GridCell(row, column, shown, place)
