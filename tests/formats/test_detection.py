"""What a file is, is told by its content; what cannot be read is named."""

from __future__ import annotations

import importlib.abc
import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from linter import readers
from linter.engine import Options, lint, lint_text
from linter.report import Fate
from linter.rulebook import RuleBook
from tests.formats import writing
from tests.formats.packing import packed, part, repacked
from tests.formats.writing import TABLES, WRITERS
from tests.readers.reading import read

TABLE = TABLES["synthetic-clean-90"]
NAMES = ["a.xls", "a.xlsx", "a.docx", "a.pdf", "a.html", "a.txt", "a.et", "a", "a.yaml"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format", [format for format in WRITERS if format != "csv"])
def test_names_do_not_matter(format: str, name: str) -> None:
    assert len(read(WRITERS[format](TABLE), name).documents) == 1


def test_a_workbook_with_macros() -> None:
    data = writing.xlsx(TABLE)
    types = part(data, "[Content_Types].xml")
    plain, macros = b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
    assert plain in types
    with_macros = repacked(data, {"[Content_Types].xml": types.replace(plain, macros)})
    assert len(read(with_macros, "a.xlsm").documents) == 1


def test_names_of_parts_as_some_programs_write_them() -> None:
    data = writing.xlsx(TABLE)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    parts = {name.upper().replace("/", "\\") if name.startswith("xl/") else name: part(data, name) for name in names}
    assert "XL\\WORKBOOK.XML" in parts
    assert len(read(packed(parts), "a.xlsx").documents) == 1


def compound(*streams: str) -> bytes:
    """A compound file of empty streams."""
    entries = [("Root Entry", 5, 1), *((name, 2, 0xFFFFFFFF) for name in streams)]
    directory = b""
    for index, (name, kind, child) in enumerate(entries):
        right = index + 1 if 0 < index < len(entries) - 1 else 0xFFFFFFFF
        text = name.encode("utf-16-le") + b"\0\0"
        directory += text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
        directory += struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)
    sectors = -(-len(directory) // 512)
    table = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    numbers = [*table, *[0xFFFFFFFF] * (128 - len(table))]
    return header + struct.pack("<128I", *numbers) + directory.ljust(sectors * 512, b"\0")


# name, content, the problem, a word that the message must have
NOT_READ = [
    ("a.doc", compound("1Table", "WordDocument", "Data"), "format-not-read", "Word 97-2003"),
    ("a.wps", compound("WordDocument"), "format-not-read", ".docx"),
    ("a.ppt", compound("PowerPoint Document"), "format-not-read", "PowerPoint"),
    ("a.xlsx", compound("EncryptionInfo", "EncryptedPackage"), "encrypted-file", "密码"),
    ("a.docx", compound("EncryptedPackage", "EncryptionInfo"), "encrypted-file", "密码"),
    ("a.xls", compound("Something"), "format-not-read", "OLE"),
    ("a.xlsb", packed({"xl/workbook.bin": b""}), "format-not-read", ".xlsb"),
    ("a.ods", packed({"mimetype": b"", "content.xml": b"<a/>"}), "format-not-read", "OpenDocument"),
    ("a.xlsx", packed({"readme.txt": b""}), "format-not-read", "ZIP"),
    ("a.doc", b"{\\rtf1\\ansi}", "format-not-read", "RTF"),
    ("a.xls", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n", "format-not-read", "MHTML"),
    ("a.doc", b'<?xml version="1.0"?><w:wordDocument '
     b'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>', "format-not-read", "Word XML"),
    ("a.xlsx", b"PK\x03\x04", "damaged-file", "损坏"),
    ("a.xlsx", writing.xlsx(TABLE)[:3000], "damaged-file", "损坏"),
    ("a.docx", writing.docx(TABLE)[:-30], "damaged-file", "损坏"),
    ("a.xlsx", packed({"xl/workbook.xml": b"<workbook"}), "damaged-file", "损坏"),
    ("a.xlsx", b"\xff\x00\x12garbage\x80\x81", "damaged-file", "损坏"),
    ("a.pdf", b"%PDF-1.7\n", "damaged-file", "损坏"),
    ("a.pdf", b"%PDF-1.7\n%%EOF\n", "damaged-file", "损坏"),
    ("a.xls", writing.xls(TABLE)[:2000], "damaged-file", "损坏"),
    ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Row>',
     "damaged-file", "损坏"),
    *((name, b"", "no-table-found", "没有找到") for name in ("a.xlsx", "a.docx", "a.pdf", "a.html", "a.csv", "a.txt")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "id", "word"), NOT_READ, ids=[f"{row[0]}-{row[2]}-{row[3]}" for row in NOT_READ]
)
def test_what_cannot_be_read_is_named_once(book: RuleBook, name: str, data: bytes, id: str, word: str) -> None:
    report = lint_text(name, data, book)
    (found,) = report.diagnostics
    assert found.rule == id
    assert word in found.message + (found.help or "")
    assert "{" not in found.message + (found.help or "")


def test_a_folder_that_is_called_as_a_file(tmp_path: Path, book: RuleBook) -> None:
    (tmp_path / "a.xlsx").mkdir()
    (tmp_path / "b.xlsx").write_bytes(writing.xlsx(TABLE))
    report = lint([str(tmp_path)], book)
    assert [Path(file.path).name for file in report.files] == ["b.xlsx"]
    inside = lint([str(tmp_path / "a.xlsx")], book)
    assert [found.rule for found in inside.diagnostics] == ["nothing-to-check"]


def test_entries_with_a_password() -> None:
    data = bytearray(writing.xlsx(TABLE))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 1)
    assert [one.id for one in read(bytes(data), "a.xlsx").problems] == ["encrypted-file"]


def test_what_is_met_in_a_folder(tmp_path: Path, book: RuleBook) -> None:
    contents = {
        "好.xlsx": writing.xlsx(TABLE),
        "坏.xlsx": writing.xlsx(TABLE)[:3000],
        "旧.doc": compound("WordDocument"),
        "别的.docx": writing.docx("一\t二\n三\t四\n"),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    fates = {Path(file.path).name: file for file in lint([str(tmp_path)], book).files}
    assert {name: file.fate for name, file in fates.items()} == {
        "好.xlsx": Fate.WITH_FINDINGS if fates["好.xlsx"].diagnostics else Fate.CLEAN,
        "坏.xlsx": Fate.WITH_FINDINGS,  # surely meant to be read
        "旧.doc": Fate.SKIPPED,  # may be anything
        "别的.docx": Fate.SKIPPED,
    }
    assert "Word 97-2003" in (fates["旧.doc"].reason or "")
    (named,) = lint([str(tmp_path / "旧.doc")], book).files
    assert named.fate is Fate.FAILED
    (passed,) = lint([str(tmp_path / "旧.doc")], book, Options(skip_unrecognized=True)).files
    assert passed.fate is Fate.SKIPPED


class Missing(importlib.abc.MetaPathFinder):
    """Hides libraries, as if they were not installed."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@pytest.fixture
def bare() -> Iterator[None]:
    """An installation without extras."""
    hidden = Missing("xlrd", "pdfminer", "openpyxl", "docx", "lxml")
    names = [name for name in sys.modules if name.partition(".")[0] in hidden.names or name.endswith("pdf_marks")]
    kept = {name: sys.modules.pop(name) for name in names}
    attribute = readers.__dict__.pop("pdf_marks", None)
    sys.meta_path.insert(0, hidden)
    yield
    sys.meta_path.remove(hidden)
    sys.modules.update(kept)
    if attribute is not None:
        readers.__dict__["pdf_marks"] = attribute


XLS, PDF = writing.xls(TABLE), writing.pdf(TABLE)
OPEN = {format: WRITERS[format](TABLE) for format in ("xlsx", "docx", "html", "csv", "xml")}


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(("name", "data", "extra"), [("a.xls", XLS, "office"), ("a.pdf", PDF, "pdf")])
def test_a_missing_library_is_named_with_the_way_to_install_it(
    book: RuleBook, name: str, data: bytes, extra: str
) -> None:
    report = lint_text(name, data, book)
    (found,) = report.diagnostics
    assert found.rule == "missing-library"
    assert f'pip install "jixiao-lint[{extra}]"' in (found.help or "")
    assert [file.fate for file in report.files] == [Fate.FAILED]


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("format", OPEN)
def test_other_formats_need_no_library(format: str) -> None:
    assert len(read(OPEN[format], f"a.{format}").documents) == 1


def test_libraries_are_loaded_only_when_such_a_file_is_met() -> None:
    code = (
        "import sys, linter.readers; print(sorted({'xlrd', 'pdfminer', 'openpyxl', 'docx', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
