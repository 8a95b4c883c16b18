"""YAML text to ruamel.yaml nodes with marks; nothing is resolved, so `9.90` and `012` stay as written.

The C parser is used directly: `YAML(typ="safe").compose` builds a class per call and is many times
slower.  Where the C extension is missing the pure parser gives the same nodes.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from linter import limits

_COMMENT = re.compile(r"#[^\r\n]*")
_BLOCK_HEADER = re.compile(r"[|>]\S*[ \t]+(#[^\r\n]*)")
_NO_CONTENT = ("DirectiveToken", "DocumentStartToken", "DocumentEndToken")


class Token(NamedTuple):
    """A piece of YAML that is no comment and no blank, by its offsets; a dash begins an item of a list."""

    start: int
    end: int
    dash: bool


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
    from ruamel.yaml.docinfo import DocInfo
    from ruamel.yaml.resolver import BaseResolver

    tag = _plain_tag()

    class ConstantResolver(BaseResolver):
        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            return tag

    def loader(text: str) -> Any:
        yaml = YAML(typ="safe", pure=True)
        yaml.doc_infos.append(DocInfo())  # where directives go
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


def comments(text: str) -> tuple[list[tuple[int, int]], list[Token]]:
    """The comments of a YAML text that can be parsed, and the tokens they stand between, all by their offsets."""
    scanner = (_c_loader() or _pure_scanner)(text)
    found: list[tuple[int, int]] = []
    tokens: list[Token] = []
    end = 0
    while scanner.check_token():
        token = scanner.get_token()
        start, kind = token.start_mark.index, type(token).__name__
        found += (match.span() for match in _COMMENT.finditer(text, end, start))
        end = max(end, token.end_mark.index)
        header = _BLOCK_HEADER.match(text, start, end) if getattr(token, "style", None) in ("|", ">") else None
        if header is not None:
            found.append(header.span(1))
        if token.end_mark.index > start and kind not in _NO_CONTENT:
            tokens.append(Token(start, token.end_mark.index, kind == "BlockEntryToken"))
    return [*found, *(match.span() for match in _COMMENT.finditer(text, end))], tokens


def _pure_scanner(text: str) -> Any:
    return _pure_parser(text).scanner


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
    return _pure_parser(text).parser


def _pure_parser(text: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.docinfo import DocInfo

    yaml = YAML(typ="safe", pure=True)
    yaml.doc_infos.append(DocInfo())  # where directives go
    yaml.get_constructor_parser(text)
    return yaml


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
