"""Files made to exhaust a computer are refused while that is cheap.

None of these tests measures time: what they refuse would take minutes or gigabytes if it were read.
"""

from __future__ import annotations

import random
import struct
import zlib
from typing import Any

import pytest

from linter import limits
from linter.readers.compound import Compound
from tests.formats import writing
from tests.formats.packing import document, packed, part, repacked, workbook
from tests.formats.writing import TABLES
from tests.readers.reading import read

TABLE = TABLES["synthetic-clean-90"]


def problem(data: bytes, name: str = "a.xlsx") -> tuple[str, Any]:
    reading = read(data, name)
    (found,) = reading.problems
    assert not reading.documents
    return found.id, found.words.get("what")


def test_a_part_that_inflates_without_end() -> None:
    zeros = b"<worksheet>" + b" " * (30 * 2**20)
    assert problem(repacked(writing.xlsx(TABLE), {"xl/worksheets/sheet1.xml": zeros})) == (
        "content-too-large",
        "inflated",
    )


def test_parts_that_together_inflate_too_far(monkeypatch: pytest.MonkeyPatch) -> None:
    data = writing.xlsx(TABLE)
    names = [
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    ]
    sizes = {name: len(part(data, name)) for name in names}
    monkeypatch.setattr(limits, "INFLATED_BYTES", sum(sizes.values()))
    assert len(read(data, "a.xlsx").documents) == 1
    monkeypatch.setattr(limits, "INFLATED_BYTES", sum(sizes.values()) - 1)
    assert problem(data) == ("content-too-large", "inflated")


def test_sizes_that_lie() -> None:
    data = bytearray(repacked(writing.xlsx(TABLE), {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 2**24}))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<I", data, at + 24, 100)  # what it inflates to, in the directory
    assert problem(bytes(data)) == ("content-too-large", "inflated")


@pytest.mark.parametrize(("count", "refused"), [(-1, False), (0, False), (1, True)])
def test_entries(count: int, refused: bool) -> None:
    parts = {"xl/workbook.xml": b"<workbook/>"}
    parts |= {f"media/{number}": b"" for number in range(limits.ZIP_ENTRIES - 1 + count)}
    reading = read(packed(parts), "a.xlsx")
    assert [(one.id, one.words["what"]) for one in reading.problems] == (
        [("content-too-large", "entries")] if refused else []
    )


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "甲"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("declaration", [DOCTYPE, OUTSIDE])
def test_entities_are_refused(declaration: str) -> None:
    xml = f"{declaration}<workbook>&b;</workbook>"
    assert problem(packed({"xl/workbook.xml": xml})) == ("document-type-declared", None)
    assert problem(packed({"word/document.xml": xml}), "a.docx") == ("document-type-declared", None)
    sheet = f'{declaration}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    assert problem(sheet.encode(), "a.xls") == ("document-type-declared", None)


def test_relationships_do_not_leave_the_package() -> None:
    data = workbook('<sheetData><row><c t="str"><v>甲</v></c></row></sheetData>')
    name = "xl/_rels/workbook.xml.rels"
    for target in ("../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "docProps/app.xml"):
        changed = part(data, name).replace(b'"worksheets/sheet1.xml"', f'"{target}"'.encode())
        assert changed != part(data, name)
        assert problem(repacked(data, {name: changed})) == ("damaged-file", None)


def test_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CELLS", 6)
    for count, wanted in ((3, []), (4, [("content-too-large", "cells")])):
        for cell in ("<c/>", '<c r="A1"/>', "<x:c xmlns:x='a'/>"):
            data = workbook(f"<sheetData>{f'<row>{cell}{cell}</row>' * count}</sheetData>")
            assert [(one.id, one.words["what"]) for one in read(data, "a.xlsx").problems] == wanted


def test_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook("<sheetData><row/><row/></sheetData>")
    most = max(part(data, name).count(b"<") for name in ("xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"))
    monkeypatch.setattr(limits, "XML_TAGS", most)
    assert read(data, "a.xlsx").problems == ()
    monkeypatch.setattr(limits, "XML_TAGS", most - 1)
    assert problem(data) == ("content-too-large", "tags")


def test_rows_and_columns_that_only_stray_cells_make(monkeypatch: pytest.MonkeyPatch) -> None:
    # 26 cells on the diagonal are in use, and 26 times as many places where their rows and columns cross.
    cells = "".join(f'<row><c r="{chr(65 + n)}{n + 1}" t="str"><v>x</v></c></row>' for n in range(26))
    monkeypatch.setattr(limits, "CELLS", 26 * 26)
    assert [one.id for one in read(workbook(f"<sheetData>{cells}</sheetData>"), "a.xlsx").problems] == []
    monkeypatch.setattr(limits, "CELLS", 26 * 26 - 1)
    assert problem(workbook(f"<sheetData>{cells}</sheetData>")) == ("content-too-large", "cells")


def test_the_widest_row_and_a_stray_cell_in_the_last_place() -> None:
    row = "".join(f'<c t="str"><v>{number * 7919 % 10007}</v></c>' for number in range(16_384))
    stray = '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>'
    data = workbook(f'<sheetData><row r="1">{row}</row>{stray}</sheetData>')
    reading = read(data, "a.xlsx")
    assert (reading.problems, reading.recognised) == ((), False)


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.xls"])
def test_elements_nested_without_end(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INFLATION_RATIO", 10_000)  # so that this is not what refuses it
    xml = "<a>" * 200_000 + "</a>" * 200_000
    if name == "a.xls":
        data = f'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">{xml}</Workbook>'.encode()
    else:
        data = workbook(xml) if name == "a.xlsx" else document(xml)
    assert not read(data, name).documents


def test_many_merges_of_everything() -> None:
    merges = "".join(f'<mergeCell ref="A{number}:XFD1048576"/>' for number in range(1, 20_000))
    sheet = '<sheetData><row r="1"><c r="A1" t="str"><v>甲</v></c></row></sheetData>'
    assert read(workbook(sheet + f"<mergeCells>{merges}</mergeCells>"), "a.xlsx").problems == ()


def test_old_workbooks_with_cells_far_apart() -> None:
    # Each of these cells, in the last column, would have its whole row kept.
    records = Compound(writing.xls(TABLE)).stream("Workbook")
    cells = b"".join(struct.pack("<HHHHHI", 0x27E, 10, row, 255, 15, 2) for row in range(10_000))
    end = records.rindex(b"\x0a\x00\x00\x00")
    assert problem(records[:end] + cells + records[end:], "a.xls") == ("content-too-large", "cells")


@pytest.mark.parametrize("depth", [limits.DEPTH, limits.DEPTH + 1])
def test_tables_in_tables(depth: int) -> None:
    wanted = [] if depth == limits.DEPTH else [("content-too-large", "nesting")]
    page = "<table><tr><td>甲" * depth
    assert [(one.id, one.words["what"]) for one in read(page, "a.html").problems] == wanted
    body = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
    assert [(one.id, one.words["what"]) for one in read(document(body), "a.docx").problems] == wanted


def test_pages_that_claim_many_columns_and_rows() -> None:
    row = "<tr>" + "<td colspan=1000 rowspan=65534>甲</td>" * 20 + "</tr>"
    assert problem(f"<table>{row}</table>".encode(), "a.html") == ("content-too-large", "columns")
    most = "<tr>" + "<td colspan=1000 rowspan=65534>甲</td>" * 16 + "</tr>"
    assert read(f"<table>{most}{'<tr><td>乙</td></tr>' * 50}</table>", "a.html").problems == ()


# PDF


def pdf(
    content: bytes, *, filters: str = "/FlateDecode", resources: str = "", objects: tuple[bytes, ...] = ()
) -> bytes:
    """A page of this content, which is already packed, and further objects from the sixth on."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<{resources}>>>>".encode(),
        f"<</Length {len(content)}/Filter[{filters}]>>stream\n".encode() + content + b"\nendstream",
        b"<<>>",
        *objects,
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(parts, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(parts) + 1}/Root 1 0 R>>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode()


ZEROS = zlib.compress(b" " * 2**26)
BOMBS = {
    "inflates without end": pdf(ZEROS),
    "packed twice": pdf(zlib.compress(ZEROS), filters="/FlateDecode /FlateDecode"),
    "broken and inflates without end": pdf(ZEROS[:-20]),
    "run lengths": pdf(b"\x81 " * 2**20, filters="/RunLengthDecode"),
    "draws lines without end": pdf(zlib.compress(b"0 0 m 1 1 l 2 2 l S\n" * 60_000)),
    "too much to draw": pdf(zlib.compress(b"".join(random.Random(1).choices((b"1 0 0 rg\n", b"0 1 0 RG\n"), k=2**18)))),
    "fonts that are not there": pdf(b"/F 1 Tf " * 2**12, filters=""),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_document_that_is_a_bomb(name: str) -> None:
    assert problem(BOMBS[name], "a.pdf")[0] == "content-too-large"


def test_forms_that_draw_one_another_many_times() -> None:
    # Each of 9 forms draws the next one ten times: a thousand million times the last.
    head = "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</F {} 0 R>>>>/Length 60>>stream\n"
    forms = tuple(head.format(number + 1).encode() + b"/F Do " * 10 + b"\nendstream" for number in range(6, 15))
    data = pdf(b"/F Do", filters="", resources="/XObject<</F 6 0 R>>", objects=forms)
    assert problem(data, "a.pdf")[0] == "content-too-large"


FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>{0}>>]>>"
)


@pytest.mark.parametrize(
    ("name", "font", "map"),
    [
        ("widths", FONT.format("/W[0 4000000000 500]"), b""),
        ("characters", FONT.format(""), b"1 beginbfrange <00000000> <ffffffff> <0000> endbfrange"),
    ],
)
def test_fonts_that_claim_thousands_of_millions_of_characters(name: str, font: str, map: bytes) -> None:
    stream = f"<</Length {len(map)}>>stream\n".encode() + map + b"\nendstream"
    data = pdf(b"BT /F 9 Tf (text) Tj ET", filters="", resources=f"/Font<</F {font}>>", objects=(stream,))
    assert problem(data, "a.pdf") == ("content-too-large", "work")


def test_lines_that_cut_a_page_to_pieces() -> None:
    lines = [f"{x * 4} 0 m {x * 4} 4000 l S 0 {x * 4} m 4000 {x * 4} l S" for x in range(600)]
    content = zlib.compress("\n".join([*lines, "BT /F 9 Tf (text) Tj ET"]).encode())
    font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    assert problem(pdf(content, resources=font), "a.pdf") == ("content-too-large", "lines")


def test_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_PAGES", 0)
    assert problem(writing.pdf(TABLE), "a.pdf") == ("content-too-large", "pages")
