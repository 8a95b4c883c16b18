"""What a cost row costs in all: its rate times the factors that the submission plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from linter import values
from linter.document import Kind, Node
from linter.expressions.model import (
    STEPS_A_CHARACTER,
    STEPS_AN_ITEM,
    Absent,
    Environment,
    Frame,
    Unknown,
    number,
    place,
    show,
)
from linter.expressions.rows import is_cost, is_total, levels, row_node, siblings, target, words
from linter.values.dates import first_day, last_day

Found = tuple[values.Quantity, Node]


@dataclass(frozen=True, slots=True)
class _Survey:
    """What the rows beside a cost say, looked up once for all of them."""

    items: list[Node]  # cost rows that are no totals
    totals: list[Node]
    planned: list[Found]  # what the rows that count outputs plan


def total_cost(env: Environment, row: Any) -> Any:
    """The row's amount times the factors of its rate; None for a total row that other rows or totals stand for."""
    node = row_node(row)
    if is_total(env, node) and _is_covered(node, _survey(env, node)):
        return None
    cell = target(node)
    amount = number(cell)
    if not isinstance(amount, values.Quantity) or isinstance(cell, Absent):
        raise Unknown("not-a-quantity", place(cell), text=show(cell))
    operands: list[Any] = [cell]
    for atom in amount.unit.atoms:
        if atom.exponent < 0:
            per = values.Unit((atom.inverse(),))
            nothing = (values.Quantity(values.ONE, per), None)  # a rate of 0 costs nothing, whatever the count
            factor, source = _factor(env, _survey(env, node), per, cell) if amount.number else nothing
            operands.append(factor if source is None else source)
            amount = _times(amount, factor, cell)
    if env.frames:
        env.frames[-1].operands = tuple(Frame(None, operand) for operand in operands)
        env.frames[-1].operator = "×"
    return amount


def _is_covered(row: Node, survey: _Survey) -> bool:
    """Whether items, or a total before it, stand for a total."""
    return row in survey.totals and bool(survey.items or _repeats(row, survey.totals))


def _survey(env: Environment, row: Node) -> _Survey:
    key = ("costs", id(row.parent))
    found = env.memory.get(key)
    if found is None:
        found = env.memory[key] = _Survey([], [], [])
        for other in siblings(row):
            env.spend(STEPS_AN_ITEM * len(other.children))
            if is_cost(env, other):
                (found.totals if is_total(env, other) else found.items).append(other)
            elif _counts_outputs(env, other):
                found.planned.extend(_measured(target(other)))
    survey: _Survey = found
    return survey


def _counts_outputs(env: Environment, row: Node) -> bool:
    """Rows without levels count too."""
    found = levels(row)
    return not found or any(level in words(env, "quantity_levels") for level in found)


def _measured(cell: Node | Absent) -> list[Found]:
    """The amount in a cell; of a range the lower end."""
    value = cell.value if isinstance(cell, Node) else None
    if isinstance(value, values.Value) and value.amount is not None:
        assert isinstance(cell, Node)
        return [(value.amount, cell)]
    return []


def _repeats(row: Node, totals: list[Node]) -> bool:
    """Whether a total before this one says the same."""
    amounts = [amount for other in totals[: totals.index(row)] for amount, _ in _measured(target(other))]
    own = _measured(target(row))
    return any(amount.unit.dimension == own[0][0].unit.dimension and amount == own[0][0] for amount in amounts if own)


def _times(amount: values.Quantity, factor: values.Quantity, cell: Node) -> values.Quantity:
    try:
        return amount * factor
    except values.UnitMismatch:
        raise Unknown("different-units", place(cell), left=amount.text, right=factor.text) from None
    except ArithmeticError:
        raise Unknown("too-large", place(cell)) from None


def _factor(env: Environment, survey: _Survey, unit: values.Unit, cell: Node) -> tuple[values.Quantity, Node | None]:
    """How many of a rate's denominator are planned, and the cell that says so (None for the table's own year)."""
    year = values.Quantity(values.ONE, _YEAR)
    if unit.dimension == _YEAR.dimension and unit.factor >= _YEAR.factor:
        return year, None  # the table is for one year
    found = _in_unit(survey.planned, unit) or _in_unit(_mentioned(env), unit)
    if not found:
        if unit.dimension == _YEAR.dimension:
            return _months(env) or (year.to(unit), None)
        raise Unknown("no-factor", place(cell), unit=unit.text)
    if any(quantity != found[0][0] for quantity, _ in found[1:]):
        raise Unknown("ambiguous-factor", (cell, *(node for _, node in found)), unit=unit.text)
    return found[0]


def _in_unit(found: list[Found], unit: values.Unit) -> list[Found]:
    """Those with this very unit (days do not compete with hours), else those that convert to it."""
    alike = [one for one in found if one[0].unit.dimension == unit.dimension]
    return [one for one in alike if one[0].unit.factor == unit.factor] or alike


def _known_unit(text: str) -> values.Unit:
    unit = values.unit(text)
    assert unit is not None
    return unit


_YEAR = _known_unit("年")
_MONTH = _known_unit("月")


def _submission(env: Environment) -> Node | None:
    root = env.document.root if env.document is not None else env.root
    return root if isinstance(root, Node) and root.kind is Kind.MAPPING else None


def _mentioned(env: Environment) -> list[Found]:
    """The quantities in the submission's prose (lists of text beside the rows)."""
    if "mentioned" not in env.memory:
        root = _submission(env)
        found: list[Found] = []
        for node in root.items() if root is not None else ():
            for item in node.children if node.kind is Kind.SEQUENCE else ():
                if item.kind is Kind.SCALAR:
                    env.spend(STEPS_A_CHARACTER * len(item.text))
                    found += [(quantity, item) for quantity, _ in values.mentions(item.text)]
        env.memory["mentioned"] = found
    mentioned: list[Found] = env.memory["mentioned"]
    return mentioned


def _months(env: Environment) -> Found | None:
    """How long the period lasts that the submission states, as far as it lies in the submission's year."""
    root = _submission(env)
    stated = [node for node in root.items() if node.field is not None] if root is not None else []
    year = next((int(node.value) for node in stated if node.field.value == "year" and node.value is not None), None)
    for node in stated:
        value = node.value
        if node.field.value != "record" or not isinstance(value, values.Value):
            continue
        if value.kind == "date_range" and value.date is not None and value.date_end is not None:
            months = _whole_months(value.date, value.date_end, year)
            return (values.Quantity(Decimal(months), _MONTH), node) if months is not None else None
        if value.amount is not None and value.amount.unit.dimension == _YEAR.dimension:
            return min(value.amount, values.Quantity(values.ONE, _YEAR)), node
    return None


def _whole_months(start: str, end: str, year: int | None) -> int | None:
    try:
        first, last = date.fromisoformat(first_day(start)), date.fromisoformat(last_day(end))
    except ValueError:  # no year is known
        return None
    if year is not None:
        first, last = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
    after = last + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month - (after.day < first.day)
    return months if months > 0 else None
