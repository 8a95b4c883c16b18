"""SARIF: valid, positions in UTF-16, nothing left out in silence."""

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from linter.diagnostic import Cell, Diagnostic, Edit, Fix, Location, Outcome, Position, Range, Related, Safety, Severity
from linter.report import Fate, FileResult, PackInfo, Report
from linter.reporters import REPORTERS, Style, sarif
from linter.source import Source
from tests.reporters import golden
from tests.reporters.samples import GRID, LINE, MISSING, REPORT, ROW, RULES, UNDETERMINED, YAML

SHOWN = Style(show_undetermined=True)


def written(report: Report, style: Style = SHOWN) -> dict[str, Any]:
    data = json.loads(REPORTERS["sarif"](report, style))
    assert data["version"] == "2.1.0"
    (run,) = data["runs"]
    assert isinstance(run, dict)
    return run


def results(report: Report, style: Style = SHOWN) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = written(report, style)["results"]
    return found


def report_of(*findings: Diagnostic, source: Source | None = None, path: str = "a.yaml") -> Report:
    return Report((FileResult(path, Fate.WITH_FINDINGS, findings, source=source),), ())


@pytest.fixture(scope="module")
def validator() -> Draft4Validator:
    suites = os.environ.get("JIXIAO_SUITES")
    if not suites:
        pytest.skip("JIXIAO_SUITES does not name the folder with sarif/sarif-schema-2.1.0.json")
    path = Path(suites) / "sarif" / "sarif-schema-2.1.0.json"
    return Draft4Validator(json.loads(path.read_text(encoding="utf-8")))


BROKEN = replace(ROW, rule="sum-over-total", outcome=Outcome.RULE_ERROR, message="规则没有算完")
PACK_FILE = Source("rules/x.yaml", "assert: a +\n")
PACK_PROBLEM = Diagnostic("rule-syntax", Severity.ERROR, "没有写完", PACK_FILE.location(10, 11))
FAULTY = Report(
    (
        FileResult("b.txt", Fate.WITH_FINDINGS, (BROKEN,), source=GRID),
        FileResult("e.docx", Fate.FAILED, (replace(MISSING, location=Location("e.docx")),), reason="没有读取权限"),
    ),
    (PackInfo("a", "1", None, "sha256:00"), PackInfo("b", "1", None, "sha256:01")),
    (PACK_PROBLEM,),
    (PACK_FILE,),
    RULES,
)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("report", [REPORT, FAULTY, Report((), ())], ids=["report", "faulty", "empty"])
def test_the_schema(validator: Draft4Validator, report: Report, language: Any) -> None:
    validator.validate(json.loads(REPORTERS["sarif"](report, replace(SHOWN, language=language))))


def test_golden() -> None:
    golden.compare(REPORTERS["sarif"](REPORT, SHOWN), "golden.sarif")


def test_columns_count_utf16_code_units() -> None:
    """Before the unit stand a tab and an astral character, which is two units; the mark at the start is none."""
    run = written(REPORT)
    assert run["columnKind"] == "utf16CodeUnits"
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 2, "startColumn": 10, "endLine": 2, "endColumn": 12}
    assert run["results"][1]["locations"][0]["physicalLocation"]["region"]["startColumn"] == 10


def test_a_fix_says_what_to_replace() -> None:
    (fix,) = results(REPORT)[0]["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement == {
        "deletedRegion": {"startLine": 2, "startColumn": 10, "endLine": 2, "endColumn": 12},
        "insertedContent": {"text": "万元"},
    }
    assert fix["properties"] == {"safety": "safe"}


def test_a_fix_of_a_part_that_cannot_be_pointed_at_is_told_and_not_offered() -> None:
    """The range is that of the whole value where the written text is not the value's own."""
    start = YAML.text.index("'𠮷")
    where = replace(YAML.location(start, len(YAML.text) - 2, "/b"), text="𠮷 ≥3万圆", span=(4, 6))
    finding = replace(LINE, location=where, fix=Fix("改为“万元”", Safety.SAFE, (Edit(where, "万元"),)))
    (found,) = results(report_of(finding, source=YAML, path=YAML.path))
    assert "fixes" not in found
    assert "可自动修改：改为“万元”" in found["message"]["text"]


def test_a_fix_in_a_workbook_is_not_offered() -> None:
    edit = Edit(UNDETERMINED.location, "1万元/人/年")
    finding = replace(UNDETERMINED, fix=Fix("补上年", Safety.UNSAFE, (edit,)))
    assert "fixes" not in results(report_of(finding))[0]


def test_cells_are_logical_locations() -> None:
    (place,) = results(REPORT)[2]["locations"]
    assert place["logicalLocations"] == [
        {"fullyQualifiedName": "目标表!D9", "kind": "cell"},
        {"fullyQualifiedName": "/rows/3", "kind": "value"},
    ]
    assert place["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
    assert results(REPORT)[2]["message"]["text"].startswith("目标表!D9：无法判定总数")
    word = Location("a.docx", None, None, Cell("D9", table=2))
    assert results(report_of(replace(UNDETERMINED, location=word)))[0]["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": "表2!D9", "kind": "cell"}
    ]


def test_what_could_not_be_determined_is_open_and_has_no_level() -> None:
    found = {one["ruleId"]: (one["kind"], one["level"]) for one in results(REPORT)}
    assert found == {
        "unknown-unit": ("fail", "error"), "sum-over-total": ("fail", "warning"), "rate-total": ("open", "none")
    }  # fmt: skip
    assert "rate-total" not in [one["ruleId"] for one in results(REPORT, Style())]


def test_rules_in_force_are_listed_whether_they_found_anything_or_not() -> None:
    rules = written(REPORT)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["unknown-unit", "sum-over-total", "rate-total", "quiet-rule"]
    assert rules[0] == {
        "id": "unknown-unit",
        "shortDescription": {"text": "不认识的单位"},
        "fullDescription": {"text": "不认识的单位无法换算。"},
        "help": {
            "text": "不认识的单位无法换算。\n\n改成表里有的单位。\n\n依据：惯例",
            "markdown": "## 不认识的单位\n\n不认识的单位无法换算。\n\n改成表里有的单位。\n\n依据：惯例",
        },
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["unit"], "basis": "惯例"},
    }
    for one in results(REPORT):
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]


def test_the_engine_describes_its_own_findings() -> None:
    run = written(report_of(Diagnostic("syntax-error", Severity.ERROR, "读不下去", Location("a.yaml"))))
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["id"] == "syntax-error"
    assert rule["shortDescription"]["text"] != "syntax-error"
    assert len(rule["help"]["text"]) > 20


def test_no_text_that_github_requires_is_empty() -> None:
    run = written(Report(REPORT.files, REPORT.packs))  # without the rules' texts
    for rule in run["tool"]["driver"]["rules"]:
        assert all(rule[name]["text"] for name in ("shortDescription", "fullDescription", "help"))
    for one in run["results"]:
        assert one["message"]["text"]
        assert one["partialFingerprints"]["primaryLocationLineHash"]


def test_related_locations_are_linked_in_the_message() -> None:
    found = results(REPORT)[1]
    assert found["message"]["text"] == (
        "合计 9万元，超过 5万元\n算式：≤3万元 + ≤6万元 = 9万元 > 5万元\n建议：核对各行的数\n相关：[≤6万元](1)"
    )
    (related,) = found["relatedLocations"]
    assert related["id"] == 1
    assert related["message"] == {"text": "≤6万元"}
    assert related["physicalLocation"]["region"]["startLine"] == 3


def test_text_that_looks_like_a_link_or_a_placeholder_is_none() -> None:
    finding = replace(ROW, message="见[这里](http://x) {0} [1] {a}", related=(Related("a[0]\\b](2)", ROW.location),))
    text = results(report_of(finding, source=GRID, path="b.txt"))[0]["message"]["text"]
    assert text.startswith("见[这里] (http://x) {{0}} [1] {a}\n")
    assert text.endswith("相关：[a\\[0\\]\\\\b\\](2)](1)")


def test_many_related_locations() -> None:
    finding = replace(ROW, related=tuple(Related(f"第{n}行", ROW.location) for n in range(20)))
    (found,) = results(report_of(finding, source=GRID, path="b.txt"))
    assert found["message"]["text"].endswith("[第11行](12)、另有 8 处")
    assert len(found["relatedLocations"]) == 20


@pytest.mark.parametrize(
    ("path", "uri", "base"),
    [
        ("表/a b.yaml", "%E8%A1%A8/a%20b.yaml", True),
        ("./a.yaml", "a.yaml", True),
        ("../a.yaml", "../a.yaml", True),
        ("a:b#c?d%41.yaml", "a%3Ab%23c%3Fd%2541.yaml", True),
        ("/tmp/表.yaml", "file:///tmp/%E8%A1%A8.yaml", False),
        ("a\udcff.yaml", "a%FF.yaml", True),
        ("a\ud800.yaml", "a%5Cud800.yaml", True),
    ],
)
def test_uris(path: str, uri: str, base: bool) -> None:
    finding = replace(MISSING, location=Location(path))
    run = written(report_of(finding, path=path))
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == uri
    assert ("uriBaseId" in location) is base
    assert location["index"] == 0
    assert run["artifacts"][0]["location"]["uri"] == uri
    assert "%SRCROOT%" in run["originalUriBaseIds"]


def test_files_and_their_encodings() -> None:
    artifacts = written(REPORT)["artifacts"]
    assert [one.get("encoding") for one in artifacts] == ["UTF-8", "UTF-8", None, None, None]
    gb = replace(YAML, encoding="gb18030")
    assert written(report_of(LINE, source=gb, path=gb.path))["artifacts"][0]["encoding"] == "GB18030"
    assert "%E8%B4%AD" not in json.dumps(artifacts), "a skipped file is not analysed"


def test_a_fault_is_a_notification_and_no_result() -> None:
    run = written(FAULTY)
    (invocation,) = run["invocations"]
    assert run["results"] == []
    assert invocation["executionSuccessful"] is False
    rule, file, *_ = invocation["toolExecutionNotifications"]
    assert rule["associatedRule"] == {"id": "sum-over-total", "index": 1}
    assert rule["descriptor"]["id"] == "rule-error"
    assert file["level"] == "error"
    assert file["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "e.docx"
    (pack,) = invocation["toolConfigurationNotifications"]
    assert pack["descriptor"]["id"] == "rule-syntax"
    descriptors = run["tool"]["driver"]["notifications"]
    for one in (rule, file, pack):
        assert descriptors[one["descriptor"]["index"]]["id"] == one["descriptor"]["id"]
    assert run["automationDetails"]["id"] == "jixiao/a+b/"


def test_files_that_were_not_checked_are_told() -> None:
    (invocation,) = written(REPORT)["invocations"]
    told = [one["message"]["text"] for one in invocation["toolExecutionNotifications"]]
    assert any(text.startswith("无法读取文件：没有读取权限") for text in told)
    assert "跳过：购物.yaml：没有找到要检查的表" in told
    assert told[-1].startswith("检查 6 个文件")


@pytest.mark.parametrize(
    ("report", "successful"),
    [
        (report_of(LINE), True),
        (report_of(UNDETERMINED), True),
        (report_of(BROKEN), False),
        (report_of(replace(LINE, rule="internal-error")), False),
        (Report((FileResult("a.yaml", Fate.FAILED),), ()), False),
        (Report((), (), (MISSING,)), False),
        (Report((), (), (replace(MISSING, severity=Severity.WARNING),)), True),
    ],
    ids=["finding", "undetermined", "broken rule", "fault", "failed file", "problem", "hint"],
)
def test_a_run_is_successful_if_all_was_checked(report: Report, successful: bool) -> None:
    assert written(report)["invocations"][0]["executionSuccessful"] is successful


def test_fingerprints_stay_and_differ() -> None:
    same = [replace(ROW, location=replace(ROW.location, order=n)) for n in range(3)]
    own = replace(LINE, fingerprint="")
    moved = replace(own, location=replace(own.location, range=Range(Position(9, 1), Position(9, 2)), order=99))
    found = results(report_of(*same, own, replace(own, rule="other")))
    marks = [one["partialFingerprints"]["primaryLocationLineHash"] for one in found]
    assert marks[:3] == ["abc:1", "abc:2", "abc:3"]
    assert len(set(marks)) == 5
    assert results(report_of(moved))[0]["partialFingerprints"]["primaryLocationLineHash"] == marks[3]


@pytest.mark.parametrize(("count", "kept"), [(3, 3), (4, 3)])
def test_what_is_beyond_the_limit_is_counted_and_the_worst_stay(
    monkeypatch: pytest.MonkeyPatch, count: int, kept: int
) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)
    severities = [Severity.INFO, Severity.ERROR, Severity.WARNING, Severity.ERROR][:count]
    findings = [replace(ROW, severity=severity, message=str(n)) for n, severity in enumerate(severities)]
    run = written(report_of(*findings))
    levels = [one["level"] for one in run["results"]]
    assert len(levels) == kept
    told = [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]
    assert any("共 4 处发现，只收了最严重的 3 处" in text for text in told) is (count == 4)
    if count == 4:
        assert levels == ["error", "warning", "error"]


def test_uris_are_uris() -> None:
    for one in re.findall(r'"uri": "([^"]*)"', REPORTERS["sarif"](REPORT, SHOWN)):
        assert re.fullmatch(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+", one)
