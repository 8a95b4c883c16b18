"""Writes the tables of text dumps as the files that people have: the same cells, merged where the dump is blank."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from pathlib import Path

import pytest

# Development installs all of these; without one, every test that needs such a file is skipped and says why.
for library in ("openpyxl", "xlwt", "docx", "reportlab", "xlrd", "pdfminer"):
    pytest.importorskip(library, reason=f"{library} is not installed; `pip install -e .[dev]` installs it")

DATA = Path(__file__).resolve().parent.parent / "data" / "tables"
TABLES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(DATA.glob("*.txt"))}
assert TABLES, "without tables these tests would prove nothing"

Row = Sequence[str]
DRAWN = ("<", "^")  # parts of a merged cell, where a table draws them
SHEET = "绩效目标表"


@dataclass(frozen=True)
class Block:
    """A cell with what it covers, from 0: a blank run to its right, or blank cells below a level."""

    row: int
    column: int
    height: int
    width: int
    text: str


def rows(text: str) -> list[Row]:
    return [line.split("\t") for line in text.rstrip("\n").split("\n")]


def blocks(lines: Sequence[Row]) -> list[Block]:
    """The cells of a table, each filled one merged with the blanks that a form would have merged with it.

    Above the table a value takes the rest of its row; in it a level takes the blank cells below.  A table that draws
    its merged cells has those: `<` continues the cell to the left, `^` the one above.
    """
    if any(text in DRAWN for line in lines for text in line):
        return _drawn(lines)
    width = max(map(len, lines))
    made: list[Block] = []
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(lines):
        if not any(line):
            continue
        for column in range(width):
            if (row, column) in taken:
                continue
            text = line[column] if column < len(line) else ""
            across, down = 1, 1
            if text and column == len(line) - 1 and len(line) < width:
                across = width - column  # the last cell of a shorter row takes what is left
            elif text and column < 2 and len(line) > 2:
                while _is_below(lines, row + down, column):
                    down += 1
            taken |= {(row + y, column + x) for y in range(down) for x in range(across)}
            made.append(Block(row, column, down, across, text))
    return made


def _drawn(lines: Sequence[Row]) -> list[Block]:
    made: list[Block] = []
    for row, line in enumerate(lines):
        for column, text in enumerate(line):
            if any(line) and text not in DRAWN:
                below = [other[column] if len(other) > column else "" for other in lines[row + 1 :]]
                made.append(Block(row, column, 1 + _run(below, "^"), 1 + _run(line[column + 1 :], "<"), text))
    return made


def _run(cells: Row, mark: str) -> int:
    """How many cells from the first on are this mark."""
    return next((index for index, text in enumerate(cells) if text != mark), len(cells))


def _is_below(lines: Sequence[Row], row: int, column: int) -> bool:
    """Whether a row leaves its first cells blank up to this column and has something after it."""
    return row < len(lines) and len(lines[row]) > column + 1 and not any(lines[row][: column + 1]) and any(lines[row])


# How a typed text becomes a number with a format, as it does when a clerk types it.
_TYPED = (
    (re.compile(r"\d+"), "General"),
    (re.compile(r"\d+\.(\d+)"), None),
    (re.compile(r"\d{1,3}(?:,\d{3})+"), "#,##0"),
    (re.compile(r"\d{1,3}(?:,\d{3})+\.\d\d"), "#,##0.00"),
    (re.compile(r"\d+%"), "0%"),
    (re.compile(r"\d+\.\d%"), "0.0%"),
)


def typed(text: str) -> tuple[float | int | str, str]:
    """The value and the number format of a cell into which `text` is typed; the text itself if it is no number."""
    for pattern, code in _TYPED:
        match = pattern.fullmatch(text)
        if match is not None and not (text.startswith("0") and len(text) > 1 and text[1].isdigit()):
            number = Decimal(text.rstrip("%").replace(",", "")).scaleb(-2 if text.endswith("%") else 0)
            value = int(number) if number == number.to_integral_value() else float(number)
            return value, code or "0." + "0" * len(match[1])
    return text, "@"


def xlsx(*tables: str, first_row: int = 0, sheets: bool = False) -> bytes:
    """A workbook: the tables one below the other, from `first_row` on, or each on a sheet of its own."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    start = first_row
    for number, table in enumerate(tables):
        if number == 0 or sheets:
            sheet = book.create_sheet(SHEET if number == 0 else f"{SHEET}{number + 1}")
            start = first_row
        lines = rows(table)
        for block in blocks(lines):
            row, column = start + block.row + 1, block.column + 1
            cell = sheet.cell(row, column)
            value, code = typed(block.text)
            if value != "":
                cell.value = value
                cell.data_type = "s" if isinstance(value, str) else "n"  # `=10` is a text here, not a formula
                cell.number_format = code
            if block.height > 1 or block.width > 1:
                last = (row + block.height - 1, column + block.width - 1)
                sheet.merge_cells(start_row=row, start_column=column, end_row=last[0], end_column=last[1])
        start += len(lines) + 1
    return _saved(book)


def xls(*tables: str, first_row: int = 0) -> bytes:
    """As `xlsx`, in the format before 2007."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(SHEET)
    start = first_row
    for table in tables:
        lines = rows(table)
        for block in blocks(lines):
            value, code = typed(block.text)
            style = xlwt.easyxf(num_format_str=code)
            top, left = start + block.row, block.column
            sheet.write_merge(top, top + block.height - 1, left, left + block.width - 1, value, style)
        start += len(lines) + 1
    return _saved(book)


def docx(*tables: str) -> bytes:
    """A document with each table below a line of its own; lines of a dump that have one cell are paragraphs."""
    import docx as python_docx

    document = python_docx.Document()
    for table in tables:
        lines, body = _with_body(table)
        for line in lines:
            document.add_paragraph(line)
        grid = document.add_table(len(body), max(map(len, body)))
        for block in blocks(body):
            cell = grid.cell(block.row, block.column)
            if block.height > 1 or block.width > 1:
                cell = cell.merge(grid.cell(block.row + block.height - 1, block.column + block.width - 1))
            cell.text = block.text
        document.add_paragraph("")
    return _saved(document)


def html(*tables: str, encoding: str = "utf-8") -> bytes:
    """A page with rows and columns that are spanned."""
    parts = [f'<html><head><meta charset="{encoding}"><title>x</title></head><body>\n']
    for table in tables:
        lines, body = _with_body(table)
        parts += [f"<p>{escape(line)}</p>\n" for line in lines]
        parts.append('<table border="1">\n')
        made = blocks(body)
        for row in range(len(body)):
            cells = "".join(
                f'<td rowspan="{block.height}" colspan="{block.width}">{_in_page(block.text)}</td>'
                for block in made
                if block.row == row
            )
            parts.append(f"<tr>{cells}</tr>\n")
        parts.append("</table>\n")
    return "".join([*parts, "</body></html>"]).encode(encoding)


def spreadsheet_xml(*tables: str) -> bytes:
    """The XML of Excel 2003, as systems export it under the name `.xls`."""
    styles, cells_of = {}, []
    start = 0
    for table in tables:
        lines = rows(table)
        for block in blocks(lines):
            value, code = typed(block.text)
            style = styles.setdefault(code, f"s{len(styles)}")
            kind = "String" if isinstance(value, str) else "Number"
            data = f'<Data ss:Type="{kind}">{escape(str(value))}</Data>' if value != "" else ""
            merge = f' ss:MergeAcross="{block.width - 1}" ss:MergeDown="{block.height - 1}"'
            place = f'ss:Index="{block.column + 1}" ss:StyleID="{style}"'
            cells_of.append((start + block.row, f"<Cell {place}{merge}>{data}</Cell>"))
        start += len(lines) + 1
    rows_of = "".join(
        f'<Row ss:Index="{row + 1}">{"".join(cell for other, cell in cells_of if other == row)}</Row>'
        for row in sorted({row for row, _ in cells_of})
    )
    formats = "".join(
        f'<Style ss:ID="{id}"><NumberFormat ss:Format="{escape(code)}"/></Style>' for code, id in styles.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f"<Styles>{formats}</Styles>"
        f'<Worksheet ss:Name="{SHEET}"><Table>{rows_of}</Table></Worksheet></Workbook>'
    ).encode()


def pdf(*tables: str) -> bytes:
    """A document with ruled tables whose texts are wrapped; lines of a dump that have one cell stand above them."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=8, leading=10, wordWrap="CJK")
    story = []
    for table in tables:
        lines, body = _with_body(table)
        story += [Paragraph(escape(line), style) for line in lines]
        width = max(map(len, body))
        cells = [[""] * width for _ in body]
        spans = []
        for block in blocks(body):
            cells[block.row][block.column] = Paragraph(_in_page(block.text), style)
            corner = (block.column + block.width - 1, block.row + block.height - 1)
            spans.append(("SPAN", (block.column, block.row), corner))
        story.append(Table(cells, [760 / width] * width, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black), *spans]))
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=landscape(A4), margin=20, leftMargin=40, rightMargin=40).build(story)
    return stream.getvalue()


def csv(*tables: str, encoding: str = "gb18030", separator: str = ",") -> bytes:
    import csv as standard

    stream = io.StringIO(newline="")
    writer = standard.writer(stream, delimiter=separator)
    for table in tables:
        writer.writerows(rows(table))
    return stream.getvalue().encode(encoding)


def _in_page(text: str) -> str:
    """A text whose spaces stay as many as they are."""
    return escape(text).replace("  ", "&nbsp;&nbsp;")


def _with_body(table: str) -> tuple[list[str], list[Row]]:
    """The lines before the first row of more than one cell, and the rows from there on that have text."""
    lines = [line for line in rows(table) if any(line)]
    first = next(index for index, line in enumerate(lines) if len(line) > 1)
    return [line[0] for line in lines[:first]], lines[first:]


def _saved(made: object) -> bytes:
    stream = io.BytesIO()
    made.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


WRITERS: dict[str, Callable[..., bytes]] = {
    "xlsx": xlsx, "xls": xls, "docx": docx, "html": html, "pdf": pdf, "csv": csv, "xml": spreadsheet_xml,
}  # fmt: skip
