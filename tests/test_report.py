"""The JSON report of real runs follows its schema, and the counts add up."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from linter import limits
from linter.engine import Options, lint, lint_text
from linter.report import Fate, Report
from linter.reporters import REPORTERS, Style
from linter.rulebook import RuleBook, load_rulebook

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
EXAMPLES = sorted((ROOT / "examples").glob("korla-*"))
assert len(EXAMPLES) >= 4


def as_json(report: Report) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(REPORTERS["json"](report, Style()), parse_float=Decimal)
    Draft202012Validator(SCHEMA).validate(data)
    return data


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_report_follows_its_schema(book: RuleBook, path: Path) -> None:
    for language in ("zh", "en"):
        data = as_json(lint([str(path)], book, Options(language)))
        assert data["packs"][0]["id"] == "target-table"
        assert data["packs"][0]["profile"] == "central-2021"
        assert data["diagnostics"]
        summary = data["summary"]
        files = summary["files"]
        assert files["found"] == files["clean"] + files["with_findings"] + files["skipped"] + files["failed"] == 1
        assert summary["submissions"] == 3
        counted = dict.fromkeys(("error", "warning", "info"), 0)
        for one in data["diagnostics"]:
            if one["outcome"] != "undetermined":
                counted[one["severity"]] += 1
        assert [counted[name] for name in ("error", "warning", "info")] == [
            summary["errors"], summary["warnings"], summary["infos"],
        ]  # fmt: skip


def test_every_finding_has_what_an_auditor_needs(book: RuleBook) -> None:
    data = as_json(lint([str(ROOT / "examples" / "korla-2023-broken.txt")], book))
    for one in data["diagnostics"]:
        assert one["help"]
        assert one["basis"]
        assert one["project"]
        assert one["location"]["range"]
        assert one["location"]["pointer"] is not None
    cost = next(one for one in data["diagnostics"] if one["rule"] == "cost-over-budget")
    assert cost["values"] == {"left": "16万元", "right": "15万元", "difference": "1万元"}
    assert [related["location"]["text"] for related in cost["related"]] == ["≤4万元", "≤6万元", "≤6万元"]
    assert cost["location"]["text"] == "15"


def test_the_report_on_a_broken_pack_follows_its_schema(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("id: x\n", encoding="utf-8")
    data = as_json(lint(["."], load_rulebook([str(tmp_path)])))
    assert {one["rule"] for one in data["diagnostics"]} == {"missing-field"}
    assert data["summary"]["files"]["found"] == 0


def test_two_runs_say_the_same(book: RuleBook) -> None:
    paths = [str(path) for path in EXAMPLES]
    first, second = (REPORTERS["json"](lint(paths, book), Style()) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("size", "fate"), [(limits.FILE_BYTES, Fate.WITH_FINDINGS), (limits.FILE_BYTES + 1, Fate.FAILED)]
)
def test_content_that_is_not_in_a_file_has_the_same_limit(book: RuleBook, size: int, fate: Fate) -> None:
    report = lint_text("a.json", b" " * size, book)
    assert [file.fate for file in report.files] == [fate]
    assert report.trusted is (fate is not Fate.FAILED)
