"""Workbooks of Excel before 2007 and of the many programs that still write that format."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from linter import limits
from linter.readers import numberformats
from linter.readers.compound import SIGNATURE, Compound
from linter.readers.numberformats import BUILT_IN, GENERAL
from linter.readers.refusal import Refused, damaged, too_large
from linter.readers.sheets import Position, Sheet, Tables, tables

_STREAMS = ("Workbook", "Book")
_RECORD = struct.Struct("<HH")  # kind, length
_CELL = struct.Struct("<HH")  # row, column
_SHEET = struct.Struct("<IBB")  # where it begins, whether it is hidden, kind
_BEGIN = (0x0809, 0x0409, 0x0209, 0x0009)
_ENCRYPTED, _SHEET_NAMED = 0x002F, 0x0085
_SINGLE = frozenset({0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, 0x0006, 0x0206, 0x0406})
_SEVERAL = frozenset({0x00BD, 0x00BE})  # cells side by side; the last column stands at the end
_FORMULA = 0x0006
_WORKSHEET = 0


def read(data: bytes) -> Tables:
    """A grid for each worksheet, hidden ones too.  Raises `Refused`; raises `ImportError` without xlrd."""
    import xlrd

    stream = _workbook(data)
    typed = _outline(stream)
    try:
        book = xlrd.open_workbook(file_contents=stream, logfile=_Silence(), formatting_info=True, ragged_rows=True)
        sheets = [_sheet(book, index, typed.get(index, {})) for index in range(book.nsheets)]
    except Refused:
        raise
    except Exception as error:  # xlrd lets many exceptions escape on broken files
        raise damaged(error) from error
    return tables(sheets)


def _workbook(data: bytes) -> bytes:
    """The records of a workbook; before 1993 they were the whole file."""
    if not data.startswith(SIGNATURE):
        return data
    compound = Compound(data)
    name = next((name for name in _STREAMS if name in compound), None)
    if name is None:
        raise damaged("no workbook")
    return compound.stream(name)


def _outline(stream: bytes) -> dict[int, dict[Position, str]]:
    """The percentages typed as formulas, by the number of their worksheet.

    Reads over the records once before xlrd does: an encrypted workbook is named, and cells that lie too far apart
    are refused while that costs no memory.
    """
    begins: list[int] = []  # of the worksheets, in order
    typed: defaultdict[int, dict[Position, str]] = defaultdict(dict)
    widths: dict[Position, int] = {}
    at = begin = records = 0
    while at + _RECORD.size <= len(stream):
        kind, length = _RECORD.unpack_from(stream, at)
        body = stream[at + _RECORD.size : at + _RECORD.size + length]
        records += 1
        if len(body) < length:
            raise damaged("unexpected end of data")
        if records > limits.CELLS:
            raise too_large("cells", limits.CELLS)
        if kind in _BEGIN:
            begin = at
        elif kind == _ENCRYPTED:
            raise Refused("encrypted-file")
        elif kind == _SHEET_NAMED and len(body) >= _SHEET.size:
            position, _, what = _SHEET.unpack_from(body)
            begins += [position] if what == _WORKSHEET else []
        elif kind in _SINGLE or kind in _SEVERAL:
            if len(body) < _CELL.size:
                raise damaged("unexpected end of data")
            row, column = _CELL.unpack_from(body)
            last = column if kind in _SINGLE else int.from_bytes(body[-2:], "little")
            widths[begin, row] = max(widths.get((begin, row), 0), last + 1)
            if kind == _FORMULA and (percentage := _percentage(body)) is not None:
                typed[begin][row, column] = percentage
        at += _RECORD.size + length
    if sum(widths.values()) > limits.CELLS:
        raise too_large("cells", limits.CELLS)
    return {index: typed[position] for index, position in enumerate(begins) if position in typed}


def _percentage(body: bytes) -> str | None:
    """`=100%` for the record of a formula that is a number and a percent sign."""
    number, integer, percent = b"\x1f", b"\x1e", b"\x14"
    code = body[22 : 22 + int.from_bytes(body[20:22], "little")]
    if len(code) == 4 and code[:1] == integer and code[3:] == percent:
        return f"={int.from_bytes(code[1:3], 'little')}%"
    if len(code) == 10 and code[:1] == number and code[9:] == percent:
        (value,) = struct.unpack("<d", code[1:9])
        return f"={numberformats.show(repr(value), GENERAL)}%"
    return None


def _sheet(book: Any, index: int, typed: dict[Position, str]) -> Sheet:
    source = book.sheet_by_index(index)
    sheet = Sheet(source.name)
    for row in range(source.nrows):
        kinds, values = source.row_types(row), source.row_values(row)
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            if kind in _SHOWN:
                code = _format(book, source.cell_xf_index(row, column))
                text = typed.get((row, column)) or _SHOWN[kind](value, code, book.datemode == 1)
                sheet.put(row, column, text)
    sheet.merges = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in source.merged_cells]
    return sheet


def _format(book: Any, style: int) -> str:
    if not 0 <= style < len(book.xf_list):
        return GENERAL
    key = book.xf_list[style].format_key
    return BUILT_IN.get(key) or (str(book.format_map[key].format_str) if key in book.format_map else GENERAL)


def _number(value: float, code: str, from_1904: bool) -> str:
    return numberformats.show(repr(value), code, from_1904=from_1904)


def _error(value: int, _: str, __: bool) -> str:
    import xlrd

    return str(xlrd.error_text_from_code.get(value, "#N/A"))


# How a value of each of xlrd's types is shown; blank cells are not among them.
_SHOWN: dict[int, Callable[[Any, str, bool], str]] = {
    1: lambda text, code, _: numberformats.show_text(text.replace("\r\n", "\n"), code),
    2: _number,
    3: _number,  # a date is a number whose format xlrd takes for one
    4: lambda value, _, __: "TRUE" if value else "FALSE",
    5: _error,
}


class _Silence:
    """Where xlrd may write what it thinks of a file."""

    def write(self, _: str) -> None: ...

    def flush(self) -> None: ...
