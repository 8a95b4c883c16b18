"""Readers: bytes to documents.  A reader does not know that rules exist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from linter.diagnostic import Problem
from linter.document import Document
from linter.readers import json, text, yaml
from linter.readers.reading import Reading
from linter.schema import DocumentKind
from linter.source import DecodeProblem, Source, decode, decode_any

Reader = Callable[[Source, Sequence[DocumentKind]], Reading]

READERS: dict[str, Reader] = {
    ".yaml": yaml.read,
    ".yml": yaml.read,
    ".json": json.read,
    ".txt": text.read,
    ".tsv": text.read,
}
# Text dumps come from office programs and may be in the system's encoding; YAML and JSON are UTF-8.
_ANY_ENCODING = frozenset({".txt", ".tsv"})

SUFFIXES = frozenset(READERS)


def read(data: bytes, path: str, kinds: Sequence[DocumentKind]) -> Reading:
    """Every submission of one file, with what was wrong while reading; never raises for bad content."""
    suffix = PurePath(path).suffix.lower()
    try:
        source = (decode if suffix in READERS and suffix not in _ANY_ENCODING else decode_any)(path, data)
    except DecodeProblem as problem:
        return Reading(None, (), (_undecodable(path, problem),), recognised=None)
    return READERS.get(suffix, text.read)(source, kinds)


def _undecodable(path: str, problem: DecodeProblem) -> Problem:
    from linter.diagnostic import Location, Position, Range

    place = Position(problem.line, problem.column)
    words = {"encoding": problem.encoding, "guess": problem.guess or "", "offset": problem.offset}
    return Problem("undecodable-text", Location(path, range=Range(place, place)), words)


__all__ = ["READERS", "SUFFIXES", "Document", "Reading", "read"]
