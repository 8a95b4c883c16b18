"""A replacement is written in the quotes and escapes of the scalar it goes into; where that cannot be, nothing is."""

import json

import pytest

from linter.rulebook import RuleBook
from tests.fixes.mended import ALL, SAFE, fixable, mend, texts

_FORM = """\
年度: 2023
项目名称: 大楼运行
指标:
  - 一级指标: 产出指标
    二级指标: 数量指标
    三级指标: 维护面积
    指标值: {}
    指标分值权重: 90
"""

# What stands after `指标值:`, and what should stand there once it is mended.
_SCALARS = [
    ('">=3人"', '"≥3人"'),
    ("'>=3人'", "'≥3人'"),
    (">=3人", '"≥3人"'),  # no YAML before it is quoted
    ("≧3人 # 至少", "≥3人 # 至少"),
    ('"\\u2267\\u0033\\u4eba"', '"≥3人"'),  # all escapes: the scalar is written anew
    ('"≧3人（\\"全部\\"）"', '"≥3人（\\"全部\\"）"'),
    ("'≧3人（''全部''）'", "'≥3人（''全部''）'"),
    ("＝95%", "=95%"),  # = may begin a plain text
    ("＞95%", '">95%"'),  # > may not
    ("＜95%", "<95%"),
    ("≥=2,000人", '"≥2,000人"'),  # in braces the comma would end it, and whether it stands in some is not asked
]


@pytest.mark.parametrize(("before", "after"), _SCALARS)
def test_scalars_of_yaml(book: RuleBook, before: str, after: str) -> None:
    data, result = mend(_FORM.format(before).encode(), book)
    assert data.decode() == _FORM.format(after)
    assert not fixable(result.diagnostics)


@pytest.mark.parametrize("block", ["|\n      ≧3人", ">-\n      ≧3人", '"≧3\n      人"'])
def test_a_text_that_is_not_on_one_line_is_left_alone(book: RuleBook, block: str) -> None:
    text = _FORM.format(block)
    data, result = mend(text.encode(), book)
    assert data.decode() == text
    assert "comparator-style" in {one.rule for one in result.diagnostics}
    assert not fixable(result.diagnostics)  # and nothing is promised


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("indent", [None, 2])
def test_json(book: RuleBook, ascii_only: bool, indent: int | None) -> None:
    row = {"level1": "产出指标", "level2": "数量指标", "name": "维护面积", "target": '≧3㎡（"全部"）', "weight": 90}
    form = {"year": 2023, "project": "大楼", "indicators": [row], "evidence": None}
    data, _ = mend(json.dumps(form, ensure_ascii=ascii_only, indent=indent).encode(), book, "a.json")
    assert json.loads(data) == {**form, "indicators": [{**row, "target": '≥3平方米（"全部"）'}]}


def test_a_cell_of_a_text_dump_stays_one_cell(book: RuleBook) -> None:
    head = "项目支出绩效目标表\n年度,2023\n项目名称,大楼\n一级指标,二级指标,三级指标,指标值,指标分值权重\n"
    text = head + '产出指标,数量指标,面积,"≧2,000㎡",50\n产出指标,数量指标,人数,"≧3人（""全部""）",40\n'
    data, result = mend(text.encode(), book, "a.csv")
    # The second cell's marks are doubled, so that its text does not stand in the file as it is read.
    assert data.decode() == text.replace('"≧2,000㎡"', '"≥2,000平方米"')
    assert not fixable(result.diagnostics)


def test_an_alias_is_mended_once_where_it_is_written(book: RuleBook) -> None:
    text = _FORM.format('"≥3人"') + (
        "    佐证资料: &e [正式材料]\n"
        "  - {一级指标: 产出指标, 二级指标: 数量指标, 三级指标: 人数, 指标值: ≥3人, 佐证资料: *e}\n"
    )
    data, _ = mend(text.encode(), book)
    assert data.decode() == text.replace("正式材料", "正式资料")


def test_what_may_change_the_meaning_waits_to_be_asked_for(book: RuleBook) -> None:
    text = _FORM.format('"≥24人/次"')
    assert mend(text.encode(), book, safeties=SAFE)[0].decode() == text
    data, _ = mend(text.encode(), book, safeties=ALL)
    assert texts(data, book)[1, "/indicators/0/target"] == "≥24人次"


def test_many_slips_that_hide_one_another_are_all_mended(book: RuleBook) -> None:
    """Each bare value keeps the parser from reaching the next; there are more of them than rounds."""
    row = "  - {{一级指标: 产出指标, 二级指标: 数量指标, 三级指标: 事项{0}, 指标值: >={0}人, 指标分值权重: 3}}\n"
    text = "年度: 2023\n项目名称: 大楼\n指标:\n" + "".join(row.format(number) for number in range(1, 31))
    data, result = mend(text.encode(), book)
    assert not fixable(result.diagnostics)
    found = texts(data, book)
    assert [found[1, f"/indicators/{n}/target"] for n in range(30)] == [f"≥{n}人" for n in range(1, 31)]


def test_a_comment_that_suppresses_a_finding_keeps_it_from_being_mended(book: RuleBook) -> None:
    text = _FORM.format('"≧3人" # jixiao: ignore[comparator-style] 系统只能这样填')
    assert mend(text.encode(), book)[0].decode() == text
