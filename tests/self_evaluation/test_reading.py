"""Self-evaluations in every format, and told from target tables by their columns."""

from pathlib import Path

import pytest

from tests.self_evaluation.forms import DATA, PIPES, TARGETS, content, read, workbook

TABLES = sorted((DATA / "tables").glob("*.txt"))
EXAMPLES = sorted((DATA.parent.parent / "examples").glob("korla-*"))
assert len(TABLES) >= 10, "no target tables, so none could be taken for something else"
assert len(EXAMPLES) >= 4, "no examples, so none could be taken for something else"


def test_what_the_form_says() -> None:
    reading = read(PIPES)
    assert not reading.problems
    (document,) = reading.documents
    assert document.kind.id == "self-evaluation"
    found = content(document)
    assert found["/year"] == "2023"
    assert found["/agency"] == "某县农村供水站"
    assert found["/budget/currency"] == "万元"
    wanted = {"initial": "120", "annual": "150", "executed": "142", "points": "10", "rate": "94.67%", "score": "9.47"}
    assert {name: found[f"/budget/total/{name}"] for name in wanted} == wanted
    assert found["/budget/carry_over/executed"] == "30"
    assert found["/budget/other/rate"] == "—"
    assert "/budget/fiscal/points" not in found
    assert found["/goals/0"].startswith("维修供水管网12.5公里")
    assert found["/achievements/0"].startswith("维修供水管网12.8公里")
    assert found["/indicators/3/level1"] == "产出指标"
    assert found["/indicators/3/target"] == "2023年11月底前"
    assert found["/indicators/3/actual"] == "2023年12月"
    assert found["/indicators/3/reason"].startswith("汛期")
    assert found["/indicators/7/score"] == "9.78"
    assert (found["/total/weight"], found["/total/score"]) == ("100", "97.25")
    assert found["/points/levels/0/points"] == "50"


@pytest.mark.parametrize("name", ["pipes.yaml", "pipes.json"])
def test_yaml_and_json_say_the_same(name: str) -> None:
    reading = read((DATA / "self-evaluation" / name).read_bytes(), name)
    assert not reading.problems
    assert content(reading.documents[0]) == content(read(PIPES).documents[0])


def test_a_workbook_says_the_same() -> None:
    reading = read(workbook(PIPES), "自评表.xlsx")
    assert not reading.problems
    assert content(reading.documents[0]) == content(read(PIPES).documents[0])


def test_both_kinds_in_one_file() -> None:
    wanted = [content(read(text).documents[0]) for text in (TARGETS, PIPES)]
    for data, path, expected in (
        (f"{TARGETS}\n{PIPES}", "a.txt", wanted),
        (f"{PIPES}\n{TARGETS}", "a.txt", wanted[::-1]),
        (workbook(TARGETS, PIPES), "a.xlsx", wanted),
    ):
        reading = read(data, path)
        assert [content(document) for document in reading.documents] == expected
    kinds = [document.kind.id for document in read(f"{TARGETS}\n{PIPES}").documents]
    assert kinds == ["target-table", "self-evaluation"]


def test_both_kinds_in_one_stream() -> None:
    target = (DATA.parent.parent / "examples" / "korla-2023.yaml").read_text(encoding="utf-8").split("\n---\n")[1]
    own = (DATA / "self-evaluation" / "pipes.yaml").read_text(encoding="utf-8")
    reading = read(f"{target}\n---\n{own}", "a.yaml")
    assert [document.kind.id for document in reading.documents] == ["target-table", "self-evaluation"]


@pytest.mark.parametrize("path", [*TABLES, *EXAMPLES], ids=lambda path: path.name)
def test_target_tables_stay_target_tables(path: Path) -> None:
    documents = read(path.read_bytes(), path.name).documents
    assert documents
    assert {document.kind.id for document in documents} == {"target-table"}


HEAD = "项目名称\t培训\n实施单位\t某局\n"
ROW = "产出指标\t数量指标\t培训人数\t≥100人\t"


@pytest.mark.parametrize(
    ("columns", "cells", "kind"),
    [
        ("年度指标值\t实际完成值\t分值\t得分", "105人\t10\t10", "self-evaluation"),
        ("年度指标值\t分值\t全年实际完成值\t得分\t未完成原因分析", "10\t105人\t10\t", "self-evaluation"),
        ("指标值\t完成值\t自评得分", "105人\t10", "self-evaluation"),
        ("指标值\t实际完成情况", "105人", "self-evaluation"),
        ("年初目标值\t实际值\t偏差原因分析及改进措施", "105人\t", "self-evaluation"),
        ("年度指标值\t分值", "10", "target-table"),
        ("指标值\t上年完成值\t分值", "90人\t10", "target-table"),
        ("指标值\t指标值设置依据\t上年实际完成值\t权重\t赋分规则", "历史标准\t90人\t10\t直接赋分", "target-table"),
        ("指标值\t上年完成情况\t备注", "90人\t", "target-table"),
    ],
)  # fmt: skip
def test_the_columns_decide(columns: str, cells: str, kind: str) -> None:
    text = f"2023年\n{HEAD}一级指标\t二级指标\t三级指标\t{columns}\n{ROW}{cells}\n"
    assert [document.kind.id for document in read(text).documents] == [kind]


FUNDS = {
    "rows of their own": (
        "项目资金\t\t全年预算数（A）\t全年执行数（B）\t执行率（B/A）\t分值\t得分\n"
        "（万元）\t年度资金总额：\t100\t95\t95%\t10\t9.5\n"
        "\t其中：财政拨款\t80\t78\t97.5%\t-\t-\n"
        "\t其他资金\t20\t17\t85%\t-\t-\n"
    ),
    "no labels": "资金情况（万元）\t预算数\t执行数\t执行率\t分值\t得分\n\t100\t95\t95%\t10\t9.5\n",
    "two sides": (
        "预算执行情况（万元）\t预算数：\t100\t执行数：\t95\n"
        "\t其中：财政拨款\t80\t其中：财政拨款\t78\n"
        "\t其他资金\t20\t其他资金\t17\n"
    ),
    "pairs": "预算数（万元）\t100\t执行数（万元）\t95\t执行率\t95%\t得分\t9.5\n",
}


@pytest.mark.parametrize("name", FUNDS)
def test_the_funds_in_other_arrangements(name: str) -> None:
    text = f"2023年\n{HEAD}{FUNDS[name]}一级指标\t二级指标\t三级指标\t指标值\t实际完成值\n{ROW}105人\n"
    reading = read(text)
    found = content(reading.documents[0])
    assert not [problem for problem in reading.problems if problem.id == "column-not-understood"]
    assert (found["/budget/total/annual"], found["/budget/total/executed"]) == ("100", "95")
    assert found["/budget/currency"] == "万元"
    if "其中" in text:
        assert (found["/budget/fiscal/annual"], found["/budget/fiscal/executed"]) == ("80", "78")
        assert (found["/budget/other/annual"], found["/budget/other/executed"]) == ("20", "17")
    if "得分\n" in FUNDS[name] or "得分\t" in FUNDS[name]:
        assert (found["/budget/total/rate"], found["/budget/total/score"]) == ("95%", "9.5")
    assert not [pointer for pointer in found if pointer.startswith("/budget/") and found[pointer] == "-"]


def test_points_of_a_source_have_no_field() -> None:
    funds = (
        "项目资金（万元）\t\t全年预算数\t全年执行数\t分值\n\t年度资金总额\t100\t95\t10\n\t其中：财政拨款\t80\t78\t5\n"
    )
    text = f"2023年\n{HEAD}{funds}一级指标\t二级指标\t三级指标\t指标值\t实际完成值\n{ROW}105人\n"
    said = [problem.words["label"] for problem in read(text).problems if problem.id == "column-not-understood"]
    assert said == ["分值"]


def test_the_unit_of_an_actual_value_stands_in_its_column() -> None:
    text = (
        f"2023年\n{HEAD}一级指标\t二级指标\t三级指标\t指标性质\t指标值\t计量单位\t实际完成值\n"
        "产出指标\t数量指标\t培训人数\t≥\t100\t人\t105\n"
        "产出指标\t质量指标\t合格率\t≥\t95\t%\t已完成\n"
    )
    document = read(text).documents[0]
    found = content(document)
    assert [found[f"/indicators/{row}/target"] for row in (0, 1)] == ["≥100人", "≥95%"]
    assert [found[f"/indicators/{row}/actual"] for row in (0, 1)] == ["105人", "已完成"]


@pytest.mark.parametrize("line", ["总分\t\t\t\t\t100\t95", "合计：\t\t\t\t\t100\t95", "总分\t100\t95"])
def test_the_totals_below_the_table(line: str) -> None:
    text = f"2023年\n{HEAD}一级指标\t二级指标\t三级指标\t指标值\t实际完成值\t分值\t得分\n{ROW}105人\t100\t95\n{line}\n"
    document = read(text).documents[0]
    found = content(document)
    assert (found["/total/weight"], found["/total/score"]) == ("100", "95")
    assert "/indicators/1/name" not in found


def test_a_form_without_totals_has_none() -> None:
    head = f"2023年\n{HEAD}一级指标\t二级指标\t三级指标\t指标值\t实际完成值\t分值\t得分\n"
    text = f"{head}{ROW}105人\t100\t95\n小计\t\t\t\t\t100\t95\n"
    document = read(text).documents[0]
    assert "/total/score" not in content(document)
    assert "/total/score" in document.absent
