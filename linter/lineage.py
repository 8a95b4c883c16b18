"""A pack and the packs it extends: found by name, checked for cycles, versions and places."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from linter import files, limits, packs
from linter.diagnostic import Problem
from linter.document import Kind, Node
from linter.packs import PackFile, RawPack
from linter.source import Source

_VERSION = re.compile(r"([0-9]+)\.([0-9]+)(?:\.([0-9]+))?")


@dataclass
class Lineage:
    """The packs that one pack is made of, the most basic first and the one asked for last."""

    packs: list[RawPack] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether a pack that is extended could not be taken over."""
        return any(problem.id == "extends-refused" for problem in self.problems)

    @property
    def complete(self) -> bool:
        return bool(self.packs) and not self.problems


def read_lineage(name: str) -> Lineage:
    """The pack `name` with every pack it extends, each once."""
    lineage = Lineage()
    _read(name, lineage, [])
    return lineage


def _read(name: str, lineage: Lineage, path: list[str]) -> RawPack | None:
    """Read a pack after those it extends; `path` holds the folders of the packs that led here."""
    raw, problems, sources = packs.read_pack(name)
    lineage.problems += problems
    lineage.sources += sources
    if raw is None:
        return None
    for base, wanted, node in _bases(raw.pack):
        refused = _refused(raw, base, [*path, os.path.realpath(raw.folder)])
        if refused is None:
            refused = _extend(raw, base, wanted, lineage, [*path, os.path.realpath(raw.folder)])
        if refused is not None:
            words = {"name": base, "reason": refused, "wanted": wanted or "", "choices": packs.bundled()}
            lineage.problems.append(Problem("extends-refused", raw.pack.at(node), words))
    lineage.packs.append(raw)
    return raw


def _bases(pack: PackFile) -> Iterator[tuple[str, str | None, Node]]:
    """What a pack extends: a name or path, the version it was written for, and where it says so."""
    found = pack.root.child("extends")
    if found is None:
        return
    for node in found.children if found.kind is Kind.SEQUENCE else [found]:
        if node.kind is Kind.SCALAR:
            yield node.text, None, node
        else:
            version = node.child("version")
            yield node.children["pack"].text, version.text if version is not None else None, node.children["pack"]


def _refused(raw: RawPack, base: str, path: list[str]) -> str | None:
    """Why a pack may not be extended (an id of the catalogue's reasons), None if it may."""
    if len(path) > limits.EXTENDS_DEPTH:
        return "extends-too-deep"
    folder = _folder(raw, base)
    if folder is None:
        return "extends-missing"
    if not _is_bundled(base) and (os.path.isabs(base) or not files.inside(folder, raw.folder)):
        return "extends-outside"
    return "extends-cycle" if os.path.realpath(folder) in path else None


def _is_bundled(base: str) -> bool:
    return base in packs.bundled()


def _folder(raw: RawPack, base: str) -> str | None:
    """The folder of a bundled pack, or of one inside the folder of the pack that extends it."""
    return packs.folder_of(base if _is_bundled(base) else os.path.join(raw.folder, base))


def _extend(raw: RawPack, base: str, wanted: str | None, lineage: Lineage, path: list[str]) -> str | None:
    folder = _folder(raw, base)
    assert folder is not None
    known = next((one for one in lineage.packs if os.path.realpath(one.folder) == os.path.realpath(folder)), None)
    found = known or _read(folder, lineage, path)
    if found is None:
        return None  # what is wrong with it has been said where it is
    if wanted is not None and not fits(found.pack.text("version"), wanted):
        return "extends-version"
    return None if found.kind.id == raw.kind.id else "extends-kind"


def fits(version: str, wanted: str) -> bool:
    """Whether a pack of `version` can stand in for `wanted`: not older, and of the same major version.

    While the major version is 0, the minor one has to be the same too (Semantic Versioning).
    """
    found, least = _VERSION.fullmatch(version), _VERSION.fullmatch(wanted)
    if found is None or least is None:
        return False
    have, need = (tuple(int(part or 0) for part in match.groups()) for match in (found, least))
    same = have[:2] == need[:2] if need[0] == 0 else have[0] == need[0]
    return same and have >= need
