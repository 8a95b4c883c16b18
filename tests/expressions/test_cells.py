"""Cells of a form in expressions: labels, words, blanks, columns that a form does not have, values as read."""

from decimal import Decimal
from typing import Any

import pytest

from linter.expressions import Unknown
from tests.expressions.samples import ask, table

FORM = table(
    year="2023年",
    budget={"currency": "万元", "total": "15", "fiscal": 15, "other": ""},
    goals=["维护大楼2380.4平方米。", ""],
    indicators=[
        {"level1": "产出指标", "level2": "数量指标", "name": "面积", "target": "≥2380.4平方米", "weight": 40,
         "previous": "无"},
        {"level1": "", "level2": "质量指标", "name": "合格率", "target": "=100%", "weight": "10",
         "evidence": "工作资料、正式材料"},
        {"level1": "满意度", "level2": "", "name": "满意度", "target": "", "weight": ""},
    ],
)  # fmt: skip


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("indicators[*].weight", "指标[*].指标分值权重"),
        ("indicators[0].target.amount", "指标[0].指标值.amount"),
        ("budget.total", "项目资金.年度预算总额"),
        ("$.budget['total']", "$['项目资金']['年度资金总额']"),
        ("indicators.map(i, i.level2)", "绩效指标.map(i, i.二级指标)"),
        ("indicators[?@.name == '面积'].weight", "指标[?@.三级指标 == '面积'].权重"),
        ("$..evidence[*]", "$..佐证资料[*]"),
    ],
)
def test_names_may_be_chinese_labels(english: str, chinese: str) -> None:
    try:
        expected: Any = ask(f"count({english})", FORM), ask(f"[{english}]", FORM)
    except Unknown:
        expected = ask(f"[{english}]", FORM)
        assert ask(f"[{chinese}]", FORM) == expected
        return
    assert (ask(f"count({chinese})", FORM), ask(f"[{chinese}]", FORM)) == expected


def test_bare_names_are_fields_of_this() -> None:
    assert ask("weight + this.权重 == 指标分值权重 * 2", FORM, "/indicators/0") is True
    assert ask("$.year == 2023 and name == '面积'", FORM, "/indicators/0") is True


def test_money_has_its_unit() -> None:
    assert ask("budget.total == 15万元 and budget.fiscal == 150000元", FORM) is True
    assert ask("budget.total.number", FORM) == 15
    assert ask("budget.total.unit", FORM) == "万元"


def test_a_vocabulary_gives_the_canonical_word_and_text_what_was_written() -> None:
    assert ask("evidence", FORM, "/indicators/1") == ["工作资料", "正式资料"]
    assert ask("evidence[1].text", FORM, "/indicators/1") == "正式材料"
    assert ask("level1", FORM, "/indicators/2") == "满意度"


def test_a_blank_level_takes_the_value_above() -> None:
    assert ask("indicators[*].level1", FORM) == ["产出指标", "产出指标", "满意度"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("target.kind", "quantitative"),
        ("target.comparator", ">="),
        ("target.number == 2380.4", True),
        ("target.unit", "平方米"),
        ("target.text", "≥2380.4平方米"),
        ("target == 2380.4平方米", True),
        ("target == '≥2380.4平方米'", True),
        ("target < 1公顷", True),
        ("target != 5平方米", True),
        ("kind(previous)", "empty"),
        ("blank(previous) and not has(previous)", True),
        ("previous.text", "无"),
        ("dimension(target)", "area"),
        ("comparable(target, 1公顷) and not comparable(target, previous)", True),
    ],
)
def test_values_as_read(text: str, value: Any) -> None:
    assert ask(text, FORM, "/indicators/0") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("blank(indicators[2].target)", True),
        ("kind(indicators[2].target)", "empty"),
        ("indicators[2].target.text", ""),
        ("blank(indicators[2].evidence)", True),
        ("blank(indicators[*].previous)", True),
        ("blank(indicators[*].weight)", False),
        ("blank(indicators[7])", True),
        ("has(budget.total) and not has(budget.own) and not has(budget.other)", True),
        ("default(budget.other, 0) + budget.total == 15万元", True),
        ("default(budget.own, 0) + budget.total == 15万元", True),
        ("noted(indicators[2].target, 'full-width')", False),
        # Counted is what is filled in, whether a blank was written or the key left out.
        ("count(indicators[*].weight)", 2),
        ("count(indicators[*].evidence)", 1),
        ("count(goals)", 1),
        ("size(goals)", 2),
        ("count(indicators[*].evidence[*])", 2),
        ("join(goals)", "维护大楼2380.4平方米。"),
    ],
)
def test_blank_and_absent_cells(text: str, value: Any) -> None:
    assert ask(text, FORM) == value


@pytest.mark.parametrize(
    ("text", "reason", "pointer", "pattern"),
    [
        ("budget.other == 0", "blank", "/budget/other", "/budget/other"),
        ("budget.own == 0", "absent", "/budget", "/budget/own"),
        ("sum(indicators[*].weight)", "blank", "/indicators/2/weight", "/indicators/*/weight"),
        ("sum(指标[*].得分)", "absent", "/indicators/0", "/indicators/*/score"),
        ("indicators[2].target.number > 1", "blank", "/indicators/2/target", "/indicators/*/target"),
        ("indicators[2].target > 1", "blank", "/indicators/2/target", None),
        ("indicators[2].level2 == 'x'", "blank", "/indicators/2/level2", "/indicators/*/level2"),
        ("points.total == 90", "absent", "", "/points/total"),
        ("count(points.levels)", "absent", "", "/points/levels"),
        ("count(points.levels[*])", "absent", "", "/points/levels/*"),
        ("points.levels.exists(l, l.points > 1)", "absent", "", "/points/levels"),
        ("indicators[7].weight > 1", "index-out-of-range", "/indicators", None),
    ],
)
def test_what_cannot_be_computed_says_where_and_which_field(
    text: str, reason: str, pointer: str, pattern: str | None
) -> None:
    with pytest.raises(Unknown) as caught:
        ask(text, FORM)
    assert caught.value.reason == reason
    assert [node.pointer for node in caught.value.nodes] == [pointer]
    assert pattern is None or caught.value.pattern == pattern


# A form without a column for weights and without anything about points.
NARROW = table(
    absent=("/indicators/*/weight", "/points", "/budget/own"),
    budget={"currency": "万元", "total": 15},
    indicators=[{"name": "甲", "target": "≥1人"}, {"name": "乙", "target": "≥2人"}],
)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("sum(indicators[*].weight) == 90", "/indicators/*/weight"),
        ("count(indicators[*].weight) == 2", "/indicators/*/weight"),
        ("indicators.all(i, i.weight > 0)", "/indicators/*/weight"),
        ("sum(indicators.map(i, i.weight))", "/indicators/*/weight"),
        ("blank(indicators[0].weight)", "/indicators/*/weight"),
        ("indicators.exists(i, blank(i.weight))", "/indicators/*/weight"),
        ("not blank(budget.own)", "/budget/own"),
        ("kind(indicators[0].weight) == 'empty'", "/indicators/*/weight"),
        ("blank(points.total)", "/points/total"),
    ],
)
def test_a_column_that_the_form_does_not_have_is_named(text: str, pattern: str) -> None:
    """So that the rule does not apply; what nobody could fill in is not a blank."""
    with pytest.raises(Unknown) as caught:
        ask(text, NARROW)
    assert (caught.value.reason, caught.value.pattern) == ("absent", pattern)


def test_has_and_default_are_for_columns_that_a_form_may_lack() -> None:
    assert ask("has(budget.own) or has(points.total) or has(indicators[0].weight)", NARROW) is False
    assert ask("budget.total == default(budget.own, 0) + default(budget.total, 0)", NARROW) is True


def test_a_cell_with_a_bare_number_is_no_percentage() -> None:
    form = table(indicators=[{"name": "甲", "target": "≥90", "weight": 40}])
    with pytest.raises(Unknown) as caught:
        ask("indicators[0].target <= 100%", form)
    assert caught.value.reason == "different-units"
    assert ask("indicators[0].weight / 80 == 50%", form) is True


def test_a_part_that_a_value_does_not_have_is_absent_and_says_why() -> None:
    form = table(indicators=[{"name": "甲", "target": "有效促进"}, {"name": "乙", "target": "≥3人"}])
    assert ask("indicators.map(i, has(i.target.number))", form) == [False, True]
    assert ask("indicators.map(i, default(i.target.number, 0))", form) == [0, 3]
    assert ask("count(indicators[*].target.number)", form) == 1
    for text in ("indicators[0].target.number > 1", "sum(indicators[*].target.number)"):
        with pytest.raises(Unknown) as caught:
            ask(text, form)
        assert (caught.value.reason, caught.value.words["text"]) == ("no-number", "有效促进")


def test_a_filter_drops_what_is_absent_but_not_what_cannot_be_read() -> None:
    form = table(indicators=[{"name": "甲", "target": "≥≥3人", "weight": 1}, {"name": "乙", "weight": 2}])
    assert ask("indicators[?@.target].weight", form) == [1]
    with pytest.raises(Unknown):
        ask("indicators[?@.target.number > 1].weight", form)


@pytest.mark.parametrize(
    ("target", "reason"),
    [("有效促进", "no-number"), ("≥≥95%", "unreadable"), ("≥**%", "unreadable"), ("20%-30%", "no-number")],
)
def test_targets_without_one_number(target: str, reason: str) -> None:
    form = table(indicators=[{"name": "甲", "target": target}])
    with pytest.raises(Unknown) as caught:
        ask("sum(indicators[*].target)", form)
    assert caught.value.reason == reason
    assert caught.value.words["text"] == target
    assert [node.pointer for node in caught.value.nodes] == ["/indicators/0/target"]


def test_a_sum_blames_the_item_whose_unit_differs() -> None:
    form = table(indicators=[{"name": "甲", "target": "≤3万元"}, {"name": "乙", "target": "5人"}])
    with pytest.raises(Unknown) as caught:
        ask("sum(indicators[*].target)", form)
    assert caught.value.reason == "different-units"
    assert [node.pointer for node in caught.value.nodes] == ["/indicators/1/target"]
    assert (caught.value.words["left"], caught.value.words["right"]) == ("3万元", "5人")


def test_parameters_and_rows_of_parameters() -> None:
    row = {"level": "产出指标", "points": Decimal(50)}
    names = {"params": {"most": ask("3万元", FORM), "rows": [row]}, "row": row}
    assert ask("params.most == 30000元 and params.rows[0].points == 50", FORM, names=names) is True
    assert ask("params.rows[*].level", FORM, names=names) == ["产出指标"]
    assert ask("params['rows'].map(r, r['level'])", FORM, names=names) == ["产出指标"]
    assert ask("params.rows[?@.points > 20].level", FORM, names=names) == ["产出指标"]
    assert ask("sum(indicators[?@.level1 == row.level].weight) == row.points", FORM, names=names) is True
