"""One file to the canonical form: what was read of it, and the bytes to write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from linter import prepare, readers
from linter.diagnostic import Problem
from linter.document import Document, locate_key
from linter.schema import DocumentKind
from linter.source import Source, whole_file
from linter.writers import json, schema, xlsx, yaml
from linter.writers.canonical import Keys, canonical
from linter.writers.layout import Layout


@dataclass(frozen=True, slots=True)
class Conversion:
    """`data` is None where there is nothing to write; `problems` then says why, and else what was not understood."""

    data: bytes | None
    problems: tuple[Problem, ...]
    source: Source | None = None


def convert(data: bytes, path: str, kinds: Sequence[DocumentKind], format: str, keys: Keys = "en") -> Conversion:
    """Every submission of the file at `path` in `format`, one of `WRITERS`; never raises for bad content."""
    reading = readers.read(data, path, kinds)
    if reading.failed or not reading.documents:
        nothing = Problem("no-table-found", whole_file(path), {"kind": "、".join(kind.title for kind in kinds)})
        return Conversion(None, reading.problems or (nothing,), reading.source)
    written, lost = WRITERS[format](reading.documents, keys)
    return Conversion(written, (*reading.problems, *lost), reading.source)


Written = tuple[bytes, list[Problem]]  # and what found no place in it


def _to_yaml(documents: Sequence[Document], keys: Keys) -> Written:
    references = [schema.file_name(document.kind, keys) for document in documents]
    return yaml.render([canonical(document, keys) for document in documents], references), []


def _to_json(documents: Sequence[Document], keys: Keys) -> Written:
    data = [canonical(document, keys) for document in documents]
    for document in documents:
        list(prepare.prepare(document, {}))  # for the amounts; what is wrong with them is for a check to say
    return json.render(data), []


def _to_xlsx(documents: Sequence[Document], _: Keys) -> Written:
    layouts = []
    lost: list[Problem] = []
    for document in documents:
        prepare.complete(document)
        layouts.append(Layout(document))
        for node in layouts[-1].left_out:
            words = {"label": node.field.title if node.field is not None else node.label}
            lost.append(Problem("left-out", locate_key(document.source, node), words, submission=document.number))
    return xlsx.render(layouts, documents[0].kind.title), lost


WRITERS: dict[str, Callable[[Sequence[Document], Keys], Written]] = {
    "yaml": _to_yaml,
    "json": _to_json,
    "xlsx": _to_xlsx,
}
SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".xlsx": "xlsx"}
