"""Walking paths: members, selectors, descent (RFC 9535), with members that are not there kept as `Absent`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from linter import values
from linter.document import Kind, Node
from linter.expressions.model import Absent, Environment, Nodes, RuleFault, Unknown, content

# What a value read from a text offers to rules, beside `.text`.
_PARTS = (
    "kind",
    "comparator",
    "number",
    "upper",
    "amount",
    "unit",
    "per",
    "date",
    "date_end",
    "polarity",
    "reference",
    "parts",
    "notes",
)


def member(target: Any, name: str, strict: bool) -> Any:
    """`target.name`: a child, a part of a value that was read, or for several nodes that of each."""
    if type(target) is Node:
        if target.kind is Kind.MAPPING:
            return _child(target, name)
        if not strict and target.kind is Kind.SCALAR:
            return _part(target, name)
        return Absent(target, name)
    if type(target) is Nodes:
        found = Nodes()
        for node in target:
            below = member(node, name, strict)
            # Outside strict paths a row without the member stays, so that a sum over it is not a silent pass.
            if type(below) is not Absent or (not strict and _is_row(node)):
                found.append(below)
        return found
    if type(target) is Absent:
        return target
    if isinstance(target, dict):
        if name in target:
            return target[name]
        raise Unknown("absent", (), label=name)
    if isinstance(target, values.Value):
        return target.text if name == "text" else _value_part(target, name, ())
    raise Unknown("wrong-type", (), wanted=f".{name}", text=type(target).__name__)


def _is_row(node: Any) -> bool:
    return type(node) is Absent or (type(node) is Node and node.kind is Kind.MAPPING)


def _child(node: Node, name: str) -> Any:
    child = node.children.get(name)
    if child is None and node.field is not None:
        known = node.field.by_label(name)
        if known is not None and known.name != name:
            return node.children.get(known.name) or Absent(node, known.name)
    return Absent(node, name) if child is None else child


def _part(node: Node, name: str) -> Any:
    if name == "text":
        return node.text
    value = node.value
    if isinstance(value, values.Value):
        return _value_part(value, name, (node,))
    if isinstance(value, values.Quantity) and name in ("number", "unit"):
        return value.number if name == "number" else value.unit.text
    return Absent(node, name)


def _value_part(value: values.Value, name: str, nodes: tuple[Node, ...]) -> Any:
    if name not in _PARTS:
        raise Unknown("absent", nodes, label=name)
    if name == "comparator":
        return value.op or ""
    if name in ("per", "parts"):
        return list(getattr(value, name))
    if name == "notes":
        return [note.id for note in value.notes]
    found = getattr(value, name)
    if found is None:
        raise Unknown(
            "no-number" if name in ("number", "amount", "upper") else "absent", nodes, label=name, text=value.text
        )
    return found


def select(target: Any, selectors: list[Any], descend: bool, singular: bool, strict: bool, env: Environment) -> Any:
    """`target[…]` or `target..[…]`; one node (or `Absent`) for a singular path, else `Nodes`."""
    if type(target) is list:  # a list value: `[1, 2][0]`, `costs[*]`
        return _select_from_list(target, selectors, singular, env)
    starts = target if type(target) is Nodes else [target]
    found = Nodes()
    for start in starts:
        if type(start) is not Node:
            if type(start) is not Absent and not isinstance(start, (str, Decimal, bool, type(None))):
                raise Unknown("wrong-type", (), wanted="list", text=type(start).__name__)
            continue
        for node in _descendants(start, env) if descend else (start,):
            for selector in selectors:
                _apply(node, selector, found, env)
    if not singular:
        return found
    if found:
        return found[0]
    if type(target) is Node and not strict and target.kind is Kind.SEQUENCE:
        raise Unknown("index-out-of-range", (target,))
    owner = target if type(target) is Node else getattr(target, "owner", None)
    return Absent(owner, str(selectors[0])) if owner is not None else Nodes()


def _select_from_list(target: list[Any], selectors: list[Any], singular: bool, env: Environment) -> Any:
    found = Nodes()
    for selector in selectors:
        if selector is None:
            found.extend(target)
        elif isinstance(selector, slice):
            found.extend(_sliced(target, selector))
        elif isinstance(selector, tuple) and selector[0] == "filter":
            found.extend(item for item in target if _kept(item, selector[1], env))
        else:
            index = _key(selector, env)
            if not isinstance(index, int) or not -len(target) <= index < len(target):
                raise Unknown("index-out-of-range")
            found.append(target[index])
    return found[0] if singular else found


def _key(selector: Any, env: Environment) -> Any:
    """A written or computed key: text, or an int."""
    if not isinstance(selector, tuple):
        return selector
    value = content(selector[1](env))
    if isinstance(value, Decimal):
        if value != value.to_integral_value() or abs(value) >= 2**53:
            raise Unknown("index-out-of-range")
        return int(value)
    return value


def _apply(node: Node, selector: Any, found: Nodes, env: Environment) -> None:
    env.spend()
    if selector is None:
        env.spend(len(node.children or ()))
        found.extend(node.items())
    elif isinstance(selector, slice):
        if node.kind is Kind.SEQUENCE:
            found.extend(_sliced(node.children, selector))
    elif isinstance(selector, tuple) and selector[0] == "filter":
        found.extend(item for item in node.items() if _kept(item, selector[1], env))
    else:
        key = _key(selector, env)
        child = node.child(key)
        if child is None and isinstance(key, str) and node.kind is Kind.MAPPING:
            below = _child(node, key)
            child = below if type(below) is Node else None
        if child is not None:
            found.append(child)


def _kept(item: Any, condition: Any, env: Environment) -> bool:
    env.spend()
    outer = env.current
    env.current = item
    try:
        return bool(condition(env))
    finally:
        env.current = outer


def _sliced(sequence: list[Any], wanted: slice) -> list[Any]:
    return [] if wanted.step == 0 else sequence[wanted]


def _descendants(start: Node, env: Environment) -> Iterator[Node]:
    for node in start.walk():
        env.spend()
        yield node


__all__ = ["RuleFault", "member", "select"]
