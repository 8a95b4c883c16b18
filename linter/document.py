"""The document tree: nodes with their text as written, their place and their pointer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from linter.diagnostic import Cell, Location
from linter.source import Source


class Kind(StrEnum):
    MAPPING = "mapping"
    SEQUENCE = "sequence"
    SCALAR = "scalar"


@dataclass(slots=True)
class Place:
    """Where a node stands, kept from the first parse.

    `start` and `end` are offsets in the source (None where the format has no text).  `text_start` is the
    offset of the first character of the node's text when the text stands in the source exactly as it is
    in the node (a plain or simply quoted scalar on one line); otherwise the whole place is blamed.
    `segments` of a text that was joined from several cells: (start in the text, end, place of that part).
    """

    start: int | None = None
    end: int | None = None
    text_start: int | None = None
    cell: Cell | None = None
    order: int = 0
    segments: tuple[tuple[int, int, Place], ...] = ()


class Node:
    """One value of a document.

    A mapping's `children` is a dict by key, a sequence's a list, a scalar's None.  `text` is a scalar as
    written (without quotes); `value` is what it means: text, `Decimal`, bool or None as the format says,
    and after `prepare` what the field's `x-value` says.  `key` is its name or index below `parent`, `label` the
    key as written, `key_place` where that stands.  `field` is the schema's field, once prepared; `inherited` says
    that the text was taken from the cell above.

    Files hold many nodes, and few are ever pointed at: where places are not given, `said`, what stands in the line
    that begins `at` an offset, is asked for them then.
    """

    __slots__ = (
        "_key_place", "_place", "at", "children", "field", "inherited", "key", "kind", "label", "parent", "quoted",
        "said", "text", "value",
    )  # fmt: skip

    def __init__(
        self,
        kind: Kind,
        place: Place | None,
        text: str = "",
        value: Any = None,
        children: Any = None,
        key: str | int | None = None,
        key_place: Place | None = None,
        parent: Node | None = None,
        quoted: bool = False,
        label: str = "",
        said: Any = None,
        at: int = 0,
    ) -> None:
        self.kind = kind
        self._place: Place | None = place
        self.text = text
        self.value = value
        self.children = children
        self.key = key
        self._key_place = key_place
        self.parent = parent
        self.quoted = quoted
        self.inherited = False
        self.field: Any = None
        self.label = label
        self.said = said
        self.at = at

    @property
    def place(self) -> Place:
        if self._place is None:
            self._place = self.said.place(self.at)
        return self._place

    @place.setter
    def place(self, place: Place) -> None:
        self._place = place

    @property
    def key_place(self) -> Place | None:
        if self._key_place is None and self.said is not None:
            self._key_place = self.said.key_place(self.at)
        return self._key_place

    @key_place.setter
    def key_place(self, place: Place | None) -> None:
        self._key_place = place

    @property
    def pointer(self) -> str:
        """The JSON pointer relative to the submission; the submission itself is the empty text."""
        parts: list[str] = []
        node: Node | None = self
        while node is not None and node.key is not None:
            parts.append(str(node.key).replace("~", "~0").replace("/", "~1"))
            node = node.parent
        return "".join("/" + part for part in reversed(parts))

    def child(self, key: str | int) -> Node | None:
        if self.kind is Kind.MAPPING and isinstance(key, str):
            found: Node | None = self.children.get(key)
            return found
        if self.kind is Kind.SEQUENCE and isinstance(key, int) and -len(self.children) <= key < len(self.children):
            item: Node = self.children[key]
            return item
        return None

    def items(self) -> Iterator[Node]:
        """The children in order."""
        if self.kind is Kind.MAPPING:
            yield from self.children.values()
        elif self.kind is Kind.SEQUENCE:
            yield from self.children

    def walk(self) -> Iterator[Node]:
        """This node and everything below it, in order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            if node.children:
                stack += reversed(node.children.values() if node.kind is Kind.MAPPING else node.children)

    @property
    def blank(self) -> bool:
        """A scalar without text, or an empty collection."""
        if self.kind is Kind.SCALAR:
            return not self.text.strip()
        return not self.children

    def put(self, key: str, node: Node) -> None:
        """Make `node` this mapping's child."""
        node.parent, node.key = self, key
        self.children[key] = node

    def append(self, node: Node) -> None:
        """Make `node` this sequence's last child."""
        node.parent, node.key = self, len(self.children)
        self.children.append(node)


def mapping(place: Place) -> Node:
    return Node(Kind.MAPPING, place, children={})


def sequence(place: Place) -> Node:
    return Node(Kind.SEQUENCE, place, children=[])


def scalar(place: Place, text: str, value: Any = None) -> Node:
    """A scalar; without `value` it means its text."""
    return Node(Kind.SCALAR, place, text=text, value=text if value is None else value)


@dataclass(slots=True)
class Column:
    """A column of the grid a submission came from: the field it fills and the header as written."""

    field: str
    header: str
    index: int
    node: Node | None = None  # the header cell, to point at the column as a whole


@dataclass(slots=True, eq=False)
class Document:
    """One submission: its tree, where it came from, and how its grid looked (None for YAML and JSON)."""

    kind: Any  # the schema.DocumentKind
    root: Node
    source: Source
    number: int = 1  # among the submissions of its file
    columns: tuple[Column, ...] | None = None
    # Patterns of fields that the form has no room for, such as `/indicators/*/weight`.
    absent: frozenset[str] = frozenset()
    # What functions of rules found out about the document once.
    memory: dict[Any, Any] = field(default_factory=dict, repr=False)

    def find(self, pointer: str) -> Node | None:
        """The node at a JSON pointer."""
        node: Node | None = self.root
        for part in pointer.split("/")[1:]:
            if node is None:
                return None
            name = part.replace("~1", "/").replace("~0", "~")
            node = node.child(int(name)) if node.kind is Kind.SEQUENCE and name.isdecimal() else node.child(name)
        return node

    def locate(self, node: Node, span: tuple[int, int] | None = None) -> Location:
        """Where `node` stands, or the part `span` of its text.

        Blame falls on the part alone when its characters can be pointed at in the source; the location's
        `span` is given either way.
        """
        return locate(self.source, node, span)


def locate(source: Source, node: Node, span: tuple[int, int] | None = None) -> Location:
    """As `Document.locate`, for a node of `source` outside any document (rule files, configuration)."""
    place, inner = node.place, span
    if span is not None:
        for start, end, segment in place.segments:
            if start <= span[0] and span[1] <= end:
                place, inner = segment, (span[0] - start, span[1] - start)
                break
    text = node.text if node.kind is Kind.SCALAR else None
    return place_location(source, place, pointer=node.pointer, text=text, span=span, inner=inner)


def locate_key(source: Source, node: Node) -> Location:
    """Where the key of `node` stands; the node itself when it has none."""
    if node.key_place is None:
        return locate(source, node)
    return place_location(source, node.key_place, pointer=node.pointer, text=node.label or str(node.key))


def locate_start(source: Source, node: Node) -> Location:
    """Where a mapping or list begins: its key, else its first line rather than all of it."""
    if node.key_place is not None:
        return locate_key(source, node)
    place = node.place
    if place.start is None or place.end is None:
        return locate(source, node)
    line_end = source.text.find("\n", place.start)
    end = place.end if line_end < 0 else min(place.end, line_end)
    first_line = Place(place.start, max(end, place.start), cell=place.cell, order=place.order)
    return place_location(source, first_line, pointer=node.pointer)


def place_location(
    source: Source,
    place: Place,
    *,
    pointer: str | None = None,
    text: str | None = None,
    span: tuple[int, int] | None = None,
    inner: tuple[int, int] | None = None,
) -> Location:
    """A location from a place; `inner` is the span relative to the place's own text."""
    where = None
    if place.start is not None and place.end is not None:
        start, end = place.start, place.end
        if inner is not None and place.text_start is not None:
            start, end = place.text_start + inner[0], place.text_start + inner[1]
        where = source.range(start, end)
    return Location(
        source.path, pointer, where, place.cell, text, span, place.order if place.start is None else place.start
    )
