"""Grids of cells without text offsets, as spreadsheets give them; and the words that forms are read by."""

import pytest

from linter.diagnostic import Cell
from linter.document import Document, Place
from linter.readers import form
from linter.readers.grid import Grid, GridCell
from linter.schema import Field, normal
from linter.source import Source
from tests.readers.reading import kind, rows, table, texts

SHEET = [
    ["项目支出绩效目标表", "", "", "", "", ""],
    ["填报单位：某局（2023年）", "", "", "", "单位：元", ""],
    ["项目名称", "某项目", "", "项目资金", "120,000", ""],
    ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "单位"],
    ["产出指标", "数量指标", "甲", "≥", "3", "万人"],
    ["", "", "乙", "=", "2", "个"],
]
MERGED = {(0, 0): (1, 6), (2, 1): (1, 2), (4, 0): (2, 1), (4, 1): (2, 1)}  # row, column -> height, width


def sheet() -> Grid:
    grid = Grid()
    covered = {
        (row + down, column + right)
        for (row, column), (height, width) in MERGED.items()
        for down in range(height)
        for right in range(width)
        if down or right
    }
    for row, line in enumerate(SHEET):
        cells = []
        for column, text in enumerate(line):
            if (row, column) not in covered:
                place = Place(cell=Cell(f"{'ABCDEF'[column]}{row + 1}", "绩效目标表"), order=row * 10 + column)
                cells.append(GridCell(row, column, text, place, *MERGED.get((row, column), (1, 1))))
        grid.rows.append(cells)
    return grid


@pytest.fixture(name="document")
def read_sheet() -> Document:
    documents, problems = form.documents(sheet(), Source("a.xlsx", ""), [kind()], first=3)
    assert [problem.id for problem in problems] == ["missing-column"]  # the sheet has no place for the goals
    (document,) = documents
    assert document.number == 3
    return document


def test_a_sheet(document: Document) -> None:
    assert texts(document, "/year", "/project", "/budget/total", "/budget/currency") == [
        "2023",
        "某项目",
        "120,000",
        "元",
    ]
    assert rows(document, "level1", "level2", "name", "target") == [
        ("产出指标", "数量指标", "甲", "≥3万人"),
        ("产出指标", "数量指标", "乙", "=2个"),
    ]


@pytest.mark.parametrize(
    ("span", "ref"), [((0, 1), "D5"), ((1, 2), "E5"), ((2, 4), "F5"), (None, "E5"), ((1, 4), "E5")]
)
def test_a_span_of_a_joined_value_points_at_its_cell(
    document: Document, span: tuple[int, int] | None, ref: str
) -> None:
    target = document.find("/indicators/0/target")
    assert target is not None
    location = document.locate(target, span)
    assert (location.cell and location.cell.ref, location.range, location.span) == (ref, None, span)


@pytest.mark.parametrize(
    ("pointer", "ref"),
    [
        ("/project", "B3"),
        ("/budget", "A3"),
        ("/indicators", "A4"),
        ("/indicators/1", "C6"),
        ("/indicators/1/level1", "A5"),
    ],
)
def test_containers_stand_at_their_first_cell(document: Document, pointer: str, ref: str) -> None:
    rows(document)
    node = document.find(pointer)
    assert node is not None
    cell = document.locate(node).cell
    assert cell is not None
    assert cell.text == f"绩效目标表!{ref}"


def test_a_position_that_is_merged_or_beyond_the_end_is_blank() -> None:
    grid = sheet()
    assert [grid.at(4, 0).text, grid.at(5, 0).text, grid.at(5, 2).text, grid.at(5, 99).text] == [
        "产出指标",
        "",
        "乙",
        "",
    ]
    assert [grid.at(99, 0).text, grid.at(-1, 0).text, grid.filled(99), grid.filled(-1)] == ["", "", [], []]


def test_a_part_of_a_cell_keeps_its_place() -> None:
    cell = GridCell(0, 0, "甲： 乙 ", Place(10, 15, 10, order=10))
    part = cell.part(2, 5)
    assert (part.text, part.place.start, part.place.end) == ("乙", 13, 14)
    assert cell.part(9, 9).text == ""


def mappings(field: Field) -> list[Field]:
    found = [below for below in field.walk() if below.properties]
    assert len(found) >= 3
    return found


def test_no_label_means_two_fields_of_one_level() -> None:
    for owner in mappings(kind().root):
        seen: dict[str, str] = {}
        for below in owner.properties.values():
            assert len(set(below.labels)) == len(below.labels), below.name
            for label in {normal(label) for label in below.labels}:
                assert seen.setdefault(label, below.name) == below.name, label


def test_every_label_is_known_as_a_key() -> None:
    assert kind().knows("项目 名称")
    assert kind().knows("level1")
    assert not kind().knows("天气")


@pytest.mark.parametrize(
    "label",
    ["项目 名 称", "*项目名称：", "一、项目名称", "（一）项目名称", "1.项目名称", "①项目名称", "项目名称(必填)"],
)
def test_labels_as_forms_print_them(label: str) -> None:
    (document,) = table(f"{label}→某项目\n一级指标→二级指标→三级指标→指标值\n产出→数量→甲→1\n").documents
    assert texts(document, "/project") == ["某项目"]


@pytest.mark.parametrize(
    ("line", "pointer", "wanted"),
    [
        ("单位：万元", "/budget/currency", "万元"),
        ("（单位：人民币万元）", "/budget/currency", "万元"),
        ("单位：某局", "/agency", "某局"),
        ("实施单位→[610001]某公司", "/agency", "某公司"),
        ("主管部门→(433)某局(部门)", "/department", "某局(部门)"),
        ("年度→2023年度", "/year", "2023"),
        ("年度→完成甲项工作，共3项", "/goals", "完成甲项工作，共3项"),
        ("项目类别→其他→项目期→1年", "/category", "其他"),
        ("项目类别→其他→项目期→1年", "/period", "1年"),
        ("项目资金（万元）→100", "/budget/total", "100"),
        ("项目资金：100万元", "/budget/total", "100万元"),
        ("年度预算总额→854万(其中本级600万)", "/budget/total", "854万(其中本级600万)"),
        ("中期资金总额→900→年度资金总额→300", "/budget/total", "300"),
        ("项目资金总额（跨年）→900", "/budget/total", None),
        ("项目负责人→→电话→123", "/leader", ""),
        ("某县部门整体支出绩效目标表", "/project", "部门整体支出"),
        ("某县教育局2022年度校舍维修", "/agency", "某县教育局"),
        ("某县教育局2022年度校舍维修", "/project", "校舍维修"),
        ("填报日期：2022年11月", "/year", None),
    ],
)
def test_one_line_above_a_table(line: str, pointer: str, wanted: str | None) -> None:
    (document,) = table(f"{line}\n一级指标→二级指标→三级指标→指标值\n产出→数量→甲→1\n").documents
    assert texts(document, pointer) == [wanted]
