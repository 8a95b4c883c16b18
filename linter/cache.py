"""What was worked out once, kept for the next run: named entries in the user's own cache directory.

An entry may be missing, old or damaged at any time; whoever asks works it out again.  What is read is later run (code
objects, pickles), so the directory must be a real one, the user's own, and closed to everybody else; nothing in a
checked tree ever says where it is.
"""

from __future__ import annotations

import os
import stat
import sys
from _thread import get_ident
from functools import cache
from typing import Final

from linter import limits

VARIABLE: Final = "JIXIAO_CACHE_DIR"  # another directory; empty: no cache
_MARK: Final = b"jixiao-cache-1\n"
_DIGEST: Final = 16


def turn_off() -> None:
    """Use no cache for the rest of this process and in those that it starts."""
    os.environ[VARIABLE] = ""


def digest(*parts: bytes | str) -> str:
    """A name for content: equal for equal parts, and for nothing else."""
    made = _blake2(digest_size=_DIGEST)
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        made.update(len(data).to_bytes(8, "big") + data)
    found: str = made.hexdigest()
    return found


def load(name: str, key: str) -> bytes | None:
    """The content of an entry; None where there is none that can be trusted."""
    folder = _folder(make=False)
    if folder is None:
        return None
    try:
        with open(_path(folder, name, key), "rb") as file:
            data = file.read(limits.CACHE_ENTRY_BYTES + 1)
    except (OSError, ValueError):
        return None
    start = len(_MARK) + _DIGEST
    content = data[start:]
    whole = len(data) <= limits.CACHE_ENTRY_BYTES and data[:start] == _MARK + _checksum(content)
    return content if whole else None


def store(name: str, key: str, content: bytes) -> None:
    """Keep an entry; where that fails, there will be none.  The oldest of too many under one name go."""
    if len(content) > limits.CACHE_ENTRY_BYTES - 1024:
        return
    folder = _folder(make=True)
    if folder is None:
        return
    path = _path(folder, name, key)
    temporary = f"{path}.{os.getpid()}.{get_ident()}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(temporary, flags, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(_MARK + _checksum(content) + content)
        os.replace(temporary, path)  # another process sees the old entry, the new one, or none
        _prune(folder, name)
    except OSError:
        _remove(temporary)


def _prune(folder: str, name: str) -> None:
    found = [entry for entry in os.scandir(folder) if entry.name.startswith(name + "-")]
    if len(found) > limits.CACHE_ENTRIES:
        found.sort(key=lambda entry: entry.stat().st_mtime)
        for entry in found[: -limits.CACHE_ENTRIES]:
            _remove(entry.path)


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except OSError:
        return


def _path(folder: str, name: str, key: str) -> str:
    """Each Python and each state of our own code has its own entries: what is kept fits no other."""
    return os.path.join(folder, f"{name}-{digest(key, _program())}")


@cache
def _program() -> str:
    """One name for the Python and for the files of the package, by their sizes and times."""
    parts = [sys.implementation.cache_tag or "", sys.version]
    folders = [os.path.dirname(os.path.abspath(__file__))]
    while folders:
        for entry in os.scandir(folders.pop()):
            if entry.is_dir():
                folders += [entry.path] if entry.name != "__pycache__" else []
            else:
                status = entry.stat()
                parts.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
    return digest(*sorted(parts))


def _checksum(content: bytes) -> bytes:
    made: bytes = _blake2(content, digest_size=_DIGEST).digest()
    return made


def _folder(make: bool) -> str | None:
    """The directory, if there is one that is the user's own and closed to others."""
    path = _place()
    if path is None:
        return None
    try:
        if make and not os.path.isdir(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            _make(path)
        status = os.lstat(path)
    except (OSError, ValueError):
        return None
    return path if stat.S_ISDIR(status.st_mode) and _own(status) else None


def _make(path: str) -> None:
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:  # another process was quicker
        return


def _own(status: os.stat_result) -> bool:
    user = getattr(os, "geteuid", None)
    if user is None:  # Windows: the profile of a user is closed to others
        return True
    own: bool = status.st_uid == user() and not status.st_mode & 0o077
    return own


def _place() -> str | None:
    chosen = os.environ.get(VARIABLE)
    if chosen is not None:
        return os.path.abspath(chosen) if chosen else None
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "jixiao") if os.path.isabs(base) else None


try:
    from _blake2 import blake2b as _blake2  # what hashlib gives, without loading all of it
except ImportError:
    from hashlib import blake2b as _blake2
