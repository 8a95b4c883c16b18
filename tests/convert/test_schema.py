"""`jixiao schema`: valid JSON Schema for editors, and canonical files keep to it, with English or Chinese keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from linter.cli import main
from linter.rulebook import RuleBook
from tests.convert.comparing import converted
from tests.formats.writing import TABLES

EXPENSE = Path(__file__).parent.parent / "data" / "expense"


def schema(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["schema", *arguments]) == 0
    shown = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(shown)
    return shown


def complaints(document: Any, schema: Any) -> list[str]:
    return [f"{error.json_path} {error.message}" for error in Draft202012Validator(schema).iter_errors(document)]


@pytest.mark.parametrize("keys", ["en", "zh"])
def test_canonical_files_keep_to_the_schema(keys: str, book: RuleBook, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = schema(capsys, "--lang", keys)
    for name in ("synthetic-clean-90", "nanyue-2018-fupinjidi", "luan-2025-wangqiu", "wuhai-2021-zaisheng"):
        for format in ("yaml", "json"):
            written, _ = converted(TABLES[name].encode(), "a.txt", book, format, keys)
            data = YAML(typ="safe").load(written) if format == "yaml" else json.loads(written)
            assert complaints(data[0] if format == "json" else data, wanted) == [], name


def test_a_form_without_levels_does_not(book: RuleBook, capsys: pytest.CaptureFixture[str]) -> None:
    written, _ = converted(TABLES["fengdu-2022-fujing"].encode(), "a.txt", book, "json")
    found = complaints(json.loads(written)[0], schema(capsys, "--lang", "en"))
    assert "$ 'goals' is a required property" in found
    assert "$.indicators[0].level1 None is not of type 'string'" in found


def test_keys_are_renamed_throughout(capsys: pytest.CaptureFixture[str]) -> None:
    english, chinese = schema(capsys, "--lang", "en"), schema(capsys, "--lang", "zh")
    assert chinese["required"] == ["年度", "预算单位", "项目名称", "项目资金", "项目总体目标", "指标"]
    assert list(chinese["properties"])[:3] == ["$schema", "年度", "预算单位"]
    row, english_row = chinese["properties"]["指标"]["items"], english["properties"]["indicators"]["items"]
    assert row["if"] == {"required": ["一级指标"], "properties": {"一级指标": {"pattern": "执行率"}}}
    assert row["else"]["required"][0] == "二级指标"
    assert english_row["else"]["required"][0] == "level2"
    assert (chinese["$id"], english["$id"]) == (
        "urn:jixiao:schema:target-table:zh",
        "urn:jixiao:schema:target-table:en",
    )
    assert any("'year' was unexpected" in complaint for complaint in complaints({"year": 2024}, chinese))


def test_blanks_are_allowed_where_nothing_is_required(capsys: pytest.CaptureFixture[str]) -> None:
    budget = schema(capsys, "--lang", "en")["properties"]["budget"]["properties"]
    assert budget["currency"] == {
        "title": "单位", "type": ["string", "null"], "enum": ["元", "千元", "万元", "百万元", "亿元", None],
    }  # fmt: skip
    assert budget["total"]["type"] == ["number", "string"]


def test_kinds(book: RuleBook, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(book.kinds) >= 2
    assert schema(capsys)["title"] == book.kinds[0].title
    for kind in book.kinds:
        assert schema(capsys, "--kind", kind.id)["title"] == kind.title
    assert main(["schema", "--kind", "nothing", "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert all(kind.id in err for kind in book.kinds)


def test_another_document_kind(capsys: pytest.CaptureFixture[str]) -> None:
    shown = schema(capsys, "--rules", str(EXPENSE / "pack"), "--lang", "zh")
    assert list(shown["properties"]) == ["Claimant", "Purpose", "Currency", "Total", "Items", "$absent"]
    assert main(["convert", str(EXPENSE / "claim.yaml"), "--rules", str(EXPENSE / "pack"), "--keys", "zh"]) == 0
    written = capsys.readouterr().out
    assert written.startswith("# yaml-language-server: $schema=expense.zh.schema.json\nClaimant: A. Person\n")
    assert complaints(YAML(typ="safe").load(written), shown) == []
