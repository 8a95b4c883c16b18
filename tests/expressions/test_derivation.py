"""How a failing condition came about: its arithmetic, its cells, and where to point."""

import pytest

from linter.expressions import Unknown, derivation
from tests.expressions.samples import table, trace

COST = {"level1": "成本指标", "level2": "经济成本指标"}
FORM = table(
    year="2023",
    budget={"currency": "万元", "total": 15, "fiscal": 9, "other": 0.5},
    goals=["聘请3人。"],
    indicators=[
        {"level1": "产出指标", "level2": "数量指标", "name": "人数", "target": "≥3人", "weight": 40},
        {**COST, "name": "维修", "target": "≤4万元", "weight": 10},
        {**COST, "name": "经费", "target": "<=1万元/人/年", "weight": 8.5},
    ],
)
LETS = {
    "costs": "indicators.filter(i, is_cost(i))",
    "total": "sum(costs.map(i, total_cost(i)))",
    "within": "total <= 5万元",
}

# Condition, what its arithmetic says, the cells it came from.
CASES = [
    (
        "sum(indicators[*].weight) == 90",
        "40 + 10 + 8.5 = 58.5 ≠ 90",
        ["/indicators/0/weight", "/indicators/1/weight", "/indicators/2/weight"],
    ),
    (
        "budget.fiscal + budget.other == budget.total",
        "9万元 + 0.5万元 = 9.5万元 ≠ 15万元",
        ["/budget/fiscal", "/budget/other", "/budget/total"],
    ),
    (
        "budget.total == budget.fiscal + budget.other",
        "15万元 ≠ 9.5万元 = 9万元 + 0.5万元",
        ["/budget/total", "/budget/fiscal", "/budget/other"],
    ),
    (
        "total <= 5万元",
        "≤4万元 + 1万元/人/年 × 3人 × 1年 = 7万元 > 5万元",
        ["/indicators/1/target", "/indicators/2/target", "/indicators/0/target"],
    ),
    (
        "total + total < total",
        "≤4万元 + 1万元/人/年 × 3人 × 1年 + ≤4万元 + 1万元/人/年 × 3人 × 1年 = 14万元"
        " ≥ 7万元 = ≤4万元 + 1万元/人/年 × 3人 × 1年",
        ["/indicators/1/target", "/indicators/2/target", "/indicators/0/target"],
    ),
    (
        "indicators[1].weight * 2 > (indicators[0].weight - (indicators[1].weight - 1)) / 1",
        "10 × 2 = 20 ≤ 31 = (40 − (10 − 1)) ÷ 1",
        ["/indicators/1/weight", "/indicators/0/weight"],
    ),
    (
        "(budget.fiscal + budget.other) * 2 <= 3 * budget.fiscal / 2",
        "(9万元 + 0.5万元) × 2 = 19万元 > 13.5万元 = 3 × 9万元 ÷ 2",
        ["/budget/fiscal", "/budget/other"],
    ),
    (
        "abs(budget.total - budget.fiscal) <= 0.01万元",
        "|15万元 − 9万元| = 6万元 > 0.01万元",
        ["/budget/total", "/budget/fiscal"],
    ),
    (
        "max(indicators[*].weight) < min([budget.total.number, 20])",
        "max(40, 10, 8.5) = 40 ≥ 15 = min(15, 20)",
        ["/indicators/0/weight", "/indicators/1/weight", "/indicators/2/weight", "/budget/total"],
    ),
    ("-indicators[0].weight > 0", None, ["/indicators/0/weight"]),
    (
        "-(indicators[0].weight + 1) < -sum(indicators[*].weight) * 1",
        "−(40 + 1) = -41 ≥ -58.5 = −(40 + 10 + 8.5) × 1",
        ["/indicators/0/weight", "/indicators/1/weight", "/indicators/2/weight"],
    ),
    ("budget.total < 10万元", None, ["/budget/total"]),
    ("count(costs) == 3", None, ["/indicators/1", "/indicators/2"]),
    ("count(goals) == 2", None, ["/goals/0"]),
    ("indicators[0].name == '数'", None, ["/indicators/0/name"]),
    ("indicators.all(i, i.weight >= 10)", None, ["/indicators/2/weight"]),
    (
        "indicators.all(i, i.weight * 2 >= 20)",
        "8.5 × 2 = 17 < 20",
        ["/indicators/2/weight"],
    ),
    (
        "indicators.exists(i, i.weight > 50)",
        None,
        ["/indicators/0/weight", "/indicators/1/weight", "/indicators/2/weight"],
    ),
    ("true and within", "≤4万元 + 1万元/人/年 × 3人 × 1年 = 7万元 > 5万元",
     ["/indicators/1/target", "/indicators/2/target", "/indicators/0/target"]),
    ("year == 2023 ? budget.total < 1万元 : true", None, ["/budget/total"]),
    ("(budget.total > 1万元 and (total < 1万元))", "≤4万元 + 1万元/人/年 × 3人 × 1年 = 7万元 ≥ 1万元",
     ["/indicators/1/target", "/indicators/2/target", "/indicators/0/target"]),
    ("not is_cost(indicators[1])", None, ["/indicators/1"]),
    ("indicators[2].target.amount < 1元/人/年", None, ["/indicators/2/target"]),
    ("mentions(goals)[0] == 2人", None, ["/goals/0"]),
    (
        "sum(costs.map(i, total_cost(i)).filter(c, c > 0元)) < 1元",
        "4万元 + 3万元 = 7万元 ≥ 1元",
        ["/indicators/1/target", "/indicators/2/target", "/indicators/0/target"],
    ),
    (
        "sum(indicators[?@.weight >= 10].weight) < 1",
        "40 + 10 = 50 ≥ 1",
        ["/indicators/0/weight", "/indicators/1/weight"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "arithmetic", "cells"), CASES, ids=[case[0] for case in CASES])
def test_a_failing_condition(text: str, arithmetic: str | None, cells: list[str]) -> None:
    frame = trace(text, FORM, lets=LETS)
    assert frame.value is False
    blamed = derivation.culprit(frame)
    assert derivation.arithmetic(blamed) == arithmetic
    assert [node.pointer for node in derivation.sources(blamed)] == cells


def test_the_sides_of_a_comparison() -> None:
    pair = derivation.sides(trace("budget.fiscal + budget.other == budget.total", FORM))
    assert pair is not None
    left, right = (side.value for side in pair)
    assert derivation.leaf_text(left) == "9.5万元"
    assert (right.pointer, derivation.leaf_text(right)) == ("/budget/total", "15万元")
    assert derivation.sides(trace("not is_cost(indicators[1])", FORM)) is None


def test_duplicates_point_at_those_that_repeat() -> None:
    form = table(indicators=[{"name": "甲"}, {"name": "乙"}, {"name": "甲 "}])
    frame = trace("count(duplicates(indicators[*].name)) == 0", form)
    assert [node.pointer for node in derivation.sources(derivation.culprit(frame))] == ["/indicators/2/name"]


@pytest.mark.parametrize(
    ("pointers", "ancestor"),
    [
        (["/indicators/0/weight", "/indicators/1/weight"], "/indicators"),
        (["/indicators/1/weight", "/indicators/1/name"], "/indicators/1"),
        (["/budget/total"], "/budget/total"),
        (["/budget/total", "/indicators/1"], ""),
        (["/indicators", "/indicators/1"], "/indicators"),
    ],
)
def test_the_deepest_node_that_contains_them_all(pointers: list[str], ancestor: str) -> None:
    nodes = [node for pointer in pointers if (node := FORM.find(pointer)) is not None]
    assert len(nodes) == len(pointers)
    found = derivation.common_ancestor(nodes)
    assert found is not None
    assert found.pointer == ancestor


def test_nothing_contains_nothing() -> None:
    assert derivation.common_ancestor([]) is None


def test_long_sums_are_written_with_their_ends() -> None:
    form = table(indicators=[{"name": f"行{index}", "weight": index} for index in range(100)])
    text = derivation.arithmetic(trace("sum(indicators[*].weight) == 1", form))
    assert text is not None
    assert text.startswith("0 + 1 + 2 + ")
    assert text.endswith(" + 38 + … + 99 = 4950 ≠ 1")


def test_lets_that_use_each_other_are_written_in_bounded_space() -> None:
    """Forty doublings are 2 to the 40 terms; the text stays short, and every number in it is right."""
    lets = {"a0": "indicators[0].weight + 1"} | {f"a{n}": f"a{n - 1} + a{n - 1}" for n in range(1, 41)}
    frame = trace("a40 < 1", FORM, lets=lets)
    text = derivation.arithmetic(frame)
    assert text is not None
    assert len(text) < 10_000
    assert text.endswith(f" = {41 * 2**40} ≥ 1")
    assert [node.pointer for node in derivation.sources(frame)] == ["/indicators/0/weight"]


def test_empty_lists_that_double_are_no_work() -> None:
    lets = {"a0": "[].map(x, x)"} | {f"a{n}": f"a{n - 1} + a{n - 1}" for n in range(1, 61)}
    frame = trace("sum([1] + a60) > 1", FORM, lets=lets)
    assert derivation.arithmetic(frame) is None
    assert derivation.sources(frame) == []


def test_what_could_not_be_computed_is_found_too() -> None:
    """The running total has no place of its own; the cells that were added have."""
    form = table(indicators=[{**COST, "name": "甲", "target": "≤1万元"}, {**COST, "name": "乙", "target": "≤100%"}])
    frame = trace("1 == 1 and total > 1万元", form, lets={"total": "sum(indicators.map(i, total_cost(i)))"})
    assert isinstance(frame.value, Unknown)
    assert frame.value.nodes == ()
    blamed = derivation.culprit(frame)
    assert blamed.value is frame.value
    assert [node.pointer for node in derivation.sources(blamed)] == ["/indicators/0/target", "/indicators/1/target"]
