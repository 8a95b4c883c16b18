"""What workbooks hold besides texts, and what other programs write differently from Excel."""

from __future__ import annotations

import io
from typing import Any

import pytest

from linter.document import Kind
from linter.engine import lint_text
from linter.readers import xlsx
from linter.rulebook import RuleBook
from tests.formats import writing
from tests.formats.packing import part, repacked, workbook
from tests.formats.writing import TABLES
from tests.readers.reading import read

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
TABLE = TABLES["synthetic-clean-90"]
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def cells(data: bytes) -> dict[str, str]:
    """The texts of the first sheet by reference."""
    grid = xlsx.read(data).grids[0]
    return {cell.place.cell.ref: cell.text for row in grid.rows for cell in row if cell.text and cell.place.cell}


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(**values: Any) -> bytes:
    """The table, with other values in some cells; a pair is a value and its number format."""
    book = openpyxl.load_workbook(io.BytesIO(writing.xlsx(TABLE)))
    for reference, value in values.items():
        cell = book.active[reference]
        cell.value, code = value if isinstance(value, tuple) else (value, "General")
        cell.number_format = code
    return saved(book)


# Formulas


def test_a_typed_percentage_keeps_its_sign() -> None:
    data = changed(D11="=95%", D16=("=100%", "0%"))
    document = read(data, "a.xlsx").documents[0]
    targets = [document.find(f"/indicators/{row}/target") for row in (1, 6)]
    assert [node and node.text for node in targets] == ["=95%", "=100%"]


def test_the_result_of_a_formula_is_read() -> None:
    sheet = (
        '<sheetData><row r="1"><c r="A1"><f>SUM(B1:C1)</f><v>90</v></c>'
        '<c r="B1" t="str"><f>C1&amp;"人"</f><v>5人</v></c></row></sheetData>'
    )
    assert cells(workbook(sheet)) == {"A1": "90", "B1": "5人"}


def test_a_formula_without_its_result_is_said(book: RuleBook) -> None:
    found = lint_text("a.xlsx", changed(G10="=10+10", G17="=SUM(G10:G16)"), book).diagnostics
    own = [one for one in found if one.rule == "formula-without-value"]
    assert [(one.location.cell and one.location.cell.text, one.location.pointer) for one in own] == [
        ("绩效目标表!G10", "/indicators/0/weight")  # the total below belongs to no field
    ]
    assert own[0].submission == 1
    assert not [one for one in found if one.rule == "missing-field"], "one cause gives one finding"


def test_a_workbook_of_formulas_only_is_said() -> None:
    book = openpyxl.Workbook()
    book.active.append(["=A2", "=B2"])
    (problem,) = read(saved(book), "a.xlsx").problems
    assert problem.id == "formula-without-value"
    assert problem.location.cell is not None
    assert problem.location.cell.ref == "A1"


# Numbers and dates


def test_numbers_come_out_as_they_are_stored() -> None:
    stored = ["2380.4", "0.1", "0.30000000000000004", "1E-3", "123456789012345", "10000000000"]
    row = "".join(f"<c><v>{number}</v></c>" for number in stored)
    found = list(cells(workbook(f"<sheetData><row>{row}</row></sheetData>")).values())
    assert found == ["2380.4", "0.1", "0.3", "0.001", "123456789012345", "10000000000"]


def test_a_unit_that_stands_in_the_format_only() -> None:
    document = read(changed(D10=(48, '"≥"0"次"'), G10=(20, "0.00")), "a.xlsx").documents[0]
    assert [(document.find(f"/indicators/0/{name}") or document.root).text for name in ("target", "weight")] == [
        "≥48次", "20.00",
    ]  # fmt: skip


@pytest.mark.parametrize(("epoch", "serial"), [("", "45626"), ('<workbookPr date1904="1"/>', "44164")])
def test_dates(epoch: str, serial: str) -> None:
    formats = (
        '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    )
    formats += (
        '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    )
    sheet = f'<sheetData><row><c s="1"><v>{serial}</v></c><c s="1" t="d"><v>2024-11-30</v></c></row></sheetData>'
    assert cells(workbook(sheet, formats=formats, settings=epoch)) == {"A1": "2024年11月30日", "B1": "2024年11月30日"}


def test_kinds_of_cells() -> None:
    strings = "<si><t>甲</t></si><si><r><t>乙</t></r><r><t xml:space='preserve'> 丙</t></r><rPh><t>yi</t></rPh></si>"
    sheet = (
        '<sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c t="s"><v>1</v></c>'
        '<c t="inlineStr"><is><r><t>丁</t></r><r><t>戊_x000D_&#10;己</t></r><rPh><t>x</t></rPh></is></c></row>'
        '<row><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c s="99"><v>5</v></c><c/><c t="s"/></row></sheetData>'
    )
    found = cells(workbook(sheet, strings=strings))
    assert found == {"B2": "甲", "C2": "乙 丙", "D2": "丁戊\n己", "A3": "TRUE", "B3": "#REF!", "C3": "5"}


# What other programs write


def test_strict_edition_and_prefixes() -> None:
    sheet = '<x:sheetData xmlns:x="a"><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row></x:sheetData>'
    data = workbook(sheet, strings="<si><t>甲</t></si>", main=STRICT, office=STRICT_OFFICE)
    assert cells(data) == {"A1": "甲"}


def test_hidden_sheets_rows_and_columns_are_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(writing.xlsx(TABLE, TABLE, sheets=True)))
    book.worksheets[1].sheet_state = "veryHidden"
    book.worksheets[0].row_dimensions[10].hidden = True
    book.worksheets[0].column_dimensions["G"].hidden = True
    documents = read(saved(book), "a.xlsx").documents
    assert len(documents) == 2
    texts = [{node.pointer: node.text for node in one.root.walk() if node.kind is Kind.SCALAR} for one in documents]
    assert texts[0] == texts[1]


def test_other_sheets_and_other_parts_are_left_alone() -> None:
    book = openpyxl.load_workbook(io.BytesIO(writing.xlsx(TABLE)))
    book.create_chartsheet()
    assert len(read(saved(book), "a.xlsm").documents) == 1


# Merged cells


def merged(*areas: str) -> bytes:
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{c}{row}" t="str"><v>{c}{row}</v></c>' for c in "ABCD") + "</row>"
        for row in (1, 2, 3)
    )
    return workbook(f"<sheetData>{rows}</sheetData><mergeCells>{''.join(areas)}</mergeCells>")


def area(reference: str) -> str:
    return f'<mergeCell ref="{reference}"/>'


def test_what_a_merged_cell_covers_is_not_shown() -> None:
    grid = xlsx.read(merged(area("B1:C2"))).grids[0]
    assert [cell.text for cell in grid.rows[0]] == ["A1", "B1", "", "D1"]
    assert [cell.text for cell in grid.rows[1]] == ["A2", "", "", "D2"]
    first = grid.rows[0][1]
    assert (first.height, first.width) == (2, 2)
    covered = grid.at(1, 2)
    assert covered.place.cell is not None
    assert covered.place.cell.ref == "B1"


@pytest.mark.parametrize("areas", [("A1:B2", "B2:C3"), ("A1:C1", "B1:D1"), ("A1:C3", "B2:B3"), ("B2:C3", "A1:B2")])
def test_overlapping_merges_lose_no_text(areas: tuple[str, ...]) -> None:
    found = cells(merged(*map(area, areas)))
    assert found == {f"{column}{row}": f"{column}{row}" for column in "ABCD" for row in (1, 2, 3)}


def test_the_same_merge_twice_and_a_merge_of_everything() -> None:
    assert cells(merged(area("A1:D3"), area("A1:D3"))) == {"A1": "A1"}
    assert cells(merged(area("A1:XFD1048576"))) == {"A1": "A1"}


# Cells far away


def test_stray_cells_far_away_change_nothing() -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="str"><v> </v></c><c r="XFC1048576" t="str"><v>x</v></c></row>'
    data = writing.xlsx(TABLE)
    name = "xl/worksheets/sheet1.xml"
    sheet = part(data, name)
    assert b"</sheetData>" in sheet
    strayed = repacked(data, {name: sheet.replace(b"</sheetData>", far.encode() + b"</sheetData>")})
    reading = read(strayed, "a.xlsx")
    assert len(reading.documents) == 1
    texts, wanted = (
        {node.pointer: node.text for node in one.documents[0].root.walk() if node.kind is Kind.SCALAR}
        for one in (reading, read(data, "a.xlsx"))
    )
    assert texts == wanted


@pytest.mark.parametrize("reference", ["XFE1", "A1048577", "A0", "1", "ABCD1", "Ａ1", "A１", ""])
def test_cells_outside_any_sheet_are_refused(reference: str) -> None:
    (problem,) = read(workbook(f'<sheetData><row><c r="{reference}"><v>1</v></c></row></sheetData>'), "a.xlsx").problems
    assert problem.id == "damaged-file"


def test_a_text_that_is_not_there_is_refused() -> None:
    (problem,) = read(workbook('<sheetData><row><c t="s"><v>7</v></c></row></sheetData>'), "a.xlsx").problems
    assert problem.id == "damaged-file"
