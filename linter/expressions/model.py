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
from linter.schema import Field

# What things cost, so that a step is about half a microsecond whatever is done in it.
STEPS_A_PART = 2  # of an expression, computed once
STEPS_AN_ITEM = 4  # of a list, looked at or added
STEPS_A_CHARACTER = 10  # of prose, read for quantities


class Unknown(Exception):
    """A value that cannot be computed.

    `reason` is an id of the reasons in `builtin.yaml`, `words` fill its text, `nodes` are at fault (none when the
    fault is in no single node).  `pattern` is the field that is absent or blank, such as `/indicators/*/weight`.
    """

    def __init__(self, reason: str, nodes: tuple[Node, ...] = (), pattern: str | None = None, **words: Any) -> None:
        super().__init__(reason, words)
        self.reason = reason
        self.nodes = nodes
        self.pattern = pattern
        self.words = words


class RuleFault(Exception):
    """The rule itself failed while running: its budget of steps was used up."""

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
    """What is not there: `owner`, the deepest node that is, has no `name`.

    `field` is what was asked for, as far as the schema knows it.  `cause` says why a cell that is there has no such
    part, because it cannot be read, for example.
    """

    owner: Node
    name: str | int
    field: Field | None = None
    cause: Unknown | None = None

    @property
    def pattern(self) -> str | None:
        return self.field.pattern if self.field is not None else None

    def unknown(self) -> Unknown:
        if self.cause is not None:
            return self.cause.with_traceback(None)
        if isinstance(self.name, int):
            index = self.name + 1 if self.name >= 0 else self.name
            return Unknown("index-out-of-range", (self.owner,), index=index)
        return Unknown("absent", (self.owner,), self.pattern, label=self.field.title if self.field else self.name)


class Nodes(list[Any]):
    """What a path gave that may select several nodes; a further step applies to each of them."""


def settled(value: Any) -> Any:
    """A value as it is kept: what a path gave becomes a list, so that `[0]` on it means its first item."""
    return list(value) if type(value) is Nodes else value


@dataclass(slots=True)
class Frame:
    """One step of a traced evaluation: what was evaluated, its value, and the steps below it."""

    syntax: Syntax | None
    value: Any = None
    below: list[Frame] = field(default_factory=list, repr=False)
    operands: tuple[Frame, ...] = field(default=(), repr=False)  # what a function says its value was made of …
    operator: str = ""  # … and how


@dataclass(slots=True)
class Environment:
    """The state of evaluating one rule on one node."""

    root: Any = None  # `$`
    this: Any = None
    names: dict[str, Any] = field(default_factory=dict)  # bindings such as `params` and `row`
    lets: dict[str, Callable[[Environment], Any]] = field(default_factory=dict)
    lists: Mapping[str, Any] = field(default_factory=dict)  # the pack's words, for domain functions
    document: Document | None = None
    memory: dict[Any, Any] = field(default_factory=dict)  # what functions remember about the document
    steps: int = limits.EXPRESSION_STEPS
    frames: list[Frame] | None = field(default=None, repr=False)  # the stack of a traced evaluation

    variables: dict[str, Any] = field(default_factory=dict)  # of the macros that are running
    current: Any = None  # `@`
    known: dict[str, Any] = field(default_factory=dict)  # values of lets, computed once …
    let_frames: dict[str, Frame] = field(default_factory=dict, repr=False)  # … and how they came about

    def spend(self, steps: int = 1) -> None:
        """Count steps; a rule that uses up its budget ends as a rule error, never as a hang."""
        self.steps -= steps
        if self.steps < 0:
            raise RuleFault("step-limit", limit=limits.EXPRESSION_STEPS)

    def weigh(self, *found: Any) -> None:
        """Count what comparing `found` takes; one step for anything that is not made of parts."""
        for value in found:
            if isinstance(value, list) or (type(value) is Node and value.children):
                self.walk(value)

    def walk(self, value: Any) -> None:
        """Count a step for everything inside a value that an operation is about to walk through.

        Lists of lists can hold far more than was ever written: one list may stand in another many times.
        """
        stack = [value]
        while stack:
            item = stack.pop()
            if isinstance(item, list):
                self.spend(STEPS_AN_ITEM * len(item))
                stack += item
            elif type(item) is Node and item.children:
                self.spend(STEPS_AN_ITEM * len(item.children))
                stack += item.items()
            elif isinstance(item, str):
                self.spend(len(item) // 100)

    def lacks(self, pattern: str | None) -> bool:
        """Whether the form has no room for the field at `pattern`, or for what it would stand in."""
        if pattern is None or self.document is None or not self.document.absent:
            return False
        parts = pattern.split("/")
        return any("/".join(parts[:end]) in self.document.absent for end in range(2, len(parts) + 1))


def content(value: Any) -> Any:
    """What a value means to an operator: a scalar node's value, a sequence's items; raises `Unknown` for what is blank
    or absent."""
    kind = type(value)
    if kind is Node:
        if value.kind is Kind.SCALAR:
            if value.blank and _means_nothing(value):
                raise Unknown("blank", (value,), value.field.pattern if value.field else None, label=label(value))
            return value.value
        return value if value.kind is Kind.MAPPING else list(value.children)
    if kind is Absent:
        raise value.unknown()
    return value


def _means_nothing(node: Node) -> bool:
    """A scalar without text; a quoted one outside any form is a text like others."""
    return node.field is not None or (not node.quoted and node.value in (None, ""))


def label(node: Node) -> str:
    """A field's title, or the key as written."""
    if node.field is not None and node.field.name != "*":
        title: str = node.field.title
        return title
    return node.label or str(node.key or "")


def place(*found: Any) -> tuple[Node, ...]:
    """The nodes among `found`, to be blamed; for what is absent its owner."""
    nodes = [one.owner if isinstance(one, Absent) else one for one in found]
    return tuple(one for one in nodes if isinstance(one, Node))


def number(value: Any) -> Decimal | values.Quantity:
    """A value as a number or quantity; raises `Unknown` for what has none."""
    if isinstance(value, (Decimal, values.Quantity)):
        return value
    found = (
        value.value if type(value) is Node and type(value.value) is Decimal and value.text.strip() else content(value)
    )
    if isinstance(found, (Decimal, values.Quantity)):
        return found
    if isinstance(found, values.Value):
        if found.kind == "quantitative" and (amount := found.amount) is not None:
            return amount
        if found.blank:
            raise Unknown("blank", place(value), label=label(value) if isinstance(value, Node) else found.text)
        reason = "unreadable" if found.kind in ("invalid", "placeholder", "compound") else "no-number"
        raise Unknown(reason, place(value), text=found.text)
    raise Unknown("no-number", place(value), text=show(found))


def items(value: Any) -> list[Any]:
    """A value as a list; raises `Unknown` for anything else."""
    if type(value) is Nodes:
        return value
    found = content(value)
    if isinstance(found, list):
        return found
    raise Unknown("wrong-type", place(value), wanted="list", text=show(found))


def boolean(value: Any) -> bool:
    """A value as true or false; raises `Unknown` for anything else."""
    found = content(value)
    if isinstance(found, bool):
        return found
    raise Unknown("wrong-type", place(value), wanted="boolean", text=show(found))


def text_of(value: Any) -> str:
    """A value as text, an indicator value as written; raises `Unknown` for anything else."""
    found = content(value)
    if isinstance(found, str):
        return found
    if isinstance(found, values.Value):
        return found.text
    raise Unknown("wrong-type", place(value), wanted="text", text=show(found))


def show(value: Any) -> str:
    """A value as a message shows it; never much longer than a message may be."""
    if type(value) is Node:
        if value.kind is Kind.SEQUENCE:
            return _joined(value.children)
        if value.kind is Kind.MAPPING:
            return _called(value)
        return show(value.value) if isinstance(value.value, (Decimal, values.Quantity)) else value.text
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, (values.Quantity, values.Value)):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _joined(value)
    return "" if value is None or isinstance(value, Absent) else str(value)


def _called(node: Node) -> str:
    """A row by what its list says names it, anything else by its pointer."""
    key = node.parent.field.row_key if node.parent is not None and node.parent.field is not None else None
    name = node.child(key) if key else None
    return name.text if name is not None else node.pointer


def _joined(found: Any) -> str:
    text = ""
    for index, item in enumerate(found):
        text += ("、" if index else "") + show(item)
        if len(text) > limits.MESSAGE_CHARACTERS:
            return text[: limits.MESSAGE_CHARACTERS] + "…"
    return text


def from_plain(data: Any) -> Node:
    """Plain JSON-like data as a tree of nodes without places; of a float the shortest digits that mean it."""
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
    if isinstance(data, (int, float)) and not isinstance(data, bool):
        data = Decimal(repr(data))
    node = scalar(Place(), show(data))
    node.value = data
    node.quoted = isinstance(data, str)
    return node


def to_plain(value: Any) -> Any:
    """The inverse of `from_plain`, for any value of an expression."""
    if type(value) is Node:
        if value.kind is Kind.MAPPING:
            return {key: to_plain(below) for key, below in value.children.items()}
        return [to_plain(below) for below in value.children] if value.kind is Kind.SEQUENCE else value.value
    return [to_plain(item) for item in value] if isinstance(value, list) else value
