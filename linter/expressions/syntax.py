"""The syntax tree of the rule language, and the parser that makes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from linter import limits, resources

Span = tuple[int, int]


class ExpressionError(Exception):
    """An expression that is wrong in itself.

    `id` is an id of `builtin.yaml`, `span` the offending characters (code points of the expression's text),
    `words` fill the message.
    """

    def __init__(self, id: str, span: Span, **words: Any) -> None:
        super().__init__(id, span, words)
        self.id = id
        self.span = span
        self.words = words

    def __str__(self) -> str:
        said = ", ".join(f"{key}: {value}" for key, value in self.words.items() if key != "choices")
        return f"{self.id} at {self.span[0]}..{self.span[1]} ({said})"


@dataclass(frozen=True, slots=True)
class Syntax:
    """A part of an expression; `span` is where it stands, `depth` how deep it is nested."""

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


@dataclass(frozen=True, slots=True)
class Literal(Syntax):
    value: Any  # text, Decimal, values.Quantity, bool or None
    text: str


@dataclass(frozen=True, slots=True)
class Name(Syntax):
    name: str


@dataclass(frozen=True, slots=True)
class Root(Syntax):
    """`$` (the submission) or `@` (the item inside a filter)."""

    sign: str


@dataclass(frozen=True, slots=True)
class Member(Syntax):
    target: Syntax
    name: str
    name_span: Span

    def parts(self) -> tuple[Syntax, ...]:
        return (self.target,)


@dataclass(frozen=True, slots=True)
class All(Syntax):
    """The selector `*`."""


@dataclass(frozen=True, slots=True)
class Slice(Syntax):
    start: int | None
    stop: int | None
    step: int | None


@dataclass(frozen=True, slots=True)
class Filter(Syntax):
    condition: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.condition,)


@dataclass(frozen=True, slots=True)
class Select(Syntax):
    """`target[selectors]`, or `target..[selectors]` when `descend`.

    A selector is `All`, `Slice`, `Filter`, or an expression (an index or a key).
    """

    target: Syntax
    selectors: tuple[Syntax, ...]
    descend: bool
    shorthand: bool = False  # written `.*` or `..name`

    def parts(self) -> tuple[Syntax, ...]:
        return (self.target, *self.selectors)


@dataclass(frozen=True, slots=True)
class Call(Syntax):
    """A function call; `target` is set when it was written as a method, and is then the first argument too."""

    name: str
    name_span: Span
    arguments: tuple[Syntax, ...]
    method: bool = False

    def parts(self) -> tuple[Syntax, ...]:
        return self.arguments


MACROS = frozenset({"all", "exists", "exists_one", "map", "filter"})


@dataclass(frozen=True, slots=True)
class Macro(Syntax):
    """`target.map(variable, body)` and its like."""

    name: str
    target: Syntax
    variable: str
    body: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.target, self.body)


@dataclass(frozen=True, slots=True)
class Not(Syntax):
    operand: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Negative(Syntax):
    operand: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Logic(Syntax):
    """`and`/`or` over two or more operands; a chain is one node, so that long chains are not deep."""

    operator: str
    operands: tuple[Syntax, ...]

    def parts(self) -> tuple[Syntax, ...]:
        return self.operands


@dataclass(frozen=True, slots=True)
class Comparison(Syntax):
    operator: str
    left: Syntax
    right: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Arithmetic(Syntax):
    operator: str
    left: Syntax
    right: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Conditional(Syntax):
    condition: Syntax
    then: Syntax
    otherwise: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.condition, self.then, self.otherwise)


@dataclass(frozen=True, slots=True)
class ListOf(Syntax):
    items: tuple[Syntax, ...]

    def parts(self) -> tuple[Syntax, ...]:
        return self.items


@dataclass(frozen=True, slots=True)
class Group(Syntax):
    """Brackets; kept because RFC 9535 allows them only in some places."""

    inner: Syntax

    def parts(self) -> tuple[Syntax, ...]:
        return (self.inner,)


def plain(syntax: Syntax) -> Syntax:
    """The expression inside any brackets."""
    while isinstance(syntax, Group):
        syntax = syntax.inner
    return syntax


@cache
def _parser() -> Any:
    from lark import Lark

    from linter.expressions.builder import Builder

    grammar = resources.data_file("expressions", "grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", maybe_placeholders=True, transformer=Builder())


@lru_cache(maxsize=4096)
def parse(text: str) -> Syntax:
    """The syntax tree of `text`; raises `ExpressionError` with the place of the first thing wrong."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

    if len(text) > limits.EXPRESSION_CHARACTERS:
        raise ExpressionError("expression-syntax", (0, len(text)), detail=f"> {limits.EXPRESSION_CHARACTERS}", found="")
    _check_brackets(text)
    try:
        tree: Syntax = _parser().parse(text)
    except VisitError as error:
        if isinstance(error.orig_exc, ExpressionError):
            raise error.orig_exc from None
        raise
    except UnexpectedCharacters as error:
        start = error.pos_in_stream or 0
        raise ExpressionError(
            "expression-syntax", (start, start + 1), found=text[start : start + 1], detail=""
        ) from None
    except UnexpectedToken as error:
        start = error.token.start_pos if error.token.start_pos is not None and error.token.type != "$END" else len(text)
        found = "" if error.token.type == "$END" else str(error.token)
        raise ExpressionError(
            "expression-syntax", (start, start + max(len(found), 1)), found=found, detail=""
        ) from None
    except UnexpectedInput as error:
        start = error.pos_in_stream or 0
        raise ExpressionError("expression-syntax", (start, start + 1), found="", detail="") from None
    _check_size(tree, text)
    return tree


def _check_brackets(text: str) -> None:
    """Refuse deep nesting before anything recursive sees it."""
    depth = 0
    for offset, character in enumerate(text):
        if character in "([":
            depth += 1
            if depth > limits.EXPRESSION_DEPTH:
                raise ExpressionError("too-deep", (offset, offset + 1), limit=limits.EXPRESSION_DEPTH)
        elif character in ")]":
            depth -= 1


def _check_size(tree: Syntax, text: str) -> None:
    count = 0
    level: list[Syntax] = [tree]
    depth = 0
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
    from linter.decimals import decimal

    value = decimal(text)
    if value is None:
        raise ExpressionError("expression-syntax", span, found=text, detail="number")
    return value
