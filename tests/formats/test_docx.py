"""What Word documents do with text: merges, tables in tables, changes that are tracked, signs from other fonts."""

from __future__ import annotations

import pytest

from linter.readers import docx
from tests.formats.packing import document


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(run if run.startswith('<') else f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def cell(content: str, properties: str = "") -> str:
    content = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: list[str]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in rows) + "</w:tbl>"


RESTART, CONTINUE, BARE = '<w:vMerge w:val="restart"/>', '<w:vMerge w:val="continue"/>', "<w:vMerge/>"


def read(body: str) -> list[list[tuple[str, str]]]:
    """The reference and the text of each cell."""
    return [
        [((cell.place.cell.ref if cell.place.cell else ""), cell.text) for cell in row]
        for row in docx.read(document(body)).grids[0].rows
    ]


def texts(body: str) -> list[list[str]]:
    return [[text for _, text in row] for row in read(body)]


@pytest.mark.parametrize("continues", [CONTINUE, BARE])
def test_merged_cells(continues: str) -> None:
    body = table(
        [cell("甲", '<w:gridSpan w:val="2"/>'), cell("乙", RESTART)],
        [cell("丙"), cell("丁"), cell("看不见", continues)],
        [cell("戊"), cell("己"), cell("庚")],
    )
    (rows,) = (docx.read(document(body)).grids[0].rows,)
    assert [[cell.text for cell in row] for row in rows] == [["甲", "乙"], ["丙", "丁", ""], ["戊", "己", "庚"]]
    assert [(cell.column, cell.height, cell.width) for cell in rows[0]] == [(0, 1, 2), (2, 2, 1)]
    assert rows[1][2].place.cell is not None
    assert rows[1][2].place.cell.ref == "C1"  # where the cell is that covers it


def test_a_row_that_leaves_out_columns() -> None:
    body = f"<w:tbl><w:tr>{cell('甲')}{cell('乙')}</w:tr>"
    body += f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("丙")}</w:tr></w:tbl>'
    assert read(body) == [[("A1", "甲"), ("B1", "乙")], [("B2", "丙")]]


def test_lines_and_tables_in_their_order() -> None:
    inner = table([cell("内1"), cell("内2")])
    body = paragraph("题") + table([cell("外1"), cell(paragraph("前") + inner + paragraph("后"))]) + paragraph("尾")
    body += table([cell("又")])
    assert read(body) == [
        [("¶1", "题")],
        [("A1", "外1"), ("B1", "前")],
        [("A1", "内1"), ("B1", "内2")],
        [("B1", "后")],
        [("¶2", "尾")],
        [("A1", "又")],
    ]
    tables = [row[0].place.cell.table for row in docx.read(document(body)).grids[0].rows if row[0].place.cell]
    assert tables == [None, 1, 2, 1, None, 3]


def test_lines_in_a_cell() -> None:
    assert texts(table([cell(paragraph("甲", "<w:r><w:br/></w:r>", "乙") + paragraph("丙"))])) == [["甲\n乙\n丙"]]


def test_a_tab_sets_parts_apart_and_a_tab_stop_is_none() -> None:
    stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>'
    assert texts(paragraph(stops, "单位：甲", "<w:r><w:tab/></w:r>", "金额：乙")) == [["单位：甲  金额：乙"]]


def test_tracked_changes_read_as_accepted() -> None:
    body = paragraph(
        "<w:del><w:r><w:delText>≥10人</w:delText></w:r></w:del>",
        "<w:ins><w:r><w:t>≥20人</w:t></w:r></w:ins>",
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>",
        "<w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo>",
    )
    assert texts(body) == [["≥20人移来"]]


def test_signs_of_the_symbol_font() -> None:
    body = paragraph('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "5", "<w:r><w:noBreakHyphen/></w:r>", "8")
    assert texts(body) == [["≥5-8"]]


def test_fields_controls_and_text_boxes() -> None:
    box = "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice>"
    box += "<mc:Fallback><w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    body = paragraph(box.format(paragraph("框"))) + f"<w:sdt><w:sdtContent>{paragraph('控')}</w:sdtContent></w:sdt>"
    body += paragraph("<w:r><w:instrText>DATE</w:instrText></w:r>", "2024年")
    assert texts(body) == [["框"], ["控"], ["2024年"]]
