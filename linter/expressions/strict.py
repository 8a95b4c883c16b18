"""What RFC 9535 refuses although the grammar reads it: the one strict pass over a path."""

from __future__ import annotations

import re
from itertools import pairwise

from linter.expressions.paths import is_singular
from linter.expressions.syntax import (
    All,
    Call,
    Comparison,
    ExpressionError,
    Filter,
    Group,
    Key,
    Literal,
    Logic,
    Member,
    Negative,
    Not,
    Root,
    Select,
    Slice,
    Syntax,
)

_INTEGER = re.compile(r"-?[1-9][0-9]*|0", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", re.ASCII)
_ESCAPE = re.compile(
    r"\\(?:[bfnrt/\\]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
_LARGEST = 2**53 - 1
# RFC 9535 functions: parameter types and result type (section 2.4).
_FUNCTIONS = {
    "length": (("value",), "value"),
    "count": (("nodes",), "value"),
    "match": (("value", "value"), "logical"),
    "search": (("value", "value"), "logical"),
    "value": (("nodes",), "value"),
}


def check_path(syntax: Syntax, text: str) -> None:
    """Raise `ExpressionError` unless `syntax` is a query that RFC 9535 allows."""
    if text != text.strip(" \t\r\n"):
        raise _refuse(syntax, "white space around the query")
    _query(syntax, text, "$")


def _refuse(syntax: Syntax, detail: str) -> ExpressionError:
    return ExpressionError("expression-syntax", syntax.span, found="", detail=detail)


def _query(syntax: Syntax, text: str, *signs: str) -> None:
    while not isinstance(syntax, Root):
        if isinstance(syntax, Select):
            for selector in syntax.selectors:
                _selector(selector, text)
        elif not isinstance(syntax, Member):
            raise _refuse(syntax, "not a query")
        syntax = syntax.target
    if syntax.sign not in signs:
        raise _refuse(syntax, f"a query starts with {' or '.join(signs)}")


def _selector(selector: Syntax, text: str) -> None:
    if isinstance(selector, Slice):
        written = text[selector.span[0] : selector.span[1]]
        for part in written.split(":"):
            if part.strip() and not _fits(part.strip()):
                raise _refuse(selector, "not an integer")
    elif isinstance(selector, Filter):
        _logical(selector.condition, text)
    elif isinstance(selector, Literal) and isinstance(selector.value, str):
        _string(selector)
    elif isinstance(selector, (Literal, Negative)):
        if not _fits(text[selector.span[0] : selector.span[1]]):
            raise _refuse(selector, "not an integer")
    elif not isinstance(selector, (All, Key)):
        raise _refuse(selector, "not a selector")


def _fits(text: str) -> bool:
    return bool(_INTEGER.fullmatch(text)) and abs(int(text)) <= _LARGEST


def _string(literal: Literal) -> None:
    quote, body = literal.text[0], literal.text[1:-1]
    if any(ord(character) < 0x20 for character in body):
        raise _refuse(literal, "a control character in a text")
    rest = _ESCAPE.sub("", body).replace("\\" + quote, "")
    if "\\" in rest:
        raise _refuse(literal, "an escape that RFC 9535 does not have")


def _logical(syntax: Syntax, text: str) -> None:
    """A filter's condition: tests, comparisons, and `&&`, `||`, `!` over them."""
    if isinstance(syntax, Group):
        _logical(syntax.inner, text)
    elif isinstance(syntax, Logic):
        for left, right in pairwise(syntax.operands):
            if text[left.span[1] : right.span[0]].strip() != syntax.operator:
                raise _refuse(right, "`and` and `or` are written && and ||")
        for part in syntax.operands:
            _logical(part, text)
    elif isinstance(syntax, Not):
        if text[syntax.span[0]] != "!" or isinstance(syntax.operand, (Comparison, Logic, Not)):
            raise _refuse(syntax, "`!` stands before a test or a bracket")
        _logical(syntax.operand, text)
    elif isinstance(syntax, Comparison):
        if syntax.operator == "in":
            raise _refuse(syntax, "`in`")
        for side in (syntax.left, syntax.right):
            _comparable(side, text)
    elif isinstance(syntax, Call):
        if _function(syntax, text) == "value":
            raise _refuse(syntax, "a value is not a test")
    else:
        _query(syntax, text, "$", "@")


def _comparable(syntax: Syntax, text: str) -> None:
    if isinstance(syntax, (Literal, Negative)):
        _literal(syntax, text)
    elif isinstance(syntax, Call):
        if _function(syntax, text) != "value":
            raise _refuse(syntax, "a test cannot be compared")
    else:
        _query(syntax, text, "$", "@")
        if not is_singular(syntax):
            raise _refuse(syntax, "only a path to one node can be compared")


def _literal(syntax: Syntax, text: str) -> None:
    if isinstance(syntax, Literal) and isinstance(syntax.value, str):
        _string(syntax)
        return
    written = text[syntax.span[0] : syntax.span[1]]
    if written not in ("true", "false", "null") and not _NUMBER.fullmatch(written):
        raise _refuse(syntax, "not a JSON number")


def _function(call: Call, text: str) -> str:
    if call.name not in _FUNCTIONS or call.method or text[call.name_span[1] : call.name_span[1] + 1] != "(":
        raise _refuse(call, "not a function of RFC 9535")
    parameters, result = _FUNCTIONS[call.name]
    if len(parameters) != len(call.arguments):
        raise _refuse(call, f"{call.name} takes {len(parameters)} arguments")
    for wanted, argument in zip(parameters, call.arguments, strict=True):
        if wanted == "value":
            _comparable(argument, text)
        elif isinstance(argument, (Root, Member, Select)):
            _query(argument, text, "$", "@")
        else:
            raise _refuse(argument, "a query is needed here")
    return result
