"""The reports on the examples: every place, read as its format counts, holds the same characters."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linter.diagnostic import Diagnostic
from linter.engine import lint
from linter.report import Report
from linter.reporters import REPORTERS, Style
from linter.rulebook import RuleBook

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("korla-*"))
assert len(EXAMPLES) >= 3


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.name)
def report(request: pytest.FixtureRequest, book: RuleBook) -> Report:
    found = lint([str(request.param)], book)
    assert found.diagnostics
    return found


def shown(report: Report) -> list[Diagnostic]:
    return [one for one in report.diagnostics if Style().shows(one)]


def meant(report: Report, one: Diagnostic) -> str:
    assert one.location.range is not None
    source = report.sources[one.location.path]
    return source.text[source.offset(one.location.range.start) : source.offset(one.location.range.end)]


def cut(report: Report, path: str, where: tuple[int, int, int, int], encoding: str, size: int) -> str:
    """The characters of a range whose columns count units of `size` bytes in `encoding`."""
    first, start, last, end = where
    lines = report.sources[path].text.split("\n")[first - 1 : last]
    parts = [line.encode(encoding) for line in lines]
    parts[-1] = parts[-1][: (end - 1) * size]
    parts[0] = parts[0][(start - 1) * size :]
    return "\n".join(part.decode(encoding) for part in parts)


def sarif_places(text: str) -> list[tuple[int, int, int, int]]:
    regions = [one["locations"][0]["physicalLocation"]["region"] for one in json.loads(text)["runs"][0]["results"]]
    return [(one["startLine"], one["startColumn"], one["endLine"], one["endColumn"]) for one in regions]


def rdjson_places(text: str) -> list[tuple[int, int, int, int]]:
    ranges: list[Any] = [one["location"]["range"] for one in json.loads(text)["diagnostics"]]
    return [(one["start"]["line"], one["start"]["column"], one["end"]["line"], one["end"]["column"]) for one in ranges]


@pytest.mark.parametrize(
    ("kind", "places", "encoding", "size"),
    [("sarif", sarif_places, "utf-16-le", 2), ("rdjson", rdjson_places, "utf-8", 1)],
)
def test_places(
    report: Report, kind: str, places: Callable[[str], list[tuple[int, int, int, int]]], encoding: str, size: int
) -> None:
    found = places(REPORTERS[kind](report, Style()))
    expected = shown(report)
    assert len(found) == len(expected)
    for where, one in zip(found, expected, strict=True):
        assert cut(report, one.location.path, where, encoding, size) == meant(report, one)


@pytest.mark.parametrize("kind", ["github", "gitlab", "junit", "concise", "text"])
def test_every_finding_is_told(report: Report, kind: str) -> None:
    out = REPORTERS[kind](report, Style())
    for one in shown(report):
        assert one.rule in out
