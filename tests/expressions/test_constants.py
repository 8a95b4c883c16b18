"""Conditions that never change, and those that only look so."""

import pytest

from tests.expressions.samples import faults, faults_with_words

ROW = "/indicators/*"

CONSTANT = [
    # By literals
    ("", "true", True, "true"),
    ("", "1 == 1", True, "1 == 1"),
    ("", "not (1 > 2)", True, "not (1 > 2)"),
    ("", "3万元 < 20000元", False, "3万元 < 20000元"),
    ("", "'a' in ['a', 'b']", True, "'a' in ['a', 'b']"),
    ("", "size('abc') == 3", True, "size('abc') == 3"),
    ("", "sum([1, 2]) > 2 and count(goals) > 3", True, "sum([1, 2]) > 2"),
    ("", "count(goals) > 3 or false", False, "false"),
    ("", "goals.all(g, true)", True, "true"),
    ("", "count(indicators[?1 == 1]) > 3", True, "1 == 1"),
    ("", "(true ? count(goals) : 3) > 2", True, "true"),
    # The same on both sides
    (ROW, "weight == weight", True, "weight == weight"),
    (ROW, "sum([weight, 1]) != sum( [weight,1] )", False, "sum([weight, 1]) != sum( [weight,1] )"),
    # By the bounds of what is compared
    ("", "count(goals) >= 0", True, "count(goals) >= 0"),
    ("", "0 > count(indicators[*].weight)", False, "0 > count(indicators[*].weight)"),
    ("", "size(goals) == -1", False, "size(goals) == -1"),
    ("", "count(goals) == 1.5", False, "count(goals) == 1.5"),
    ("", "count(goals) > 1 and count(goals) < 2", False, "count(goals) > 1 and count(goals) < 2"),
    (ROW, "similar(name, explanation) <= 1", True, "similar(name, explanation) <= 1"),
    (ROW, "similar(name, explanation) > 100%", False, "similar(name, explanation) > 100%"),
    # By contradiction
    (ROW, "weight > 5 and weight < 3", False, "weight > 5 and weight < 3"),
    (ROW, "weight > 5 and name == 'x' and 5 >= weight", False, "weight > 5 and name == 'x' and 5 >= weight"),
    (ROW, "weight > 5 and (name == 'x' and weight < 3)", False, "weight > 5 and (name == 'x' and weight < 3)"),
    (ROW, "name == 'a' and name == 'b'", False, "name == 'a' and name == 'b'"),
    (ROW, "name == 'a' and name != 'a'", False, "name == 'a' and name != 'a'"),
    (ROW, "name != 'a' or name != 'b'", True, "name != 'a' or name != 'b'"),
    (ROW, "weight > 3 or weight < 5", True, "weight > 3 or weight < 5"),
    (ROW, "name in ['a', 'b'] and name in ['c']", False, "name in ['a', 'b'] and name in ['c']"),
    (ROW, "name in ['a', 'b'] and not (name in ['b', 'a'])", False, "name in ['a', 'b'] and not (name in ['b', 'a'])"),
    (ROW, "not (name == 'a' || name != 'a')", False, "not (name == 'a' || name != 'a')"),
    (ROW, "blank(name) and not blank(name)", False, "blank(name) and not blank(name)"),
    (ROW, "blank(name) or !blank(name)", True, "blank(name) or !blank(name)"),
    (ROW, "$.budget.total > 1万元 and $.budget.total < 5000元", False,
     "$.budget.total > 1万元 and $.budget.total < 5000元"),
    ("", "indicators.all(i, i.weight > 5 and i.weight < 3)", False, "i.weight > 5 and i.weight < 3"),
]  # fmt: skip


@pytest.mark.parametrize(("at", "text", "always", "blamed"), CONSTANT)
def test_constant(at: str, text: str, always: bool, blamed: str) -> None:
    [(id, place, words)] = faults_with_words(text, at, condition=True)
    assert (id, place, words["value"]) == ("constant-condition", blamed, always)


VARIABLE = [
    ("", "count(goals) > 0"),
    ("", "count(goals) >= 1"),
    ("", "size(goals) == 0"),
    ("", "count(goals) > 1 and count(goals) <= 2"),
    (ROW, "weight >= 5 and weight <= 5"),
    (ROW, "weight > 5 or weight < 3"),
    (ROW, "weight > 5 and $.indicators[0].weight < 3"),
    (ROW, "name != 'a' and name != 'b'"),
    (ROW, "name == 'a' or name == 'b'"),
    (ROW, "name == 'a' and explanation == 'b'"),
    (ROW, "target == '≥95%' and target == 95%"),
    (ROW, "target > 1人 and target < 1万元"),  # incomparable: undetermined, not always false
    (ROW, "blank(name) or blank(explanation)"),
    (ROW, "similar(name, explanation) < 1"),
    ("", "indicators.all(i, i.weight > 5) and indicators.all(i, i.weight < 3)"),
    ("", "indicators.exists(i, i.weight > 5) and not indicators.exists(i, i.weight > 3)"),
    ("", "count(indicators[?@.weight > 5]) > 1 and count(indicators[?@.weight < 3]) > 1"),
    ("", "budget.currency == '元' or budget.currency == '万元'"),
    ("", "params.total > 3"),
    ("", "indicators.map(i, true) == [true]"),
]


@pytest.mark.parametrize(("at", "text"), VARIABLE)
def test_not_constant(at: str, text: str) -> None:
    assert faults(text, at, condition=True) == []


def test_a_condition_is_judged_by_what_holds_when_it_is_asked() -> None:
    said = [("constant-condition", "weight < 3")]
    assert faults("weight < 3", ROW, condition=True, given="weight > 5") == said
    assert faults("weight < 3", ROW, condition=True, given="weight < 2 and name == 'a'") == said
    assert faults("weight < 3", ROW, condition=True, given="weight > 2 or name == 'a'") == []
    assert faults("weight < 3", ROW, condition=True, given="weight > 5 and weight < 3") == []  # said of that already


def test_only_conditions_need_to_vary() -> None:
    assert faults("true", condition=False) == []
    assert faults("[true, 1 + 1]", condition=False) == []
    assert faults("[1 == 1]", condition=False) == [("constant-condition", "1 == 1")]
