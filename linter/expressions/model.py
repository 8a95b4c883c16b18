"""What expressions compute with: values, absent things, what cannot be computed, and one evaluation's state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from linter import limits, values
from linter.decimals import plain
from linter.document import Document, Kind, Node, Place, mapping, scalar, sequence
from linter.expressions.syntax import Syntax


class Unknown(Exception):
    """A value that cannot be computed: `reason` (an id of `builtin.yaml`'s reasons), its words, and the nodes at fault."""

    def __init__(self, reason: str, nodes: tuple[Node, ...] = (), pattern: str | None = None, **words: Any) -> None:
        super().__init__(reason, words)
        self.reason = reason
        self.nodes = nodes
        self.pattern = pattern  # the field that is absent, such as `/indicators/*/weight`
        self.words = words


class RuleFault(Exception):
    """The rule itself failed while running: a budget was used up, a value grew too large."""

    def __init__(self, reason: str, **words: Any) -> None:
        super().__init__(reason, words)
        self.reason = reason
        self.words = words


@dataclass(frozen=True, slots=True)
class Undetermined:
    """What `evaluate` gives for an expression that cannot be computed."""

    reason: str
    words: Mapping[str, Any] = field(default_factory=dict)
    pointers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Absent:
    """A member that is not there."""

    owner: Node
    name: str

    def unknown(self) -> Unknown:
        owner_field = self.owner.field
        known = owner_field.properties.get(self.name) if owner_field is not None else None
        label = known.title if known is not None else self.name
        return Unknown("absent", (self.owner,), known.pattern if known is not None else None, label=label)


class Nodes(list[Any]):
    """The result of a path that may select several nodes; further steps apply to each."""


@dataclass(slots=True)
class Frame:
    """One step of a traced evaluation: what was evaluated, its value, and the steps below it."""

    syntax: Syntax | None
    value: Any = None
    below: list[Frame] = field(default_factory=list)
    operands: tuple[Frame, ...] = ()  # what a function says its value was made of …
    operator: str = ""  # … and how


@dataclass(slots=True)
class Environment:
    """The state of evaluating one rule on one node."""

    root: Any = None
    this: Any = None
    names: dict[str, Any] = field(default_factory=dict)  # macro variables, bindings, `params`, `row`
    lets: dict[str, Callable[[Environment], Any]] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)  # values of lets, computed once
    lists: Mapping[str, Any] = field(default_factory=dict)  # the pack's word lists, for domain functions
    document: Document | None = None
    current: Any = None  # `@`
    steps: int = limits.EXPRESSION_STEPS
    frames: list[Frame] | None = None  # the stack of a traced evaluation
    let_frames: dict[str, Frame] = field(default_factory=dict)

    def spend(self, steps: int = 1) -> None:
        """Count steps; a rule that uses up its budget ends as a rule error, never as a hang."""
        self.steps -= steps
        if self.steps < 0:
            raise RuleFault("step-limit", limit=limits.EXPRESSION_STEPS)


def content(value: Any) -> Any:
    """What a value means to an operator: a scalar node's value, a sequence's items; blank and absent are unknown."""
    kind = type(value)
    if kind is Node:
        if value.kind is Kind.SCALAR:
            if not value.text.strip() and not value.quoted and value.value in (None, "") or _blank_value(value):
                raise Unknown(
                    "blank", (value,), value.field.pattern if value.field is not None else None, label=label(value)
                )
            return value.value
        return value if value.kind is Kind.MAPPING else list(value.children)
    if kind is Absent:
        raise value.unknown()
    return value


def _blank_value(node: Node) -> bool:
    return node.field is not None and not node.text.strip()


def label(node: Node) -> str:
    """A field's title, or the key as written."""
    if node.field is not None and node.field.name != "*":
        title: str = node.field.title
        return title
    return node.label or str(node.key or "")


def number(value: Any, node: Any = None) -> Decimal | values.Quantity:
    """A value as a number or quantity; raises `Unknown` for what has none."""
    value_ = content(value)
    if isinstance(value_, (Decimal, values.Quantity)) and not isinstance(value_, bool):
        return value_
    blamed = tuple(one for one in (value, node) if isinstance(one, Node))
    if isinstance(value_, values.Value):
        if value_.amount is not None and value_.kind == "quantitative":
            return value_.amount
        reason = "unreadable" if value_.kind in ("invalid", "placeholder", "compound") else "no-number"
        raise Unknown(reason, blamed, text=value_.text)
    raise Unknown("no-number", blamed, text=show(value_))


def items(value: Any) -> list[Any]:
    """A value as a list; raises `Unknown` for anything else."""
    if type(value) is Nodes:
        return value
    found = content(value)
    if isinstance(found, list):
        return found
    raise Unknown("wrong-type", (value,) if isinstance(value, Node) else (), wanted="list", text=show(found))


def boolean(value: Any) -> bool:
    found = content(value)
    if isinstance(found, bool):
        return found
    raise Unknown("wrong-type", (value,) if isinstance(value, Node) else (), wanted="true/false", text=show(found))


def text_of(value: Any) -> str:
    found = content(value)
    if isinstance(found, str):
        return found
    if isinstance(found, values.Value):
        return found.text
    raise Unknown("wrong-type", (value,) if isinstance(value, Node) else (), wanted="text", text=show(found))


def show(value: Any) -> str:
    """A value as a message shows it."""
    if type(value) is Node:
        if value.kind is not Kind.SCALAR:
            return "、".join(show(item) for item in value.items()) if value.kind is Kind.SEQUENCE else value.pointer
        return show(value.value) if isinstance(value.value, (Decimal, values.Quantity)) else value.text
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, values.Quantity):
        return value.text
    if isinstance(value, values.Value):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "、".join(show(item) for item in value)
    if value is None or isinstance(value, Absent):
        return ""
    return str(value)


def from_plain(data: Any) -> Node:
    """Plain JSON-like data (numbers as `Decimal` or int) as a tree of nodes without places."""
    if isinstance(data, dict):
        node = mapping(Place())
        for key, below in data.items():
            node.put(str(key), from_plain(below))
        return node
    if isinstance(data, (list, tuple)):
        node = sequence(Place())
        for below in data:
            node.append(from_plain(below))
        return node
    node = scalar(Place(), "" if data is None else str(data))
    node.value = Decimal(data) if isinstance(data, int) and not isinstance(data, bool) else data
    node.quoted = isinstance(data, str)
    return node


def to_plain(value: Any) -> Any:
    """The inverse of `from_plain`, for any value of an expression."""
    if type(value) is Node:
        if value.kind is Kind.MAPPING:
            return {key: to_plain(below) for key, below in value.children.items()}
        if value.kind is Kind.SEQUENCE:
            return [to_plain(below) for below in value.children]
        return value.value
    if isinstance(value, list):
        return [to_plain(item) for item in value]
    return value
