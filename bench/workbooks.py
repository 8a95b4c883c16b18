"""What workbooks cost: a long list in one of them, and many small ones.  Run it from the top of the checkout:

    python -m bench.workbooks

Reading a list of 5 000 rows should take under 1.5 s of processor time, and a thousand workbooks the memory of ten.
"""

import gc
import io
import sys
import time
from pathlib import Path

import openpyxl

from linter import readers
from linter.engine import lint_text
from linter.rulebook import load_rulebook

ROWS = 5_000
WORKBOOKS = 1_000
COLUMNS = (
    "序号", "预算单位", "项目名称", "预算金额", "年度绩效目标", "一级指标", "二级指标", "三级指标", "指标值", "分值",
)  # fmt: skip
INDICATORS = [
    ("产出指标", "数量指标", "养护里程", "≥800公里", 20),
    ("产出指标", "质量指标", "优良路率", "≥90%", 20),
    ("产出指标", "时效指标", "完成时间", "2025年11月30日前", 10),
    ("成本指标", "经济成本指标", "养护标准", "≤1.2万元/公里", 10),
    ("效益指标", "社会效益指标", "受益人口", "≥3.2万人", 20),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", 10),
]


def list_of(rows: int) -> bytes:
    """A workbook with one row for each indicator of many projects, as budget systems export them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2025年部门预算项目绩效目标表"])
    sheet.append(["部门名称：某市交通运输局", *[None] * 8, "金额单位：万元"])
    sheet.append(COLUMNS)
    for row in range(rows):
        project, number = divmod(row, len(INDICATORS))
        heading = [f"某市公路管理处{project % 40}", f"农村公路养护{project}", 960.5, f"养护农村公路{project}公里。"]
        sheet.append([row + 1, *heading, *INDICATORS[number]])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def resident() -> float:
    """The memory of this process in MiB; not a number where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def say(what: str, seconds: float, more: str) -> None:
    sys.stdout.write(f"{what:32} {seconds:8.2f} s   {more}\n")


def main() -> None:
    book = load_rulebook()
    data, small = list_of(ROWS), list_of(24)
    start = time.process_time()
    reading = readers.read(data, "list.xlsx", book.kinds)
    say(f"read a list of {ROWS} rows", time.process_time() - start, f"{len(reading.documents)} submissions")
    start = time.process_time()
    report = lint_text("list.xlsx", data, book)
    say(f"check a list of {ROWS} rows", time.process_time() - start, f"{len(report.diagnostics)} findings")
    del reading, report
    start = time.process_time()
    for count in range(1, WORKBOOKS + 1):
        readers.read(small, "small.xlsx", book.kinds)
        if count in (10, 100, WORKBOOKS):
            gc.collect()
            say(f"read {count} workbooks of 24 rows", time.process_time() - start, f"{resident():.0f} MiB")
    start = time.process_time()
    for count in range(1, WORKBOOKS // 10 + 1):
        lint_text("small.xlsx", small, book)
        if count in (10, WORKBOOKS // 10):
            gc.collect()
            say(f"check {count} workbooks of 24 rows", time.process_time() - start, f"{resident():.0f} MiB")


if __name__ == "__main__":
    main()
