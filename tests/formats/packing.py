"""Writes packages part by part, for what no library writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def repacked(data: bytes, changes: Mapping[str, bytes]) -> bytes:
    """A package with some of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed({name: changes.get(name, archive.read(name)) for name in archive.namelist()})


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def workbook(
    sheet: str, *, strings: str = "", formats: str = "", main: str = MAIN, office: str = OFFICE, settings: str = ""
) -> bytes:
    """A workbook with one sheet whose XML, below the root element, is `sheet`."""
    return packed(
        {
            "_rels/.rels": relationships({"r": (f"{office}/officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{settings}'
            '<sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relationships(
                {
                    "r1": (f"{office}/worksheet", "worksheets/sheet1.xml"),
                    "r2": (f"{office}/sharedStrings", "/xl/sharedStrings.xml"),
                    "r3": (f"{office}/styles", "styles.xml"),
                }
            ),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{main}">{formats}</styleSheet>',
        }
    )


def document(body: str) -> bytes:
    """A Word document whose body is the XML `body`."""
    return packed(
        {
            "_rels/.rels": relationships({"r": (f"{OFFICE}/officeDocument", "word/document.xml")}),
            "word/document.xml": f'<w:document xmlns:w="{WORD}" xmlns:mc="x"><w:body>{body}</w:body></w:document>',
        }
    )


def relationships(parts: Mapping[str, tuple[str, str]]) -> str:
    each = (f'<Relationship Id="{id}" Type="{kind}" Target="{name}"/>' for id, (kind, name) in parts.items())
    return f'<Relationships xmlns="{PACKAGE}">{"".join(each)}</Relationships>'
