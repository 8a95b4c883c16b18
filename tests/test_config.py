"""Settings: found nearest, checked with a place, never reaching out of their tree."""

import json
from pathlib import Path
from typing import Any

import pytest

from linter.cli import main

ROOT = Path(__file__).resolve().parent.parent
SEED = (ROOT / "examples" / "korla-2023.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the seed in `a.yaml` and `old/b.yaml`."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "old").mkdir()
    (tmp_path / "a.yaml").write_text(SEED, encoding="utf-8")
    (tmp_path / "old" / "b.yaml").write_text(SEED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main(["check", *arguments, "--output-format", "json", "--lang", "zh"])
    return code, json.loads(capsys.readouterr().out)


def found(report: dict[str, Any], path: str = "a.yaml") -> set[str]:
    return {one["rule"] for one in report["diagnostics"] if one["location"]["path"] == path}


def test_without_settings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = run(capsys)
    assert code == 0
    assert report["summary"]["files"]["found"] == 2
    assert report["summary"]["warnings"] >= 14


def test_settings_choose_rules_severities_and_parameters(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "jixiao.yaml").write_text(
        "select: [BAS602, weights-not-total, goal-cut-off, TXT901]\n"
        "ignore: [goals-without-quantity]\n"
        "severities: {history-without-prior: error}\n"
        "params: {execution_points: 0}\n",
        encoding="utf-8",
    )
    code, report = run(capsys, "a.yaml")
    assert code == 1
    assert found(report) == {"history-without-prior", "goal-cut-off", "weights-not-total"}
    severities = {one["rule"]: one["severity"] for one in report["diagnostics"]}
    assert severities["history-without-prior"] == "error"


def test_the_command_line_comes_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "jixiao.yaml").write_text("select: [BAS602]\nparams: {execution_points: 0}\n", encoding="utf-8")
    code, report = run(capsys, "a.yaml", "--select", "weights-not-total", "--param", "execution_points=10")
    assert (code, found(report)) == (0, set())
    _, report = run(capsys, "a.yaml", "--no-config")
    assert len(found(report)) >= 5


def test_the_nearest_file_wins(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "jixiao.yaml").write_text("select: [goal-cut-off]\n", encoding="utf-8")
    monkeypatch.chdir(folder / "old")
    _, report = run(capsys, "b.yaml")
    assert found(report, "b.yaml") == {"goal-cut-off"}
    (folder / "old" / "jixiao.yaml").write_text("select: [BAS602]\n", encoding="utf-8")
    _, report = run(capsys, "b.yaml")
    assert found(report, "b.yaml") == {"history-without-prior"}


def test_settings_above_the_repository_are_not_used(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "inner" / ".git").mkdir(parents=True)
    (folder / "jixiao.yaml").write_text("select: [goal-cut-off]\n", encoding="utf-8")
    monkeypatch.chdir(folder / "inner")
    _, report = run(capsys, "../a.yaml")
    assert len(found(report, "../a.yaml")) > 1


def test_extends(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "base.yaml").write_text("select: [goal-cut-off]\nseverities: {goal-cut-off: error}\n", encoding="utf-8")
    (folder / "jixiao.yaml").write_text("extends: base.yaml\nfail-on: never\n", encoding="utf-8")
    code, report = run(capsys, "a.yaml")
    assert code == 0
    assert found(report) == {"goal-cut-off"}
    assert report["summary"]["errors"] == 1


def test_pyproject(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        '[tool.other]\nx = 1.5\n[tool.jixiao]\nselect = ["goal-cut-off"]\n[tool.jixiao.params]\nexecution_points = 0\n'
    )
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    _, report = run(capsys, "a.yaml")
    assert found(report) == {"goal-cut-off"}


def test_overrides_for_some_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "jixiao.yaml").write_text(
        "overrides:\n- files: [old/]\n  ignore: [basis, cost]\n  severities: {goal-cut-off: info}\n", encoding="utf-8"
    )
    _, report = run(capsys)
    assert "prior-costs-all-zero" in found(report)
    assert "prior-costs-all-zero" not in found(report, "old/b.yaml")
    assert "history-without-prior" not in found(report, "old/b.yaml")
    cut = {one["location"]["path"]: one["severity"] for one in report["diagnostics"] if one["rule"] == "goal-cut-off"}
    assert cut == {"a.yaml": "warning", "old/b.yaml": "info"}


def test_exclude(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "jixiao.yaml").write_text("exclude: [old/]\n", encoding="utf-8")
    _, report = run(capsys)
    assert report["summary"]["files"]["found"] == 2  # a.yaml, and jixiao.yaml itself, which is skipped
    assert {one["path"] for one in report["skipped"]} == {"jixiao.yaml"}


def test_exclude_starts_from_the_settings(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "jixiao.yaml").write_text("exclude: [/old/b.yaml]\n", encoding="utf-8")
    (folder / "old" / "c.yaml").write_text(SEED, encoding="utf-8")
    monkeypatch.chdir(folder / "old")
    _, report = run(capsys)
    assert report["summary"]["files"]["found"] == 1
    _, report = run(capsys, "--exclude", "c.yaml")
    assert report["summary"]["files"]["found"] == 0


def test_outputs_are_written_beside_the_settings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "jixiao.yaml").write_text("outputs: {concise: out.txt}\nlanguage: en\n", encoding="utf-8")
    run(capsys, "a.yaml")
    assert "goal-cut-off" in (folder / "out.txt").read_text(encoding="utf-8")


WRONG = [
    ("selct: [x]\n", "unknown-field", "select", 1),
    ("profile: central-2022\n", "unknown-profile", "central-2021", 1),
    ("overrides:\n- files: [old/]\n  ignore: [goal-cutoff]\n", "unknown-selection", "goal-cut-off", 3),
    ("overrides:\n- files: [old/]\n  severities:\n    goal-cutoff: info\n", "unknown-selection", "goal-cut-off", 4),
    ("select: [BAS602]\nignore: [goal-cutoff]\n", "unknown-selection", "goal-cut-off", 2),
    ("severities:\n  goal-cutoff: info\n", "unknown-selection", "goal-cut-off", 2),
    ("severities: {goal-cut-off: fatal}\n", "not-allowed", "", 1),
    ("params:\n  execution_point: 0\n", "unknown-parameter", "execution_points", 2),
    ("params:\n  execution_points: ten\n", "wrong-type", "", 2),
    ("rules: [../outside]\n", "settings-refused", "", 1),
    ("extends: ../../x.yaml\n", "settings-refused", "", 1),
    ("extends: jixiao.yaml\n", "settings-refused", "", 1),
    ("extends: no.yaml\n", "missing-path", "", None),
    ("select: [\n", "syntax-error", "", None),
    ("- a\n", "wrong-type", "", 1),
]


@pytest.mark.parametrize(("text", "expected", "proposed", "line"), WRONG, ids=[row[1] + ": " + row[0] for row in WRONG])
def test_wrong_settings_stop_the_run_at_their_place(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, expected: str, proposed: str, line: int | None
) -> None:
    (folder / "jixiao.yaml").write_text(text, encoding="utf-8")
    code, report = run(capsys, "a.yaml")
    assert code == 2
    assert [one["rule"] for one in report["diagnostics"]] == [expected]
    assert report["summary"]["files"]["found"] == 0
    place = report["diagnostics"][0]["location"]
    if line is not None:
        assert place["path"] == "jixiao.yaml"
        assert place["range"]["start"]["line"] == line
    assert proposed in (report["diagnostics"][0]["help"] or "")


def test_show_settings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "jixiao.yaml").write_text("# 设置\nprofile: printed-100\nselect: [weights]\n", encoding="utf-8")
    assert main(["check", "--show-settings", "--lang", "zh", "--ignore", "cost"]) == 0
    shown = capsys.readouterr().out
    assert "profile = printed-100  # jixiao.yaml:2" in shown
    assert "select = weights  # jixiao.yaml:3" in shown
    assert "ignore = cost  # --ignore" in shown
    assert "fail-on = error  # 默认" in shown


def test_exit_codes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "a.yaml", "--fail-on", "warning")[0] == 1
    assert run(capsys, "a.yaml", "--fail-on", "warning", "--exit-zero")[0] == 0
    assert run(capsys, "a.yaml", "--max-warnings", "7")[0] == 0
    assert run(capsys, "a.yaml", "--max-warnings", "6")[0] == 1
    assert run(capsys, "没有.yaml", "--exit-zero")[0] == 2


def test_quiet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "a.yaml", "-q"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["check", "a.yaml", "-q", "--fail-on", "warning"]) == 1
    assert "goal-cut-off" in capsys.readouterr().out


@pytest.mark.parametrize("separator", ["\n", "\0"])
def test_files_from(folder: Path, capsys: pytest.CaptureFixture[str], separator: str) -> None:
    (folder / "list").write_text(separator.join(["a.yaml", "old/b.yaml", ""]), encoding="utf-8")
    _, report = run(capsys, "--files-from", "list")
    assert report["summary"]["files"]["found"] == 2
    assert main(["check", "--files-from", "no-such-list"]) == 2


def test_a_run_without_rules_is_no_success(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "own").mkdir()
    pack = "id: own\nversion: 1.0.0\nkind: target-table\ntitle: {zh: 自用, en: own}\n"
    (folder / "own" / "pack.yaml").write_text(pack, encoding="utf-8")
    code, report = run(capsys, "a.yaml", "--rules", "own")
    assert code == 2
    assert [one["rule"] for one in report["diagnostics"]] == ["no-rules"]


def test_a_pack_is_read_where_git_ignores_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    (folder / "own").mkdir()
    pack = "id: own\nversion: 1.0.0\nkind: target-table\ntitle: {zh: 自用, en: own}\n"
    (folder / "own" / "pack.yaml").write_text(pack, encoding="utf-8")
    rule = (ROOT / "rules" / "target-table" / "goals" / "goal-cut-off.yaml").read_text(encoding="utf-8")
    (folder / "own" / "goal-cut-off.yaml").write_text(rule, encoding="utf-8")
    _, report = run(capsys, "a.yaml", "--rules", "own")
    assert found(report) == {"goal-cut-off"}


@pytest.mark.parametrize("path", ["../out.json", "/tmp/out-of-the-tree.json"])
def test_settings_write_no_report_outside_their_tree(
    folder: Path, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    (folder / "jixiao.yaml").write_text(f"outputs: {{json: {path}}}\n", encoding="utf-8")
    code, report = run(capsys, "a.yaml")
    assert code == 2
    assert [one["rule"] for one in report["diagnostics"]] == ["settings-refused"]


@pytest.mark.parametrize("paths", [["a.yaml"], ["--files-from", "list"], ["--tracked"]])
def test_standard_input_is_checked_alone(folder: Path, capsys: pytest.CaptureFixture[str], paths: list[str]) -> None:
    (folder / "list").write_text("a.yaml\n", encoding="utf-8")
    assert main(["check", "--stdin-filename", "b.yaml", *paths, "--lang", "zh"]) == 2
    assert "--stdin-filename" in capsys.readouterr().err


def test_a_profile_is_wrong_where_it_was_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = run(capsys, "a.yaml", "--profile", "central-2022")
    assert code == 2
    assert [one["location"]["path"] for one in report["diagnostics"]] == ["--profile central-2022"]


def test_a_rule_switched_off_is_still_a_name_for_overrides(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "jixiao.yaml").write_text(
        "severities: {goal-cut-off: 'off'}\noverrides:\n- files: [old/]\n  ignore: [goal-cut-off]\n", encoding="utf-8"
    )
    code, report = run(capsys)
    assert code == 0
    assert "goal-cut-off" not in found(report)
