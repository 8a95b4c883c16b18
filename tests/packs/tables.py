"""A small table without fault, for tests to bend."""

from linter.diagnostic import Diagnostic, Outcome
from linter.engine import Options, lint_text
from linter.rulebook import RuleBook

TABLE = """\
year: 2024
agency: 某局
project: 培训
leader: 王某
budget: {currency: 万元, total: 5, fiscal: 5, other: 0}
goals: [培训100人。]
indicators:
  - {level1: 产出指标, level2: 数量指标, name: 培训人数, target: ≥100人, weight: 20}
  - {level1: 产出指标, level2: 质量指标, name: 合格率, target: ≥95%, weight: 20}
  - {level1: 成本指标, level2: 经济成本指标, name: 培训费, target: ≤5万元, weight: 20}
  - {level1: 效益指标, level2: 社会效益指标, name: 新增就业岗位, target: ≥60个, weight: 20}
  - {level1: 满意度指标, level2: 满意度指标, name: 学员满意度, target: ≥90%, weight: 10}
"""


def changed(*changes: tuple[str, str]) -> str:
    """The table with texts replaced, each of which is there."""
    text = TABLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def diagnostics(text: str, book: RuleBook, path: str = "a.yaml") -> list[Diagnostic]:
    """What is found in a text, in Chinese, without what could not be determined."""
    report = lint_text(path, text.encode(), book, Options(language="zh"))
    return [one for one in report.diagnostics if one.outcome is not Outcome.UNDETERMINED]


def found(text: str, book: RuleBook) -> list[tuple[str, str | None]]:
    """The rules that report, each with its pointer."""
    return [(one.rule, one.location.pointer) for one in diagnostics(text, book)]
