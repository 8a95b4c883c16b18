"""Rule packs as files: a folder with `pack.yaml`, a schema and one file for each rule.

Nothing here knows what an expression means; problems are placed in the pack's own files.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from linter import bent, files, limits, resources
from linter.diagnostic import Location, Problem
from linter.document import Kind, Node, locate, locate_key
from linter.expressions import ExpressionError
from linter.readers import yaml
from linter.schema import DocumentKind, SchemaError, load_kind
from linter.source import DecodeProblem, Source, decode, whole_file
from linter.structure import structure_problems, validator

_YAML = frozenset({".yaml", ".yml"})
PACK_FILE = "pack.yaml"


@dataclass(frozen=True)
class PackFile:
    """One file of a pack: its text and the root of its tree."""

    source: Source
    root: Node

    def text(self, key: str) -> str:
        """The text of a top-level scalar; empty if it is not there."""
        node = self.root.child(key)
        return node.text if node is not None and node.kind is Kind.SCALAR else ""

    def at(self, node: Node | None) -> Location:
        """Where a node of this file stands; the whole file if there is none."""
        if node is None:
            return whole_file(self.source.path)
        return locate(self.source, node) if node.kind is Kind.SCALAR else locate_key(self.source, node)


@dataclass(frozen=True)
class RawPack:
    """A pack as read: files whose structure is right, and the document kind it is for."""

    name: str  # as it was asked for
    folder: str
    pack: PackFile
    rules: tuple[PackFile, ...]
    kind: DocumentKind
    digest: str
    sources: tuple[Source, ...] = field(repr=False)


def bundled() -> list[str]:
    """The names of the packs that come with the program."""
    return sorted(path.parent.name for path in resources.folder("rules").glob(f"*/{PACK_FILE}"))


def folder_of(name: str) -> str | None:
    """The folder of a pack given by the name of a bundled one or by path; None if there is none."""
    own = resources.folder("rules") / name
    if re.fullmatch(r"[a-z0-9-]+", name) and (own / PACK_FILE).is_file():
        return os.path.relpath(own) if files.inside(str(own), ".") else str(own)
    return name if os.path.isfile(os.path.join(name, PACK_FILE)) else None


def holder(path: str) -> str | None:
    """The pack that `path` names (a bundled one, a folder) or that a file belongs to; None if there is none."""
    if folder_of(path) is not None:
        return path
    folder = os.path.dirname(path)
    while os.path.isfile(path):
        if folder_of(folder or os.curdir) is not None:
            return folder or os.curdir
        if not folder or os.path.dirname(folder) == folder:
            return None
        folder = os.path.dirname(folder)
    return None


def read_pack(name: str) -> tuple[RawPack | None, list[Problem], tuple[Source, ...]]:
    """The pack `name`, what is wrong with its files, and their texts (for excerpts)."""
    folder = folder_of(name)
    if folder is None:
        return None, [_not_found(name)], ()
    reader = _PackReader(folder)
    pack = reader.file(os.path.join(folder, PACK_FILE), "pack")
    kind = reader.kind(pack) if pack is not None else None
    rules = [found for path in reader.rule_paths(kind) if (found := reader.file(path, "rule")) is not None]
    sources = tuple(reader.sources)
    if pack is None or kind is None:
        return None, reader.problems, sources
    return RawPack(name, folder, pack, tuple(rules), kind, reader.digest(), sources), reader.problems, sources


def read_kind(name: str) -> tuple[DocumentKind | None, list[Problem], tuple[Source, ...]]:
    """As `read_pack`, but only the document kind that the pack is for, for what needs no rules."""
    folder = folder_of(name)
    if folder is None:
        return None, [_not_found(name)], ()
    reader = _PackReader(folder)
    pack = reader.file(os.path.join(folder, PACK_FILE), "pack")
    kind = reader.kind(pack) if pack is not None else None
    return kind, reader.problems, tuple(reader.sources)


def _not_found(name: str) -> Problem:
    return Problem("pack-not-found", whole_file(name), {"name": name, "choices": bundled()})


class _PackReader:
    """Reads the files of one folder; `problems` collects what is wrong with them."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.sources: list[Source] = []
        self._read: dict[str, bytes] = {}

    def digest(self) -> str:
        """A digest of every file read, by its path inside the pack."""
        total = hashlib.sha256()
        for path in sorted(self._read):
            total.update(f"{path}\0{len(self._read[path])}\0".encode())
            total.update(self._read[path])
        return f"sha256:{total.hexdigest()}"

    def rule_paths(self, kind: DocumentKind | None) -> list[str]:
        found = files.discover([self.folder], _YAML, ignored=False)  # an installed pack lies where git ignores all
        for path, reason, detail in found.unreadable:
            self.problems.append(Problem("unreadable-file", whole_file(path), {"reason": reason, "detail": detail}))
        inner = [os.path.dirname(one.path) for one in found.found if os.path.basename(one.path) == PACK_FILE]
        others = tuple(folder + os.sep for folder in inner if not os.path.samefile(folder, self.folder))
        paths = [
            one.path
            for one in found.found
            if os.path.basename(one.path) != PACK_FILE and not one.path.startswith(others)  # those of a pack inside
        ]
        if len(paths) > limits.PACK_RULES:
            words = {"what": "rules", "limit": limits.PACK_RULES}
            self.problems.append(Problem("too-many", whole_file(self.folder), words))
        return paths[: limits.PACK_RULES]

    def source(self, path: str) -> Source | Problem:
        """The text of a file inside the pack's folder, or why it cannot be had."""
        if not files.inside(path, self.folder):
            return Problem("outside-the-pack", whole_file(path), {"reason": "extends-outside"})
        try:
            data = files.read(path, limits.PACK_BYTES - sum(map(len, self._read.values())))
            source = decode(path, data)
        except files.FileProblem as problem:
            return Problem("unreadable-file", whole_file(path), {"reason": problem.reason, "detail": problem.detail})
        except DecodeProblem as problem:
            words = {"encoding": problem.encoding, "guess": problem.guess or "", "reason": "undecodable-text"}
            return Problem("undecodable-text", whole_file(path), words)
        self._read[os.path.relpath(path, self.folder).replace(os.sep, "/")] = data
        self.sources.append(source)
        return source

    def file(self, path: str, schema: str) -> PackFile | None:
        """A YAML file whose structure is as `schema` says."""
        source = self.source(path)
        if isinstance(source, Problem):
            self.problems.append(source)
            return None
        roots, problems = yaml.parse(source)
        if problems:
            self.problems.extend(bent.explained(problem, source) for problem in problems)
            return None
        if len(roots) != 1 or roots[0].kind is not Kind.MAPPING:
            place = source.location(0, 1) if source.text else whole_file(path)
            self.problems.append(Problem("pack-structure", place, {"detail": "one-mapping"}))
            return None
        found = PackFile(source, roots[0])
        problems = [*bent.expressions(roots[0], source), *bent.texts(roots[0], source)]
        if not problems:
            problems = list(structure_problems(_validator(schema), found.root, source, _plain(found.root)))
        self.problems.extend(problems)
        return None if problems else found

    def kind(self, pack: PackFile) -> DocumentKind | None:
        """The document kind of a pack: a bundled schema by name, else a file in the pack's folder."""
        name = pack.text("kind")
        own = resources.schema(name) if re.fullmatch(r"[a-z0-9-]+", name) else None
        found = Source("", own) if own is not None else self.source(os.path.join(self.folder, name))
        if isinstance(found, Problem):  # what is wrong is the name that the pack gives
            words = {"name": name, "reason": found.words["reason"], "choices": resources.schemas()}
            self.problems.append(Problem("schema-refused", pack.at(pack.root.child("kind")), words))
            return None
        try:
            return load_kind(found.text, Path(name).name.removesuffix(".schema.json"))
        except SchemaError as error:
            if error.offset is not None:
                place, id = found.location(error.offset, min(error.offset + 1, len(found.text))), "syntax-error"
            else:
                place, id = pack.at(pack.root.child("kind")), "schema-refused"
            self.problems.append(Problem(id, place, {"name": name, "detail": str(error)}))
            return None


@cache
def _validator(schema: str) -> Any:
    return validator(load_kind(resources.schema(schema) or "{}", schema).schema)


def _plain(node: Node) -> Any:
    if node.kind is Kind.MAPPING:
        return {key: _plain(below) for key, below in node.children.items()}
    if node.kind is Kind.SEQUENCE:
        return [_plain(below) for below in node.children]
    return node.text if node.quoted else node.value


def plain_value(node: Node) -> Any:
    """A node as plain data: numbers as `Decimal`, the rest as YAML means it."""
    return _plain(node)


@dataclass(frozen=True)
class Written:
    """A text in a pack's file, able to say where a part of it stands."""

    text: str
    node: Node
    source: Source

    def problem(self, error: ExpressionError, shift: int = 0) -> Problem:
        """What is wrong with an expression, at its characters; `shift` when it is a part of the text."""
        start, end = error.span
        return Problem(error.id, self.location(start + shift, end + shift), error.words)

    def location(self, start: int, end: int) -> Location:
        """The place of `text[start:end]`; of all of it where the characters cannot be told."""
        places = offsets(self.node, self.source)
        if places is None or not places:
            return locate(self.source, self.node)
        start = min(start, len(places) - 1)
        last = max(min(end, len(places)) - 1, start)
        return self.source.location(places[start], places[last] + 1)


def offsets(node: Node, source: Source) -> list[int] | None:
    """For each character of a scalar, its offset in the source: also for blocks and several lines; None if unclear."""
    place, text = node.place, source.text
    if place.text_start is not None:
        return list(range(place.text_start, place.text_start + len(node.text)))
    if place.start is None or place.end is None:
        return None
    at = place.start
    if text[at : at + 1] in ("|", ">"):
        at = text.find("\n", at) + 1
    found = []
    for character in node.text:
        if character.isspace():
            found.append(min(at, place.end))
            continue
        while at < place.end and text[at].isspace():
            at += 1
        if at < place.end and text[at] in "'\"" and text[at] != character and at == place.start:
            at += 1
        if at >= place.end or text[at] != character:
            return None
        found.append(at)
        at += 1
    return found


def texts(node: Node | None) -> Mapping[str, str]:
    """A text in each language; one without languages is the same in both."""
    if node is None:
        return {}
    if node.kind is Kind.SCALAR:
        return {"zh": node.text, "en": node.text}
    return {language: below.text.strip() for language, below in node.children.items()}
