"""Forms in a long document: what stands before a form, and in other tables, does not become part of it."""

from __future__ import annotations

import pytest

from tests.formats.writing import WRITERS
from tests.readers.reading import read, rows, texts

# Each block is a table or lines; the writers make a table of what follows the first row of several cells.
COVER = "某市林业局\n2021年部门预算公开\n目录\n一、部门概况\n二、项目支出绩效目标表\n序号\t名称\t页码\n1\t概况\t2\n"
PROSE = "一、部门概况\n我局主要职责是保护森林资源，2021年预算安排如下。\n"
FUNDS = (
    "部门收支总表\n"
    "单位名称：某市林业局\n"
    "年度\t2020\t2021\t增减\n"
    "项目名称\t预算数\t执行数\t执行率\n"
    "人员经费\t3000\t2900\t97%\n"
    "公用经费\t500\t480\t96%\n"
)
STATEMENT = "二、绩效情况说明\n其他资金安排见附表。\n序号\t事项\t金额\t备注\n1\t差旅\t20\t无\n2\t会议\t10\t无\n"
FIRST = (
    "项目支出绩效目标表\n"
    "（2022年度）\n"
    "项目名称\t退耕还林\t预算单位\t某县林业局\n"
    "年度预算总额（万元）\t120\t财政拨款\t120\n"
    "总体目标\t退耕还林2万亩。\n"
    "一级指标\t二级指标\t三级指标\t指标值\n"
    "产出指标\t数量指标\t退耕面积\t≥2万亩\n"
)
# Without a title: it begins with its first labels.
SECOND = (
    "项目名称\t森林防火\t主管部门\t某市应急局\n"
    "年度预算总额（万元）\t80\t\t\n"
    "总体目标\t不发生重大火灾。\n"
    "一级指标\t二级指标\t三级指标\t指标值\n"
    "产出指标\t数量指标\t巡护里程\t≥900公里\n"
)
POINTERS = ("/year", "/agency", "/department", "/project", "/budget/total", "/budget/fiscal", "/goals")
READ_FIRST = ["2022", "某县林业局", None, "退耕还林", "120", "120", "退耕还林2万亩。"]
READ_SECOND = [None, None, "某市应急局", "森林防火", "80", None, "不发生重大火灾。"]


@pytest.mark.parametrize("format", ["docx", "html"])
@pytest.mark.parametrize(
    "before", [[COVER], [PROSE + FUNDS], [COVER, PROSE + FUNDS, STATEMENT]], ids=["cover", "funds", "all"]
)
@pytest.mark.parametrize(("form", "wanted"), [(FIRST, READ_FIRST), (SECOND, READ_SECOND)], ids=["title", "no title"])
def test_the_first_form(format: str, before: list[str], form: str, wanted: list[str | None]) -> None:
    (document,) = read(WRITERS[format](*before, form), f"a.{format}").documents
    assert texts(document, *POINTERS) == wanted
    assert len(rows(document, "name")) == 1


@pytest.mark.parametrize("format", ["docx", "html"])
def test_a_form_after_another_and_after_other_tables(format: str) -> None:
    documents = read(WRITERS[format](FIRST, PROSE + FUNDS, STATEMENT, SECOND), f"a.{format}").documents
    assert [texts(document, *POINTERS) for document in documents] == [READ_FIRST, READ_SECOND]
    assert [rows(document, "name", "target") for document in documents] == [
        [("退耕面积", "≥2万亩")],
        [("巡护里程", "≥900公里")],
    ]
