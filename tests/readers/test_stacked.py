"""Dumps in which each cell stands on a line of its own, as text copied from a PDF often does."""

from __future__ import annotations

import pytest

from tests.formats import writing
from tests.readers.reading import misplaced, read, rows, texts

HEADING = """项目支出绩效目标表
（2024年度）
项目名称
社区卫生服务
预算单位
某区卫健局
年度预算总额（万元）
1,250.5
其中：财政拨款
1,250.5
年度绩效目标
服务居民3万人,满意度达到90%。
"""
# Levels stand once, where a form merges their cells; two headers are broken over two lines; a page ends in the middle.
MERGED = """绩效
指标
一级指标
二级指标
三级
指标
指标
值
权重
产出指标
数量指标
服务居民
≥3万人
20
建立档案
≥2.5万份
10
质量指标
档案合格率
≥95%
10
- 1 -
成本指标
人均成本
≤16元/人
10
效益指标
社会效益指标
健康水平
提高
30
满意度指标
服务对象满意度指标
居民满意度
≥90%
10
填表说明：略
"""
MERGED_ROWS = [
    ("产出指标", "数量指标", "服务居民", "≥3万人", "20"),
    ("产出指标", "数量指标", "建立档案", "≥2.5万份", "10"),
    ("产出指标", "质量指标", "档案合格率", "≥95%", "10"),
    ("产出指标", "成本指标", "人均成本", "≤16元/人", "10"),
    ("效益指标", "社会效益指标", "健康水平", "提高", "30"),
    ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "10"),
]
# Levels on each row, the value in three cells, a number before each row.
REPEATED = """序号
一级指标
二级指标
三级指标
指标性质
指标值
计量单位
1
产出指标
数量指标
巡查次数
≥
48
次
2
产出指标
质量指标
隐患整改率
≥
95
%
3
效益指标
社会效益指标
安全事故
=
0
起
"""
REPEATED_ROWS = [
    ("产出指标", "数量指标", "巡查次数", "≥48次", None),
    ("产出指标", "质量指标", "隐患整改率", "≥95%", None),
    ("效益指标", "社会效益指标", "安全事故", "=0起", None),
]
ROW = ("level1", "level2", "name", "target", "weight")


@pytest.mark.parametrize(("table", "wanted"), [(MERGED, MERGED_ROWS), (REPEATED, REPEATED_ROWS)])
@pytest.mark.parametrize("blank_lines", [False, True])
def test_rows_are_put_together(table: str, wanted: list[tuple[str | None, ...]], blank_lines: bool) -> None:
    text = HEADING + table
    (document,) = read(text.replace("\n", "\n\n") if blank_lines else text).documents
    pointers = ("/year", "/project", "/agency", "/budget/currency", "/budget/total", "/goals")
    goal = "服务居民3万人,满意度达到90%。"
    assert texts(document, *pointers) == ["2024", "社区卫生服务", "某区卫健局", "万元", "1,250.5", goal]
    assert misplaced(document) == []
    assert rows(document, *ROW) == wanted


def test_two_of_them_in_a_file() -> None:
    second = (HEADING + REPEATED).replace("社区卫生服务", "安全巡查")
    documents = read(HEADING + MERGED + second).documents
    assert [texts(document, "/project") for document in documents] == [["社区卫生服务"], ["安全巡查"]]
    assert [rows(document, *ROW) for document in documents] == [MERGED_ROWS, REPEATED_ROWS]


def test_paragraphs_of_a_document() -> None:
    (document,) = read(_paragraphs(HEADING + MERGED), "a.docx").documents
    assert rows(document, *ROW) == MERGED_ROWS


def _paragraphs(text: str) -> bytes:
    return writing.docx(text + "一\t二\n")  # a table after the lines, of something else


# What is left out of the dump, and the text from which on more than one reading is possible.
UNCLEAR = [
    ("a value", MERGED.replace("提高\n", ""), "满意度指标"),
    ("a name", MERGED.replace("建立档案\n", ""), "≥2.5万份"),
    ("points", MERGED.replace("≥95%\n10\n", "≥95%\n"), "成本指标"),
    ("the second level of a row whose first is given", MERGED.replace("社会效益指标\n", ""), "效益指标"),
    ("the levels of the first row", MERGED.replace("产出指标\n数量指标\n", ""), "服务居民"),
    ("the last cells", MERGED[: MERGED.index("居民满意度\n≥90%")], "满意度指标"),
    ("a unit", REPEATED.replace("48\n次\n", "48\n"), "2"),
    ("all rows", MERGED[: MERGED.index("产出指标")], "权重"),
]


@pytest.mark.parametrize(("table", "text"), [row[1:] for row in UNCLEAR], ids=[row[0] for row in UNCLEAR])
def test_what_is_not_clear_is_said_and_not_guessed(table: str, text: str) -> None:
    reading = read(HEADING + table)
    assert not reading.documents
    assert reading.recognised
    (problem,) = reading.problems
    assert problem.id == "cells-without-columns"
    assert problem.location.line is not None
    line = (HEADING + table).splitlines()[problem.location.line - 1]
    assert (line, problem.words["text"]) == (text, text)


def test_a_header_again_and_again_is_read_once() -> None:
    header = "一级指标\n二级指标\n三级指标\n指标值\n"
    reading = read(header * 500)
    assert len(reading.problems) == 500
    assert not reading.documents
