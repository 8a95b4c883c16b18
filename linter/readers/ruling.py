"""Tables from the lines that are drawn around their cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple, TypeVar

from linter import limits
from linter.readers.refusal import too_large

TOLERANCE = 3.0  # points by which lines that belong together may miss each other


class Edge(NamedTuple):
    """A straight line: an upright one at `x = position` or a level one at `y = position`, from `start` to `end`."""

    upright: bool
    position: float
    start: float
    end: float


class Box(NamedTuple):
    """A rectangle; coordinates are points, to the right and down from the top left of the page."""

    left: float
    top: float
    right: float
    bottom: float


Field = tuple[int, int]  # column and row among the fields into which all lines together cut a page
_Node = TypeVar("_Node", bound=Hashable)


class Ruling:
    """The cells that the lines of one page enclose.

    The lines, drawn out over the whole page, cut it into fields; fields between which there is no line are one cell.
    What is open to the outside, or is no rectangle, is no cell.
    """

    def __init__(self, edges: Sequence[Edge]) -> None:
        self._xs = clusters(edge.position for edge in edges if edge.upright)
        self._ys = clusters(edge.position for edge in edges if not edge.upright)
        self._width, self._height = max(len(self._xs) - 1, 0), max(len(self._ys) - 1, 0)
        if self._width * self._height > limits.PDF_FIELDS:
            raise too_large("lines", limits.PDF_FIELDS)
        self._upright = _drawn((edge for edge in edges if edge.upright), self._xs, self._ys)
        self._level = _drawn((edge for edge in edges if not edge.upright), self._ys, self._xs)
        self.cells: list[Box] = []
        self._owners: dict[Field, int] = {}
        self._find_cells()

    def cell_at(self, x: float, y: float) -> int | None:
        """The index in `cells` of the one that a point lies in."""
        return self._owners.get((bisect_right(self._xs, x) - 1, bisect_right(self._ys, y) - 1))

    def tables(self) -> list[list[int]]:
        """The cells that touch one another, as indexes in `cells`; at least two of them, the topmost table first."""
        beside: defaultdict[int, set[int]] = defaultdict(set)
        for (column, row), owner in self._owners.items():
            for field in ((column + 1, row), (column, row + 1)):
                other = self._owners.get(field, owner)
                beside[owner].add(other)
                beside[other].add(owner)
        found: list[list[int]] = []
        seen: set[int] = set()
        for first in range(len(self.cells)):
            if first not in seen:
                group = _connected(first, lambda cell: beside[cell])
                seen |= group
                found.append(sorted(group))
        return sorted((table for table in found if len(table) > 1), key=lambda table: self.cells[table[0]].top)

    def _find_cells(self) -> None:
        outside = {field for field in self._rim() if self._is_open(field)}
        reached: set[Field] = set()
        for field in outside:
            if field not in reached:
                reached |= _connected(field, self._open_neighbours)
        for field in product(range(self._width), range(self._height)):
            if field in reached:
                continue
            part = _connected(field, self._open_neighbours)
            reached |= part
            columns, rows = {column for column, _ in part}, {row for _, row in part}
            left, right, top, bottom = min(columns), max(columns), min(rows), max(rows)
            if len(part) == (right - left + 1) * (bottom - top + 1):
                self._owners.update(dict.fromkeys(part, len(self.cells)))
                self.cells.append(Box(self._xs[left], self._ys[top], self._xs[right + 1], self._ys[bottom + 1]))

    def _rim(self) -> Iterator[Field]:
        for column, row in product(range(self._width), range(self._height)):
            if column in (0, self._width - 1) or row in (0, self._height - 1):
                yield column, row

    def _is_open(self, field: Field) -> bool:
        """Whether a field at the rim lies open to what is around the lines."""
        column, row = field
        return (
            (column == 0 and row not in self._upright[0])
            or (column == self._width - 1 and row not in self._upright[-1])
            or (row == 0 and column not in self._level[0])
            or (row == self._height - 1 and column not in self._level[-1])
        )

    def _open_neighbours(self, field: Field) -> Iterator[Field]:
        column, row = field
        if column > 0 and row not in self._upright[column]:
            yield column - 1, row
        if column < self._width - 1 and row not in self._upright[column + 1]:
            yield column + 1, row
        if row > 0 and column not in self._level[row]:
            yield column, row - 1
        if row < self._height - 1 and column not in self._level[row + 1]:
            yield column, row + 1


def clusters(positions: Iterable[float]) -> list[float]:
    """The first of those positions that are close together, in order."""
    found: list[float] = []
    for position in sorted(positions):
        if not found or position - found[-1] > TOLERANCE:
            found.append(position)
    return found


def cluster(found: Sequence[float], position: float) -> int:
    """The index of the cluster that a position is in; `found` are clusters of positions with this one among them."""
    return max(bisect_right(found, position) - 1, 0)


def _drawn(edges: Iterable[Edge], positions: Sequence[float], crossing: Sequence[float]) -> list[set[int]]:
    """For each of the lines, the numbers of those gaps between the `crossing` lines over which it is drawn."""
    pieces: list[list[tuple[float, float]]] = [[] for _ in positions]
    for edge in edges:
        pieces[cluster(positions, edge.position)].append((edge.start, edge.end))
    return [set(_gaps(_joined(line), crossing)) for line in pieces]


def _joined(pieces: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Pieces of one line, those that (nearly) touch as one."""
    joined: list[tuple[float, float]] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1] + TOLERANCE:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _gaps(pieces: list[tuple[float, float]], crossing: Sequence[float]) -> Iterator[int]:
    for start, end in pieces:
        for gap in range(bisect_left(crossing, start - 2 * TOLERANCE), len(crossing) - 1):
            if crossing[gap] >= end:
                break
            room = min(2 * TOLERANCE, (crossing[gap + 1] - crossing[gap]) / 3)
            if start <= crossing[gap] + room and end >= crossing[gap + 1] - room:
                yield gap


def _connected(first: _Node, neighbours: Callable[[_Node], Iterable[_Node]]) -> set[_Node]:
    """Everything that can be reached from `first`."""
    found, waiting = {first}, [first]
    while waiting:
        for other in neighbours(waiting.pop()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
