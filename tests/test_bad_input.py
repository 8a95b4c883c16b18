"""Bad input on the command line: one clear message each, the right exit code, never a traceback."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from linter import engine, limits
from linter.diagnostic import Diagnostic, Severity
from linter.source import Source
from tests.packs.samples import PACK, RULE, write_pack

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
GOOD = (EXAMPLES / "korla-2023.yaml").read_text(encoding="utf-8").split("\n---\n")[1] + "\n"


def run(*arguments: str, folder: Path, language: str = "zh") -> tuple[int, str]:
    """The exit code and everything that was printed."""
    done = subprocess.run(
        [sys.executable, "-m", "linter", *arguments, *(["--lang", language] if language else [])],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(EXAMPLES.parent), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def found(text: str) -> list[str]:
    """The ids of what was reported at error level, from JSON."""
    return [one["rule"] for one in json.loads(text)["diagnostics"] if one["severity"] == "error"]


# name of the file, its content, the one diagnostic expected, what the message or advice must name
YAML_SLIPS = [
    ("bare >=", GOOD.replace('指标值: "≥2380.4平方米"', "指标值: >=1人"), "value-must-be-quoted", '">=1人"'),
    ("bare >", GOOD.replace('指标值: "≥2380.4平方米"', "指标值: >2"), "value-must-be-quoted", '">2"'),
    ("full-width colon", GOOD.replace("年度: 2023", "年度：2023"), "full-width-colon", "年度"),
    (
        "full-width comma",
        GOOD.replace("[工作资料, 原始凭证]", "[工作资料，原始凭证]"),
        "full-width-separator",
        "，",
    ),
    (
        "value cut by a comma",
        GOOD.replace(
            "项目资金:\n  单位: 万元\n  年度预算总额: 15\n  财政拨款: 15\n  其他资金: 0",
            "项目资金: {单位: 元, 年度预算总额: 150,000}",
        ),
        "value-cut",
        "150,000",
    ),
    ("tab", GOOD.replace("  单位: 万元", "\t单位: 万元"), "syntax-error", "Tab"),
    ("label and English name", GOOD.replace("年度: 2023", "年度: 2023\nyear: 2023"), "duplicate-field", "year"),
    ("key twice", GOOD.replace("年度: 2023", "年度: 2023\n年度: 2022"), "duplicate-key", "年度"),
    ("unclosed bracket", GOOD.replace("[工作资料, 原始凭证]", "[工作资料, 原始凭证"), "syntax-error", ""),
]


@pytest.mark.parametrize(("name", "text", "expected", "named"), YAML_SLIPS, ids=[row[0] for row in YAML_SLIPS])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_yaml_slip(tmp_path: Path, name: str, text: str, expected: str, named: str, language: str) -> None:
    assert text != GOOD, "the slip was not planted"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    code, output = run(
        "check", "a.yaml", "--output-format", "json", "--min-severity", "warning", folder=tmp_path, language=language
    )
    own = [one for one in json.loads(output)["diagnostics"] if one["rule"] == expected]
    errors = [one for one in json.loads(output)["diagnostics"] if one["severity"] == "error"]
    assert len(own) == 1
    assert errors in (own, [])
    assert code == (1 if errors else 0)
    assert own[0]["location"]["range"] is not None
    if language == "zh":
        assert named in own[0]["message"] + own[0]["help"]
    line = text.split("\n")[own[0]["location"]["range"]["start"]["line"] - 1]
    assert line in text
    assert line not in GOOD.split("\n") or name in ("unclosed bracket", "tab")


def test_missing_path(tmp_path: Path) -> None:
    code, output = run("check", "没有.yaml", folder=tmp_path)
    assert code == 2
    assert output.count("missing-path") == 1
    assert "没有.yaml" in output


def test_a_missing_path_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    code, output = run("check", "没有.yaml", "a.yaml", folder=tmp_path)
    assert code == 2
    assert "history-without-prior" in output


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not stop this user")
def test_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0)
    code, output = run("check", "a.yaml", folder=tmp_path)
    path.chmod(stat.S_IRUSR)
    assert code == 2
    assert output.count("unreadable-file") == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    code, output = run("check", "a.yaml", folder=tmp_path)
    assert code == 2
    assert output.count("unreadable-file") == 1


def test_empty_folder(tmp_path: Path) -> None:
    code, output = run("check", ".", folder=tmp_path)
    assert code == 2
    assert output.count("nothing-to-check") == 1


@pytest.mark.parametrize("arguments", [["b.doc"], ["."], ["b.doc", "--skip-unrecognized"]])
def test_an_office_file_that_cannot_be_read_is_said(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    code, output = run("check", *arguments, "--output-format", "json", folder=tmp_path)
    assert code == 1
    assert found(output) == ["damaged-file"]


def test_gb18030_bytes_in_yaml(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(GOOD.encode("gb18030"))
    for arguments in (["a.yaml"], ["."], ["a.yaml", "--skip-unrecognized"]):
        code, output = run("check", *arguments, "--output-format", "json", folder=tmp_path)
        assert code == 1, arguments
        assert found(output) == ["undecodable-text"]
        assert "gb18030" in output


def test_a_file_without_a_table(tmp_path: Path) -> None:
    (tmp_path / "购物.yaml").write_text("牛奶: 2\n面包: 1\n", encoding="utf-8")
    code, output = run("check", "购物.yaml", folder=tmp_path)
    assert code == 1
    assert output.count("no-table-found") == 1
    code, output = run("check", "购物.yaml", "--skip-unrecognized", folder=tmp_path)
    assert code == 0
    assert "no-table-found" not in output
    assert "购物.yaml" in output
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    code, output = run("check", ".", folder=tmp_path)
    assert code == 0
    assert "购物.yaml" in output


def test_a_part_that_is_not_recognised_is_not_dropped(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"{GOOD}---\n项目名: 乙\n", encoding="utf-8")
    for arguments in (
        ["a.yaml"],
        ["."],
        ["a.yaml", "--skip-unrecognized"],
        ["a.yaml", "--ignore", "part-not-recognised"],
    ):
        code, output = run("check", *arguments, "--output-format", "json", folder=tmp_path)
        assert code == 1, arguments
        assert found(output) == ["part-not-recognised"]
    code, output = run("convert", "a.yaml", "--to", "json", folder=tmp_path)
    assert code == 1
    assert "part-not-recognised" in output


def test_a_folder_in_which_nothing_could_be_checked(tmp_path: Path) -> None:
    (tmp_path / "购物.yaml").write_text("牛奶: 2\n", encoding="utf-8")
    code, output = run("check", ".", folder=tmp_path)
    assert code == 2
    assert output.count("nothing-to-check") == 1
    assert "购物.yaml" in output


@pytest.mark.parametrize("name", [".pre-commit-config.yaml", "docker-compose.yml", "package.json", "notes.txt"])
def test_other_files_never_fail_the_hook(tmp_path: Path, name: str) -> None:
    texts = {
        ".pre-commit-config.yaml": "repos:\n- repo: local\n  hooks:\n  - id: x\n",
        "docker-compose.yml": "services: {web: {image: *broken}\n",
        "package.json": '{"name": "x", }',
        "notes.txt": "a\tb\tc\n1\t2\t3\n",
    }
    (tmp_path / name).write_text(texts[name], encoding="utf-8")
    code, _ = run("check", "--skip-unrecognized", name, folder=tmp_path)
    assert code == 0


# What is changed in the rule, the diagnostic, the blamed text, a word that must be proposed.
SLIPS = [
    ("assert: weight > 0", "assert: wieght > 0", "unknown-name", "wieght", "weight"),
    ("each: indicators[*]", "each: indicaters[*]", "unknown-name", "indicaters", "indicators"),
    ("assert: weight > 0", "assert: size(weigth) > 0", "unknown-name", "weigth", "weight"),
    ("assert: weight > 0", "assert: |\n  not blank(name)\n  and wieght > 0", "unknown-name", "wieght", "weight"),
    ("assert: weight > 0", "assert: not blank(name)\n  and wieght > 0", "unknown-name", "wieght", "weight"),
    ("assert: weight > 0", "assert: weight > 0 ? true : false", "expression-bent", "weight > 0 ? true : false", ""),
    ("assert: weight > 0", "assert: weight > 15万园", "unknown-unit", "万园", "万元"),
    ("assert: weight > 0", "assert: weight >", "expression-syntax", "", ""),
    ("assert: weight > 0", "assert: weight > 0  # 大于零", "expression-bent", "# 大于零", ""),
    ("assert: weight > 0", "assert: 'a' == name", "expression-bent", "'a' == name", ""),
    ("assert: weight > 0", "assert: [weight, 0]", "expression-bent", "[weight, 0]", ""),
    ("assert: weight > 0", "assert: weight", "type-mismatch", "weight", ""),
    ("zh: 分值是零", "zh: 分值是 {wieght}", "placeholder-unknown", "wieght", "weight"),
    ("zh: 分值是零", "zh: 分值是 {weight}", "placeholders-differ", "", ""),
    ("severity: warning", "severity: wraning", "not-allowed", "wraning", "warning"),
    ("severity: warning", "severity: error", "missing-basis", "weight-positive", ""),
    ("severity: warning", "severity: warning\ntag: [x]", "unknown-field", "tag", "tags"),
    ("each: indicators[*]", "each: indicators[*]\nlet:\n  spare: weight + 1", "unused-binding", "weight + 1", ""),
    ("id: weight-positive", "id: weight-negative", "id-is-not-file-name", "weight-negative", ""),
    ("  pass:\n    - indicators: [{name: 甲, weight: 5}]\n", "", "missing-example", "", ""),
]


@pytest.mark.parametrize(
    ("old", "new", "expected", "blamed", "proposed"), SLIPS, ids=[row[2] + " " + row[3] for row in SLIPS]
)
def test_a_slip_in_a_rule_file_is_shown_in_it(
    tmp_path: Path, old: str, new: str, expected: str, blamed: str, proposed: str
) -> None:
    text = RULE.replace(old, new)
    assert text != RULE
    write_pack(tmp_path / "own", PACK, {"weight-positive.yaml": text})
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    code, output = run("check", "a.yaml", "--rules", "own", "--output-format", "json", folder=tmp_path)
    report = json.loads(output)
    if expected == "unused-binding":  # a warning, which is for the author of the pack only
        assert report["summary"]["files"]["found"] == 1
        shown = run("rules", "check", "own", folder=tmp_path, language="en")[1]
        assert "weight-positive.yaml:8:10: warning" in shown
        assert "[unused-binding]" in shown
        return
    own = [one for one in report["diagnostics"] if one["rule"] == expected]
    assert len(own) == 1, report["diagnostics"]
    errors = [one for one in report["diagnostics"] if one["severity"] == "error"]
    assert code == (2 if errors else 0)
    if errors:
        assert errors == own
        assert report["summary"]["files"]["found"] == 0, "nothing is checked with a broken pack"
    place = own[0]["location"]["range"]
    assert place is not None
    line = text.split("\n")[place["start"]["line"] - 1]
    if blamed:
        assert blamed in line[place["start"]["column"] - 1 :]
        assert line[place["start"]["column"] - 1 :].startswith(blamed.split("\n")[0])
    assert proposed in (own[0]["help"] or "")


def test_a_broken_rule_shows_a_caret(tmp_path: Path) -> None:
    write_pack(tmp_path / "own", PACK, {"weight-positive.yaml": RULE.replace("weight > 0", "wieght > 0")})
    code, output = run("check", ".", "--rules", "own", folder=tmp_path, language="en")
    assert code == 2
    lines = output.splitlines()
    assert lines[1].endswith("assert: wieght > 0")
    assert lines[2].index("^") == lines[1].index("wieght")
    assert lines[2].count("^") == len("wieght")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["check", "--rules", "target-tabel"], "target-table"),
        (["check", "--profile", "central-2022"], "central-2021"),
        (["check", "--select", "cost-over-budgett"], "cost-over-budget"),
        (["check", "--param", "execution_point=0"], "execution_points"),
        (["check", "--param", "execution_points=ten"], "execution_points"),
        (["explain", "cost-over-budgett"], "cost-over-budget"),
        (["check", "-O", "text"], "KIND=FILE"),
        (["check", "-O", "xml=a.xml"], "KIND=FILE"),
        (["check", "-o", "no/such/folder/a.json"], "no/such/folder/a.json"),
    ],
)  # fmt: skip
def test_wrong_use(tmp_path: Path, arguments: list[str], named: str) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    code, output = run(*arguments, *(["a.yaml"] if arguments[0] == "check" else []), folder=tmp_path)
    assert code == 2
    assert named in output


def test_too_many_findings_leave_the_worst() -> None:
    """What is left out of a long list must not be what the exit code depends on."""
    source = Source("a.yaml", "x\n" * 3000)
    mild = [Diagnostic("mild", Severity.WARNING, "m", source.location(2 * n, 2 * n + 1)) for n in range(1100)]
    bad = Diagnostic("bad", Severity.ERROR, "m", source.location(5000, 5001))
    listed = engine._listed("a.yaml", [*mild, bad], engine.Options())
    assert {one.rule for one in listed} == {"mild", "bad", "too-many-diagnostics"}
    assert len(listed) == limits.DIAGNOSTICS_PER_FILE + 1


def test_what_was_not_read_cannot_be_ignored(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace("  单位: 万元", "\t单位: 万元"), encoding="utf-8")
    code, output = run("check", "a.yaml", "--ignore", "syntax-error", "--output-format", "json", folder=tmp_path)
    assert code == 1
    assert found(output) == ["syntax-error"]


def test_nothing_named_is_nothing_checked(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("", encoding="utf-8")
    code, output = run("check", "--files-from", "list", folder=tmp_path)
    assert code == 2
    assert "nothing-to-check" in output


@pytest.mark.parametrize("row", ["  - 合计\n", "  - [1, 2]\n", "  - ~\n", "  - {}\n"])
def test_a_row_that_is_no_row_is_one_finding(tmp_path: Path, row: str) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.rstrip("\n") + "\n" + row, encoding="utf-8")
    code, output = run("check", "a.yaml", "--output-format", "json", folder=tmp_path)
    assert code == 1
    assert set(found(output)) <= {"wrong-type", "missing-field"}
    assert "internal-error" not in output


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    command = [sys.executable, "-m", "linter", "check", "a.yaml"]
    environment = {**os.environ, "PYTHONPATH": str(EXAMPLES.parent)}
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, cwd=tmp_path, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_reader_that_goes_away_does_not_change_the_result(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace("指标分值权重: 20", "指标分值权重: 25", 1), encoding="utf-8")
    command = [sys.executable, "-m", "linter", "check", *["a.yaml"], "-O", "json=rep.json"]
    environment = {**os.environ, "PYTHONPATH": str(EXAMPLES.parent)}
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, cwd=tmp_path, env=environment, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert (tmp_path / "rep.json").exists()


@pytest.mark.parametrize("year", ["20223", "2"])
def test_a_year_of_the_wrong_length_is_said(tmp_path: Path, year: str) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace("年度: 2023", f"年度: {year}"), encoding="utf-8")
    code, _ = run("check", "a.yaml", folder=tmp_path)
    assert code == 1
