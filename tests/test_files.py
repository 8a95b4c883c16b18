"""Finding, reading and writing files."""

import os
import subprocess
from pathlib import Path

import pytest

from linter import files

YAML = frozenset({".yaml"})


def tree(top: Path, *names: str) -> None:
    for name in names:
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")


def names(top: Path, *paths: str, **given: object) -> list[str]:
    found = files.discover([str(top / path) for path in paths or ("",)], YAML, **given)  # type: ignore[arg-type]
    return [os.path.relpath(one.path, top).replace(os.sep, "/") for one in found.found]


def test_a_walk_is_in_order_and_takes_known_suffixes(tmp_path: Path) -> None:
    tree(tmp_path, "b.yaml", "a.YAML", "c.txt", "d/e.yaml", ".f.yaml", ".g/h.yaml")
    assert names(tmp_path) == ["a.YAML", "b.yaml", "d/e.yaml"]


def test_a_named_file_is_taken_whatever_its_suffix_and_once(tmp_path: Path) -> None:
    tree(tmp_path, "a.yaml", "c.txt")
    assert names(tmp_path, "c.txt", "", "a.yaml") == ["c.txt", "a.yaml"]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    tree(tmp_path, "in/a.yaml", "out/b.yaml")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "away").symlink_to(tmp_path / "out")
    assert names(tmp_path, "in") == ["in/a.yaml"]


def test_excluded_patterns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "a.yaml", "old/b.yaml", "x/old.yaml", "x/c.yaml")
    monkeypatch.chdir(tmp_path)
    for patterns in (("old/", "x/old.yaml"), ("/old/", "/x/old.yaml")):
        excluded = files.Excluded(".", patterns)
        assert [one.path for one in files.discover(["."], YAML, [excluded]).found] == ["a.yaml", "x/c.yaml"]
    # Patterns start from their own folder, wherever the walk does.
    monkeypatch.chdir(tmp_path / "x")
    for top in (".", ".."):
        found = files.discover([top], YAML, [files.Excluded(str(tmp_path), ("/x/old.yaml",))]).found
        assert [one.path for one in found if one.path.endswith("old.yaml")] == []
        assert "c.yaml" in [Path(one.path).name for one in found]


def test_gitignore_is_respected_as_git_does(tmp_path: Path) -> None:
    tree(tmp_path, "a.yaml", "build/b.yaml", "x/c.yaml", "x/y/d.yaml", "x/y/keep.yaml", "e.yaml", "x/e.yaml")
    (tmp_path / ".gitignore").write_text("build/\n/e.yaml\n", encoding="utf-8")
    (tmp_path / "x" / "y" / ".gitignore").write_text("*.yaml\n!keep.yaml\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard", "*.yaml"],
        cwd=tmp_path, check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert sorted(names(tmp_path)) == sorted(listed.stdout.split())
    assert sorted(names(tmp_path, "x")) == sorted(name for name in listed.stdout.split() if name.startswith("x/"))
    assert len(names(tmp_path, ignored=False)) == 7


def test_writing_is_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    files.write(str(path), b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]
    with pytest.raises(files.FileProblem):
        files.write(str(tmp_path / "no" / "a.txt"), b"")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("real.txt")
    files.write(str(tmp_path / "link.txt"), b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == b"new"


@pytest.mark.parametrize(("size", "good"), [(9, True), (10, True), (11, False)])
def test_the_size_limit(tmp_path: Path, size: int, good: bool) -> None:
    (tmp_path / "a").write_bytes(b"x" * size)
    if good:
        assert len(files.read(str(tmp_path / "a"), 10)) == size
    else:
        with pytest.raises(files.FileProblem, match="file-too-large"):
            files.read(str(tmp_path / "a"), 10)


@pytest.mark.parametrize("name", ["no.txt", ".", "a\0b", "x/y"])
def test_what_is_no_file_is_a_problem(tmp_path: Path, name: str) -> None:
    with pytest.raises(files.FileProblem):
        files.read(str(tmp_path / name))


def test_inside() -> None:
    assert files.inside("a/b", "a")
    assert not files.inside("a/../b", "a")
