"""Random submissions, and random forms that say them: what the property tests write down and read back."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.readers.reading import kind

WORD = st.text("甲乙丙丁戊己庚辛壬癸", min_size=2, max_size=6)
NUMBER = st.decimals(0, 99999, places=2, allow_nan=False).map(lambda number: f"{number.normalize():f}")
TITLES = ["项目支出绩效目标表", "项目绩效目标申报表", "绩 效 目 标 表", "部门预算项目支出绩效目标批复表"]
LEVELS = ["产出指标", "效益指标", "满意度指标", "成本指标"]


@dataclass(frozen=True)
class Row:
    level1: str
    level2: str
    name: str
    comparator: str
    number: str
    unit: str
    weight: str
    basis: str


@dataclass(frozen=True)
class Submission:
    year: str
    agency: str
    project: str
    leader: str
    currency: str
    total: str
    fiscal: str
    other: str
    goals: str
    rows: tuple[Row, ...]


ROW = st.builds(
    Row,
    st.sampled_from(LEVELS),
    st.sampled_from(["数量指标", "质量指标", "社会效益指标"]),
    WORD,
    st.sampled_from(["≥", "≤", "=", ">=", "大于等于"]),
    NUMBER,
    st.sampled_from(["个", "万元", "%", "人/次"]),
    st.integers(1, 50).map(str),
    st.sampled_from(["计划标准", "历史标准", ""]),
)
SUBMISSION = st.builds(
    Submission,
    st.integers(2000, 2040).map(str),
    WORD.map(lambda word: word + "局"),
    WORD,
    WORD,
    st.sampled_from(["万元", "元"]),
    NUMBER,
    NUMBER,
    NUMBER,
    WORD.map(lambda word: f"完成{word}，共3项。"),
    st.lists(ROW, min_size=1, max_size=5).map(tuple),
)


def _label(draw: st.DrawFn, pattern: str) -> str:
    field = kind().field_at(pattern)
    assert field is not None
    return draw(st.sampled_from([label for label in field.labels if "其中" not in label]))


def _spaced(draw: st.DrawFn, label: str) -> str:
    """A label as forms print it: spaced, or with a star for what must be filled in."""
    return draw(st.sampled_from([label, label, " ".join(label), f"*{label}", f"{label} "]))


@st.composite
def form(draw: st.DrawFn, submission: Submission) -> tuple[list[list[str]], list[str]]:
    """The rows of a form that says `submission`, and the headers of its columns that nobody knows."""
    table, unknown = draw(_table(submission))
    ending = draw(st.lists(st.sampled_from([[], ["合计"], ["备注：略。"], ["填表人：", "某某"]]), max_size=2))
    return [*draw(_heading(submission)), *table, *ending], unknown


@st.composite
def _heading(draw: st.DrawFn, submission: Submission) -> list[list[str]]:
    lines = [[draw(st.sampled_from(TITLES))]]
    pairs = [(_label(draw, f"/{name}"), getattr(submission, name)) for name in ("agency", "project", "leader")]
    year = draw(st.sampled_from(["({}年)", "（ {}年度 ）", "{}年度", ""]))
    if year:
        lines.append([year.format(submission.year)])
    else:
        pairs.append(("预算年度", submission.year))
    for plain, value in draw(st.permutations(pairs)):
        label = _spaced(draw, plain)
        cells = draw(st.sampled_from([[label, value], [label, "", value], [f"{label}：{value}"], [f"{label}:", value]]))
        if draw(st.booleans()) and len(lines[-1]) > 1:
            lines[-1] = [*lines[-1], "", *cells]
        else:
            lines.append(cells)
    goals = [[_label(draw, "/goals"), *[""] * draw(st.integers(0, 2)), submission.goals]]
    blocks = draw(st.permutations([draw(_funds(submission)), goals]))
    return [*lines, *blocks[0], *blocks[1]]


@st.composite
def _funds(draw: st.DrawFn, submission: Submission) -> list[list[str]]:
    """The funds in one row or in several, the unit in the label of the whole, of the total, or in a pair of its own."""
    unit = draw(st.sampled_from(["whole", "total", "pair"]))
    stated = draw(st.sampled_from(["（{}）", "({})", " ( {} )："])).format(submission.currency)
    whole = _label(draw, "/budget") + (stated if unit == "whole" else "")
    total = _label(draw, "/budget/total") + (stated if unit == "total" else draw(st.sampled_from(["", "："])))
    fiscal = draw(st.sampled_from(["", "其中：", "其中:"])) + _label(draw, "/budget/fiscal")
    parts = [(total, submission.total), (fiscal, submission.fiscal), (_label(draw, "/budget/other"), submission.other)]
    if draw(st.booleans()):
        lines = [[whole, *(cell for part in parts for cell in part)]]
    else:
        lines = [[whole if index == 0 else "", *part] for index, part in enumerate(parts)]
    return [[f"金额单位：{submission.currency}"], *lines] if unit == "pair" else lines


@st.composite
def _table(draw: st.DrawFn, submission: Submission) -> tuple[list[list[str]], list[str]]:
    split = draw(st.booleans())
    levels = draw(st.sampled_from(["each row", "first row", "blank line"]))
    parts = ["comparator", "number", "unit"] if split else ["target"]
    unknown = draw(st.lists(WORD.map(lambda word: f"本地{word}"), max_size=2, unique=True))
    columns = ["level1", "level2", *draw(st.permutations(["name", *parts, "weight", "basis", *unknown]))]
    labels = {"number": "target", "comparator": draw(st.sampled_from(["comparator", "nature", "direction"]))}
    header = [
        column if column in unknown else _spaced(draw, _label(draw, f"/indicators/*/{labels.get(column, column)}"))
        for column in columns
    ]
    lines, above = [header], ("", "")
    for row in submission.rows:
        cells = {**vars(row), "target": row.comparator + row.number + row.unit}
        if levels != "each row":
            same = row.level1 == above[0], (row.level1, row.level2) == above
            cells |= {"level1": "" if same[0] else row.level1, "level2": "" if same[1] else row.level2}
            above = (row.level1, row.level2)
        if levels == "blank line" and cells["level1"]:
            lines.append([cells["level1"]])
            cells["level1"] = ""
        lines.append([cells.get(column, "某") for column in columns])
        lines += [[]] if draw(st.booleans()) else []
    first = draw(st.sampled_from([[], [""], ["绩效指标"]]))
    return [[*(first if index == 0 else [""] * len(first)), *line] for index, line in enumerate(lines)], unknown
