"""Readings as people and programs get them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.value_text import describe, json_lines
from linter.values import Context, parse
from tests.values.samples import DATA, FILES, all_records, context

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = ["text", "kind", "op", "number", "upper", "unit", "per", "date", "date_end", "notes", "spans"]


def answer(line: str) -> dict[str, Any]:
    (found,) = json_lines([line])
    return dict(json.loads(found))


def test_a_rate_in_chinese() -> None:
    assert describe(parse("≤1万元/人/年"), "zh") == (
        "≤1万元/人/年\n"
        "  种类：数量\n"
        "  比较：≤ 不超过\n"
        "  数：1\n"
        "  单位：万元\n"
        "  每：人、年\n"
    )  # fmt: skip


def test_a_bound_in_words_in_english() -> None:
    assert describe(parse(" 95%以上"), "en") == (
        "95%以上\n"
        "  kind: quantity\n"
        "  read as: ≥95%\n"
        "  comparison: ≥ at least\n"
        "  number: 95\n"
        "  unit: %\n"
        "  note: “95%以上” comparator in words: 不低于、至少、以上 are read as ≥, 不超过、以内、以下 as ≤; "
        "超过 and 不足 exclude the number [comparator-words]\n"
        "    better: “≥95%”\n"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("2023年12月31日前", "  比较：≤ 不晚于"),
        ("2023年12月31日前", "  日期：2023-12-31"),
        ("14-24℃", "  从……到……：14 … 24"),
        ("2021年全年", "  至：2021-12-31"),
        ("否", "  答案：否"),
        ("不超预算", "  相对于：预算"),
        ("培训3期，每期50人", "  其中：每期50人 (数量)"),
        ("约20人", "  比较：≈ 大约"),
        ("≥≥95%", "  种类：读不懂"),
        ("≥≥95%", "    建议：只留一个比较符"),
    ],
)
def test_what_is_shown(text: str, line: str) -> None:
    assert line in describe(parse(text), "zh").splitlines()


def test_every_reading_can_be_shown() -> None:
    for record in all_records():
        for language in ("zh", "en"):
            shown = describe(parse(record["text"], context(record)), language)
            assert shown.endswith("\n")
            assert all(line.isprintable() for line in shown.splitlines())


def test_nothing_in_a_text_drives_the_terminal() -> None:
    shown = describe(parse("≥\x1b[31m95%\n\u202e\ud800"), "zh")
    assert all(line.isprintable() for line in shown.splitlines())
    assert shown.startswith("≥\\x1b[31m95%\\n\\u202e\\ud800\n")


# JSON lines


def test_a_line_gives_a_line_in_the_form_of_the_samples() -> None:
    found = answer('{"text": "≤1万元/人/年", "context": "咨询费标准"}')
    assert list(found) == KEYS
    spans = {"comparator": [0, 1], "number": [1, 2], "unit": [2, 4], "per.0": [5, 6], "per.1": [7, 8]}
    assert found == {
        "text": "≤1万元/人/年", "kind": "quantitative", "op": "<=", "number": "1", "upper": None, "unit": "万元",
        "per": ["人", "年"], "date": None, "date_end": None, "notes": [], "spans": spans,
    }  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_the_sample_files_can_be_read_as_they_are(name: str) -> None:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    answers = [json.loads(line) for line in json_lines(lines)]
    assert [one["text"] for one in answers] == [json.loads(line)["text"] for line in lines]
    clear = [
        (one, json.loads(line))
        for one, line in zip(answers, lines, strict=True)
        if not json.loads(line).get("ambiguous")
    ]
    assert [one["kind"] for one, _ in clear] == [record["expect"]["kind"] for _, record in clear]


@pytest.mark.parametrize(
    ("context", "date"),
    [
        ("null", "--12-31"),
        ('"完成时限"', "--12-31"),
        ("{}", "--12-31"),
        ('{"year": 2024}', "2024-12-31"),
        (
            '{"year": 2024, "currency": "万元", "name": "完成时限", "level": "时效指标", "column": "record"}',
            "2024-12-31",
        ),
        ('{"year": null, "name": null}', "--12-31"),
    ],
)
def test_contexts(context: str, date: str) -> None:
    assert answer(f'{{"text": "年底前", "context": {context}}}')["date"] == date


def test_a_line_without_a_context() -> None:
    assert answer('{"text": "年底前"}') == {**parse("年底前").to_json()}


@pytest.mark.parametrize(
    "line",
    [
        "≥95%",
        "{",
        "[]",
        "3",
        '"≥95%"',
        "{}",
        '{"text": null}',
        '{"text": 3}',
        '{"text": "3", "context": 3}',
        '{"text": "3", "context": []}',
        '{"text": "3", "context": {"years": 2024}}',
        '{"text": "3", "context": {"year": "2024"}}',
        '{"text": "3", "context": {"year": true}}',
        '{"text": "3", "context": {"year": 0}}',
        '{"text": "3", "context": {"year": 99999}}',
        '{"text": "3", "context": {"name": 1}}',
        '{"text": "3", "context": {"column": "prior"}}',
        "[" * 100_000,
    ],
)
def test_a_line_that_asks_for_nothing_is_an_error_in_its_place(line: str) -> None:
    found = [json.loads(one) for one in json_lines([line, '{"text": "≥95%"}'])]
    assert next(iter(found[0])) == "error"
    assert found[0]["error"]
    assert found[1]["op"] == ">="


def test_blank_lines_are_passed_over() -> None:
    assert [json.loads(one)["text"] for one in json_lines(["", "  \n", '{"text": ""}\n', "\n"])] == [""]


def test_half_a_surrogate_pair_can_be_written() -> None:
    (found,) = json_lines(['{"text": "\\ud800≥95%"}'])
    assert found.encode("utf-8")
    assert json.loads(found)["text"] == "\ud800≥95%"


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=40))
def test_any_line_gives_one_line(line: str) -> None:
    found = list(json_lines([line, json.dumps({"text": line})]))
    assert len(found) == (2 if line.strip() else 1)
    assert all("\n" not in one and json.loads(one) for one in found)
    assert json.loads(found[-1])["text"] == line


# what loading costs


def test_the_grammar_is_loaded_with_the_first_value_and_not_before() -> None:
    code = (
        "import sys, linter.values, linter.value_text\n"
        "assert 'lark' not in sys.modules\n"
        "assert linter.values.parse('').kind == 'empty' and linter.values.unit('万元')\n"
        "assert 'lark' not in sys.modules\n"
        "assert linter.values.parse('≥95%').op == '>='\n"
        "assert 'lark' in sys.modules"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_context_is_part_of_the_reading() -> None:
    assert "2024-12-31" in describe(parse("年底前", Context(year=2024)), "zh")
