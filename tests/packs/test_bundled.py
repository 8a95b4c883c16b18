"""The bundled packs: every example of every rule holds, and the metadata is there."""

from pathlib import Path

import pytest

from linter import packs
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


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_says_why_and_shows_a_message(rule: Rule) -> None:
    assert rule.basis, "every bundled rule names what it rests on"
    assert any(example.message for example in rule.examples), "one failing example shows the message"
    for language in ("zh", "en"):
        assert len(rule.title[language]) <= 80
        assert len(rule.why[language]) > 20
        assert not rule.message[language].text.endswith(("。", "."))


def test_rule_ids_and_aliases_are_unique(book: RuleBook) -> None:
    names = [name for rule in book.rules for name in (rule.id, *rule.aliases)]
    assert len(names) == len(set(names))
