"""Finds the submissions in a grid, by the labels of the schema and the few words below that a schema cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from linter import limits
from linter.diagnostic import Problem
from linter.document import Document
from linter.readers.building import Builder
from linter.readers.columns import Table, assign, find_table
from linter.readers.flat import unfold
from linter.readers.grid import Grid, GridCell
from linter.readers.heading import Heading
from linter.readers.labels import LONGEST, Label, Labels, Words
from linter.schema import DocumentKind, split_label
from linter.source import Source, whole_file


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORDS = Words(
    title=re.compile(
        r"(?:(?:部门|单位)?预\s*算|项\s*目|政\s*策|专\s*项(?:\s*资\s*金)?|(?P<whole>(?:部门|单位|部门[(（]单位[)）])?整体支出))*"
        r"(?:支\s*出)?绩\s*效\s*(?:目\s*标|自\s*评|指\s*标)?\s*(?:申\s*报|审\s*批|批\s*复|公\s*开)?\s*表\s*(?:[(（][^()（）]*[)）])?$"
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
    level=re.compile("产出|成本|效益|效果|满意度"),
    item=re.compile(r"[;；\r\n]+\s?(?:指\s?标\s?\d{1,3}\s?[:：、.])?|指\s?标\s?\d{1,3}\s?[:：、.]"),
    points_label=re.compile(r"其中|权重|分值|总分|满分|合计|各?占|共|为|[\s,，:：;；、()（）\[\]【】]"),
)


def documents(
    grid: Grid, source: Source, kinds: Sequence[DocumentKind], first: int = 1
) -> tuple[list[Document], list[Problem]]:
    """Every submission in a grid, numbered from `first`, and what was not understood in it.

    The first kind of which a table is found is the kind of all of them.
    """
    for kind in kinds:
        if kind.rows is None or kind.rows.items is None:
            continue
        labels = Labels(kind, _WORDS)
        found: list[Document] = []
        problems: list[Problem] = []
        for heading, table in _submissions(unfold(grid, labels), labels):
            number = first + len(found)
            if number > limits.SUBMISSIONS:
                words = {"what": "submissions", "limit": limits.SUBMISSIONS}
                problems.append(Problem("too-many", whole_file(source.path), words))
                break
            builder = Builder(heading, table, labels, source, number)
            found.append(builder.document())
            problems += builder.problems
        if found:
            return found, problems
    return [], []


def _submissions(grid: Grid, labels: Labels) -> Iterator[tuple[Heading, Table]]:
    """Each table with the lines above it that belong to it; a list of submissions gives a table for each."""
    free = 0  # the first row that no submission has taken
    skipped: set[int] = set()
    tables = _tables(grid, labels)
    for table, following in zip_longest(tables, tables[1:]):
        if following is not None and _is_other_period(table, following, labels):
            skipped.update(range(table.start, _after(table)))
            following.passed_over += grid.filled(table.start - 1)
            continue
        start = _first_line(grid, free, table.start, labels) if free else 0
        heading = Heading(grid, start, table.start, labels, skipped)
        free = _after(table)
        if any(head.names_submission for head in table.listed):
            yield from _listed(heading, table)
        else:
            yield heading, table


def _is_other_period(table: Table, following: Table, labels: Labels) -> bool:
    """Whether a table is, by the line above it, for the whole period, and the next one has the year's own rows."""
    above = table.grid.filled(table.start - 1)
    if len(above) != 1 or len(above[0].text) > LONGEST or labels.period(above[0].text) < 2:
        return False
    between = (table.grid.filled(row) for row in range(_after(table), following.start))
    return not any(_has_required_label(filled, labels) for filled in between)


def _tables(grid: Grid, labels: Labels) -> list[Table]:
    """The tables of a grid with their rows and columns."""
    found: list[Table] = []
    for row in range(len(grid.rows)):
        table = find_table(grid, row, labels) if not found or row >= found[-1].end else None
        if table is not None:
            found.append(table)
    tables: list[Table] = []
    free = 0  # the first row that no table has taken
    for table, following in zip_longest(found, found[1:]):
        assign(table, labels)
        _find_rows(table, following.start if following is not None else len(grid.rows), labels)
        if tables and _continues(tables[-1], table, free, labels):
            tables[-1].rows += table.rows
            tables[-1].carried.update(table.carried)
        else:
            tables.append(table)
        free = _after(table)
    for table in tables:
        assign(table, labels)
    return tables


def _after(table: Table) -> int:
    """The row after a table's last."""
    return table.rows[-1] + 1 if table.rows else table.end


def _continues(before: Table, table: Table, free: int, labels: Labels) -> bool:
    """Whether a header only repeats the one before it, as at the top of a new page."""
    headers = [[head.cell.text for head in one.heads] for one in (before, table)]
    between = range(free, table.start)
    return headers[0] == headers[1] and not any(_names(table.grid.filled(row), labels) for row in between)


def _listed(heading: Heading, table: Table) -> Iterator[tuple[Heading, Table]]:
    """The submissions of a list that names, in columns of its own, which one each row belongs to."""
    groups: dict[tuple[str, ...], list[int]] = {}
    names = [head for head in table.listed if head.names_submission]
    key = [""] * len(names)
    for row in table.rows:
        texts = [table.grid.at(row, head.index).text for head in names]
        for index, text in enumerate(texts):
            if text and text != key[index]:
                key = [*key[:index], text, *texts[index + 1 :]]
        groups.setdefault(tuple(key), []).append(row)
    for rows in groups.values():
        cells = [(head, cell) for row in rows for head in table.listed if (cell := table.grid.at(row, head.index)).text]
        said = [(head.label, head.cell, cell) for head, cell in cells if head.label is not None]
        yield heading.with_cells(said), replace(table, rows=rows)


def _find_rows(table: Table, end: int, labels: Labels) -> None:
    """The rows of data, up to a line that begins something else: those with something besides their levels.

    A level that stands alone in its row holds for the row below.
    """
    inherit = {head.index: name for name, head in table.columns.items() if labels.row.properties[name].inherit}
    own = {head.index for head in table.columns.values()} - set(inherit)
    key = table.columns[labels.rows.row_key].index if labels.rows.row_key in table.columns else 0
    alone: dict[str, GridCell] = {}
    for row in range(table.end, end):
        filled = table.grid.filled(row)
        if filled and _begins(filled, key, labels):
            return
        if not filled or _is_aside(filled[0], key):
            continue
        if any(cell.column in own for cell in filled):
            table.rows.append(row)
            table.carried[row] = alone
            alone = {}
        else:
            alone = {**alone, **{inherit[cell.column]: cell for cell in filled if cell.column in inherit}}


def _begins(filled: list[GridCell], key: int, labels: Labels) -> bool:
    """Whether a row below a table begins the lines above another: a title, or a label in the first column."""
    if len(filled) == 1 and labels.title(filled[0].text):
        return True
    first = _label(filled[0], labels)
    if first is None or not first.fields or len(first.fields[0].path) > 1:
        return False
    return filled[0].column < key or any(_label(cell, labels) is not None for cell in filled[1:])


def _is_aside(first: GridCell, key: int = 0) -> bool:
    """Whether a row is a total, a note or a signature, by its first cell; `key` is the column that names rows."""
    word = split_label(first.text[:LONGEST])[0].split(":")[0]
    return word in _WORDS.asides or (first.column < key and word.endswith(_WORDS.other_endings))


def _first_line(grid: Grid, start: int, end: int, labels: Labels) -> int:
    """Where the lines above a table begin, among the rows that follow the table before."""
    first = next((row for row in range(start, end) if _names(grid.filled(row), labels)), start)
    while first > start and len(grid.filled(first - 1)) == 1 and not _is_aside(grid.filled(first - 1)[0]):
        first -= 1
    return first


def _names(filled: list[GridCell], labels: Labels) -> bool:
    """Whether a row has a title or the label of something required."""
    return (len(filled) == 1 and labels.title(filled[0].text) is not None) or _has_required_label(filled, labels)


def _has_required_label(filled: list[GridCell], labels: Labels) -> bool:
    named = [label for cell in filled if (label := _label(cell, labels)) is not None]
    return any(label.fields and label.fields[0].path[0] in labels.kind.root.required for label in named)


def _label(cell: GridCell, labels: Labels) -> Label | None:
    pair = labels.pair(cell)
    return pair[0] if pair is not None else labels.heading(cell.text)
