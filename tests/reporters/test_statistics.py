"""Findings counted by rule: what a full report lists, no more and no less."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from linter.cli import main
from linter.console import FINDINGS, OK
from linter.diagnostic import Diagnostic, Outcome, Severity
from linter.report import Report
from linter.reporters import REPORTERS, Style
from linter.reporters.statistics import statistics
from tests.reporters.samples import LINE, MISSING, REPORT, ROW, UNDETERMINED

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = (ROOT / "examples" / "korla-2023.yaml").read_text(encoding="utf-8")


def with_findings(*findings: Diagnostic) -> Report:
    return replace(REPORT, files=(replace(REPORT.files[0], diagnostics=findings),), problems=())


def counted(*findings: Diagnostic) -> list[tuple[int, str, str]]:
    found = statistics(with_findings(*findings), findings, "zh")
    return [(one.count, one.rule, str(one.severity)) for one in found]


def test_the_most_frequent_come_first_then_the_order_of_ids() -> None:
    assert counted(LINE, ROW, ROW, MISSING) == [
        (2, "sum-over-total", "warning"),
        (1, "missing-path", "error"),
        (1, "unknown-unit", "error"),
    ]


def test_a_rule_with_two_severities_has_two_lines_the_worse_first() -> None:
    mild = replace(LINE, severity=Severity.INFO)
    assert counted(mild, LINE) == [(1, "unknown-unit", "error"), (1, "unknown-unit", "info")]


def test_titles_come_from_the_rules_and_from_the_catalogue() -> None:
    titles = {one.rule: one.title for one in statistics(REPORT, REPORT.diagnostics, "en")}
    assert titles["sum-over-total"] == "合计超过总额"  # as the pack has it in the language of the run
    assert titles["missing-path"] == "Path not found"


def test_the_table_stands_in_place_of_the_findings() -> None:
    style = Style(show_undetermined=True, statistics=True)
    shown = REPORTERS["text"](with_findings(LINE, ROW, ROW, UNDETERMINED), style)
    assert shown.split("\n\n")[0].splitlines() == [
        "     2  警告      sum-over-total  合计超过总额",
        "     1  无法判定  rate-total      单价合计",
        "     1  错误      unknown-unit    不认识的单位",
    ]
    assert "合计 9万元" not in shown
    assert (
        shown.splitlines()[-1] == REPORTERS["text"](with_findings(LINE, ROW, ROW, UNDETERMINED), style).splitlines()[-1]
    )


def test_what_a_full_report_hides_is_not_counted() -> None:
    shown = REPORTERS["text"](
        with_findings(LINE, ROW, UNDETERMINED), Style(statistics=True, min_severity=Severity.ERROR)
    )
    assert shown.splitlines()[0].split() == ["1", "错误", "unknown-unit", "不认识的单位"]
    assert shown.splitlines()[1] == ""


def test_what_makes_a_run_untrusted_is_listed_as_well() -> None:
    fault = replace(LINE, rule="internal-error", outcome=Outcome.RULE_ERROR, message="出了问题")
    shown = REPORTERS["text"](
        replace(REPORT, files=(replace(REPORT.files[0], diagnostics=(fault, ROW)),)), Style(statistics=True)
    )
    assert "没有.yaml: 错误 路径不存在 [missing-path]" in shown
    assert "出了问题 [internal-error]" in shown
    assert "合计 9万元" not in shown
    failed = REPORTERS["text"](REPORT, Style(statistics=True))
    assert "e.yaml：没有读取权限" in failed


def test_hostile_titles_stay_inert() -> None:
    rules = (replace(REPORT.rules[0], title="a\x1b[2Jb\n::error::c"),)
    shown = REPORTERS["text"](replace(with_findings(LINE), rules=rules), Style(statistics=True))
    assert "\x1b" not in shown
    assert "\n::error" not in shown


def test_json_always_has_them_and_they_add_up() -> None:
    data = json.loads(REPORTERS["json"](REPORT, Style()))
    assert sum(one["count"] for one in data["statistics"]) == len(data["diagnostics"])
    assert data["statistics"][0] == {
        "rule": "missing-path", "severity": "error", "outcome": "fail", "title": "路径不存在", "count": 1
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files with the seed, in which the weights of one do not add up."""
    (tmp_path / "a.yaml").write_text(SEED, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(SEED.replace("指标分值权重: 20", "指标分值权重: 25", 1), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, int]]:
    """The exit code, and how often each rule is said to have found something."""
    code = main(["check", "--lang", "zh", "--statistics", *arguments])
    words = [line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    return code, {word[2]: int(word[0]) for word in words}


def test_the_program_counts_what_is_left_after_comments_and_settings(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, numbers = run(capsys)
    assert code == FINDINGS
    assert numbers["weights-not-total"] == 1
    assert main(["check", "--output-format", "json"]) == FINDINGS
    report = json.loads(capsys.readouterr().out)
    listed = [one["rule"] for one in report["diagnostics"] if one["outcome"] != "undetermined"]
    assert numbers == {rule: listed.count(rule) for rule in listed}

    before = numbers["goal-cut-off"]
    lines = SEED.splitlines()
    place = next(one for one in report["diagnostics"] if one["rule"] == "goal-cut-off")["location"]["range"]["start"]
    lines[place["line"] - 1] += "  # jixiao: ignore[goal-cut-off] 原文如此"
    (folder / "a.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(capsys)[1]["goal-cut-off"] == before - 1

    assert main(["check", "--write-waivers"]) == OK
    capsys.readouterr()
    code, numbers = run(capsys)
    assert code == OK
    assert not set(numbers) & set(listed)


def test_it_is_for_text_and_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--statistics", "--output-format", "github", "--lang", "zh"]) == 2
    said = capsys.readouterr()
    assert "github" in said.err
    assert said.out == ""
    assert main(["check", "--statistics", "--output-format", "json"]) == FINDINGS
    assert json.loads(capsys.readouterr().out)["statistics"]
    assert main(["check", "--statistics", "-O", "sarif=a.sarif"]) == FINDINGS
    assert (folder / "a.sarif").is_file()
