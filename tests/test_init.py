"""`jixiao init`: what it writes works at once, and what is there already stays as it is."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from linter import __version__, config, resources
from linter.catalogue import Language
from linter.cli import main
from linter.console import OK
from linter.rulebook import load_rulebook

ROOT = Path(__file__).resolve().parent.parent
FILES = resources.load_yaml(resources.data_file("init", "files.yaml"))
PATHS = [one["path"] for one in FILES]
SUBMISSION = PATHS[-1]
assert len(FILES) >= 5


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """An empty folder, made ready."""
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--lang", "zh"]) == OK
    capsys.readouterr()
    return tmp_path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_file_is_named_with_what_it_is_for(
    tmp_path: Path, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "新 建"
    assert main(["init", str(target), "--lang", language]) == OK
    said = capsys.readouterr().out
    for one in FILES:
        assert f"{target / one['path']}  {one[language]}" in said
    assert {"zh": f"在 {target} 里运行 jixiao check", "en": f"run jixiao check in {target}"}[language] in said
    assert sorted(written(target)) == sorted(PATHS)


def test_a_second_run_changes_nothing_and_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = written(folder)
    assert main(["init", "--lang", "zh"]) == OK
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("已")]
    assert len(lines) == len(FILES)
    assert all(line.startswith("已有") for line in lines)
    assert written(folder) == before


def test_what_is_there_is_kept_and_the_rest_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = {"jixiao.yaml": b"profile: printed-100\n", ".vscode/settings.json": b"", SUBMISSION: b"\xff"}
    for name, content in own.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert main(["init", str(tmp_path), "--lang", "zh"]) == OK
    said = capsys.readouterr().out
    assert said.count("已有") == len(own)
    assert said.count("已写入") == len(FILES) - len(own)
    after = written(tmp_path)
    assert sorted(after) == sorted(PATHS)
    assert {name: after[name] for name in own} == own


def test_settings_in_a_pyproject_are_not_pushed_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.jixiao]\nprofile = "printed-100"\n', encoding="utf-8")
    assert main(["init", str(tmp_path), "--lang", "zh"]) == OK
    assert capsys.readouterr().out.count("已有") == 1
    assert not (tmp_path / "jixiao.yaml").exists()
    (tmp_path / "pyproject.toml").write_text("[tool.other]\n", encoding="utf-8")
    assert main(["init", str(tmp_path)]) == OK
    assert (tmp_path / "jixiao.yaml").exists()


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "in" / ".vscode").symlink_to(tmp_path / "out")
    assert main(["init", str(tmp_path / "in"), "--lang", "zh"]) == 2
    assert capsys.readouterr().err.count("无法写入") == 2
    assert not list((tmp_path / "out").iterdir())
    assert (tmp_path / "in" / SUBMISSION).is_file()


def test_a_file_in_the_place_of_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".vscode").write_text("", encoding="utf-8")
    assert main(["init", str(tmp_path), "--lang", "zh"]) == 2
    said = capsys.readouterr()
    assert said.err.count("无法写入") == 2
    assert "接下来" not in said.out
    assert (tmp_path / "jixiao.yaml").is_file()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not stop this user")
def test_a_folder_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tmp_path.chmod(0o500)
    try:
        assert main(["init", str(tmp_path), "--lang", "zh"]) == 2
    finally:
        tmp_path.chmod(0o700)
    assert capsys.readouterr().err.count("无法写入") == len(FILES)
    assert not list(tmp_path.iterdir())


def test_a_disk_that_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a read-only folder, for users whom permissions do not stop."""

    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "replace", refuse)
    assert main(["init", str(tmp_path), "--lang", "en"]) == 2
    said = capsys.readouterr()
    assert said.err.count("Read-only file system") == len(FILES)
    assert not written(tmp_path)


def test_the_first_submission_is_without_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", "--show-undetermined", "--output-format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert code == OK
    assert report["diagnostics"] == []
    assert report["summary"]["files"] == {"found": 1, "clean": 1, "with_findings": 0, "skipped": 0, "failed": 0}
    assert (report["summary"]["submissions"], report["summary"]["undetermined"]) == (1, 0)
    assert report["packs"][0]["profile"] == "central-2021"
    assert f"年度: {date.today().year}\n" in (folder / SUBMISSION).read_text(encoding="utf-8")


def test_the_first_submission_is_in_the_canonical_form(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", SUBMISSION, "--keys", "zh"]) == OK
    canonical = capsys.readouterr().out
    first, *lines = (folder / SUBMISSION).read_text(encoding="utf-8").splitlines(keepends=True)
    assert first + "".join(line for line in lines if not line.startswith("#")) == canonical


def test_the_schema_takes_the_submission_and_is_where_the_editor_looks(folder: Path) -> None:
    settings = json.loads((folder / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert settings["files.encoding"] == "utf8"
    (name, patterns), *_ = settings["yaml.schemas"].items()
    schema = json.loads((folder / name).read_text(encoding="utf-8"))
    assert any(Path(SUBMISSION).match(pattern.replace("**/", "")) for pattern in patterns)
    assert all(pattern.isascii() for pattern in [name, *patterns])  # the YAML extension compares encoded addresses
    modeline = (folder / SUBMISSION).read_text(encoding="utf-8").splitlines()[0]
    assert (folder / SUBMISSION).parent / modeline.partition("$schema=")[2] == folder / name
    assert (folder / settings["json.schemas"][0]["url"]).resolve() == (folder / name).resolve()
    data = resources.load_yaml(folder / SUBMISSION)
    data["年度"] = int(data["年度"])  # as YAML has it: `load_yaml` leaves every scalar a text
    validator = Draft202012Validator(schema)
    validator.validate(data)
    assert not validator.is_valid({**data, "年渡": 1})


def test_the_schema_is_what_the_command_shows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = [one["path"] for one in FILES if "schema" in one]
    assert main(["schema", "--lang", "zh"]) == OK
    assert capsys.readouterr().out == (folder / path).read_text(encoding="utf-8")


def test_the_tasks_are_those_of_contrib() -> None:
    assert (
        resources.data_file("init", "vscode-tasks.json").read_bytes()
        == (ROOT / "contrib" / "vscode" / "tasks.json").read_bytes()
    )


def test_the_settings_are_in_force_and_name_every_profile(folder: Path) -> None:
    text = (folder / config.FILE).read_text(encoding="utf-8")
    settings = config.load(str(folder))
    assert not settings.problems
    assert set(settings.values) == {"profile", "fail-on", "ignore", "exclude"}
    pack = resources.load_yaml(resources.folder("rules") / "target-table" / "pack.yaml")
    named = re.findall(r"^#   ([a-z]+-\d+) ", text, re.MULTILINE)
    assert named == list(pack["profiles"])
    assert settings.get("profile") == pack["default_profile"]
    # What stands behind “# ” is right once it is taken off.
    switched_on = re.sub(r"^# (?=(?:severities|language|  \S+): ?\S*$)", "", text, flags=re.MULTILINE)
    (folder / config.FILE).write_text(switched_on, encoding="utf-8")
    settings = config.load(str(folder))
    assert not settings.problems
    assert {"severities", "language"} <= set(settings.values)
    assert load_rulebook().rule(next(iter(settings.get("severities")))) is not None


def test_pre_commit_takes_the_configuration(folder: Path) -> None:
    command = [Path(sys.executable).parent / "pre-commit", "validate-config", ".pre-commit-config.yaml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (repository,) = resources.load_yaml(folder / ".pre-commit-config.yaml")["repos"]
    assert repository["rev"] == f"v{__version__}"
    offered = {hook["id"]: hook for hook in resources.load_yaml(ROOT / ".pre-commit-hooks.yaml")}
    assert {hook["id"] for hook in repository["hooks"]} == {"jixiao", "jixiao-fix"} <= set(offered)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"repo: {repository['repo']} " in readme
    assert f"rev: {repository['rev']}\n" in readme
