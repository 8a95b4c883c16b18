"""What the checker says of an expression before any submission: names, words, types, units, patterns, cost."""

import pytest

from linter.expressions import parse
from linter.expressions.checker import Checker
from tests.expressions.samples import faults, faults_with_words, scope

ROW = "/indicators/*"

GOOD = [
    ("", "sum(indicators[*].weight) + params.total == 100"),
    ("", "sum(指标[*].指标分值权重) == 90"),
    ("", "sum(indicators[?@.level1 == '成本指标'].weight) <= 20"),
    ("", "sum(indicators.filter(i, is_cost(i)).map(i, total_cost(i))) <= budget.total"),
    ("", "default(budget.carry_over, 0) + budget.fiscal == budget.total"),
    ("", "budget.total.number > 0 and budget.total > 0"),
    ("", "goals.exists(g, g.matches('[0-9]') and not g.endsWith('对'))"),
    ("", "count(indicators[?length(@.name) > 8 && match(@.name, '.*率')]) < 3"),
    ("", "params.rows.all(r, sum(indicators[?@.level1 == r.level].weight) == r.points)"),
    ("", "params.rows[*].level == ['产出指标']"),
    ("", "count(duplicates(indicators[*].name)) == 0"),
    ("", "$..weight == [1] and count($..level1) > 3"),
    ("", "budget.currency in ['万元', '元']"),
    ("", "total_cost(indicators[0]) / budget.total <= 30%"),
    ("", "sum(indicators[*].weight) * 30% >= 27"),
    ("", "total_cost(indicators[0]) == null"),
    (ROW, "level1 in lists.level1 and not (evidence.contains('正式资料'))"),
    (ROW, "target.kind == 'quantitative' and target.comparator in ['>=', '']"),
    (ROW, "kind(target) in ['range', 'date'] and noted(target, 'unit-alias')"),
    (ROW, "target == previous or worse_than(target, previous)"),
    (ROW, "target <= 100% and target.amount > 3人"),
    (ROW, "target == '≥95%' and 指标名称 == '甲'"),
    (ROW, "year_of(target) == $.year"),
    (ROW, "similar(name, explanation) > 0.5 and basis.text != basis"),
    (ROW, "this.weight > 0 and evidence.all(e, e in lists.evidence)"),
    (ROW, "direction(this) == 'down' and direction(target) != 'none'"),
    (ROW, "(weight > 5 ? name : level2) == 'x'"),
]


@pytest.mark.parametrize(("at", "text"), GOOD)
def test_nothing_is_wrong(at: str, text: str) -> None:
    assert faults(text, at, condition=True) == []


WRONG = [
    # Names
    ("", "indicators[*].wieght == 3", "unknown-name", "wieght"),
    ("", "指标[*].权种 == [3]", "unknown-name", "权种"),
    ("", "budgt.total > 3元", "unknown-name", "budgt"),
    ("", "$.budget['totl'] > 3元", "unknown-name", "'totl'"),
    ("", "$..wieght == [1]", "unknown-name", "wieght"),
    ("", "indicators.all(i, weight > 3)", "unknown-name", "weight"),
    ("", "indicators[?weight > 3] == []", "unknown-name", "weight"),
    ("", "indicators.map(i, i.weight)[0] == j", "unknown-name", "j"),
    ("", "indicators.filter(i, is_cost(i)).weight == [1]", "unknown-name", "weight"),
    ("", "indicators.weight == [1]", "unknown-name", "weight"),
    ("", "@.weight == 3", "unknown-name", "@"),
    ("", "params.totl == 3", "unknown-parameter", "totl"),
    ("", "params.rows.all(r, r.point > 3)", "unknown-name", "point"),
    ("", "'a' in lists.evidnce", "unknown-name", "evidnce"),
    (ROW, "target.numbr > 3", "unknown-name", "numbr"),
    (ROW, "weight.number > 3", "unknown-name", "number"),
    ("", "summ([1]) > 3", "unknown-function", "summ"),
    ("", "sum(budget.total, 95%) > 3元", "wrong-arguments", "95%"),
    ("", "'a'.matches() == true", "wrong-arguments", "'a'.matches()"),
    ("", "count(indicators[?match(@.name)]) > 3", "wrong-arguments", "match(@.name)"),
    # Words
    (ROW, "level1 == '成本指标 '", "unknown-word", "'成本指标 '"),
    (ROW, "'成本' != level1", "unknown-word", "'成本'"),
    (ROW, "level1 in ['成本指标', '产出']", "unknown-word", "'产出'"),
    (ROW, "evidence.contains('正式材料')", "unknown-word", "'正式材料'"),
    (ROW, "evidence.exists(e, e == '正式材料')", "unknown-word", "'正式材料'"),
    (ROW, "target.kind == 'quantitive'", "unknown-word", "'quantitive'"),
    (ROW, "target.comparator == '≥'", "unknown-word", "'≥'"),
    (ROW, "kind(target) == 'text'", "unknown-word", "'text'"),
    (ROW, "noted(target, 'unit-alais')", "unknown-word", "'unit-alais'"),
    (ROW, "direction(target) == 'higher'", "unknown-word", "'higher'"),
    ("", "budget.currency == '圆'", "unknown-word", "'圆'"),
    ("", "indicators[?@.level1 == '成本'] == []", "unknown-word", "'成本'"),
    # Types
    (ROW, "weight == '10'", "type-mismatch", "'10'"),
    (ROW, "name > 10", "type-mismatch", "10"),
    (ROW, "name < target", "type-mismatch", "name < target"),
    (ROW, "previous == null", "type-mismatch", "null"),
    (ROW, "evidence == '工作资料'", "type-mismatch", "'工作资料'"),
    (ROW, "weight and true", "type-mismatch", "weight"),
    (ROW, "not name", "type-mismatch", "name"),
    (ROW, "name + 1 == 'a'", "type-mismatch", "name"),
    (ROW, "-name == 1", "type-mismatch", "name"),
    (ROW, "weight in 10", "type-mismatch", "10"),
    (ROW, "weight in [10, '20']", "type-mismatch", "'20'"),
    (ROW, "weight in lists.level1", "type-mismatch", "weight in lists.level1"),
    (ROW, "sum(weight) == 1", "type-mismatch", "weight"),
    (ROW, "weight.all(w, w > 1)", "type-mismatch", "weight"),
    (ROW, "weight[*] == [1]", "type-mismatch", "*"),
    (ROW, "is_cost(target)", "type-mismatch", "target"),
    (ROW, "weight.startsWith('1')", "type-mismatch", "weight"),
    ("", "sum(goals) == 1", "type-mismatch", "goals"),
    ("", "goals.filter(g, g + 'a') == []", "type-mismatch", "g + 'a'"),
    ("", "indicators[*].weight == 90", "type-mismatch", "90"),
    ("", "indicators[?@.weight + 1] == []", "type-mismatch", "@.weight + 1"),
    ("", "sum(indicators[*].weight)", "type-mismatch", "sum(indicators[*].weight)"),
    ("", "this", "type-mismatch", "this"),
    # Dimensions
    ("", "budget.total <= 15", "type-mismatch", "budget.total <= 15"),
    ("", "budget.total + 3人 > 1元", "type-mismatch", "budget.total + 3人"),
    ("", "budget.total == sum(indicators[*].weight)", "type-mismatch", "budget.total == sum(indicators[*].weight)"),
    ("", "default(budget.own, 0) > 3人", "type-mismatch", "default(budget.own, 0) > 3人"),
    (ROW, "weight > 10%", "type-mismatch", "weight > 10%"),
    # Patterns
    (ROW, "name.matches('(')", "pattern-refused", "'('"),
    (ROW, "matches(name, '(?<=a)b')", "pattern-refused", "'(?<=a)b'"),
    ("", "indicators[?search(@.name, '[')] == []", "pattern-refused", "'['"),
]


@pytest.mark.parametrize(("at", "text", "id", "blamed"), WRONG)
def test_one_thing_is_wrong_and_said_once_at_its_place(at: str, text: str, id: str, blamed: str) -> None:
    assert faults(text, at, condition=True) == [(id, blamed)]


SUGGESTED = [
    ("", "indicators[*].wieght == [3]", "weight"),
    ("", "指标[*].指标分值权种 == [3]", "指标分值权重"),
    ("", "indicators.all(i, weight > 3)", "i.weight"),
    ("", "indicators[?weight > 3] == []", "@.weight"),
    ("", "indicators.weight == [3]", "[*].weight"),
    ("", "params.totl == 3", "total"),
    ("", "cuont(goals) == 3", "count"),
    ("", "budgt.total > 3元", "budget"),
    ("", "$..wieght == [1]", "weight"),
    (ROW, "level1 == '成本指标 '", "成本指标"),
    (ROW, "target.kind == 'quantitive'", "quantitative"),
    (ROW, "target.numbr > 3", "number"),
]


@pytest.mark.parametrize(("at", "text", "word"), SUGGESTED)
def test_what_may_have_been_meant_is_among_the_choices(at: str, text: str, word: str) -> None:
    from linter.catalogue import closest

    [(_, blamed, words)] = faults_with_words(text, at, condition=True)
    misspelt = words.get("name") or words["word"]
    assert misspelt in blamed
    assert word in words["choices"]
    assert word in closest(misspelt, words["choices"])


def test_wanted_and_found_are_terms_that_messages_can_name() -> None:
    from linter import catalogue
    from linter.diagnostic import Problem
    from linter.source import whole_file

    said = 0
    for at, text, id, _ in WRONG:
        for _, _, words in faults_with_words(text, at, condition=True) if id == "type-mismatch" else ():
            message = catalogue.diagnostic(Problem(id, whole_file("x"), words), "zh").message
            assert not any(term in message for term in ("text", "list", "quantity", "value", "row", "node")), message
            said += 1
    assert said > 20


def test_what_expressions_read_and_use() -> None:
    found = scope()
    checker = Checker(found)
    checker.check(parse("sum(指标[*].权重) == params.total and indicators.all(i, is_cost(i) or i.scoring == 'x')"))
    assert found.read == {
        "/indicators",
        "/indicators/*",
        "/indicators/*/weight",
        "/indicators/*/scoring",
        "/indicators/*/level1",  # `is_cost` reads the levels and the name
        "/indicators/*/level2",
        "/indicators/*/name",
        "/indicators/*/target",
    }
    assert found.used == {"params", "params.total", "lists.cost_levels", "lists.cost_words"}


def test_a_function_needs_the_lists_it_reads() -> None:
    found = scope()
    assert found.names["lists"].members is not None
    found.names["lists"] = type(found.names["lists"])(
        "node", members={"cost_levels": found.names["lists"].members["level1"]}
    )
    checker = Checker(found)
    checker.check(parse("indicators.all(i, is_cost(i))"), condition=True)
    assert [(one.id, one.words["name"]) for one in checker.problems] == [("unknown-name", "lists.cost_words")]


def test_a_variable_of_a_macro_hides_nothing_afterwards() -> None:
    assert faults("goals.all(indicators, indicators.matches('x')) and count(indicators) > 3", condition=True) == []


def test_lets_of_several_nodes_are_lists() -> None:
    found = scope()
    checker = Checker(found)
    found.names["rows"] = checker.check(parse("indicators[?@.level1 == '成本指标']"))
    checker.check(parse("sum(rows[*].weight) > rows[0].weight"), condition=True)
    assert checker.problems == []
    checker.check(parse("rows.weight == [1]"), condition=True)
    assert [one.id for one in checker.problems] == ["unknown-name"]


COSTLY = [
    ("indicators.all(a, indicators.all(b, indicators.all(c, indicators.all(d, a.weight + b.weight > c.weight))))",
     "indicators.all(d, a.weight + b.weight > c.weight)"),
    ("indicators[?count($.indicators[?count($.indicators[?count($.indicators[?@.weight > 5]) > 5]) > 5]) > 5] == []",
     "$.indicators[?count($.indicators[?@.weight > 5]) > 5]"),
    ("[1, 2].all(a, budget.total > 1元 and goals.all(b, goals.all(c, goals.all(d, b + c > d))))",
     "goals.all(d, b + c > d)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "blamed"), COSTLY)
def test_what_would_take_too_many_steps_is_refused_at_its_loop(text: str, blamed: str) -> None:
    [(id, place, words)] = faults_with_words(text, condition=True)
    assert (id, place) == ("cost-over-limit", blamed)
    assert words["cost"] > words["limit"]


def test_two_loops_over_rows_are_no_matter() -> None:
    text = "indicators.all(a, count(indicators.filter(b, b.name == a.name and b.level2 == a.level2)) == 1)"
    assert faults(text, condition=True) == []
