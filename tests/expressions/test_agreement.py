"""Traced and untraced evaluation agree on every outcome and value, whatever the expression."""

import re
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.document import Node
from linter.expressions import ExpressionError, Frame, RuleFault, Unknown, compile_syntax, derivation, parse
from linter.expressions.model import from_plain
from tests.expressions.samples import environment, table

FORM = table(
    absent=("/indicators/*/score",),
    year="2023",
    budget={"currency": "万元", "total": 15, "fiscal": "", "other": "x"},
    goals=["聘请3人。", "建设2公里。"],
    indicators=[
        {"level1": "产出指标", "level2": "数量指标", "name": "人数", "target": "≥3人", "weight": 40, "previous": "2人"},
        {"level1": "成本指标", "level2": "经济成本指标", "name": "经费", "target": "<=1万元/人/年", "weight": 10},
        {"level1": "成本指标", "level2": "经济成本指标", "name": "差旅", "target": "≤≤2万元", "evidence": "工作资料"},
        {"name": "投诉率", "target": "", "weight": "", "previous": "无"},
    ],
)
LETS = {
    "costs": "indicators.filter(i, is_cost(i))",
    "first": "total_cost(indicators[1])",
    "total": "sum(costs.map(i, total_cost(i)))",
    "weights": "indicators[*].weight",
    "both": "first + first",
}
NAMES = {"params": {"most": from_plain(3).value, "rows": [{"level": "成本指标"}]}}

# Leaves by the kind of value they mostly have; some are blank, absent, unreadable or of another kind.
_LEAVES = {
    "number": """
        0; 1; 2.5; 3万元; 50%; budget.total; budget.fiscal; budget.own; points.total; year; indicators[0].weight;
        indicators[3].weight; indicators[1].target; indicators[0].target.number; indicators[2].target;
        indicators[0].score; first; total; both; params.most; weights[1]; i.weight; i.target; i.target.amount;
        total_cost(i)""",
    "text": """
        '成本指标'; ''; goals[0]; goals[7]; indicators[1].name; indicators[0].level1; i.name; i.level1;
        i.previous.text; i.evidence[0]; params.rows[0].level""",
    "truth": "true; false; is_cost(i); has(i.weight); blank(i.previous); noted(i.target, 'unit-alias')",
    "list": """
        indicators; indicators[*]; costs; indicators[*].weight; weights; goals; $..name; []; i.evidence;
        indicators[?@.weight > 5]; indicators[?total_cost(@) > 1元]; indicators[?@.level1 == '成本指标'].target;
        params.rows[*].level; indicators[0:2]""",
    "any": "null; this; $; budget; indicators[0]; i; nobody; indicators[0].target",
}

# Ways to make a value of a kind from others, whose kinds stand in the braces.
_FORMS = {
    "number": """
        ({number} + {number}); ({number} - {number}); ({number} * {number}); ({number} / {number}); -{number};
        abs({number}); sum({list}); min({list}); max({list}); count({list}); size({any}); similar({text}, {text});
        ({truth} ? {number} : {number}); default({number}, {number}); sum({list}.map(i, {number}));
        days_between({text}, '2024')""",
    "text": """
        ({text} + {text}); join({list}); kind({any}); direction({any}); closest({text}, {list}); dimension({number});
        ({truth} ? {text} : {text})""",
    "truth": """
        ({number} < {number}); ({number} <= {number}); ({number} == {number}); ({text} == {text}); ({any} == {any});
        ({text} != {text}); ({number} in {list}); ({text} in {list}); not {truth}; ({truth} and {truth});
        ({truth} || {truth} || {truth}); {list}.all(i, {truth}); {list}.exists(i, {truth}); has({any}); blank({any});
        {list}.exists_one(i, {truth}); contains({text}, {text}); comparable({any}, {any}); worse_than({any}, {any});
        satisfies({any}, {any}); ({truth} ? {truth} : {truth})""",
    "list": """
        {list}.map(i, {number}); {list}.map(i, {any}); {list}.filter(i, {truth}); [{any}, {any}]; duplicates({list});
        ({list} + {list}); mentions({any}); indicators[?{truth}]; indicators[?@.weight == {number}]; {list}[*]""",
    "any": "{number}; {text}; {truth}; {list}; {list}[0]; ({any}).weight; ({truth} ? {any} : {any})",
}


def listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";")]


@cache
def expressions(kind: str, depth: int) -> st.SearchStrategy[str]:
    leaves = st.sampled_from(listed(_LEAVES[kind]))
    if depth == 0:
        return leaves
    forms = [_filled(form, depth - 1) for form in listed(_FORMS[kind])]
    return st.one_of(leaves, *forms)


def _filled(form: str, depth: int) -> st.SearchStrategy[str]:
    kinds = re.findall(r"\{(\w+)\}", form)
    empty = re.sub(r"\{\w+\}", "{}", form)
    return st.tuples(*[expressions(kind, depth) for kind in kinds]).map(lambda parts: empty.format(*parts))


EXPRESSIONS = st.one_of(*[expressions(kind, 3) for kind in _LEAVES])


def outcome(text: str, traced: bool) -> tuple[Any, Frame | None]:
    """What comes out, in a form that can be compared, and the frame of a traced evaluation."""
    env = environment(FORM, names=NAMES)
    env.steps = 20_000
    env.lets = {name: compile_syntax(parse(let), traced) for name, let in LETS.items()}
    top = Frame(None)
    env.frames = [top] if traced else None
    try:
        value = compile_syntax(parse(text), traced)(env)
        found: Any = ("value", comparable(value))
    except Unknown as problem:
        nodes = [node.pointer for node in problem.nodes]
        found = ("unknown", problem.reason, nodes, problem.pattern, sorted(problem.words.items()))
    except RuleFault as fault:
        found = ("fault", fault.reason)
    except ExpressionError as error:
        found = ("wrong", error.id, error.span)
    return (found, env.steps, sorted(env.known)), top.below[-1] if top.below else None


def comparable(value: Any) -> Any:
    if isinstance(value, Node):
        return ("node", value.pointer)
    if isinstance(value, list):
        return (type(value).__name__, [comparable(item) for item in value])
    return (type(value).__name__, str(value))


@given(EXPRESSIONS)
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_traced_and_untraced_evaluation_agree(text: str) -> None:
    untraced, _ = outcome(text, False)
    traced, frame = outcome(text, True)
    assert traced == untraced
    if frame is not None:  # whatever came out, its derivation can be told
        blamed = derivation.culprit(frame)
        assert all(isinstance(node, Node) for node in derivation.sources(blamed))
        derivation.arithmetic(blamed)


def test_the_property_meets_every_kind_of_outcome() -> None:
    """The generator would prove little if all it made were errors."""
    kinds: dict[str, int] = {}

    @given(EXPRESSIONS)
    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    def look(text: str) -> None:
        kind = outcome(text, False)[0][0][0]
        kinds[kind] = kinds.get(kind, 0) + 1

    look()
    assert kinds["value"] > 30
    assert kinds["unknown"] > 30


def test_a_used_up_budget_is_a_fault_either_way() -> None:
    text = "[1, 2, 3].exists(i, [1, 2, 3].exists(j, indicators.exists(k, $..name == i)))"
    text = " or ".join([text] * 20)
    assert outcome(text, False)[0] == outcome(text, True)[0]
    assert outcome(text, False)[0][0] == ("fault", "step-limit")


def test_lets_that_are_used_again_keep_how_they_came_about() -> None:
    _, frame = outcome("[first, both, first]", True)
    assert frame is not None
    assert [len(part.below) for part in frame.below] == [1, 1, 1]
    assert frame.below[0].below[0] is frame.below[2].below[0]


def test_a_let_means_the_same_inside_a_macro_that_has_a_variable_of_that_name() -> None:
    env = environment(FORM, "/indicators/0")
    env.lets = {"known": compile_syntax(parse("name == '人数'"))}
    text = "$.indicators.all(name, known)"
    assert compile_syntax(parse(text))(env) is True
