"""One slip gives one finding, and a clerk's usual ways of writing give none."""

import pytest

from linter.document import Document
from linter.engine import Options, lint_text
from linter.prepare import prepare
from linter.readers import yaml
from linter.rulebook import RuleBook
from linter.source import Source
from tests.packs.tables import TABLE, changed, diagnostics, found


def document(text: str, book: RuleBook) -> Document:
    """A submission with its values read."""
    made = yaml.read(Source("a.yaml", text), book.kinds).documents[0]
    pack = book.pack_for(made.kind)
    assert not list(prepare(made, pack.canonical, pack.units))
    return made


def test_the_table_is_without_fault(book: RuleBook) -> None:
    assert not found(TABLE, book)


ROW, SECOND, THIRD = "target: ≥100人, weight: 20", "target: ≥95%, weight: 20", "target: ≥60个, weight: 20"
RULE = "按照正常比例赋分"
ALL_ROWS = ((SECOND, f"{SECOND}, scoring: *s"), (THIRD, f"{THIRD}, scoring: {RULE}"))

SLIPS = [
    # YAML
    ("anchor reused", [(ROW, f"{ROW}, scoring: &s {RULE}"), *ALL_ROWS], "yaml-anchor-or-tag", "/indicators/0/scoring"),
    ("tag", [(ROW, "target: ≥100人, weight: !!str 20")], "yaml-anchor-or-tag", "/indicators/0/weight"),
    ("tag of quoted text", [("agency: 某局", "agency: !!str '某局'")], "yaml-anchor-or-tag", "/agency"),
    ("anchor alone", [("agency: 某局", "agency: &某局")], "yaml-anchor-or-tag", None),
    ("a star in a name", [("name: 合格率", "name: '*合格率'"), ("'*", "*"), ("率'", "率")], "yaml-anchor-or-tag", None),
    # Names of fields
    ("misspelt", [("agency:", "agencey:")], "unknown-field", "/agencey"),
    ("misspelt label", [("agency:", "预算单为:")], "unknown-field", "/预算单为"),
    ("misspelt in a row", [("target: ≥95%", "taget: ≥95%")], "unknown-field", "/indicators/1/taget"),
    ("unknown and missing", [("agency: 某局", "天气: 晴")], "missing-field", ""),
    # Points
    ("no points", [(ROW, "target: ≥100人, weight: 0")], "weight-missing", "/indicators/0/weight"),
    ("negative points", [(SECOND, "target: ≥95%, weight: -5")], "weight-missing", "/indicators/1/weight"),
    ("points in words", [(ROW, "target: ≥100人, weight: 二十五人")], "not-a-number", "/indicators/0/weight"),
    # Lists
    ("no rows", [(TABLE[TABLE.index("indicators") :], "指标: []\n")], "missing-field", "/indicators"),
    ("listed unit", [("currency: 万元", "单位: [万元]")], "wrong-type", "/budget/currency"),
    ("listed level", [("level1: 效益指标", "一级指标: [效益指标]")], "wrong-type", "/indicators/3/level1"),
    ("listed target", [("target: ≥95%", "target: [≥95%]")], "wrong-type", "/indicators/1/target"),
    # Amounts
    ("a unit of something else", [("currency: 万元", "单位: 平方米")], "not-allowed", "/budget/currency"),
    ("negative part", [("fiscal: 5, other: 0", "fiscal: 6, other: -1")], "negative-funds", "/budget/other"),
    ("negative total", [("total: 5, fiscal: 5", "total: -5, fiscal: -5")], "negative-funds", "/budget/total"),
    ("nothing in all", [("total: 5", "total: 无")], "not-a-number", "/budget/total"),
    ("a cost that is true", [("target: ≤5万元", "target: 是")], "cost-not-a-number", "/indicators/2/target"),
    ("a cost that is a date", [("target: ≤5万元", "target: 2024年12月")], "cost-not-a-number", "/indicators/2/target"),
    ("a count that is true", [("target: ≥100人", "target: 是")], "value-does-not-fit-name", "/indicators/0/target"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "rule", "pointer"), [row[1:] for row in SLIPS], ids=[row[0] for row in SLIPS])
def test_one_finding(changes: list[tuple[str, str]], rule: str, pointer: str | None, book: RuleBook) -> None:
    seen = found(changed(*changes), book)
    if rule == "missing-field" and pointer == "":
        assert seen == [("missing-field", ""), ("unknown-field", "/天气")]  # two slips: neither explains the other
        return
    assert seen == [(rule, pointer)]


def test_a_misspelt_name_is_proposed_once(book: RuleBook) -> None:
    one = diagnostics(changed(("agency:", "agencey:")), book)[0]
    assert one.help is not None
    assert one.help.startswith("是不是“agency”？")


def test_evidence_in_a_list_of_lists(book: RuleBook) -> None:
    rows = [(f"weight: {points}}}", f"weight: {points}, 佐证资料: [工作资料]}}") for points in (20, 10)]
    assert not found(changed(*rows), book)
    nested = changed(*rows).replace(
        "≥95%, weight: 20, 佐证资料: [工作资料]", "≥95%, weight: 20, 佐证资料: [[工作资料, 原始凭证]]"
    )
    assert found(nested, book) == [("wrong-type", "/indicators/1/evidence/0")]


@pytest.mark.parametrize("nothing", ["无", '"-"', "—", "——", "－", "/", '"0.00"', "0.00", "没有", "~", ""])
def test_no_other_funds(nothing: str, book: RuleBook) -> None:
    assert not found(changed(("other: 0", f"other: {nothing}")), book)


def test_what_is_nothing_counts_as_zero(book: RuleBook) -> None:
    assert found(changed(("fiscal: 5, other: 0", "fiscal: 4, other: 无")), book) == [
        ("funds-do-not-add-up", "/budget/total")
    ]


@pytest.mark.parametrize("unit", ["分", " 分", "%", "％"])
def test_points_with_their_unit(unit: str, book: RuleBook) -> None:
    text = changed(*((f"weight: {points}}}", f"weight: {points}{unit}}}") for points in (20, 10)))
    assert not found(text, book)
    read = document(text, book)
    assert [read.find(f"/indicators/{row}/weight").value for row in (0, 4)] == [20, 10]  # type: ignore[union-attr]


KEYS = [
    [("budget: {currency: 万元, total", "项目资金（万元）: {total")],
    [("budget: {currency: 万元, total", "项目资金(单位：万元): {total")],
    [("{currency: 万元, total: 5, fiscal: 5", "{年度预算总额（万元）: 5, 财政拨款（万元）: 5")],
    [("budget: {currency", "项目资金（万元）: {currency")],
]  # fmt: skip


@pytest.mark.parametrize("changes", KEYS, ids=[row[0][1][:16] for row in KEYS])
def test_the_unit_in_a_key(changes: list[tuple[str, str]], book: RuleBook) -> None:
    text = changed(*changes)
    assert not found(text, book)
    total = document(text, book).find("/budget/total")
    assert total is not None
    assert str(total.value.unit.text) == "万元"


def test_a_unit_in_a_key_is_no_other_than_the_one_given(book: RuleBook) -> None:
    text = changed(("budget: {currency: 万元", "项目资金（元）: {currency: 万元"))
    assert found(text, book) == [("duplicate-field", "/budget")]


def test_a_unit_that_is_not_listed_is_not_taken_for_another(book: RuleBook) -> None:
    text = changed(("budget: {currency: 万元, total", "项目资金（万美元）: {total"))
    assert ("budget-unit-missing", "/budget/total") in found(text, book)


def test_the_unit_is_found_where_it_stands_in_the_key(book: RuleBook) -> None:
    text = changed(("budget: {currency: 万元, total", "项目资金（万元）: {total"))
    unit = document(text, book).find("/budget/currency")
    assert unit is not None
    assert text[unit.place.start : unit.place.end] == "万元"


def many(row: str, count: int) -> str:
    return TABLE + "".join(row.format(n=number, half=number // 2, count=number + 1) for number in range(count))


LARGE = [
    "  - {{level1: 产出指标, level2: 数量指标, name: 培训人数{n}, target: ≥{count}人, weight: 0.1}}\n",
    "  - {{level1: 产出指标, level2: 数量指标{n}, name: 培训人数{half}, target: ≥{count}人, weight: 0.1}}\n",
    "  - {{level1: 产出指标, level2: 数量指标, name: 培训人数, target: ≥{count}人, weight: 0}}\n",
    "  - {{level1: 成本指标, level2: 经济成本指标, name: 费用{n}, target: ≤{count}元/人/年, weight: 0.1}}\n"
    "  - {{level1: 成本指标, level2: 经济成本指标, name: 金额{n}, target: ≤{count}万元, weight: 0.1}}\n",
]


@pytest.mark.parametrize("row", LARGE)
def test_no_rule_gives_up_on_a_large_table(row: str, book: RuleBook) -> None:
    """A report by county and township has some hundred rows."""
    report = lint_text("a.yaml", many(row, 320).encode(), book, Options(language="zh"))
    assert report.trusted


def test_goals_with_very_many_quantities_are_no_burden(book: RuleBook) -> None:
    goals = "，".join(f"培训{number}人" for number in range(300))
    text = many(LARGE[0], 320).replace("培训100人。", goals)
    assert lint_text("a.yaml", text.encode(), book, Options(language="zh")).trusted
