"""YAML text to ruamel.yaml nodes with marks; nothing is resolved, so `9.90` and `012` stay as written.

The C parser is used directly: `YAML(typ="safe").compose` builds a class per call and is many times
slower.  Where the C extension is missing the pure parser gives the same nodes.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from linter import limits


class TooDeep(Exception):
    """Nesting beyond `limits.DEPTH`; `offset` is where it passes the limit (code points)."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


@cache
def _plain_tag() -> Any:
    """One tag object for every node: what a scalar means is decided later, from its text and the schema."""
    from ruamel.yaml.tag import Tag

    return Tag(suffix="tag:yaml.org,2002:str")


@cache
def _c_loader() -> Any:
    try:
        from _ruamel_yaml import CParser
    except ImportError:
        return None
    tag = _plain_tag()

    class CLoader(CParser):  # type: ignore[misc]
        # The C composer asks these of the object it is part of.
        def descend_resolver(self, parent: Any, index: Any) -> None: ...
        def ascend_resolver(self) -> None: ...
        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            return tag

    return CLoader


@cache
def _pure_loader() -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.resolver import BaseResolver

    tag = _plain_tag()

    class ConstantResolver(BaseResolver):
        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            return tag

    def loader(text: str) -> Any:
        yaml = YAML(typ="safe", pure=True)
        yaml.Resolver = ConstantResolver
        yaml.get_constructor_parser(text)
        return yaml.composer

    return loader


def parser_name() -> str:
    """Which YAML parser is live (`--version` says so): `ruamel.yaml C` or `ruamel.yaml pure`."""
    return "ruamel.yaml C" if _c_loader() is not None else "ruamel.yaml pure"


def compose(text: str) -> Iterator[Any]:
    """Yield the root node of each document in `text`.

    Raises `TooDeep`, and `ruamel.yaml.error.MarkedYAMLError` (or its relatives) on a syntax error.
    An alias gives the very node of its anchor, so the tree may be a graph: whoever walks it counts.
    """
    _check_depth(text)
    loader = (_c_loader() or _pure_loader())(text)
    while loader.check_node():
        yield loader.get_node()


def _check_depth(text: str) -> None:
    """Refuse deep nesting before the recursive composer meets it (the C one would overflow the stack)."""
    if not _may_be_deep(text):
        return
    from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent

    parser = (_c_loader() or _pure_events)(text)
    depth = 0
    while parser.check_event():
        event = parser.get_event()
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > limits.DEPTH:
                raise TooDeep(event.start_mark.index)
        elif isinstance(event, CollectionEndEvent):
            depth -= 1


def _pure_events(text: str) -> Any:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.get_constructor_parser(text)
    return yaml.parser


def _may_be_deep(text: str) -> bool:
    """A cheap upper bound of the depth: brackets anywhere, plus the deepest line's indentation and dashes."""
    brackets = text.count("[") + text.count("{")
    if brackets > limits.DEPTH:
        return True
    room = limits.DEPTH - brackets
    if len(text) < room:
        return False
    for line in text.splitlines():
        if len(line) <= room:
            continue
        body = line.lstrip(" ")
        # `- - - x`, `? ? x` and `a: - x` open a level each without indenting.
        if len(line) - len(body) + body.count("- ") + body.count("? ") + body.count(": ") > room:
            return True
    return False
