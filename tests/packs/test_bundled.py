"""The bundled packs: every example of every rule holds, and the metadata is there."""

import re
from pathlib import Path

import pytest

from linter import catalogue, mutation, packs
from linter.diagnostic import Outcome, Severity
from linter.engine import lint_text
from linter.packtest import run_examples
from linter.rule import Rule
from linter.rulebook import RuleBook, load_rulebook

NAMES = packs.bundled()
assert NAMES, "no pack was found, so nothing would be tested"
EXPENSE = str(Path(__file__).parent.parent / "data" / "expense" / "pack")


def rules() -> list[Rule]:
    return [rule for name in NAMES for rule in load_rulebook([name]).rules]


@pytest.mark.parametrize("name", [*NAMES, EXPENSE])
def test_the_pack_is_without_fault(name: str) -> None:
    book = load_rulebook([name])
    assert not book.problems
    assert book.rules


@pytest.mark.parametrize("name", [*NAMES, EXPENSE])
def test_every_example_holds(name: str) -> None:
    tested = list(run_examples(load_rulebook([name])))
    assert tested
    assert not [(one.rule.id, one.problem) for one in tested if one.problem is not None]


@pytest.mark.parametrize("name", NAMES)
def test_examples_notice_when_a_rule_is_changed(name: str) -> None:
    mutants = [mutant for rule in load_rulebook([name]).rules for mutant in mutation.mutants(rule)]
    assert mutants
    survivors = [(one.rule.id, one.before, one.after) for one in mutants if not mutation.killed(one)]
    assert len(survivors) <= len(mutants) // 10, survivors


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_says_why_and_shows_a_message(rule: Rule) -> None:
    assert rule.basis, "every bundled rule names what it rests on"
    assert any(example.message for example in rule.examples), "one failing example shows the message"
    for language in ("zh", "en"):
        assert len(rule.title[language]) <= 80
        assert len(rule.why[language]) > 20
        for template in (rule.message[language], rule.help[language]):
            assert not template.text.endswith(("。", "."))
            assert "\n" not in template.text


# What domain knowledge has seen with its own eyes; everything else is practice and says so.
READ = {"中发〔2018〕34号", "财预〔2021〕101号"}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_cites_only_what_was_read(rule: Rule) -> None:
    cited = set(re.findall(r"\w+〔\d+〕\d+号", rule.basis["zh"]))
    assert cited <= READ
    assert cited or rule.basis["zh"].startswith(("惯例：", "表内勾稽关系："))


def test_rule_ids_and_aliases_are_unique(book: RuleBook) -> None:
    names = [name for rule in book.rules for name in (rule.id, *rule.aliases)]
    assert len(names) == len(set(names))
    assert not set(names) & set(catalogue.ids())


# The catalogue's suggestion for a first release.
FIRST_RELEASE = {
    "STR": (101, 103, 104, 105, 106, 107, 108, 112, 114),
    "FND": (201, 202, 203),
    "WGT": (301, 302, 303, 304, 307),
    "VAL": (401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 412, 413, 415, 418),
    "DIR": (501, 502, 503, 504, 505, 507, 508, 509),
    "BAS": (601, 602, 603, 605, 606, 607),
    "SCR": (701, 702, 703, 704),
    "EVD": (705, 706),
    "CST": (801, 802, 804, 807),
    "TXT": (901, 902, 904, 905, 907),
    "TIM": (911, 912, 913),
    "BEN": (914, 915),
    "SLF": (918,),
}
# Which of them are no rules: what the schema or a reader decides (its diagnostic, None where it needs none).
DECIDED = {
    "STR101": "missing-field", "STR103": "missing-column", "STR104": "missing-field", "STR114": None,
    "FND202": "not-a-number", "VAL401": "missing-field",
}  # fmt: skip


def test_the_first_release_is_complete(book: RuleBook) -> None:
    wanted = {f"{family}{number}" for family, numbers in FIRST_RELEASE.items() for number in numbers}
    assert len(wanted) == 66
    assert wanted - {alias for rule in book.rules for alias in rule.aliases} == set(DECIDED)
    assert {id for id in DECIDED.values() if id is not None} <= set(catalogue.ids())


TABLE = """\
year: 2024
agency: 某局
project: 培训
budget: {{currency: 万元, total: 5, fiscal: 5, other: 0}}
goals: [培训100人。]
indicators:
  - {{level1: 产出指标, level2: 数量指标, name: 培训人数, target: ≥100人, weight: {0}}}
  - {{level1: 产出指标, level2: 质量指标, name: 合格率, target: ≥95%, weight: {1}}}
  - {{level1: {4}, level2: 成本指标, name: 培训费, target: ≤5万元, weight: {2}}}
  - {{level1: 效益指标, level2: 社会效益指标, name: 就业人数, target: ≥60人, weight: {3}}}
  - {{level1: 满意度指标, level2: 满意度指标, name: 学员满意度, target: ≥90%, weight: 10}}
"""
OLD, NEW = "产出指标", "成本指标"
# The points of quantity, quality, cost and benefit, and where cost stands.
PROFILES = [
    ("central-2021", (20, 20, 20, 20, NEW), set()),
    ("central-2021", (20, 20, 10, 30, OLD), set()),
    ("central-2021", (20, 20, 20, 30, NEW), {"weights-not-total", "level-weights-differ"}),
    ("central-2021", (30, 20, 10, 30, OLD), {"weights-not-total", "level-weights-differ"}),
    ("classic-2020", (20, 20, 10, 30, OLD), set()),
    ("classic-2020", (20, 20, 20, 20, NEW), {"level-weights-differ"}),
    ("province-80", (20, 20, 10, 20, OLD), set()),
    ("province-80", (20, 20, 10, 30, OLD), {"weights-not-total"}),
    ("printed-100", (30, 20, 10, 30, OLD), set()),
    ("printed-100", (20, 20, 10, 30, OLD), {"weights-not-total"}),
]


@pytest.mark.parametrize(("profile", "points", "expected"), PROFILES)
def test_profiles_know_their_points(profile: str, points: tuple[object, ...], expected: set[str]) -> None:
    book = load_rulebook(["target-table"], profile=profile)
    report = lint_text("a.yaml", TABLE.format(*points).encode(), book)
    found = {one.rule for one in report.diagnostics if one.outcome is Outcome.FAIL and one.severity > Severity.INFO}
    assert found == expected


def test_every_profile_is_tried(book: RuleBook) -> None:
    profiles = book.packs[0].file.root.child("profiles")
    assert profiles is not None
    assert set(profiles.children) == {profile for profile, _, _ in PROFILES}
    assert book.packs[0].profile == "central-2021"
