"""Forms of many layouts, in every format: what a careful reader reads in each was written down beside it by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from linter.readers.reading import Reading
from tests.formats.writing import DRAWN, WRITERS
from tests.readers.reading import misplaced, read, rows, texts

FOLDER = Path(__file__).resolve().parent.parent / "data" / "layouts"
ROW = ("level1", "level2", "name", "target", "weight")


@dataclass(frozen=True)
class Layout:
    """A form as a table that draws its merged cells, and what is to be read in it.

    `dump`: whether a dump, in which merged cells are blank, still says all of it.
    """

    table: str
    expect: list[dict[str, Any]]
    said: list[str]
    dump: bool


def _layout(path: Path) -> Layout:
    written = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return Layout(
        written["form"].replace("→", "\t"),
        written["expect"],
        written.get("said", []),
        not written.get("merged_only", False),
    )


LAYOUTS = {path.stem: _layout(path) for path in sorted(FOLDER.glob("*.yaml"))}


def test_there_are_layouts() -> None:
    assert len(LAYOUTS) >= 25


def check(reading: Reading, layout: Layout, spaced: bool = True) -> None:
    def plain(text: str | None) -> str | None:
        return text if spaced or text is None else re.sub(r"\s+", "", text)

    assert len(reading.documents) == len(layout.expect)
    for document, wanted in zip(reading.documents, layout.expect, strict=True):
        heading = dict(zip(wanted["heading"], map(plain, texts(document, *wanted["heading"])), strict=True))
        assert heading == {pointer: plain(text) for pointer, text in wanted["heading"].items()}
        found = [tuple(plain(text) or "" for text in row) for row in rows(document, *ROW)]
        assert found == [tuple(map(plain, line.split("→"))) for line in wanted["rows"].splitlines()]
    assert sorted(problem.id for problem in reading.problems) == sorted(layout.said)


@pytest.mark.parametrize("name", [name for name, layout in LAYOUTS.items() if layout.dump])
def test_dump(name: str) -> None:
    layout = LAYOUTS[name]
    lines = [[cell if cell not in DRAWN else "" for cell in line.split("\t")] for line in layout.table.split("\n")]
    reading = read("\n".join("\t".join(line) for line in lines))
    check(reading, layout)
    assert [misplaced(document) for document in reading.documents] == [[] for _ in reading.documents]


@pytest.mark.parametrize("format", [format for format in WRITERS if format != "csv"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_file(name: str, format: str) -> None:
    """A PDF does not tell how many spaces there are."""
    check(read(WRITERS[format](LAYOUTS[name].table), f"a.{format}"), LAYOUTS[name], format != "pdf")
