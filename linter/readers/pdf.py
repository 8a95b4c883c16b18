"""PDF files with text: ruled tables and the lines between them, one grid over all pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linter.diagnostic import Cell
from linter.document import Place
from linter.readers.grid import Grid, GridCell
from linter.readers.pdf_text import Char, lines, paragraph, parts
from linter.readers.refusal import Refused, damaged
from linter.readers.ruling import Box, Ruling, cluster, clusters
from linter.readers.sheets import Tables, reference

if TYPE_CHECKING:
    from linter.readers.pdf_marks import Page

_PAGE_NUMBER = re.compile(r"[-—–·\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–·\s]*")
_FEW = 10  # characters; a picture beside no more of them is a scanned page


@dataclass(slots=True)
class _Cell:
    """A cell of a row; `box` is None for a text outside the tables.  `rows` are those of its table that it covers."""

    text: str
    name: Cell
    box: Box | None = None
    rows: int = 1


@dataclass(slots=True)
class _Layout:
    """The rows of all pages, and where the columns of their tables begin and end."""

    rows: list[list[_Cell]] = field(default_factory=list)
    edges: set[float] = field(default_factory=set)


def read(data: bytes) -> Tables:
    """One grid of the lines and ruled tables of all pages.  Raises `Refused`; `ImportError` without pdfminer."""
    from linter.readers import pdf_marks

    pages, whole = pdf_marks.pages(data)
    scanned = [number for number, page in enumerate(pages, 1) if _is_scanned(page)]
    if not any(page.chars for page in pages):
        raise Refused("scanned-pdf") if whole and pages else damaged()
    layout = _Layout()
    lines_before = 0
    for number, page in enumerate(pages, 1):
        lines_before = _lay_out(layout, page, number, lines_before)
    unread = [Refused("scanned-pdf", pages=scanned)] if scanned else []
    return Tables([_grid(layout)], unread=unread if whole else [*unread, damaged()])


def _is_scanned(page: Page) -> bool:
    """Whether a page shows text that the file does not hold as such."""
    return page.unreadable > len(page.chars) or (page.images > 0 and len(page.chars) < _FEW)


def _lay_out(layout: _Layout, page: Page, number: int, count: int) -> int:
    """Add the rows of a page from its top to its bottom; `count` and the result are lines outside tables."""
    ruling = Ruling(page.edges)
    tables = ruling.tables()
    inside = {cell for table in tables for cell in table}
    chars: defaultdict[int, list[Char]] = defaultdict(list)
    outside: list[Char] = []
    for char in page.chars:
        cell = ruling.cell_at((char.left + char.right) / 2, char.middle)
        (chars[cell] if cell in inside and cell is not None else outside).append(char)
    blocks: list[tuple[float, list[list[_Cell]]]] = []
    for index, table in enumerate(tables, 1):
        boxes = {cell: ruling.cells[cell] for cell in table}
        texts = {cell: paragraph(chars[cell], box.right - box.left) for cell, box in boxes.items()}
        blocks.append((boxes[table[0]].top, list(_table_rows(boxes, texts, index, number))))
        layout.edges.update(edge for box in boxes.values() for edge in (box.left, box.right))
    found = lines(outside)
    for index, line in enumerate(found):
        texts_apart = parts(line)
        if index in (0, len(found) - 1) and _PAGE_NUMBER.fullmatch("".join(texts_apart)):
            continue
        count += 1
        blocks.append((line[0].top, [[_Cell(text, Cell(f"¶{count}", page=number)) for text in texts_apart]]))
    for _, rows in sorted(blocks, key=lambda block: block[0]):
        layout.rows += rows
    return count


def _table_rows(boxes: dict[int, Box], texts: dict[int, str], table: int, page: int) -> Iterator[list[_Cell]]:
    """The rows of a table.  A cell that covers several rows has a blank one, under its own name, in each below."""
    tops, lefts = clusters(box.top for box in boxes.values()), clusters(box.left for box in boxes.values())
    rows: list[list[_Cell]] = [[] for _ in tops]
    for index, box in boxes.items():
        first, last = cluster(tops, box.top), cluster(tops, box.bottom - 0.1)
        name = Cell(reference(first, cluster(lefts, box.left)), table=table, page=page)
        rows[first].append(_Cell(texts[index], name, box, last - first + 1))
        for row in range(first + 1, last + 1):
            rows[row].append(_Cell("", name, box))
    yield from rows


def _grid(layout: _Layout) -> Grid:
    """The grid; tables on different pages have the same columns where their lines stand in the same places."""
    columns = clusters(layout.edges)
    grid = Grid()
    order = 0
    for row in layout.rows:
        cells: list[GridCell] = []
        for index, cell in enumerate(row):
            order += 1
            made = GridCell(len(grid.rows), index, cell.text, Place(cell=cell.name, order=order), cell.rows)
            if cell.box is not None:
                made.column = cluster(columns, cell.box.left)
                made.width = max(cluster(columns, cell.box.right) - made.column, 1)
            cells.append(made)
        grid.rows.append(sorted(cells, key=lambda cell: cell.column))
    return grid
