"""A table reads the same whatever file it comes in, and a fault in it is reported at its cell."""

from __future__ import annotations

import re

import pytest

from linter.diagnostic import Diagnostic
from linter.document import Document, Kind
from linter.engine import lint_text
from linter.readers.reading import Reading
from linter.rulebook import RuleBook
from tests.formats import writing
from tests.formats.writing import SHEET, TABLES, WRITERS
from tests.readers.reading import read

# Two forms that differ in everything: columns, labels, levels, how the value is split.
FIRST, SECOND = TABLES["synthetic-clean-90"], TABLES["nanyue-2018-zichanshouyi"]
SUFFIXES = {"xml": ".xls"}


def name(format: str) -> str:
    return "目标表" + SUFFIXES.get(format, f".{format}")


def content(document: Document, format: str) -> dict[str, str]:
    """Every text of a document by its pointer.  A PDF does not tell how many spaces there are."""
    texts = {node.pointer: node.text for node in document.root.walk() if node.kind is Kind.SCALAR}
    return {pointer: re.sub(r"\s+", "", text) for pointer, text in texts.items()} if format == "pdf" else texts


def said(reading: Reading) -> list[tuple[str, object, int | None]]:
    return [(one.id, one.words.get("label"), one.submission) for one in reading.problems]


def assert_same(reading: Reading, wanted: Reading, format: str) -> None:
    assert len(reading.documents) == len(wanted.documents)
    for document, expected in zip(reading.documents, wanted.documents, strict=True):
        assert document.number == expected.number
        assert content(document, format) == content(expected, format)
        assert document.absent == expected.absent
    assert sorted(map(str, said(reading))) == sorted(map(str, said(wanted)))


@pytest.mark.parametrize("format", WRITERS)
@pytest.mark.parametrize("table", TABLES)
def test_table(table: str, format: str) -> None:
    wanted = read(TABLES[table])
    assert wanted.documents
    assert_same(read(WRITERS[format](TABLES[table]), name(format)), wanted, format)


@pytest.mark.parametrize("format", WRITERS)
def test_second_table_below(format: str) -> None:
    wanted = read(f"{FIRST}\n{SECOND}\n{FIRST}")
    assert len(wanted.documents) == 3
    assert_same(read(WRITERS[format](FIRST, SECOND, FIRST), name(format)), wanted, format)


@pytest.mark.parametrize("format", ["xlsx", "xls"])
def test_header_further_down(format: str) -> None:
    assert_same(read(WRITERS[format](FIRST, first_row=7), name(format)), read(FIRST), format)


def test_a_table_on_each_sheet() -> None:
    reading = read(writing.xlsx(FIRST, SECOND, FIRST, sheets=True), "a.xlsx")
    assert_same(reading, read(f"{FIRST}\n{SECOND}\n{FIRST}"), "xlsx")
    places = [document.root.place.cell for document in reading.documents]
    assert [place.sheet for place in places if place is not None] == [SHEET, f"{SHEET}2", f"{SHEET}3"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_separated_values(encoding: str, separator: str) -> None:
    suffix = ".csv" if separator == "," else ".tsv"
    data = writing.csv(FIRST, encoding=encoding, separator=separator)
    assert_same(read(data, f"a{suffix}"), read(FIRST), "csv")
    assert_same(read(data, "a.xls"), read(FIRST), "csv")  # as some systems call it


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gb2312", "utf-16"])
def test_page_encodings(encoding: str) -> None:
    assert_same(read(writing.html(FIRST, encoding=encoding), "a.html"), read(FIRST), "html")


# The value of the first indicator becomes one that cannot be read.  In the dump it stands in the 10th line, 4th cell;
# the document and the page have the lines before the table, two of them, as paragraphs, and no blank lines.
VALUE, FAULT = "≥48次", "≥≥48次"
PLACES = {
    "xlsx": f"{SHEET}!D10",
    "xls": f"{SHEET}!D10",
    "xml": f"{SHEET}!D10",
    "docx": "表1!D6",
    "html": "表1!D6",
    "pdf": "第1页表1!D6",
}


@pytest.mark.parametrize("format", PLACES)
def test_fault_is_reported_at_its_cell(book: RuleBook, format: str) -> None:
    assert FIRST.split("\n")[9].split("\t")[3] == VALUE
    data = WRITERS[format](FIRST.replace(VALUE, FAULT))
    (found,) = (one for one in diagnostics(book, data, format) if one.rule == "target-unreadable")
    assert shown(found) == PLACES[format]
    assert found.location.range is None
    assert found.location.pointer == "/indicators/0/target"
    assert found.location.text == FAULT


@pytest.mark.parametrize(("format", "place"), [("xlsx", f"{SHEET}2!D10"), ("docx", "表2!D6"), ("html", "表2!D6")])
def test_fault_in_the_second_table(book: RuleBook, format: str, place: str) -> None:
    options = {"sheets": True} if format == "xlsx" else {}
    data = WRITERS[format](SECOND, FIRST.replace(VALUE, FAULT), **options)
    (found,) = (one for one in diagnostics(book, data, format) if one.rule == "target-unreadable")
    assert found.submission == 2
    assert shown(found) == place


def diagnostics(book: RuleBook, data: bytes, format: str) -> tuple[Diagnostic, ...]:
    return lint_text(name(format), data, book).diagnostics


def shown(found: Diagnostic) -> str:
    """A cell as a report names it."""
    cell = found.location.cell
    assert cell is not None
    page = f"第{cell.page}页" if cell.page is not None else ""
    return f"{page}表{cell.table}!{cell.text}" if cell.table is not None else cell.text
