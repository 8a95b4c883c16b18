"""Costs: which rows are costs, and what a rate costs in all.

The words come from the pack's lists (`cost_levels`, `cost_words`, `cost_totals`, `quantity_levels`), the columns
from the schema's annotations: the levels are the fields with `x-inherit`, the name is the list's `x-key`, the value
is the field with `x-value: target`.
"""

from __future__ import annotations

from typing import Any

from linter import values
from linter.document import Kind, Node
from linter.expressions.model import Absent, Environment, Frame, Unknown, number, show
from linter.schema import normal


def row_node(row: Any) -> Node:
    if type(row) is Absent:
        raise row.unknown()
    if type(row) is not Node or row.kind is not Kind.MAPPING:
        raise Unknown("wrong-type", (row,) if type(row) is Node else (), wanted="row", text=show(row))
    return row


def _levels(row: Node) -> list[str]:
    """The canonical words of the row's level cells that are filled."""
    return [
        show_word(node)
        for node in row.children.values()
        if node.field is not None and node.field.inherit and not node.blank
    ]


def show_word(node: Node) -> str:
    return node.value if isinstance(node.value, str) else node.text


def _name(row: Node) -> str:
    key = row.parent.field.row_key if row.parent is not None and row.parent.field is not None else None
    node = row.child(key) if key else None
    return normal(node.text) if node is not None else ""


def _list(env: Environment, name: str) -> list[str]:
    return list(env.lists.get(name, ()))


def is_cost(env: Environment, row: Node) -> bool:
    """By its levels; where the form has none, by a cost word in its name."""
    levels = _levels(row)
    if levels:
        return any(level in _list(env, "cost_levels") for level in levels)
    return any(word in _name(row) for word in _list(env, "cost_words"))


def is_total(env: Environment, row: Node) -> bool:
    """By its name alone: `项目总成本` is the sum of the rows beside it."""
    name = _name(row)
    return any(word in name for word in _list(env, "cost_totals"))


def _target(row: Node) -> Node | Absent:
    wanted = (
        next((field.name for field in row.field.properties.values() if field.value == "target"), None)
        if row.field
        else None
    )
    return row.child(wanted or "") or Absent(row, wanted or "")


def total_cost(env: Environment, row: Node) -> Any:
    """The row's amount times the factors of its rate (value-grammar's rate arithmetic).

    None for a total row when itemised cost rows stand beside it.
    """
    rows = row.parent.children if row.parent is not None and row.parent.kind is Kind.SEQUENCE else [row]
    env.spend(len(rows))
    if is_total(env, row) and any(
        is_cost(env, other) and not is_total(env, other) for other in rows if other.kind is Kind.MAPPING
    ):
        return None
    target = _target(row)
    amount = number(target)
    if not isinstance(amount, values.Quantity):
        raise Unknown("not-a-quantity", (target,) if isinstance(target, Node) else (), text=show(target))
    assert isinstance(target, Node)
    operands = [Frame(None, target)]
    for denominator in target.value.per:
        factor, source = _factor(env, denominator, row, rows, target)
        operands.append(Frame(None, source if source is not None else factor))
        amount = _times(amount, factor, target)
    if env.frames:
        env.frames[-1].operands = tuple(operands)
        env.frames[-1].operator = "×"
    return amount


def _times(amount: Any, factor: Any, target: Node) -> Any:
    try:
        return amount * factor
    except values.UnitMismatch:
        raise Unknown("different-units", (target,), left=amount.text, right=factor.text) from None
    except values.ValueTooLarge:
        raise Unknown("too-large", (target,)) from None


def _factor(env: Environment, denominator: str, row: Node, rows: list[Node], target: Node) -> tuple[Any, Node | None]:
    """How many of a rate's denominator the submission plans, and the cell that says so (None for a year)."""
    unit = values.unit(denominator)
    if unit is None:
        raise Unknown("no-factor", (target,), unit=denominator)
    year = values.Quantity(values.ONE, values.unit("年"))  # type: ignore[arg-type]
    if unit.dimension == year.unit.dimension and unit.factor == year.unit.factor:
        return year, None  # the table is for one year
    found = _planned(env, unit, row, rows) or _mentioned(env, unit)
    if not found:
        if unit.dimension == year.unit.dimension:
            return year.to(unit), None
        raise Unknown("no-factor", (target,), unit=denominator)
    if any(quantity != found[0][0] for quantity, _ in found[1:]):
        raise Unknown("ambiguous-factor", (target, *(node for _, node in found)), unit=denominator)
    return found[0]


def _planned(env: Environment, unit: Any, row: Node, rows: list[Node]) -> list[tuple[Any, Node]]:
    """Quantities of the rows that count outputs in this unit; rows without levels count too."""
    found = []
    for other in rows:
        if other is row or other.kind is not Kind.MAPPING or is_cost(env, other):
            continue
        levels = _levels(other)
        if levels and not any(level in _list(env, "quantity_levels") for level in levels):
            continue
        target = _target(other)
        value = target.value if isinstance(target, Node) else None
        if (
            isinstance(value, values.Value)
            and value.amount is not None
            and value.amount.unit.dimension == unit.dimension
        ):
            assert isinstance(target, Node)
            found.append((value.amount, target))
    return found


def _mentioned(env: Environment, unit: Any) -> list[tuple[Any, Node]]:
    """Quantities with this unit in the submission's prose (lists of text beside the rows)."""
    found: list[tuple[Any, Node]] = []
    root = env.document.root if env.document is not None else env.root
    if not isinstance(root, Node) or root.kind is not Kind.MAPPING:
        return found
    for node in root.items():
        if node.kind is not Kind.SEQUENCE:
            continue
        for item in node.children:
            if item.kind is Kind.SCALAR:
                env.spend()
                found += [
                    (quantity, item)
                    for quantity, _ in values.mentions(item.text)
                    if quantity.unit.dimension == unit.dimension
                ]
    return found
