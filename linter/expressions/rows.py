"""What a row of a form is: a cost, a total, something that should rise or fall.

The words come from the pack's lists, the columns from the schema's annotations: the levels are the fields with
`x-inherit`, the name is the list's `x-key`, the value is the field with `x-value: target`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal

from linter import values
from linter.document import Kind, Node
from linter.expressions.model import Absent, Environment, Unknown, content, place, show
from linter.schema import normal

Way = Literal["up", "down", "none"]

_WAYS: tuple[Way, Way] = ("up", "down")
_BETTER: dict[str, Way] = {"<=": "down", "<": "down", ">=": "up", ">": "up"}


def row_node(row: Any) -> Node:
    """The row itself; raises `Unknown` for what is no row of a list."""
    if type(row) is Absent:
        raise row.unknown()
    if not _is_row(row):
        raise Unknown("wrong-type", place(row), wanted="row", text=show(row))
    node: Node = row
    return node


def _is_row(node: Any) -> bool:
    return type(node) is Node and node.kind is Kind.MAPPING and node.parent is not None and not _is_mapping(node.parent)


def _is_mapping(node: Node) -> bool:
    return node.kind is Kind.MAPPING


def siblings(row: Node) -> list[Node]:
    """The rows of the list that `row` stands in, itself included."""
    assert row.parent is not None
    return [other for other in row.parent.children if other.kind is Kind.MAPPING]


def words(env: Environment, name: str) -> Sequence[str]:
    """A word list of the pack; empty if it has none of that name."""
    found: Sequence[str] = env.lists.get(name, ())
    return found


def levels(row: Node) -> list[str]:
    """The canonical words of the row's level cells that are filled."""
    names = row.field.inherited if row.field is not None else ()
    cells = [row.children[name] for name in names if name in row.children]
    return [node.value if isinstance(node.value, str) else node.text for node in cells if not node.blank]


def name(row: Node) -> str:
    """What the row is called, without spaces and in half-width characters."""
    key = row.parent.field.row_key if row.parent is not None and row.parent.field is not None else None
    node = row.children.get(key) if key else None
    return _normal(node.text) if node is not None else ""


_normal = lru_cache(maxsize=8192)(normal)


def target(row: Node) -> Node | Absent:
    """The cell with the row's value."""
    field = row.field.target if row.field is not None else None
    if field is None:
        return Absent(row, "")
    return row.child(field.name) or Absent(row, field.name, field)


def is_cost(env: Environment, row: Any) -> bool:
    """By its levels; where the form has none, by a cost word in its name."""
    node = row_node(row)
    found = levels(node)
    if found:
        return any(level in words(env, "cost_levels") for level in found)
    return named_as_cost(env, node)


def named_as_cost(env: Environment, row: Node) -> bool:
    """Whether the row's name has a cost word."""
    called = name(row)
    return any(map(called.__contains__, words(env, "cost_words")))


def is_total(env: Environment, row: Any) -> bool:
    """By its name alone: the total of the rows beside it."""
    called = name(row_node(row))
    return any(map(called.__contains__, words(env, "cost_totals")))


def direction(env: Environment, value: Any) -> Way:
    """Whether more (`up`) or less (`down`) of it is better; `none` where nothing says so.

    A cost should be low.  Else the word in the row's name decides that ends last (及时率 in 投诉处理及时率), and
    without one the comparator of its value.
    """
    if isinstance(value, Absent):
        raise value.unknown()
    row = value.parent if type(value) is Node and value.kind is Kind.SCALAR else value
    if _is_row(row):
        node = row_node(row)
        said = "down" if is_cost(env, node) else said_by_name(env, name(node))
        if said is not None:
            return said
        value = target(node) if value is node else value
    return by_comparator(value)


def by_comparator(value: Any) -> Way:
    """Which way is better as a value's comparator says it."""
    found = content(value)
    if isinstance(found, str):
        found = values.parse(found)
    comparator = found.op if isinstance(found, values.Value) else None
    return _BETTER.get(comparator or "", "none")


def said_by_name(env: Environment, called: str) -> Way | None:
    """Which way is better by the word in a name that ends last."""
    ends: list[tuple[int, int, Way]] = [
        (called.rfind(word) + len(word), len(word), way)
        for way in _WAYS
        for word in words(env, f"{way}_words")
        if word in called
    ]
    return max(ends)[2] if ends else None
