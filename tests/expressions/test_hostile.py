"""Expressions made to do harm end with a located error or an answer.

Nothing is timed; a test that comes back at all has not gone through a billion steps, nor copied them.
"""

from typing import Any

import pytest

from linter import limits
from linter.expressions import (
    ExpressionError,
    RuleFault,
    Undetermined,
    Unknown,
    compile_syntax,
    derivation,
    evaluate,
    parse,
    select,
)
from linter.expressions.checker import Checker
from linter.expressions.model import show, to_plain
from tests.expressions.samples import environment, scope, table, trace

TEN = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"


def nested(depth: int) -> str:
    text = "true"
    for level in range(depth):
        text = f"{TEN}.all(x{level}, {text})"
    return text


DEEP: Any = []
for _ in range(60):
    DEEP = [DEEP]

NAMES = {"a": "a" * 50_000, "many": list(range(3_000)), "digits": "1万元" * 20_000}

REFUSED = {
    "a billion rounds": (nested(9), "cost-over-limit"),
    "rounds in paths": ("$" + "..*" * 20, "cost-over-limit"),
    "twenty thousand brackets": ("(" * 20_000 + "1" + ")" * 20_000, "cost-over-limit"),
    "two thousand brackets": ("(" * 2_000 + "1" + ")" * 2_000, "too-deep"),
    "open brackets": ("[" * 4_000, "expression-syntax"),
    "many signs": ("-" * 4_000 + "1", "too-deep"),
    "many negations": ("!" * 4_000 + "true", "too-deep"),
    "a long chain of terms": ("1" + "+1" * 2_000, "too-deep"),
    "a long chain of names": ("this" + ".a" * 2_000, "too-deep"),
    "many parts": ("[" + "1," * 2_040 + "1]", "cost-over-limit"),
    "a long text": ("'" + "a" * 5_000 + "'", "cost-over-limit"),
    "a huge exponent": ("1e999999999", "expression-syntax"),
    "a huge number": ("9" * 500, "expression-syntax"),
    "python called": ("__import__('os')", "unknown-function"),
    "a list that holds itself many times": ("[1]" + ".map(x, [x, x, x])" * 60, "cost-over-limit"),
    "such a list compared": ("[[1]" + ".map(x, [x, x, x])" * 60 + "].all(y, y == y)", "cost-over-limit"),
    "such a list joined": ("blank([['']" + ".map(x, [x, x, x])" * 60 + "])", "cost-over-limit"),
    "texts copied over and over": ("many.all(i, (a + a) != '')", "cost-over-limit"),
    "texts searched over and over": ("many.all(i, matches(a, '(a|aa)+$'))", "cost-over-limit"),
    "lists searched over and over": ("many.all(i, contains(many, i))", "cost-over-limit"),
    "lists compared over and over": ("many.all(i, many == many)", "cost-over-limit"),
    "lists added over and over": ("many.all(i, sum(many) > 0)", "cost-over-limit"),
    "texts compared with each other": ("many.all(i, similar(a, a) == 1)", "cost-over-limit"),
    "texts read over and over": ("many.all(i, mentions(digits) != [])", "cost-over-limit"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "id"), REFUSED.values(), ids=REFUSED)
def test_refused(text: str, id: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, DEEP, NAMES)
    assert caught.value.id == id
    start, end = caught.value.span
    assert 0 <= start <= end <= len(text) + 1


def test_what_a_path_may_visit_is_bounded_too() -> None:
    with pytest.raises(ExpressionError) as caught:
        select("$" + "..*" * 20, DEEP)
    assert caught.value.id == "cost-over-limit"


def test_patterns_take_linear_time() -> None:
    assert evaluate("matches(x, '^(a+)+$')", None, {"x": "a" * 100_000 + "b"}) is False
    assert evaluate("matches(x, '(a|b|ab)*c$')", None, {"x": "ab" * 50_000}) is False


def test_texts_and_lists_grow_to_a_limit() -> None:
    assert evaluate("a + a", None, {"a": "a" * limits.RESULT_ITEMS}) == Undetermined(
        "too-large", {"limit": limits.RESULT_ITEMS}
    )
    assert evaluate("size(a + b)", None, {"a": "a" * (limits.RESULT_ITEMS - 1), "b": "b"}) == limits.RESULT_ITEMS


def test_thousands_of_lets_made_of_each_other_are_a_fault_of_the_rule() -> None:
    env = environment(table())
    env.lets = {"a0": compile_syntax(parse("1"))}
    for n in range(1, 3_000):
        env.lets[f"a{n}"] = compile_syntax(parse(f"a{n - 1} + 1"))
    with pytest.raises(RuleFault) as caught:
        compile_syntax(parse("a2999"))(env)
    assert caught.value.reason == "too-deep"


def test_what_is_shown_is_bounded() -> None:
    value: Any = [""]
    for _ in range(60):
        value = [value, value, value]
    assert len(show(value)) <= limits.MESSAGE_CHARACTERS + 1


@pytest.mark.parametrize(
    "text", ["__class__", "this.__class__", "''.__class__", "1.real", "[].append", "this.children", "$.parent"]
)
def test_nothing_of_python_can_be_reached(text: str) -> None:
    found = evaluate(text, {"a": 1})
    assert isinstance(found, Undetermined)
    assert found.reason in ("absent", "wrong-type")


def test_a_node_shows_none_of_its_own_attributes() -> None:
    document = table(indicators=[{"name": "甲", "target": "≥3人", "weight": 3}])
    for name in ("kind", "place", "children", "parent", "field", "pointer", "value", "full_unit", "spans"):
        for owner in ("indicators", "indicators[0]", "indicators[0].weight", "indicators[0].target", "3人"):
            if (name, owner) == ("kind", "indicators[0].target"):
                continue  # this one is a part of a value as read
            env = environment(document)
            with pytest.raises(Unknown):
                to_plain(compile_syntax(parse(f"({owner}).{name} == 1"))(env))


_AROUND = {"brackets": ("(", ")"), "negations": ("!", ""), "lists": ("[", "]"), "calls": ("has(", ")")}


def _deep(kind: str) -> str:
    """An expression that is nearly as deep as is allowed."""
    depth = limits.EXPRESSION_DEPTH - 2
    if kind == "macros":
        text = "true"
        for level in range(depth):
            text = f"[1].all(x{level}, {text})"
        return text
    if kind == "filters":
        text = "@"
        for _ in range(depth // 4 - 1):
            text = f"count(goals[?{text}]) > 0"
        return f"goals[?{text}] == goals"
    opening, closing = _AROUND[kind]
    return opening * depth + "true" + closing * depth


@pytest.mark.parametrize("kind", ["macros", "filters", "brackets", "negations", "lists", "calls"])
def test_a_deep_expression_that_is_allowed_can_be_run_traced_and_checked(kind: str) -> None:
    text = _deep(kind)
    document = table(goals=["甲"])
    frame = trace(text, document)
    assert not isinstance(frame.value, Exception)
    assert isinstance(derivation.sources(derivation.culprit(frame)), list)
    checker = Checker(scope())
    checker.check(parse(text))
    assert {one.id for one in checker.problems} <= {"constant-condition", "type-mismatch", "cost-over-limit"}
