"""Two packs in force together, and a schema that takes fields over from another one."""

import json
from pathlib import Path

import pytest

from linter import resources
from linter.cli import main
from linter.rulebook import load_rulebook
from linter.schema import SchemaError, load_kind

PACKS = ("target-table", "self-evaluation")


def test_both_are_in_force_unless_others_are_named() -> None:
    book = load_rulebook()
    assert tuple(pack.id for pack in book.packs) == PACKS
    assert tuple(kind.id for kind in book.kinds) == PACKS
    assert not book.problems


@pytest.mark.parametrize("profile", ["central-2021", "classic-2020", "province-80", "printed-100"])
def test_a_profile_is_for_each_pack_that_has_it(profile: str) -> None:
    book = load_rulebook(profile=profile)
    assert not book.problems
    assert [pack.profile for pack in book.packs] == [profile, profile]


def test_a_profile_of_one_pack_leaves_the_others_at_their_own(tmp_path: Path) -> None:
    own = "id: own\nversion: 1.0.0\nkind: target-table\ntitle: {zh: 自用, en: own}\n"
    profiles = "profiles:\n  ours:\n    title: {zh: 本地, en: local}\n"
    rule = Path(resources.folder("rules") / "target-table" / "goals" / "goal-cut-off.yaml").read_text(encoding="utf-8")
    (tmp_path / "pack.yaml").write_text(own + profiles, encoding="utf-8")
    (tmp_path / "goal-unfinished.yaml").write_text(rule.replace("goal-cut-off", "goal-unfinished"), encoding="utf-8")
    book = load_rulebook([str(tmp_path), "self-evaluation"], profile="ours")
    assert "unknown-profile" not in {problem.id for problem in book.problems}
    assert [pack.profile for pack in book.packs] == ["ours", "central-2021"]


def test_what_no_pack_knows_is_said_once() -> None:
    assert [problem.id for problem in load_rulebook(profile="nowhere").problems] == ["unknown-profile"]
    assert [problem.id for problem in load_rulebook(params={"nothing": "1"}).problems] == ["unknown-parameter"]
    assert [problem.id for problem in load_rulebook(params={"total_points": "many"}).problems] == ["wrong-type"]


def test_a_parameter_is_for_each_pack_that_has_it() -> None:
    book = load_rulebook(params={"execution_points": "20", "ample_share": "2", "name_width": "9"})
    assert not book.problems
    targets, own = (pack.values for pack in book.packs)
    assert (targets["execution_points"], own["execution_points"]) == (20, 20)
    assert (own["ample_share"], targets["name_width"]) == (2, 9)
    assert "ample_share" not in targets


def test_the_command_line_knows_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "--lang", "en"]) == 0
    listed = capsys.readouterr().out
    assert "cost-over-budget" in listed
    assert "unmet-full-score" in listed
    assert main(["explain", "SLF918", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("actual-repeats-target · ")
    assert (
        main(["check", "--no-config", "--lang", "en", str(resources.folder("examples") / "self-evaluation.txt")]) == 0
    )
    assert "1 submission" in capsys.readouterr().out


def test_a_label_names_one_column() -> None:
    kind = load_kind(resources.schema("self-evaluation") or "", "self-evaluation")
    assert kind.rows is not None
    assert kind.rows.items is not None
    for owner in (kind.root, kind.rows.items):
        labels = [label for field in owner.properties.values() for label in field.labels]
        twice = {label for label in labels if labels.count(label) > 1}
        assert not twice, owner.pattern


def test_fields_of_both_kinds_are_the_same() -> None:
    targets, own = (load_kind(resources.schema(name) or "", name) for name in PACKS)
    for pattern in ("/year", "/agency", "/indicators/*/target", "/points/levels/*/points", "/goals", "/period"):
        one, other = targets.field_at(pattern), own.field_at(pattern)
        assert one is not None
        assert other is not None
        assert (one.labels, one.types, one.value) == (other.labels, other.types, other.value)


BORROWED = "urn:jixiao:schema:target-table#/properties/"


def _schema(**properties: object) -> str:
    return json.dumps({"type": "object", "properties": properties})


def test_what_is_taken_over_may_be_called_otherwise() -> None:
    kind = load_kind(_schema(owner={"$ref": BORROWED + "agency", "title": "填表单位"}), "x")
    assert kind.root.properties["owner"].title == "填表单位"
    assert "实施单位" in kind.root.properties["owner"].labels
    points = load_kind(_schema(points={"$ref": BORROWED + "points"}), "x").field_at("/points/levels/*/points")
    assert points is not None
    assert points.value == "points"


@pytest.mark.parametrize(
    "reference",
    [
        "urn:jixiao:schema:nowhere#/properties/agency",
        "urn:jixiao:schema:../schemas/target-table#/properties/agency",
        "urn:jixiao:schema:target-table",
        BORROWED + "nothing",
        BORROWED + "budget/required",
        "https://example.org/schema.json",
        "#/properties/field",
    ],
)
def test_what_is_not_there_is_refused(reference: str) -> None:
    with pytest.raises(SchemaError):
        load_kind(_schema(field={"$ref": reference}), "x")
