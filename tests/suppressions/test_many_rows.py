"""A finding about several rows: a comment on one of them covers that row, not the others."""

import json
from pathlib import Path
from typing import Any

import pytest

from linter.cli import main

HEAD = """\
年度: 2023
预算单位: 某局
项目名称: 甲
项目资金: {单位: 万元, 年度预算总额: 1}
项目总体目标: [甲]
指标:
"""
ROW = '  - {{一级指标: 产出指标, 二级指标: 数量指标, 三级指标: {name}, 指标值: "{target}"}}{comment}\n'
GIVEN = "  # jixiao: ignore[comparator-style] 系统导出"


def check(folder: Path, comments: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    rows = [ROW.format(name=f"{n}组人数", target=f">={n}人", comment=comment) for n, comment in enumerate(comments, 2)]
    (folder / "a.yaml").write_text(HEAD + "".join(rows), encoding="utf-8")
    options = ["--no-config", "--select", "comparator-style", "--output-format", "json"]
    main(["check", str(folder / "a.yaml"), *options])
    report = json.loads(capsys.readouterr().out)
    wanted = ("comparator-style", "unused-suppression")
    return [one["rule"] for one in report["diagnostics"] if one["rule"] in wanted], report["summary"]["suppressed"]


@pytest.mark.parametrize(
    ("comments", "found"),
    [
        (["", "", ""], (["comparator-style"], 0)),
        ([GIVEN, "", ""], (["comparator-style"], 0)),
        (["", "", GIVEN], (["comparator-style"], 0)),
        ([GIVEN, "", GIVEN], (["comparator-style"], 0)),
        ([GIVEN, GIVEN, GIVEN], ([], 1)),
    ],
)
def test_each_row_has_to_be_covered(
    tmp_path: Path, comments: list[str], found: tuple[list[str], int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(tmp_path, comments, capsys) == found


def test_the_reasons_are_told_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(tmp_path, [GIVEN, GIVEN.replace("系统导出", "手工填写")], capsys)
    main(["check", str(tmp_path / "a.yaml"), "--no-config", "--select", "comparator-style", "--output-format", "json"])
    (excused,) = json.loads(capsys.readouterr().out)["suppressed"]
    assert "系统导出; 手工填写" in json.dumps(excused, ensure_ascii=False)
