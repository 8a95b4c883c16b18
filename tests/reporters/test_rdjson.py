"""The format of reviewdog: columns in bytes, whole fixes as suggestions."""

import json
from dataclasses import replace
from typing import Any

from jsonschema import Draft202012Validator

from linter.diagnostic import Diagnostic, Edit, Fix, Safety
from linter.report import Fate, FileResult, Report
from linter.reporters import REPORTERS, Style
from linter.source import Source
from tests.reporters import golden
from tests.reporters.samples import LINE, REPORT, UNDETERMINED, YAML

VALIDATOR = Draft202012Validator(golden.schema("rdjson.schema.json"))


def written(report: Report, style: Style | None = None) -> list[dict[str, Any]]:
    data = json.loads(REPORTERS["rdjson"](report, style or Style()))
    VALIDATOR.validate(data)
    found: list[dict[str, Any]] = data["diagnostics"]
    return found


def report_of(*findings: Diagnostic, source: Source | None = YAML) -> Report:
    return Report((FileResult(YAML.path, Fate.WITH_FINDINGS, findings, source=source),), ())


def test_golden() -> None:
    golden.compare(REPORTERS["rdjson"](REPORT, Style(show_undetermined=True)), "golden.rdjson.json")


def test_columns_count_bytes_of_utf8() -> None:
    """Before the unit: 乙 (3), colon, tab, quote, 𠮷 (4), space, ≥ (3), 3 are 15 bytes; the unit is 6."""
    found = written(REPORT)[1]
    where = {"start": {"line": 2, "column": 16}, "end": {"line": 2, "column": 22}}
    assert found["location"] == {"path": "表/a.yaml", "range": where}
    assert found["suggestions"] == [{"range": where, "text": "万元"}]
    line = YAML.line(2).encode()
    assert line[15:21].decode() == "万圆"


def test_the_message_tells_all() -> None:
    assert written(REPORT)[2]["message"] == (
        "合计 9万元，超过 5万元\n算式：≤3万元 + ≤6万元 = 9万元 > 5万元\n建议：核对各行的数\n相关：\n  b.txt:3:5  ≤6万元"
    )


def test_a_fix_of_several_edits_is_not_offered_in_pieces() -> None:
    edit = Edit(LINE.location, "万元")
    two = replace(LINE, fix=Fix("改两处", Safety.SAFE, (edit, edit)))
    elsewhere = replace(LINE, fix=Fix("改别处", Safety.SAFE, (Edit(replace(LINE.location, path="b"), "x"),)))
    assert all("suggestions" not in one for one in written(report_of(two, elsewhere)))


def test_without_the_text_a_place_is_a_line() -> None:
    (found,) = written(report_of(LINE, source=None))
    assert found["location"]["range"] == {"start": {"line": 2}}
    assert "suggestions" not in found


def test_cells_and_links() -> None:
    linked = replace(UNDETERMINED, url="https://example.org/rate-total")
    (found,) = written(report_of(linked), Style(show_undetermined=True))
    assert found["location"] == {"path": "c.xlsx"}
    assert found["message"].startswith("目标表!D9：")
    assert found["code"] == {"value": "rate-total", "url": "https://example.org/rate-total"}
