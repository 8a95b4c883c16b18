"""The cache on disk: what is kept, and what is never believed."""

import os
import stat
import threading
from pathlib import Path

import pytest

from linter import cache, limits


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "below" / "cache"
    monkeypatch.setenv(cache.VARIABLE, str(path))
    return path


def test_what_is_stored_is_loaded(folder: Path) -> None:
    assert cache.load("book", "a") is None
    cache.store("book", "a", b"one")
    cache.store("book", "b", b"")
    cache.store("values", "a", b"two")
    assert [cache.load("book", "a"), cache.load("book", "b"), cache.load("values", "a")] == [b"one", b"", b"two"]
    cache.store("book", "a", b"three")
    assert cache.load("book", "a") == b"three"
    assert len(list(folder.iterdir())) == 3


def test_the_folder_and_its_files_are_closed_to_others(folder: Path) -> None:
    cache.store("book", "a", b"one")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600]


@pytest.mark.parametrize("mode", [0o750, 0o707, 0o777])
def test_a_folder_open_to_others_is_not_used(folder: Path, mode: int) -> None:
    cache.store("book", "a", b"one")
    folder.chmod(mode)
    assert cache.load("book", "a") is None
    cache.store("book", "b", b"two")
    assert len(list(folder.iterdir())) == 1


def test_a_folder_of_another_user_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.store("book", "a", b"one")
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    assert cache.load("book", "a") is None


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    cache.store("book", "a", b"one")
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    assert cache.load("book", "a") is None


@pytest.mark.parametrize("place", [0, 20, 40, -1])
def test_a_changed_byte_is_noticed(folder: Path, place: int) -> None:
    cache.store("book", "a", b"content " * 10)
    (path,) = folder.iterdir()
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    assert cache.load("book", "a") is None


@pytest.mark.parametrize("size", [0, 5, 31, 40])
def test_a_cut_entry_is_noticed(folder: Path, size: int) -> None:
    cache.store("book", "a", b"content " * 10)
    (path,) = folder.iterdir()
    path.write_bytes(path.read_bytes()[:size])
    assert cache.load("book", "a") is None


def test_no_cache(folder: Path) -> None:
    cache.store("book", "a", b"one")
    cache.turn_off()
    cache.store("book", "b", b"two")
    assert cache.load("book", "a") is None
    assert len(list(folder.iterdir())) == 1


def test_a_folder_that_cannot_be_made(folder: Path) -> None:
    folder.parent.write_text("a file in the way")
    cache.store("book", "a", b"one")
    assert cache.load("book", "a") is None


def test_old_entries_go(folder: Path) -> None:
    for number in range(limits.CACHE_ENTRIES + 5):
        cache.store("book", str(number), b"x")
        for path in folder.iterdir():
            os.utime(path, (path.stat().st_mtime - 10,) * 2)  # all older than the next
    assert len(list(folder.iterdir())) == limits.CACHE_ENTRIES
    assert cache.load("book", "0") is None
    assert cache.load("book", str(limits.CACHE_ENTRIES + 4)) == b"x"


def test_another_program_has_its_own_entries(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.store("book", "a", b"one")
    monkeypatch.setattr(cache, "_program", lambda: "another")
    assert cache.load("book", "a") is None


def test_many_writers(folder: Path) -> None:
    def write(number: int) -> None:
        for _ in range(20):
            cache.store("book", "a", bytes([number]) * 10_000)
            found = cache.load("book", "a")
            assert found is not None
            assert found == found[:1] * 10_000

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(folder.iterdir())) == 1


def test_digest_keeps_parts_apart() -> None:
    assert len({cache.digest("ab", "c"), cache.digest("a", "bc"), cache.digest("abc"), cache.digest("", "abc")}) == 4
