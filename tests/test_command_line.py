"""The command line as people meet it: its help, what it says of wrong usage, and how it finds its input."""

import io
import json
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

from linter import resources
from linter.arguments import parser
from linter.catalogue import Language
from linter.cli import COMMANDS, main
from linter.console import FINDINGS, OK
from linter.source import display_width
from linter.usage import wrapped

ROOT = Path(__file__).resolve().parent.parent
DATA = resources.load_yaml(resources.data_file("cli.yaml"))
LANGUAGES: tuple[Language, ...] = ("zh", "en")
GOOD = (ROOT / "examples" / "korla-2023.yaml").read_text(encoding="utf-8").split("\n---\n")[1] + "\n"
BAD = GOOD.replace("指标分值权重: 20", "指标分值权重: 25", 1)
assert BAD != GOOD

WORDS = [[], ["rules"], *([*name.split("-")] for name in COMMANDS)]


def helped(words: list[str], language: Language, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        parser(language, COMMANDS).parse_args([*words, "--help"])
    assert ended.value.code == OK
    return capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_help(words: list[str], language: Language, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    """Titled groups only, none of argparse's own English, an example for each command, nothing wider than a console."""
    monkeypatch.setenv("COLUMNS", "80")
    shown = helped(words, language, capsys)
    lines = shown.splitlines()
    assert " ".join(["jixiao", *words]) in lines[0]
    assert not re.search(
        "^(positional arguments|optional arguments|options|show this help message)", shown, re.MULTILINE
    )
    assert set(re.findall(r"^(\S.*):$", shown, re.MULTILINE)) & {text[language] for text in DATA["groups"].values()}
    too_wide = [line for line in lines if display_width(line) > 80 and not line.startswith("  jixiao ")]
    assert not too_wide
    if words:
        example = re.search(r"^  (jixiao .*)\n      \S", shown, re.MULTILINE)
        assert example is not None
        assert example.group(1).startswith(" ".join(["jixiao", *words]))


def test_titles_and_options_have_a_text_in_each_language() -> None:
    for section in ("groups", "options", "texts", "rules"):
        assert DATA[section]
        for name, text in DATA[section].items():
            assert set(text) == set(LANGUAGES), f"{section}.{name}"


EXAMPLES = [
    (example[language][0], language)
    for command in DATA["commands"].values()
    for example in command["examples"]
    for language in LANGUAGES
]


@pytest.mark.parametrize(("command", "language"), EXAMPLES)
def test_examples_in_the_help_are_right(command: str, language: Language) -> None:
    name, *words = shlex.split(command.partition(" > ")[0])
    assert name == "jixiao"
    parser(language, COMMANDS).parse_args(words)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "COMMAND 不能是“chekc”"),
        (["rules"], "缺少 COMMAND"),
        (["check", "--statistic"], "不认识“--statistic”"),
        (["check", "--output-format"], "--output-format 后面要写一个值"),
        (["check", "--max-warnings", "x"], "--max-warnings 应为整数，不能是“x”"),
        (["check", "--fail-on", "fatal"], "--fail-on 不能是“fatal”"),
        (["check", "--quiet=3"], "--quiet 后面不能写值：3"),
        (["convert", "a.yaml", "--to", "json", "-o", "b"], "-o/--output 不能与 --to 同时使用"),
    ],
)
def test_wrong_usage_is_said_in_chinese(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--lang=zh"])
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.startswith("用法：jixiao")


def test_wrong_usage_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--lang=en", "--fail-on", "fatal"])
    error = capsys.readouterr().err
    assert error.startswith("usage: jixiao check")
    assert "invalid choice: 'fatal'" in error


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("一二三四五六", ["一二三四", "五六"]),
        ("一二三四，五", ["一二三", "四，五"]),  # no line begins with a comma
        ("  一 two", ["  一 two"]),
        ("", [""]),
    ],
)
def test_lines_are_broken_by_width(text: str, lines: list[str]) -> None:
    assert wrapped(text, 8) == lines


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository with a bad file, a good one in a folder, and one that git ignores."""
    names = {"bad.yaml": BAD, "in/good.yaml": GOOD, "in/old.yaml": BAD, ".gitignore": "old.yaml\n"}
    for name, text in names.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], dict[str, Any]]:
    """The exit code, the files with findings at error level, and the report."""
    code = main(["check", *arguments, "--output-format", "json", "--lang", "zh"])
    report = json.loads(capsys.readouterr().out)
    wrong = {one["location"]["path"] for one in report["diagnostics"] if one["severity"] == "error"}
    return code, sorted(wrong), report


def test_a_walk_leaves_out_what_git_ignores_and_a_name_does_not(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, wrong, report = run(capsys)
    assert (code, wrong, report["summary"]["files"]["found"]) == (FINDINGS, ["bad.yaml"], 2)
    code, wrong, report = run(capsys, "in")
    assert (code, wrong, report["summary"]["files"]["found"]) == (OK, [], 1)
    code, wrong, _ = run(capsys, str(Path("in", "old.yaml")))
    assert (code, wrong) == (FINDINGS, [str(Path("in", "old.yaml"))])


def test_exclude(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, wrong, report = run(capsys, "--exclude", "bad.*")
    assert (code, wrong, report["summary"]["files"]["found"]) == (OK, [], 1)
    code, wrong, _ = run(capsys, "--exclude", "bad.yaml", "bad.yaml")  # named all the same
    assert (code, wrong) == (FINDINGS, ["bad.yaml"])
    code, _, _ = run(capsys, "--exclude", "in/", "--exclude", "/bad.yaml")
    assert code == 2, "nothing is left to check"


def test_exit_zero(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, wrong, _ = run(capsys, "--exit-zero")
    assert (code, wrong) == (OK, ["bad.yaml"])
    code, _, _ = run(capsys, "bad.yaml", "none.yaml", "--exit-zero")
    assert code == 2


def test_more_warnings_than_allowed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, _, report = run(capsys, "in")
    warnings = report["summary"]["warnings"]
    assert warnings > 0
    assert run(capsys, "in", "--max-warnings", str(warnings))[0] == OK
    assert run(capsys, "in", "--max-warnings", str(warnings - 1))[0] == FINDINGS
    assert run(capsys, "in", "--max-warnings", "0", "--exit-zero")[0] == OK


def test_quiet_says_nothing_of_a_success_and_all_of_a_failure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "in", "--quiet", "-O", "json=a.json"]) == OK
    assert capsys.readouterr().out == ""
    assert json.loads((folder / "a.json").read_text(encoding="utf-8"))["diagnostics"]  # what was asked for is written
    assert main(["check", "bad.yaml", "--quiet", "--lang", "zh"]) == FINDINGS
    quiet = capsys.readouterr().out
    assert main(["check", "bad.yaml", "--lang", "zh"]) == FINDINGS
    assert capsys.readouterr().out == quiet


def feed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_content_from_standard_input(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, BAD)
    code, wrong, report = run(capsys, "--stdin-filename", "in/good.yaml")
    assert (code, wrong) == (FINDINGS, ["in/good.yaml"])
    feed(monkeypatch, BAD)
    from_file = run(capsys, "bad.yaml")[2]
    assert [one["message"] for one in report["diagnostics"]] == [one["message"] for one in from_file["diagnostics"]]
    for also in (["in"], ["--files-from", "list"], ["--tracked"]):
        assert main(["check", "--stdin-filename", "a.yaml", *also, "--lang", "zh"]) == 2
        assert "--stdin-filename" in capsys.readouterr().err


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\0"])
def test_names_from_standard_input(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, separator: str
) -> None:
    (folder / "in" / "名 称.yaml").write_text(BAD, encoding="utf-8")
    feed(monkeypatch, separator.join(["in/good.yaml", "in/名 称.yaml", ""]))
    code, wrong, report = run(capsys, "--files-from", "-")
    assert (code, wrong, report["summary"]["files"]["found"]) == (FINDINGS, ["in/名 称.yaml"], 2)


def test_what_git_tracks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["git", "add", "-f", "in/old.yaml"], cwd=folder, check=True)
    code, wrong, report = run(capsys, "--tracked")
    assert (code, wrong, report["summary"]["files"]["found"]) == (FINDINGS, ["in/old.yaml"], 1)
