"""Conditions put together at random: whatever screening leaves out, the evaluator finds nothing in it."""

from dataclasses import replace
from random import Random

import pytest

from linter.expressions import parse
from linter.rule import Rule
from linter.rulebook import RuleBook
from linter.screening import Screen, compile_rules
from tests.expressions.screened import FILES, documents, mangled, missed, prepared

SEEDS = 60
RULES = 12  # for each seed, compiled together
FIELDS = ("level1", "level2", "name", "target", "basis", "previous", "weight", "scoring", "evidence", "remarks")
TEXTS = ("'产出指标'", "'质量指标'", "'预算支出标准'", "'满意度赋分'", "'费'", "'率'", "''")
WAYS, KINDS = ("'up'", "'down'", "'none'"), ("'date_range'", "'empty'")
LISTS = ("level1", "basis", "saving_words", "satisfaction_words")


class Conditions:
    """Random conditions; they need not make sense, and what cannot be computed is the better test."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.names = 0

    def pick(self, *choices: str) -> str:
        return self.chance.choice(choices)

    def variable(self) -> str:
        self.names += 1
        return f"v{self.names}"

    def of_row(self, row: str, depth: int) -> str:
        """A condition on a row; `row` is what stands before its fields, such as `i.`."""
        if depth > 0 and self.chance.random() < 0.5:
            return self.combined(lambda: self.of_row(row, depth - 1))
        field, text, words = (self.chance.choice(one) for one in (FIELDS, TEXTS, LISTS))
        whole = row.rstrip(".") or "this"
        word = self.variable()
        return self.pick(
            f"has({row}{field})",
            f"blank({row}{field})",
            f"{row}{field} == {text}",
            f"{row}{field} != {row}{self.chance.choice(FIELDS)}",
            f"{row}{field} in lists.{words}",
            f"kind({row}target) in ['quantitative', 'qualitative']",
            f"kind({row}{field}) == 'empty'",
            f"noted({row}target, 'unit-missing')",
            f"{row}target.number > {self.chance.randint(0, 100)}",
            f"{row}target.comparator == '>='",
            f"dimension({row}target) == 'money'",
            f"comparable({row}target, {row}previous)",
            f"comparable({row}target, $.budget.total)",
            f"default({row}level2, '') == {text}",
            f"contains({row}{field}, {text})",
            f"matches({row}name, '率$|合计')",
            f"lists.{words}.exists({word}, contains({row}name, {word}))",
            f"size({row}name) > {self.chance.randint(3, 12)}",
            f"{row}weight >= {self.chance.randint(0, 12)}",
            f"{row}evidence.exists({word}, {word} in lists.evidence)",
            f"is_cost({whole})",
            f"is_total({whole})",
            f"direction({whole}) == {self.chance.choice(WAYS)}",
            f"worse_than({row}target, {row}previous)",
            f"(has({row}basis) == is_cost({whole}))",
            f"size({whole}..weight) > 0",
        )

    def of_submission(self, depth: int) -> str:
        if depth > 0 and self.chance.random() < 0.5:
            return self.combined(lambda: self.of_submission(depth - 1))
        rows, other, i = self.rows(depth), self.rows(0), self.variable()
        field, number = self.chance.choice(FIELDS[:-2]), self.chance.randint(0, 8)
        return self.pick(
            f"has({self.pick('$.leader', '$.period', '$.budget.total', '$.points.levels', '$.goals')})",
            "$.budget.total > 10万元",
            f"kind($.period) == {self.chance.choice(KINDS)}",
            f"{rows}.exists({i}, {self.of_row(i + '.', depth)})",
            f"{rows}.all({i}, {self.of_row(i + '.', depth)})",
            f"count({rows}) {self.pick('==', '>', '<=', '>=')} {number}",
            f"count({rows}[*].{field}) {self.pick('==', '>', '<')} {self.pick('0', '1', '3')}",
            f"count({rows}[*].{field} + {other}[*].level1) == 0",
            f"count({rows}) * 2 >= size($.indicators)",
            f"{rows}[*].weight.all({i}, {i} > 0)",
            f"sum({rows}[*].weight) == {self.pick('100', '90', '10')}",
            f"max({rows}[*].target) > 5",
            f"count({rows}[*].evidence[*].filter({i}, {i} in lists.evidence)) == 0",
            f"count(duplicates({rows}[*].{field})) == 0",
            f"count(({self.of_submission(0) if depth else 'true'} ? [] : ['a']) + (has($.leader) ? [] : ['b'])) == 0",
            f"count([$.budget.total, $.budget.fiscal, $.budget.own].filter({i}, has({i}) and {i} > 1万元)) == 0",
            f"lists.level1.exists({i}, count({rows}.filter(x, x.level1 == {i})) > {number})",
            f"count(lists.level1.map({i}, {rows}.filter(x, x.level1 == {i})[*].name).filter(n, count(n) > 2)) == 0",
            f"size($..{field}) > {number}",
            f"$.indicators[?@.level1 == '产出指标'].all({i}, {self.of_row(i + '.', 0)})",
            f"sum({rows}.map({i}, total_cost({i}))) <= $.budget.total",
        )

    def rows(self, depth: int) -> str:
        i = self.variable()
        return self.pick("$.indicators", f"$.indicators.filter({i}, {self.of_row(i + '.', depth)})")

    def combined(self, part) -> str:  # type: ignore[no-untyped-def]
        return self.pick(
            f"({part()} and {part()})",
            f"({part()} or {part()})",
            f"not ({part()})",
            f"({part()} ? {part()} : {part()})",
            f"({part()} == ({part()}))",
        )


def rule(base: Rule, chance: Random) -> Rule:
    made = Conditions(chance)
    each = made.pick("$", "$", "indicators[*]", "goals[*]")
    root = each == "$"
    about = {"$": made.of_submission, "indicators[*]": lambda depth: made.of_row("", depth)}.get(each)
    condition = about or (lambda depth: made.pick("contains(this, '人')", "size(this) > 20", "has($.leader)"))
    let = {"known": condition(1), "chosen": made.rows(1)} if root else {"known": condition(1)}
    uses = "known and count(chosen) > 1" if root else "known"
    when = made.pick("", condition(2), f"{uses} or {condition(1)}")
    return replace(
        base,
        each=parse(each),
        rows=None,
        let={name: parse(text) for name, text in let.items()},
        when=parse(when) if when else None,
        condition=parse(made.pick(condition(2), f"not ({uses}) or {condition(1)}")),
    )


@pytest.mark.parametrize("start", range(0, SEEDS, 15))
def test_generated_rules(start: int, book: RuleBook) -> None:
    base = book.rule("weights-not-total")
    assert base is not None
    left_out = run = 0
    for seed in range(start, start + 15):
        chance = Random(seed)
        rules = [rule(base, chance) for _ in range(RULES)]
        screen = Screen(rules, compile_rules(rules))
        path = chance.choice([path for path in FILES if not path.name.startswith("self-evaluation")])
        for change in (False, True, True):
            for read in documents(path, book):
                document = prepared(mangled(read, chance) if change else read, book)
                doubtful = screen.doubtful(document)
                for number, one in enumerate(rules):
                    document.memory.clear()
                    assert missed(one, document, doubtful.get(number, 0)) == [], (
                        f"seed {seed}, rule {number}, {path.name}"
                    )
                    run += 1
                    left_out += number not in doubtful
    assert left_out > run / 20, "hardly anything is left out, so nothing is shown"
