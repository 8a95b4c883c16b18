"""Broken files of every format: read or refused, never a crash, and soon."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.readers.compound import Compound
from tests.formats.packing import repacked
from tests.formats.writing import TABLES, WRITERS
from tests.readers.reading import read

TABLE = TABLES["synthetic-clean-90"]
SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
# Parts of packages that are read; their damage would not be found by a checksum.
PARTS = {
    "xlsx": [
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    ],
    "docx": ["_rels/.rels", "word/document.xml"],
}
NUMBERS = [b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\xfe\xff\xff\xff", b"99999999", b"-1"]


@cache
def whole(format: str) -> bytes:
    return WRITERS[format](TABLE)


@cache
def records() -> bytes:
    """An old workbook without the compound file around it."""
    return Compound(whole("xls")).stream("Workbook")


@cache
def plain_pdf() -> bytes:
    """A PDF whose streams are not packed, so that damage reaches what is drawn."""
    from reportlab import rl_config

    compressed, rl_config.pageCompression = rl_config.pageCompression, 0
    try:
        return WRITERS["pdf"](TABLE)
    finally:
        rl_config.pageCompression = compressed


def broken(data: bytes, draw: Any) -> bytes:
    """The content with a few things wrong: cut off, bits changed, a piece lost, doubled or replaced."""
    content = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        if not content:
            break
        at = draw(st.integers(0, len(content) - 1))
        length = draw(st.integers(1, 300))
        match draw(st.sampled_from(["cut", "flip", "flip", "flip", "lose", "double", "number"])):
            case "cut":
                del content[at:]
            case "flip":
                content[at] ^= 1 << draw(st.integers(0, 7))
            case "lose":
                del content[at : at + length]
            case "double":
                content[at:at] = content[at : at + length]
            case "number":
                number = draw(st.sampled_from(NUMBERS))
                content[at : at + len(number)] = number
    return bytes(content)


def assert_read_or_refused(data: bytes, name: str) -> None:
    reading = read(data, name)
    assert reading.documents or reading.problems or not reading.recognised


@pytest.mark.parametrize("format", WRITERS)
@given(data=st.data())
@SOME
def test_broken_files(format: str, data: Any) -> None:
    assert_read_or_refused(broken(whole(format), data.draw), f"a.{format}")


@pytest.mark.parametrize("format", PARTS)
@given(data=st.data())
@SOME
def test_broken_parts_of_packages(format: str, data: Any) -> None:
    name = data.draw(st.sampled_from(PARTS[format]))
    with zipfile.ZipFile(io.BytesIO(whole(format))) as archive:
        content = broken(archive.read(name), data.draw)
    assert_read_or_refused(repacked(whole(format), {name: content}), f"a.{format}")


@given(data=st.data())
@SOME
def test_broken_records_of_old_workbooks(data: Any) -> None:
    assert_read_or_refused(broken(records(), data.draw), "a.xls")


@given(data=st.data())
@SOME
def test_broken_pdf_content(data: Any) -> None:
    assert_read_or_refused(broken(plain_pdf(), data.draw), "a.pdf")


@given(
    st.binary(max_size=2000),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.4", b"<html>"]),
)
@SOME
def test_noise(noise: bytes, start: bytes) -> None:
    for name in ("a.xlsx", "a.xls", "a.docx", "a.pdf", "a.html", "a.csv", "a"):
        assert_read_or_refused(start + noise, name)
