"""The table of functions: every entry is documented, and its example holds."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import linter
from linter.expressions import Undetermined, Unknown, evaluate, parse
from linter.expressions.functions import FUNCTIONS
from linter.expressions.syntax import Call
from tests.expressions.samples import ask, table

PACKAGE = Path(linter.__file__).parent

# What the examples in the table call `rows`.
ROWS = table(
    indicators=[
        {"level1": "产出指标", "level2": "数量指标", "name": "人数", "target": "≥2人"},
        {"level1": "成本指标", "level2": "经济成本指标", "name": "补助", "target": "≤1万元/人"},
        {"level1": "成本指标", "level2": "经济成本指标", "name": "耗材", "target": "≤5000元"},
        {"level1": "成本指标", "level2": "经济成本指标", "name": "总成本", "target": "≤2.5万元"},
    ],
)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_documented_and_its_example_holds(name: str) -> None:
    function = FUNCTIONS[name]
    assert function.doc.endswith(".")
    assert function.undetermined
    assert any(isinstance(part, Call) and part.name == name for part in parse(function.example).walk())
    assert ask(function.example, ROWS, names={"rows": ROWS.find("/indicators")}) is True


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_refuses_a_wrong_number_of_arguments(name: str) -> None:
    from linter.expressions import ExpressionError

    most = len(FUNCTIONS[name].parameters)
    with pytest.raises(ExpressionError) as caught:
        evaluate(f"{name}({', '.join(['1'] * (most + 1))})")
    assert caught.value.id == "wrong-arguments"
    assert caught.value.words["name"] == name


VALUES: list[tuple[str, Any]] = [
    ("count([null, '', ' ', 0, false])", 2),
    ("min([2人, 3人]) == 2人", True),
    ("join([])", ""),
    ("join([1.50, 2万元, true])", "1.5、2万元、true"),
    ("duplicates(['a b', 'ab', 'a', 'ab'])", ["ab", "ab"]),
    ("size('')", 0),
    ("size([1, [2, 3]])", 2),
    ("contains([1, 2万元], 20000元)", True),
    ("'满意度'.contains('意')", True),
    ("'a\\nb'.matches('^b')", False),
    ("'（含税）'.matches('\\\\p{Han}')", True),
    ("similar('', '')", 1),
    ("similar('甲乙丙', '')", 0),
    ("similar('甲乙丙丁', '甲丙戊己')", Decimal("0.5")),
    ("closest('正式材枓', ['正式资料', '说明材料', '正式材料'])", "正式材料"),
    ("closest('天气', ['正式资料', '说明材料'])", ""),
    ("has([])", False),
    ("blank(0)", False),
    ("default(' ', 'x')", "x"),
    ("default(0, 1)", 0),
    ("kind(3)", "quantitative"),
    ("kind('2023年底')", "date"),
    ("satisfies('94.9%', '≥95%')", False),
    ("satisfies('2023年11月', '2023年底')", True),
    ("worse_than('≤5小时', '4小时')", True),
    ("worse_than('≤5小时', '300分钟')", False),
    ("dimension(3)", "number"),
    ("dimension(95%)", "ratio"),
    ("days_between('2023-01-01', '2022-12-31')", -1),
    ("days_between('2024', '2024')", 365),
    ("year_of('2024-05')", 2024),
    ("abs(-3万元) == 3万元 and abs(0) == 0", True),
    ("direction('≤5小时')", "down"),
    ("direction('5小时')", "none"),
]


UNDETERMINED = [
    ("max(['3', 1])", "no-number"),
    ("satisfies('3人', '≥95%')", "different-units"),
    ("days_between('2023-02-30', '2024')", "no-date"),
    ("days_between('12月底前', '2024')", "year-unknown"),
    ("year_of('及时')", "no-date"),
    ("is_cost('x')", "wrong-type"),
]


@pytest.mark.parametrize(("text", "reason"), UNDETERMINED, ids=[case[0] for case in UNDETERMINED])
def test_undetermined(text: str, reason: str) -> None:
    found = evaluate(text)
    assert isinstance(found, Undetermined)
    assert found.reason == reason


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[case[0] for case in VALUES])
def test_values(text: str, value: Any) -> None:
    assert evaluate(text) == value


def test_values_that_are_quantities() -> None:
    assert evaluate("sum([1万元, null, 2000元]) == 1.2万元") is True
    assert evaluate("mentions('2023年12月31日前完成2380.4平方米，每人500元') == [2380.4平方米, 500元]") is True
    assert evaluate("mentions(['3人', '', '无']) == [3人]") is True


NAMES = [
    ("信访投诉率", "=0%", "down"),
    ("投诉处理及时率", "≥90%", "up"),
    ("平均响应时间", "=2小时", "down"),
    ("群众满意度", "95%", "up"),
    ("处理件数", "≥20件", "up"),
    ("处理件数", "20件", "none"),
    ("投诉量", "≥1件", "down"),
]


@pytest.mark.parametrize(("name", "target", "way"), NAMES)
def test_direction_by_the_name_else_by_the_comparator(name: str, target: str, way: str) -> None:
    form = table(indicators=[{"level1": "产出指标", "level2": "质量指标", "name": name, "target": target}])
    assert ask("direction(indicators[0])", form) == way
    assert ask("direction(indicators[0].target)", form) == way


def test_worse_than_goes_by_the_name_too() -> None:
    form = table(indicators=[{"name": "投诉率", "target": "=0%", "previous": "1%"}])
    assert ask("worse_than(indicators[0].target, indicators[0].previous)", form) is False


def test_a_cost_should_be_low() -> None:
    assert ask("direction(indicators[1])", ROWS) == "down"


def test_direction_of_a_blank_value_is_unknown_only_if_the_name_does_not_say() -> None:
    form = table(indicators=[{"name": "投诉率", "target": ""}, {"name": "件数", "target": ""}])
    assert ask("direction(indicators[0])", form) == "down"
    with pytest.raises(Unknown) as caught:
        ask("direction(indicators[1])", form)
    assert caught.value.reason == "blank"


_TEXT = st.text("甲乙丙丁ab", max_size=12)


@given(_TEXT, _TEXT)
@settings(max_examples=100, deadline=None)
def test_similar_is_the_longest_common_subsequence(a: str, b: str) -> None:
    """Against the plain recursion over a table."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if x == y else max(table[i][j + 1], table[i + 1][j])
    expected = Decimal(1) if not a and not b else Decimal(2 * table[-1][-1]) / Decimal(len(a) + len(b))
    found = evaluate("similar(a, b)", None, {"a": a, "b": b})
    assert abs(found - expected) < Decimal("1e-27")
    assert found == evaluate("similar(b, a)", None, {"a": a, "b": b})


def test_every_reason_has_a_text_in_both_languages() -> None:
    """Those that the package and the algebra of values give, as their sources name them."""
    from linter import catalogue

    sources = [*PACKAGE.glob("expressions/*.py"), *PACKAGE.glob("values/algebra.py")]
    reasons = {reason for path in sources for reason in re.findall(r'Unknown\(\s*"([a-z-]+)"', path.read_text("utf-8"))}
    reasons |= {"unreadable", "approximate", "no-comparator", "step-limit", "too-deep"}
    assert len(reasons) > 15
    for reason in reasons:
        shown = [catalogue.reason(reason, {}, language) for language in ("zh", "en")]
        assert not any(text.endswith((f"：{reason}", f": {reason}")) for text in shown), reason  # it has no text
