"""Any text comes through unchanged, and means a text to every parser of YAML."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from linter.rulebook import RuleBook
from tests.convert.comparing import FORMATS, converted, findings, rules, texts

ODD = [
    ">=1人", ">2", "=", "=1+1", "+1", "-1", "@SUM(A1)", "1_000", "1,000", "yes", "No", "on", "OFF", "y", "null",
    "~", "NULL", "true", "2023-01-01", "2023-1-1 10:00", "12:30:45", "012", "0o17", "0x1F", ".5", "5.", "1e3",
    "1E+3", "-0", ".inf", ".NaN", "# 甲", "甲 # 乙", "甲: 乙", "甲:", "：甲", "目标：甲", "- 甲", "-", "? 甲",
    "!甲", "&甲", "*甲", "|", ">", "%甲", "`甲", "@甲", "'甲'", '"甲"', "甲'乙\"丙", "[甲]", "{甲: 乙}",
    "[甲，乙]", "甲, 乙", "---", "--- 甲", "...", "<<", "\\", "\\n", "甲\\x41", "_x0041_", " 甲", "甲 ", "  ",
    "\u3000甲", "甲\n乙", "甲\n\n乙", "甲\r\n乙", "\n甲", "甲\n", "甲\n 乙", "甲 \n乙", "指标值：甲\n分值：10",
    "甲\t乙", "\x07", "\x00", "\x1b[31m", "\x7f", "\x85", "\xa0", "\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff",
    "\u202e甲", "\u200b", "１２", "＞＝１人", "😀", "\U0001f469\u200d\U0001f4bb", "\U0010ffff", "𠮷", "é",
    "e\u0301", "甲" * 3000,
]  # fmt: skip
TEXT = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
NUMBER = st.one_of(st.integers(-(10**20), 10**20), st.decimals(-1000, 1000, allow_nan=False, places=3))
SCALAR = st.one_of(TEXT, NUMBER, st.booleans(), st.none())
ANY = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=5
)
ROW = st.fixed_dictionaries(
    {"level1": TEXT, "level2": TEXT, "name": TEXT, "target": SCALAR},
    optional={"weight": SCALAR, "basis": SCALAR, "evidence": st.one_of(SCALAR, st.lists(TEXT, max_size=3)), "甲": ANY},
)
SUBMISSION = st.fixed_dictionaries(
    {"year": st.one_of(st.integers(1990, 2100), SCALAR), "project": TEXT, "indicators": st.lists(ROW, max_size=3)},
    optional={
        "budget": st.one_of(SCALAR, st.dictionaries(st.sampled_from(["currency", "total", "其他资金", "乙"]), SCALAR)),
        "goals": st.one_of(SCALAR, st.lists(TEXT, max_size=3)),
        "points": ANY,
        "丙: 丁": ANY,
    },
)  # fmt: skip


def as_json(submissions: list[dict[str, Any]]) -> bytes:
    """The submissions with their numbers as they are."""

    def exact(value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{json.dumps(key)}: {exact(below)}" for key, below in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(exact, value)) + "]"
        return format(value, "f") if isinstance(value, Decimal) else json.dumps(value)

    return exact(submissions).encode()


@settings(max_examples=40, deadline=None)
@given(st.lists(SUBMISSION, min_size=1, max_size=2), st.sampled_from(FORMATS[:3]))
def test_any_submission(submissions: list[dict[str, Any]], to: tuple[str, str]) -> None:
    data, path = as_json(submissions), f"b.{to[0]}"
    written, made = converted(data, "a.json", rules(), *to)
    assert not made.problems
    assert findings(written, path, rules()) == findings(data, "a.json", rules())
    if to[0] == "yaml":
        again, _ = converted(written, path, rules(), "yaml", to[1])
        assert again == written


def with_rows(texts: Sequence[str]) -> bytes:
    rows = [{"name": text, "basis": text} for text in texts]
    return as_json([{"year": 2024, "project": "甲", "goals": list(texts), "indicators": rows}])


@pytest.mark.parametrize("to", FORMATS[:3])
def test_odd_texts(book: RuleBook, to: tuple[str, str]) -> None:
    written, _ = converted(with_rows(ODD), "a.json", book, *to)
    (found,) = texts(written, f"b.{to[0]}", book)
    for number, text in enumerate(ODD):
        assert found[f"/goals/{number}"] == text
        assert found[f"/indicators/{number}/name"] == found[f"/indicators/{number}/basis"] == text


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_other_parsers_read_the_same_text(book: RuleBook, version: str) -> None:
    written, _ = converted(with_rows(ODD), "a.json", book, "yaml")
    parser = YAML(typ="safe", pure=True)
    parser.version = version  # type: ignore[assignment]
    data = parser.load(written.decode())
    assert data["goals"] == ODD
    assert data["indicators"] == [{"name": text, "basis": text} for text in ODD]
    assert data["year"] == 2024


def test_a_workbook_holds_texts_and_no_formulas(book: RuleBook) -> None:
    """Cells are read without the spaces around them and with plain line ends."""
    import openpyxl

    shown = [text for text in ODD if text.strip()]
    levels = {"level1": "产出指标", "level2": "数量指标"}
    rows = [{**levels, "name": f"{number}甲", "target": text} for number, text in enumerate(shown)]
    written, made = converted(as_json([{"year": 2024, "project": "丙", "indicators": rows}]), "a.json", book, "xlsx")
    assert not made.problems
    (found,) = texts(written, "b.xlsx", book)
    for number, text in enumerate(shown):
        assert found[f"/indicators/{number}/target"] == text.strip().replace("\r\n", "\n"), ascii(text)
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(written)) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


def test_numbers_stay_as_written(book: RuleBook) -> None:
    source = "year: 2024\nproject: a\nbudget: {total: 1030700.50, fiscal: '1,030,700.5', other: 0}\n"
    source += "indicators:\n- {name: b, weight: 9.90}\n- {name: c, weight: '012'}\n- {name: d, weight: 1_000}\n"
    written = converted(source.encode(), "a.yaml", book, "yaml")[0].decode()
    amounts = ["total: 1030700.50", 'fiscal: "1,030,700.5"', "other: 0"]
    for line in ("year: 2024", *amounts, "weight: 9.90", 'weight: "012"', 'weight: "1_000"'):
        assert f"{line}\n" in written
