"""The three real tables: exactly what an auditor would flag, at the right characters, in every format."""

from pathlib import Path

import pytest

from linter.diagnostic import Location, Outcome, Severity
from linter.engine import lint, lint_text
from linter.report import Report
from linter.rulebook import RuleBook

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
FORMATS = ("txt", "yaml", "json")

# By hand, from reading the tables: submission, rule, where.
WARNINGS = {
    (1, "history-without-prior", "/indicators/6/previous"),  # 促进我市信访工作: 历史标准, 无
    (1, "prior-costs-all-zero", "/indicators/3/previous"),  # 0万元 three times beside 2380.4平方米
    (2, "history-without-prior", "/indicators/2/previous"),  # 业务开展及时率: 历史标准, blank
    (2, "goal-cut-off", "/goals/1"),  # … 避免招致刑事责任。对
    (3, "target-worse-than-prior", "/indicators/2/target"),  # 应急劝返及时率 >=90%, 100% last year
    (3, "prior-costs-all-zero", "/indicators/3/previous"),
    (3, "goals-without-quantity", "/goals/0"),
}


def keys(report: Report, least: Severity = Severity.WARNING) -> set[tuple[int | None, str, str | None]]:
    found = [one for one in report.diagnostics if one.outcome is Outcome.FAIL and one.severity >= least]
    result = {(one.submission, one.rule, one.location.pointer) for one in found}
    assert len(result) == len(found), "a finding was reported twice"
    return result


def seed(kind: str) -> str:
    return (EXAMPLES / f"korla-2023.{kind}").read_text(encoding="utf-8")


def check(book: RuleBook, text: str, kind: str) -> Report:
    return lint_text(f"a.{kind}", text.encode(), book)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_seed_gives_the_seven_warnings_and_no_error(book: RuleBook, kind: str) -> None:
    report = lint([str(EXAMPLES / f"korla-2023.{kind}")], book)
    assert keys(report) == WARNINGS
    assert report.count(Severity.ERROR) == 0
    result = report.files[0]
    assert (result.submissions, result.rows, result.undetermined) == (3, 24, 0)


@pytest.mark.parametrize("kind", FORMATS)
def test_places_are_those_of_the_text(book: RuleBook, kind: str) -> None:
    report = check(book, seed(kind), kind)
    source = report.files[0].source
    assert source is not None
    shown = {(one.submission, one.rule): at(source.text, one.location) for one in report.diagnostics}
    assert shown[1, "history-without-prior"].strip('"') == "无"
    assert shown[1, "prior-costs-all-zero"].strip('"') == "0万元"
    assert shown[3, "target-worse-than-prior"].strip('"') == ">=90%"
    assert shown[2, "goal-cut-off"].strip('"').endswith("避免招致刑事责任。对")


def at(text: str, location: Location) -> str:
    """What stands at a location, found by counting lines and columns as a reader would."""
    assert location.range is not None
    lines = text.split("\n")
    start, end = location.range.start, location.range.end
    assert start.line == end.line
    return lines[start.line - 1][start.column - 1 : end.column - 1]


def test_findings_show_the_line_in_the_file(book: RuleBook) -> None:
    report = check(book, seed("txt"), "txt")
    lines = {(one.submission, one.rule): one.location.line for one in report.diagnostics}
    text = seed("txt").splitlines()
    assert "促进我市信访工作" in text[lines[1, "history-without-prior"] - 1]
    assert "业务开展及时率" in text[lines[2, "history-without-prior"] - 1]
    assert "应急劝返及时率" in text[lines[3, "target-worse-than-prior"] - 1]


# Planted changes: what is replaced (once), by what, what must be found beyond the seed's own warnings, and the
# text of the changed cell, which must be the primary place or a related one.
PLANTED = [
    ("a weight", ("面积\t≥2380.4平方米\t历史标准\t2380.4平方米\t20", "面积\t≥2380.4平方米\t历史标准\t2380.4平方米\t25"),
     {(1, "weights-not-total"), (1, "level-weights-differ")}, "25"),
    ("a cost in 万元", ("≤3万元", "≤3.01万元"), {(1, "cost-over-budget")}, "≤3.01万元"),
    ("a cost in 元", ("≤3万元", "≤30100元"), {(1, "cost-over-budget")}, "≤30100元"),
    ("the same cost in 元", ("≤3万元", "≤30000元"), set(), None),
    ("the headcount of the rate", (">=1人", ">=2人"), {(2, "cost-over-budget")}, ">=2人"),
    ("the rate", ("<=1万元/人/年", "<=1.2万元/人/年"), {(2, "cost-over-budget")}, "<=1.2万元/人/年"),
    ("an evidence type", ("20\t按照正常比例赋分\t工作资料", "20\t按照正常比例赋分\t口头说明"),
     {(1, "evidence-not-allowed")}, "口头说明"),
    ("one of two evidence types", ("工作资料, 原始凭证", "工作资料, 口头说明"),
     {(1, "evidence-not-allowed")}, "口头说明"),
    ("a value", ("≥95%", "≥≥95%"), {(1, "target-unreadable")}, "≥≥95%"),
    ("a scoring rule of words", ("按评判等级赋分", "按照正常比例赋分"),
     {(1, "qualitative-not-graded")}, "按照正常比例赋分"),
    ("a scoring rule of numbers", ("按照正常比例赋分", "按评判等级赋分"),
     {(1, "number-scored-by-grade")}, "按评判等级赋分"),
    ("a scoring rule of satisfaction", ("满意度赋分", "直接赋分"), {(1, "satisfaction-scoring-misplaced")}, "直接赋分"),
    ("a funds part", ("财政拨款\t15", "财政拨款\t14.5"), {(1, "funds-do-not-add-up")}, "14.5"),
    ("the total", ("总额：\t15", "总额：\t14.99"), {(1, "funds-do-not-add-up"), (1, "cost-over-budget")}, "14.99"),
    ("a removed header value", ("库尔勒市信访局", ""), {(1, "missing-field")}, ""),
    ("a removed target", ("维护信访大楼面积\t≥2380.4平方米", "维护信访大楼面积\t"), {(1, "missing-field")}, ""),
    ("a removed cost", ("大楼水电暖维修费\t≤3万元", "大楼水电暖维修费\t"), {(1, "missing-field")}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "expected", "cell"), PLANTED, ids=[row[0] for row in PLANTED])
def test_planted_change(
    book: RuleBook, name: str, change: tuple[str, str], expected: set[tuple[int, str]], cell: str | None
) -> None:
    text = seed("txt")
    assert change[0] in text
    changed = text.replace(*change, 1)
    report = check(book, changed, "txt")
    new = [one for one in report.diagnostics if (one.submission, one.rule, one.location.pointer) not in WARNINGS]
    new = [one for one in new if one.outcome is Outcome.FAIL and one.severity >= Severity.WARNING]
    assert sorted((one.submission, one.rule) for one in new) == sorted(expected)
    line = next(number for number, line in enumerate(changed.split("\n"), 1) if line not in text.split("\n"))
    for one in new:
        places = [one.location, *(related.location for related in one.related)]
        assert any(place.line == line and at(changed, place) == cell for place in places), one


# The same slips in YAML, where a row can lose a whole field.
PLANTED_YAML = [
    (
        "a removed target",
        '    指标值: "≥2380.4平方米"\n',
        "",
        (1, "missing-field", "/indicators/0"),
        "  - 一级指标: 产出指标",
    ),
    ("a removed project name", "项目名称: 部门专项-信访局大楼运行经费\n", "", (1, "missing-field", ""), "年度: 2023"),
    (
        "a misspelt field",
        "指标分值权重: 20\n",
        "指标分值权种: 20\n",
        (1, "unknown-field", "/indicators/0/指标分值权种"),
        None,
    ),
    (
        "a word for a number",
        "指标分值权重: 20\n",
        "指标分值权重: 二十\n",
        (1, "not-a-number", "/indicators/0/weight"),
        None,
    ),
    (
        "text for a list",
        "佐证资料: [工作资料]\n",
        "佐证资料: {类型: 工作资料}\n",
        (1, "wrong-type", "/indicators/0/evidence"),
        None,
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "expected", "line"), PLANTED_YAML, ids=[row[0] for row in PLANTED_YAML])
def test_planted_change_in_yaml(
    book: RuleBook, name: str, old: str, new: str, expected: tuple[int, str, str], line: str | None
) -> None:
    text = seed("yaml")
    assert old in text
    changed = text.replace(old, new, 1)
    report = check(book, changed, "yaml")
    found = [one for one in report.diagnostics if (one.submission, one.rule, one.location.pointer) not in WARNINGS]
    errors = [one for one in found if one.severity is Severity.ERROR]
    assert [(one.submission, one.rule, one.location.pointer) for one in errors] == [expected]
    wanted = line if line is not None else new.rstrip("\n")
    number = errors[0].location.line
    assert number is not None
    assert wanted.strip() in changed.split("\n")[number - 1]
    assert errors[0].help


def test_an_unreadable_cost_makes_the_cost_rule_undetermined(book: RuleBook) -> None:
    report = check(book, seed("txt").replace("≤3万元", "≤≤3万元", 1), "txt")
    assert report.files[0].undetermined == 1
    undetermined = [one for one in report.diagnostics if one.outcome is Outcome.UNDETERMINED]
    assert [(one.rule, one.location.pointer) for one in undetermined] == [("cost-over-budget", "/indicators/3/target")]
    assert "≤≤3万元" in (undetermined[0].reason or "")


def test_a_failing_sum_lists_every_contributing_cell(book: RuleBook) -> None:
    report = check(book, seed("txt").replace("≤3万元", "≤4万元", 1), "txt")
    finding = next(one for one in report.diagnostics if one.rule == "cost-over-budget")
    assert [one.message for one in finding.related] == ["≤4万元", "≤6万元", "≤6万元"]
    assert finding.arithmetic == "≤4万元 + ≤6万元 + ≤6万元 = 16万元 > 15万元"
    assert dict(finding.values) == {"left": "16万元", "right": "15万元", "difference": "1万元"}
    assert (finding.location.pointer, finding.location.text) == ("/budget/total", "15")


def test_a_rate_is_worked_out(book: RuleBook) -> None:
    report = check(book, seed("txt").replace(">=1人", ">=3人", 1), "txt")
    finding = next(one for one in report.diagnostics if one.rule == "cost-over-budget")
    assert finding.arithmetic == "1万元/人/年 × 3人 × 1年 = 3万元 > 1万元"


def test_moving_lines_keeps_fingerprints(book: RuleBook) -> None:
    found = check(book, seed("yaml"), "yaml").diagnostics
    before = {one.fingerprint for one in found}
    after = {one.fingerprint for one in check(book, "# a line more\n" + seed("yaml"), "yaml").diagnostics}
    assert before == after
    assert len(before) == len(found) >= len(WARNINGS)


def test_a_printed_execution_row_needs_no_second_level(book: RuleBook) -> None:
    first = "满意度指标\t满意度指标\t来访群众满意度\t≥95%\t历史标准\t95%\t10\t满意度赋分\t工作资料\n"
    assert first in seed("txt")
    row = "预算执行率\t\t预算执行率\t≥95%\t计划标准\t95%\t10\t按照正常比例赋分\t工作资料\n"
    for level, needed in (("预算执行率", False), ("效果", True)):
        text = seed("txt").replace(first, first + row.replace("预算执行率\t\t", f"{level}\t\t"), 1)
        found = {one.rule for one in check(book, text, "txt").diagnostics}
        assert ("missing-field" in found) is needed
