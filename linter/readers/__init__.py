"""Readers: bytes to documents.  A reader does not know that rules exist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from linter.diagnostic import Location, Position, Problem, Range
from linter.document import Document
from linter.readers import json, office, sniffing, text, yaml
from linter.readers.reading import Reading, looks_like
from linter.readers.refusal import Refused, damaged
from linter.schema import DocumentKind
from linter.source import DecodeProblem, Source, decode, decode_any

Reader = Callable[[Source, Sequence[DocumentKind]], Reading]

# By name: what is text and says nothing of what it is.
READERS: dict[str, Reader] = {
    ".yaml": yaml.read,
    ".yml": yaml.read,
    ".json": json.read,
    ".txt": text.read,
    ".tsv": text.read,
    ".csv": text.read,
}
# By content, whatever the name: what `sniffing` tells from bytes or from text, and the module that reads it, which is
# imported when such a file is met.
FORMATS = {
    "xlsx": "linter.readers.xlsx",
    "xls": "linter.readers.xls",
    "docx": "linter.readers.docx",
    "pdf": "linter.readers.pdf",
    "html": "linter.readers.html",
    "spreadsheet-xml": "linter.readers.spreadsheet_xml",
}
_BINARY = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".docx", ".docm", ".doc", ".wps", ".pdf"})
_PAGES = frozenset({".html", ".htm"})
# Text dumps and pages come from office programs and may be in the system's encoding; YAML and JSON are UTF-8.
_UTF8_ONLY = frozenset({".yaml", ".yml", ".json"})

SUFFIXES = frozenset(READERS) | _BINARY | _PAGES


def read(data: bytes, path: str, kinds: Sequence[DocumentKind]) -> Reading:
    """Every submission of one file, with what was wrong while reading; never raises for bad content."""
    suffix = PurePath(path).suffix.lower()
    try:
        format = sniffing.packed_format(data)
        if format is not None:
            return office.read(FORMATS[format], data, path, kinds)
        source = _decoded(data, path, suffix)
        format = sniffing.text_format(source.text) or ("html" if suffix in _PAGES else None)
        if format is not None:
            return office.read(FORMATS[format], source.text, path, kinds)
    except Refused as refusal:
        return office.refused(refusal, path)
    except DecodeProblem as problem:
        if suffix in _BINARY:
            return office.refused(damaged(), path)
        return Reading(None, (), (_undecodable(path, problem),), _seems_one(path, data, problem.guess, kinds))
    return READERS.get(suffix, _read_any)(source, kinds)


def _decoded(data: bytes, path: str, suffix: str) -> Source:
    if suffix in _UTF8_ONLY:
        return decode(path, data)
    declared = sniffing.declared_encoding(data)
    try:
        return decode(path, data, declared) if declared is not None else decode_any(path, data)
    except DecodeProblem:
        return decode_any(path, data)


def _read_any(source: Source, kinds: Sequence[DocumentKind]) -> Reading:
    """A file whose name does not say what it is: the reader that finds a submission in it is the right one."""
    candidates = [text.read]
    if source.text.lstrip()[:1] in ("{", "["):
        candidates.append(json.read)
    if looks_like(source, kinds):
        candidates.append(yaml.read)
    readings = [reader(source, kinds) for reader in candidates]
    found = [reading for reading in readings if reading.documents] or [one for one in readings if one.recognised]
    return found[0] if found else readings[0]


def _undecodable(path: str, problem: DecodeProblem) -> Problem:
    place = Position(problem.line, problem.column)
    words = {"encoding": problem.encoding, "guess": problem.guess or "", "offset": problem.offset}
    return Problem("undecodable-text", Location(path, range=Range(place, place)), words)


def _seems_one(path: str, data: bytes, guess: str | None, kinds: Sequence[DocumentKind]) -> bool | None:
    """Whether bytes in another encoding look like a submission; None when the encoding cannot be guessed."""
    return looks_like(Source(path, data.decode(guess, "replace"), guess), kinds) if guess is not None else None


__all__ = ["READERS", "SUFFIXES", "Document", "Reading", "read"]
