"""The corpus of the benchmark: clean files are clean, and each planted fault is found where the manifest says."""

import json
from collections import Counter
from pathlib import Path

import pytest

from bench.corpus import FAULTS, write
from linter import Severity, lint, load_rulebook
from linter.diagnostic import Outcome

BOOK = load_rulebook()


@pytest.mark.parametrize("distinct", [False, True])
@pytest.mark.parametrize("as_json", [False, True])
def test_clean_files_are_clean(tmp_path: Path, distinct: bool, as_json: bool) -> None:
    write(tmp_path, 12, distinct=distinct, as_json=as_json)
    report = lint([str(tmp_path)], BOOK)
    submissions = [file for file in report.files if file.submissions]
    assert len(submissions) == 12
    assert [(one.location.path, one.rule) for one in report.diagnostics] == []
    assert sum(file.rows for file in report.files) == 12 * 19
    assert (tmp_path / "manifest.jsonl").read_bytes() == b""


def test_every_fault_is_found_at_its_place(tmp_path: Path) -> None:
    write(tmp_path, 25, faults=1.0)
    manifest = [json.loads(line) for line in (tmp_path / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(manifest) == 25
    assert len(Counter(said["rule"] for said in manifest)) == len(FAULTS)
    report = lint([str(tmp_path)], BOOK)
    for said in manifest:
        path = str(tmp_path / said["file"])
        found = [
            (one.rule, one.location.line)
            for one in report.diagnostics
            if one.location.path == path and one.severity is Severity.ERROR and one.outcome is Outcome.FAIL
        ]
        assert (said["rule"], said["line"]) in found, (said, found)


def test_a_corpus_is_the_same_every_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / name, 5, faults=0.5, distinct=True)
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*"))
    assert len(files) == 6
    for path in files:
        assert (tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes()
    sizes = [(tmp_path / "a" / path).stat().st_size for path in files if path.suffix == ".yaml"]
    assert all(5_000 < size < 8_000 for size in sizes), sizes
