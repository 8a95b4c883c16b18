"""Files are written whole or not at all, and only if they still hold what was checked."""

import errno
import os
import stat
from pathlib import Path

import pytest

from linter import engine, files, fixes
from linter.fixes import Fixer
from linter.report import FileResult
from linter.rulebook import RuleBook
from tests.fixes.mended import SAFE
from tests.fixes.samples import Row, Style, write

BAD = write([(Row(">=3㎡", "≥3平方米", ("正式材料",), ("正式资料",)), Style('"', False, "  # 注", False))])
GOOD = BAD.replace(">=3㎡", "≥3平方米").replace("正式材料", "正式资料")
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX")


def fix(path: Path, book: RuleBook) -> FileResult:
    report = engine.lint([str(path)], book, engine.Options(), Fixer(SAFE).file)
    assert len(report.files) == 1
    return report.files[0]


def reasons(result: FileResult) -> list[str]:
    return [one.reason or "" for one in result.diagnostics if one.rule == "fix-not-written"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_marks_and_encodings_stay(tmp_path: Path, book: RuleBook, end: str, encoding: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(BAD.replace("\n", end).encode(encoding))
    result = fix(path, book)
    assert result.fixed is not None
    assert result.fixed.count == 3  # comparator, unit, evidence
    assert path.read_bytes() == GOOD.replace("\n", end).encode(encoding)


TABLE = (
    "项目支出绩效目标表\n年度\t2023\n项目名称\t大楼运行\t预算单位\t信访局\n"
    "一级指标\t二级指标\t三级指标\t指标值\t指标分值权重\t佐证资料\n"
    "产出指标\t数量指标\t维护面积\t>=3㎡\t90\t工作资料、正式材料\n"
)
TABLE_GOOD = TABLE.replace(">=3㎡", "≥3平方米").replace("正式材料", "正式资料")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize(("name", "separator"), [("a.txt", "\t"), ("a.csv", ",")])
def test_text_dumps_are_mended_in_place(
    tmp_path: Path, book: RuleBook, encoding: str, name: str, separator: str
) -> None:
    path = tmp_path / name
    path.write_bytes(TABLE.replace("\t", separator).replace("\n", "\r\n").encode(encoding))
    assert fix(path, book).fixed is not None
    assert path.read_bytes() == TABLE_GOOD.replace("\t", separator).replace("\n", "\r\n").encode(encoding)


@posix
def test_the_mode_stays_and_a_link_stays_a_link(tmp_path: Path, book: RuleBook) -> None:
    target, link = tmp_path / "there" / "b.yaml", tmp_path / "a.yaml"
    target.parent.mkdir()
    target.write_text(BAD, encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    assert fix(link, book).fixed is not None
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == GOOD
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert os.listdir(target.parent) == ["b.yaml"]


@posix
@pytest.mark.parametrize("obstacle", ["read-only", "hard-link"])
def test_what_should_not_be_written_is_left_alone_and_said(tmp_path: Path, book: RuleBook, obstacle: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(BAD, encoding="utf-8")
    if obstacle == "read-only":
        path.chmod(0o444)
    else:
        os.link(path, tmp_path / "other")
    result = fix(path, book)
    assert len(reasons(result)) == 1
    assert result.fixed is None
    assert path.read_text(encoding="utf-8") == BAD
    assert "comparator-style" in {one.rule for one in result.diagnostics}  # it is still there, and so is reported


def test_a_file_that_changed_meanwhile_is_left_alone(
    tmp_path: Path, book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(BAD, encoding="utf-8")
    put = fixes._put

    def late(*given: object) -> None:
        path.write_text(BAD + "# 另一个程序\n", encoding="utf-8")
        put(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(fixes, "_put", late)
    assert len(reasons(fix(path, book))) == 1
    assert path.read_text(encoding="utf-8") == BAD + "# 另一个程序\n"
    assert os.listdir(tmp_path) == ["a.yaml"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_content_and_no_litter(
    tmp_path: Path, book: RuleBook, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(BAD, encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, call, full)
    result = fix(path, book)
    monkeypatch.undo()
    assert "No space left" in reasons(result)[0]
    assert path.read_text(encoding="utf-8") == BAD
    assert os.listdir(tmp_path) == ["a.yaml"]


def test_two_runs_at_once_end_with_the_mended_file(
    tmp_path: Path, book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second run does all its work between the first one's reading and writing."""
    path = tmp_path / "a.yaml"
    path.write_text(BAD, encoding="utf-8")
    put, inner = fixes._put, []

    def crossed(*given: object) -> None:
        monkeypatch.setattr(fixes, "_put", put)
        inner.append(fix(path, book))
        put(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(fixes, "_put", crossed)
    outer = fix(path, book)
    assert inner[0].fixed is not None
    assert len(reasons(outer)) == 1  # it says that the file is not the one it checked
    assert path.read_text(encoding="utf-8") == GOOD


def test_litter_of_killed_runs_is_cleared_by_name_and_age(tmp_path: Path, book: RuleBook) -> None:
    old, young, foreign = (tmp_path / name for name in (".jixiao-0123.tmp", ".jixiao-4567.tmp", ".other.tmp"))
    for path in (old, young, foreign):
        path.write_text("x", encoding="utf-8")
    for path in (old, foreign):
        os.utime(path, (0, 0))
    path = tmp_path / "a.yaml"
    path.write_text(BAD, encoding="utf-8")
    report = engine.lint([str(tmp_path)], book, engine.Options(), Fixer(SAFE).file)
    assert [file.path for file in report.files] == [str(path)]  # litter is never taken for a submission
    assert sorted(os.listdir(tmp_path)) == [".jixiao-4567.tmp", ".other.tmp", "a.yaml"]


@posix
def test_a_folder_that_cannot_be_written_to(tmp_path: Path, book: RuleBook, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(BAD, encoding="utf-8")
    opened = os.open

    def refuse(name: object, flags: int, *more: object, **named: object) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(name, flags, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(files.os, "open", refuse)
    result = fix(path, book)
    monkeypatch.undo()
    assert "Permission denied" in reasons(result)[0]
    assert path.read_text(encoding="utf-8") == BAD
