"""Kept rule books: the same reports as without, and never one that is out of date."""

import shutil
from pathlib import Path

import pytest

from linter import Severity, cache, kept_books, lint, load_rulebook, resources
from linter.rulebook import RuleBook

EXAMPLES = str(Path(__file__).parents[1] / "examples")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cache"
    monkeypatch.setenv(cache.VARIABLE, str(path))
    return path


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "pack"
    shutil.copytree(resources.folder("rules") / "target-table", path)
    return path


def entries(folder: Path) -> list[str]:
    return sorted(path.name.split("-")[0] for path in folder.iterdir() if path.name.startswith(("book-", "packs-")))


def test_a_kept_book_gives_the_same_report(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept_books.load()
    assert entries(folder) == ["book", "packs"]
    monkeypatch.setattr(kept_books, "load_rulebook", lambda *given: pytest.fail("the book was kept"))
    kept = kept_books.load()
    assert kept is not first
    for book in (kept, load_rulebook()):
        assert lint([EXAMPLES], book).diagnostics == lint([EXAMPLES], first).diagnostics
        assert [rule.id for rule in book.rules] == [rule.id for rule in first.rules]


def test_each_profile_and_parameter_has_its_own_book(folder: Path) -> None:
    books = [
        kept_books.load(),
        kept_books.load(profile="printed-100"),
        kept_books.load(params={"execution_points": "0"}),
        kept_books.load(["target-table"]),
        kept_books.load(said=["a"]),
    ]
    assert len(entries(folder)) == 2 * len(books)
    assert books[1].packs[0].profile == "printed-100"


@pytest.mark.parametrize("change", ["changed", "new", "gone", "renamed"])
def test_a_changed_pack_is_read_again(pack: Path, change: str) -> None:
    def severity(book: RuleBook) -> Severity | None:
        rule = book.rule("cost-zero")
        return rule.severity if rule is not None else None

    assert severity(kept_books.load([str(pack)])) is Severity.WARNING
    rule = pack / "cost" / "cost-zero.yaml"
    text = rule.read_text(encoding="utf-8")
    if change == "changed":
        rule.write_text(text.replace("severity: warning", "severity: error"), encoding="utf-8")
        assert severity(kept_books.load([str(pack)])) is Severity.ERROR
    elif change == "gone":
        rule.unlink()
        assert severity(kept_books.load([str(pack)])) is None
    elif change == "renamed":
        rule.rename(pack / "cost" / "other.yaml")
        assert kept_books.load([str(pack)]).problems  # the file is to be named as the rule
    else:
        (pack / "cost" / "broken.yaml").write_text("id: [", encoding="utf-8")
        assert not kept_books.load([str(pack)]).usable


def test_a_broken_pack_is_not_kept(folder: Path, pack: Path) -> None:
    (pack / "cost" / "broken.yaml").write_text("id: [", encoding="utf-8")
    assert not kept_books.load([str(pack)]).usable
    assert not kept_books.load(["no-such-pack"]).usable
    assert not folder.exists() or entries(folder) == []


def test_a_damaged_entry_is_made_again(folder: Path) -> None:
    kept_books.load()
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:100])
    assert kept_books.load().usable
    for name in ("book", "packs"):  # whole, and still nothing that we wrote
        for path in folder.glob(f"{name}-*"):
            content = b"not a pickle"
            path.write_bytes(cache._MARK + cache._checksum(content) + content)
    assert kept_books.load().usable
