"""What YAML makes of expressions and messages that were meant as they stand: said of them, not of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.diagnostic import Position, Problem
from linter.document import Kind, Node
from linter.readers.yaml_errors import unquoted
from linter.source import Source

# The keys of a rule whose values are expressions; `let` holds more of them.
_EXPRESSIONS = ("each", "when", "assert", "at")
# Those whose values are texts with placeholders, in each language.
_TEXTS = ("message", "help")
# The texts of a rule that may hold placeholders, and one that begins with a placeholder.
_PLACEHOLDER_FIRST = re.compile(r"^[ \t]*(?:zh|en|message|help):[ \t]+(?P<value>\{[\w.:％%]+\}.*?)[ \t]*$")
_BENT_START = re.compile(r"^[ \t]*(?:- +)?([\w ]+):[ \t]+(?P<value>['\"!\[{&*%@`].*?)[ \t]*$")


def explained(problem: Problem, source: Source) -> Problem:
    """A YAML error in an expression is about the expression: say that it belongs in a block."""
    if problem.location.range is None:
        return problem
    for number in (problem.location.range.start.line, problem.location.range.start.line - 1):
        first = _PLACEHOLDER_FIRST.match(source.line(number))
        if first is not None:
            start = source.offset(Position(number, first.start("value") + 1))
            return unquoted(source, start, start + len(first.group("value")))
        match = _BENT_START.match(source.line(number))
        key, value = (match.group(1).strip(), match.group("value")) if match else ("", "")
        line = source.line(number)
        if not match and re.match(r"[ \t]*(?:each|when|assert|at):", line) and ": " in line.split(":", 1)[1].lstrip():
            key, value = "assert", line.split(":", 1)[1].strip()
        if key in _EXPRESSIONS or (match and _below_let(source, number)):
            start = source.line(number).index(value)
            where = source.offset(source.position(_line_start(source, number) + start))
            return Problem("expression-bent", source.location(where, where + len(value)), {"text": value})
    if problem.id == "syntax-error":
        return Problem("pack-syntax", problem.location, problem.words, problem.related)
    return problem


def _line_start(source: Source, number: int) -> int:
    return source.offset(Position(number, 1))


def _below_let(source: Source, number: int) -> bool:
    """Whether a line stands below the `let` of a rule."""
    for above in range(number - 1, 0, -1):
        line = source.line(above)
        if line[:1] not in (" ", "\t", "#", ""):
            return line.startswith("let:")
    return False


def _written(root: Node) -> Iterator[tuple[str, Node]]:
    """Every expression of a rule with its key, those of `let` included."""
    for key in _EXPRESSIONS:
        node = root.child(key)
        if node is not None:
            yield key, node
    let, fix = root.child("let"), root.child("fix")
    if let is not None and let.kind is Kind.MAPPING:
        yield from let.children.items()
    if fix is not None and fix.kind is Kind.MAPPING:
        yield from ((key, fix.children[key]) for key in ("at", "replace") if key in fix.children)


def expressions(root: Node, source: Source) -> Iterator[Problem]:
    """Expressions that YAML reads as a list or mapping, or cuts at a comment."""
    for _, node in _written(root):
        place, text = node.place, source.text
        if node.kind is not Kind.SCALAR:
            start = place.start or 0
            first_line = text[start : place.end].split("\n", 1)[0]
            where = source.location(start, start + len(first_line))
            yield Problem("expression-bent", where, {"text": first_line})
        elif not node.quoted and place.end is not None:
            rest = re.match(r"[ \t]+#[^\r\n]*", text[place.end :])
            if rest is not None:
                start = place.end + rest.group().index("#")
                where = source.location(start, place.end + rest.end())
                yield Problem("expression-bent", where, {"text": node.text + rest.group()})


def texts(root: Node, source: Source) -> Iterator[Problem]:
    """Messages that are nothing but a placeholder, which YAML reads as a mapping."""
    for key in _TEXTS:
        node = root.child(key)
        for one in [node, *node.items()] if node is not None else ():
            in_braces = one.kind is Kind.MAPPING and source.text.startswith("{", one.place.start or 0)
            if in_braces and one.children and all(below.blank for below in one.items()):
                yield unquoted(source, one.place.start or 0, one.place.end or 0)
