"""Units that a pack brings along: in values, in rules, and where a slip in them is shown."""

from pathlib import Path

from linter.engine import lint_text
from linter.packtest import run_examples
from linter.rulebook import load_rulebook
from tests.packs.samples import PACK, RULE, write_pack

UNITS = """\
units:
  count:
    垄: {also: [垄地]}
    大垄: {base: 垄, factor: 2.5}
"""
LIMIT = (
    RULE.replace("weight-positive", "too-many-rows")
    .replace("assert: weight > 0", "when: kind(target) == 'quantitative'\nassert: target <= 10大垄")
    .replace("{name: 甲, weight: 5}", "{name: 甲, target: ≤25垄}")
    .replace("{name: 甲, weight: 0}", "{name: 甲, target: ≤11大垄}")
    .replace("/weight", "/target")
    .replace("zh: 分值是零", 'zh: "{target:垄}超过 10大垄"')
    .replace("en: the weight is zero", 'en: "{target:垄} is over 10大垄"')
    + "      message: 27.5垄超过 10大垄\n"
)


def test_values_rules_and_messages_know_them(tmp_path: Path) -> None:
    book = load_rulebook([write_pack(tmp_path, PACK + UNITS, {"too-many-rows.yaml": LIMIT})])
    assert not book.problems
    tested = list(run_examples(book))
    assert len(tested) == 2
    assert not [one.problem for one in tested if one.problem is not None]


def test_without_them_the_rule_is_refused(tmp_path: Path) -> None:
    problems = load_rulebook([write_pack(tmp_path, PACK, {"too-many-rows.yaml": LIMIT})]).problems
    assert {problem.id for problem in problems} == {"unknown-unit"}


def test_they_are_taken_over_by_packs_that_extend(tmp_path: Path) -> None:
    write_pack(tmp_path / "inner", PACK.replace("id: own", "id: inner") + UNITS, {"weight-positive.yaml": RULE})
    own = write_pack(tmp_path, PACK + "extends: inner\n", {"too-many-rows.yaml": LIMIT})
    book = load_rulebook([own])
    assert not book.problems
    assert {rule.id for rule in book.rules} == {"weight-positive", "too-many-rows"}  # each once, from its own pack


def test_a_factor_that_is_no_number_is_shown_in_the_pack(tmp_path: Path) -> None:
    own = write_pack(tmp_path, PACK + UNITS.replace("2.5", "两个半"), {"weight-positive.yaml": RULE})
    problems = load_rulebook([own]).problems
    assert [problem.id for problem in problems] == ["pack-structure"]
    assert problems[0].location.range is not None


def test_a_submission_is_read_with_them(tmp_path: Path) -> None:
    book = load_rulebook([write_pack(tmp_path, PACK + UNITS, {"too-many-rows.yaml": LIMIT})])
    text = (
        "年度: 2023\n项目名称: 甲\n指标:\n- {一级指标: 产出指标, 二级指标: 数量指标, 三级指标: 种植, 指标值: ≤12大垄}\n"
    )
    found = [one for one in lint_text("a.yaml", text.encode(), book).diagnostics if one.rule == "too-many-rows"]
    assert [one.message for one in found] == ["30垄超过 10大垄"]
