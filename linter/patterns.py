"""Patterns from rules, packs and schemas.  They run in RE2 and nowhere else: linear time, no backtracking."""

from functools import lru_cache
from typing import Any

from linter import limits


class PatternProblem(Exception):
    """A pattern that RE2 refuses; the text is RE2's reason."""


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> Any:
    """A compiled RE2 pattern with `search`; raises `PatternProblem`."""
    if len(pattern) > limits.PATTERN_CHARACTERS:
        raise PatternProblem(f"longer than {limits.PATTERN_CHARACTERS} characters")
    import re2

    options = re2.Options()
    options.max_mem = limits.PATTERN_MEMORY
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except (re2.error, UnicodeError) as error:
        reason = error.args[0] if error.args else error
        raise PatternProblem(reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)) from error
