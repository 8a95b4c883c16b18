"""Compound files (OLE), which hold what Office wrote before 2007 and what it encrypts: streams by name."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from linter.readers.refusal import damaged

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Shift of a sector's and of a small sector's size; the number of table sectors, the first of the directory; the
# size below which a stream lies in small sectors, the first sector of their table; the first of a table of tables.
_HEADER = struct.Struct("<30xHH10xII4xII4xI4x")
# Name and its length in bytes, kind; left, right, child; first sector, size.
_ENTRY = struct.Struct("<64sHBxIII36xIQ")
_SECTOR_NUMBER = struct.Struct("<I")
_LAST = 0xFFFFFFFA  # larger numbers are no sectors but marks: end of a chain, free, …
_ROOT = 5


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """The top-level streams and storages of a compound file.  Every method may raise `Refused`."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            header = _HEADER.unpack_from(data)
        except struct.error as error:
            raise damaged(error) from error
        shift, small_shift, table_sectors, directory, self._cutoff, small_table, more = header
        if shift not in (9, 12) or small_shift != 6:
            raise damaged("sector size")
        self._sector, self._small_sector = 1 << shift, 1 << small_shift
        self._table = self._allocation_table(table_sectors, more)
        entries = self._chain(directory)
        self._entries = [_entry(entries, at) for at in range(0, len(entries) - _ENTRY.size + 1, _ENTRY.size)]
        if not self._entries or self._entries[0].kind != _ROOT:
            raise damaged("no root")
        self._small_table = _numbers(self._chain(small_table)) if small_table < _LAST else []
        self._top = {entry.name.lower(): entry for entry in self._below(self._entries[0])}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._top

    def stream(self, name: str) -> bytes:
        """The content of a top-level stream; raises `KeyError` where there is none."""
        entry = self._top[name.lower()]
        if entry.size >= self._cutoff:
            content = self._chain(entry.start)
        else:
            small, width = self._chain(self._entries[0].start), self._small_sector
            sectors = _follow(self._small_table, entry.start)
            content = b"".join(small[number * width : (number + 1) * width] for number in sectors)
        if len(content) < entry.size:
            raise damaged("unexpected end of data")
        return content[: entry.size]

    def _allocation_table(self, count: int, more: int) -> list[int]:
        """For each sector the one that follows it.  The header names the first 109 sectors of this table itself."""
        numbers = _numbers(self._data[76:512])
        while more < _LAST and len(numbers) < count:
            *further, more = _numbers(self._read(more)) or [_LAST]
            numbers += further
        if count > min(len(numbers), len(self._data) // self._sector):
            raise damaged("sector table")
        return [number for sector in numbers[:count] if sector < _LAST for number in _numbers(self._read(sector))]

    def _read(self, number: int) -> bytes:
        """A sector; the last one of a file may be shorter."""
        start = (number + 1) * self._sector
        sector = self._data[start : start + self._sector]
        if not sector:
            raise damaged("unexpected end of data")
        return sector

    def _chain(self, start: int) -> bytes:
        sectors = [self._read(number) for number in _follow(self._table, start)]
        if any(len(sector) < self._sector for sector in sectors[:-1]):
            raise damaged("unexpected end of data")
        return b"".join(sectors)

    def _below(self, storage: _Entry) -> Iterator[_Entry]:
        waiting, seen = [storage.child], set()
        while waiting:
            index = waiting.pop()
            if index < len(self._entries) and index not in seen:
                seen.add(index)
                yield self._entries[index]
                waiting += [self._entries[index].left, self._entries[index].right]


def _entry(directory: bytes, at: int) -> _Entry:
    name, length, kind, left, right, child, start, size = _ENTRY.unpack_from(directory, at)
    text = name[: max(length - 2, 0)].decode("utf-16-le", "replace")
    return _Entry(text, kind, left, right, child, start, size & 0xFFFFFFFF)


def _numbers(sector: bytes) -> list[int]:
    return [number for (number,) in _SECTOR_NUMBER.iter_unpack(sector[: len(sector) // 4 * 4])]


def _follow(table: list[int], start: int) -> Iterator[int]:
    """The numbers of a chain of sectors; a chain that leads in a circle or out of the file is refused."""
    number, steps = start, 0
    while number < _LAST:
        if number >= len(table) or steps > len(table):
            raise damaged("sector chain")
        yield number
        number, steps = table[number], steps + 1
