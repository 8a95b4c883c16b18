"""The data that ships with the package: rule packs, schemas and tables."""

import functools
import marshal
from pathlib import Path
from typing import Any

from linter import cache, composer

_PACKAGE = Path(__file__).parent


@functools.cache
def folder(kind: str) -> Path:
    """The folder of bundled `rules`, `schemas` or `examples`.

    A checkout has it beside the package and is asked first: an editable install leaves a stale copy
    inside the package.
    """
    beside = _PACKAGE.parent / kind
    return beside if (_PACKAGE.parent / "pyproject.toml").is_file() and beside.is_dir() else _PACKAGE / "_data" / kind


def data_file(*parts: str) -> Path:
    """A data file inside the package, such as `builtin.yaml` or `values/units.yaml`."""
    return _PACKAGE.joinpath(*parts)


def load_text(path: Path) -> str:
    """Read one of our own files that is no YAML, such as a grammar."""
    return path.read_text(encoding="utf-8")


def schema(name: str) -> str | None:
    """The text of a bundled schema; None if there is no such one."""
    path = folder("schemas") / f"{name}.schema.json"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def schemas() -> list[str]:
    """The names of the bundled schemas of documents."""
    found = sorted(path.name.removesuffix(".schema.json") for path in folder("schemas").glob("*.schema.json"))
    return [name for name in found if "x-key" in (schema(name) or "")]


def load_yaml(path: Path) -> Any:
    """Read one of our own YAML files as dicts and lists; every scalar stays text, an empty one is None."""
    text = load_text(path)
    name = cache.digest(text)
    kept = cache.load("data", name)
    if kept is not None:
        return marshal.loads(kept)
    documents = list(composer.compose(text))
    found = plain(documents[0]) if documents else None
    cache.store("data", name, marshal.dumps(found))
    return found


def plain(node: Any) -> Any:
    """A composed node as dicts, lists and text."""
    if isinstance(node.value, str):
        return None if node.value == "" and not node.style else node.value
    if node.value and isinstance(node.value[0], tuple):
        return {key.value: plain(value) for key, value in node.value}
    if type(node).__name__ == "MappingNode":
        return {}
    return [plain(item) for item in node.value]
