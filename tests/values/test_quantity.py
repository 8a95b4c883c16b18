"""Arithmetic with units: exact, and never across dimensions."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.values import PLAIN, Context, Quantity, UnitMismatch, ValueTooLarge, parse, unit

RECORD = Context(column="record")
NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
MONEY = st.sampled_from(["元", "千元", "万元", "亿元", "角"])
QUICK = settings(deadline=None, max_examples=100)


def q(text: str) -> Quantity:
    found = parse(text, RECORD).amount
    assert found is not None, text
    return found


def money(number: Decimal, name: str) -> Quantity:
    found = unit(name)
    assert found is not None
    return Quantity(number, found)


def exactly(amount: Quantity) -> Fraction:
    over, under = amount.unit.scale
    return Fraction(amount.number) * Fraction(over) / Fraction(under)


# real tables: the arithmetic of value-grammar's section on rates


@pytest.mark.parametrize(
    ("factors", "total"),
    [
        (("1万元/人/年", "1人", "1年"), "1万元"),
        (("23万元/个", "10个"), "230万元"),
        (("28.40元/株", "17600株"), "49.984万元"),
        (("704元/村", "70村"), "4.928万元"),
        (("1273元/月/人", "250人", "12个月"), "381.9万元"),
        (("620万元/月", "11个月"), "6820万元"),
        (("2批次/千人", "3000人"), "6批次"),
        (("0.064次/10万公顷", "200万公顷"), "1.28次"),
        (("500元/人·次", "3人", "4次"), "6000元"),
        (("5元/100米", "2公里"), "100元"),
        (("100元", "95%"), "95元"),
        (("95%", "100元"), "95元"),
        (("6元/人", "50人/百户"), "3元/户"),
        (("95%", "95%"), "90.25%"),
        (("100元", "1:3"), "100元/3"),
    ],
)
def test_a_rate_times_its_factors(factors: tuple[str, ...], total: str) -> None:
    product = q(factors[0])
    for factor in factors[1:]:
        product = product * q(factor)
    if total == "100元/3":
        assert exactly(product) == Fraction(100, 3)
    else:
        assert product == q(total)
        assert product.unit.dimension == q(total).unit.dimension


def test_a_sum_of_a_real_table() -> None:
    rows = [("475元/亩", "60亩"), ("2875元/个", "4个"), ("3000元/平方米", "20平方米")]
    total = sum((q(rate) * q(count) for rate, count in rows), Quantity(Decimal(0), q("1元").unit))
    assert total == q("10万元")
    assert total.text == "100000元"


def test_sums_take_the_unit_on_the_left() -> None:
    assert (q("1万元") + q("5000元")).text == "1.5万元"
    assert (q("5000元") - q("1万元")).text == "-5000元"
    assert (-q("5%")).text == "-5%"


def test_sums_are_exact_where_one_of_the_units_allows_it() -> None:
    assert q("1元/天") + q("1元/周") == q("8元/周")
    assert q("1元/周") + q("1元/天") == q("8元/周")


@QUICK
@given(NUMBERS, MONEY, NUMBERS, MONEY)
def test_sums_and_order_agree_with_fractions(a: Decimal, one: str, b: Decimal, other: str) -> None:
    left, right = money(a, one), money(b, other)
    assert exactly(left + right) == exactly(left) + exactly(right)
    assert exactly(left - right) == exactly(left) - exactly(right)
    assert left + right == right + left
    assert (left < right, left == right, left > right) == (
        exactly(left) < exactly(right),
        exactly(left) == exactly(right),
        exactly(left) > exactly(right),
    )
    assert (left <= right) is not (left > right)
    if left == right:
        assert hash(left) == hash(right)


@QUICK
@given(NUMBERS, MONEY, NUMBERS)
def test_products_and_quotients_agree_with_fractions(a: Decimal, one: str, b: Decimal) -> None:
    left = money(a, one)
    assert exactly(left * b) == exactly(left) * Fraction(b)
    if b:
        assert abs(exactly(left / b) - exactly(left) / Fraction(b)) <= abs(exactly(left) / Fraction(b)) * Fraction(
            1, 10**49
        )


@QUICK
@given(NUMBERS, MONEY, MONEY)
def test_conversion_there_and_back(number: Decimal, one: str, other: str) -> None:
    left = money(number, one)
    found = unit(other)
    assert found is not None
    assert left.to(found) == left
    assert left.to(found).to(left.unit).number == left.number


def test_quotients() -> None:
    assert q("6820万元") / q("11个月") == q("620万元/月")
    assert q("1万元") / q("2000元") == Decimal(5)
    assert (q("1万元") / q("2000元")).unit == PLAIN
    assert q("95元") / q("95%") == q("100元")
    assert (q("1元") / Decimal(3)).text == "0." + "3" * 50 + "元"
    with pytest.raises(ZeroDivisionError):
        q("1元") / q("0元")


def test_denominators_of_one_base_multiply() -> None:
    product = q("6元/人") * q("2次/百人")
    assert product.unit.dimension == (("人", -2), ("元", 1), ("次", 1))
    assert exactly(product) == Fraction(12, 100)


def test_what_a_quantity_is_compared_and_multiplied_with() -> None:
    assert q("3人") * 2 == q("6人")
    assert 2 * q("3人") == q("6人")
    assert q("3人") != "3人"
    assert q("3人") >= q("3名")
    assert (str(q("3人")), str(q("1元/人").unit)) == ("3人", "元/人")
    for other in ("3人", None, True, 1.5):
        with pytest.raises(TypeError, match="no quantity"):
            q("3人") * other  # type: ignore[operator]


def test_plain_numbers() -> None:
    assert Quantity(Decimal(3)) == Decimal(3)
    assert q("250万") == Decimal(2_500_000)
    assert hash(q("250万")) == hash(Decimal(2_500_000))
    assert q("1:4") == Decimal("0.25")
    with pytest.raises(UnitMismatch):
        q("95%") == Decimal("0.95")  # noqa: B015
    with pytest.raises(UnitMismatch):
        q("3人") + Decimal(1)


def test_nothing_is_rounded() -> None:
    assert (q("0.1元") + q("0.2元")) == q("0.3元")
    big = Quantity(Decimal("9" * 400), q("1元").unit)
    assert exactly(big * Decimal("9" * 400)) == int("9" * 400) ** 2
    with pytest.raises(ValueTooLarge):
        big * Decimal("9" * 400) * Decimal("9" * 400)


def test_long_numbers_convert_exactly() -> None:
    long = q("9" * 80 + "元")
    found = unit("亿元")
    assert found is not None
    assert exactly(long.to(found)) == int("9" * 80)
    assert exactly(long / Decimal(8)) == Fraction(int("9" * 80), 8)


def test_numbers_are_shown_without_exponents() -> None:
    assert (q("5.50万元").text, q("1346.0088万平方米").text) == ("5.50万元", "1346.0088万平方米")
    assert Quantity(Decimal("1E+3")).text == "1000"
    assert (q("1000万元") * Decimal(10)).text == "10000万元"
