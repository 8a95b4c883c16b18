"""The only module that opens or writes a file (the reader of bundled data aside)."""

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from linter import limits

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
class Discovery:
    """What the given paths led to: files in order, folders that could not be listed with the reason."""

    found: tuple[Found, ...]
    unreadable: tuple[tuple[str, str, str], ...]  # path, reason id, detail


def discover(paths: list[str], suffixes: frozenset[str]) -> Discovery:
    """Files to lint: each path given, and below folders every file with one of `suffixes`.

    Hidden files and folders are left out of a walk; links to folders are not followed (they can loop
    or lead outside).  Order: as given, inside a folder by name, so that a report does not depend on
    the file system.
    """
    found: dict[str, bool] = {}
    unreadable: list[tuple[str, str, str]] = []
    for path in paths:
        if os.path.isdir(path):
            for below in _walk(path, suffixes, unreadable):
                found.setdefault(below, False)
        else:
            found[path] = True
    return Discovery(tuple(Found(path, named) for path, named in found.items()), tuple(unreadable))


def _walk(top: str, suffixes: frozenset[str], unreadable: list[tuple[str, str, str]]) -> list[str]:
    def refuse(error: OSError) -> None:
        reason, detail = _reason(error)
        unreadable.append((str(error.filename), reason, detail))

    result = []
    for folder, folders, names in os.walk(top, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in suffixes:
                result.append(os.path.normpath(os.path.join(folder, name)))
    return result


def inside(path: str, folder: str) -> bool:
    """Whether `path` lies in `folder` once links are followed."""
    top = os.path.realpath(folder)
    return os.path.commonpath([top, os.path.realpath(path)]) == top


def write(path: str, data: bytes) -> None:
    """Put `data` at `path`, whole or not at all; raises `FileProblem`."""
    target = Path(os.path.realpath(path))  # a link stays a link
    temporary = target.with_name(f".{target.name}.{os.getpid()}.jixiao-tmp")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if target.exists():
                os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))
            os.replace(temporary, target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileProblem("write-error", error.strerror or str(error)) from error
