"""What `contrib/` offers works with what the reporters write."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from linter import composer, resources
from linter.cli import main
from linter.console import FINDINGS
from linter.reporters import REPORTERS, Style
from tests.reporters.samples import GRID, REPORT, YAML

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRIB = ROOT / "contrib"
EXAMPLE = ROOT / "examples" / "korla-2023-broken.txt"


def tasks() -> list[dict[str, Any]]:
    text = (CONTRIB / "vscode" / "tasks.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))["tasks"]
    return found


def matchers() -> tuple[dict[str, Any], dict[str, Any]]:
    places, files = (one["pattern"] for one in tasks()[0]["problemMatcher"])
    assert tasks()[1]["problemMatcher"]["pattern"] == places
    return places, files


def matched(pattern: dict[str, Any], line: str) -> dict[str, str] | None:
    found = re.match(pattern["regexp"], line)
    names = [name for name in pattern if name not in ("regexp", "kind")]
    return {name: found.group(pattern[name]) for name in names} if found else None


def concise(language: Any = "zh") -> list[str]:
    return REPORTERS["concise"](REPORT, Style(language=language, show_undetermined=True)).splitlines()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_problem_matchers_take_each_finding_once_and_nothing_else(language: str) -> None:
    places, files = matchers()
    lines = concise(language)
    taken = [(matched(places, line), matched(files, line)) for line in lines]
    assert [bool(one) + bool(other) for one, other in taken] == [1, 1, 1, 1, 0, 0]
    assert matched(places, lines[1]) == {
        "file": "表/a.yaml", "line": "2", "column": "9", "severity": "error", "code": "unknown-unit",
        "message": "不认识单位“万圆”",
    }  # fmt: skip
    assert matched(files, lines[3]) == {
        "file": "c.xlsx", "message": "目标表!D9: info rate-total 无法判定总数", "severity": "info", "code": "rate-total"
    }  # fmt: skip


def test_problem_matchers_know_drives_and_colons() -> None:
    places, files = matchers()
    line = r"C:\表\a.yaml:2:9: warning some-rule 合计: 3:4"
    assert matched(places, line) == {
        "file": r"C:\表\a.yaml", "line": "2", "column": "9", "severity": "warning", "code": "some-rule",
        "message": "合计: 3:4",
    }  # fmt: skip
    assert matched(files, line) is None
    cell = matched(files, r"C:\表\a.xlsx:第3页表2!D9: error some-rule 合计: 3")
    assert cell is not None
    assert (cell["file"], cell["message"]) == (r"C:\表\a.xlsx", "第3页表2!D9: error some-rule 合计: 3")


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_problem_matchers_mean_the_same_in_javascript() -> None:
    patterns, lines = matchers(), concise()
    script = "const [p, l] = JSON.parse(process.argv[1]);" \
        "console.log(JSON.stringify(l.map(s => p.map(r => [...(s.match(new RegExp(r)) ?? [])]))))"  # fmt: skip
    given = json.dumps([[one["regexp"] for one in patterns], lines])
    done = subprocess.run(["node", "-e", script, given], capture_output=True, check=True, timeout=30)
    found = [[re.match(one["regexp"], line) for one in patterns] for line in lines]
    assert json.loads(done.stdout) == [
        [[one.group(), *one.groups()] if one else [] for one in row] for row in found
    ]  # fmt: skip


def commands(path: Path) -> list[str]:
    """The lines of a CI file that call jixiao; the file must be YAML."""
    text = path.read_text(encoding="utf-8")
    assert resources.plain(next(iter(composer.compose(text))))
    return re.findall(r"^\s*- (?:run: )?(jixiao .*)$", text, flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("github-actions/jixiao.yml", {"jixiao.sarif": '"version": "2.1.0"'}),
        ("gitlab/gitlab-ci.yml", {"gl-code-quality-report.json": '"check_name"', "jixiao.xml": "<testsuites "}),
        ("vscode/tasks.json", {}),
    ],
)
def test_commands_run(
    path: str,
    written: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copy(EXAMPLE, tmp_path / "表.txt")
    monkeypatch.chdir(tmp_path)
    if path.endswith(".json"):
        found = [[task["command"], *task["args"]] for task in tasks()]
    else:
        found = [shlex.split(command) for command in commands(CONTRIB / path)]
    assert found
    for name, *arguments in found:
        assert name == "jixiao"
        given = ["表.txt" if argument == "${relativeFile}" else argument for argument in arguments]
        assert main([*given, "--lang", "zh"]) == FINDINGS
        assert "cost-over-budget" in capsys.readouterr().out
    for file, text in written.items():
        assert text in (tmp_path / file).read_text(encoding="utf-8")
    ci = (CONTRIB / path).read_text(encoding="utf-8")
    assert all(file in ci for file in written)


LIST = "[bufname(v:val.bufnr), v:val.lnum, v:val.col, v:val.type, v:val.module, v:val.text]"


@pytest.mark.skipif(shutil.which("vim") is None, reason="vim is not installed")
def test_vim_goes_to_the_character(tmp_path: Path) -> None:
    """Columns are bytes to Vim: the 16th and 20th, as in `test_rdjson`; in a workbook the cell is named."""
    (tmp_path / "表").mkdir()
    (tmp_path / "表" / "a.yaml").write_bytes(YAML.bom + YAML.text.encode())
    (tmp_path / "b.txt").write_bytes(GRID.text.encode())
    (tmp_path / "out.txt").write_text("\n".join(concise()) + "\n", encoding="utf-8")
    (tmp_path / "run.vim").write_text(
        f"set encoding=utf-8 runtimepath^={CONTRIB / 'vim'}\n"
        "compiler jixiao\n"
        "let &l:makeprg = 'cat out.txt'\n"
        "silent make!\n"
        f"call writefile([json_encode(map(getqflist(), '{LIST}'))], 'list.json')\n"
        "qall!\n",
        encoding="utf-8",
    )
    command = ["vim", "-Nu", "NONE", "-i", "NONE", "-n", "-es", "-S", "run.vim"]
    subprocess.run(command, cwd=tmp_path, timeout=60, check=True, capture_output=True)
    assert json.loads((tmp_path / "list.json").read_text(encoding="utf-8")) == [
        ["没有.yaml", 0, 0, "e", "", "missing-path 路径不存在"],
        ["表/a.yaml", 2, 16, "e", "", "unknown-unit 不认识单位“万圆”"],
        ["b.txt", 2, 20, "w", "", "sum-over-total 合计 9万元，超过 5万元"],
        ["c.xlsx", 0, 0, "i", "目标表!D9", "rate-total 无法判定总数"],
    ]
