"""Whatever the bytes, a reading; whatever the layout, the same submission; and never more than linear work."""

import sys
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter import prepare, readers
from linter.readers.reading import Reading
from linter.values import Value
from tests.readers.forms import SUBMISSION, Submission, form
from tests.readers.reading import kind, misplaced, read, rows, said, texts

WORDS = """
一级指标 二级指标 三级指标 指标值 分值 项目名称 预算单位 项目资金（万元） 年度预算总额 年度目标 目标1： 合计 备注：
产出指标(50分) 绩效目标表 2023年 【产出-数量】 中期 ≥ 10 % （ ） | , ， ： - [ ] { } " ' & * ! > # 甲
"""
FRAGMENTS = [*WORDS.split(), ": ", "- ", "\t", "\n", "\r\n", " ", "\u3000", "\0", "\ufeff", "\u2028", "\ud800"]
TEXT = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3)), max_size=60).map("".join)
PATHS = st.sampled_from(["a.txt", "a.tsv", "a.yaml", "a.yml", "a.json", "a", "a.unknown"])


def use(reading: Reading) -> None:
    """Do what the engine does with a reading; everything in it must hold together."""
    assert reading.recognised is not False or not reading.documents
    for problem in reading.problems:
        assert problem.location.path
    for document in reading.documents:
        list(prepare.prepare(document, {}))
        list(prepare.check(document, set()))
        for node in document.root.walk():
            location = document.locate(node)
            assert location.pointer == node.pointer
            assert document.find(node.pointer) is node
            if isinstance(node.value, Value):
                for _, span in node.value.spans:
                    document.locate(node, span)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), PATHS)
def test_any_bytes(data: bytes, path: str) -> None:
    use(readers.read(data, path, [kind()]))


@settings(max_examples=300, deadline=None)
@given(TEXT, PATHS, st.sampled_from(["utf-8", "utf-16", "utf-16-le", "gb18030"]))
def test_any_text(text: str, path: str, encoding: str) -> None:
    use(readers.read(text.encode(encoding, "replace"), path, [kind()]))


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[Submission], list[str]]:
    submissions = draw(st.lists(SUBMISSION, min_size=1, max_size=3))
    forms = [draw(form(submission)) for submission in submissions]
    lines = [line for written, _ in forms for line in written]
    return "\n".join("\t".join(line) for line in lines), submissions, [word for _, unknown in forms for word in unknown]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    files(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"]), st.sampled_from(["\n", "\r\n"])
)
def test_a_form_says_what_was_written_into_it(
    written: tuple[str, list[Submission], list[str]], encoding: str, end: str
) -> None:
    text, submissions, unknown = written
    reading = read(text.replace("\n", end).encode(encoding))
    assert sorted(said(reading)) == sorted(("column-not-understood", word) for word in unknown)
    assert len(reading.documents) == len(submissions)
    for document, submission in zip(reading.documents, submissions, strict=True):
        assert misplaced(document) == []
        for name in ("year", "agency", "project", "leader", "goals"):
            assert texts(document, f"/{name}") == [getattr(submission, name)], name
        for name in ("currency", "total", "fiscal", "other"):
            assert texts(document, f"/budget/{name}") == [getattr(submission, name)], name
        wanted = [
            (row.level1, row.level2, row.name, row.comparator + row.number + row.unit, row.weight, row.basis)
            for row in submission.rows
        ]
        assert rows(document, "level1", "level2", "name", "target", "weight", "basis") == wanted


HEADER = "一级指标\t二级指标\t三级指标\t指标值\n"
ROW = "产出指标\t数量指标\t甲\t≥1个\n"
# What grows with n, and what a slip would make quadratic.
GROWING: dict[str, Callable[[int], str]] = {
    "rows": lambda n: HEADER + ROW * n,
    "tables": lambda n: f"项目绩效目标表\n{HEADER}{ROW}" * n,
    "tables without titles": lambda n: f"项目名称\t甲\n{HEADER}{ROW}" * n,
    "headers": lambda n: HEADER * n,
    "projects of a list": lambda n: "项目名称\t" + HEADER + "".join(f"甲{i}\t{ROW}" for i in range(n)),
    "projects in turn": lambda n: "项目名称\t" + HEADER + "".join(f"甲{i % 7}\t{ROW}" for i in range(n)),
    "titles": lambda n: "项目绩效目标表\n" * n + HEADER + ROW,
    "levels alone": lambda n: HEADER + "产出指标\n" * n + ROW,
    "lines above": lambda n: "项目资金\n" + "某项\t5\n" * n + HEADER + ROW,
    "labels in a row": lambda n: "项目名称\t" * n + "\n" + "甲\t" * n + "\n" + HEADER + ROW,
    "headers in a row": lambda n: "指标值\t" * n + "\n" + HEADER + ROW * n,
    "headers below labels": lambda n: "年度目标\t" * n + "\n" + "指标值\t" * n + HEADER + ROW * n,
    "unknown columns": lambda n: HEADER.strip() + "\t本地" * n + "\n" + ROW * n,
    "cells": lambda n: "甲\t" * n,
    "quotes": lambda n: '"甲\t' * n,
    "doubled quotes": lambda n: '""""甲\t' * n,
    "flat": lambda n: "【产出-数量】甲(" * n,
    "nothing": lambda n: "这是一段话。\n" * n,
    "bars": lambda n: "|" * n + "\n" * n,
}


@pytest.mark.parametrize("name", GROWING)
def test_work_grows_with_the_text(name: str) -> None:
    small, large = (lines_run(GROWING[name](n)) for n in (60, 240))
    assert large <= small * 4.6


def lines_run(text: str) -> int:
    """How many lines of the readers' code run on a text."""
    count = 0

    def trace(frame: object, event: str, _: object) -> object:
        nonlocal count
        count += event == "line"
        return trace if "linter" in frame.f_code.co_filename else None  # type: ignore[attr-defined]

    data, before = text.encode(), sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        readers.read(data, "a.txt", [kind()])
    finally:
        sys.settrace(before)
    return count


# Long runs that a pattern could go over again and again: the patterns see them in every position that matters.
@pytest.mark.parametrize(
    "run", [" ", "\u3000", "(", ")", "（", "：", ":", "1", "项目", "绩效", "2023", "目标1", '"', "目标 ", "- ", "\t"]
)
def test_long_runs_are_read(run: str) -> None:
    long = run * 20_000
    for text in (
        f"{long}\n{HEADER}{ROW}",
        f"项目名称\t{long}\n项目总体目标\t完成{long}1项\n{HEADER}{ROW}",
        f"{HEADER.strip()}{long}\n{ROW}",
        f"{HEADER}产出指标{long}\t数量指标\t甲{long}乙\t≥{long}\n",
        f"年度: 2023\n项目名称: 甲{long}\n",
    ):
        for path in ("a.txt", "a.yaml"):
            for document in read(text, path).documents:
                list(prepare.prepare(document, {}))
