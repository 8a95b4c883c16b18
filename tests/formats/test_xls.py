"""Workbooks from before 2007."""

from __future__ import annotations

import io
import struct
from typing import Any

import pytest

from linter.readers.compound import Compound
from tests.formats import writing
from tests.formats.writing import TABLES
from tests.readers.reading import read

xlwt = pytest.importorskip("xlwt", reason="xlwt is not installed")
TABLE = TABLES["synthetic-clean-90"]


def sheet(*rows: list[Any]) -> bytes:
    """A workbook of these values; a pair is a value and its number format."""
    book = xlwt.Workbook(encoding="utf-8")
    made = book.add_sheet("表")
    for row, values in enumerate(rows):
        for column, given in enumerate(values):
            value, code = given if isinstance(given, tuple) else (given, "General")
            made.write(row, column, value, xlwt.easyxf(num_format_str=code))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def texts(data: bytes) -> list[list[str]]:
    from linter.readers import xls

    return [[cell.text for cell in row] for row in xls.read(data).grids[0].rows]


def test_values_under_their_formats() -> None:
    row = [
        2380.4,
        0.1,
        (0.95, "0%"),
        (2100, "#,##0"),
        (20, "0.00"),
        (48, '"≥"0"次"'),
        (45626, 'yyyy"年"m"月"d"日"'),
        True,
    ]
    assert texts(sheet(row)) == [["2380.4", "0.1", "95%", "2,100", "20.00", "≥48次", "2024年11月30日", "TRUE"]]


def test_a_typed_percentage_keeps_its_sign() -> None:
    row = [xlwt.Formula("100%"), xlwt.Formula("99.5%"), xlwt.Formula("100%+1")]
    assert texts(sheet(row)) == [["=100%", "=99.5%"]]  # a result is not stored


def test_the_records_alone_are_a_workbook_too() -> None:
    # As programs wrote them that did not know compound files.
    records = Compound(writing.xls(TABLE)).stream("Workbook")
    assert len(read(records, "a.xls").documents) == 1


def test_a_workbook_that_needs_a_password() -> None:
    records = Compound(writing.xls(TABLE)).stream("Workbook")
    begin = struct.unpack_from("<HH", records)
    end = 4 + begin[1]
    needs_password = records[:end] + struct.pack("<HHHHH", 0x2F, 6, 0, 0, 0) + records[end:]
    (problem,) = read(needs_password, "a.xls").problems
    assert problem.id == "encrypted-file"


@pytest.mark.parametrize("kept", [100, 1000, 5000, -600])
def test_a_file_cut_short_is_damaged(kept: int) -> None:
    data = writing.xls(TABLE)
    assert len(data) > 5000
    (problem,) = read(data[:kept], "a.xls").problems
    assert problem.id == "damaged-file"
