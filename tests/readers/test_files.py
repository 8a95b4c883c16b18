"""Files as they come: several tables one after the other, other separators, notes and totals between rows, damage."""

import pytest

from linter.readers.reading import Reading
from linter.readers.text import cut
from linter.source import Source
from tests.readers.reading import misplaced, read, rows, said, table, texts

LEVELS_NAME_TARGET = ("level1", "level2", "name", "target")

# No titles: each table begins with its project; lines of the page between them, a header repeated at a page break.
NO_TITLES = """
207101某市人民法院→→→→→单位:万元
项目名称→车辆购置→→→→
预算规模及资金用途→预算数→36.00→其中:财政资金→36.00→其他资金→
绩效目标→1.购置2辆囚车，满足押解需要。→→→→
一级指标→二级指标→三级指标→绩效指标描述→指标值→
产出指标→数量指标→购置车辆→购置车辆→≥2辆
→质量指标→验收合格率→验收合格率→100百分比
- 12 -
一级指标→二级指标→三级指标→绩效指标描述→指标值→
→成本指标→车辆价格→车辆价格→≤18万元/辆
207101某市人民法院→→→→→单位:万元
项目名称→信息系统运维→→→→
预算规模及资金用途→预算数→12.50→其中:财政资金→12.50→其他资金→0.00
绩效目标→2.保障系统运行。→→→→
一级指标→二级指标→三级指标→绩效指标描述→指标值→
产出指标→质量指标→故障率→故障率→≤1百分比
"""

# The form has a table for the long term and one for the year; only the second is the submission.
LONG_TERM_FIRST = """
项目申报表
项目名称→城市绿化管养→项目负责人→周某
申报单位→某市园林局→年度→2022
项目总预算→900→年度预算→300
长期绩效目标→绿地养护面积逐年增加。
年度绩效目标→养护绿地120万平方米。
长期绩效目标表
目标名称→一级指标→二级指标→三级指标→指标值→指标值确定依据
长期绩效目标1→产出指标→数量指标→养护面积→360万平方米→计划标准
年度绩效目标表
目标名称→一级指标→二级指标→三级指标→指标值→→→指标值确定依据
→→→→近两年指标值→→预期当年实现值→
→→→→前年→上年→→
年度绩效目标1→产出指标→数量指标→养护面积→100万平方米→110万平方米→120万平方米→历史标准
→→质量指标→苗木存活率→90%→92%→≥95%→历史标准
→满意度指标→服务对象满意度→市民满意度→—→88%→≥90%→历史标准
"""

# Only what was planned counts where results stand beside it.
RESULTS_BESIDE = """
2020年度项目支出绩效自评表
项目名称→铁路沿线环境整治
主管部门→某县交通运输局→→实施单位→某县铁路护路办公室
项目预算执行情况（万元）→预算数：→200→执行数：→180
→其中：财政拨款→200→其中：财政拨款→180
→其他资金→0→其他资金→0
年度总体目标完成情况→预期目标→→目标实际完成情况→
→整治沿线隐患30处。→→整治沿线隐患32处。→
年度绩效指标完成情况→一级指标→二级指标→三级指标→预期指标值→实际完成指标值
→产出指标→数量指标→整治隐患数量→≥30处→32处
→效益指标→社会效益指标→沿线事故数→0起→0起
→满意度指标→满意度指标→群众满意度→≥85%→90%
"""

# A flat list under a group word; the label of the name is short; funds that the schema has no field for.
FLAT_LIST = """
2021年项目绩效目标表
编制单位：某街道办事处→→→→→单位：万元
项目名称→市政日常维护→业务主管部门→某区城市管理局→→
当年预算→810.6→本级支出→600.6→上级支出→210
当年绩效目标→完成道路维护12公里。→→→→
绩效指标→指标→指标权重→计量单位→指标性质→指标值
→道路维护里程→30→公里→≥→12
→路灯完好率→30→%→≥→98
→市民满意度→30→%→≥→90
"""


def test_each_project_begins_a_submission() -> None:
    reading = table(NO_TITLES)
    assert [document.number for document in reading.documents] == [1, 2]
    pointers = ("/agency", "/project", "/budget/currency", "/budget/total", "/goals")
    assert [texts(document, *pointers) for document in reading.documents] == [
        ["某市人民法院", "车辆购置", "万元", "36.00", "1.购置2辆囚车，满足押解需要。"],
        ["某市人民法院", "信息系统运维", "万元", "12.50", "2.保障系统运行。"],
    ]
    first, second = (rows(document, *LEVELS_NAME_TARGET) for document in reading.documents)
    assert first == [
        ("产出指标", "数量指标", "购置车辆", "≥2辆"),
        ("产出指标", "质量指标", "验收合格率", "100百分比"),
        ("产出指标", "成本指标", "车辆价格", "≤18万元/辆"),
    ]
    assert second == [("产出指标", "质量指标", "故障率", "≤1百分比")]
    assert said(reading) == []


def test_the_table_of_the_year_is_the_submission() -> None:
    reading = table(LONG_TERM_FIRST)
    (document,) = reading.documents
    assert texts(document, "/project", "/agency", "/leader", "/year") == ["城市绿化管养", "某市园林局", "周某", "2022"]
    assert texts(document, "/budget/total", "/goals") == ["300", "养护绿地120万平方米。"]
    assert rows(document, *LEVELS_NAME_TARGET, "previous", "basis") == [
        ("产出指标", "数量指标", "养护面积", "120万平方米", "110万平方米", "历史标准"),
        ("产出指标", "质量指标", "苗木存活率", "≥95%", "92%", "历史标准"),
        ("满意度指标", "服务对象满意度", "市民满意度", "≥90%", "88%", "历史标准"),
    ]
    assert said(reading) == [("column-not-understood", "长期绩效目标表"), ("column-not-understood", "前年")]


def test_results_beside_the_plan_are_left_alone() -> None:
    reading = table(RESULTS_BESIDE)
    (document,) = reading.documents
    pointers = ("/year", "/agency", "/budget/currency", "/budget/total", "/budget/fiscal", "/budget/other", "/goals")
    assert texts(document, *pointers) == [
        "2020", "某县铁路护路办公室", "万元", "200", "200", "0", "整治沿线隐患30处。",
    ]  # fmt: skip
    assert rows(document, "level2", "name", "target", "actual")[1] == ("社会效益指标", "沿线事故数", "0起", "0起")
    assert said(reading) == []


def test_what_is_missing_or_unknown_in_a_form_is_said() -> None:
    reading = table(FLAT_LIST)
    (document,) = reading.documents
    assert rows(document, "name", "target", "weight") == [
        ("道路维护里程", "≥12公里", "30"),
        ("路灯完好率", "≥98%", "30"),
        ("市民满意度", "≥90%", "30"),
    ]
    assert said(reading) == [
        ("missing-column", "一级指标"),
        ("missing-column", "二级指标"),
        ("column-not-understood", "本级支出"),
        ("column-not-understood", "上级支出"),
    ]
    assert {"/indicators/*/level1", "/indicators/*/basis", "/budget/fiscal", "/leader"} <= document.absent
    assert not {"/indicators/*/weight", "/budget/total", "/goals", "/project", "/year"} & document.absent


HEADER = "一级指标→二级指标→三级指标→指标值→分值\n"


@pytest.mark.parametrize(
    "line",
    ["合计→→→→20", "总分→→→→100", "小计：→→→→20", "备注：本表一式两份。", "注：以上为初步目标。",
     "填表人：→李某→联系电话：→123", "财政部门审核意见→同意→（盖章）→→", "说明→无→→→", "→→→→", "", "- 3 -"],
)  # fmt: skip
def test_a_line_that_is_no_row(line: str) -> None:
    row = "产出指标→数量指标→甲→≥1个→10\n"
    (document,) = table(f"项目名称→某项目\n{HEADER}{row}{line}\n→→乙→≥2个→10\n{line}\n").documents
    assert [found[2] for found in rows(document, *LEVELS_NAME_TARGET)] == ["甲", "乙"]


def test_a_row_that_lacks_its_name_or_value_stays_a_row() -> None:
    (document,) = table(
        f"{HEADER}产出指标→数量指标→→≥1个→10\n→质量指标→乙→→\n→→→→5\n效益指标→社会效益指标→→→\n"
    ).documents
    assert rows(document, "name", "target", "weight") == [("", "≥1个", "10"), ("乙", "", ""), ("", "", "5")]
    blank = document.find("/indicators/1/target")
    assert blank is not None
    assert document.locate(blank).range is not None


def test_levels_alone_in_their_line_hold_below() -> None:
    text = f"{HEADER}产出指标（50分）→→→→\n→数量指标（20分）→→→\n→→甲→≥1个→20\n→质量指标→乙→≥1个→30\n"
    (document,) = table(text).documents
    assert rows(document, *LEVELS_NAME_TARGET) == [
        ("产出指标", "数量指标", "甲", "≥1个"),
        ("产出指标", "质量指标", "乙", "≥1个"),
    ]
    assert texts(document, "/points/levels/0/level1", "/points/levels/0/points") == ["产出指标", "50"]
    assert document.find("/points/levels/1") is None


def test_points_in_a_header() -> None:
    text = HEADER.replace("分值", "分值（90分，其中产出50分、效益30分，满意度指标10分）")
    (document,) = table(f"{text}产出指标→数量指标→甲→≥1个→50\n").documents
    levels = [f"/points/levels/{index}/{name}" for index in range(3) for name in ("level1", "points")]
    assert texts(document, "/points/total", *levels) == ["90", "产出", "50", "效益", "30", "满意度指标", "10"]
    assert rows(document, "weight") == [("50",)]


@pytest.mark.parametrize(
    "header",
    [
        "绩效指标→→→指标值→权重\n一级指标→二级指标→三级指标→→\n",
        "项目绩效指标→→→目标值→分值\n一级指标→二级指标→三级指标→→\n",
        "一级指标→二级指标→三级指标→年度指标值→→→权重\n→→→指标性质→指标值→度量单位→\n",
        "一级指标→二级指标→三级指标→年度指标值→→→权重\n→→→符号→值→单位→\n",
    ],
)
def test_headers_of_two_rows(header: str) -> None:
    parts = ["≥", "2", "个"] if "单位" in header else ["≥2个"]
    (document,) = table(header + "→".join(["产出指标", "数量指标", "甲", *parts, "10"]) + "\n").documents
    assert rows(document, *LEVELS_NAME_TARGET, "weight") == [("产出指标", "数量指标", "甲", "≥2个", "10")]
    indicators = document.find("/indicators")
    assert indicators is not None
    found = document.locate(indicators).range
    assert found is not None
    assert (found.start.line, found.end.line) == (1, 2)


FLAT = """
黄山市某局2024年度文物保护项目绩效目标表
项目名称：文物保护  项目资金：120万元
年度目标：修缮文物3处。
绩效指标：【产出指标-数量指标】指标1：修缮文物数量（≥3处）；指标2:培训人次(≥50人次)【产出指标-质量指标】指标1:验收合格率(100%)
【效益指标-社会效益指标】参观人次增长率(含线上)(≥5%)；【满意度指标-服务对象满意度】观众满意度（≥90%）。
"""


def test_a_table_written_as_running_text() -> None:
    (document,) = table(FLAT).documents
    assert misplaced(document) == []
    pointers = ("/year", "/agency", "/project", "/budget/total", "/goals")
    assert texts(document, *pointers) == ["2024", "黄山市某局", "文物保护", "120万元", "修缮文物3处。"]
    assert rows(document, *LEVELS_NAME_TARGET) == [
        ("产出指标", "数量指标", "修缮文物数量", "≥3处"),
        ("产出指标", "数量指标", "培训人次", "≥50人次"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
        ("效益指标", "社会效益指标", "参观人次增长率(含线上)", "≥5%"),
        ("满意度指标", "服务对象满意度", "观众满意度", "≥90%"),
    ]


SMALL = """
项目绩效目标表（2023年）
预算单位→某局→项目名称→某项目
项目总体目标→目标1：完成甲；目标2：完成乙→→
一级指标→二级指标→三级指标→指标值
产出指标→数量指标→甲→≥1个
→质量指标→乙→≥95%
"""


def test_other_separators_read_the_same() -> None:
    wanted = outline(table(SMALL))
    assert wanted
    lines = SMALL.strip().splitlines()
    bars = "\n".join(f"| {line.replace('→', ' | ')} |" for line in lines).replace(
        "指标值 |", "指标值 |\n|---|:---:|---|---|"
    )
    commas = "\n".join(line.replace("→", ",") for line in lines)
    assert outline(read(bars)) == wanted
    assert outline(read(commas)) == wanted
    all_quoted = "\n".join('"' + line.replace("→", '","') + '"' for line in lines)
    assert outline(read(all_quoted, "table.csv")) == wanted
    blanks = "\n".join(line.strip("→").replace("→", "   ") for line in lines[:-1])
    assert outline(read(blanks)) == [wanted[0][:-1]]


def outline(reading: Reading) -> list[list[object]]:
    pointers = ("/year", "/agency", "/project", "/goals")
    return [
        [texts(document, *pointers), *rows(document, *LEVELS_NAME_TARGET)] for document in reading.documents
    ]  # fmt: skip


def test_cells_that_a_spreadsheet_quotes() -> None:
    text = '项目总体目标→"目标1：做甲\n目标2：做""乙"""\n一级指标→二级指标→三级指标→指标值\n产出→数量→"甲\n乙"→"≥1个"\n'
    (document,) = table(text).documents
    assert texts(document, "/goals") == ['目标1：做甲\n目标2：做"乙"']
    # Quotation marks that nothing asks for were typed by somebody and stay.
    assert rows(document, "name", "target") == [("甲\n乙", '"≥1个"')]
    name = document.find("/indicators/0/name")
    assert name is not None
    assert document.locate(name).text == "甲\n乙"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    text = SMALL.replace("→", "\t")
    reading = read(text.replace("\n", end).encode(encoding))
    assert outline(reading) == outline(read(text))
    (document,) = reading.documents
    assert misplaced(document) == []
    target = document.find("/indicators/1/target")
    assert target is not None
    found = document.locate(target).range
    assert found is not None
    assert (found.start.line, found.start.column) == (7, 9)  # tab, 4 characters, tab, 1, tab


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "只是一段话。", "a\tb\tc\n", "牛奶\t2\n面包\t1\n", "\0\0", "项目名称\t甲\n"]
)
def test_no_table(text: str) -> None:
    reading = read(text)
    assert (reading.documents, reading.problems, reading.recognised) == ((), (), False)


def test_a_header_without_rows_is_an_empty_table() -> None:
    (document,) = table("项目名称→甲\n一级指标→二级指标→三级指标→指标值\n").documents
    assert rows(document, "name") == []
    assert texts(document, "/project") == ["甲"]


def test_a_row_of_the_table_is_placed_at_its_line() -> None:
    (document,) = table(SMALL).documents
    wanted = {"": (2, 7), "/indicators": (5, 5), "/indicators/0": (6, 6), "/indicators/1/level1": (7, 7)}
    for pointer, lines in wanted.items():
        node = document.find(pointer)
        assert node is not None
        found = document.locate(node).range
        assert found is not None
        assert (found.start.line, found.end.line) == lines, pointer


def test_what_a_list_says_twice_and_a_column_without_a_header() -> None:
    reading = table(
        "项目名称→项目负责人→一级指标→二级指标→三级指标→指标值→\n"
        "某项目→李某→产出指标→数量指标→甲→≥1个→\n"
        "某项目→王某→产出指标→数量指标→乙→≥2个→另记\n"
    )
    (document,) = reading.documents
    assert texts(document, "/leader") == ["李某"]
    found = [problem for problem in said(reading) if problem[0] != "missing-column"]
    assert found == [("duplicate-field", "项目负责人"), ("column-not-understood", "G")]
    (twice,) = [problem for problem in reading.problems if problem.id == "duplicate-field"]
    assert (twice.location.line, [(role, place.line) for role, place in twice.related]) == (3, [("first", 2)])


def test_submissions_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linter.limits.SUBMISSIONS", 2)
    yaml = "年度: 2023\n项目名称: 甲\n---\n"
    for text, path in ((SMALL.replace("→", "\t") * 3, "a.txt"), (yaml * 3, "a.yaml")):
        reading = read(text, path)
        assert len(reading.documents) == 2
        found = [problem.words for problem in reading.problems if problem.id == "too-many"]
        assert found == [{"what": "submissions", "limit": 2}]


def test_cells_and_columns_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linter.limits.CELLS", 5)
    grid, problems = cut(Source("a.txt", "a\tb\n" * 5), "\t")
    assert [problem.words for problem in problems] == [{"what": "cells", "limit": 5}]
    assert sum(map(len, grid.rows)) == 5
    monkeypatch.setattr("linter.limits.COLUMNS", 3)
    _, problems = cut(Source("a.txt", "a\tb\tc\td\n"), "\t")
    assert [problem.words["what"] for problem in problems] == ["columns"]
    reading = read("a\tb\tc\td\n")
    assert ([problem.id for problem in reading.problems], reading.recognised) == (["too-many"], None)
