"""Functions of text."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from linter.decimals import DIVISION
from linter.expressions import operators
from linter.expressions.model import Environment, Nodes, Unknown, content, items, show, text_of
from linter.patterns import PatternProblem, compile_pattern

_ALIKE = Decimal("0.6")  # from here on a word may have been meant as another
_READ_AT_ONCE = 10  # characters that are searched in the time of one step


def _pair(check: Callable[[str, str], bool]) -> Callable[[Environment, Any, Any], bool]:
    def run(env: Environment, value: Any, other: Any) -> bool:
        text = text_of(value)
        env.spend(len(text) // _READ_AT_ONCE)
        return check(text, text_of(other))

    return run


starts_with = _pair(str.startswith)
ends_with = _pair(str.endswith)
_contains_text = _pair(lambda text, part: part in text)


def contains(env: Environment, value: Any, part: Any) -> bool:
    found = value if type(value) is Nodes else content(value)
    if not isinstance(found, list):
        return _contains_text(env, value, part)
    env.walk(found)
    return operators.member_of(part, found)


def _matches(text: str, pattern: str) -> bool:
    try:
        return compile_pattern(pattern).search(text) is not None
    except PatternProblem as problem:
        raise Unknown("pattern", detail=str(problem)) from None


matches = _pair(_matches)


def similar(env: Environment, one: Any, other: Any) -> Decimal:
    return _similar(env, text_of(one), text_of(other))


def _similar(env: Environment, a: str, b: str) -> Decimal:
    if not a and not b:
        return Decimal(1)
    env.spend(len(b) * (len(a) // 1_000 + 1))
    return DIVISION.divide(Decimal(2 * _in_common(a, b)), Decimal(len(a) + len(b)))


def _in_common(a: str, b: str) -> int:
    """The length of the longest common subsequence, all positions of `a` at once in the bits of a number (Hyyrö)."""
    places: dict[str, int] = {}
    for index, character in enumerate(a):
        places[character] = places.get(character, 0) | 1 << index
    everywhere = (1 << len(a)) - 1
    row = everywhere
    for character in b:
        hit = row & places.get(character, 0)
        row = (row + hit | row - hit) & everywhere
    return len(a) - row.bit_count()


def closest(env: Environment, value: Any, choices: Any) -> str:
    text, found, best = text_of(value), "", Decimal(0)
    for choice in items(choices):
        shown = show(choice)
        alike = _similar(env, text, shown)
        if alike >= _ALIKE and alike > best:
            found, best = shown, alike
    return found
