"""The report on screen: golden examples, carets in their places, nothing that a terminal obeys."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.diagnostic import Cell, Diagnostic, Location, Related, Severity, TableRow
from linter.report import Fate, FileResult, Report
from linter.reporters import REPORTERS, Style, glyphs_for
from linter.reporters.excerpt import excerpt
from linter.reporters.style import GLYPHS
from linter.reporters.summary import place
from linter.reporters.terminal import Marked, escape, inert, mark, measure
from linter.source import Source, display_width
from tests.reporters.samples import LINE, REPORT, ROW

GOLDEN = """\
没有.yaml: 错误 路径不存在 [missing-path]
  建议：核对文件名

表/a.yaml · 第 1 份：修路
表/a.yaml:2:9: 错误 不认识单位“万圆” [unknown-unit]
  2 │ 乙: '𠮷 ≥3万圆'
    │           ^^^^
  建议：是不是“万元”？
  可自动修改：改为“万元”

b.txt · 第 1 份
b.txt:2:9: 警告 合计 9万元，超过 5万元 [sum-over-total]
  │ 项 │ 名称   │ 数     │
  │ 一 │ 水电𠮷 │ ≤3万元 │
                    ^^^^
  算式：≤3万元 + ≤6万元 = 9万元 > 5万元
  相关：
    b.txt:3:5  ≤6万元
  建议：核对各行的数

跳过：购物.yaml：没有找到要检查的表

没有检查：e.yaml：没有读取权限

检查 6 个文件、5 份、12 行：2 个错误，1 个警告，0 个提示；\
1 项无法判定（--show-undetermined 查看）；1 处可用 --fix 修改；跳过 1，失败 1
"""

UNDETERMINED = """\
c.xlsx · 第 2 份
c.xlsx:目标表!D9: 无法判定 无法判定总数 [rate-total]
  D9 │ 1万元/人
     │ ^^^^^
  原因：没有以“人”为单位的行
"""

CONCISE = """\
没有.yaml: error missing-path 路径不存在
表/a.yaml:2:9: error unknown-unit 不认识单位“万圆”
b.txt:2:9: warning sum-over-total 合计 9万元，超过 5万元
not checked: e.yaml: 没有读取权限
checked 6 files, 5 submissions, 12 rows: 2 errors, 1 warning, 0 infos; \
1 undetermined (see --show-undetermined); 1 fixable with --fix; 1 skipped, 1 failed
"""


def test_golden() -> None:
    assert REPORTERS["text"](REPORT, Style()) == GOLDEN


def test_undetermined_outcomes_give_their_reason() -> None:
    text = REPORTERS["text"](REPORT, Style(show_undetermined=True))
    assert UNDETERMINED in text
    assert "1 项无法判定；" in text


def test_concise() -> None:
    assert REPORTERS["concise"](REPORT, Style(language="en")) == CONCISE


def test_ascii_glyphs_in_english() -> None:
    text = REPORTERS["text"](REPORT, Style(language="en", glyphs="ascii"))
    assert "  | 一 | 水电𠮷 | ≤3万元 |\n" in text
    assert "b.txt - submission 1\n" in text
    assert "  arithmetic: " in text
    assert "  help: " in text
    assert "\nskipped: " in text


def test_colour_changes_nothing_but_colour() -> None:
    coloured = REPORTERS["text"](REPORT, Style(color=True))
    assert "\x1b[31;1m错误\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == GOLDEN
    assert "\x1b" not in GOLDEN


def test_min_severity_says_what_it_hides() -> None:
    text = REPORTERS["text"](REPORT, Style(min_severity=Severity.ERROR))
    assert "sum-over-total" not in text
    assert "1 处低于所选级别，没有列出" in text


def test_clean() -> None:
    report = Report((FileResult("a.yaml", Fate.CLEAN, submissions=1, rows=2),), ())
    assert REPORTERS["text"](report, Style()) == (
        "检查 1 个文件、1 份、2 行：0 个错误，0 个警告，0 个提示；跳过 0，失败 0\n"
    )


def test_many_skipped_files_are_counted_by_reason_and_failed_ones_always_named() -> None:
    skipped = [FileResult(f"s{n}.yaml", Fate.SKIPPED, reason="没有表") for n in range(50)]
    failed = [FileResult(f"f{n}.yaml", Fate.FAILED, reason="坏") for n in range(50)]
    text = REPORTERS["text"](Report((*skipped, *failed), ()), Style())
    assert "跳过：50 个文件：没有表（如 s0.yaml、s1.yaml、s2.yaml）\n" in text
    assert text.count("没有检查：") == 50


def test_many_related_places() -> None:
    many = replace(ROW, related=tuple(Related(f"第{n}行", Location("b.txt")) for n in range(20)))
    report = Report((FileResult("b.txt", Fate.WITH_FINDINGS, (many,)),), ())
    text = REPORTERS["text"](report, Style())
    assert "第11行" in text
    assert "第12行" not in text
    assert "    另有 8 处\n" in text


def test_places_of_cells() -> None:
    style = Style()
    assert place(Location("a.xlsx", cell=Cell("D9", "表")), style) == "a.xlsx:表!D9"
    assert place(Location("a.docx", cell=Cell("D9", table=2)), style) == "a.docx:表2!D9"
    assert place(Location("a.pdf", cell=Cell("D9", table=2, page=3)), style) == "a.pdf:第3页表2!D9"
    assert place(Location("a.pdf", cell=Cell("D9", page=3)), style) == "a.pdf:第3页!D9"


@pytest.mark.parametrize(
    ("encoding", "glyphs"),
    [("utf-8", "unicode"), ("cp65001", "unicode"), ("gb18030", "unicode"), ("cp936", "gbk"), ("GBK", "gbk"),
     ("ascii", "ascii"), ("cp1252", "ascii"), (None, "ascii"), ("nonsense", "ascii")],
)  # fmt: skip
def test_glyphs_by_encoding(encoding: str | None, glyphs: str) -> None:
    assert glyphs_for(encoding) == glyphs


def test_glyphs_can_be_encoded() -> None:
    "".join(GLYPHS["gbk"].values()).encode("gbk")
    "".join(GLYPHS["ascii"].values()).encode("ascii")


def test_what_gbk_lacks_is_escaped_before_it_is_measured() -> None:
    lines = excerpt(LINE, REPORT.sources["表/a.yaml"], Style(glyphs="gbk"))
    assert lines[0] == "  2 │ 乙: '\\U00020bb7 ≥3万圆'"
    assert lines[1].index("^") == display_width(lines[0][: lines[0].index("万圆")])
    "\n".join(lines).encode("gbk")


def test_several_lines_are_shown_by_the_first() -> None:
    source = Source("a", "甲: |\n  乙\n  丙\n")
    finding = Diagnostic("x", Severity.ERROR, "", source.location(3, len(source.text)))
    assert excerpt(finding, source, Style()) == ["  1 │ 甲: |", "    │     ^"]


def test_the_end_of_a_file() -> None:
    source = Source("a", "甲: [1\n")
    finding = Diagnostic("x", Severity.ERROR, "", source.location(len(source.text), len(source.text)))
    assert excerpt(finding, source, Style()) == ["  2 │", "    │ ^"]


def test_rule_files_are_shown_too() -> None:
    source = Source("rules/x.yaml", "assert: a +\n")
    finding = Diagnostic("expression-syntax", Severity.ERROR, "没有写完", source.location(10, 11))
    text = REPORTERS["text"](Report((), (), (finding,), (source,)), Style())
    assert "  1 │ assert: a +\n    │           ^\n" in text


def row(
    cells: tuple[str, ...], column: int | None, span: tuple[int, int] | None = None, key: int | None = None
) -> Diagnostic:
    text = cells[column] if column is not None and column < len(cells) else None
    headers = tuple(f"表头{n}" for n in range(len(cells)))
    return replace(ROW, location=Location("a", text=text, span=span), row=TableRow(headers, cells, column, key))


def test_far_columns_give_way() -> None:
    cells = tuple(f"{n}内容内容内容" for n in range(12))
    lines = excerpt(row(cells, 8, (1, 3), 2), None, Style(width=60))
    assert lines == [
        "  │ … │ 表头2         │ … │ 表头8         │ … │",
        "  │ … │ 2内容内容内容 │ … │ 8内容内容内容 │ … │",
        "                             ^^^^",
    ]


def test_a_row_without_a_blamed_cell_has_no_caret() -> None:
    assert len(excerpt(row(("甲", "乙"), None), None, Style())) == 2


def test_a_blank_cell_is_marked_in_its_whole_width() -> None:
    assert excerpt(row(("甲", ""), 1), None, Style()) == [
        "  │ 表头0 │ 表头1 │",
        "  │ 甲    │       │",
        "            ^^^^^",
    ]


def test_a_cell_that_was_left_out_at_the_end_of_a_line() -> None:
    short = replace(ROW, location=Location("a"), row=TableRow(("甲", "乙"), ("一",), 1))
    assert excerpt(short, None, Style())[-1] == "         ^^"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x1b[31m", "a\\e[31m"), ("\x9b1m", "\\x9b1m"), ("\u202e甲", "\\u202e甲"), ("a\r\nb\t", "a\\r\\nb\\t"),
     ("\u2028\x85", "\\u2028\\x85"), ("\udc80", "\\udc80"), ("\U000e0041", "\\U000e0041"), ("≥3𠮷", "≥3𠮷")],
)  # fmt: skip
def test_escape(text: str, shown: str) -> None:
    assert escape(text) == shown


@given(st.text(st.characters()), st.booleans())
def test_nothing_in_a_report_is_obeyed(text: str, undetermined: bool) -> None:
    location = Location(text or "a", "/x", None, Cell(text, text), text)
    finding = replace(
        ROW, rule=text, message=text, help=text, arithmetic=text, project=text, location=location,
        related=(Related(text, location),), row=TableRow((text, text), (text, text), 1),
    )  # fmt: skip
    files = (
        FileResult(text, Fate.WITH_FINDINGS, (finding,), source=Source(text, text)),
        FileResult(text, Fate.FAILED, reason=text),
        FileResult(text, Fate.SKIPPED, reason=text),
    )
    for kind in ("text", "concise"):
        written = REPORTERS[kind](Report(files, ()), Style(show_undetermined=undetermined))
        written.encode("utf-8")
        assert not [c for c in written if c != "\n" and escape(c) != c]


# Characters of all widths: narrow, wide, astral, ambiguous, combining, tab, and those that are escaped.
TEXT = st.text(st.sampled_from("ab 1甲乙，𠮷≥“é\u0301\t\x1b\u202e\u200b　"), max_size=60)


@given(TEXT, st.integers(0, 60), st.integers(0, 60), st.integers(20, 120), st.booleans())
def test_carets_stand_under_what_is_meant(text: str, one: int, other: int, width: int, wide: bool) -> None:
    style = Style(width=width, ambiguous_wide=wide)
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    shown = as_shown(text, style)
    before, marked = measure("".join(shown[:start]), style), measure("".join(shown[start:end]), style)

    whole = mark(text, start, end, 10_000, style)
    assert (whole.text, whole.before, whole.marked) == ("".join(shown), before, max(marked, 1))

    found = mark(text, start, end, width, style)
    assert measure(found.text, style) <= width
    if measure(whole.text, style) <= width:
        assert found == whole
    elif marked <= width - 2 * measure("…", style):
        assert found.marked == max(marked, 1)
    else:
        assert_both_ends(found, "".join(shown[start:end]), (start == 0, end == len(text)), style)
        return
    # From the first caret on, the window shows the text from its marked part on.
    assert plain("".join(shown[start:])).startswith(plain(after(found.text, found.before, style)).rstrip("… "))


def assert_both_ends(found: Marked, marked: str, whole: tuple[bool, bool], style: Style) -> None:
    """A marked part that is too long stands there with its middle cut out, and nothing around it but cuts."""
    assert found.before == (0 if whole[0] else 1 + style.ambiguous_wide)
    assert measure(found.text, style) == found.before + found.marked + (0 if whole[1] else 1 + style.ambiguous_wide)
    head, tail = found.text.removeprefix("" if whole[0] else "…").removesuffix("" if whole[1] else "…").split("…")
    assert plain(marked).startswith(plain(head).rstrip(" "))
    assert plain(marked).endswith(plain(tail).lstrip(" "))


def as_shown(text: str, style: Style) -> list[str]:
    """What stands for each character: tabs reach to stops of four, what is unsafe is escaped."""
    shown: list[str] = []
    for character in text:
        column = measure("".join(shown), style)
        shown.append(" " * (4 - column % 4) if character == "\t" else escape(character))
    return shown


def after(text: str, cells: int, style: Style) -> str:
    while cells > 0:
        cells -= measure(text[0], style)
        text = text[1:]
    assert cells == 0
    return text


def plain(text: str) -> str:
    """Without what has no width, and with single spaces: where a window starts, tab stops may differ."""
    return re.sub(" +", " ", text.replace("\u0301", ""))


@given(
    st.lists(TEXT, min_size=1, max_size=10), st.integers(0, 9), st.integers(0, 60), st.integers(0, 60),
    st.integers(30, 140), st.booleans(),
)  # fmt: skip
def test_table_rows_line_up(cells: list[str], column: int, one: int, other: int, width: int, wide: bool) -> None:
    style = Style(width=width, ambiguous_wide=wide)
    column = min(column, len(cells) - 1)
    start, end = sorted((min(one, len(cells[column])), min(other, len(cells[column]))))
    lines = excerpt(row(tuple(cells), column, (start, end)), None, style)
    assert len(lines) == 3
    assert measure(lines[0], style) == measure(lines[1], style) <= width
    bars = [[measure(line[:n], style) for n, c in enumerate(line) if c == "│"] for line in lines[:2]]
    assert bars[0] == bars[1]
    left, right = lines[2].index("^"), len(lines[2])
    assert any(a < left and right <= b for a, b in zip(bars[0], bars[0][1:], strict=False))


def test_a_line_of_megabytes_is_shown_around_its_caret() -> None:
    source = Source("a", "甲" * 2_000_000 + "乙" + "丙" * 2_000_000)
    finding = Diagnostic("x", Severity.ERROR, "", source.location(2_000_000, 2_000_001))
    lines = excerpt(finding, source, Style(width=40))
    assert lines[0].startswith("  1 │ …甲")
    assert lines[0].endswith("丙…")
    assert display_width(lines[0]) <= 40
    assert lines[1].index("^") == display_width(lines[0][: lines[0].index("乙")])


def test_a_part_that_does_not_fit_shows_both_its_ends() -> None:
    source = Source("a", "目标：" + "甲" * 40 + "乙丙丁。")
    finding = Diagnostic("x", Severity.ERROR, "", source.location(3, len(source.text) - 1))
    assert excerpt(finding, source, Style(width=30)) == [
        "  1 │ …甲甲甲甲甲…甲甲乙丙丁…",
        "    │  ^^^^^^^^^^^^^^^^^^^^^",
    ]


@pytest.mark.parametrize(
    ("after", "shown"), [("", "甲乙甲乙甲乙…乙甲乙甲乙"), ("丙" * 10_000, "甲乙甲乙甲…乙甲乙甲乙…")]
)
def test_both_ends_are_shown_whatever_comes_after(after: str, shown: str) -> None:
    assert mark("甲乙" * 10 + after, 0, 20, 24, Style()).text == shown


def test_the_cell_of_a_workbook_is_shown_outside_its_table_too() -> None:
    where = Location("a.xlsx", cell=Cell("D3", "表"), text="15万圆整", span=(2, 4))
    finding = Diagnostic("x", Severity.ERROR, "", where)
    assert excerpt(finding, None, Style()) == ["  D3 │ 15万圆整", "     │   ^^^^"]
    whole = replace(finding, location=replace(where, span=None))
    assert excerpt(whole, None, Style())[1] == "     │ ^^^^^^^^"
    assert excerpt(replace(finding, location=replace(where, text=None)), None, Style()) == []


def test_related_places_keep_to_the_width() -> None:
    long = replace(ROW, related=(Related("长" * 200, Location("b.txt")),))
    report = Report((FileResult("b.txt", Fate.WITH_FINDINGS, (long,)),), ())
    lines = REPORTERS["text"](report, Style(width=60)).splitlines()
    shown = next(line for line in lines if "长" in line)
    assert display_width(shown) <= 60
    assert shown.endswith("长…")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", "\\::error::x"),
        ("a\n  ::add-mask::x", "a\n\\  ::add-mask::x"),
        ("a ##[group]b", "a ##\\[group]b"),
        ("##vso[task.setvariable]", "##\\vso[task.setvariable]"),
        ("a::b # [c] ##d", "a::b # [c] ##d"),
    ],
)
def test_nothing_is_a_command_to_a_build_service(text: str, shown: str) -> None:
    assert inert(text) == shown
