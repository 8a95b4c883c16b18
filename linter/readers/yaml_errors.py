"""YAML syntax errors in words: the slips of this field by name, at the character where they are."""

from __future__ import annotations

import re
from typing import Any

from linter.diagnostic import Edit, Position, Problem
from linter.source import Source

# `key: value` or `- value`, also inside `{…}` and `[…]`, where the value starts with a character that YAML keeps
# for itself.
_RESERVED_VALUE = re.compile(r"(?:[:,\[{-][ \t]+|[\[{,])([>|@`%*&!][^\n]*)")
_WIDE_COLON = re.compile(r"^[ \t\u3000]*(?:-[ \t]+)?([^\s:：#\"'][^:：\n]{0,40}?)[ \t]*(：|:(?=[^\s/]|\u3000))")
_NOTICED_LATE = ("could not find expected", "parsing a flow", "scanning a quoted")
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
    said = " ".join(part for part in (getattr(error, "context", None), getattr(error, "problem", None)) if part) or str(
        error
    )
    # Some slips are noticed on a line below; the context has the right one.
    late = len(marks) == 2 and lines != lines[:1] and any(words in said for words in _NOTICED_LATE)
    at = marks[1 if late else 0].index if marks else 0
    line = source.position(at).line
    detail = "tab" if _TAB_INDENT.match(source.line(line)) else said
    return Problem("syntax-error", source.location(at, min(at + 1, len(source.text))), {"detail": detail})


def unquoted(source: Source, start: int, end: int, value: int | None = None) -> Problem:
    """A value that YAML takes for something else because it is not in quotes.

    Where an anchor or a tag stands before the value proper, which begins at `value`, it is to be deleted instead.
    """
    text, place = source.text[start:end], source.location(start, end)
    if value is not None:
        words = {"text": text, "mark": source.text[start:value].strip(), "suggestion": source.text[value:end]}
        return Problem("yaml-anchor-or-tag", place, words, edits=(Edit(source.location(start, value), ""),))
    id = "yaml-anchor-or-tag" if text[:1] in ("&", "*", "!") else "value-must-be-quoted"
    return Problem(id, place, {"text": text, "suggestion": quoted(text)}, edits=(Edit(place, quoted(text)),))


def quoted(text: str) -> str:
    """A text as a YAML scalar in quotes."""
    return f'"{text}"' if '"' not in text and "\\" not in text else "'{}'".format(text.replace("'", "''"))


def _reserved(source: Source, number: int, marks: list[Any]) -> Problem | None:
    line = source.line(number)
    start_of_line = source.offset(Position(number, 1))
    for match in _RESERVED_VALUE.finditer(line):
        start, end = match.span(1)
        end = start + len(_until_flow_end(line, match.group(1), start))
        at = [mark.index - start_of_line for mark in marks]
        if any(start - 2 <= offset <= end + 1 for offset in at):
            text = line[start:end].rstrip()
            return unquoted(source, start_of_line + start, start_of_line + start + len(text))
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
            start = source.offset(Position(candidate, 1))
            return wrong_colon(source, start + match.start(2), match.group(2), match.group(1).strip())
    return None


def wrong_colon(
    source: Source, at: int, written: str, key: str, pointer: str | None = None, submission: int | None = None
) -> Problem:
    """A key that is text to YAML because of the colon after it: full-width, or without a space."""
    place = source.location(at, at + 1, pointer)
    if written == "：":
        colon = ":" if source.text[at + 1 : at + 2].isspace() else ": "
        return Problem("full-width-colon", place, {"key": key}, submission=submission, edits=(Edit(place, colon),))
    return Problem("syntax-error", place, {"detail": "could not find expected ':'"}, submission=submission)
