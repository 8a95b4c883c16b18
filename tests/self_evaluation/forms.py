"""A self-evaluation as text and as a workbook, and what a reading of one says."""

import io
from pathlib import Path

from linter import prepare, readers, resources
from linter.document import Document, Kind
from linter.readers.reading import Reading
from linter.schema import DocumentKind, load_kind

DATA = Path(__file__).resolve().parent.parent / "data"
PIPES = (DATA / "self-evaluation" / "pipes.txt").read_text(encoding="utf-8")
TARGETS = (DATA / "tables" / "synthetic-clean-90.txt").read_text(encoding="utf-8")
SHEET = "自评表"
# What a form merges: the title, the label of the funds, that of the indicators, and levels.
MERGED = ("A1:I1", "A2:I2", "C3:I3", "A5:A9", "A10:A11", "A12:A20", "B13:B17", "C13:C14", "B18:B19", "A21:F21")


def kinds() -> list[DocumentKind]:
    return [load_kind(resources.schema(name) or "", name) for name in ("target-table", "self-evaluation")]


def read(data: str | bytes, path: str = "table.txt") -> Reading:
    return readers.read(data if isinstance(data, bytes) else data.encode(), path, kinds())


def content(document: Document) -> dict[str, str]:
    """What is filled in, by pointer, with levels inherited."""
    list(prepare.prepare(document, {}))
    scalars = (node for node in document.root.walk() if node.kind is Kind.SCALAR)
    return {node.pointer: node.text for node in scalars if node.text}


def workbook(*tables: str, rate: float = 0.9467) -> bytes:
    """A workbook with a sheet for each table; what is spent is in numbers, and `rate` stands for 94.67%."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet(SHEET if table is not TARGETS else "目标表")
        for row, line in enumerate(table.rstrip("\n").split("\n"), 1):
            for column, text in enumerate(line.split("\t"), 1):
                if text:
                    cell = sheet.cell(row, column, _number(text, rate) if 5 <= row <= 9 else text)
                    if isinstance(cell.value, str):
                        cell.data_type = "s"  # `=860只` is no formula
                    elif text.endswith("%"):
                        cell.number_format = "0.00%" if "." in text else "0%"
        for cells in MERGED if sheet.title == SHEET else ():
            sheet.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _number(text: str, rate: float) -> object:
    """What a spreadsheet keeps of an amount or a rate."""
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        return text
    if text == "94.67%":
        return rate
    return number / 100 if text.endswith("%") else number
