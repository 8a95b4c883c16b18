"""What all rules of the default pack cost on a clean submission of 20 rows, beside the rest of checking it.

Screening is what a run does; the evaluator alone is what it would take without.  Times are of CPU.

python bench/pack.py
"""

import statistics
import time
from collections.abc import Callable
from typing import TypeVar

from linter import readers
from linter.engine import Options, check, lint_text
from linter.outcomes import judge
from linter.rulebook import load_rulebook
from linter.screening import Screen, compile_rules

Made = TypeVar("Made")
ROWS = 20
HEAD = """\
年度: 2023
预算单位: 某县教育局
项目名称: 教师培训
项目负责人: 甲
项目资金: {单位: 万元, 年度预算总额: 20, 财政拨款: 20, 其他资金: 0}
项目总体目标: [全年培训教师2000人次，培训合格率不低于95%。]
指标:
"""


def submission() -> str:
    """A table of 20 rows that the default pack has nothing to say about above info."""
    rows = []
    for number in range(ROWS):
        level, second, name, target, basis, scoring, weight = _row(number)
        rows.append(
            f"- {{一级指标: {level}, 二级指标: {second}, 三级指标: {name}, 指标值: '{target}', "
            f"指标值设置依据: {basis}, 上年完成值: '{target.lstrip('≥≤=')}', "
            f"指标分值权重: {weight}, 指标赋分规则: {scoring}, 佐证资料: [工作资料]}}"
        )
    return HEAD + "\n".join(rows) + "\n"


def _row(number: int) -> tuple[str, str, str, str, str, str, str]:
    sign = chr(ord("甲") + number)
    planned, shared = "计划标准", "按照完成比例赋分"
    if number < 5:
        return "产出指标", "质量指标", f"{sign}类培训合格率", "≥95%", planned, shared, "4"
    if number < 10:
        return "产出指标", "数量指标", f"{sign}类培训人次", "≥200人次", planned, shared, "4"
    if number < 14:
        return "成本指标", "经济成本指标", f"{sign}类培训费", "≤5万元", "预算支出标准", shared, "5"
    if number < 18:
        return "效益指标", "社会效益指标", f"{sign}类学校受益率", "≥90%", planned, shared, "5"
    return "满意度指标", "服务对象满意度指标", f"{sign}类学员满意度", "≥95%", planned, "满意度赋分", "5"


def median(work: Callable[[], object], times: int = 30) -> float:
    """Milliseconds of CPU, the median of several runs."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append((time.process_time() - start) * 1000)
    return statistics.median(found)


def main() -> None:
    book = load_rulebook()
    data = submission().encode()
    report = lint_text("a.yaml", data, book)
    above = [one.rule for one in report.diagnostics if one.severity > 1]
    print(f"{len(book.rules)} rules, {report.files[0].rows} rows; above info: {', '.join(above) or 'nothing'}")
    document = readers.read(data, "a.yaml", book.kinds).documents[0]
    list(check(document, book, "zh"))
    rules = book.rules_for(document.kind)
    compiled, making = timed(lambda: compile_rules(rules))
    screen, loading = timed(lambda: Screen(rules, compiled))
    _, first = timed(lambda: screen.doubtful(document))

    def screened() -> None:
        document.memory.clear()
        screen.doubtful(document)

    def evaluated() -> None:
        document.memory.clear()
        for rule in rules:
            for _ in judge(rule, document):
                pass

    whole = median(lambda: lint_text("a.yaml", data, book, Options()))
    quick, alone = median(screened, 200), median(evaluated)
    print(f"the whole check of one submission    {whole * 1000:8.0f} µs")
    print(f"all rules, screened                  {quick * 1000:8.0f} µs   {quick / whole:.0%} of it")
    print(f"all rules, by the evaluator alone    {alone * 1000:8.0f} µs   {alone / quick:.0f} times that")
    print(f"rules left to the evaluator          {len(screen.doubtful(document)):8}")
    print(f"compiling, loading, first submission {making:8.1f} ms, {loading:.1f} ms, {first:.1f} ms")


def timed(work: Callable[[], Made]) -> tuple[Made, float]:
    """What `work` makes, and its milliseconds of CPU."""
    start = time.process_time()
    made = work()
    return made, (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
