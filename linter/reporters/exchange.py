"""What the formats for other programs share: JSON text, paths, fingerprints."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from linter.diagnostic import Diagnostic

# What would act on a terminal that shows the file.  It stays what it is to a program.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def json_text(data: Any, exact: bool = False) -> str:
    """`data` as JSON for people too: indented, Chinese as it is, what is unsafe to show as `\\u` escapes.

    Lone surrogates are no Unicode text.  Strict parsers refuse them even as escapes, so they are spelled out
    unless the text is to be exact.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2)
    text = _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    mark = "\\u" if exact else "\\\\u"
    return _SURROGATE.sub(lambda match: f"{mark}{ord(match.group()):04x}", text) + "\n"


def portable(path: str) -> str:
    """A path with forward slashes and no leading `./`, as services compare it with those of a repository."""
    return PurePath(path).as_posix()


def uri(path: str) -> str:
    """A path as a percent-encoded relative reference, or as a `file:` URI where it is absolute."""
    pure = PurePath(path)
    posix = pure.as_posix()
    try:
        data = posix.encode("utf-8", "surrogateescape")  # the very bytes of a name that is not UTF-8
    except UnicodeEncodeError:
        data = posix.encode("utf-8", "backslashreplace")
    if not pure.is_absolute():
        return quote(data, safe="/")
    return "file://" + ("" if posix.startswith("/") else "/") + quote(data, safe="/:")


def fingerprints(findings: Sequence[Diagnostic]) -> list[str]:
    """`digest:n` for each finding: it stays while lines above it change, and no two of a file are equal."""
    seen: Counter[tuple[str, str]] = Counter()
    result = []
    for one in findings:
        digest = one.fingerprint or _digest(one)
        seen[one.location.path, digest] += 1
        result.append(f"{digest}:{seen[one.location.path, digest]}")
    return result


def digest(*parts: str) -> str:
    """A short hexadecimal digest of some texts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _digest(one: Diagnostic) -> str:
    """For findings that no rule made.  Their messages are left out: they differ from language to language."""
    where = one.location
    return digest(
        one.rule, str(one.submission), where.pointer or "", where.cell.text if where.cell else "", where.text or ""
    )
