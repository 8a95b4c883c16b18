"""`jixiao check -j N`: the same bytes as with one process, and a run that goes on whatever happens to a worker."""

import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench import corpus
from linter import progress
from linter.engine import Options, lint
from linter.files import Found
from linter.report import Fate, FileResult
from linter.rulebook import load_rulebook

COMMAND = [sys.executable, "-m", "linter", "check", "--no-config"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("jobs")
    corpus.write(path, 40, faults=0.3)
    (path / "no-table.txt").write_text("nothing here", encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["text", "json"])
def test_the_same_bytes_as_with_one_process(folder: Path, kind: str) -> None:
    runs = [
        subprocess.run([*COMMAND, str(folder), "-j", jobs, "--output-format", kind], capture_output=True, check=False)
        for jobs in ("1", "3", "auto")
    ]
    assert {run.returncode for run in runs} == {1}
    assert runs[0].stdout
    assert {run.stdout for run in runs} == {runs[0].stdout}
    assert {run.stderr for run in runs} == {b""}


@pytest.mark.parametrize("jobs", ["0", "-1", "many", ""])
def test_a_wrong_number_of_processes(folder: Path, jobs: str) -> None:
    done = subprocess.run([*COMMAND, str(folder), f"--jobs={jobs}"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "-j N|auto" in done.stderr


def test_a_killed_worker_is_the_failure_of_its_file(folder: Path) -> None:
    """With the real workers: the process that is at one of the files is killed."""
    script = f"""
import os, signal, sys
from linter import cli, engine
lint = engine.lint_file
def killed(found, book, options):
    if found.path.endswith("000007.yaml"):
        os.kill(os.getpid(), signal.SIGKILL)
    return lint(found, book, options)
engine.lint_file = killed
sys.exit(cli.main(["check", "--no-config", {str(folder)!r}, "-j", "2", "--output-format", "json"]))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    report = json.loads(done.stdout)
    assert [Path(one["path"]).name for one in report["failed"]] == ["000007.yaml"]
    assert report["summary"]["files"]["found"] == 41
    assert report["summary"]["submissions"] == 39


def test_an_interrupted_run_reports_what_it_knows(folder: Path) -> None:
    script = f"""
import sys, time
from linter import cli, engine
lint = engine.lint_file
def slow(found, book, options):
    if found.path.endswith("000010.yaml"):
        print("now", file=sys.stderr, flush=True)
        time.sleep(60)
    return lint(found, book, options)
engine.lint_file = slow
sys.exit(cli.main(["check", "--no-config", {str(folder)!r}, "--output-format", "json"]))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    assert process.stderr.readline() == "now\n"
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 130
    report = json.loads(out)
    assert report["summary"]["submissions"] == 9
    assert len(report["skipped"]) == 32


def test_an_interrupted_run_over_several_processes_ends_its_workers(folder: Path) -> None:
    def run(found: list[Found], work: object) -> object:
        yield FileResult(found[0].path, Fate.CLEAN)
        raise KeyboardInterrupt

    report = lint([str(folder)], load_rulebook(), Options(), run=run)  # type: ignore[arg-type]
    assert report.interrupted
    assert [file.fate for file in report.files] == [Fate.CLEAN, *[Fate.SKIPPED] * 40]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_says_how_far(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 0.5, 2.0, 2.05, 4.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(now))
    stream = Terminal()
    assert list(progress.shown(iter("abcd"), 8, stream, "en")) == list("abcd")
    lines = [line for line in stream.getvalue().split("\r\x1b[K") if line]
    assert lines == ["checked 2 of 8, 1 a second, 0:06 left", "checked 4 of 8, 1 a second, 0:04 left"]
    assert stream.getvalue().endswith("\r\x1b[K")


def test_a_short_run_shows_nothing() -> None:
    stream = Terminal()
    assert list(progress.shown(iter("ab"), 2, stream, "en")) == ["a", "b"]
    assert stream.getvalue() == ""


def test_no_progress_where_there_is_no_terminal(folder: Path) -> None:
    done = subprocess.run([*COMMAND, str(folder), "-j", "2"], capture_output=True, check=False)
    assert done.stderr == b""
