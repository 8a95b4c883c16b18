"""The JSON report follows its schema and loses nothing."""

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from linter import resources
from linter.diagnostic import Cell, Location, Severity
from linter.report import Fate, FileResult, Report
from linter.reporters import REPORTERS, Style
from tests.reporters.samples import LINE, MISSING, REPORT, ROW, UNDETERMINED

SCHEMA = json.loads((resources.folder("schemas") / "report.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def written(report: Report, style: Style | None = None) -> Any:
    data = json.loads(REPORTERS["json"](report, style or Style()))
    VALIDATOR.validate(data)
    return data


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_field_is_there() -> None:
    data = written(REPORT)
    assert list(data) == [
        "schema_version", "tool", "packs", "diagnostics", "statistics", "suppressed", "waived", "summary", "skipped",
        "failed",
    ]  # fmt: skip
    row = data["diagnostics"][2]
    assert row == {
        "rule": "sum-over-total",
        "severity": "warning",
        "outcome": "fail",
        "message": "合计 9万元，超过 5万元",
        "help": "核对各行的数",
        "arithmetic": "≤3万元 + ≤6万元 = 9万元 > 5万元",
        "reason": None,
        "basis": "惯例",
        "url": None,
        "submission": 1,
        "project": None,
        "location": {
            "path": "b.txt",
            "pointer": "/rows/0/c",
            "range": {"start": {"line": 2, "column": 9}, "end": {"line": 2, "column": 11}},
            "cell": None,
            "text": "≤3万元",
            "span": [2, 4],
        },
        "values": {"left": "9万元", "right": "5万元"},
        "related": [
            {
                "message": "≤6万元",
                "location": {
                    "path": "b.txt",
                    "pointer": "/rows/1/c",
                    "range": {"start": {"line": 3, "column": 5}, "end": {"line": 3, "column": 9}},
                    "cell": None,
                    "text": "≤6万元",
                    "span": None,
                },
            }
        ],
        "fix": None,
        "fingerprint": "abc",
    }


def test_columns_are_code_points_whatever_the_file_is_like() -> None:
    """A byte order mark, CRLF and an astral character before it do not move the place."""
    found = written(REPORT)["diagnostics"][1]
    assert found["location"]["range"] == {"start": {"line": 2, "column": 9}, "end": {"line": 2, "column": 11}}
    assert found["fix"]["safety"] == "safe"
    assert found["fix"]["edits"][0]["replacement"] == "万元"


def test_cells() -> None:
    found = written(REPORT)["diagnostics"][3]["location"]
    assert found["range"] is None
    assert found["cell"] == {"sheet": "目标表", "ref": "D9"}
    paged = replace(UNDETERMINED, location=Location("a.pdf", cell=Cell("B2", table=1, page=3)))
    report = Report((FileResult("a.pdf", Fate.WITH_FINDINGS, (paged,)),), ())
    assert written(report)["diagnostics"][0]["location"]["cell"] == {
        "sheet": None, "ref": "B2", "table": 1, "page": 3
    }  # fmt: skip


def test_the_summary_accounts_for_every_file() -> None:
    summary = written(REPORT)["summary"]
    assert summary == {
        "files": {"found": 6, "clean": 1, "with_findings": 3, "skipped": 1, "failed": 1},
        "submissions": 5,
        "rows": 12,
        "errors": 2,
        "warnings": 1,
        "infos": 0,
        "undetermined": 1,
        "suppressed": 0,
        "waived": 0,
        "fixed": 0,
    }


def test_an_empty_report() -> None:
    assert written(Report((), ()))["diagnostics"] == []


def test_min_severity_lists_less_and_counts_the_same() -> None:
    data = written(REPORT, Style(min_severity=Severity.ERROR))
    assert [one["rule"] for one in data["diagnostics"]] == ["missing-path", "unknown-unit"]
    assert data["summary"]["warnings"] == 1


def test_form() -> None:
    text = REPORTERS["json"](REPORT, Style())
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")
    assert "修路" in text
    assert text == REPORTERS["json"](REPORT, Style())


@pytest.mark.parametrize("text", ["\udc80", "\u2028\u2029", "\x9b31m", "\x1b[31m", "\u202e", "\x00\x7f", "𠮷\ufeff"])
def test_no_text_can_break_out(text: str) -> None:
    finding = replace(LINE, message=text, location=replace(MISSING.location, path=text, text=text))
    report = Report((FileResult(text, Fate.FAILED, (finding,), reason=text),), ())
    raw = REPORTERS["json"](report, Style())
    raw.encode("utf-8")
    assert all(character == "\n" or character.isprintable() for character in raw)
    data = written(report)
    assert data["diagnostics"][0]["message"] == text
    assert data["failed"] == [{"path": text, "reason": text}]


def test_the_row_of_a_table_is_for_the_screen_only() -> None:
    report = Report((FileResult("b.txt", Fate.WITH_FINDINGS, (ROW,)),), ())
    assert "row" not in written(report)["diagnostics"][0]
