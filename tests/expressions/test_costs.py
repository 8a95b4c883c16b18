"""What costs come to: rates, totals, editions of the form, and what makes a sum undetermined."""

from collections.abc import Sequence
from typing import Any

import pytest

from linter.document import Document
from linter.expressions import Unknown
from tests.expressions.samples import ask, table

COST = ("成本指标", "经济成本指标")
OLD_COST = ("产出指标", "成本指标")  # the older edition has costs at level 2
COUNT = ("产出指标", "数量指标")
QUALITY = ("产出指标", "质量指标")

TOTAL = "sum(indicators.filter(i, is_cost(i)).map(i, total_cost(i)))"


def form(rows: Sequence[tuple[tuple[str, str] | None, str, str]], **more: Any) -> Document:
    """A submission with rows of (levels, name, target)."""
    indicators = [
        {"name": name, "target": target, **({"level1": levels[0], "level2": levels[1]} if levels else {})}
        for levels, name, target in rows
    ]
    return table(indicators=indicators, **more)


SUMS = {
    "amounts in different units": (
        [(COST, "维修", "≤3万元"), (COST, "物业", "≤6万元"), (COST, "办公", "≤60000元")], {}, "15万元"),
    "a rate per person and year": ([(COUNT, "人数", "≥1人"), (COST, "经费", "≤1万元/人/年")], {}, "1万元"),
    "the older edition": ([(COUNT, "人数", ">=3人"), (OLD_COST, "经费", "<=1万元/人/年")], {}, "3万元"),
    "a form without levels": (
        [(None, "人数", "3人"), (None, "培训费用", "500元/人"), (None, "资料", "2本")], {}, "1500元"),
    "the factor in the prose": ([(COST, "经费", "≤1万元/人")], {"goals": ["聘请2人，为期1年。"]}, "2万元"),
    "rows go before prose": ([(COUNT, "人数", "≥3人"), (COST, "经费", "≤1万元/人")], {"goals": ["聘请2人。"]}, "3万元"),
    "two equal factors": (
        [(COUNT, "人数", "≥3人"), (COUNT, "培训人数", "≥3人"), (COST, "经费", "≤1万元/人")], {}, "3万元"),
    "several factors in one sentence": (
        [(COST, "培训", "≤400元/人/天")], {"goals": ["办班1期，50人，1天，2小时内响应，11月30日前完成。"]}, "2万元"),
    "a rate of nothing": (
        [(COST, "甲", "0万元/人"), (COST, "乙", "1万元")], {"goals": ["聘用1人，出差8人。"]}, "1万元"),
    "months of a year": ([(COST, "租金", "≤1000元/月")], {}, "12000元"),
    "months of the stated period": (
        [(COST, "租金", "≤620万元/月")], {"year": "2023", "period": "2023年1月-2023年11月"}, "6820万元"),
    "a period of several years counts as far as it lies in the year": (
        [(COST, "租金", "≤1000元/月")], {"year": "2023", "period": "2022年7月至2023年6月"}, "6000元"),
    "a period in months": ([(COST, "租金", "≤1000元/月")], {"period": "8个月"}, "8000元"),
    "months in a row": ([(COUNT, "租期", "=10个月"), (COST, "租金", "≤1000元/月")], {}, "10000元"),
    "half a year": ([(COST, "租金", "≤1000元/半年")], {}, "2000元"),
    "a denominator with a number": ([(COUNT, "面积", "≥30公顷"), (COST, "防治", "≤200元/10公顷")], {}, "600元"),
    "the lower end of a planned range": ([(COUNT, "人数", "2-3人"), (COST, "经费", "≤1万元/人")], {}, "2万元"),
    "three rates": (
        [(COUNT, "面积", ">=20亩"), (COUNT, "点", ">=4个"), (COST, "甲", "475元/亩"), (COST, "乙", "2875元/个")],
        {}, "21000元"),
    "a total beside its items": (
        [(COST, "甲", "≤1万元"), (COST, "乙", "≤2万元"), (COST, "项目总成本", "≤3万元")], {}, "3万元"),
    "a total alone": ([(COST, "项目总成本", "≤3万元")], {}, "3万元"),
    "the same total twice": ([(COST, "项目总成本", "≤3万元"), (COST, "年度总成本", "≤30000元")], {}, "3万元"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "more", "total"), SUMS.values(), ids=SUMS)
def test_costs_add_up(rows: Any, more: dict[str, Any], total: str) -> None:
    assert ask(f"{TOTAL} == {total}", form(rows, **more)) is True


UNKNOWN = {
    "no row counts the unit": (
        [(COUNT, "面积", "≥5亩"), (COST, "经费", "≤1万元/人/年")], "no-factor", {"unit": "人"},
        ["/indicators/1/target"]),
    "two rows count it differently": (
        [(COUNT, "甲", "≥2人"), (COUNT, "乙", "≥3人"), (COST, "经费", "≤1万元/人")],
        "ambiguous-factor", {"unit": "人"}, ["/indicators/2/target", "/indicators/0/target", "/indicators/1/target"]),
    "a quality row is no count": (
        [(QUALITY, "合格人数", "≥2人"), (COST, "经费", "≤1万元/人")], "no-factor", {"unit": "人"},
        ["/indicators/1/target"]),
    "an unreadable cost": (
        [(COST, "甲", "≤1万元"), (COST, "乙", "≤≤3万元")], "unreadable", {"text": "≤≤3万元"}, ["/indicators/1/target"]),
    "a cost in words": (
        [(COST, "甲", "≤1万元"), (COST, "乙", "合理")], "no-number", {"text": "合理"}, ["/indicators/1/target"]),
    "a blank cost": ([(COST, "甲", "")], "blank", {"label": "指标值"}, ["/indicators/0/target"]),
    "a cost that is a share": (
        [(COST, "甲", "≤1万元"), (COST, "乙", "≤100%")], "different-units", {"left": "1万元", "right": "100%"}, []),
    "an unreadable total alone": (
        [(COST, "总成本", "若干3元5")], "unreadable", {"text": "若干3元5"}, ["/indicators/0/target"]),
    "no costs at all": ([(COUNT, "甲", "1人")], "sum-of-nothing", {}, []),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "reason", "words", "places"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_makes_costs_undetermined(rows: Any, reason: str, words: dict[str, str], places: list[str]) -> None:
    with pytest.raises(Unknown) as caught:
        ask(TOTAL, form(rows))
    assert (caught.value.reason, caught.value.words) == (reason, words)
    assert [node.pointer for node in caught.value.nodes] == places


def test_a_form_without_a_column_of_values_is_not_applicable() -> None:
    rows = [{"level1": "成本指标", "level2": "经济成本指标", "name": "甲"}]
    with pytest.raises(Unknown) as caught:
        ask(TOTAL, table(absent=("/indicators/*/target",), indicators=rows))
    assert (caught.value.reason, caught.value.pattern) == ("absent", "/indicators/*/target")


def test_what_is_a_cost() -> None:
    rows = [
        (COST, "甲", "1"),
        (OLD_COST, "乙", "1"),
        (QUALITY, "成本控制率", "1"),
        (None, "成本控制", "1"),
        (None, "丙", "1"),
    ]
    assert ask("indicators.map(i, is_cost(i))", form(rows)) == [True, True, False, True, False]


@pytest.mark.parametrize("text", ["is_cost(this)", "total_cost(budget)", "is_total(indicators)", "is_cost(year)"])
def test_only_rows_are_costs(text: str) -> None:
    with pytest.raises(Unknown) as caught:
        ask(text, table(year="2023", budget={"total": 1}, indicators=[]))
    assert caught.value.reason == "wrong-type"


def test_a_table_of_a_thousand_rates_is_surveyed_once() -> None:
    """Each cost looks for its factor among all rows; that must not take the square of their number."""
    rows = [(COUNT, "人数", "2人")] + [(COST, f"费{index}", "1元/人") for index in range(1000)]
    assert ask(f"{TOTAL} == 2000元", form(rows)) is True
