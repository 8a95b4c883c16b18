"""`jixiao convert` and what it says: formats, streams, exit codes, and never half a file."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from linter.cli import main
from tests.formats.writing import TABLES, WRITERS
from tests.readers.reading import read, rows

COMPARATOR_APART = "wuhai-2021-zaisheng"  # its sign, number and unit stand in columns of their own
WITHOUT_LEVELS = "fengdu-2022-fujing"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with some tables, which is the current one."""
    monkeypatch.chdir(tmp_path)
    for name, table in TABLES.items():
        (tmp_path / f"{name}.txt").write_text(table, encoding="utf-8")
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["convert", *arguments, "--to", "json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", TABLES)
def test_json_is_what_the_table_says(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = json.loads((Path(__file__).parent.parent / f"data/tables/{name}.expect.json").read_text("utf-8"))
    (found,) = shown(capsys, f"{name}.txt")
    assert (found["project"], found["year"]) == (expected["project"], expected["year"])
    assert isinstance(found["budget"]["total"], str)
    assert found["budget"]["total"] == expected["budget_total"]
    wanted = [(row["level1"], row["level2"], row["level3"], row["value"], row["weight"]) for row in expected["rows"]]
    columns = ("level1", "level2", "name", "target", "weight")
    assert [tuple(row.get(column) for column in columns) for row in found["indicators"]] == wanted


def test_parts_of_a_value_are_joined_and_levels_filled_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = shown(capsys, f"{COMPARATOR_APART}.txt")
    assert (found["indicators"][1]["comparator"], found["indicators"][1]["unit"]) == ("=", "人/次")
    assert found["indicators"][1]["target"] == "=24人/次"
    (merged,) = shown(capsys, "synthetic-clean-90.txt")
    assert all(row["level1"] and row["level2"] for row in merged["indicators"])
    (flat,) = shown(capsys, f"{WITHOUT_LEVELS}.txt")
    assert {(row["level1"], row["level2"]) for row in flat["indicators"]} == {(None, None)}
    assert {"goals", "indicators/level1", "indicators/level2"} <= set(flat["$absent"])


def test_amounts_are_digits_in_the_unit_of_the_submission(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        "项目名称: 甲\n指标: []\n项目资金: {单位: 元, 年度预算总额: 1.5万元, 财政拨款: '12,000.50', 其他资金: 若干}\n"
    )
    Path("a.yaml").write_text(text, encoding="utf-8")
    (found,) = shown(capsys, "a.yaml")
    assert found["budget"] == {"currency": "元", "total": "15000", "fiscal": "12000.50", "other": "若干"}


@pytest.mark.parametrize("suffix", [".yml", ".json", ".xlsx"])
def test_a_file_is_written_and_read_back(suffix: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("several.docx").write_bytes(WRITERS["docx"](TABLES["synthetic-clean-90"], TABLES[COMPARATOR_APART]))
    assert main(["convert", "several.docx", "-o", f"b{suffix}"]) == 0
    assert capsys.readouterr().out == ""
    written = Path(f"b{suffix}").read_bytes()
    found, original = read(written, f"b{suffix}"), read(Path("several.docx").read_bytes(), "several.docx")
    assert len(found.documents) == 2
    columns = ("level1", "level2", "name", "target", "weight")
    for document, wanted in zip(found.documents, original.documents, strict=True):
        assert rows(document, *columns) == rows(wanted, *columns)
    assert main(["convert", "several.docx", "-o", f"b{suffix}"]) == 0  # as -o does elsewhere
    assert Path(f"b{suffix}").read_bytes() == written
    assert not list(folder.glob(".*"))


def test_yaml_says_where_its_schema_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for keys, first in (("en", "year: 2024"), ("zh", "年度: 2024")):
        assert main(["convert", "synthetic-clean-90.txt", "--keys", keys]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[:2] == [f"# yaml-language-server: $schema=target-table.{keys}.schema.json", first]


def test_standard_input(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    data = WRITERS["xlsx"](TABLES["synthetic-clean-90"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (found,) = shown(capsys, "--stdin-filename", "a.xlsx")
    assert found["project"] == "部门专项-矛盾排查与培训经费"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.txt"], "missing.txt"),
        (["folder"], "文件夹"),
        (["cut.xlsx"], "cut.xlsx"),
        (["shopping.yaml"], "no-table-found"),
        (["broken.yaml"], "syntax-error"),
        (["synthetic-clean-90.txt", "-o", "out.csv"], ".yaml、.yml、.json、.xlsx"),
        (["synthetic-clean-90.txt", "-o", "synthetic-clean-90.yaml"], "不会覆盖"),
        (["synthetic-clean-90.txt", "-o", "missing/out.yaml"], "missing/out.yaml"),
        ([], "--stdin-filename"),
        (["synthetic-clean-90.txt", "--stdin-filename", "b.txt"], "--stdin-filename"),
        (["synthetic-clean-90.txt", "--rules", "nowhere"], "nowhere"),
    ],
)
def test_what_cannot_be_converted(
    arguments: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("folder").mkdir()
    Path("cut.xlsx").write_bytes(WRITERS["xlsx"](TABLES["synthetic-clean-90"])[:900])
    Path("shopping.yaml").write_text("milk: 2\n", encoding="utf-8")
    Path("broken.yaml").write_text("项目名称: 甲\n指标: [\n", encoding="utf-8")
    Path("synthetic-clean-90.yaml").symlink_to("synthetic-clean-90.txt")
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert main(["convert", *arguments, "--lang", "zh"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_what_was_not_understood_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = TABLES["synthetic-clean-90"].replace("上年完成值", "本地另设的一栏")
    Path("a.txt").write_text(text, encoding="utf-8")
    assert main(["convert", "a.txt", "--lang", "en"]) == 0  # a warning
    out, err = capsys.readouterr()
    assert "the column “本地另设的一栏” is not known" in err
    assert out.startswith("# yaml")


def test_a_form_has_no_place_for_some_things(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "year: 2024\nproject: 甲\nextra: {a: 1}\nindicators:\n- {name: 乙, target: 丙, local: 丁}\n- 戊\n"
    Path("a.yaml").write_text(text, encoding="utf-8")
    assert main(["convert", "a.yaml", "-o", "a.xlsx", "--lang", "en"]) == 0
    err = capsys.readouterr().err
    assert [line.count("left-out") for line in err.splitlines() if "left-out" in line] == [1, 1, 1]
    assert main(["convert", "a.yaml", "-o", "a.json"]) == 0
    assert capsys.readouterr().err == ""


def test_a_slip_that_loses_content_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text("year: 2024\nproject: 甲\nproject: 乙\nindicators: []\n", encoding="utf-8")
    assert main(["convert", "a.yaml"]) == 1
    out, err = capsys.readouterr()
    assert "duplicate-key" in err
    assert "project: 甲" in out
