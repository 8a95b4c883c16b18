"""Settings: `jixiao.yaml` or `[tool.jixiao]`, found above the working folder, checked, each with its place.

A file of settings lies beside what is checked and is not trusted: it names packs and other settings of its own
tree only, and it cannot load code.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from linter import files, limits, packs, resources
from linter.diagnostic import Location, Position, Problem
from linter.document import Kind, Node, locate
from linter.expressions.model import from_plain
from linter.packs import plain_value
from linter.readers import yaml
from linter.schema import load_kind
from linter.source import DecodeProblem, Source, decode, whole_file
from linter.structure import structure_problems, validator

FILE = "jixiao.yaml"
_TOML = "pyproject.toml"
_TOML_PLACE = re.compile(r"line (\d+), column (\d+)")
_TREE = ".git"  # what marks the top of the tree that settings may refer to


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its value, its node, and where it stands."""

    value: Any
    node: Node
    location: Location

    @property
    def origin(self) -> str:
        """`jixiao.yaml:3`, for people."""
        line = self.location.line
        return self.location.path if line is None else f"{self.location.path}:{line}"


@dataclass(frozen=True)
class Settings:
    """The settings in force, by name; `folder` is where paths in them start from."""

    values: Mapping[str, Setting] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = field(default=(), repr=False)
    path: str | None = None

    def get(self, name: str, default: Any = None) -> Any:
        found = self.values.get(name)
        return default if found is None else found.value

    def items(self, name: str) -> list[tuple[str, Setting]]:
        """The entries of a setting that is a mapping, each with its own place."""
        found = self.values.get(name)
        if found is None:
            return []
        return [(key, _setting(node, found.location.path, self)) for key, node in found.node.children.items()]

    def listed(self, name: str) -> list[tuple[str, Location]]:
        """The entries of a setting that is a list of texts, each with its place."""
        found = self.values.get(name)
        if found is None:
            return []
        return [(node.text, _setting(node, found.location.path, self).location) for node in found.node.children]

    def overridden(self) -> Iterator[tuple[str, Location]]:
        """The names of rules in `overrides`, each with its place."""
        found = self.values.get("overrides")
        for one in found.node.children if found is not None else ():
            assert found is not None
            for part in ("ignore", "severities"):
                below = one.child(part)
                for node in below.items() if below is not None else ():
                    name = node.text if below.kind is Kind.SEQUENCE else str(node.key)
                    yield name, _setting(node, found.location.path, self).location

    def source(self, path: str) -> Source:
        return next((source for source in self.sources if source.path == path), Source(path, ""))


def load(folder: str = os.curdir, path: str | None = None) -> Settings:
    """The settings in `path`, else the nearest file of settings at `folder` or above it; none is no settings."""
    found = path or _nearest(folder)
    if found is None:
        return Settings()
    reader = _Reader(os.path.dirname(os.path.abspath(found)))
    values = reader.read(found, [])
    if values is not None:
        reader.check_paths(values)
    return Settings(values or {}, tuple(reader.problems), tuple(reader.sources), found)


def here(folder: str) -> str | None:
    """The file of settings in a folder."""
    for name in (FILE, _TOML):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and (name == FILE or _has_table(path)):
            return path
    return None


def _nearest(folder: str) -> str | None:
    top = os.path.abspath(folder)
    while True:
        path = here(top)
        if path is not None:
            return os.path.relpath(path) if files.inside(path, os.curdir) else path
        above = os.path.dirname(top)
        if above == top or os.path.lexists(os.path.join(top, _TREE)):
            return None
        top = above


def _has_table(path: str) -> bool:
    """Whether a pyproject.toml speaks of this program; one that cannot be read is somebody else's business."""
    try:
        return b"[tool.jixiao" in files.read(path, limits.PACK_BYTES)
    except files.FileProblem:
        return False


class _Reader:
    """Reads a file of settings and those it extends."""

    def __init__(self, folder: str) -> None:
        self.tree = _top(folder)
        self.problems: list[Problem] = []
        self.sources: list[Source] = []

    def read(self, path: str, above: list[str]) -> dict[str, Setting] | None:
        """The settings of `path` over those it extends; `above` are the files that led here."""
        root = self._root(path)
        if root is None:
            return None
        source = self.sources[-1]
        wrong = list(structure_problems(_validator(), root, source, plain_value(root)))
        self.problems += wrong
        if wrong:
            return None
        values = {name: _at(node, source) for name, node in root.children.items()}
        base = values.pop("extends", None)
        if base is None:
            return values
        target = os.path.join(os.path.dirname(path), base.value)
        trail = [*above, os.path.realpath(path)]
        if not files.inside(target, self.tree):
            self._refuse(base, "settings-outside")
        elif os.path.realpath(target) in trail or len(trail) > limits.EXTENDS_DEPTH:
            self._refuse(base, "extends-cycle")
        else:
            return {**(self.read(target, trail) or {}), **values}
        return values

    def _refuse(self, setting: Setting, reason: str) -> None:
        words = {"name": str(setting.value), "reason": reason}
        self.problems.append(Problem("settings-refused", setting.location, words))

    def _root(self, path: str) -> Node | None:
        try:
            source = decode(path, files.read(path, limits.PACK_BYTES))
        except files.FileProblem as problem:
            words = {"reason": problem.reason, "detail": problem.detail}
            id = "missing-path" if problem.reason == "missing-path" else "unreadable-file"
            self.problems.append(Problem(id, whole_file(path), words))
            return None
        except DecodeProblem as problem:
            self.problems.append(Problem("undecodable-text", whole_file(path), {"encoding": problem.encoding}))
            return None
        self.sources.append(source)
        return self._toml(source) if path.endswith(".toml") else self._yaml(source)

    def _yaml(self, source: Source) -> Node | None:
        roots, problems = yaml.parse(source)
        self.problems += problems
        if problems:
            return None
        if not roots:
            return from_plain({})
        if roots[0].kind is Kind.MAPPING:
            return roots[0]
        words = {"label": source.path, "wanted": "mapping", "found": str(roots[0].kind)}
        self.problems.append(Problem("wrong-type", source.location(0, 1), words))
        return None

    def _toml(self, source: Source) -> Node | None:
        try:
            data = tomllib.loads(source.text, parse_float=Decimal)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            said, _, at = str(error).partition(" (at ")
            place = _TOML_PLACE.match(at)
            where = whole_file(source.path)
            if place is not None:
                offset = source.offset(Position(int(place.group(1)), int(place.group(2))))
                where = source.location(offset, min(offset + 1, len(source.text)))
            self.problems.append(Problem("syntax-error", where, {"detail": said}))
            return None
        return from_plain(data.get("tool", {}).get("jixiao", {}))

    def check_paths(self, values: dict[str, Setting]) -> None:
        """Packs named in settings come with the program or lie in the tree; reports and waivers are written inside."""
        waivers = values.get("waivers")
        if waivers is not None:
            path = os.path.join(os.path.dirname(waivers.location.path), waivers.value)
            if not files.inside(path, self.tree):
                self._refuse(waivers, "settings-outside")
        outputs = values.get("outputs")
        for node in outputs.node.children.values() if outputs is not None else ():
            assert outputs is not None
            path = os.path.join(os.path.dirname(outputs.location.path), node.text)
            if not files.inside(path, self.tree):
                self._refuse(Setting(node.text, node, outputs.location), "settings-outside")
        found = values.get("rules")
        for node in found.node.children if found is not None else ():
            assert found is not None
            path = self.pack_path(node.text, found.location.path)
            if node.text not in packs.bundled() and not files.inside(path, self.tree):
                self._refuse(Setting(node.text, node, found.location), "settings-outside")

    @staticmethod
    def pack_path(name: str, path: str) -> str:
        return name if name in packs.bundled() else os.path.join(os.path.dirname(path), name)


def pack_names(settings: Settings) -> list[str]:
    """The packs that settings name, as `load_rulebook` takes them."""
    found = settings.values.get("rules")
    return [_Reader.pack_path(name, found.location.path) for name in found.value] if found is not None else []


def _top(folder: str) -> str:
    """The tree that settings in `folder` may refer to: its repository, else the folder itself."""
    top = folder
    while not os.path.lexists(os.path.join(top, _TREE)):
        above = os.path.dirname(top)
        if above == top:
            return folder
        top = above
    return top


def _at(node: Node, source: Source) -> Setting:
    place = locate(source, node) if node.place.start is not None else whole_file(source.path)
    return Setting(plain_value(node), node, place)


def _setting(node: Node, path: str, settings: Settings) -> Setting:
    return _at(node, settings.source(path))


@cache
def _validator() -> Any:
    return validator(load_kind(resources.schema("config") or "{}", "config").schema)
