"""Finds the submissions in a grid, by the labels of the schema and the few words below that a schema cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from linter import limits
from linter.diagnostic import Problem
from linter.document import Document, place_location
from linter.readers.building import Builder
from linter.readers.collecting import uncollected
from linter.readers.columns import Table, assign, choose_part
from linter.readers.extent import find_rows, first_line, has_required_label, is_title
from linter.readers.flat import unfold
from linter.readers.grid import Grid, GridCell
from linter.readers.headers import find_table
from linter.readers.heading import Heading
from linter.readers.labels import LONGEST, Label, Labels, Words
from linter.readers.stacked import unstack
from linter.schema import DocumentKind
from linter.source import Source, whole_file


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORDS = Words(
    title=re.compile(
        r"(?:(?:部门|单位)?预\s*算|项\s*目|政\s*策|专\s*项(?:\s*资\s*金)?|(?P<whole>(?:部门|单位|部门[(（]单位[)）])?整体支出))*"
        r"(?:支\s*出)?绩\s*效\s*(?:目\s*标|指\s*标)?\s*(?:完\s*成\s*情\s*况)?\s*(?:自\s*评\s*价?|自\s*我\s*评\s*价)?\s*"
        r"(?:情\s*况)?(?:申\s*报|审\s*批|批\s*复|公\s*开)?\s*表\s*(?:[(（][^()（）]*[)）])?$"
    ),
    organisation=(
        "[局院厅委办部馆]|中心|政府|公司|学校|大学|中学|小学|幼儿园|检察院|支队|大队|集团|协会|联合社|联合会|总工会|"
        "委员会|管委会|办公室|办事处|管理处|研究所|派出所|工作站|服务站|保护站"
    ),
    title_fields=("agency", "project"),
    part_of=("其中",),
    annual=("年度", "当年", "本年", "全年"),
    other_period=("中期", "中长期", "长期", "实施期", "实施周期", "跨年", "全周期"),
    stand_ins={
        "单位": "预算单位",
        "指标内容": "指标名称",
        "绩效指标": "指标名称",
        "指标": "指标名称",
        "标准值": "指标值",
    },
    others=_words(
        """项目来源 归口科室 立项依据 专项立项依据 项目立项依据 项目概况 项目内容 实施内容 专项实施内容
        专项实施进度计划 实施进度计划 开始时间 计划开始时间 完成时间 计划完成时间 资金用途 前年 近两年指标值
        填表人 填报人 填报日期 填表日期"""
    ),
    row_labels=_words("序号 编号 行次 行号 目标名称 绩效目标名称"),
    other_endings=("完成情况", "意见", "签字", "签章"),
    results=_words("执行数 全年执行数 实际执行数 预算执行数 支出数 实际支出 实际支出数 执行率 预算执行率 分值 得分"),
    asides=_words(
        """合计 总计 小计 总分 合计分值 权重合计 分值合计 备注 注 说明 附注 填表说明 填报说明 其他需要说明的问题
        其他需要说明的事项 其他说明 填表人 填报人 制表人 审核人 经办人 填报日期 填表日期 单位负责人 财务负责人"""
    ),
    page=re.compile(
        r"[-—–·\s]*第?\s*\d{1,4}\s*(?:页\s*[/,，]?\s*(?:共\s*\d{1,4}\s*页)?|[-—–·]\s*)|[(（]?\s*续\s*上?\s*表\s*[)）]?"
    ),
    sums=_words("合计 总计 金额合计 资金合计 预算合计 总金额"),
    whole=_words("全国 全省 全市 全县 全区 全州 全旗 全盟 全域 全系统 全局 全部 合计 总计 汇总 总体 整体 总目标 总值"),
    contents={
        "comparator": _words(
            """= ≥ ≤ > < >= <= ≧ ≦ => =< ⩾ ⩽ ~ ≈ 等于 大于 小于 大于等于 小于等于 大于或等于 小于或等于 不低于 不高于
            不少于 不多于 不小于 不大于 不超过"""
        ),
        "direction": _words("正向 反向 逆向 正向指标 反向指标 逆向指标"),
        "type": _words("定性 定量 定性指标 定量指标"),
        "nature": _words(""),
    },
    parts=("comparator", "target", "unit"),
    no_unit=_words("/ \\ - -- — —— 无"),
    declared=("points", "total", "levels"),
    points=re.compile(
        r"[(（\[【](?:权重|分值|满分|共|占|[:：]){0,3}(?P<number>\d{1,4}(?:\.\d{1,4})?)\s?分?\s?[)）\]】]$"
    ),
    several_points=re.compile(r"(?<!\d)(?P<number>\d{1,4}(?:\.\d{1,4})?)\s?分"),
    levels=(
        re.compile(r"(?:项目)?(?:产出|成本|效益|效果|满意度)(?:控制)?(?:指标|目标)?(?:\([^()]*\))?"),
        re.compile(
            r"(?:(?:产出)?(?:数量|质量|时效|进度)|(?:经济|社会|生态环境|生态|环境)(?:成本|效益|效果)|可持续(?:影响|发展)(?:力)?)(?:指标|目标)?"
            r"(?:\([^()]*\))?|(?:成本(?:控制)?|[^()]{0,12}满意度)(?:指标|目标)(?:\([^()]*\))?"
        ),
        re.compile(r"成本(?:控制)?(?:指标|目标)(?:\([^()]*\))?"),
    ),
    level=re.compile("产出|成本|效益|效果|满意度"),
    item=re.compile(r"[;；\r\n]+\s?(?:指\s?标\s?\d{1,3}\s?[:：、.])?|指\s?标\s?\d{1,3}\s?[:：、.]"),
    points_label=re.compile(r"其中|权重|分值|总分|满分|合计|各?占|共|为|[\s,，:：;；、()（）\[\]【】]"),
)


@uncollected()
def documents(
    grid: Grid, source: Source, kinds: Sequence[DocumentKind], first: int = 1, *, stacked: bool = True
) -> tuple[list[Document], list[Problem]]:
    """Every submission in a grid, numbered from `first`, and what was not understood in it.

    A table is of the kind whose labels fit its header best, of the first of them where several fit alike.  `stacked`:
    its cells may also stand below one another, each in a row of its own.
    """
    known = [Labels(kind, _WORDS) for kind in kinds if kind.rows is not None and kind.rows.items is not None]
    for labels in known:
        grid = unfold(grid, labels)
    grid, unclear = unstack(grid, known) if stacked else (grid, [])
    found: list[Document] = []
    problems = [
        Problem("cells-without-columns", place_location(source, cell.place, text=cell.text), {"text": cell.text})
        for cell in unclear
    ]
    for heading, table in _submissions(grid, known):
        number = first + len(found)
        if number > limits.SUBMISSIONS:
            words = {"what": "submissions", "limit": limits.SUBMISSIONS}
            problems.append(Problem("too-many", whole_file(source.path), words))
            break
        builder = Builder(heading, table, table.labels, source, number)
        found.append(builder.document())
        problems += builder.problems
    return found, problems


def _submissions(grid: Grid, known: Sequence[Labels]) -> Iterator[tuple[Heading, Table]]:
    """Each table with the lines above it that belong to it; a list of submissions gives a table for each."""
    free = 0  # the first row that no submission has taken
    skipped: set[int] = set()
    tables = _tables(grid, known)
    for table, following in zip_longest(tables, tables[1:]):
        if following is not None and _is_other_period(table, following):
            skipped.update(range(table.start, table.after))
            following.passed_over += grid.filled(table.start - 1)
            continue
        heading = Heading(grid, first_line(table, free, skipped), table.start, table.labels, skipped)
        free = table.after
        choose_part(table, heading.year)
        if any(head.names_submission for head in table.listed):
            yield from _listed(heading, table)
        else:
            yield _with_columns(heading, table), table


def _is_other_period(table: Table, following: Table) -> bool:
    """Whether a table is, by the line above it, for the whole period, and the next one has the year's own rows."""
    above, labels = table.grid.filled(table.start - 1), table.labels
    if len(above) != 1 or len(above[0].text) > LONGEST or labels.period(above[0].text) < 2:
        return False
    between = (table.grid.filled(row) for row in range(table.after, following.start))
    return labels is following.labels and not any(has_required_label(filled, labels) for filled in between)


def _tables(grid: Grid, known: Sequence[Labels]) -> list[Table]:
    """The tables of a grid with their rows and columns."""
    found: list[Table] = []
    for row in range(len(grid.rows)):
        table = _best_table(grid, row, known) if not found or row >= found[-1].end else None
        if table is not None:
            found.append(table)
    tables: list[Table] = []
    free = 0  # the first row that no table has taken
    for table, following in zip_longest(found, found[1:]):
        assign(table)
        find_rows(table, following.start if following is not None else len(grid.rows))
        if tables and _continues(tables[-1], table, range(free, table.start)):
            tables[-1].rows += table.rows
            tables[-1].foot = table.foot or tables[-1].foot
            tables[-1].carried.update(table.carried)
        else:
            table.above = range(free, table.start)
            tables.append(table)
        free = table.after
    for table in tables:
        assign(table)
    return tables


def _best_table(grid: Grid, row: int, known: Sequence[Labels]) -> Table | None:
    """The table whose header is in `row`, of the kind that it fits best."""
    found = [table for labels in known if (table := find_table(grid, row, labels)) is not None]
    return max(found, key=lambda table: table.fit, default=None)


def _continues(before: Table, table: Table, between: range) -> bool:
    """Whether a header only repeats the one before it, as at the top of a new page.

    Of the lines above that some may be there again, but not all: then it is another submission, unless its first row
    lacks the level that it takes from the row above.
    """
    headers = [[head.cell.text for head in one.heads] for one in (before, table)]
    if headers[0] != headers[1]:
        return False
    again, above = (
        list(_naming(one.grid, rows, one.labels)) for one, rows in ((table, between), (before, before.above))
    )
    level = table.columns.get(table.labels.first_level or "")
    cut = level is not None and table.rows and not table.grid.at(table.rows[0], level.index).text
    return not again or (all(line in above for line in again) and (len(again) < len(above) or bool(cut)))


def _naming(grid: Grid, rows: range, labels: Labels) -> Iterator[list[str]]:
    """The texts of each row that has a title or the label of something required."""
    for row in rows:
        if is_title(grid, row, labels) or has_required_label(grid.filled(row), labels):
            yield [cell.text for cell in grid.filled(row)]


def _with_columns(heading: Heading, table: Table) -> Heading:
    """A heading with what columns of the table say of the submission, unless it says that itself."""
    for head in list(table.listed):
        if head.label is not None and any(heading.says(field) for field in head.label.fields):
            table.listed.remove(head)
            table.unread.append(head)
    return heading.with_cells(_said(table, table.rows)) if table.listed else heading


def _said(table: Table, rows: Sequence[int]) -> list[tuple[Label, GridCell, GridCell]]:
    """The label, header and cell of what columns say, in these rows, of the submission."""
    cells = [(head, table.grid.at(row, head.index)) for row in rows for head in table.listed]
    return [(head.label, head.cell, cell) for head, cell in cells if head.label is not None and cell.text]


def _listed(heading: Heading, table: Table) -> Iterator[tuple[Heading, Table]]:
    """The submissions of a list that names, in columns of its own, which one each row belongs to."""
    groups: dict[tuple[str, ...], list[int]] = {}
    naming = [head for head in table.listed if head.names_submission]
    key = [""] * len(naming)
    for row in table.rows:
        texts = [table.grid.at(row, head.index).text for head in naming]
        for index, text in enumerate(texts):
            if text and text != key[index]:
                key = [*key[:index], text, *texts[index + 1 :]]
        groups.setdefault(tuple(key), []).append(row)
    for rows in groups.values():
        own = heading.with_cells(_said(table, rows))
        own.start = rows[0]
        yield own, replace(table, rows=rows, foot=None)
