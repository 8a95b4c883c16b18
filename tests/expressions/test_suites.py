"""The public conformance suites: all of RFC 9535's, and the part of CEL's that a rule author uses."""

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from linter.expressions import ExpressionError, Undetermined, evaluate, select

_FOLDER = os.environ.get("JIXIAO_SUITES")
needs_suites = pytest.mark.skipif(not _FOLDER, reason="JIXIAO_SUITES does not name the folder of the suites")

# Cases whose answer differs here, each with its reason; at most 3 in 100.
CEL_EXCUSED = {
    # Division by zero has no value: there is no NaN that could be unequal to itself, the outcome is undetermined.
    ("comparisons", "eq_literal", "not_eq_double_nan"),
    ("comparisons", "ne_literal", "not_ne_double_nan"),
    ("comparisons", "ne_literal", "ne_double_nan"),
}


def load(name: str) -> list[dict[str, Any]]:
    assert _FOLDER
    text = (Path(_FOLDER) / name).read_text(encoding="utf-8")
    cases: list[dict[str, Any]] = json.loads(text, parse_float=Decimal, parse_int=Decimal)["tests"]
    return cases


def selected(case: dict[str, Any]) -> Any:
    try:
        return select(case["selector"], case.get("document"))
    except ExpressionError:
        return "refused"


@needs_suites
def test_the_whole_jsonpath_suite() -> None:
    cases = load("jsonpath/cts.json")
    wrong = []
    for case in cases:
        found = selected(case)
        if case.get("invalid_selector"):
            right = found == "refused"
        else:
            expected = case["results"] if "results" in case else [case["result"]]
            right = found != "refused" and [value for _, value in found] in expected
        if not right:
            wrong.append((case["name"], case["selector"], found))
    print(f"JSONPath: {len(cases) - len(wrong)} of {len(cases)}")  # noqa: T201 (shown with -s)
    assert not wrong
    assert len(cases) == 703


@needs_suites
def test_jsonpath_pointers_lead_to_the_values() -> None:
    """The suite gives normalised paths; each says the same as the pointer."""
    checked = 0
    for case in load("jsonpath/cts.json"):
        paths = case.get("result_paths")
        if paths is None:
            continue
        pointers = [pointer for pointer, _ in select(case["selector"], case["document"])]
        assert pointers == [as_pointer(path) for path in paths], case["name"]
        checked += 1
    assert checked > 300


def as_pointer(path: str) -> str:
    """`$['a'][0]` as `/a/0`; by way of JSON, whose escapes normalised paths share but for the quotation mark."""
    parts = []
    for step in path[2:-1].split("][") if path != "$" else []:
        inner = step[1:-1].replace("\\'", "'").replace('"', '\\"')
        name = json.loads(f'"{inner}"') if step.startswith("'") else step
        parts.append(name.replace("~", "~0").replace("/", "~1"))
    return "".join("/" + part for part in parts)


def plain(value: Any) -> Any:
    """A value of the CEL file; its numbers are texts, so that none is a float on the way."""
    if isinstance(value, dict):
        return Decimal(value["number"]) if set(value) == {"number"} else {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def answer(case: dict[str, Any]) -> Any:
    try:
        return evaluate(case["expr"], None, {name: plain(value) for name, value in case["bindings"].items()})
    except ExpressionError as error:
        return error


@needs_suites
def test_the_cel_cases() -> None:
    cases = load("cel/cel-core.json")
    wrong, excused = [], 0
    for case in cases:
        found = answer(case)
        if "error" in case:
            right = isinstance(found, (ExpressionError, Undetermined))
        else:
            expected = plain(case["value"])
            right = type(found) is type(expected) and found == expected
        if right:
            continue
        if (case["suite"], case["section"], case["name"]) in CEL_EXCUSED:
            excused += 1
        else:
            wrong.append((case["name"], case["expr"], found))
    print(f"CEL: {len(cases) - len(wrong) - excused} of {len(cases)}, {excused} excused")  # noqa: T201 (shown with -s)
    assert not wrong
    assert len(cases) == 293
    assert excused == len(CEL_EXCUSED)
    assert excused <= 0.03 * len(cases)


# What the suite does not say of the paths that rules write.


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$", [("", {"a": [1, 2], "b/c": {"~": 3}})]),
        ("$.a[1]", [("/a/1", 2)]),
        ("$['b/c']['~']", [("/b~1c/~0", 3)]),
        ("$..['~']", [("/b~1c/~0", 3)]),
        ("$.a[?@ > 1]", [("/a/1", 2)]),
    ],
)
def test_select(path: str, found: list[tuple[str, Any]]) -> None:
    assert select(path, {"a": [1, 2], "b/c": {"~": 3}}) == found


def test_select_gives_the_documents_own_values() -> None:
    document = {"a": [0.1, {"b": 1.10}]}
    assert select("$.a[?@ == 0.1]", document) == [("/a/0", 0.1)]
    assert select("$.a[1]", document)[0][1] is document["a"][1]


@pytest.mark.parametrize(
    "path",
    ["a", "@.a", "$. a", "$.. a", "$.a and $.b", "$[?@.a == 5元]", "$[?@.a in ['x']]", "$[1 + 1]", "$.a.all(x, x)"],
)
def test_select_refuses_what_only_rules_may_say(path: str) -> None:
    with pytest.raises(ExpressionError):
        select(path, {})
