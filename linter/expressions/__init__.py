"""The rule language: exact, typed, and able to say how a value came about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linter import limits
from linter.document import Node
from linter.expressions.evaluation import compile_syntax
from linter.expressions.model import (
    Absent,
    Environment,
    Frame,
    Nodes,
    RuleFault,
    Undetermined,
    Unknown,
    content,
    from_plain,
    to_plain,
)
from linter.expressions.strict import check_path
from linter.expressions.syntax import ExpressionError, parse

__all__ = [
    "Environment",
    "ExpressionError",
    "Frame",
    "RuleFault",
    "Undetermined",
    "Unknown",
    "compile_syntax",
    "evaluate",
    "parse",
    "select",
]


def evaluate(text: str, this: Any = None, bindings: Mapping[str, Any] | None = None) -> Any:
    """The value of an expression as plain Python data, numbers as `Decimal`.

    `this` is JSON-like data (or a document node) that bare names refer to, `bindings` are further names.
    Raises `ExpressionError` when the expression itself is wrong; gives `Undetermined` when it cannot be computed.
    """
    env = Environment()
    env.this = env.root = this if isinstance(this, Node) else from_plain(this)
    env.names = {name: _binding(value) for name, value in (bindings or {}).items()}
    try:
        value = compile_syntax(parse(text))(env)
        if type(value) is Nodes:
            value = [item for item in value if not isinstance(item, Absent)]
        found = value if isinstance(value, Node) else content(value)
        env.walk(found)
    except Unknown as problem:
        return Undetermined(problem.reason, problem.words, tuple(node.pointer for node in problem.nodes))
    except RuleFault:
        raise ExpressionError("cost-over-limit", (0, len(text)), limit=limits.EXPRESSION_STEPS) from None
    return to_plain(found)


def _binding(value: Any) -> Any:
    node = from_plain(value)
    return node if isinstance(value, (dict, list)) else node.value


def select(path: str, document: Any) -> list[tuple[str, Any]]:
    """What an RFC 9535 query selects in `document`, as (JSON pointer, value); values are those of the document itself.

    Raises `ExpressionError` for what the RFC refuses, and for a query that takes too many steps.
    """
    syntax = parse(path)
    check_path(syntax, path)
    env = Environment()
    env.root = document if isinstance(document, Node) else from_plain(document)
    try:
        found = compile_syntax(syntax, strict=True)(env)
    except RuleFault:
        raise ExpressionError("cost-over-limit", (0, len(path)), limit=limits.EXPRESSION_STEPS) from None
    nodes = found if isinstance(found, Nodes) else [found]
    return [(node.pointer, _original(document, node)) for node in nodes if isinstance(node, Node)]


def _original(document: Any, node: Node) -> Any:
    if isinstance(document, Node):
        return to_plain(node)
    return document if node.parent is None else _original(document, node.parent)[node.key]
