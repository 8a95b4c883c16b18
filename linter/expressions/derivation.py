"""From a traced evaluation: the arithmetic, the cells it came from, and where to point."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from linter import values
from linter.document import Kind, Node
from linter.expressions.model import Frame, Nodes, content, show
from linter.expressions.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Group,
    ListOf,
    Literal,
    Logic,
    Macro,
    Member,
    Name,
    Negative,
    Not,
    Select,
    plain,
)

# What a failed comparison says of its sides.
_FAILED = {"==": "≠", "!=": "=", "<": "≥", "<=": ">", ">": "≤", ">=": "<"}
_SIGN = {"*": " × ", "/": " ÷ ", "+": " + ", "-": " − "}


def culprit(frame: Frame) -> Frame:
    """The smallest part whose being false (or unknown) made the whole so."""
    syntax = frame.syntax
    if isinstance(syntax, Group):
        return culprit(frame.below[-1]) if frame.below else frame
    if isinstance(syntax, Logic) and syntax.operator == "&&" and frame.value is False:
        return next((culprit(part) for part in frame.below if part.value is False), frame)
    if isinstance(syntax, Macro) and syntax.name == "all" and frame.value is False:
        return next((culprit(part) for part in frame.below[1:] if part.value is False), frame)
    return frame


def sides(frame: Frame) -> tuple[Frame, Frame] | None:
    """The two sides of a comparison."""
    if isinstance(frame.syntax, Comparison) and len(frame.below) == 2:
        return frame.below[0], frame.below[1]
    return None


def arithmetic(frame: Frame) -> str | None:
    """`≤4万元 + ≤6万元 = 10万元 > 8万元`, for a comparison of numbers of which at least one was computed."""
    pair = sides(frame)
    if pair is None or not isinstance(frame.syntax, Comparison) or frame.syntax.operator not in _FAILED:
        return None
    left, right = (_numeric(side.value) for side in pair)
    if left is None or right is None or not (_computed(pair[0]) or _computed(pair[1])):
        return None
    return f"{_side(pair[0], left)} {_FAILED[frame.syntax.operator]} {_side(pair[1], right, mirrored=True)}"


def _numeric(value: Any) -> Any:
    found = content(value) if not isinstance(value, (Nodes, Exception)) else None
    if isinstance(found, values.Value):
        found = found.amount
    return found if isinstance(found, (Decimal, values.Quantity)) and not isinstance(found, bool) else None


def _side(frame: Frame, value: Any, mirrored: bool = False) -> str:
    text, total = _written(frame), show(value)
    if not _computed(frame) or text == total:
        return text
    return f"{total} = {text}" if mirrored else f"{text} = {total}"


def _computed(frame: Frame) -> bool:
    syntax = plain(frame.syntax) if frame.syntax is not None else None
    if isinstance(syntax, Name) and frame.below:
        return _computed(frame.below[0])
    if frame.operands:
        return len(frame.operands) > 1
    return isinstance(syntax, (Arithmetic, Call, Macro))


def _written(frame: Frame) -> str:
    """How a value came about, as one line."""
    syntax = frame.syntax
    if frame.operands:
        return f" {frame.operator} ".join(_written(part) for part in frame.operands)
    if isinstance(syntax, (Group, Conditional)) and frame.below:
        return _written(frame.below[-1])
    if isinstance(syntax, Name) and len(frame.below) == 1:
        return _written(frame.below[0])
    if isinstance(syntax, Arithmetic) and len(frame.below) == 2:
        return _SIGN[syntax.operator].join(_factor(part, syntax.operator) for part in frame.below)
    if isinstance(syntax, Negative):
        return "−" + _written(frame.below[0])
    if isinstance(syntax, Call) and syntax.name == "sum" and frame.below:
        parts = [_written(part) for part in listed(frame.below[0]) if part.value is not None]
        return " + ".join(parts) if parts else show(frame.value)
    if isinstance(syntax, Call) and syntax.name in ("default", "abs") and frame.below:
        return show(frame.value)
    if isinstance(syntax, Call) and syntax.name in ("min", "max") and frame.below:
        return f"{syntax.name}({', '.join(_written(part) for part in listed(frame.below[0]))})"
    return leaf_text(frame.value)


def _factor(frame: Frame, operator: str) -> str:
    """A part of a product or difference, in brackets when it is itself a sum."""
    text = _written(frame)
    inner = plain(frame.syntax) if frame.syntax is not None else None
    is_sum = (isinstance(inner, Arithmetic) and inner.operator in "+-") or (
        isinstance(inner, Call) and inner.name == "sum"
    )
    return f"({text})" if is_sum and operator in "*/" and " " in text else text


def leaf_text(value: Any) -> str:
    """A value as the arithmetic shows it: a cell as written, money with its unit."""
    if type(value) is Node and value.kind is Kind.SCALAR:
        if isinstance(value.value, values.Quantity):
            return value.value.text
        return value.text
    return show(value)


def listed(frame: Frame) -> list[Frame]:
    """The frames of a list's items."""
    syntax = frame.syntax
    if isinstance(syntax, Group) or (isinstance(syntax, Name) and len(frame.below) == 1):
        return listed(frame.below[0])
    if isinstance(syntax, Macro) and syntax.name == "map":
        return frame.below[1:]
    if isinstance(syntax, ListOf):
        return frame.below
    if isinstance(syntax, Arithmetic) and len(frame.below) == 2:
        return [*listed(frame.below[0]), *listed(frame.below[1])]
    found = frame.value
    if isinstance(found, Node):
        found = list(found.items())
    return [Frame(None, item) for item in found] if isinstance(found, list) else []


def sources(frame: Frame) -> list[Node]:
    """The nodes whose values the result came from, in order, each once."""
    seen: dict[int, Node] = {}
    for node in _sources(frame):
        seen.setdefault(id(node), node)
    return list(seen.values())


def _sources(frame: Frame) -> Iterator[Node]:
    syntax = frame.syntax
    if frame.operands:
        for part in frame.operands:
            yield from _sources(part)
    elif isinstance(syntax, Literal):
        return
    elif isinstance(syntax, Name) and frame.below:
        yield from _sources(frame.below[0])
    elif syntax is None or isinstance(syntax, (Member, Select)) or (isinstance(syntax, Name) and not frame.below):
        yield from _leaves(frame.value)
    elif isinstance(syntax, Conditional):
        yield from _sources(frame.below[-1])
    elif isinstance(syntax, Macro):
        yield from _macro_sources(syntax, frame)
    elif isinstance(syntax, Call) and syntax.name in ("sum", "min", "max", "count", "join") and frame.below:
        for part in listed(frame.below[0]):
            yield from _sources(part)
    elif isinstance(syntax, Not):
        for part in frame.below:
            yield from _sources(culprit(part))
    else:
        for part in frame.below:
            yield from _sources(part)


def _macro_sources(syntax: Macro, frame: Frame) -> Iterator[Node]:
    if syntax.name == "filter":
        if isinstance(frame.value, list):
            for item in frame.value:
                yield from _leaves(item)
        return
    for part in frame.below[1:]:
        yield from _sources(culprit(part) if part.value is False else part)


def _leaves(value: Any) -> Iterator[Node]:
    if type(value) is Node:
        if value.kind is Kind.SCALAR:
            yield value
        elif value.kind is Kind.SEQUENCE:
            for item in value.children:
                if item.kind is Kind.SCALAR:
                    yield item
        else:
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)


def common_ancestor(nodes: list[Node]) -> Node | None:
    """The deepest node that contains every one of `nodes`."""
    if not nodes:
        return None
    chains = [_chain(node) for node in nodes]
    found = None
    for level in zip(*chains, strict=False):
        if any(node is not level[0] for node in level):
            break
        found = level[0]
    return found


def _chain(node: Node | None) -> list[Node]:
    chain: list[Node] = []
    while node is not None:
        chain.append(node)
        node = node.parent
    return chain[::-1]
