"""The data that ships with the package: rule packs, schemas and tables."""

from functools import cache
from pathlib import Path
from typing import Any

from linter import composer

_PACKAGE = Path(__file__).parent


@cache
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


def load_yaml(path: Path) -> Any:
    """Read one of our own YAML files as dicts and lists; every scalar stays text, an empty one is None."""
    documents = list(composer.compose(load_text(path)))
    return plain(documents[0]) if documents else None


def plain(node: Any) -> Any:
    """A composed node as dicts, lists and text."""
    if isinstance(node.value, str):
        return None if node.value == "" and not node.style else node.value
    if node.value and isinstance(node.value[0], tuple):
        return {key.value: plain(value) for key, value in node.value}
    if type(node).__name__ == "MappingNode":
        return {}
    return [plain(item) for item in node.value]
