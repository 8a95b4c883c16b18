"""What a reading takes from its row and table, and what it says without them."""

from decimal import Decimal
from typing import Any

import pytest

from linter.values import Context, parse, table, unit

YEAR = Context(year=2024)


@pytest.mark.parametrize(
    ("text", "without", "within"),
    [
        ("年底前", "--12-31", "2024-12-31"),
        ("2月底前", "--02-28", "2024-02-29"),
        ("9月前", "--09-01", "2024-09-01"),
        ("次年1月底前", "--01-31", "2025-01-31"),
        ("去年12月底", "--12-31", "2023-12-31"),
        ("2023年底", "2023-12-31", "2023-12-31"),
        ("每年12月底前", "--12-31", "--12-31"),
        ("每月15日前", "---15", "---15"),
        ("年内完成", "--12-31", "2024-12-31"),
    ],
)
def test_year(text: str, without: str, within: str) -> None:
    assert (parse(text).date, parse(text, YEAR).date) == (without, within)


def test_a_period_takes_the_year_at_both_ends() -> None:
    read = parse("3月至11月", YEAR)
    assert (read.date, read.date_end) == ("2024-03", "2024-11")
    assert (parse("3月至次年2月", YEAR).date, parse("3月至次年2月", YEAR).date_end) == ("2024-03", "2025-02")


@pytest.mark.parametrize(
    ("context", "dimension", "replacement"),
    [
        (Context(), (), None),
        (Context(name="项目总成本"), (("元", 1),), "250万元"),
        (Context(level="成本指标 经济成本指标", name="设备"), (("元", 1),), "250万元"),
        (Context(currency="万元"), (("元", 1),), "250万元"),
        (Context(currency="万元", name="受益人数"), (), None),
        (Context(name="资金发放人数"), (), None),
        (Context(currency="万元", name="培训补贴", level="产出指标 数量指标"), (("元", 1),), "250万元"),
    ],
)
def test_a_bare_multiplier_is_money_where_the_row_or_the_table_is(
    context: Context, dimension: tuple[Any, ...], replacement: str | None
) -> None:
    read = parse("250万", context)
    note = next(note for note in read.notes if note.id == "currency-suffix-missing")
    assert read.full_unit.dimension == dimension
    assert replacement is None or "250万"[: note.span[0]] + str(note.replacement) == replacement
    assert (read.unit, read.number) == ("万", 250)


def test_bare_money_counts_in_the_currency_of_the_table() -> None:
    read = parse("20", Context(name="印刷费", currency="万元"))
    assert read.unit is None
    assert read.amount == parse("20万元").amount
    assert next(note for note in read.notes if note.id == "unit-missing").replacement == "20万元"
    assert parse("20", Context(name="补助人数", currency="万元")).amount == Decimal(20)


def test_a_bare_number_counts_in_the_unit_of_the_name() -> None:
    read = parse("≥85", Context(name="苗木成活率（≥**%）"))
    assert read.unit is None
    assert read.amount == parse("85%").amount


def test_a_share_of_one_is_a_rate_where_the_name_says_so() -> None:
    assert parse("≥0.95", Context(name="验收合格率")).amount == parse("95%").amount
    assert parse("≥0.95", Context(name="建设里程")).amount == parse("0.95").amount
    assert parse("≥1.05", Context(name="验收合格率")).noted("unit-missing")


@pytest.mark.parametrize(
    ("text", "name", "noted"),
    [
        ("44561", "资金到位时间", True),
        ("44,561", "项目完成日期", True),
        ("44561", "受益人数", False),
        ("44561", "维修响应时间", False),
        ("20231", "项目完成日期", False),
        ("44561.5", "项目完成日期", False),
    ],
)
def test_date_serials(text: str, name: str, noted: bool) -> None:
    assert parse(text, Context(name=name)).noted("excel-serial-date") is noted


def test_a_date_serial_names_its_day() -> None:
    notes = parse("44,561", Context(name="资金到位时间")).notes
    assert [note.replacement for note in notes if note.id == "excel-serial-date"] == ["2021-12-31"]


@pytest.mark.parametrize(
    ("context", "kind"),
    [
        (Context(), "date"),
        (Context(name="完成时间"), "date"),
        (Context(name="设备租赁"), "quantitative"),
        (Context(name="项目工期"), "quantitative"),
        (Context(level="产出指标 时效指标", name="按期"), "date"),
    ],
)
def test_a_month_is_a_date_or_a_duration(context: Context, kind: str) -> None:
    assert parse("12月", context).kind == kind


RECORD = Context(column="record")


@pytest.mark.parametrize(
    ("text", "target", "record"),
    [
        ("无", "not_applicable", "empty"),
        ("-", "empty", "empty"),
        ("/", "not_applicable", "empty"),
        ("", "empty", "empty"),
    ],
)
def test_nothing_in_a_target_and_in_a_record(text: str, target: str, record: str) -> None:
    assert (parse(text).kind, parse(text, RECORD).kind) == (target, record)


def test_a_record_needs_no_comparator() -> None:
    assert parse("95%").noted("comparator-missing")
    assert not parse("95%", RECORD).noted("comparator-missing")
    assert (parse("达到95%").op, parse("达到95%", RECORD).op) == (">=", "=")


def test_absence_is_an_answer_where_the_name_asks() -> None:
    read = parse("无", Context(name="是否发生安全事故"))
    assert (read.kind, read.polarity) == ("boolean", False)


def test_units_of_a_pack() -> None:
    context = Context(
        units=table().extended({"count": {"摊": {"aliases": ["摊儿"]}, "组": {"base": "人", "factor": "4"}}})
    )
    assert parse("≥5摊").noted("unit-unknown")
    read = parse("≥5摊儿/年", context)
    assert (read.unit, read.per, read.noted("unit-unknown"), read.noted("unit-alias")) == ("摊儿", ("年",), False, True)
    assert parse("3组", context).amount == parse("12人").amount
    assert parse("三摊", context).number == 3  # the grammar itself knows the new unit
    assert unit("摊") is None
    assert unit("元/摊", context.units) is not None


def test_parts_of_a_reading_can_be_asked_for() -> None:
    read = parse("≤1万元/人")
    assert [read.span(name) for name in ("number", "per.0", "upper")] == [(1, 2), (5, 6), None]
    assert (read.blank, parse(" ").blank) == (False, True)


def test_reading_is_pure() -> None:
    first = parse("≥95%", YEAR)
    parse("≥95%", Context(name="别的"))
    assert parse("≥95%", Context(year=2024)) == first
