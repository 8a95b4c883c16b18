"""Zip packages of office files: entries are inflated one at a time, and counted while they are."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from posixpath import dirname, join, normpath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from linter import limits
from linter.readers import markup
from linter.readers.refusal import Refused, damaged, too_large

_CHUNK = 2**18  # bytes inflated before they are counted
_LOCAL_HEADER = struct.Struct("<4s22xHH")  # signature, length of the name, length of the extra field
_ENCRYPTED = 1  # a flag of an entry
# Folders whose entries are read; what else a package holds (pictures, macros, other programs' data) stays packed.
_READ = ("xl/", "word/", "_rels/")


class Package:
    """A zip file whose entries are looked up by name without regard to case, as the format has it.

    All of them together may inflate to `limits.INFLATED_BYTES`; sizes that the file states are not believed.
    """

    def __init__(self, data: bytes) -> None:
        if data.count(b"PK\x01\x02") > limits.ZIP_ENTRIES:
            raise too_large("entries", limits.ZIP_ENTRIES)
        try:
            with ZipFile(BytesIO(data)) as archive:
                entries = archive.infolist()
        except Exception as error:  # zipfile lets several exceptions escape on broken directories
            raise damaged(error) from error
        self._data = data
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
        self._left = limits.INFLATED_BYTES

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def read(self, name: str) -> bytes:
        """The bytes of an entry; raises `Refused`."""
        entry = self._entries.get(name.lower())
        if entry is None or not name.lower().startswith(_READ):
            raise damaged(name)
        if entry.flag_bits & _ENCRYPTED:
            raise Refused("encrypted-file")
        content = self._inflate(entry)
        if zlib.crc32(content) != entry.CRC:
            raise damaged(name)
        return content

    def _inflate(self, entry: ZipInfo) -> bytes:
        start = entry.header_offset
        try:
            signature, name, extra = _LOCAL_HEADER.unpack_from(self._data, start)
        except struct.error as error:
            raise damaged(error) from error
        start += _LOCAL_HEADER.size + name + extra
        packed = self._data[start : start + entry.compress_size]
        if signature != b"PK\x03\x04" or len(packed) != entry.compress_size:
            raise damaged(entry.filename)
        if entry.compress_type == ZIP_STORED:
            return self._counted(packed)
        if entry.compress_type != ZIP_DEFLATED:
            raise damaged(entry.filename)
        try:
            return self._counted(inflated(packed, self._left, zlib.decompressobj(-zlib.MAX_WBITS)))
        except zlib.error as error:
            raise damaged(error) from error

    def _counted(self, content: bytes) -> bytes:
        self._left -= len(content)
        if self._left < 0:
            raise too_large("inflated", limits.INFLATED_BYTES)
        return content

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that `part` refers to, inside the package: id -> (last word of the type, name)."""
        name = join(dirname(part), "_rels", part.rpartition("/")[2] + ".rels")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if markup.local(tag) != "Relationship" or attributes.get("TargetMode") == "External":
                return
            target = attributes.get("Target", "").replace("\\", "/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, normpath(join("/", dirname(part), target)).lstrip("/"))

        if name in self:
            markup.parse(self.read(name), start)
        return found

    def main_part(self, usual: str) -> str:
        """The part that the package is about; `usual` where the package does not say."""
        parts = [name for kind, name in self.related("").values() if kind == "officeDocument" and name in self]
        return parts[0] if parts else usual


def inflated(packed: bytes, left: int, decoder: zlib._Decompress) -> bytes:
    """What `decoder` makes of `packed`.

    Raises `Refused` before it takes more than `left` bytes, or many times the packed size; `zlib.error` when the
    data are not whole.
    """
    limit = min(left, max(limits.INFLATION_GRACE, limits.INFLATION_RATIO * len(packed)))
    pieces: list[bytes] = []
    size = 0
    while not decoder.eof:
        piece = decoder.decompress(packed, _CHUNK)
        packed = decoder.unconsumed_tail
        if not piece and not packed:
            raise zlib.error("unexpected end of data")
        size += len(piece)
        if size > limit:
            raise too_large("inflated", limit)
        pieces.append(piece)
    return b"".join(pieces)
