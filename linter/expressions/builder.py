"""From the parser's reductions to the syntax tree; called while parsing, so no second walk is needed."""

from __future__ import annotations

import re
from typing import Any

from lark import Token, Transformer, v_args

from linter import values
from linter.expressions import syntax
from linter.expressions.syntax import ExpressionError, Span, Syntax

_ESCAPE = re.compile(
    r"\\(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|[0-3][0-7]{2}|.)",
    re.S,
)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"} | {c: c for c in "\\'\"`?/"}


def _span(token: Token) -> Span:
    assert token.start_pos is not None and token.end_pos is not None
    return token.start_pos, token.end_pos


def _over(first: Syntax, last: Syntax | Token) -> Span:
    end = last.end_pos if isinstance(last, Token) else last.span[1]
    assert end is not None
    return first.span[0], end


def _unescape(token: Token) -> str:
    def one(match: re.Match[str]) -> str:
        code = match.group(1)
        if code in _SIMPLE:
            return _SIMPLE[code]
        if len(code) == 11:  # a surrogate pair
            high, low = int(code[1:5], 16), int(code[7:], 16)
            return chr(0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00)
        if code[0] in "uUx":
            number = int(code[1:], 16)
        elif len(code) == 3:
            number = int(code, 8)
        else:
            number = -1
        if not 0 <= number <= 0x10FFFF or 0xD800 <= number <= 0xDFFF:
            start = _span(token)[0] + 1 + match.start()
            raise ExpressionError(
                "expression-syntax", (start, start + len(match.group())), found=match.group(), detail="escape"
            )
        return chr(number)

    return _ESCAPE.sub(one, token[1:-1])


@v_args(inline=True)
class Builder(Transformer[Token, Any]):
    """One method for each reduction of the grammar."""

    # Literals
    def number(self, token: Token) -> Syntax:
        return syntax.Literal(_span(token), syntax.number(token, _span(token)), str(token))

    def quantity(self, token: Token) -> Syntax:
        match = re.match(r"[0-9]+(?:\.[0-9]+)?", token)
        assert match is not None
        name = token[match.end() :]
        unit = values.unit(name)
        if unit is None:
            start = _span(token)[0] + match.end()
            raise ExpressionError(
                "unknown-unit", (start, _span(token)[1]), name=name, choices=values.closest_units(name)
            )
        return syntax.Literal(
            _span(token), values.Quantity(syntax.number(match.group(), _span(token)), unit), str(token)
        )

    def text(self, token: Token) -> Syntax:
        return syntax.Literal(_span(token), _unescape(token), str(token))

    def true(self, token: Token) -> Syntax:
        return syntax.Literal(_span(token), True, "true")

    def false(self, token: Token) -> Syntax:
        return syntax.Literal(_span(token), False, "false")

    def null(self, token: Token) -> Syntax:
        return syntax.Literal(_span(token), None, "null")

    def list(self, arguments: tuple[Syntax, ...] | None) -> Syntax:
        items = arguments or ()
        return syntax.ListOf((items[0].span[0], items[-1].span[1]) if items else (0, 0), items)

    # Names and paths
    def name(self, token: Token) -> Syntax:
        return syntax.Name(_span(token), str(token))

    def root(self, token: Token) -> Syntax:
        return syntax.Root(_span(token), "$")

    def current(self, token: Token) -> Syntax:
        return syntax.Root(_span(token), "@")

    def group(self, inner: Syntax) -> Syntax:
        return syntax.Group((inner.span[0], inner.span[1]), inner)

    def member(self, target: Syntax, name: Token) -> Syntax:
        return syntax.Member(_over(target, name), target, str(name), _span(name))

    def wildcard_child(self, target: Syntax, star: Token) -> Syntax:
        return syntax.Select(_over(target, star), target, (syntax.All(_span(star)),), False, True)

    def select(self, target: Syntax, selectors: tuple[Syntax, ...]) -> Syntax:
        return syntax.Select(_over(target, selectors[-1]), target, selectors, False)

    def descend(self, target: Syntax, _: Token, selectors: tuple[Syntax, ...]) -> Syntax:
        return syntax.Select(_over(target, selectors[-1]), target, selectors, True)

    def descend_member(self, target: Syntax, _: Token, name: Token) -> Syntax:
        key = syntax.Literal(_span(name), str(name), str(name))
        return syntax.Select(_over(target, name), target, (key,), True, True)

    def descend_wildcard(self, target: Syntax, _: Token, star: Token) -> Syntax:
        return syntax.Select(_over(target, star), target, (syntax.All(_span(star)),), True, True)

    def selectors(self, *items: Syntax) -> tuple[Syntax, ...]:
        return items

    def all(self, star: Token) -> Syntax:
        return syntax.All(_span(star))

    def filter(self, condition: Syntax) -> Syntax:
        return syntax.Filter(condition.span, condition)

    def bound(self, *tokens: Token) -> tuple[str, Span]:
        return "".join(tokens), (_span(tokens[0])[0], _span(tokens[-1])[1])

    def slice(self, *items: Any) -> Syntax:
        bounds: list[tuple[str, Span] | None] = []
        spans: list[Span] = []
        position = 0
        # [bound] COLON [bound] [COLON [bound]]: colons separate, a missing bound is None.
        values_: list[tuple[str, Span] | None] = [None, None, None]
        for item in items:
            if isinstance(item, Token):
                spans.append(_span(item))
                position += 1
            elif item is not None:
                values_[position] = item
                spans.append(item[1])
        bounds = values_
        span = (min(s[0] for s in spans), max(s[1] for s in spans))
        return syntax.Slice(span, *(None if bound is None else _integer(*bound) for bound in bounds))

    # Calls
    def arguments(self, *items: Syntax) -> tuple[Syntax, ...]:
        return items

    def call(self, name: Token, arguments: tuple[Syntax, ...] | None) -> Syntax:
        items = arguments or ()
        end = items[-1].span[1] if items else _span(name)[1]
        return syntax.Call((_span(name)[0], end), str(name), _span(name), items)

    def method(self, target: Syntax, name: Token, arguments: tuple[Syntax, ...] | None) -> Syntax:
        items = arguments or ()
        span = _over(target, items[-1] if items else name)
        if name in syntax.MACROS and len(items) == 2 and isinstance(items[0], syntax.Name):
            return syntax.Macro(span, str(name), target, items[0].name, items[1])
        return syntax.Call(span, str(name), _span(name), (target, *items), True)

    # Operators
    def conditional(self, condition: Syntax, then: Syntax, otherwise: Syntax) -> Syntax:
        return syntax.Conditional(_over(condition, otherwise), condition, then, otherwise)

    def _logic(self, operator: str, left: Syntax, right: Syntax) -> Syntax:
        chain = left.operands if isinstance(left, syntax.Logic) and left.operator == operator else (left,)
        return syntax.Logic(_over(left, right), operator, (*chain, right))

    def disjunction(self, left: Syntax, right: Syntax) -> Syntax:
        return self._logic("||", left, right)

    def conjunction(self, left: Syntax, right: Syntax) -> Syntax:
        return self._logic("&&", left, right)

    def negation(self, token: Token, operand: Syntax) -> Syntax:
        return syntax.Not((_span(token)[0], operand.span[1]), operand)

    def negative(self, token: Token, operand: Syntax) -> Syntax:
        return syntax.Negative((_span(token)[0], operand.span[1]), operand)

    def comparison(self, left: Syntax, operator: Token, right: Syntax) -> Syntax:
        return syntax.Comparison(_over(left, right), str(operator), left, right)

    def arithmetic(self, left: Syntax, operator: Token, right: Syntax) -> Syntax:
        return syntax.Arithmetic(_over(left, right), str(operator), left, right)


def _integer(text: str, span: Span) -> int:
    digits = text.lstrip("-")
    if not digits.isdecimal() or len(digits) > 16:
        raise ExpressionError("expression-syntax", span, found=text, detail="integer")
    return int(text)
