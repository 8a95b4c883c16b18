"""What a file is, by its content: much of what is called `.xls` is something else."""

from __future__ import annotations

import re

from linter.readers.compound import SIGNATURE, Compound
from linter.readers.refusal import Refused

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PDF_WITHIN = 1024  # bytes; what stands before the signature is passed over
_BARE_WORKBOOK = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")  # before 1993, or written very simply
_HEAD = 4096  # characters or bytes in which a text says what it is

# The main part of a package, or an entry that only one format has -> the format.
_PACKAGES = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}
_OTHER_PACKAGES = {
    "xl/workbook.bin": ("Excel (.xlsb)", ".xlsx"),
    "ppt/presentation.xml": ("PowerPoint (.pptx)", ".docx"),
    "content.xml": ("OpenDocument (.ods .odt)", ".xlsx .docx"),
}
# A stream of a compound file -> the format.
_OTHER_COMPOUNDS = {
    "WordDocument": ("Word 97-2003 (.doc .wps)", ".docx"),
    "PowerPoint Document": ("PowerPoint (.ppt)", ".docx"),
}
_TAGS = "html|head|body|table|meta|title|style|script|link|div|span|p|font|center|form|h[1-6]|b|br|tr|xml"
_HTML = re.compile(rf"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|{_TAGS})[\s/>]", re.I | re.S)
_SPREADSHEET_XML = "urn:schemas-microsoft-com:office:spreadsheet"
_WORD_XML = ("schemas.microsoft.com/office/word/2003/wordml", "schemas.microsoft.com/office/2006/xmlPackage")
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{3,20})""", re.I)
# What pages may declare -> how it is decoded; GB18030 has all that the older ones have.
_ENCODINGS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf-8": "utf-8", "big5": "big5"}


def packed_format(data: bytes) -> str | None:
    """`xlsx`, `docx`, `xls` or `pdf`; None for what may be text.  Raises `Refused` for a format that is not read."""
    if data.startswith(_ZIP):
        return _package_format(data)
    if data.startswith(SIGNATURE):
        return _compound_format(data)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        raise _not_read("RTF (.rtf)", ".docx")
    return "xls" if _BARE_WORKBOOK.match(data) else None


def text_format(text: str) -> str | None:
    """`html` or `spreadsheet-xml`; None for other texts.  Raises `Refused` for a format that is not read."""
    head = text[:_HEAD].lstrip()
    if head.startswith("MIME-Version:") and "multipart/related" in head:
        raise _not_read("MHTML (.mht)", ".xlsx .docx")
    if not head.startswith("<"):
        return None
    if _SPREADSHEET_XML in head:
        return "spreadsheet-xml"
    if any(name in head for name in _WORD_XML):
        raise _not_read("Word XML (.xml)", ".docx")
    return "html" if _HTML.match(head) else None


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page or an XML document says it has, if it is one that is read."""
    match = _CHARSET.search(data[:_HEAD]) if data[:_HEAD].lstrip().startswith(b"<") else None
    return _ENCODINGS.get(match[1].decode("ascii").lower()) if match is not None else None


def _package_format(data: bytes) -> str:
    from linter.readers.zips import Package  # it takes a while to load zipfile

    package = Package(data)
    main = package.main_part("").lower()
    for name, format in _PACKAGES.items():
        if name in package or (main.startswith(name.partition("/")[0] + "/") and main.endswith(".xml")):
            return format
    for name, (format, instead) in _OTHER_PACKAGES.items():
        if name in package:
            raise _not_read(format, instead)
    raise _not_read("ZIP", ".xlsx .docx")


def _compound_format(data: bytes) -> str:
    compound = Compound(data)
    if "EncryptedPackage" in compound:
        raise Refused("encrypted-file")
    if "Workbook" in compound or "Book" in compound:
        return "xls"
    for name, (format, instead) in _OTHER_COMPOUNDS.items():
        if name in compound:
            raise _not_read(format, instead)
    raise _not_read("OLE", ".xlsx .docx")


def _not_read(format: str, instead: str) -> Refused:
    return Refused("format-not-read", format=format, instead=instead)
