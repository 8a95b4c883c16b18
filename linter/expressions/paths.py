"""Walking paths: members, selectors, descent (RFC 9535).

Outside strict paths a member that is not there is kept as `Absent`: a row without a weight stays in a sum of weights,
which then cannot be determined, and is not passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from linter import values
from linter.document import Kind, Node
from linter.expressions.model import Absent, Environment, Nodes, Unknown, content, place, show
from linter.expressions.syntax import All, Filter, Group, Key, Literal, Member, Negative, Select, Slice, Syntax, plain
from linter.expressions.types import VALUE_PARTS


@dataclass(frozen=True, slots=True)
class Where:
    """The selector `?condition`; `cost` is what it takes to ask one item."""

    condition: Callable[[Environment], bool]
    cost: int


@dataclass(frozen=True, slots=True)
class Computed:
    """An index or key that is known only when the rule runs."""

    key: Callable[[Environment], Any]


# A selector: a key, an index, a slice, None for `*`, or one of the above.
Selector = str | int | slice | None | Where | Computed


def member(target: Any, name: str, strict: bool) -> Any:
    """`target.name`: a child, a part of a value that was read, or for several nodes that of each."""
    kind = type(target)
    if kind is Node:
        if target.kind is Kind.MAPPING:
            return _child(target, name)
        if not strict and target.kind is Kind.SCALAR:
            return _part(target, name)
        return Absent(target, name)
    if kind is Nodes:
        return _each_member(target, name, strict)
    if kind is Absent:
        known = target.field.by_label(name) if target.field is not None else None
        return target if known is None else Absent(target.owner, target.name, known)
    if kind is dict and name in target:
        return target[name]
    if isinstance(target, values.Value):
        return _value_part(target, name)
    if isinstance(target, values.Quantity) and name in ("number", "unit"):
        return target.number if name == "number" else target.unit.text
    raise Unknown("wrong-type", wanted="mapping", text=show(target))


def _each_member(nodes: Nodes, name: str, strict: bool) -> Nodes:
    found = Nodes()
    for node in nodes:
        below = member(node, name, strict)
        if type(below) is not Absent or (not strict and _is_missed(below, node)):
            found.append(below)
    return found


def _is_missed(absent: Absent, node: Any) -> bool:
    """Whether something is missing from `node`, rather than no business of its kind."""
    return absent.cause is not None or type(node) is Absent or node.kind is Kind.MAPPING


def _child(node: Node, name: str) -> Any:
    """A mapping's child by its key or by any label of its field."""
    child = node.children.get(name)
    if child is not None:
        return child
    known = node.field.by_label(name) if node.field is not None else None
    if known is None:
        return Absent(node, name)
    return node.children.get(known.name) or Absent(node, known.name, known)


def _part(node: Node, name: str) -> Any:
    if name == "text":
        return node.text
    value = node.value
    if isinstance(value, values.Quantity):
        return member(value, name, False)
    if not isinstance(value, values.Value):
        return Absent(node, name)
    found = _value_part(value, name)
    return found if found is not None else Absent(node, name, cause=_no_part(node, value, name))


def _value_part(value: values.Value, name: str) -> Any:
    """A part of a value as read, None if it has none."""
    if name not in VALUE_PARTS:
        raise Unknown("absent", label=name)
    if name == "comparator":
        return value.op or ""
    if name in ("per", "parts"):
        return list(getattr(value, name))
    if name == "notes":
        return [note.id for note in value.notes]
    return getattr(value, name)


def _no_part(node: Node, value: values.Value, name: str) -> Unknown:
    """Why a cell has no such part."""
    if value.blank:
        return Unknown("blank", (node,), node.field.pattern, label=node.field.title)
    reason = "no-number" if name in ("number", "amount", "upper") else "absent"
    return Unknown(reason, (node,), label=name, text=value.text)


def select(
    env: Environment, target: Any, selectors: list[Selector], descend: bool, singular: bool, strict: bool
) -> Any:
    """`target[…]` or `target..[…]`; one node (or `Absent`) for a singular path, else `Nodes`."""
    kind = type(target)
    if kind is Absent:
        inside = target.field.items if target.field is not None else None
        return target if inside is None else Absent(target.owner, target.name, inside)
    if kind is not Node and kind is not Nodes:
        return _select_plain(target, selectors, singular, env)
    found = Nodes()
    for start in target if kind is Nodes else (target,):
        if type(start) is Node:
            for node in _descendants(start, env) if descend else (start,):
                for selector in selectors:
                    _apply(node, selector, found, env)
        elif type(start) is not Absent:
            found += _select_plain(start, selectors, False, env)
        elif not strict:
            found.append(start)
    if not singular:
        return found
    return found[0] if found else _nothing(target, selectors[0], env)


def _nothing(target: Node, selector: Selector, env: Environment) -> Absent:
    key = _key(selector, env)
    field = target.field
    if field is not None:
        field = field.by_label(key) if isinstance(key, str) else field.items
    return Absent(target, key, field)


def _select_plain(target: Any, selectors: list[Selector], singular: bool, env: Environment) -> Any:
    """Selectors on a computed list (`[1, 2][0]`, `costs[*]`) or a parameter's row."""
    if not isinstance(target, (list, dict)):
        raise Unknown("wrong-type", place(target), wanted="list", text=show(target))
    found = Nodes()
    members = list(target.values()) if isinstance(target, dict) else target
    for selector in selectors:
        env.spend(len(members))
        if selector is None:
            found += members
        elif isinstance(selector, slice):
            found += _sliced(members, selector) if isinstance(target, list) else ()
        elif isinstance(selector, Where):
            found += [item for item in members if _kept(item, selector, env)]
        else:
            found.append(_item(target, _key(selector, env)))
    return found[0] if singular else found


def _item(target: Any, key: str | int) -> Any:
    if isinstance(target, dict):
        return member(target, str(key), False)
    if not isinstance(key, int) or not -len(target) <= key < len(target):
        raise Unknown("index-out-of-range", index=key + 1 if isinstance(key, int) and key >= 0 else key)
    return target[key]


def _key(selector: Any, env: Environment) -> str | int:
    if not isinstance(selector, Computed):
        found: str | int = selector
        return found
    value = content(selector.key(env))
    index = whole(value)
    if index is None and not isinstance(value, str):
        raise Unknown("index-out-of-range", index=show(value))
    return value if index is None else index


def _apply(node: Node, selector: Selector, found: Nodes, env: Environment) -> None:
    env.spend()
    if selector is None:
        env.spend(len(node.children or ()))
        found += node.items()
    elif isinstance(selector, slice):
        if node.kind is Kind.SEQUENCE:
            env.spend(len(node.children))
            found += _sliced(node.children, selector)
    elif isinstance(selector, Where):
        found += [item for item in node.items() if _kept(item, selector, env)]
    else:
        key = _key(selector, env)
        child = _child(node, key) if isinstance(key, str) and node.kind is Kind.MAPPING else node.child(key)
        if isinstance(child, Node):
            found.append(child)


def _kept(item: Any, where: Where, env: Environment) -> bool:
    env.spend(where.cost)
    outer, env.current = env.current, item
    try:
        return where.condition(env)
    finally:
        env.current = outer


def _sliced(sequence: list[Any], wanted: slice) -> list[Any]:
    return [] if wanted.step == 0 else sequence[wanted]


def _descendants(start: Node, env: Environment) -> Iterator[Node]:
    for node in start.walk():
        env.spend()
        yield node


# What a path says before it is walked


def fixed_selector(syntax: Syntax) -> str | int | None:
    """The key or index that a selector is, if it is written out; None if it must be computed."""
    syntax = plain(syntax)
    if isinstance(syntax, Key):
        return syntax.name
    sign, literal = (-1, plain(syntax.operand)) if isinstance(syntax, Negative) else (1, syntax)
    if not isinstance(literal, Literal):
        return None
    if isinstance(literal.value, str) and sign == 1:
        return literal.value
    index = whole(literal.value)
    return None if index is None else sign * index


def whole(value: Any) -> int | None:
    """A number as an index; None for fractions and for what RFC 9535 finds too large."""
    if isinstance(value, Decimal) and abs(value) < 2**53 and value == value.to_integral_value():
        return int(value)
    return None


def is_singular(syntax: Syntax) -> bool:
    """Whether a path gives at most one node; anything else gives one value."""
    if isinstance(syntax, (Member, Group)):
        return is_singular(syntax.parts()[0])
    if isinstance(syntax, Select):
        one = len(syntax.selectors) == 1 and not syntax.descend
        return one and not isinstance(syntax.selectors[0], (All, Slice, Filter)) and is_singular(syntax.target)
    return True
