"""YAML syntax errors in words: the slips of this field by name, at the character where they are."""

from __future__ import annotations

import re
from typing import Any

from linter.diagnostic import Position, Problem
from linter.source import Source

# `key: value` or `- value`, also inside `{…}` and `[…]`, where the value starts with a character that YAML keeps
# for itself.
_RESERVED_VALUE = re.compile(r"(?:[:,\[{-][ \t]+|[\[{,])([>|@`%*&!][^\n]*)")
_WIDE_COLON = re.compile(r"^[ \t\u3000]*(?:-[ \t]+)?([^\s:：#\"'][^:：\n]{0,40}?)[ \t]*(：|:(?=[^\s/]|\u3000))")
_TAB_INDENT = re.compile(r"^ *\t")


def explain_error(error: Any, source: Source) -> Problem:
    """A problem for a `YAMLError`: what to write instead where that is known, else what the parser said."""
    marks = [
        mark
        for mark in (getattr(error, "problem_mark", None), getattr(error, "context_mark", None))
        if mark is not None
    ]
    lines = sorted({source.position(mark.index).line for mark in marks}, reverse=True)
    for number in lines:
        quoted = _reserved(source, number, marks)
        if quoted is not None:
            return quoted
    for number in lines:
        wide = _wide_colon(source, number)
        if wide is not None:
            return wide
    at = marks[0].index if marks else 0
    said = " ".join(part for part in (getattr(error, "context", None), getattr(error, "problem", None)) if part) or str(
        error
    )
    # "could not find expected ':'" is noticed on the next line; the context has the right one.
    if len(marks) == 2 and "could not find expected" in said:
        at = marks[1].index
    line = source.position(at).line
    detail = "tab" if _TAB_INDENT.match(source.line(line)) else said
    return Problem("syntax-error", source.location(at, min(at + 1, len(source.text))), {"detail": detail})


def _reserved(source: Source, number: int, marks: list[Any]) -> Problem | None:
    line = source.line(number)
    start_of_line = source.offset(Position(number, 1))
    for match in _RESERVED_VALUE.finditer(line):
        start, end = match.span(1)
        end = start + len(_until_flow_end(line, match.group(1), start))
        at = [mark.index - start_of_line for mark in marks]
        if any(start - 2 <= offset <= end + 1 for offset in at):
            text = line[start:end].rstrip()
            place = source.location(start_of_line + start, start_of_line + start + len(text))
            return Problem("value-must-be-quoted", place, {"text": text, "suggestion": f'"{text}"'})
    return None


def _until_flow_end(line: str, value: str, start: int) -> str:
    """A value inside `[…]` or `{…}` ends at the comma or bracket, otherwise at a comment or the line's end."""
    before = line[:start]
    if before.count("[") + before.count("{") > before.count("]") + before.count("}"):
        return re.split(r"[,\]}]", value, maxsplit=1)[0]
    return value.split(" #", 1)[0]


def _wide_colon(source: Source, number: int) -> Problem | None:
    """The parser notices a full-width colon at the line after, or later; look back over what it read as one text."""
    for candidate in range(number, max(number - 4, 0), -1):
        line = source.line(candidate)
        match = _WIDE_COLON.match(line)
        if (
            match is not None
            and ": " not in line[: match.start(2)]
            and not line[: match.start(2)].rstrip().endswith(":")
        ):
            start = source.offset(Position(candidate, 1)) + match.start(2)
            return Problem("full-width-colon", source.location(start, start + 1), {"key": match.group(1).strip()})
    return None
