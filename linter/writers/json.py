"""Submissions as JSON: an array of objects, with amounts as strings of digits, since JSON numbers may lose some."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from linter import values
from linter.decimals import decimal, plain
from linter.document import Kind, Node
from linter.writers.canonical import number

_AMOUNTS = ("money", "points")


def render(submissions: Sequence[dict[str, Any]]) -> bytes:
    """Canonical `submissions` as an array; their documents have been prepared, so that their amounts are known."""
    return (_shown(list(submissions), "\n") + "\n").encode()


def _shown(value: Any, line_end: str) -> str:
    """A value as JSON; `line_end` begins the line that its end stands on."""
    if value is None:
        return "null"
    if isinstance(value, Node):
        return _scalar(value)
    inner = f"{line_end}  "
    if isinstance(value, dict):
        parts = [f"{_text(key)}: {_shown(below, inner)}" for key, below in value.items()]
        brackets = "{}"
    else:
        parts = [_shown(below, inner) for below in value]
        brackets = "[]"
    return brackets[0] + f"{inner}{f',{inner}'.join(parts)}{line_end}" * bool(parts) + brackets[1]


def _scalar(node: Node) -> str:
    if isinstance(node.value, bool):
        return str(node.value).lower()
    if node.field is not None and node.field.value in _AMOUNTS:
        return _text(_amount(node))
    written = number(node)
    return _text(node.text) if written is None else written


def _amount(node: Node) -> str:
    """An amount as digits, in the unit that the submission gives for it; as written where it is none of that."""
    known = decimal(node.text)
    if known is not None:
        return format(known, "f")
    unit = _unit(node)
    if unit is None or not isinstance(node.value, values.Quantity) or node.value.unit.dimension != unit.dimension:
        return node.text
    return plain(node.value.to(unit).number)


def _unit(node: Node) -> values.Unit | None:
    """The unit that stands beside an amount."""
    name, owner = node.field.unit_from, node.parent
    beside = owner.child(name) if name and owner is not None else None
    return values.unit(beside.text) if beside is not None and beside.kind is Kind.SCALAR else None


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
