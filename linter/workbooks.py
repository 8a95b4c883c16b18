"""Workbooks (.xlsx) with other texts in some cells; everything else in them stays byte for byte.

A changed cell gets a text of its own, so that cells which shared the old one keep it.  The parts of the package that
are not changed are copied as they are packed.
"""

from __future__ import annotations

import re
import struct
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from linter.diagnostic import Edit
from linter.readers import markup, xlsx
from linter.readers.refusal import Refused, damaged
from linter.readers.zips import Package

CellKey = tuple[str | None, str]  # sheet and reference: `D9`

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_SIZES_FOLLOW = 8  # a flag: the sizes stand behind the data
_FAR = 0xFFFFFFFF  # what stands where a number needs the 64-bit form of the format

# What plain text is made of, by the type of its cell; formulas and formatted runs are other elements.
_PLAIN = {"s": {"v"}, "str": {"v"}, "inlineStr": {"is", "t"}}
# What a text in XML cannot hold, and what the format reads as such a character: `_x000D_`.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")


def key_of(edit: Edit) -> CellKey:
    """The cell that an edit is in."""
    cell = edit.location.cell
    return (cell.sheet, cell.ref) if cell is not None else (None, "")


@dataclass(slots=True)
class Rewritten:
    """A workbook with new texts: its content, the cells' texts before and after, the cells that were left alone."""

    data: bytes
    texts: dict[CellKey, tuple[str, str]] = field(default_factory=dict)
    refused: set[CellKey] = field(default_factory=set)


def rewrite(data: bytes, edits: Sequence[Edit]) -> Rewritten:
    """The workbook `data` with edits made; refused are cells without plain text, or with another than was read."""
    cells: dict[str | None, dict[str, list[Edit]]] = defaultdict(lambda: defaultdict(list))
    for edit in edits:
        sheet, ref = key_of(edit)
        cells[sheet][ref].append(edit)
    made = Rewritten(data)
    parts: dict[str, bytes] = {}
    try:
        package = Package(data)
        names, strings = _contents(package)
        for sheet, wanted in cells.items():
            part = names.get(sheet or "")
            if part is None:
                made.refused |= {(sheet, ref) for ref in wanted}
            else:
                parts[part.lower()] = _rewritten(package.read(part), strings, sheet, wanted, made)
        return Rewritten(_repacked(data, parts), made.texts, made.refused) if made.texts else made
    except (Refused, struct.error, expat.ExpatError, UnicodeError):
        return Rewritten(data, refused=set(map(key_of, edits)))


def _contents(package: Package) -> tuple[dict[str, str], list[str | None]]:
    """The part of each worksheet, and the shared texts: None for those with formatting of their own."""
    main = package.main_part("xl/workbook.xml")
    parts = package.related(main)
    names = {name: part for id, name in xlsx.contents(package.read(main))[0] for part in [parts.get(id, ("", ""))[1]]}
    shared = dict(parts.values()).get("sharedStrings", "")
    return names, _strings(package.read(shared)) if shared in package else []


def _strings(xml: bytes) -> list[str | None]:
    strings: list[str | None] = []
    inside: set[str] = set()
    pieces: list[str] = []

    def start(tag: str, _: dict[str, str]) -> None:
        inside.add(markup.local(tag))

    def end(tag: str) -> None:
        if markup.local(tag) == "si":
            strings.append("".join(pieces) if inside <= {"sst", "si", "t"} else None)
            pieces.clear()
            inside.clear()

    markup.parse(xml, start, end, pieces.append)
    return strings


# A sheet


@dataclass(slots=True)
class _Cell:
    """A cell as it stands in the XML of a sheet, from one byte up to another."""

    tag: str
    attributes: dict[str, str]
    start: int
    end: int = 0
    parts: set[str] = field(default_factory=set)  # the elements in it
    text: str = ""
    twice: bool = False

    def content(self, strings: Sequence[str | None]) -> str | None:
        """Its text as written, None where it holds something else."""
        kind = self.attributes.get("t", "n")
        if self.twice or self.parts != _PLAIN.get(kind):
            return None
        if kind != "s":
            return self.text
        index = int(self.text) if self.text.isdecimal() and len(self.text) < 10 else len(strings)
        return strings[index] if index < len(strings) else None

    def with_text(self, text: str) -> bytes:
        """The element with a text of its own; its style stays."""
        prefix = self.tag[: -len("c")]
        attributes = {name: value for name, value in self.attributes.items() if name != "t"} | {"t": "inlineStr"}
        opened = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
        inner = f'<{prefix}is><{prefix}t xml:space="preserve">{escape(text)}</{prefix}t></{prefix}is>'
        return f"<{self.tag}{opened}>{inner}</{self.tag}>".encode()


def _rewritten(
    xml: bytes, strings: Sequence[str | None], sheet: str | None, wanted: Mapping[str, list[Edit]], made: Rewritten
) -> bytes:
    """The XML of a sheet with the edits of its cells made."""
    xml.decode("utf-8")  # places are counted in bytes, and new texts are written so
    found = _find(xml, wanted)
    pieces, at = [], 0
    for ref in sorted(wanted, key=lambda ref: found[ref].start if ref in found else 0):
        old = found[ref].content(strings) if ref in found else None
        new = _edited(old, wanted[ref]) if old is not None else None
        if old is None or new is None or _UNWRITABLE.search(old + new):
            made.refused.add((sheet, ref))
            continue
        made.texts[sheet, ref] = (old.strip(), new.strip())
        pieces += [xml[at : found[ref].start], found[ref].with_text(new)]
        at = found[ref].end
    return b"".join([*pieces, xml[at:]])


def _edited(text: str, edits: Sequence[Edit]) -> str | None:
    """The text of a cell with edits made, the spaces around it kept; None if it is not what the edits are about."""
    if any(edit.location.text != text.strip() for edit in edits):
        return None
    lead = len(text) - len(text.lstrip())
    for edit in sorted(edits, key=lambda edit: edit.location.span or (0, 0), reverse=True):
        start, end = edit.location.span or (0, len(text.strip()))
        text = text[: lead + start] + edit.replacement + text[lead + end :]
    return text


def _find(xml: bytes, wanted: Mapping[str, object]) -> dict[str, _Cell]:
    """The cells of a sheet that are asked for, by their references."""
    found: dict[str, _Cell] = {}
    within: list[_Cell] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        if within:
            within[0].parts.add(markup.local(tag))
        elif markup.local(tag) == "c" and (ref := attributes.get("r", "").replace("$", "").upper()) in wanted:
            cell = _Cell(tag, attributes, parser.CurrentByteIndex, twice=ref in found)
            found[ref] = cell
            within.append(cell)

    def end(tag: str) -> None:
        if within and markup.local(tag) == "c":
            within.pop().end = xml.index(b">", parser.CurrentByteIndex) + 1

    def text(piece: str) -> None:
        if within:
            within[0].text += piece

    def refuse(*_: object) -> None:
        raise Refused("document-type-declared")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(xml, True)
    return found


# The package


def _repacked(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The zip file `data` with other contents in `parts`, whose names are in lower case."""
    at = directory = _directory(data)
    records = []
    while data[at : at + 4] == b"PK\x01\x02":
        listed = list(_CENTRAL.unpack_from(data, at))
        size = _CENTRAL.size + sum(listed[10:13])
        records.append((listed, data[at + _CENTRAL.size : at + size]))
        at += size
    last = list(_END.unpack_from(data, at))
    if last[0] != b"PK\x05\x06" or any(_FAR in values for values, _ in records):
        raise damaged("64-bit form")
    offsets = sorted([*(values[-1] for values, _ in records), directory])
    blocks, length = [], 0
    for values, names in sorted(records, key=lambda record: record[0][-1]):
        block = data[values[-1] : offsets[bisect_right(offsets, values[-1])]]
        name = names[: values[10]].decode("utf-8", "replace").replace("\\", "/").lstrip("/").lower()
        if name in parts:
            block = _packed(block, parts[name], values)
        values[-1] = length
        blocks.append(block)
        length += len(block)
    entries = b"".join(_CENTRAL.pack(*values) + names for values, names in records)
    last[6] = length
    return b"".join([*blocks, entries, _END.pack(*last), data[at + _END.size :]])


def _directory(data: bytes) -> int:
    """Where the list of a zip file's entries begins."""
    with ZipFile(BytesIO(data)) as archive:
        return archive.start_dir


def _packed(block: bytes, content: bytes, values: list[int]) -> bytes:
    """An entry with other content; what the list of entries says of it (`values`) is brought up to date."""
    head = list(_LOCAL.unpack_from(block))
    if head[0] != b"PK\x03\x04" or values[4] not in (ZIP_STORED, ZIP_DEFLATED):
        raise damaged("entry")
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush() if values[4] == ZIP_DEFLATED else content
    sizes = [zlib.crc32(content), len(packed), len(content)]
    head[2] = values[3] = values[3] & ~_SIZES_FOLLOW
    head[6:9] = values[7:10] = sizes
    return _LOCAL.pack(*head) + block[_LOCAL.size : _LOCAL.size + head[9] + head[10]] + packed
