"""Workbooks in the XML of Excel 2003, which many systems export under the name `.xls`."""

from __future__ import annotations

from linter import limits
from linter.readers import markup, numberformats
from linter.readers.numberformats import GENERAL, TEXT
from linter.readers.refusal import damaged
from linter.readers.sheets import Sheet, Tables, tables

# Formats that have names here.
_NAMED = {
    "General": GENERAL, "General Number": GENERAL, "Text": TEXT, "Fixed": "0.00", "Standard": "#,##0.00",
    "Currency": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00", "General Date": "yyyy/m/d h:mm",
    "Short Date": "yyyy/m/d", "Medium Date": "yyyy/m/d", "Long Date": 'yyyy"年"m"月"d"日"', "Short Time": "h:mm",
    "Medium Time": "h:mm AM/PM", "Long Time": "h:mm:ss",
}  # fmt: skip
_DEFAULT = "Default"  # the style of cells without one


def read(text: str) -> Tables:
    """A grid for each worksheet, hidden ones too.  Raises `Refused`."""
    workbook = _Workbook()
    markup.parse(text, workbook.start, workbook.end, workbook.text)
    return tables(workbook.sheets)


class _Workbook:
    """Turns the elements of a workbook into sheets; a row or cell that gives no index follows the one before it."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._formats: dict[str, str] = {}
        self._style = ""  # that is being defined
        self._row = self._column = -1
        self._cell: dict[str, str] | None = None
        self._type = ""
        self._pieces: list[str] | None = None  # of a value that is being read

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = markup.local(tag)
        own = {markup.local(name): value for name, value in attributes.items()}
        if tag == "Style":
            self._style = own.get("ID", "")
            self._formats[self._style] = self._formats.get(own.get("Parent", _DEFAULT), GENERAL)
        elif tag == "NumberFormat" and "Format" in own:
            self._formats[self._style] = _NAMED.get(own["Format"], own["Format"])
        elif tag == "Worksheet":
            self.sheets.append(Sheet(own.get("Name", "")))
            self._row = -1
        elif tag == "Row":
            self._row = _index(own, self._row, limits.ROWS)
            self._column = -1
        elif tag == "Cell" and self.sheets:
            self._column = _index(own, self._column, limits.COLUMNS)
            self._cell = own
        elif tag == "Comment":
            self._cell = None  # what follows is no longer the cell's value
        elif tag == "Data" and self._cell is not None:
            self._type, self._pieces = own.get("Type", ""), []

    def text(self, piece: str) -> None:
        if self._pieces is not None:
            self._pieces.append(piece)

    def end(self, tag: str) -> None:
        tag = markup.local(tag)
        if tag == "Data" and self._pieces is not None and self._cell is not None:
            self.sheets[-1].put(self._row, self._column, self._shown("".join(self._pieces), self._cell))
            self._pieces = None
            self._cell.pop("Formula", None)  # its value is known
        elif tag == "Cell" and self._cell is not None:
            self._close(self._cell)
            self._cell = None

    def _close(self, cell: dict[str, str]) -> None:
        sheet, row, column = self.sheets[-1], self._row, self._column
        if "Formula" in cell:
            sheet.uncomputed.add((row, column))
        across, down = _number(cell.get("MergeAcross", "")), _number(cell.get("MergeDown", ""))
        if across or down:
            sheet.merges.append((row, column, row + down, column + across))
            self._column += across

    def _shown(self, value: str, cell: dict[str, str]) -> str:
        code = self._formats.get(cell.get("StyleID", _DEFAULT), GENERAL)
        if self._type == "Number":
            typed = numberformats.typed_percentage(cell.get("Formula", "").removeprefix("="))
            return typed or numberformats.show(value.strip(), code)
        if self._type == "DateTime":
            return numberformats.show_date(value.strip(), code)
        if self._type == "Boolean":
            return "TRUE" if value.strip() == "1" else "FALSE"
        return numberformats.show_text(value.replace("\r\n", "\n"), code)


def _index(attributes: dict[str, str], before: int, most: int) -> int:
    """The place of a row or cell, from 0, given that of the one before it; raises `Refused` beyond `most`."""
    index = _number(attributes["Index"]) - 1 if "Index" in attributes else before + 1
    if not 0 <= index < most:
        raise damaged(f"{index + 1} > {most}")
    return index


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0
