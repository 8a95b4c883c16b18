"""What a rule author gets wrong in a pack: placed where it is, in words that say what to do."""

from pathlib import Path

import pytest

from linter.cli import main
from linter.diagnostic import Problem
from linter.rulebook import load_rulebook
from tests.packs.samples import PACK, RULE, write_pack

FUNDS = (
    RULE.replace("each: indicators[*]", "each: budget.total")
    .replace("assert: weight > 0", "assert: this > 0万元")
    .replace("indicators: [{name: 甲, weight: 5}]", "budget: {currency: 万元, total: 5}")
    .replace("indicators: [{name: 甲, weight: 0}]", "budget: {currency: 万元, total: 0}")
    .replace("/indicators/0/weight", "/budget/total")
)


def problems(folder: Path, text: str) -> list[Problem]:
    return list(load_rulebook([write_pack(folder, PACK, {"weight-positive.yaml": text})]).problems)


def start(problem: Problem) -> tuple[str, int, int]:
    assert problem.location.range is not None
    place = problem.location.range.start
    return Path(problem.location.path).name, place.line, place.column


def test_the_rule_to_bend_is_without_fault(tmp_path: Path) -> None:
    assert not problems(tmp_path / "a", RULE)
    assert not problems(tmp_path / "b", FUNDS)


@pytest.mark.parametrize("text", ["{weight} 是零", "{weight}", "{weight}分"])
def test_a_message_that_begins_with_a_placeholder(tmp_path: Path, text: str) -> None:
    found = problems(tmp_path, RULE.replace("分值是零", text))
    assert [(one.id, start(one)) for one in found] == [("value-must-be-quoted", ("weight-positive.yaml", 9, 7))]
    assert found[0].words["suggestion"] == f'"{text}"'
    assert [edit.replacement for edit in found[0].edits] == [f'"{text}"']


@pytest.mark.parametrize(
    ("text", "column"), [("分值 {weight", 10), ("分值 weight} 是零", 16), ("分值 {weight}} 是零", 18)]
)
def test_an_unmatched_brace(tmp_path: Path, text: str, column: int) -> None:
    both = RULE.replace("分值是零", text).replace("the weight is zero", "the {weight} is zero")
    found = [one for one in problems(tmp_path, both) if one.id != "placeholders-differ"]
    assert [(one.id, start(one)) for one in found] == [("brace-unmatched", ("weight-positive.yaml", 9, column))]


def test_braces_in_prose_and_doubled_ones_are_no_placeholders(tmp_path: Path) -> None:
    text = RULE.replace("分值是零", "分值是零（写作 {{weight}} 或 { }）")
    assert not problems(tmp_path, text)


@pytest.mark.parametrize(("given", "unit"), [("{left:人}", "人"), ("{left:人} 与 {left:万元}", "人")])
def test_a_unit_of_another_kind_in_a_placeholder(tmp_path: Path, given: str, unit: str) -> None:
    text = FUNDS.replace("分值是零", f"只有 {given}").replace("the weight is zero", f"is {given}")
    found = problems(tmp_path, text)
    assert [one.id for one in found] == ["unit-does-not-fit"] * 2
    assert {(one.words["unit"], one.words["found"]) for one in found} == {(unit, "元")}


def test_a_unit_for_a_plain_number(tmp_path: Path) -> None:
    text = RULE.replace("分值是零", "是 {weight:人}").replace("the weight is zero", "is {weight:人}")
    assert [(one.id, one.words["found"]) for one in problems(tmp_path, text)] == [("unit-does-not-fit", "")] * 2


KINDS = [
    ("nope.json", "schema-refused", "missing-path", "pack.yaml"),
    ("targt-table", "schema-refused", "missing-path", "pack.yaml"),
    ("../outside.json", "schema-refused", "extends-outside", "pack.yaml"),
    ("latin.json", "schema-refused", "undecodable-text", "pack.yaml"),
    ("remote.json", "schema-refused", None, "pack.yaml"),
    ("broken.json", "syntax-error", None, "broken.json"),
]


@pytest.mark.parametrize(("kind", "id", "reason", "path"), KINDS, ids=[row[0] for row in KINDS])
def test_the_kind_of_a_pack_is_wrong_at_its_name(
    tmp_path: Path, kind: str, id: str, reason: str | None, path: str
) -> None:
    own = tmp_path / "own"
    folder = write_pack(own, PACK.replace("kind: target-table", f"kind: {kind}"), {"weight-positive.yaml": RULE})
    (tmp_path / "outside.json").write_text("{}", encoding="utf-8")
    (own / "latin.json").write_bytes('{"title": "表"}'.encode("gb18030"))
    (own / "remote.json").write_text('{"properties": {"a": {"$ref": "http://example.org/a"}}}', encoding="utf-8")
    (own / "broken.json").write_text('{"title": }', encoding="utf-8")
    found = load_rulebook([folder]).problems
    assert [(one.id, one.words.get("reason")) for one in found] == [(id, reason)]
    assert start(found[0]) == (path, *((3, 7) if path == "pack.yaml" else (1, 11)))


def test_a_misspelt_kind_is_proposed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_pack(tmp_path, PACK.replace("kind: target-table", "kind: targt-table"))
    assert main(["rules", "check", folder, "--lang", "zh"]) == 1
    assert "是不是“target-table”？" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["- a\n", "只有一句话\n", "id: a\n---\nid: b\n"])
def test_a_rule_file_is_one_mapping(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    folder = write_pack(tmp_path, PACK, {"weight-positive.yaml": text})
    assert main(["rules", "check", folder, "--lang", "zh"]) == 1
    shown = capsys.readouterr().out
    assert "整个文件应当是一组“名称: 值”，只写一份" in shown
    assert "one-mapping" not in shown


@pytest.mark.parametrize("command", ["check", "test"])
def test_a_broken_pack_is_a_finding_and_a_missing_one_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    broken = write_pack(tmp_path, PACK, {"weight-positive.yaml": RULE.replace("weight > 0", "wieght > 0")})
    assert main(["rules", command, broken, "--lang", "zh"]) == 1
    assert "unknown-name" in capsys.readouterr().out
    assert main(["rules", command, str(tmp_path / "nowhere"), "--lang", "zh"]) == 2
    assert "pack-not-found" in capsys.readouterr().err
