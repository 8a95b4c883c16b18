"""Findings to report: small texts with every difficulty of place and width."""

from dataclasses import replace

from linter.diagnostic import (
    Cell,
    Diagnostic,
    Edit,
    Fix,
    Location,
    Outcome,
    Related,
    Safety,
    Severity,
    TableRow,
)
from linter.report import Fate, FileResult, PackInfo, Report, RuleInfo
from linter.source import Source, decode

# A byte order mark, CRLF line ends, an astral character before the blamed one, and a tab.
YAML = decode("表/a.yaml", "\ufeff甲: 1\r\n乙:\t'𠮷 ≥3万圆'\r\n".encode())
START = YAML.text.index("万圆")

LINE = Diagnostic(
    "unknown-unit",
    Severity.ERROR,
    "不认识单位“万圆”",
    YAML.location(START, START + 2, "/b"),
    help="是不是“万元”？",
    submission=1,
    project="修路",
    fix=Fix("改为“万元”", Safety.SAFE, (Edit(YAML.location(START, START + 2), "万元"),)),
)

GRID = Source("b.txt", "项\t名称\t数\n一\t水电𠮷\t≤3万元\n\t物业\t≤6万元\n")
ROW_START = GRID.text.index("≤3万元")

ROW = Diagnostic(
    "sum-over-total",
    Severity.WARNING,
    "合计 9万元，超过 5万元",
    replace(GRID.location(ROW_START + 2, ROW_START + 4, "/rows/0/c"), text="≤3万元", span=(2, 4)),
    help="核对各行的数",
    arithmetic="≤3万元 + ≤6万元 = 9万元 > 5万元",
    basis="惯例",
    submission=1,
    values={"left": "9万元", "right": "5万元"},
    related=(Related("≤6万元", GRID.location(GRID.text.index("≤6"), GRID.text.index("≤6") + 4, "/rows/1/c")),),
    fingerprint="abc",
    row=TableRow(("项", "名称", "数"), ("一", "水电𠮷", "≤3万元"), 2, 1),
)

UNDETERMINED = Diagnostic(
    "rate-total",
    Severity.INFO,
    "无法判定总数",
    Location("c.xlsx", "/rows/3", None, Cell("D9", "目标表"), "1万元/人", (0, 3)),
    outcome=Outcome.UNDETERMINED,
    reason="没有以“人”为单位的行",
    submission=2,
)

RULES = (
    RuleInfo(
        "unknown-unit",
        Severity.ERROR,
        "不认识的单位",
        "不认识的单位无法换算。\n\n改成表里有的单位。",
        "惯例",
        ("unit",),
    ),
    RuleInfo(
        "sum-over-total", Severity.WARNING, "合计超过总额", "各行之和不应超过总额。", aliases=("超额",), pack="expense"
    ),
    RuleInfo("rate-total", Severity.WARNING, "单价合计"),
    RuleInfo("quiet-rule", Severity.INFO, "从不报告"),
)

MISSING = Diagnostic("missing-path", Severity.ERROR, "路径不存在", Location("没有.yaml"), help="核对文件名")

REPORT = Report(
    files=(
        FileResult("表/a.yaml", Fate.WITH_FINDINGS, (LINE,), submissions=1, rows=1, source=YAML),
        FileResult("b.txt", Fate.WITH_FINDINGS, (ROW,), submissions=1, rows=2, source=GRID),
        FileResult("c.xlsx", Fate.WITH_FINDINGS, (UNDETERMINED,), submissions=2, rows=8, undetermined=1),
        FileResult("d.yaml", Fate.CLEAN, submissions=1, rows=1),
        FileResult("购物.yaml", Fate.SKIPPED, reason="没有找到要检查的表"),
        FileResult("e.yaml", Fate.FAILED, reason="没有读取权限"),
    ),
    packs=(PackInfo("expense", "1.0", "default", "sha256:00"),),
    problems=(MISSING,),
    rules=RULES,
)
