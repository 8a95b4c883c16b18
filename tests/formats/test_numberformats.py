"""Numbers under their formats; the expectations are what spreadsheets show, except where a comment says why not."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.decimals import decimal
from linter.readers.numberformats import BUILT_IN, GENERAL, show, show_date, show_text, typed_percentage

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '

NUMBERS = [
    ("2380.4", GENERAL, "2380.4"),
    ("0.1", GENERAL, "0.1"),
    ("1.2E+3", GENERAL, "1200"),
    ("1E-4", GENERAL, "0.0001"),
    ("-0", GENERAL, "0"),
    # What calculating in binary leaves is not what was meant.
    ("0.30000000000000004", GENERAL, "0.3"),
    ("2380.3999999999996", "0.0", "2380.4"),
    ("0.57999999999999996", "0%", "58%"),
    ("0.95", "0%", "95%"),
    ("1", "0%", "100%"),
    ("0.952", "0.0%", "95.2%"),
    ("0.95", "0.00%", "95.00%"),
    ("2100", "#,##0", "2,100"),
    ("350000", "#,##0.00", "350,000.00"),
    ("1234567.5", "#,##0.00", "1,234,567.50"),
    ("5", "0.00", "5.00"),
    ("7", "000", "007"),
    ("0.5", "#.##", "0.5"),
    ("2380.4", '"≥"0.0"平方米"', "≥2380.4平方米"),
    ("12", '0"人"', "12人"),
    ("12", "0人", "12人"),
    ("12", "G/通用格式人", "12人"),
    ("12", r"0\人", "12人"),
    ("1234", "[$¥-804]#,##0.00", "¥1,234.00"),
    ("1234.5", ACCOUNTING, "1,234.50"),
    ("-1234.5", ACCOUNTING, "-1,234.50"),
    ("-5", "#,##0_);[Red](#,##0)", "-5"),
    ("15", '[>=10]0"多";0"少"', "15多"),
    ("5", '[>=10]0"多";0"少"', "5少"),
    # Thousands and ten thousands: the number is shown in another unit.
    ("12345", '#,##0,"千元"', "12.345千元"),
    ("12345", '0!.0,"万元"', "1.2345万元"),
    ("12000", '0.00,"千元"', "12.00千元"),
    ("20", "@", "20"),
    ("44561", "yyyy/m/d", "2021/12/31"),
    ("44561", BUILT_IN[31], "2021年12月31日"),
    ("44561", "yyyy-mm-dd", "2021-12-31"),
    ("44561", '[DBNum1][$-804]yyyy"年"m"月";@', "2021年12月"),
    ("44561.5", "yyyy-mm-dd hh:mm:ss", "2021-12-31 12:00:00"),
    ("44561.75", BUILT_IN[34], "下午6时00分"),
    ("0.25", "h:mm AM/PM", "6:00 AM"),
    ("1.5", "[h]:mm", "36:00"),
    ("59", "yyyy/m/d", "1900/2/28"),
    ("61", "yyyy/m/d", "1900/3/1"),
    ("3000000", "yyyy/m/d", "3000000"),
]  # fmt: skip

# A format may dress a number, but not take from it: an auditor checks what the file states.
KEPT = [
    ("0.954", "0%", "95.4%"),
    ("12345.678", "#,##0", "12,345.678"),
    ("-5", "0;0", "-5"),
    ("0", ACCOUNTING, "0"),
    ("5", ";;;", "5"),
    ("5", '"是"', "5"),
    ("0.5", "# ?/?", "0.5"),
    ("12345", "0.00E+00", "12345"),
    ("13800138000", "000-0000-0000", "13800138000"),
    # Dates in orders that could be read as another day, and years of two digits.
    ("44561", "m/d/yy", "2021/12/31"),
    ("44561", "yy-mm-dd", "2021-12-31"),
    ("44561", "[$-F800]dddd, mmmm dd, yyyy", "2021/12/31"),
]  # fmt: skip


@pytest.mark.parametrize(("stored", "code", "shown"), NUMBERS)
def test_number_as_shown(stored: str, code: str, shown: str) -> None:
    assert show(stored, code) == shown


@pytest.mark.parametrize(("stored", "code", "shown"), KEPT)
def test_nothing_is_taken_from_a_number(stored: str, code: str, shown: str) -> None:
    assert show(stored, code) == shown


def test_dates_since_1904() -> None:
    assert show("43099", "yyyy/m/d", from_1904=True) == "2021/12/31"


@pytest.mark.parametrize("stored", ["", "abc", "1e400", "0x10", "1" * 500])
def test_what_is_no_number_stays(stored: str) -> None:
    assert show(stored, "0.00") == stored


def test_written_dates() -> None:
    assert show_date("2021-12-31T00:00:00.000", GENERAL) == "2021/12/31"
    assert show_date("2021-12-31", BUILT_IN[57]) == "2021年12月"
    assert show_date("去年", GENERAL) == "去年"


def test_words_around_a_text() -> None:
    assert show_text("5人", '"≥"@') == "≥5人"
    assert show_text("5人", ACCOUNTING) == "5人"
    assert show_text("5人", "0.00") == "5人"


def test_a_typed_percentage_is_told_from_a_calculation() -> None:
    assert typed_percentage("100%") == "=100%"
    assert typed_percentage("99.5%") == "=99.5%"
    assert [typed_percentage(formula) for formula in ("A1%", "100%+1", "SUM(A1:A3)", "100", "")] == [None] * 5


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**8), max_value=10**8))
def test_digits_are_never_lost(number: Decimal) -> None:
    for code in (GENERAL, "0", "#,##0", "0.00", "#,##0.00_);(#,##0.00)", ACCOUNTING, "@", '"≥"0"人"', ";;;"):
        assert decimal(re.sub("[≥人]", "", show(str(number), code))) == number
    shown = show(str(number), "0.0%")
    assert shown.endswith("%")
    assert decimal(shown[:-1]) == number * 100


@given(st.text(max_size=40), st.text(alphabet='0#?.,%;"\\!_*[]@yмmdhs/E+-GA年人<>=5 ', max_size=30))
def test_no_format_fails(stored: str, code: str) -> None:
    for number in (stored, "0", "-1234.5678", "44561.25"):
        assert isinstance(show(number, code), str)
    assert isinstance(show_text(stored, code), str)
