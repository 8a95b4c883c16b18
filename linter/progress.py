"""How far a long run has come, on one line of a terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, TypeVar

from linter.arguments import text
from linter.catalogue import Language

Result = TypeVar("Result")

_FIRST = 1.0  # seconds before anything is shown: a short run shows nothing
_BETWEEN = 0.2
_CLEAR = "\r\x1b[K"


def shown(results: Iterator[Result], total: int, stream: Any, language: Language) -> Iterator[Result]:
    """The results as they are; while they come, `stream` shows how many there are, how fast, and for how long yet."""
    begin = time.monotonic()
    due, line = begin + _FIRST, False
    try:
        for count, result in enumerate(results, 1):
            now = time.monotonic()
            if now >= due:
                rate = count / (now - begin)
                words = {"count": count, "total": total, "rate": f"{rate:.0f}", "left": _left((total - count) / rate)}
                stream.write(_CLEAR + text("progress", language, **words))
                stream.flush()
                due, line = now + _BETWEEN, True
            yield result
    finally:
        if line:
            stream.write(_CLEAR)
            stream.flush()


def _left(seconds: float) -> str:
    """Minutes and seconds, as a clock shows them."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
