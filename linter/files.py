"""The only module that opens or writes a file (the reader of bundled data aside)."""

import errno
import os
import secrets
import stat
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from linter import limits

_IGNORE_FILE: Final = ".gitignore"

# A file that is being written has such a name, which no walk takes up, until it takes its place.
_TEMPORARY: Final = ".jixiao-"
_TEMPORARY_END: Final = ".tmp"
_LITTER_AGE: Final = 24 * 3600  # seconds

# Flags that some systems lack: without them the open is only a little less careful.
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # a named pipe must not hang the run
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class FileProblem(Exception):
    """A file that cannot be read; `reason` is an id of `builtin.yaml`'s reasons, `detail` what the system said."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def read(path: str, limit: int = limits.FILE_BYTES) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; raises `FileProblem`."""
    try:
        handle = os.open(path, _OPEN_FLAGS)
    except (OSError, ValueError) as error:
        raise FileProblem(*_reason(error)) from error
    try:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            raise FileProblem("is-a-folder")
        if not stat.S_ISREG(status.st_mode):
            raise FileProblem("not-a-regular-file")
        if status.st_size > limit:
            raise FileProblem("file-too-large", f"{status.st_size} > {limit}")
        with os.fdopen(handle, "rb", closefd=False) as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise FileProblem(*_reason(error)) from error
    finally:
        os.close(handle)
    if len(data) > limit:
        raise FileProblem("file-too-large", f"> {limit}")
    return data


def bounded(data: bytes, limit: int = limits.FILE_BYTES) -> bytes:
    """`data` if it is no larger than a file may be; raises `FileProblem`."""
    if len(data) > limit:
        raise FileProblem("file-too-large", f"> {limit}")
    return data


def _reason(error: OSError | ValueError) -> tuple[str, str]:
    if not isinstance(error, OSError):  # a NUL byte in the name
        return "missing-path", str(error)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return "missing-path", ""
    if error.errno in (errno.EACCES, errno.EPERM):
        return "no-permission", ""
    if error.errno == errno.ENXIO:  # a socket
        return "not-a-regular-file", ""
    if error.errno == errno.ELOOP:
        return "missing-path", error.strerror or ""
    return "read-error", error.strerror or str(error)


@dataclass(frozen=True, slots=True)
class Found:
    """One path to lint; `named` when the user gave it, not when a folder walk met it."""

    path: str
    named: bool


@dataclass(frozen=True, slots=True)
class Excluded:
    """What a walk leaves out: patterns as in a .gitignore that lies in `folder`."""

    folder: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the given paths led to: files in order, folders that could not be listed with the reason."""

    found: tuple[Found, ...]
    unreadable: tuple[tuple[str, str, str], ...]  # path, reason id, detail


def discover(
    paths: list[str], suffixes: frozenset[str], exclude: Sequence[Excluded] = (), ignored: bool = True
) -> Discovery:
    """Files to lint: each path given, and below folders every file with one of `suffixes`.

    Hidden files and folders are left out of a walk, and so is what `exclude` and, unless `ignored` is false, the
    .gitignore files on the way say; links to folders are not followed (they can loop
    or lead outside).  Order: as given, inside a folder by name, so that a report does not depend on the file system.
    """
    found: dict[str, bool] = {}
    unreadable: list[tuple[str, str, str]] = []
    for path in paths:
        if os.path.isdir(path):
            for below in _Walk(path, suffixes, exclude, ignored, unreadable).files():
                found.setdefault(below, False)
        else:
            found[path] = True
    return Discovery(tuple(Found(path, named) for path, named in found.items()), tuple(unreadable))


class _Walk:
    """One folder and everything below it."""

    def __init__(
        self,
        top: str,
        suffixes: frozenset[str],
        exclude: Sequence[Excluded],
        ignored: bool,
        unreadable: list[tuple[str, str, str]],
    ) -> None:
        self.top, self.suffixes, self.unreadable = top, suffixes, unreadable
        self.ignored = ignored
        self.specs: list[tuple[str, Any]] = [(one.folder, _spec(one.patterns)) for one in exclude if one.patterns]
        if ignored:
            self._enter_parents()

    def _enter_parents(self) -> None:
        """The .gitignore files of the folders above, up to the one that holds the repository."""
        folder = os.path.abspath(self.top)
        while not os.path.lexists(os.path.join(folder, ".git")):
            above = os.path.dirname(folder)
            if above == folder:
                return
            folder = above
            self._enter(folder)

    def _enter(self, folder: str) -> None:
        path = os.path.join(folder, _IGNORE_FILE)
        if not os.path.isfile(path):
            return
        try:
            lines = read(path, limits.IGNORE_BYTES).decode("utf-8", "replace").splitlines()
        except FileProblem as problem:
            self.unreadable.append((path, problem.reason, problem.detail))
            return
        self.specs.append((folder, _spec(lines)))

    def _left_out(self, path: str, folder: bool) -> bool:
        """The last pattern that matches decides, so a nested file can take back what an outer one leaves out."""
        out = False
        for base, spec in self.specs:
            name = os.path.relpath(path, base).replace(os.sep, "/")
            if name.startswith("../"):
                continue
            include = spec.check_file(name + "/" if folder else name).include
            out = out if include is None else include
        return out

    def files(self) -> Iterator[str]:
        for folder, folders, names in os.walk(self.top, onerror=self._refuse):
            if self.ignored:
                self._enter(folder)
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(".") and not self._left_out(os.path.join(folder, name), folder=True)
            )
            for name in sorted(names):
                path = os.path.join(folder, name)
                if name.startswith(".") or Path(name).suffix.lower() not in self.suffixes:
                    continue
                if not self._left_out(path, folder=False):
                    yield os.path.normpath(path)

    def _refuse(self, error: OSError) -> None:
        reason, detail = _reason(error)
        self.unreadable.append((str(error.filename), reason, detail))


def _spec(lines: Sequence[str]) -> Any:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


def tracked(folder: str, suffixes: frozenset[str]) -> list[str]:
    """The files below `folder` that git tracks and that have one of `suffixes`; raises `FileProblem`."""
    # Nothing that the repository's own settings name may run because it is being listed.
    command = ["git", "-c", "core.fsmonitor=false", "ls-files", "-z", "--", "."]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    except OSError as error:
        raise FileProblem("no-git", error.strerror or str(error)) from error
    if done.returncode != 0:
        raise FileProblem("no-git", done.stderr.decode("utf-8", "replace").strip())
    names = sorted(set(os.fsdecode(done.stdout).split("\0")) - {""})  # a file in conflict is listed more than once
    paths = [os.path.normpath(os.path.join(folder, name)) for name in names]
    # A file that is tracked but gone from disk is about to be deleted.
    return [path for path in paths if Path(path).suffix.lower() in suffixes and os.path.lexists(path)]


def discard_output(handle: int) -> None:
    """Let everything written to a file descriptor from now on vanish."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, handle)
    os.close(nowhere)


def inside(path: str, folder: str) -> bool:
    """Whether `path` lies in `folder` once links are followed."""
    top = os.path.realpath(folder)
    return os.path.commonpath([top, os.path.realpath(path)]) == top


def same(path: str, other: str) -> bool:
    """Whether two paths lead to one file that is there."""
    return os.path.exists(path) and os.path.exists(other) and os.path.samefile(path, other)


def create(path: str, data: bytes) -> None:
    """Put `data` into a new file at `path`, in new folders where there are none; raises `FileProblem`.

    Whatever is there already stays as it is.
    """
    if os.path.lexists(path):
        raise FileProblem("exists", path)
    with _writing():
        os.makedirs(os.path.dirname(path) or os.curdir, exist_ok=True)
    write(path, data)


def write(path: str, data: bytes) -> None:
    """Put `data` at `path`, whole or not at all; raises `FileProblem`."""
    target = Path(os.path.realpath(path))  # a link stays a link
    with _writing():
        _put(target, data, target.stat() if target.exists() else None)


def rewrite(path: str, data: bytes, before: bytes) -> None:
    """Put `data` in place of the content `before`, whole or not at all; raises `FileProblem`.

    A file that does not hold `before` any more is left alone, and so are a read-only one and one with other names.
    """
    target = Path(os.path.realpath(path))
    with _writing():
        status = target.stat()
        if not status.st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):  # to root, everything is writable
            raise FileProblem("read-only")
        if status.st_nlink > 1:
            raise FileProblem("hard-link")
        _put(target, data, status, before)


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileProblem("write-error", error.strerror or str(error)) from error


def _put(target: Path, data: bytes, status: os.stat_result | None, before: bytes | None = None) -> None:
    """Write beside `target`, then take its place; what another program sees is the old file or the new one."""
    if status is not None and not stat.S_ISREG(status.st_mode):
        raise FileProblem("not-a-regular-file")
    _clear_litter(target.parent)
    temporary = target.with_name(f"{_TEMPORARY}{secrets.token_hex(8)}{_TEMPORARY_END}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666 if status is None else 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if status is not None:
            _like(temporary, status)
        if before is not None and read(str(target)) != before:
            raise FileProblem("changed-meanwhile")
        os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _like(path: Path, status: os.stat_result) -> None:
    """Give a file the owner and the mode of the one whose place it takes."""
    if hasattr(os, "chown") and os.stat(path)[stat.ST_UID : stat.ST_GID + 1] != (status.st_uid, status.st_gid):
        with suppress(PermissionError):  # only root may give files away
            os.chown(path, status.st_uid, status.st_gid)
    os.chmod(path, stat.S_IMODE(status.st_mode))


def _sync_folder(folder: Path) -> None:
    """Have the new entry of a folder outlast a power failure, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):  # some network file systems cannot
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@cache
def _clear_litter(folder: Path) -> None:
    """Delete what killed runs have left in a folder, once a run; what is young may belong to a run beside this one."""
    oldest = time.time() - _LITTER_AGE
    with suppress(OSError):
        for path in folder.glob(f"{_TEMPORARY}*{_TEMPORARY_END}"):
            status = path.lstat()
            if stat.S_ISREG(status.st_mode) and status.st_mtime < oldest:
                path.unlink()
