"""Workflow commands: what the runner reads from them, and its limits."""

from dataclasses import replace

import pytest

from linter.diagnostic import Diagnostic, Location, Position, Range, Severity
from linter.report import Fate, FileResult, Report
from linter.reporters import REPORTERS, Style
from tests.reporters import golden
from tests.reporters.runner import Command, read
from tests.reporters.samples import LINE, REPORT, UNDETERMINED


def commands(report: Report, style: Style | None = None) -> list[Command]:
    *lines, summary = REPORTERS["github"](report, style or Style()).splitlines()
    assert read(summary) is None
    found = [read(line) for line in lines]
    assert None not in found
    return [one for one in found if one is not None]


def report_of(*findings: Diagnostic) -> Report:
    return Report((FileResult("a.yaml", Fate.WITH_FINDINGS, findings),), ())


def test_golden() -> None:
    golden.compare(REPORTERS["github"](REPORT, Style(show_undetermined=True)), "golden.github.txt")


def test_a_finding_is_an_annotation_on_its_place() -> None:
    found = commands(REPORT)[1]
    assert found.name == "error"
    assert found.properties == {
        "file": "表/a.yaml", "line": "2", "endLine": "2", "col": "9", "endColumn": "11", "title": "jixiao unknown-unit",
    }  # fmt: skip
    assert found.data == "表/a.yaml:2:9: 不认识单位“万圆” [unknown-unit]\n建议：是不是“万元”？\n可自动修改：改为“万元”"


def test_columns_only_within_a_line() -> None:
    where = Location("a.yaml", range=Range(Position(2, 3), Position(4, 1)))
    assert commands(report_of(replace(LINE, location=where)))[0].properties == {
        "file": "a.yaml", "line": "2", "endLine": "4", "title": "jixiao unknown-unit",
    }  # fmt: skip


def test_a_cell_is_named_in_the_message() -> None:
    (found,) = commands(report_of(UNDETERMINED), Style(show_undetermined=True))
    assert found.name == "notice"
    assert found.properties["file"] == "c.xlsx"
    assert "line" not in found.properties
    assert found.data.startswith("c.xlsx:目标表!D9: 无法判定总数")


def test_special_characters_come_through() -> None:
    finding = replace(LINE, message="≥95%,a:b%0A", location=Location("100%, a:b.yaml"))
    (found,) = commands(report_of(finding))
    assert found.properties["file"] == "100%, a:b.yaml"
    assert "≥95%,a:b%0A [unknown-unit]" in found.data


def test_a_file_that_was_not_checked_is_an_error() -> None:
    assert commands(REPORT)[-1].properties["file"] == "e.yaml"
    assert commands(REPORT)[-1].name == "error"
    assert "没有读取权限" in commands(REPORT)[-1].data


@pytest.mark.parametrize(
    ("errors", "warnings", "infos", "said"),
    [
        (10, 10, 10, None),
        (11, 10, 3, "1 个错误"),
        (11, 12, 0, "1 个错误、2 个警告"),
        (11, 0, 10, "1 个错误、1 个提示"),  # the notice itself takes the place of one
    ],
)
def test_more_than_github_annotates(errors: int, warnings: int, infos: int, said: str | None) -> None:
    counts = {Severity.ERROR: errors, Severity.WARNING: warnings, Severity.INFO: infos}
    findings = [replace(LINE, severity=severity) for severity, count in counts.items() for _ in range(count)]
    found = commands(report_of(*findings))
    if said is None:
        assert len(found) == errors + warnings + infos
        return
    first, *rest = found
    assert len(rest) == errors + warnings + infos, "the log has them all"
    assert (first.name, first.properties) == ("notice", {"title": "jixiao"})
    assert first.data == f"GitHub 每一级只标注前 10 处：另有 {said} 只写在日志里"
