"""`jixiao check --fix`, `--diff` and `--unsafe-fixes`, as a user runs them."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from linter.cli import main
from tests.fixes.samples import Row, Style, write

_ROW = Row(">=3㎡", "≥3平方米", ("工作资料",), ("工作资料",))
BAD = write([(_ROW, Style("'", False, "  # 注", False))])
GOOD = BAD.replace(">=3㎡", "≥3平方米")
_RULES = ["--no-config", "--select", "comparator-style,unit-spelling"]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.yaml"
    path.write_text(BAD, encoding="utf-8")
    return path


def test_a_check_marks_what_can_be_fixed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "a.yaml", *_RULES, "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert said.count("可自动修改：") == 2
    assert "2 处可用 --fix 修改" in said
    assert file.read_text(encoding="utf-8") == BAD


def test_fix_mends_and_reports_what_is_left(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix", "a.yaml", *_RULES, "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert file.read_text(encoding="utf-8") == GOOD
    assert "已修改：a.yaml（2 处）" in said
    assert "已修改 2 处" in said
    assert "comparator-style" not in said
    assert main(["check", "--fix", "a.yaml", *_RULES, "--lang", "zh"]) == 0
    assert "已修改" not in capsys.readouterr().out


def test_diff_shows_what_fix_would_do_and_changes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--diff", "a.yaml", *_RULES, "--lang", "en"]) == 1
    shown = capsys.readouterr()
    assert file.read_text(encoding="utf-8") == BAD
    lines = shown.out.splitlines()
    assert lines[:2] == ["--- a.yaml", "+++ a.yaml"]
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        "-    指标值: '>=3㎡'  # 注",
        "+    指标值: '≥3平方米'  # 注",
    ]
    assert "2 findings in 1 files" in shown.err
    file.write_text(GOOD, encoding="utf-8")
    assert main(["check", "--diff", "a.yaml", *_RULES]) == 0
    assert capsys.readouterr().out == ""


def test_a_diff_can_be_applied(file: Path) -> None:
    """By git, over files whose ends and lengths differ, with a line that goes altogether."""
    folder = file.parent
    (folder / "b.yaml").write_bytes(BAD.rstrip("\n").replace("\n", "\r\n").encode())
    unused = BAD.replace("指标:\n", "指标:\n  # jixiao: ignore[weight-missing] 从前的\n")
    (folder / "c.yaml").write_text(unused, encoding="utf-8")
    command = [sys.executable, "-m", "linter", "check", "--diff", "--no-config", "."]
    root = Path(__file__).resolve().parent.parent.parent
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, env={"PYTHONPATH": str(root)})
    assert done.returncode == 1, done.stderr
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    apply = subprocess.run(
        ["git", "apply", "-p0", "-"], cwd=folder, input=done.stdout, capture_output=True, check=False
    )
    assert apply.returncode == 0, (apply.stderr, done.stdout)
    assert file.read_text(encoding="utf-8") == GOOD
    assert (folder / "b.yaml").read_bytes() == GOOD.rstrip("\n").replace("\n", "\r\n").encode()
    assert (folder / "c.yaml").read_text(encoding="utf-8") == GOOD


class _Input(io.TextIOWrapper):
    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8")


def test_standard_input(file: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    data = ("\ufeff" + BAD.replace("\n", "\r\n")).encode()
    for options, code, wanted in (
        (["--fix"], 0, data.replace(b">=3\xe3\x8e\xa1", "≥3平方米".encode())),
        (["--diff"], 1, None),
        (["--fix", "--ignore", "comparator-style,unit-spelling", "--ignore", "no-rules"], 2, data),
    ):
        monkeypatch.setattr("sys.stdin", _Input(data))
        assert main(["check", "--stdin-filename", "a.yaml", *options, *_RULES, "--lang", "en"]) == code
        shown = capfdbinary.readouterr()
        if wanted is None:
            assert "+    指标值: '≥3平方米'  # 注\r\n".encode() in shown.out
        else:
            assert shown.out == wanted
    assert file.read_text(encoding="utf-8") == BAD


def test_unsafe_fixes_are_made_when_they_are_asked_for(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = BAD.replace(">=3㎡", "≥24人/次")
    file.write_text(text, encoding="utf-8")
    options = ["a.yaml", "--no-config", "--select", "person-times-unit", "--lang", "zh"]
    main(["check", "--fix", *options])
    said = capsys.readouterr().out
    assert file.read_text(encoding="utf-8") == text
    assert "可自动修改，须核对：" in said
    assert "1 处可用 --fix --unsafe-fixes 修改" in said
    main(["check", "--fix", "--unsafe-fixes", *options])
    assert file.read_text(encoding="utf-8") == text.replace("人/次", "人次")


def test_fixing_and_recording_exclude_each_other(file: Path) -> None:
    assert main(["check", "--fix", "--write-waivers", "a.yaml"]) == 2
    assert file.read_text(encoding="utf-8") == BAD


def test_a_missing_file_is_said_as_without_fix(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix", "b.yaml", "--lang", "en"]) == 2
    assert "missing-path" in capsys.readouterr().out
