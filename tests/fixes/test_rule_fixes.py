"""The `fix` of a rule is checked before it runs, and by the rule's examples."""

from pathlib import Path

import pytest

from linter.packtest import run_examples
from linter.rulebook import load_rulebook

_PACK = """\
id: own
version: 1.0.0
kind: target-table
title: {zh: 自用, en: own}
vocabularies:
  evidence: {words: {正式资料: [正式材料]}}
"""
_RULE = """\
id: unit-odd
title: {{zh: 单位, en: unit}}
severity: info
each: indicators[*]
assert: not noted(target, '{note}')
at: target
message: {{zh: 单位, en: unit}}
help: {{zh: 改, en: change}}
fix:
  title: {{zh: 改单位, en: change the unit}}
{fix}
why: {{zh: 因为, en: because}}
examples:
  pass: [{{indicators: [{{name: 面积, target: ≥3平方米}}]}}]
  fail:
    - given: {{indicators: [{{name: 面积, target: {target}}}]}}
      at: /indicators/0/target
{fixed}
"""


def _problems(folder: Path, fix: str, fixed: str = "", note: str = "unit-alias", target: str = "≥3㎡") -> list[str]:
    (folder / "pack.yaml").write_text(_PACK, encoding="utf-8")
    lines = "\n".join(f"  {line}" for line in fix.splitlines())
    text = _RULE.format(fix=lines, fixed=fixed and f"      fixed: {fixed}", note=note, target=target)
    (folder / "unit-odd.yaml").write_text(text, encoding="utf-8")
    book = load_rulebook([str(folder)])
    found = [one.id for one in book.problems if one.id != "unused-binding"]
    if not found:
        found = [tested.problem.id for tested in run_examples(book) if tested.problem is not None]
    return found


@pytest.mark.parametrize(
    ("fix", "fixed", "wanted"),
    [
        ("safety: safe\nnotes: [unit-alias]", "≥3平方米", []),
        ("safety: unsafe\nreplace: |\n  '≥9' + it.unit", "≥9㎡", ["example-failed"]),  # it would be there for ever
        ("safety: unsafe\nreplace: |\n  '≥3平方米'", "≥3平方米", []),
        ("safety: safe\nnotes: [unit-alias]", "≥3平米", ["example-failed"]),
        ("safety: safe\nnotes: [unit-alias]", "", ["missing-example"]),
        ("safety: safe\nnotes: [unit-alais]", "≥3平方米", ["unknown-word"]),
        ("safety: safe\nnotes: [comparator-missing]", "≥3平方米", ["fix-refused"]),  # it offers nothing
        ("safety: safe\nnotes: [unit-order]", "≥3平方米", ["fix-refused"]),  # what it offers is not the same
        ("safety: unsafe\nreplace: it.number", "'3'", ["type-mismatch"]),
        ("safety: unsafe\nreplace: that.text", "'3'", ["unknown-name"]),
        ("safety: safe\nat: name\nnotes: [unit-alias]", "≥3平方米", ["type-mismatch"]),
        ("safety: unsafe\nat: this\nreplace: |\n  'x'", "x", ["type-mismatch"]),
    ],
)
def test_what_a_fix_may_say(tmp_path: Path, fix: str, fixed: str, wanted: list[str]) -> None:
    assert _problems(tmp_path, fix, fixed) == wanted


@pytest.mark.parametrize(
    "fix",
    ["safety: safe", "safety: safe\nnotes: [unit-alias]\nreplace: it.text", "safety: perhaps\nnotes: [unit-alias]"],
)
def test_a_fix_of_another_form_is_refused(tmp_path: Path, fix: str) -> None:
    assert _problems(tmp_path, fix, "≥3平方米")


def test_every_fix_of_the_bundled_pack_that_is_safe_keeps_the_meaning_of_its_examples() -> None:
    from linter import values

    book = load_rulebook()
    rules = [rule for rule in book.rules if rule.fix is not None]
    assert len(rules) > 8
    for rule in rules:
        for note in rule.fix.notes if rule.fix is not None else ():
            assert rule.fix is not None
            assert values.keeps_meaning(note) or rule.fix.safety != "safe"
