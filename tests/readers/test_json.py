"""JSON: what is wrong and where; numbers exactly as written."""

from decimal import Decimal

import pytest

from linter import prepare
from tests.readers.reading import misplaced, read, rows, texts

GOOD = """{
  "year": 2023, "agency": "某局", "project": "甲",
  "budget": {"currency": "万元", "total": 0.30, "fiscal": "1,030,700.50"},
  "goals": ["完成一项"],
  "indicators": [{"level1": "产出指标", "level2": "数量指标", "name": "乙", "target": "≥1人", "weight": 12.50,
    "previous": null, "evidence": ["工作资料"]}]
}"""


def test_good() -> None:
    reading = read(GOOD, "a.json")
    (document,) = reading.documents
    assert reading.problems == ()
    assert misplaced(document) == []
    assert rows(document, "name", "target", "weight", "previous") == [("乙", "≥1人", "12.50", "")]
    assert texts(document, "/budget/total", "/budget/fiscal") == ["0.30", "1,030,700.50"]
    total = document.find("/budget/total")
    assert total is not None
    assert total.value.number == Decimal("0.3")
    assert list(prepare.check(document, set())) == []


SLIPS = {
    # what: (text, problem, what it points at)
    "comma after the last": (GOOD.replace('"工作资料"]', '"工作资料",]'), "syntax-error", "]"),
    "comma after the last field": (GOOD.replace("]}]\n}", "]}],\n}"), "syntax-error", "}"),
    "comma missing": (GOOD.replace('"某局", ', '"某局" '), "syntax-error", '"'),
    "colon missing": (GOOD.replace('"year": ', '"year" '), "syntax-error", "2"),
    "single quotes": (GOOD.replace('"甲"', "'甲'"), "syntax-error", "'"),
    "key without quotes": (GOOD.replace('"agency"', "agency"), "syntax-error", "a"),
    "comment": (GOOD.replace('"goals"', '// 目标\n"goals"'), "syntax-error", "/"),
    "no number": (GOOD.replace("12.50", "NaN"), "syntax-error", "N"),
    "leading zero": (GOOD.replace("12.50", "012"), "syntax-error", "1"),
    "number beyond the limits": (GOOD.replace("12.50", "1e99999"), "syntax-error", "1"),
    "wide comma": (GOOD.replace('"某局",', '"某局"，'), "syntax-error", "，"),
    "line end in a text": (GOOD.replace("某局", "某\n局"), "syntax-error", "\n"),
    "half a surrogate": (GOOD.replace('"甲"', '"\\ud800"'), "syntax-error", '"'),
    "more after the end": (GOOD + " x", "syntax-error", "x"),
    "cut off": (GOOD[:-40], "syntax-error", None),
    "key twice": (GOOD.replace('"goals"', '"year": 2022, "goals"'), "duplicate-key", '"year"'),
    "two names of a field": (GOOD.replace('"goals"', '"年度": 2022, "goals"'), "duplicate-field", '"年度"'),
    "deep": (GOOD.replace('["完成一项"]', "[" * 200 + "]" * 200), "too-deep", "["),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_slip(name: str) -> None:
    text, wanted, at = SLIPS[name]
    assert text != GOOD
    reading = read(text, "a.json")
    (problem,) = reading.problems
    assert problem.id == wanted
    assert reading.recognised is True
    place = problem.location.range
    assert place is not None
    assert reading.source is not None
    if at is not None:
        found = reading.source.text[reading.source.offset(place.start) : reading.source.offset(place.end)]
        assert found == at


def test_key_twice_shows_both() -> None:
    (problem,) = read(SLIPS["key twice"][0], "a.json").problems
    assert (problem.location.line, [(role, place.line) for role, place in problem.related]) == (4, [("first", 2)])


@pytest.mark.parametrize("text", ["[]", "{}", "null", "3", '"x"', '{"milk": 2}', '[{"milk": 2}, 3]'])
def test_no_submission(text: str) -> None:
    reading = read(text, "a.json")
    assert (reading.documents, reading.problems, reading.recognised) == ((), (), False)


@pytest.mark.parametrize("text", ["", " ", "{", "{x}", "[1,"])
def test_broken_beyond_recognition(text: str) -> None:
    reading = read(text, "a.json")
    assert [problem.id for problem in reading.problems] == ["syntax-error"]
    assert reading.recognised is None


def test_several_submissions_and_a_byte_order_mark() -> None:
    reading = read(b"\xef\xbb\xbf" + f"[{GOOD}, {GOOD}]".encode(), "a.json")
    assert [document.number for document in reading.documents] == [1, 2]


def test_an_item_that_is_no_submission_is_said() -> None:
    reading = read(f'[{{"projects": "乙"}}, {GOOD}, null, {{}}, 5]', "a.json")
    assert len(reading.documents) == 1
    said = [(one.id, one.words["number"], one.words.get("suggestion")) for one in reading.problems]
    assert said == [("part-not-recognised", 1, "project"), ("part-not-recognised", 3, None)]


def test_a_name_that_says_nothing() -> None:
    yaml = '年度: 2023\n项目名称: 甲\n指标: [{一级指标: 产出, 二级指标: 数量, 三级指标: 乙, 指标值: "≥1"}]\n'
    table = "项目名称\t甲\n一级指标\t二级指标\t三级指标\t指标值\n产出\t数量\t乙\t≥1\n"
    for text in (GOOD, yaml, table):
        for path in ("submission", "submission.data", "-"):
            (document,) = read(text, path).documents
            assert rows(document, "name") == [("乙",)]
    assert read("shopping: milk\n", "list").recognised is False
    assert read("[a note in brackets]\n", "note").recognised is False
    assert read(GOOD[:-5], "submission").recognised is True
