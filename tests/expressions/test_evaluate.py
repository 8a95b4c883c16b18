"""What expressions give: numbers, units, text, logic, and what cannot be computed."""

import operator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter import catalogue
from linter.diagnostic import Problem
from linter.expressions import ExpressionError, Undetermined, evaluate
from linter.source import whole_file

TRUE = [
    "1万元 + 5000元 == 1.5万元",
    "0.1 + 0.2 == 0.3",
    "1 / 4 == 0.25",
    "15万元 == 150000元",
    "2人 * 3 == 6人",
    "1万元/人/年 * 2人 * 1年 == 2万元",
    "3万元 / 2人 == 1.5万元/人",
    "30% * 90 == 27",
    "90 * 30% == 27",
    "80% * 10万元 == 8万元",
    "1万元 / 4万元 == 0.25",
    "1万元 / 4万元 <= 25%",
    "0元 == 0",
    "3万元 > 0",
    "0 + 3万元 - 0 == 3万元",
    "-(-3万元) == 3万元",
    "5000元 in [1人, 0.5万元]",
    "1000米 == 1公里",
    "1 != '1'",
    "[1, 'a', [true]] == [1.0, 'a', [true]]",
    "'指标' + '值' == '指标值'",
    "[1] + [2] == [1, 2]",
    "not (1 == 2) and !(1 > 2) or false",
    "true || 1 / 0 == 1",
    "not (false && 1 / 0 == 1)",
    "1 / 0 == 1 || true",
    "[2, 0].exists(x, 4 / x == 2)",
    "[2, 0].exists(x, 4 / x == 2) ? true : false",
    "not [0, 2].all(x, 4 / x == 3)",
    "[1, 2, 3].map(x, x * 2).filter(x, x > 2) == [4, 6]",
    "[1, 2, 3].filter(x, x > 1)[0] == 2",
    "[1, 2].exists_one(x, x == 2)",
    "[[1, 2], [3]].map(x, x[0]) == [1, 3]",
    "[5, 6][-1] == 6",
    "[1, 2].map(x, [1, 2].map(x, x + 1)[0] + x) == [3, 4]",
    "'\\u4e00\\x41\\\\' == '一A\\\\'",
]


@pytest.mark.parametrize("text", TRUE)
def test_true(text: str) -> None:
    assert evaluate(text) is True


UNDETERMINED = [
    ("1万元 + 5人", "different-units"),
    ("1万元 < 5人", "different-units"),
    ("1万元 == 5人", "different-units"),
    ("1 + 5%", "different-units"),
    ("1万元 + 5", "different-units"),
    ("5000元 in [1人]", "different-units"),
    ("1 / 0", "division-by-zero"),
    ("1万元 / 0元", "division-by-zero"),
    ("1 / 0 == 1 && true", "division-by-zero"),
    ("[1, 0].all(x, 1 / x > 0)", "division-by-zero"),
    ("[1, 0].map(x, 1 / x)", "division-by-zero"),
    ("sum([])", "sum-of-nothing"),
    ("sum([1, 'a'])", "no-number"),
    ("'a' < 1", "no-number"),
    ("true + 1", "no-number"),
    ("'a' && true", "wrong-type"),
    ("1.all(x, true)", "wrong-type"),
    ("'a'.b", "wrong-type"),
    ("[1][1]", "index-out-of-range"),
    ("[1][0.5]", "index-out-of-range"),
    ("'a'.matches('(')", "pattern"),
    ("1 in 2", "wrong-type"),
]


@pytest.mark.parametrize(("text", "reason"), UNDETERMINED)
def test_undetermined(text: str, reason: str) -> None:
    found = evaluate(text)
    assert isinstance(found, Undetermined)
    assert found.reason == reason


WRONG = [
    ("", "expression-syntax", ""),
    ("1 +", "expression-syntax", ""),
    ("1 = 1", "expression-syntax", "="),
    ("(1", "expression-syntax", ""),
    ("1 % 2", "expression-syntax", "%"),
    ("sum（[1]）", "expression-syntax", "（"),
    ("a == ‘b’", "expression-syntax", "‘"),
    ("'\\q'", "expression-syntax", "\\q"),
    ("'\\ud800'", "expression-syntax", "\\ud800"),
    ("15万园", "unknown-unit", "万园"),
    ("1e999999999", "expression-syntax", "1e999999999"),
    ("summ([1])", "unknown-function", "summ"),
    ("sum()", "wrong-arguments", "sum()"),
    ("sum([1], 95%)", "wrong-arguments", "95%"),
    ("[1].map(x)", "wrong-arguments", "map(x)"),
    ("[1].map(1, 2)", "wrong-arguments", "map(1, 2)"),
    ("nobody", "unknown-name", "nobody"),
    ("@.a", "unknown-name", "@"),
]


@pytest.mark.parametrize(("text", "id", "blamed"), WRONG)
def test_wrong_expressions_are_refused_at_their_place(text: str, id: str, blamed: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(text)
    assert caught.value.id == id
    start, end = caught.value.span
    assert text[start:end].startswith(blamed)
    assert 0 <= start <= len(text)


@pytest.mark.parametrize("text", ["sum（[1]）", "a == ‘b’", "a == “b”", "[1，2]", "1 ＋ 2", "a 。", "1＜2"])
def test_full_width_signs_are_named_as_the_cause(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(text)
    assert caught.value.words["detail"] == "full-width"
    found = catalogue.diagnostic(Problem(caught.value.id, whole_file("x"), caught.value.words), "zh")
    assert "半角" in found.message


def test_misspelt_words_come_with_choices() -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate("15万园 > 1")
    assert "万元" in caught.value.words["choices"]
    with pytest.raises(ExpressionError) as caught:
        evaluate("conut([1])")
    assert "count" in caught.value.words["choices"]


def test_this_and_bindings() -> None:
    assert evaluate("a.b + x", {"a": {"b": 1}}, {"x": Decimal("0.5")}) == Decimal("1.5")
    assert evaluate("this.a == a and $.a == a", {"a": 1}) is True
    assert evaluate("rows[*].n", {"rows": [{"n": 1}, {}, {"n": 2}]}) == [1, 2]
    assert evaluate("x.map(r, r.n)", None, {"x": [{"n": 1}]}) == [1]
    assert evaluate("this", [1, {"a": None}]) == [1, {"a": None}]


@pytest.mark.parametrize(
    ("text", "reason", "pointers"),
    [
        ("b == 1", "absent", ("",)),
        ("a.b.c == 1", "absent", ("/a",)),
        ("empty == 1", "blank", ("/empty",)),
        ("sum(rows[*].n)", "absent", ("/rows/1",)),
        ("rows[3].n == 1", "index-out-of-range", ("/rows",)),
        ("text > 1", "no-number", ("/text",)),
    ],
)
def test_what_is_not_there_is_undetermined_at_its_place(text: str, reason: str, pointers: tuple[str, ...]) -> None:
    found = evaluate(text, {"a": {}, "empty": None, "text": "x", "rows": [{"n": 1}, {}]})
    assert isinstance(found, Undetermined)
    assert (found.reason, found.pointers) == (reason, pointers)


def test_filters_leave_out_what_is_absent_as_rfc_9535_says() -> None:
    rows = {"rows": [{"n": 1}, {}, {"n": "x"}]}
    assert evaluate("count(rows[?@.n > 0])", rows) == 1
    assert evaluate("count(rows[?@.n])", rows) == 2
    assert isinstance(evaluate("count(rows.filter(r, r.n > 0))", rows), Undetermined)


def test_numbers_are_exact() -> None:
    assert evaluate("-x", None, {"x": Decimal(10) ** 50 + 1}) == -(Decimal(10) ** 50) - 1
    assert evaluate("x + 1 - x", None, {"x": Decimal(10) ** 300}) == 1
    assert evaluate("1e60 * 1e60") == Decimal("1e120")
    large, small = " * ".join(["1e60"] * 10), " * ".join(["1e-60"] * 10)
    assert evaluate(f"{large} > {small}") is True
    assert evaluate(f"{large} + {small}") == Undetermined("too-large")  # 1200 digits
    assert evaluate(" * ".join(["1e60"] * 40)) == Undetermined("too-large")


_TERMS = st.decimals(min_value=0, max_value=10**6, places=3)
_APPLY = {"+": operator.add, "-": operator.sub, "*": operator.mul}


@given(st.lists(st.tuples(st.sampled_from(list(_APPLY)), _TERMS), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_arithmetic_agrees_with_fractions(terms: list[tuple[str, Decimal]]) -> None:
    text, exact = "0", Fraction(0)
    for sign, number in terms:
        text, exact = f"({text}) {sign} {number}", _APPLY[sign](exact, Fraction(number))
    assert Fraction(evaluate(text)) == exact


_SIGNS = """
    a this $ @ . .. [ ] ( ) [? * 'x' 1 2.5 15万元 95% + - / == != <= > && || ! and or not in ? : , true null sum count
    .map(x,x) .all(x, has( \\ " 一 （ 1e9999 __class__ indicators[*] [-1] [::2]
"""
_PIECES = st.sampled_from([*_SIGNS.split(), " ", "\n", "\x00", "\U0001f600"])


@given(st.lists(_PIECES, max_size=14).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_a_value_or_a_located_error(text: str) -> None:
    """Also when its parts are those of the language in any order; nothing else may come out."""
    data: Any = {"a": [1, {"x": None}, "15"], "x": {"a": "y"}}
    try:
        evaluate(text, data)
    except ExpressionError as error:
        start, end = error.span
        assert 0 <= start <= end
        assert start <= len(text)
