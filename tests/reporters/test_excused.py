"""What is suppressed or waived is shown with its reason, and counts nowhere else."""

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from linter import resources
from linter.check_command import exit_code
from linter.diagnostic import Location, Severity
from linter.report import Excused, Fate, FileResult, Report
from linter.reporters import REPORTERS, Style
from linter.source import Source
from tests.reporters.samples import LINE, ROW, RULES, YAML

# Both findings of the samples, excused: one by a comment, one by a waiver.
WAIVERS = Source("waivers.yaml", "- rule: sum-over-total\n")
COMMENT = Excused(replace(LINE, fingerprint="one"), "已核实 \x1b[31m", YAML.location(0, 4))
WAIVER = Excused(
    ROW, "合同已签", WAIVERS.location(8, 22), approved_by="财务科\u202e", expires=date(2026, 12, 31)
)  # fmt: skip
REPORT = Report(
    (
        FileResult("表/a.yaml", Fate.CLEAN, submissions=1, rows=1, suppressed=(COMMENT,), source=YAML),
        FileResult("b.txt", Fate.CLEAN, submissions=1, rows=2, waived=(WAIVER,)),
    ),
    (),
    texts=(WAIVERS,),
    rules=RULES,
)


def shown(kind: str, style: Style | None = None) -> str:
    return REPORTERS[kind](REPORT, style or Style())


def sarif() -> Any:
    return json.loads(shown("sarif"))["runs"][0]


def test_nothing_of_it_counts() -> None:
    assert exit_code(REPORT, "info", 0) == 0
    assert REPORT.diagnostics == []
    assert "<failure" not in shown("junit")
    assert "::" not in shown("github")
    assert json.loads(shown("gitlab")) == []
    assert json.loads(shown("rdjson"))["diagnostics"] == []


@pytest.mark.parametrize("kind", ["text", "concise", "github"])
def test_people_see_how_many(kind: str) -> None:
    assert "按注释忽略 1 处；按记录豁免 1 处" in shown(kind)
    assert "1 suppressed; 1 waived" in shown(kind, Style("en"))


def test_json_lists_them() -> None:
    schema = json.loads((resources.folder("schemas") / "report.schema.json").read_text(encoding="utf-8"))
    data = json.loads(shown("json"))
    Draft202012Validator(schema).validate(data)
    assert (data["summary"]["suppressed"], data["summary"]["waived"]) == (1, 1)
    (suppressed,), (waived,) = data["suppressed"], data["waived"]
    assert suppressed["diagnostic"]["rule"] == "unknown-unit"
    assert (suppressed["reason"], suppressed["approved_by"], suppressed["expires"]) == ("已核实 \x1b[31m", None, None)
    assert suppressed["location"]["path"] == "表/a.yaml"
    assert (waived["reason"], waived["approved_by"], waived["expires"]) == ("合同已签", "财务科\u202e", "2026-12-31")
    assert waived["location"]["range"]["start"] == {"line": 1, "column": 9}


def test_min_severity_hides_them_as_it_hides_others() -> None:
    data = json.loads(shown("json", Style(min_severity=Severity.ERROR)))
    assert (len(data["suppressed"]), len(data["waived"])) == (1, 0)
    assert data["summary"]["waived"] == 1


def test_sarif_lists_them_as_suppressed_results() -> None:
    results = sarif()["results"]
    assert [one["suppressions"][0]["kind"] for one in results] == ["inSource", "external"]
    external = results[1]["suppressions"][0]
    assert (external["status"], external["justification"]) == ("accepted", "合同已签")
    assert external["properties"] == {"approvedBy": "财务科\\u202e", "expires": "2026-12-31"}
    place = external["location"]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startColumn"]) == ("waivers.yaml", 9)
    assert results[0]["suppressions"][0]["justification"] == "已核实 \\e[31m"
    assert len({one["partialFingerprints"]["primaryLocationLineHash"] for one in results}) == 2


def test_sarif_follows_the_standard() -> None:
    suites = os.environ.get("JIXIAO_SUITES")
    path = Path(suites or "", "sarif", "sarif-schema-2.1.0.json")
    if suites is None or not path.is_file():
        pytest.skip("JIXIAO_SUITES does not name the folder with sarif/sarif-schema-2.1.0.json")
    Draft7Validator(json.loads(path.read_text(encoding="utf-8"))).validate(json.loads(shown("sarif")))


def test_results_that_count_come_before_those_that_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    from linter.reporters import sarif as reporter

    monkeypatch.setattr(reporter, "MOST_RESULTS", 2)
    counting = replace(LINE, location=Location("c.yaml"))
    report = replace(REPORT, files=(*REPORT.files, FileResult("c.yaml", Fate.WITH_FINDINGS, (counting,))))
    results = json.loads(REPORTERS["sarif"](report, Style()))["runs"][0]["results"]
    assert ["suppressions" in one for one in results] == [False, True]
