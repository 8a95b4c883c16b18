"""The syntax tree of the rule language, and the parser that makes it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from linter import limits, resources, values
from linter.decimals import decimal

Span = tuple[int, int]


class ExpressionError(Exception):
    """An expression that is wrong in itself.

    `id` is an id of `builtin.yaml`, `span` the offending characters (code points of the expression's text),
    `words` fill the message; `choices` among them are what might have been meant.
    """

    def __init__(self, id: str, span: Span, **words: Any) -> None:
        super().__init__(id, span, words)
        self.id = id
        self.span = span
        self.words = words

    def __str__(self) -> str:
        said = ", ".join(f"{key}: {value}" for key, value in self.words.items() if key != "choices")
        return f"{self.id} at {self.span[0]}..{self.span[1]} ({said})"


@dataclass(frozen=True, slots=True, eq=False)
class Syntax:
    """A part of an expression; `span` is where it stands.

    Parts are compared by identity, so that what is compiled or checked for one can be kept in a dict at no cost;
    `key` compares what they say.
    """

    span: Span

    def parts(self) -> tuple[Syntax, ...]:
        """The parts directly below this one."""
        return ()

    def walk(self) -> Iterator[Syntax]:
        stack: list[Syntax] = [self]
        while stack:
            part = stack.pop()
            yield part
            stack.extend(reversed(part.parts()))

    def key(self) -> tuple[Any, ...]:
        """Equal for parts that say the same, wherever they stand and however they are spaced."""
        said = [getattr(self, one.name) for one in fields(self) if one.name not in _FORM]
        return (type(self).__name__, *map(_key, said))


_FORM = ("span", "name_span", "text", "method")  # how a part is written, not what it says


def _key(said: Any) -> Any:
    if isinstance(said, Syntax):
        return said.key()
    return tuple(map(_key, said)) if isinstance(said, tuple) else (type(said).__name__, said)


@dataclass(frozen=True, slots=True, eq=False)
class Literal(Syntax):
    value: Any  # text, Decimal, values.Quantity, bool or None
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Name(Syntax):
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Root(Syntax):
    """`$` (the submission) or `@` (the item inside a filter)."""

    sign: str


@dataclass(frozen=True, slots=True, eq=False)
class Member(Syntax):
    target: Syntax
    name: str
    name_span: Span

    def parts(self) -> tuple[Syntax, ...]:
        return (self.target,)


@dataclass(frozen=True, slots=True, eq=False)
class All(Syntax):
    """The selector `*`."""


@dataclass(frozen=True, slots=True, eq=False)
class Key(Syntax):
    """A name as a selector."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Slice(Syntax):
    start: int | None
    stop: int | None
    step: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Filter(Syntax):
    condition: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.condition,)


@dataclass(frozen=True, slots=True, eq=False)
class Select(Syntax):
    """`target[selectors]`, or `target..[selectors]` when `descend`.

    A selector is `All`, `Slice`, `Filter`, `Key` (the name in `..name`), or an expression (an index or a key).
    """

    target: Syntax
    selectors: tuple[Syntax, ...]
    descend: bool

    def parts(self) -> tuple[Syntax, ...]:
        return (self.target, *self.selectors)


@dataclass(frozen=True, slots=True, eq=False)
class Call(Syntax):
    """A function call; what a method is called on is its first argument."""

    name: str
    name_span: Span
    arguments: tuple[Syntax, ...]
    method: bool = False

    def parts(self) -> tuple[Syntax, ...]:
        return self.arguments


MACROS = frozenset({"all", "exists", "exists_one", "map", "filter"})


@dataclass(frozen=True, slots=True, eq=False)
class Macro(Syntax):
    """`target.map(variable, body)` and its like."""

    name: str
    target: Syntax
    variable: str
    body: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.target, self.body)


@dataclass(frozen=True, slots=True, eq=False)
class Not(Syntax):
    operand: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True, eq=False)
class Negative(Syntax):
    operand: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True, eq=False)
class Logic(Syntax):
    """`and`/`or` over two or more operands; a chain is one node, so that long chains are not deep."""

    operator: str
    operands: tuple[Syntax, ...]

    def parts(self) -> tuple[Syntax, ...]:
        return self.operands


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Syntax):
    operator: str
    left: Syntax
    right: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic(Syntax):
    operator: str
    left: Syntax
    right: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, eq=False)
class Conditional(Syntax):
    condition: Syntax
    then: Syntax
    otherwise: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.condition, self.then, self.otherwise)


@dataclass(frozen=True, slots=True, eq=False)
class ListOf(Syntax):
    items: tuple[Syntax, ...]

    def parts(self) -> tuple[Syntax, ...]:
        return self.items


@dataclass(frozen=True, slots=True, eq=False)
class Group(Syntax):
    """Round brackets; kept because RFC 9535 allows them only in some places."""

    inner: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.inner,)

    def key(self) -> tuple[Any, ...]:
        return self.inner.key()


def plain(syntax: Syntax) -> Syntax:
    """The expression inside any brackets."""
    while isinstance(syntax, Group):
        syntax = syntax.inner
    return syntax


@cache
def _parser(units: values.UnitTable | None) -> Any:
    from lark import Lark

    from linter.expressions.builder import Builder

    grammar = resources.load_text(resources.data_file("expressions", "grammar.lark"))
    return Lark(grammar, parser="lalr", lexer="contextual", maybe_placeholders=True, transformer=Builder(units))


@lru_cache(maxsize=4096)
def parse(text: str, units: values.UnitTable | None = None) -> Syntax:
    """The syntax tree of `text`; raises `ExpressionError` with the place of the first thing wrong.

    `units` is the unit table of a pack that has units of its own.
    """
    from lark.exceptions import UnexpectedInput, UnexpectedToken

    if len(text) > limits.EXPRESSION_CHARACTERS:
        raise ExpressionError("cost-over-limit", (0, len(text)), cost=len(text), limit=limits.EXPRESSION_CHARACTERS)
    try:
        tree: Syntax = _parser(units).parse(text)
    except UnexpectedToken as error:
        found = "" if error.token.type == "$END" else str(error.token)
        start = len(text) if not found or error.token.start_pos is None else error.token.start_pos
        raise _unreadable(start, found) from None
    except UnexpectedInput as error:
        start = error.pos_in_stream or 0
        raise _unreadable(start, text[start : start + 1]) from None
    _check_size(tree, text)
    return tree


_WIDE = "“”‘’、。《》【】"  # signs that a Chinese keyboard gives and that have no half-width form of their own


def _unreadable(start: int, found: str) -> ExpressionError:
    first = found[:1]
    if first and (first in _WIDE or unicodedata.normalize("NFKC", first) != first):
        return ExpressionError("expression-syntax", (start, start + 1), found=first, detail="full-width")
    return ExpressionError("expression-syntax", (start, start + max(len(found), 1)), found=found, detail="")


def _check_size(tree: Syntax, text: str) -> None:
    """Refuse what is too large or too deep before anything recursive sees it; the parser itself is not recursive."""
    count = depth = 0
    level: list[Syntax] = [tree]
    while level:
        count += len(level)
        depth += 1
        if count > limits.EXPRESSION_NODES:
            raise ExpressionError("cost-over-limit", (0, len(text)), cost=count, limit=limits.EXPRESSION_NODES)
        if depth > limits.EXPRESSION_DEPTH:
            raise ExpressionError("too-deep", level[0].span, limit=limits.EXPRESSION_DEPTH)
        level = [part for syntax in level for part in syntax.parts()]


def number(text: str, span: Span) -> Decimal:
    """The exact number a literal is; raises `ExpressionError` beyond the limits of digits and exponent."""
    value = decimal(text)
    if value is None:
        raise ExpressionError("expression-syntax", span, found=text, detail="number")
    return value
