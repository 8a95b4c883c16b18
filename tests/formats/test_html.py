"""Pages: spans, tags that are left out or broken, and spaces."""

from __future__ import annotations

import pytest

from linter.readers import html


def read(page: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in html.read(page).grids[0].rows]


def test_spans() -> None:
    page = "<table><tr><td rowspan=3>甲<td colspan='2'>乙<td>丙</tr><tr><td>丁<td rowspan=2>戊<td>己</tr>"
    page += "<tr><td>庚<td>辛</table>"
    rows = html.read(page).grids[0].rows
    assert [[(cell.column, cell.text) for cell in row] for row in rows] == [
        [(0, "甲"), (1, "乙"), (3, "丙")],
        [(0, ""), (1, "丁"), (2, "戊"), (3, "己")],
        [(0, ""), (1, "庚"), (2, ""), (3, "辛")],
    ]
    names = [cell.place.cell.ref for cell in rows[2] if cell.place.cell]
    assert names == ["A1", "B3", "C2", "D3"]


PAGES = [
    ("tags left out", "<table><tr><td>甲<td>乙<tr><td>丙", [["甲", "乙"], ["丙"]]),
    ("no rows", "<table><td>甲</td><td>乙</td></table>", [["甲", "乙"]]),
    ("a caption and stray text", "<table><caption>题</caption><tr>外<td>甲</tr></table>", [["题"], ["甲"], ["外"]]),
    ("a table in a cell", "<table><tr><td>甲<table><tr><td>乙</table>丙<td>丁</table>", [["甲"], ["乙"], ["丙", "丁"]]),
    ("lines", "<p>题<br>目</p><div>文</div><table><tr><td><p>甲</p><p>乙<br/>丙</p></table>",
     [["题"], ["目"], ["文"], ["甲\n乙\n丙"]]),
    ("references", "<td>&ge;5&#20154;&amp;&lt;&nosuch;</td>", [["≥5人&<&nosuch;"]]),
    ("wrapped source", "<p>维护\r\n   大楼 and\n more</p>", [["维护大楼 and more"]]),
    ("kept spaces", "<p>甲&nbsp;&nbsp;&nbsp;乙</p>", [["甲   乙"]]),
    ("comments", "<!-- <td>x</td> --><p>甲<!-->乙--></p><![if !vml]><p>丙<![endif]>", [["甲"], ["丙"]]),
    ("what is not shown", "<head><title>x</title></head><style>p{}</style><script>'<p>'</script><p>甲", [["甲"]]),
    ("quotes", "<p title='>' x=\"</p>\">甲</p>", [["甲"]]),
    ("a bare sign", "<p>1 < 2 且 3<4</p>", [["1 < 2 且 3<4"]]),
    ("case and prefixes", "<o:p></o:p><TABLE><TR><TH ROWSPAN=1>甲</TH></TR></TABLE>", [["甲"]]),
    ("spans without sense", "<table><tr><td colspan=0 rowspan=x>甲<td colspan=-1>乙</table>", [["甲", "乙"]]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "page", "rows"), PAGES, ids=[row[0] for row in PAGES])
def test_page(name: str, page: str, rows: list[list[str]]) -> None:
    assert read(page) == rows


@pytest.mark.parametrize(
    "page",
    ["<" * 100_000, "<!--" * 100_000, "<!" * 100_000, "<a b='" * 100_000, "<a " * 100_000, "<a" + " b" * 100_000,
     "<script>" * 50_000, "&#" + "9" * 100_000 + ";", "<p" + " " * 100_000, "</p" * 100_000, "<a b=" * 100_000],
    ids=lambda page: page[:12],
)  # fmt: skip
def test_nothing_is_looked_at_again_and_again(page: str) -> None:
    # In the square of its length each of these would take minutes.
    html.read(page)
