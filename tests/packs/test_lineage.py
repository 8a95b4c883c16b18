"""Packs that extend others: what is taken over, and every way in which that is refused, placed in the file."""

import os
from pathlib import Path

import pytest

from linter.diagnostic import Severity
from linter.lineage import fits
from linter.rulebook import load_rulebook
from tests.packs.samples import PACK, RULE, write_pack


def ids(folder: str, **given: str) -> list[str]:
    book = load_rulebook([folder], **given)  # type: ignore[arg-type]
    return [problem.id for problem in book.problems]


def test_rules_words_and_parameters_are_taken_over(tmp_path: Path) -> None:
    own = write_pack(tmp_path, PACK + "extends: target-table\n", {"weight-positive.yaml": RULE})
    book = load_rulebook([own])
    base = load_rulebook(["target-table"])
    assert not book.problems
    assert {rule.id for rule in book.rules} == {rule.id for rule in base.rules} | {"weight-positive"}
    assert book.packs[0].id == "own"
    assert book.packs[0].values["execution_points"] == base.packs[0].values["execution_points"]
    assert book.packs[0].digest != base.packs[0].digest


def test_what_a_pack_defines_takes_the_place_of_what_it_took_over(tmp_path: Path) -> None:
    text = PACK + (
        "extends: {pack: target-table, version: '0.1'}\n"
        "severities: {weights-not-total: info, goal-cut-off: 'off'}\n"
        "lists: {cost_words: [花费]}\n"
        "params:\n"
        "  execution_points: {type: number, default: 0, why: {zh: 本地印满一百分, en: all printed}}\n"
    )
    book = load_rulebook([write_pack(tmp_path, text)])
    assert not book.problems
    assert book.packs[0].values["execution_points"] == 0
    assert list(book.packs[0].words["cost_words"]) == ["花费"]
    total = book.rule("weights-not-total")
    assert total is not None
    assert total.severity is Severity.INFO
    assert book.rule("goal-cut-off") is None


def test_a_profile_of_the_base_can_be_chosen(tmp_path: Path) -> None:
    own = write_pack(tmp_path, PACK + "extends: target-table\n")
    assert load_rulebook([own], profile="printed-100").packs[0].values["execution_points"] == 0


REFUSED = [
    ("extends: no-such-pack\n", "extends-missing"),
    ("extends: ../outside\n", "extends-outside"),
    ("extends: {pack: target-table, version: '9.0'}\n", "extends-version"),
    ("extends: .\n", "extends-cycle"),
    ("extends: https://example.org/pack\n", "extends-missing"),
]


@pytest.mark.parametrize(("line", "reason"), REFUSED, ids=[row[1] for row in REFUSED])
def test_refused(tmp_path: Path, line: str, reason: str) -> None:
    write_pack(tmp_path / "outside")
    own = write_pack(tmp_path / "own", PACK + line)
    problems = load_rulebook([own]).problems
    assert [problem.id for problem in problems] == ["extends-refused"]
    assert problems[0].words["reason"] == reason
    place = problems[0].location.range
    assert place is not None
    assert place.start.line == PACK.count("\n") + 1


def test_an_absolute_path_is_refused_even_when_there_is_a_pack(tmp_path: Path) -> None:
    write_pack(tmp_path / "outside")
    own = write_pack(tmp_path / "own", PACK + f"extends: {tmp_path / 'outside'}\n")
    assert ids(own) == ["extends-refused"]


def test_a_cycle_over_two_packs_is_refused(tmp_path: Path) -> None:
    own = write_pack(tmp_path / "own", PACK + "extends: inner\n")
    write_pack(tmp_path / "own" / "inner", PACK.replace("id: own", "id: inner") + "extends: inner\n")
    write_pack(tmp_path / "own" / "inner" / "inner", PACK.replace("id: own", "id: third"))
    os.symlink(tmp_path / "own", tmp_path / "own" / "inner" / "back")
    (tmp_path / "own" / "inner" / "pack.yaml").write_text(PACK.replace("id: own", "id: inner") + "extends: back\n")
    assert ids(own) == ["extends-refused"]


def test_a_rule_file_that_links_out_of_the_pack_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(RULE, encoding="utf-8")
    own = write_pack(tmp_path / "own")
    os.symlink(tmp_path / "secret.yaml", tmp_path / "own" / "weight-positive.yaml")
    assert ids(own) == ["outside-the-pack"]


def test_another_kind_is_refused(tmp_path: Path) -> None:
    schema = '{"title": "x", "type": "object", "properties": {"a": {"title": "A", "type": "string"}}}'
    own = write_pack(tmp_path, PACK.replace("kind: target-table", "kind: x.json") + "extends: target-table\n")
    (tmp_path / "x.json").write_text(schema, encoding="utf-8")
    assert ids(own) == ["extends-refused"]


def test_a_severity_for_no_rule_is_a_problem(tmp_path: Path) -> None:
    own = write_pack(tmp_path, PACK + "severities: {weight-positve: info}\n", {"weight-positive.yaml": RULE})
    assert ids(own) == ["unknown-selection"]


def test_the_id_of_a_base_rule_is_taken(tmp_path: Path) -> None:
    text = RULE.replace("weight-positive", "goal-cut-off")
    own = write_pack(tmp_path, PACK + "extends: target-table\n", {"goal-cut-off.yaml": text})
    assert ids(own) == ["duplicate-rule"]


def test_a_retired_id_is_not_given_again(tmp_path: Path) -> None:
    own = write_pack(tmp_path, PACK + "retired: [weight-positive]\n", {"weight-positive.yaml": RULE})
    assert ids(own) == ["duplicate-rule"]


def test_an_identical_rule_is_named(tmp_path: Path) -> None:
    again = RULE.replace("id: weight-positive", "id: weight-over-zero")
    own = write_pack(tmp_path, PACK, {"weight-positive.yaml": RULE, "weight-over-zero.yaml": again})
    problems = load_rulebook([own]).problems
    assert [problem.id for problem in problems] == ["identical-rule"]


def test_an_unused_parameter_is_named(tmp_path: Path) -> None:
    params = "params:\n  least: {type: number, default: 1, why: {zh: 至少, en: at least}}\n"
    own = write_pack(tmp_path, PACK + params, {"weight-positive.yaml": RULE})
    problems = load_rulebook([own]).problems
    assert [(problem.id, problem.words["name"]) for problem in problems] == [("unused-binding", "params.least")]
    used = write_pack(
        tmp_path / "used", PACK + params, {"weight-positive.yaml": RULE.replace("weight > 0", "weight > params.least")}
    )
    assert not load_rulebook([used]).problems


@pytest.mark.parametrize(
    ("version", "wanted", "good"),
    [
        ("1.2.3", "1.2", True), ("1.2.3", "1.2.3", True), ("1.3.0", "1.2", True), ("1.1.9", "1.2", False),
        ("2.0.0", "1.2", False), ("0.1.5", "0.1", True), ("0.2.0", "0.1", False), ("0.1.0", "0.1.1", False),
    ],
)  # fmt: skip
def test_versions_that_fit(version: str, wanted: str, good: bool) -> None:
    assert fits(version, wanted) is good


def test_an_unused_list_is_named(tmp_path: Path) -> None:
    own = write_pack(tmp_path, PACK + "lists: {words: [甲]}\n", {"weight-positive.yaml": RULE})
    problems = load_rulebook([own]).problems
    assert [(problem.id, problem.words["name"]) for problem in problems] == [("unused-binding", "lists.words")]


def test_yielding_to_no_rule_is_a_problem(tmp_path: Path) -> None:
    text = RULE.replace("severity: warning\n", "severity: warning\nyields_to: [weight-positve]\n")
    assert text != RULE
    own = write_pack(tmp_path, PACK, {"weight-positive.yaml": text})
    problems = load_rulebook([own]).problems
    assert [(problem.id, problem.words["name"]) for problem in problems] == [("unknown-selection", "weight-positve")]
