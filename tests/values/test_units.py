"""The unit table and what it says about each unit."""

from collections import Counter
from decimal import Decimal

import pytest

from linter.values import PLAIN, Context, Quantity, UnitMismatch, closest_units, parse, unit
from linter.values.units import Unit, UnitTable, table

ROWS = table().rows
RECORD = Context(column="record")


def known(text: str) -> Unit:
    found = unit(text)
    assert found is not None, text
    return found


def test_the_table_is_there() -> None:
    assert len(ROWS) > 200
    assert {row.dimension_class for row in ROWS} >= {
        *("count", "person", "money", "length", "area", "volume"),
        *("mass", "time", "ratio", "temperature", "power", "score"),
    }


def test_every_spelling_belongs_to_one_row() -> None:
    counted = Counter(text for row in ROWS for text in row.spellings)
    assert [text for text, times in counted.items() if times > 1] == []


def test_a_base_has_one_class_and_one_unit_of_factor_one() -> None:
    classes: dict[str, set[str]] = {}
    for row in ROWS:
        classes.setdefault(row.base, set()).add(row.dimension_class)
    assert [base for base, found in classes.items() if len(found) > 1] == []
    assert {row.base for row in ROWS} == {row.base for row in ROWS if row.factor == 1}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_spelling_is_read_after_a_number(row: object) -> None:
    for text in row.spellings:  # type: ignore[attr-defined]
        if text in ("人民币", "元人民币", "月", "月份", "台/套"):
            continue  # 3月 is March; 台/套 is shown as written
        read = parse(f"≥2.5{text}")
        assert (read.kind, read.number) == ("quantitative", Decimal("2.5")), text
        assert (read.full_unit.dimension, read.full_unit.scale) == (known(text).dimension, known(text).scale), text


SAME = [
    ("1亿元", "10000万元"), ("1万元", "10000元"), ("1.5千元", "1500元"), ("1角", "0.1元"),
    ("100%", "1000‰"), ("97%", "0.97比例"), ("9成", "90%"), ("1%", "1百分比"),
    ("1公里", "1000米"), ("1km", "1千米"), ("30厘米", "300mm"), ("1米", "1m"),
    ("1平方米", "1㎡"), ("1m2", "1m²"), ("1公顷", "10000平方米"), ("1平方公里", "100公顷"), ("1万亩", "10000亩"),
    ("1立方米", "1000升"), ("1m3", "1方"), ("1吨", "1000公斤"), ("1公斤", "2斤"), ("35微克", "0.035毫克"),
    ("1天", "24小时"), ("1周", "7日"), ("1小时", "60分钟"), ("1年", "12个月"), ("1个季度", "3个月"),
    ("1半年", "6个月"),
    ("1名", "1人"), ("3位", "3个人"), ("1万人", "10000人"), ("10个工作日", "10工作日"), ("1MW", "1000千瓦"),
    ("1元/人/年", "1元/年/人"), ("1元/人·月", "1元/月/人"), ("12元/年", "1元/月"), ("1万元/公顷", "1元/平方米"),
    ("1次/10万公顷", "10次/100万公顷"), ("2批次/千人", "0.002批次/人"), ("1:2", "50:100"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_units_that_convert_do_so_exactly(one: str, other: str) -> None:
    left, right = parse(one, RECORD).amount, parse(other, RECORD).amount
    assert left is not None
    assert right is not None
    assert left == right
    assert hash(left) == hash(right)
    assert not left < right
    assert left.to(right.unit).number == right.number


UNLIKE = [
    ("1人", "1人次"), ("1%", "1个百分点"), ("1日", "1工作日"), ("1亩", "1公顷"), ("1个月", "30天"), ("1年", "365天"),
    ("1元", "1美元"), ("1人", "1户"), ("1次", "1场次"), ("1台", "1台次"), ("1%", "1倍"), ("1元", "1元/人"),
    ("1个", "1项"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_units_that_do_not_convert_are_never_compared(one: str, other: str) -> None:
    left, right = parse(one, RECORD).amount, parse(other, RECORD).amount
    assert left is not None
    assert right is not None
    for compare in (lambda: left == right, lambda: left < right, lambda: left + right, lambda: left.to(right.unit)):
        with pytest.raises(UnitMismatch) as caught:
            compare()
        assert {caught.value.left, caught.value.right} == {left.unit, right.unit}


def test_latin_letters() -> None:
    assert known("KM") == Unit((table().atom("KM"),))  # type: ignore[arg-type]
    assert known("KM").factor == 1000
    assert unit("G") is not None
    assert table().unclear("G")
    assert unit("K") is None
    assert known("m2").dimension == (("平方米", 1),)


@pytest.mark.parametrize(
    "text", ["", " ", "元/", "/年", "元//人", "元每", "万", "元/甲乙", "甲乙", "元 人", "%%", "30"]
)
def test_what_is_no_unit(text: str) -> None:
    assert unit(text) is None


@pytest.mark.parametrize(
    ("text", "shown", "dimension"),
    [
        ("万元/人/年", "万元/人/年", (("人", -1), ("元", 1), ("月", -1))),
        ("元/人·月", "元/人/月", (("人", -1), ("元", 1), ("月", -1))),
        ("元/每人", "元/人", (("人", -1), ("元", 1))),
        ("元每人每年", "元/人/年", (("人", -1), ("元", 1), ("月", -1))),
        ("人·天", "人·天", (("人", 1), ("秒", 1))),
        ("次／10万公顷", "次/10万公顷", (("平方米", -1), ("次", 1))),
        ("元/(人·年)", "元/人/年", (("人", -1), ("元", 1), ("月", -1))),
    ],
)
def test_compound_units(text: str, shown: str, dimension: tuple[tuple[str, int], ...]) -> None:
    assert (known(text).text, known(text).dimension) == (shown, dimension)


def test_house_spellings() -> None:
    house = table().house
    assert (house("百分比"), house("萬元"), house("㎡"), house("個")) == ("%", "万元", "平方米", "个")
    assert (house("个月"), house("万亩"), house("甲乙"), house("M")) == (None, None, None, None)


def test_close_spellings() -> None:
    assert closest_units("万园")[0] == "万元"
    assert "平方米" in closest_units("平方木")
    assert closest_units("") == []


@pytest.mark.parametrize("factor", ["0", "-1", "x", "", "NaN", "Infinity", "1" * 500, "1e999"])
def test_a_factor_is_a_number_above_zero(factor: str) -> None:
    with pytest.raises(ValueError, match="捆"):
        table().extended({"count": {"捆": {"factor": factor}}})
    with pytest.raises(ValueError, match="打"):
        UnitTable.from_data({"multipliers": {"打": factor}})


def test_a_plain_number_has_the_empty_unit() -> None:
    assert (PLAIN.text, PLAIN.dimension, PLAIN.factor, PLAIN.dimension_class) == ("", (), 1, "number")
    assert Quantity(Decimal(3)).text == "3"
