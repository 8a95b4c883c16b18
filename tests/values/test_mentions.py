"""Quantities inside running text."""

from decimal import Decimal

import pytest

from linter.values import mentions, parse


def found(text: str) -> list[tuple[str, str]]:
    return [(quantity.text, text[slice(*span)]) for quantity, span in mentions(text)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("聘请一名法律顾问，每年支付1万元。", ["1名", "1万元"]),
        ("保障2380.4平方米办公楼，1,200人办公", ["2380.4平方米", "1200人"]),
        ("2023年12月31日前完成30%，2022年完成5月底的", ["30%"]),
        ("补助标准１万元／人／年", ["1万元/人/年"]),
        ("服务3年，租期5个月", ["3年", "5个月"]),
        ("一级单位统一组织，第三次会议", []),
        ("每生1000元每学期", ["1000元/学期"]),
        ("改造20余处，建设40多个，覆盖百分之九十的村", ["20处", "40个", "90%"]),
        ("惠及1万余人、二十余户，发放10余万元", ["1万人", "20户", "10万元"]),
        ("千分之五以内，百分之95.5，三分之二", ["5‰", "95.5%"]),
        ("", []),
    ],
)
def test_mentions(text: str, shown: list[str]) -> None:
    assert [quantity for quantity, _ in found(text)] == shown


def test_spans_are_those_of_the_text_as_written() -> None:
    assert found("约 ２ 万 元，共 3 人") == [("2万元", "２ 万 元"), ("3人", "3 人")]


def test_a_mention_equals_the_value_that_says_the_same() -> None:
    ((quantity, _),) = mentions("流转土地六十亩")
    assert quantity == parse("60亩").amount
    assert quantity.number == Decimal(60)


def test_a_rough_number_stands_with_its_word() -> None:
    assert found("改造２０余处") == [("20处", "２０余处")]


@pytest.mark.parametrize("pump", ["3人，", "20余", "百分之", "百分之九", "10万余", "1" * 50])
def test_any_length(pump: str) -> None:
    assert len(mentions("3人，" + pump * 20_000)) >= 1
