"""Corrected copies of workbooks: only cells of plain text change, everything else stays byte for byte."""

import os
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from linter import engine
from linter.fixes import Fixer
from linter.report import FileResult
from linter.rulebook import RuleBook
from tests.fixes.mended import SAFE

_HEAD = [
    ["项目支出绩效目标表"],
    ["年度", 2023, "项目名称", "大楼运行"],
    ["一级指标", "二级指标", "三级指标", "指标值", "指标分值权重", "佐证资料"],
]


def _workbook(*targets: object, evidence: str = "工作资料、正式材料") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "目标 & 表"
    for row in _HEAD:
        sheet.append(row)
    for number, target in enumerate(targets):
        sheet.append(["产出指标", "数量指标", f"面积{'甲乙丙丁'[number]}", target, 20, evidence])
    book.create_sheet("其他").append(["≥3㎡", "正式材料"])  # shares its texts with the table
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fix(path: Path, data: bytes, book: RuleBook) -> FileResult:
    path.write_bytes(data)
    return engine.lint([str(path)], book, engine.Options(), Fixer(SAFE).file).files[0]


def _cells(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def test_the_copy_differs_in_the_cells_alone(tmp_path: Path, book: RuleBook) -> None:
    data = _workbook("≥3㎡", "≥3㎡", "≥100%")
    path = tmp_path / "表.xlsx"
    result = _fix(path, data, book)
    assert path.read_bytes() == data
    copy = tmp_path / "表_修正.xlsx"
    assert result.fixed is not None
    assert result.fixed.path == str(copy)
    assert [row[3] for row in _cells(copy, "目标 & 表")[3:]] == ["≥3平方米", "≥3平方米", "≥100%"]
    assert {row[5] for row in _cells(copy, "目标 & 表")[3:]} == {"工作资料、正式资料"}
    assert _cells(copy, "其他") == [("≥3㎡", "正式材料")]
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy) as new:
        assert new.testzip() is None
        assert new.namelist() == old.namelist()
        assert [name for name in old.namelist() if old.read(name) != new.read(name)] == ["xl/worksheets/sheet1.xml"]
        for before, after in zip(old.infolist(), new.infolist(), strict=True):
            assert (before.date_time, before.external_attr) == (after.date_time, after.external_attr)


def test_other_cells_are_left_alone_and_said(tmp_path: Path, book: RuleBook) -> None:
    rich = CellRichText("≥3", TextBlock(InlineFont(b=True), "㎡"))
    result = _fix(tmp_path / "表.xlsx", _workbook("≥3㎡", rich, evidence="工作资料"), book)
    said = [one for one in result.diagnostics if one.rule == "fix-not-applied"]
    assert [one.location.cell.ref for one in said if one.location.cell is not None] == ["D5"]
    assert [row[3] for row in _cells(tmp_path / "表_修正.xlsx", "目标 & 表")[3:]] == ["≥3平方米", "≥3㎡"]


def test_a_copy_that_is_there_is_not_overwritten(tmp_path: Path, book: RuleBook) -> None:
    path, copy = tmp_path / "表.xlsx", tmp_path / "表_修正.xlsx"
    assert _fix(path, _workbook("≥3㎡"), book).fixed is not None
    made = copy.read_bytes()
    assert _fix(path, path.read_bytes(), book).fixed is not None  # the same content again is no conflict
    result = _fix(path, _workbook("≥4㎡"), book)
    assert result.fixed is None
    assert "fix-not-written" in {one.rule for one in result.diagnostics}
    assert copy.read_bytes() == made
    assert sorted(os.listdir(tmp_path)) == ["表.xlsx", "表_修正.xlsx"]


def test_a_unit_in_a_column_of_its_own(tmp_path: Path, book: RuleBook) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in [*_HEAD[:2], ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "计量单位", "指标分值权重"]]:
        sheet.append(row)
    sheet.append(["产出指标", "数量指标", "面积", "≥", "3", "㎡", 20])
    stream = BytesIO()
    workbook.save(stream)
    assert _fix(tmp_path / "表.xlsx", stream.getvalue(), book).fixed is not None
    assert _cells(tmp_path / "表_修正.xlsx", sheet.title)[3][3:6] == ("≥", "3", "平方米")


@pytest.mark.parametrize("suffix", ["docx", "html"])
def test_other_formats_are_not_touched_and_that_is_said(tmp_path: Path, book: RuleBook, suffix: str) -> None:
    rows = [[str(cell) for cell in row] for row in [*_HEAD, ["产出指标", "数量指标", "面积", "≥3㎡", 20, "工作资料"]]]
    path = tmp_path / f"表.{suffix}"
    if suffix == "html":
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        data = f"<html><body><table>{body}</table></body></html>".encode()
    else:
        import docx

        document = docx.Document()
        table = document.add_table(len(rows), 6)
        for row, cells in zip(table.rows, rows, strict=True):
            for index, cell in enumerate(cells):
                row.cells[index].text = cell
        stream = BytesIO()
        document.save(stream)
        data = stream.getvalue()
    result = _fix(path, data, book)
    assert "unit-spelling" in {one.rule for one in result.diagnostics}
    assert [one.rule for one in result.diagnostics].count("fix-not-applied") == 1
    assert all(one.fix is None for one in result.diagnostics)
    assert os.listdir(tmp_path) == [path.name]
    assert path.read_bytes() == data
