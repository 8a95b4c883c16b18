"""Screening leaves out only what the evaluator finds nothing in, and leaves out what is clean."""

import re
from pathlib import Path
from random import Random

import pytest

from linter.document import Document
from linter.outcomes import judge
from linter.rule import Rule
from linter.rulebook import RuleBook
from linter.schema import DocumentKind
from linter.screening import Screen, compile_rules
from tests.expressions.screened import FILES, documents, mangled, missed, prepared, reported

CHANGED = 4  # copies of each table with something changed


@pytest.fixture(scope="module")
def screens(book: RuleBook) -> dict[str, Screen]:
    made = {kind.id: book.rules_for(kind) for kind in book.kinds}
    return {id: Screen(rules, compile_rules(rules)) for id, rules in made.items() if rules}


def wrongly_left_out(screen: Screen, document: Document) -> list[tuple[str, list[int]]]:
    doubtful = screen.doubtful(document)
    found = []
    for number, rule in enumerate(screen.rules):
        document.memory.clear()
        found.append((rule.id, missed(rule, document, doubtful.get(number, 0))))
    return [(id, runs) for id, runs in found if runs]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_left_out_has_nothing_to_report(path: Path, book: RuleBook, screens: dict[str, Screen]) -> None:
    for document in documents(path, book):
        assert wrongly_left_out(screens[document.kind.id], prepared(document, book)) == []
    for seed in range(CHANGED):
        chance = Random(f"{path.stem} {seed}")
        for document in documents(path, book):
            changed = prepared(mangled(document, chance), book)
            assert wrongly_left_out(screens[document.kind.id], changed) == [], f"seed {seed}"


def test_what_is_clean_is_left_out(book: RuleBook, screens: dict[str, Screen]) -> None:
    """Forms without some columns too: a rule that has nothing to report has to be run on hardly any table."""
    needless: dict[str, int] = {}
    runs = 0
    for path in FILES:
        for document in documents(path, book):
            screen = screens[document.kind.id]
            doubtful = screen.doubtful(prepared(document, book))
            for number, rule in enumerate(screen.rules):
                runs += 1
                if number in doubtful and not list(reported(rule, document)):
                    needless[rule.id] = needless.get(rule.id, 0) + 1
                assert path.parent.name != "clean" or rule.id not in needless, f"{rule.id} on {path.name}"
    assert runs > 1_000
    assert sum(needless.values()) <= runs / 300, needless


def test_rules_are_screened_on_forms_of_an_ordinary_length(book: RuleBook) -> None:
    """All of the default pack; of other packs all but few, whose `each` names several nodes at once."""
    short = []
    for kind in book.kinds:
        rules = book.rules_for(kind)
        capacities = zip(rules, compile_rules(rules).capacities, strict=True)
        short += [rule for rule, capacity in capacities if capacity < 28]
    assert [rule.id for rule in short if rule.pack.id == "target-table"] == []
    assert len(short) <= len(book.rules) / 30, [rule.id for rule in short]


LINE = re.compile(
    r"(    )*("
    r"def screen\(view, found\):|return found"
    r"|a\d+ = view\.rows\(\d+\)"
    r"|\(([tn]\d+_\d+, )*\), \(([tn]\d+_\d+, )*\), d\d+ = view\.read\(\d+\)"
    r"|qt\d+, qn\d+, qd\d+ = view\.ask\(\d+, [a-z0-9_ &-]+, \((\([a-z0-9_, -]+\), )*\)\)"
    r"|m\d+ = view\.distinct\(\d+, [a-z0-9_]+\)"
    r"|m\d+ = -\([a-z0-9_]+\.bit_count\(\) [<>]=? \d+ (and|or) [a-z0-9_]+\.bit_count\(\) [<>]=? \d+\)"
    r"|if [a-z0-9_]+:"
    r"|(m|x)\d+ = [a-z0-9_ &|~()!=\[\]-]+"
    r"|left = [a-z0-9_ &|~()\[\]-]+"
    r"|if left: found\[\d+\] = found\.get\(\d+, 0\) \| left"
    r")?"
)


def test_the_source_is_made_of_numbered_names_and_operators(book: RuleBook) -> None:
    for kind in book.kinds:
        source = compile_rules(book.rules_for(kind)).source
        assert source.count("\n") > 100
        assert [line for line in source.split("\n") if not LINE.fullmatch(line)] == []


def test_a_rule_that_may_use_up_its_steps_is_run(book: RuleBook, screens: dict[str, Screen]) -> None:
    """On a list of very many rows the evaluator may end in a rule error, which has to be reported."""
    document = next(one for path in FILES for one in documents(path, book) if one.kind.id == "target-table")
    rows = prepared(document, book).root.children["indicators"]
    while len(rows.children) < 3_000:
        rows.children += rows.children
    screen = screens[document.kind.id]
    doubtful = screen.doubtful(document)
    small = [rule.id for number, rule in enumerate(screen.rules) if screen.capacities[number] < len(rows.children)]
    assert "name-cut-off" in small
    assert {screen.rules[number].id for number in doubtful} >= set(small)


def test_a_submission_that_is_not_as_the_schema_says_is_run_whole(book: RuleBook, screens: dict[str, Screen]) -> None:
    document = next(one for path in FILES for one in documents(path, book) if one.kind.id == "target-table")
    document.root.children["indicators"].children[0] = document.root.children["year"]
    screen = screens[document.kind.id]
    assert screen.doubtful(prepared(document, book)) == dict.fromkeys(range(len(screen.rules)), -1)


def test_only_the_runs_that_are_asked_for_are_judged(book: RuleBook) -> None:
    rule = book.rule("target-unreadable")
    assert isinstance(rule, Rule)
    kind: DocumentKind = rule.pack.kind
    document = next(one for path in FILES for one in documents(path, book) if one.kind.id == kind.id)
    whole = list(judge(rule, prepared(document, book)))
    assert len(whole) > 3
    assert [verdict.this for verdict in judge(rule, document, 0b1010)] == [whole[1].this, whole[3].this]
