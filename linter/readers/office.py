"""From the tables of a file without lines to its submissions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module

from linter.diagnostic import Problem
from linter.document import Document, Kind, locate, place_location
from linter.readers.form import documents
from linter.readers.reading import Reading
from linter.readers.refusal import Refused
from linter.readers.sheets import Tables
from linter.schema import DocumentKind
from linter.source import Source, whole_file

# Libraries that not everyone installs -> the extra of this package that brings them.
_EXTRAS = {"xlrd": "office", "pdfminer": "pdf"}
# Refusals that blame the file are findings wherever the file is met; those that tell what we cannot do fail the check
# of a file that was named, and of one met in a folder say why it was passed over.
_FAULTS = frozenset({"damaged-file", "encrypted-file", "content-too-large", "document-type-declared"})
_INABILITIES = frozenset({"missing-library", "format-not-read"})


def read(module: str, content: bytes | str, path: str, kinds: Sequence[DocumentKind]) -> Reading:
    """Every submission in the tables that the `read` of a module finds; whatever keeps it from that is a problem."""
    try:
        found: Tables = import_module(module).read(content)
    except ImportError as error:
        library = (error.name or "").partition(".")[0]
        if library not in _EXTRAS:
            raise
        return refused(Refused("missing-library", name=library, extra=_EXTRAS[library]), path)
    except RecursionError:
        return refused(Refused("damaged-file"), path)
    except Refused as refusal:
        return refused(refusal, path)
    source = Source(path, "")
    made: list[Document] = []
    problems: list[Problem] = []
    for grid in found.grids:
        several, more = documents(grid, source, kinds)
        before = len(made)
        for document in several:
            document.number += before
        problems += [replace(one, submission=one.submission and one.submission + before) for one in more]
        made += several
    recognised = bool(made or problems) or (None if found.unread else False)
    unread = [Problem(one.id, whole_file(path), one.words) for one in found.unread]
    return Reading(source, tuple(made), (*unread, *problems, *_uncomputed(found, made, source)), recognised)


def refused(refusal: Refused, path: str) -> Reading:
    """The reading of a file that is not read."""
    problem = Problem(refusal.id, whole_file(path), refusal.words)
    return Reading(None, (), (problem,), refusal.id in _FAULTS or None, refusal.id in _INABILITIES)


def _uncomputed(found: Tables, made: Sequence[Document], source: Source) -> list[Problem]:
    """A problem for each value whose cell has a formula without its result."""
    if not found.uncomputed:
        return []
    if not made:
        place = next(iter(found.uncomputed.values()))
        return [Problem("formula-without-value", place_location(source, place))]
    problems = []
    for document in made:
        for node in document.root.walk():
            if node.kind is Kind.SCALAR and found.uncomputed.get(node.place.order) is node.place and not node.text:
                location = locate(source, node)
                problems.append(Problem("formula-without-value", location, {"label": node.label}, (), document.number))
    return problems
