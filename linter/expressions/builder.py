"""From the parser's reductions to the syntax tree; called while parsing, so no second walk is needed."""

from __future__ import annotations

import re
from typing import Any

from lark import Token, Transformer, v_args

from linter import values
from linter.expressions import syntax
from linter.expressions.syntax import ExpressionError, Span, Syntax

_ESCAPE = re.compile(
    r"\\(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[xX][0-9a-fA-F]{2}|[0-3][0-7]{2}|.)",
    re.DOTALL,
)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"} | {c: c for c in "\\'\"`?/"}
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_INDEX_DIGITS = 16  # RFC 9535 allows integers up to 2^53 - 1


def _span(token: Token) -> Span:
    assert token.start_pos is not None
    return token.start_pos, token.start_pos + len(token)


def _over(first: Syntax | Token, last: Syntax | Token) -> Span:
    start = _span(first) if isinstance(first, Token) else first.span
    end = _span(last) if isinstance(last, Token) else last.span
    return start[0], end[1]


def _unescape(token: Token) -> str:
    def one(match: re.Match[str]) -> str:
        code = match.group(1)
        if code in _SIMPLE:
            return _SIMPLE[code]
        number = _code_point(code)
        if number is None:
            start = _span(token)[0] + 1 + match.start()
            place = (start, start + len(match.group()))
            raise ExpressionError("expression-syntax", place, found=match.group(), detail="escape")
        return chr(number)

    return _ESCAPE.sub(one, token[1:-1])


def _code_point(code: str) -> int | None:
    """The character that an escape names; None for an escape that is none."""
    if len(code) == 1:
        return None
    if "\\" in code:  # a surrogate pair
        high, _, low = code[1:].partition("\\u")
        return 0x10000 + (int(high, 16) - 0xD800) * 0x400 + int(low, 16) - 0xDC00
    number = int(code[1:], 16) if code[0] in "uUxX" else int(code, 8)
    return number if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else None


def _index(text: str, span: Span) -> int:
    digits = text.lstrip("-")
    if not digits.isdecimal() or len(digits) > _INDEX_DIGITS:
        raise ExpressionError("expression-syntax", span, found=text, detail="integer")
    return int(text)


@v_args(inline=True)
class Builder(Transformer[Token, Any]):
    """One method for each reduction of the grammar; `units` is the table of a pack with units of its own."""

    def __init__(self, units: values.UnitTable | None = None) -> None:
        super().__init__()
        self.units = units

    # Literals

    def number(self, token: Token) -> Syntax:
        return syntax.Literal(_span(token), syntax.number(token, _span(token)), str(token))

    def quantity(self, token: Token) -> Syntax:
        start, end = _span(token)
        match = _DIGITS.match(token)
        assert match is not None
        middle, name = start + match.end(), token[match.end() :]
        unit = values.unit(name, self.units)
        if unit is None:
            raise ExpressionError("unknown-unit", (middle, end), name=name, choices=values.closest_units(name))
        amount = values.Quantity(syntax.number(match.group(), (start, middle)), unit)
        return syntax.Literal((start, end), amount, str(token))

    def text(self, token: Token) -> Syntax:
        return syntax.Literal(_span(token), _unescape(token), str(token))

    def true(self, token: Token) -> Syntax:
        return syntax.Literal(_span(token), True, "true")

    def false(self, token: Token) -> Syntax:
        return syntax.Literal(_span(token), False, "false")

    def null(self, token: Token) -> Syntax:
        return syntax.Literal(_span(token), None, "null")

    def list(self, begin: Token, items: tuple[Syntax, ...] | None, end: Token) -> Syntax:
        return syntax.ListOf(_over(begin, end), items or ())

    # Names and paths

    def name(self, token: Token) -> Syntax:
        return syntax.Name(_span(token), str(token))

    def root(self, token: Token) -> Syntax:
        return syntax.Root(_span(token), "$")

    def current(self, token: Token) -> Syntax:
        return syntax.Root(_span(token), "@")

    def group(self, begin: Token, inner: Syntax, end: Token) -> Syntax:
        return syntax.Group(_over(begin, end), inner)

    def member(self, target: Syntax, _: Token, name: Token) -> Syntax:
        return syntax.Member(_over(target, name), target, str(name), _span(name))

    def wildcard_child(self, target: Syntax, _: Token, star: Token) -> Syntax:
        return syntax.Select(_over(target, star), target, (syntax.All(_span(star)),), False)

    def select(self, target: Syntax, selectors: tuple[Syntax, ...], end: Token) -> Syntax:
        return syntax.Select(_over(target, end), target, selectors, False)

    def descend(self, target: Syntax, _: Token, selectors: tuple[Syntax, ...], end: Token) -> Syntax:
        return syntax.Select(_over(target, end), target, selectors, True)

    def descend_member(self, target: Syntax, _: Token, name: Token) -> Syntax:
        return syntax.Select(_over(target, name), target, (syntax.Key(_span(name), str(name)),), True)

    def descend_wildcard(self, target: Syntax, _: Token, star: Token) -> Syntax:
        return syntax.Select(_over(target, star), target, (syntax.All(_span(star)),), True)

    def selectors(self, *items: Syntax) -> tuple[Syntax, ...]:
        return items

    def all(self, star: Token) -> Syntax:
        return syntax.All(_span(star))

    def filter(self, condition: Syntax) -> Syntax:
        return syntax.Filter(condition.span, condition)

    def bound(self, *tokens: Token) -> tuple[str, Span]:
        return "".join(tokens), _over(tokens[0], tokens[-1])

    def slice(self, *items: Any) -> Syntax:
        """`[bound] COLON [bound] [COLON [bound]]`: colons separate, a bound that is not there is None."""
        bounds: list[int | None] = [None, None, None]
        spans: list[Span] = []
        position = 0
        for item in items:
            if isinstance(item, Token):
                spans.append(_span(item))
                position += 1
            elif item is not None:
                bounds[position] = _index(*item)
                spans.append(item[1])
        return syntax.Slice((spans[0][0], spans[-1][1]), *bounds)

    # Calls

    def arguments(self, *items: Syntax) -> tuple[Syntax, ...]:
        return items

    def call(self, name: Token, arguments: tuple[Syntax, ...] | None, end: Token) -> Syntax:
        return syntax.Call(_over(name, end), str(name), _span(name), arguments or ())

    def method(self, target: Syntax, _: Token, name: Token, arguments: tuple[Syntax, ...] | None, end: Token) -> Syntax:
        items, span = arguments or (), _over(target, end)
        if name not in syntax.MACROS:
            return syntax.Call(span, str(name), _span(name), (target, *items), True)
        if len(items) != 2 or not isinstance(items[0], syntax.Name):
            place = (_span(name)[0], span[1])
            raise ExpressionError("wrong-arguments", place, name=str(name), wanted="2", found=len(items))
        return syntax.Macro(span, str(name), target, items[0].name, items[1])

    # Operators

    def conditional(self, condition: Syntax, then: Syntax, otherwise: Syntax) -> Syntax:
        return syntax.Conditional(_over(condition, otherwise), condition, then, otherwise)

    def disjunction(self, left: Syntax, right: Syntax) -> Syntax:
        return _logic("||", left, right)

    def conjunction(self, left: Syntax, right: Syntax) -> Syntax:
        return _logic("&&", left, right)

    def negation(self, token: Token, operand: Syntax) -> Syntax:
        return syntax.Not(_over(token, operand), operand)

    def negative(self, token: Token, operand: Syntax) -> Syntax:
        return syntax.Negative(_over(token, operand), operand)

    def comparison(self, left: Syntax, operator: Token, right: Syntax) -> Syntax:
        return syntax.Comparison(_over(left, right), str(operator), left, right)

    def arithmetic(self, left: Syntax, operator: Token, right: Syntax) -> Syntax:
        return syntax.Arithmetic(_over(left, right), str(operator), left, right)


def _logic(operator: str, left: Syntax, right: Syntax) -> Syntax:
    """A chain is one part with many operands."""
    chain = left.operands if isinstance(left, syntax.Logic) and left.operator == operator else (left,)
    return syntax.Logic(_over(left, right), operator, (*chain, right))
