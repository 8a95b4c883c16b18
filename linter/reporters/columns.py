"""Columns in the unit that a format counts: UTF-16 code units, UTF-8 bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from linter.diagnostic import Edit, Location, Position, Range
from linter.source import Source

_STEP = 1024


class Columns:
    """Turns the ranges of a report's locations into one unit; `length` measures a text in it."""

    def __init__(self, sources: Mapping[str, Source], length: Callable[[str], int]) -> None:
        self._sources = sources
        self._length = length
        self._steps: dict[tuple[str, int], list[int]] = {}

    def range(self, location: Location) -> Range | None:
        """The range with its columns in this unit; None where there is none, or no text to measure it by."""
        source = self._sources.get(location.path)
        if source is None or location.range is None:
            return None
        return Range(self._position(source, location.range.start), self._position(source, location.range.end))

    def replaced(self, edit: Edit) -> Range | None:
        """What an edit replaces; None where the characters it means cannot be pointed at in the file."""
        where, source = edit.location, self._sources.get(edit.location.path)
        if source is None or where.range is None:
            return None
        if where.span is not None:
            meant = (where.text or "")[slice(*where.span)]
            # Where escapes or folded lines stand between, the range is that of the whole value.
            if source.text[source.offset(where.range.start) : source.offset(where.range.end)] != meant:
                return None
        return self.range(where)

    def _position(self, source: Source, position: Position) -> Position:
        start, count = source.offset(Position(position.line, 1)), position.column - 1
        # A line may be megabytes long and hold many places: it is measured once, in steps.
        steps, full = self._steps.setdefault((source.path, position.line), [0]), count // _STEP
        while len(steps) <= full:
            begin = start + (len(steps) - 1) * _STEP
            steps.append(steps[-1] + self._length(source.text[begin : begin + _STEP]))
        rest = self._length(source.text[start + full * _STEP : start + count])
        return Position(position.line, steps[full] + rest + 1)
