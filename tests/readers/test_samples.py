"""The sample tables and the first three tables, against what a careful reader finds in them."""

import json
from pathlib import Path
from typing import Any

import pytest

from linter import readers
from linter.document import Document
from linter.schema import normal
from tests.readers.reading import kind, misplaced, rows, said, texts

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = sorted((ROOT / "tests" / "data" / "tables").glob("*.txt"))
COLUMNS = {
    "level1": "level1", "level2": "level2", "name": "level3", "target": "value", "weight": "weight", "basis": "basis",
    "previous": "prior", "scoring": "scoring",
}  # fmt: skip


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 10


def load(path: Path) -> tuple[Document, dict[str, Any]]:
    expected = json.loads(path.with_suffix(".expect.json").read_text(encoding="utf-8"))
    (document,) = readers.read(path.read_bytes(), path.name, [kind()]).documents
    return document, expected


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_heading(path: Path) -> None:
    document, expected = load(path)
    assert misplaced(document) == []
    # A currency that the table does not state is not read from it.
    stated = None if "(" in expected["currency"] else expected["currency"]
    pointers = ("/project", "/year", "/budget/currency", "/budget/total", "/budget/fiscal", "/budget/other")
    names = ("project", "year", "currency", "budget_total", "fiscal", "other")
    wanted = [None if expected[name] is None else str(expected[name]) for name in names]
    wanted[2] = stated
    assert [text or None for text in texts(document, *pointers)] == wanted
    # Some tables name a department and the organisation that carries the project out; the samples give either.
    assert expected["unit_name"] in texts(document, "/agency", "/department")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_rows(path: Path) -> None:
    document, expected = load(path)
    assert expected["rows"]
    names = [name for name, key in COLUMNS.items() if all(key in row for row in expected["rows"])]
    assert {"level1", "level2", "name", "target"} <= set(names)
    wanted = [tuple(row[COLUMNS[name]] for name in names) for row in expected["rows"]]
    assert rows(document, *names) == wanted
    assert len(wanted) == expected["indicator_count"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_parts_of_joined_values_point_at_their_cells(path: Path) -> None:
    document, _ = load(path)
    indicators = document.find("/indicators")
    assert indicators is not None
    for row in indicators.items():
        target = row.child("target")
        assert target is not None
        for start, end, place in target.place.segments:
            location = document.locate(target, (start, end))
            assert location.range == document.source.range(place.start or 0, place.end or 0)
            assert location.span == (start, end)


def test_a_joined_value_in_full() -> None:
    """The comparator, the number and the unit of `=24人/次` stand in three cells of line 16."""
    path = next(
        path
        for path in SAMPLES
        if "计量单位" in path.read_text(encoding="utf-8") and "目标值" in path.read_text(encoding="utf-8")
    )
    document, _ = load(path)
    target = document.find("/indicators/1/target")
    assert target is not None
    assert target.text == "=24人/次"
    parts = [document.locate(target, span).range for span in ((0, 1), (1, 3), (3, 6))]
    assert all(part is not None for part in parts)
    texts_there = [
        document.source.text[document.source.offset(p.start) : document.source.offset(p.end)] for p in parts if p
    ]
    assert texts_there == ["=", "24", "人/次"]


def test_words_that_only_look_like_columns_are_understood() -> None:
    """Nothing in the samples is left unread; what one form lacks is said."""
    found = {path.stem: said(readers.read(path.read_bytes(), path.name, [kind()])) for path in SAMPLES}
    lacking = {name: problems for name, problems in found.items() if problems}
    assert list(lacking.values()) == [
        [("missing-column", "项目总体目标"), ("missing-column", "一级指标"), ("missing-column", "二级指标")]
    ]


def test_the_first_three_tables() -> None:
    path = ROOT / "examples" / "korla-2023.txt"
    reading = readers.read(path.read_bytes(), path.name, [kind()])
    assert reading.problems == ()
    assert [len(rows(document, "name")) for document in reading.documents] == [9, 7, 8]
    for document in reading.documents:
        found = rows(document, "level1", "weight", "evidence")
        assert {normal(level or "") for level, _, _ in found} == {"产出指标", "成本指标", "效益指标", "满意度指标"}
        assert sum(int(weight or 0) for _, weight, _ in found) == 90
        assert misplaced(document) == []
    goals = [document.find("/goals") for document in reading.documents]
    assert [len(list(node.items())) for node in goals if node is not None] == [2, 2, 2]
    assert rows(reading.documents[0], "evidence")[3] == ("工作资料|原始凭证",)


def test_yaml_and_json_of_the_first_three_tables_say_the_same() -> None:
    names = ("level1", "level2", "name", "target", "basis", "previous", "weight", "scoring", "evidence")
    found = []
    for suffix in (".txt", ".yaml", ".json"):
        path = (ROOT / "examples" / "korla-2023").with_suffix(suffix)
        documents = readers.read(path.read_bytes(), path.name, [kind()]).documents
        found.append([[rows(document, *names), texts(document, "/project", "/budget/total")] for document in documents])
    blank_is_absent = [[[[cell or None for cell in row] for row in table], heading] for table, heading in found[0]]
    for other in found[1:]:
        assert [
            [[[cell or None for cell in row] for row in table], heading] for table, heading in other
        ] == blank_is_absent
