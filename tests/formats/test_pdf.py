"""PDF files: tables over several pages, scans, passwords."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tests.formats import writing
from tests.formats.writing import TABLES
from tests.readers.reading import read, rows

canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab is not installed")
TABLE = TABLES["synthetic-clean-90"]


def drawn(draw: Any, **options: Any) -> bytes:
    stream = io.BytesIO()
    page = canvas.Canvas(stream, **options)
    draw(page)
    page.save()
    return stream.getvalue()


def test_a_table_that_goes_on_on_the_next_page() -> None:
    lines = TABLE.rstrip("\n").split("\n")
    last = lines.index(next(line for line in lines if line.startswith("满意度")))
    many = [lines[last].replace("来访群众满意度", f"来访群众满意度{number}") for number in range(60)]
    text = "\n".join([*lines[:last], *many]) + "\n"
    reading = read(writing.pdf(text), "a.pdf")
    (document,) = reading.documents
    found = rows(document, "level1", "name", "target", "weight")
    assert found == rows(read(text).documents[0], "level1", "name", "target", "weight")
    pages = {row.place.cell.page for row in (document.find("/indicators") or document.root).items() if row.place.cell}
    assert pages == {1, 2, 3}


def test_lines_around_and_page_numbers() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    from linter.readers import pdf

    def draw(page: Any) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        page.setFont("STSong-Light", 10)
        page.drawString(50, 800, "单位：某局")
        page.drawString(300, 800, "金额单位：万元")
        page.grid([50, 150, 250], [700, 720, 740])
        for text, x, y in (("甲", 60, 725), ("乙", 160, 725), ("丙", 60, 705), ("框外", 60, 680), ("— 12 —", 280, 30)):
            page.drawString(x, y, text)
        page.rect(50, 600, 200, 30)  # a frame around one text is no table
        page.drawString(60, 610, "框内")

    grid = pdf.read(drawn(draw)).grids[0]
    found = [[(cell.place.cell.ref if cell.place.cell else "", cell.text) for cell in row] for row in grid.rows]
    assert found == [
        [("¶1", "单位：某局"), ("¶1", "金额单位：万元")],
        [("A1", "甲"), ("B1", "乙")],
        [("A2", "丙"), ("B2", "")],
        [("¶2", "框外")],
        [("¶3", "框内")],
    ]


def picture() -> Any:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    return ImageReader(Image.new("RGB", (60, 80), "white"))


def test_a_scan_is_said() -> None:
    (problem,) = read(drawn(lambda page: page.drawImage(picture(), 0, 0, 600, 800)), "a.pdf").problems
    assert problem.id == "scanned-pdf"


def test_scanned_pages_among_others_are_said() -> None:
    from linter.readers import pdf

    def draw(page: Any) -> None:
        page.drawString(50, 700, "a page with a text")
        page.showPage()
        page.drawImage(picture(), 0, 0, 600, 800)

    tables = pdf.read(drawn(draw))
    assert [(one.id, one.words) for one in tables.unread] == [("scanned-pdf", {"pages": [2]})]
    assert [cell.text for row in tables.grids[0].rows for cell in row] == ["a page with a text"]


def test_a_document_that_needs_a_password() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    def draw(page: Any) -> None:
        page.drawString(50, 700, "text")

    (problem,) = read(drawn(draw, encrypt=StandardEncryption("secret")), "a.pdf").problems
    assert problem.id == "encrypted-file"
    open_to_all = drawn(draw, encrypt=StandardEncryption("", ownerPassword="secret"))
    assert [one.id for one in read(open_to_all, "a.pdf").problems] == []  # only protected against changes


@pytest.mark.parametrize("kept", [20, 1000, -50])
def test_a_document_cut_short_is_damaged(kept: int) -> None:
    (problem,) = read(writing.pdf(TABLE)[:kept], "a.pdf").problems
    assert problem.id == "damaged-file"


def test_a_broken_stream_is_said_although_others_are_read() -> None:
    def draw(page: Any) -> None:
        for text in ("first", "second"):
            page.drawString(50, 700, text * 5)
            page.showPage()

    data = drawn(draw, pageCompression=1)
    assert data.count(b"/FlateDecode") == 2
    start = data.rindex(b"stream", 0, data.rindex(b"endstream")) + 20
    broken = data[:start] + bytes([data[start] ^ 0xFF]) + data[start + 1 :]
    assert [one.id for one in read(broken, "a.pdf").problems] == ["damaged-file"]
