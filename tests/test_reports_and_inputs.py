"""A report never takes the place of a file that was read for it."""

import json
import shutil
from pathlib import Path

import pytest

from linter import cache
from linter.cli import main

EXAMPLE = Path(__file__).parents[1] / "examples" / "korla-2023.txt"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXAMPLE, tmp_path / "k.txt")
    (tmp_path / "link.txt").symlink_to("k.txt")
    (tmp_path / "jixiao.yaml").write_text("language: en\n", encoding="utf-8")
    (tmp_path / "waivers.yaml").write_text("[]\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("output", [["-o", "k.txt"], ["-O", "json=k.txt"], ["-O", "json=./k.txt"], ["-o", "link.txt"]])
@pytest.mark.parametrize("more", [[], ["--fix"]])
def test_not_over_what_was_checked(
    folder: Path, output: list[str], more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "k.txt").read_text(encoding="utf-8")
    assert main(["check", "k.txt", *output, *more]) == 2
    after = (folder / "k.txt").read_text(encoding="utf-8")
    assert after.splitlines()[0] == before.splitlines()[0]  # the table, though its spelling may have been mended
    assert after == before or more
    assert "choose another name" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["jixiao.yaml", "waivers.yaml"])
def test_not_over_settings_and_waivers(folder: Path, name: str) -> None:
    before = (folder / name).read_bytes()
    assert main(["check", "k.txt", "-o", name]) == 2
    assert (folder / name).read_bytes() == before


def test_an_earlier_report_in_the_folder_is_replaced(folder: Path) -> None:
    for _ in range(2):
        assert main(["check", ".", "-O", "json=report.json"]) == 0
    assert json.loads((folder / "report.json").read_text(encoding="utf-8"))["summary"]["submissions"] == 6


def test_two_reports_do_not_share_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "k.txt", "-O", "json=a", "-O", "sarif=./a"]) == 2
    assert not (folder / "a").exists()


def test_no_cache_writes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(folder / "cache"))
    assert main(["check", "k.txt", "--no-cache", "-q"]) == 0
    assert not (folder / "cache").exists()
