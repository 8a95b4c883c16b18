"""Submissions with slips of spelling, written as YAML in many styles, and what each value is once it is mended.

What is right is known from how a value is put together, not from what the program makes of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from hypothesis import strategies as st

# How a part of a value should be written, and the other ways in which people write it.
COMPARATORS = {
    "≥": ("≥", ">=", "≧", "≥=", "=>", "＞＝"),
    "≤": ("≤", "<=", "≦", "≤=", "=<", "＜＝"),
    "=": ("=", "＝"),
}
UNITS = {
    "平方米": ("平方米", "㎡", "m²"),
    "%": ("%", "％", "百分比"),
    "千米": ("千米", "Km", "㎞"),
    "人": ("人",),
    "天": ("天",),
}
EVIDENCE = {
    "正式资料": ("正式资料", "正式材料"),
    "工作资料": ("工作资料", "工作材料"),
    "原始凭证": ("原始凭证", "原始单据"),
}
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_NEEDS_QUOTES = tuple(">|@`%*&!")  # at the start of a value
_HEAD = """\
年度: 2023
预算单位: 信访局
项目名称: 大楼运行
项目负责人: 张三
项目资金: {单位: 万元, 年度预算总额: 15, 财政拨款: 15, 其他资金: 0}
项目总体目标: [维护大楼，保障运转。]
指标:
"""


@dataclass(frozen=True)
class Row:
    """A row: its target and evidence as written, and as they should be."""

    target: str
    right: str
    evidence: tuple[str, ...]
    right_evidence: tuple[str, ...]


@dataclass(frozen=True)
class Style:
    """How a row is written down."""

    mark: str  # around the target: nothing, ' or " or escapes
    flow: bool
    comment: str
    wide_commas: bool


def _right(pairs: dict[str, tuple[str, ...]]) -> st.SearchStrategy[tuple[str, str]]:
    return st.sampled_from([(written, right) for right, ways in pairs.items() for written in ways])


@st.composite
def _rows(draw: st.DrawFn) -> Row:
    comparator, number, wide, unit = (
        draw(_right(COMPARATORS)),
        draw(st.decimals(1, 9999, places=1).map(str)),
        draw(st.booleans()),
        draw(_right(UNITS)),
    )
    written = number.translate(_WIDE) if wide else number
    evidence = draw(st.lists(_right(EVIDENCE), min_size=1, max_size=3, unique_by=lambda pair: pair[1]))
    return Row(
        comparator[0] + written + unit[0],
        comparator[1] + number + unit[1],
        tuple(word for word, _ in evidence),
        tuple(word for _, word in evidence),
    )


STYLES = st.builds(
    Style,
    st.sampled_from(["", "'", '"', "\\"]),
    st.booleans(),
    st.sampled_from(["", "  # 说明: 见附件", "\t#x"]),
    st.booleans(),
)
SUBMISSIONS = st.lists(st.tuples(_rows(), STYLES), min_size=1, max_size=6)
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def scalar(text: str, mark: str) -> str:
    """A text as a scalar; without a mark it is quoted only where it stands for itself anyhow."""
    if mark == "\\":
        return json.dumps(text)  # every character beyond ASCII as an escape
    return f"{mark}{text}{mark}"


def write(rows: list[tuple[Row, Style]], bare: bool = True) -> str:
    """The submission; unless `bare`, nothing in it keeps it from being read."""
    lines = []
    for number, (row, style) in enumerate(rows):
        mark = style.mark or ("" if bare or not row.target.startswith(_NEEDS_QUOTES) else '"')
        comma = "，" if style.wide_commas else ", "
        fields = {
            "一级指标": "产出指标",
            "二级指标": "数量指标",
            "三级指标": f"事项{'甲乙丙丁戊己'[number]}",
            "指标值": scalar(row.target, mark),
            "指标分值权重": "15",
            "佐证资料": f"[{comma.join(row.evidence)}]",
        }
        if style.flow:
            lines.append("  - {" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}" + style.comment)
            continue
        pairs = [f"{key}: {value}{style.comment}" for key, value in fields.items()]
        lines += ["  - " + pairs[0], *("    " + pair for pair in pairs[1:])]
    return _HEAD + "\n".join(lines) + "\n"
