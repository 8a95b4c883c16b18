"""From a traced evaluation: the arithmetic, the cells it came from, and where to point."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from linter import values
from linter.document import Kind, Node
from linter.expressions.model import Frame, Unknown, number, show
from linter.expressions.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Group,
    ListOf,
    Logic,
    Macro,
    Name,
    Negative,
)

# What a failed comparison says of its sides.
_FAILED = {"==": "≠", "!=": "=", "<": "≥", "<=": ">", ">": "≤", ">=": "<"}
_SIGN = {"*": " × ", "/": " ÷ ", "+": " + ", "-": " − "}

# How tightly a written part holds together; what is looser than its surroundings needs brackets.
_SUM, _PRODUCT, _CALL, _LEAF = range(4)
_LEVEL = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}

_TERMS = 40  # a longer sum is written with its first and last terms
_PARTS = 400  # of a calculation that are written out; beyond them values stand for how they came about


def culprit(frame: Frame) -> Frame:
    """The smallest part that made the whole false, or that could not be computed."""
    below = _deciding(frame)
    return frame if below is None else culprit(below)


def _deciding(frame: Frame) -> Frame | None:
    if isinstance(frame.value, Unknown):
        return next((part for part in frame.below if part.value is frame.value), None)
    if frame.value is not False or not frame.below:
        return None
    syntax = frame.syntax
    if isinstance(syntax, (Group, Name, Conditional)):
        return frame.below[-1]
    if (isinstance(syntax, Logic) and syntax.operator == "&&") or (isinstance(syntax, Macro) and syntax.name == "all"):
        return next((part for part in frame.below if part.value is False), None)
    return None


def sides(frame: Frame) -> tuple[Frame, Frame] | None:
    """The two sides of a comparison."""
    if isinstance(frame.syntax, Comparison) and len(frame.below) == 2:
        return frame.below[0], frame.below[1]
    return None


# The cells


def sources(frame: Frame) -> list[Node]:
    """The nodes whose values the result came from, in order, each once."""
    return list({id(node): node for node in _sources(frame, set())}.values())


def _sources(frame: Frame, seen: set[int]) -> list[Node]:
    if id(frame) in seen:
        return []
    seen.add(id(frame))
    nodes = [] if frame.operands else list(_leaves(frame.value, seen))
    return nodes or [node for part in _made_of(frame) for node in _sources(part, seen)]


def _made_of(frame: Frame) -> list[Frame]:
    """The steps that a value was made of."""
    syntax = frame.syntax
    if frame.operands:
        return list(frame.operands)
    if isinstance(syntax, Conditional):
        return frame.below[-1:]
    if isinstance(syntax, Macro) and len(frame.below) > 1:
        return [culprit(part) for part in frame.below[1:]]
    return frame.below


def _leaves(value: Any, seen: set[int]) -> Iterator[Node]:
    if type(value) is Node:
        scalars = [item for item in value.children if item.kind is Kind.SCALAR] if value.kind is Kind.SEQUENCE else []
        yield from scalars or [value]
    elif isinstance(value, list) and id(value) not in seen:
        seen.add(id(value))
        for item in value:
            yield from _leaves(item, seen)


def common_ancestor(nodes: list[Node]) -> Node | None:
    """The deepest node that contains every one of `nodes`."""
    found = None
    for level in zip(*map(_chain, nodes), strict=False):
        if any(node is not level[0] for node in level):
            break
        found = level[0]
    return found


def _chain(node: Node | None) -> list[Node]:
    """A node and what it stands in, from the submission down."""
    chain: list[Node] = []
    while node is not None:
        chain.append(node)
        node = node.parent
    return chain[::-1]


# The arithmetic


def arithmetic(frame: Frame) -> str | None:
    """`≤4万元 + ≤6万元 = 10万元 > 8万元`, for a comparison of numbers of which at least one was computed."""
    pair = sides(frame)
    sign = _FAILED.get(frame.syntax.operator) if isinstance(frame.syntax, Comparison) else None
    if pair is None or sign is None:
        return None
    amounts = [_amount(side.value) for side in pair]
    if None in amounts:
        return None
    writer, (left_total, right_total) = _Writer(), map(show, amounts)
    (left, left_level), (right, right_level) = map(writer.write, pair)
    left_computed = left_level != _LEAF and left != left_total
    right_computed = right_level != _LEAF and right != right_total
    if not left_computed and not right_computed:
        return None
    left = f"{left} = {left_total}" if left_computed else left
    right = f"{right_total} = {right}" if right_computed else right
    return f"{left} {sign} {right}"


def _amount(value: Any) -> Decimal | values.Quantity | None:
    try:
        return number(value)
    except Unknown:
        return None


def leaf_text(value: Any) -> str:
    """A value as the arithmetic shows it: a cell as written, money with its unit."""
    return show(value)


class _Writer:
    """Writes calculations; `left` bounds how much, since one let may stand in another many times."""

    def __init__(self) -> None:
        self.left = _PARTS

    def write(self, frame: Frame) -> tuple[str, int]:
        """How a value came about, as one line, and how tightly that holds together."""
        self.left -= 1
        syntax, below = frame.syntax, frame.below
        if self.left < 0:
            return show(frame.value), _LEAF
        if frame.operands:
            return self._operands(frame)
        if isinstance(syntax, (Group, Name, Conditional)) and below:
            return self.write(below[-1])
        if isinstance(syntax, Arithmetic) and len(below) == 2:
            return self._arithmetic(syntax.operator, *below)
        if isinstance(syntax, Negative) and below:
            return self._negative(frame)
        if isinstance(syntax, Call) and syntax.name in _CALLS and below:
            return _CALLS[syntax.name](self, frame)
        return show(frame.value), _LEAF

    def _operands(self, frame: Frame) -> tuple[str, int]:
        """What a function says its value was made of; bounds count as what they allow."""
        if len(frame.operands) == 1:
            return self.write(frame.operands[0])
        shown = [show(_amount(part.value)) for part in frame.operands]
        return f" {frame.operator} ".join(shown), _PRODUCT

    def _arithmetic(self, operator: str, left: Frame, right: Frame) -> tuple[str, int]:
        level = _LEVEL[operator]
        tighter = level + 1 if operator in "-/" else level
        return f"{self._inside(left, level)}{_SIGN[operator]}{self._inside(right, tighter)}", level

    def _negative(self, frame: Frame) -> tuple[str, int]:
        text, level = self.write(frame.below[0])
        if level == _LEAF:
            return show(frame.value), _LEAF
        return f"−({text})" if level < _CALL else f"−{text}", _PRODUCT

    def _inside(self, frame: Frame, level: int) -> str:
        text, own = self.write(frame)
        return f"({text})" if own < level else text

    def _terms(self, frame: Frame) -> list[str]:
        parts = [part for part in listed(frame.below[0]) if part.value is not None]
        if len(parts) > _TERMS:
            return [*(self.write(part)[0] for part in parts[: _TERMS - 1]), "…", self.write(parts[-1])[0]]
        return [self.write(part)[0] for part in parts]

    def sum(self, frame: Frame) -> tuple[str, int]:
        terms = self._terms(frame)
        return " + ".join(terms), _SUM

    def extreme(self, frame: Frame) -> tuple[str, int]:
        assert isinstance(frame.syntax, Call)
        return f"{frame.syntax.name}({', '.join(self._terms(frame))})", _CALL

    def first(self, frame: Frame) -> tuple[str, int]:
        return self.write(frame.below[0])

    def absolute(self, frame: Frame) -> tuple[str, int]:
        text, level = self.write(frame.below[0])
        return (show(frame.value), _LEAF) if level == _LEAF else (f"|{text}|", _CALL)


_CALLS = {
    "sum": _Writer.sum,
    "min": _Writer.extreme,
    "max": _Writer.extreme,
    "abs": _Writer.absolute,
    "rounded": _Writer.first,
}


def listed(frame: Frame) -> list[Frame]:
    """The frames of a list's items."""
    syntax = frame.syntax
    if isinstance(frame.value, list) and not frame.value:
        return []
    if isinstance(syntax, (Group, Name, Conditional)) and frame.below:
        return listed(frame.below[-1])
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
