"""GitLab Code Quality: valid, and no finding folded into another."""

import json
from dataclasses import replace
from typing import Any

from jsonschema import Draft202012Validator

from linter.diagnostic import Diagnostic, Location, Outcome, Severity
from linter.report import Fate, FileResult, Report
from linter.reporters import REPORTERS, Style
from tests.reporters import golden
from tests.reporters.samples import LINE, REPORT, ROW, UNDETERMINED

VALIDATOR = Draft202012Validator(golden.schema("gitlab-codequality.schema.json"))


def written(report: Report, style: Style | None = None) -> list[dict[str, Any]]:
    text = REPORTERS["gitlab"](report, style or Style())
    assert not text.startswith("\ufeff")
    data: list[dict[str, Any]] = json.loads(text)
    VALIDATOR.validate(data)
    return data


def report_of(*findings: Diagnostic) -> Report:
    return Report((FileResult("a.yaml", Fate.WITH_FINDINGS, findings),), ())


def test_golden() -> None:
    golden.compare(REPORTERS["gitlab"](REPORT, Style(show_undetermined=True)), "golden.gitlab.json")


def test_a_finding() -> None:
    found = written(REPORT)[2]
    assert {**found, "fingerprint": ""} == {
        "description": "合计 9万元，超过 5万元；算式：≤3万元 + ≤6万元 = 9万元 > 5万元；建议：核对各行的数",
        "check_name": "sum-over-total",
        "fingerprint": "",
        "severity": "minor",
        "location": {"path": "b.txt", "lines": {"begin": 2}},
    }


def test_severities() -> None:
    findings = [replace(LINE, severity=severity) for severity in Severity]
    broken = replace(LINE, outcome=Outcome.RULE_ERROR)
    assert [one["severity"] for one in written(report_of(*findings, broken))] == ["info", "minor", "major", "critical"]


def test_places_without_lines_are_on_the_first_and_name_their_cell() -> None:
    (found,) = written(report_of(UNDETERMINED), Style(show_undetermined=True))
    assert found["location"] == {"path": "c.xlsx", "lines": {"begin": 1}}
    assert found["description"].startswith("目标表!D9：")


def test_fingerprints_are_unique_and_stay() -> None:
    copy = replace(ROW, location=replace(ROW.location, path="copy.txt"))
    findings = [ROW, ROW, copy, replace(ROW, rule="other"), LINE, replace(LINE, submission=2)]
    marks = [one["fingerprint"] for one in written(report_of(*findings))]
    assert len(set(marks)) == len(findings)
    assert [one["fingerprint"] for one in written(report_of(*findings), Style(language="en"))] == marks
    assert written(report_of(ROW))[0]["fingerprint"] == marks[0]


def test_paths_are_those_of_the_repository() -> None:
    finding = replace(LINE, location=Location("./表/a b.yaml"))
    assert written(report_of(finding))[0]["location"]["path"] == "表/a b.yaml"


def test_a_file_that_was_not_checked_is_told() -> None:
    found = written(REPORT)[-1]
    assert (found["check_name"], found["location"]["path"]) == ("unreadable-file", "e.yaml")
    assert "没有读取权限" in found["description"]


def test_nothing_found() -> None:
    assert written(Report((), ())) == []
