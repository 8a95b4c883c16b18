"""What rules ask of two values."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.values import Context, Interval, Unknown, interval, parse, satisfies, worse_than

RECORD = Context(column="record")
QUICK = settings(deadline=None, max_examples=150)


@pytest.mark.parametrize(
    ("text", "low", "high", "closed"),
    [
        ("≥95%", "95%", None, (True, True)),
        (">95%", "95%", None, (False, True)),
        ("≤3万元", None, "3万元", (True, True)),
        ("<24小时", None, "24小时", (True, False)),
        ("=100%", "100%", "100%", (True, True)),
        ("10辆", "10辆", "10辆", (True, True)),
        ("14-24℃", "14℃", "24℃", (True, True)),
        ("24-14℃", "14℃", "24℃", (True, True)),
        ("50±2%", "48%", "52%", (True, True)),
        ("≥90%且≤95%", "90%", "95%", (True, True)),
        ("大于80%且小于90%", "80%", "90%", (False, False)),
        ("90%≤X＜100%", "90%", "100%", (True, False)),
        ("下降5%", "-5%", "-5%", (True, True)),
        ("下降≥5%", None, "-5%", (True, True)),
        ("下降5%以上", None, "-5%", (True, True)),
        ("减少3%-5%", "-5%", "-3%", (True, True)),
        ("增长≥5%", "5%", None, (True, True)),
    ],
)
def test_interval(text: str, low: str | None, high: str | None, closed: tuple[bool, bool]) -> None:
    def amount(end: str | None) -> object:
        return None if end is None else parse(end, RECORD).amount

    found = interval(parse(text))
    assert found is not None
    assert found == Interval(amount(low), amount(high), *closed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["约20人", "100余人", "及时", "无", "", "**人", "2025年底", "是", "3人，5元", "不超预算"]
)
def test_no_interval(text: str) -> None:
    assert interval(parse(text)) is None


MET = [
    ("94.9%", "≥95%", False), ("95%", "≥95%", True), ("95%", ">95%", False), ("96%", ">95%", True),
    ("3.01万元", "≤3万元", False), ("30000元", "≤3万元", True), ("24小时", "<24小时", False),
    ("1天", "≤24小时", True),
    ("100%", "=100%", True), ("99%", "=100%", False), ("80%", "大于80%且小于90%", False),
    ("85%", "大于80%且小于90%", True),
    ("18℃", "14-24℃", True), ("25℃", "14-24℃", False), ("950‰", "≥95%", True),
    ("1万元/人/年", "≤10000元/年/人", True),
    ("101元/月", "≤1200元/年", False), ("0", "≤3起", True), ("0", "≥1件", False), ("0起", "=0", True),
    ("≥96%", "≥95%", True), ("90%-94%", "≥95%", False), ("1:2", "≥1:3", True), ("1:4", "≥1:3", False),
    ("下降6%", "下降≥5%", True), ("下降4%", "下降≥5%", False), ("增长6%", "下降≥5%", False),
    ("下降5%", "下降5%", True),
    ("10辆", "10辆", True), ("是", "是", True), ("否", "是", False), ("显著", "显著", True),
    ("3个月", "≤1季度", None),
    # dates: met on the day or before
    ("2023年11月", "2023年底", True), ("2024年1月", "2023年底前", False), ("2023-12-31", "2023年12月31日前", True),
    ("2023年9月1日", "2023年9月前", False), ("2023年8月31日", "2023年9月前", True),
    ("2023年8月", "2023年第三季度", True),
    ("2023年10月1日", "2023年第三季度", False), ("2024年3月1日", "2024年3月起", True),
    ("2024年2月", "2024年3月起", False),
    ("9月", "12月底前", True), ("2023年1月-11月", "2023年全年", True),
]  # fmt: skip


@pytest.mark.parametrize(("record", "target", "met"), [case for case in MET if case[2] is not None])
def test_satisfies(record: str, target: str, met: bool) -> None:
    assert satisfies(parse(record, RECORD), parse(target)) is met


OPEN = [
    ("3人", "≥95%", "different-units"), ("3人次", "≥3人", "different-units"),
    ("3日", "≤3个工作日", "different-units"),
    ("3个百分点", "≥3%", "different-units"), ("0.95", "≥95%", "different-units"), ("3", "≥3人", "different-units"),
    ("12辆", "10辆", "no-comparator"), ("约10辆", "≥10辆", "approximate"), ("≥90%", "≥95%", "record-is-a-bound"),
    ("90%-96%", "≥95%", "record-is-a-bound"), ("无", "≥1", "no-number"), ("", "≥1", "no-number"),
    ("**", "≥1", "no-number"),
    ("≥9O%", "≥1", "no-number"), ("良好", "≥1", "not-a-quantity"), ("良好", "优秀", "not-a-quantity"),
    ("95%", "及时", "not-a-quantity"), ("是", "是/否", "not-a-quantity"), ("预算内", "不超预算", "not-a-quantity"),
    ("2023年9月", "12月底前", "year-unknown"), ("9月", "2023年12月底前", "year-unknown"),
    ("10日前", "12月底前", "year-unknown"),
    ("95%", "2023年底", "not-a-quantity"), ("2023年2月", "2023年第三季度", "no-comparator"),
    ("", "2023年底", "no-number"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "target", "reason"), OPEN)
def test_satisfies_says_why_it_cannot_tell(record: str, target: str, reason: str) -> None:
    answer = satisfies(parse(record, RECORD), parse(target))
    assert isinstance(answer, Unknown)
    assert answer.reason_id == reason


def test_an_unknown_answer_is_neither_true_nor_false() -> None:
    answer = satisfies(parse("3人", RECORD), parse("≥95%"))
    assert answer.detail == {"left": "人", "right": "%"}  # type: ignore[union-attr]
    with pytest.raises(TypeError):
        bool(answer)


WORSE = [
    ("≥90%", "95%", None, True), ("≥95%", "95%", None, False), ("≥96%", "95%", None, False),
    ("≤5小时", "4小时", None, True), ("≤5小时", "300分钟", None, False), ("≤4小时", "5小时", None, False),
    ("=0%", "1%", "down", False), ("=2%", "1%", "down", True), ("=100%", "98%", "up", False),
    ("90%", "95%", None, True),
    ("3-5天", "4天", "down", True), ("3-5天", "4天", "up", True), ("3-5天", "5天", "down", False),
    ("≥5", "3-4", None, False), ("下降≥5%", "下降6%", None, True), ("下降≥7%", "下降6%", None, False),
    ("≥0起", "0", None, False), ("≤1万元/人/年", "9000元/人/年", None, True),
]  # fmt: skip


@pytest.mark.parametrize(("target", "prior", "direction", "worse"), WORSE)
def test_worse_than(target: str, prior: str, direction: str | None, worse: bool) -> None:
    assert worse_than(parse(target), parse(prior, RECORD), direction) is worse  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("target", "prior", "reason"),
    [
        ("≥90%", "3人", "different-units"), ("≥3人", "3人次", "different-units"),
        ("≥5%", "3个百分点", "different-units"),
        ("≥5", "无", "no-number"), ("≥5", "", "no-number"), ("良好", "90%", "not-a-quantity"),
        ("≥90%", "达成目标", "not-a-quantity"),
        ("下降5%", "增长1%", "not-a-quantity"), ("**", "3人", "no-number"),
    ],
)  # fmt: skip
def test_worse_than_says_why_it_cannot_tell(target: str, prior: str, reason: str) -> None:
    answer = worse_than(parse(target), parse(prior, RECORD))
    assert isinstance(answer, Unknown)
    assert answer.reason_id == reason


AMOUNTS = st.decimals(min_value=0, max_value=1000, places=2)


@QUICK
@given(AMOUNTS, AMOUNTS, st.sampled_from(["≥", "≤", ">", "<", "="]), st.sampled_from(["元", "万元"]))
def test_satisfies_agrees_with_numbers(reached: Decimal, wanted: Decimal, sign: str, unit: str) -> None:
    record, target = parse(f"{reached}{unit}", RECORD), parse(f"{sign}{wanted}万元")
    amount = reached if unit == "万元" else reached / 10000
    holds = {
        "≥": amount >= wanted,
        "≤": amount <= wanted,
        ">": amount > wanted,
        "<": amount < wanted,
        "=": amount == wanted,
    }
    assert satisfies(record, target) is holds[sign]


@QUICK
@given(AMOUNTS, AMOUNTS, st.sampled_from(["≥", "≤"]))
def test_a_target_is_worse_than_what_would_not_meet_it_the_other_way_round(a: Decimal, b: Decimal, sign: str) -> None:
    target, prior = parse(f"{sign}{a}人"), parse(f"{b}人", RECORD)
    assert worse_than(target, prior) is (a < b if sign == "≥" else a > b)
    if worse_than(target, prior):
        assert satisfies(prior, target) is True
