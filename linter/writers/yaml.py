"""Submissions as YAML: one document each, with everything in quotes that some parser would take for something else."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from linter.document import Node
from linter.writers.canonical import number

_WIDTH = 110  # characters of a list on one line
_LONGEST_KEY = 1_000  # characters; YAML wants a `?` before a longer one
_WORD = r"\w%/.()（）《》“”‘’，。、；！？·…—+\-"
_PLAIN = re.compile(rf"[^\W_][{_WORD}]*(?: [{_WORD}]+)*|\$[a-z]+")
_SHORT = re.compile(r"[^\W_][\w%/.\-]*")  # what may stand between the brackets of a list
_TAKEN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})  # in YAML 1.1, 1.2 or both
# What YAML cannot hold as it is, and what nobody would see.
_HIDDEN = "\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff"
_ESCAPED = re.compile(rf'[{_HIDDEN}"\\]')
_SHORT_ESCAPES = {'"': r"\"", "\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
_LINE = re.compile(rf"[^\s{_HIDDEN}](?:[^{_HIDDEN}]*[^\s{_HIDDEN}])?")


def render(submissions: Sequence[dict[str, Any]], schemas: Sequence[str]) -> bytes:
    """Canonical `submissions` as a stream of documents; `schemas` says for each where an editor finds its schema."""
    documents = (
        "\n".join([f"# yaml-language-server: $schema={schema}", *_mapping(data), ""])
        for data, schema in zip(submissions, schemas, strict=True)
    )
    return "---\n".join(documents).encode()


def _mapping(data: dict[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        shown = _text(key)
        if len(shown) > _LONGEST_KEY:
            yield f"? {shown}"
            shown = ""
        first, *rest = _value(value)
        yield f"{shown}:{first}"
        yield from rest


def _sequence(items: list[Any]) -> Iterator[str]:
    for item in items:
        first, *rest = _value(item)
        if not first and rest:  # a mapping or list begins beside its dash
            first, *rest = f" {rest[0].removeprefix('  ')}", *rest[1:]
        yield f"-{first}"
        yield from rest


def _value(value: Any) -> list[str]:
    """The lines of a value; the first follows a key and its colon, or the dash of a list."""
    if value is None:
        return [""]
    if isinstance(value, Node):
        return _scalar(value)
    if isinstance(value, list) and all(isinstance(item, Node) and _is_short(item) for item in value):
        return _flow([_scalar(item)[0].strip() for item in value])
    if not value:
        return [" {}"]
    return ["", *(f"  {line}" for line in (_mapping(value) if isinstance(value, dict) else _sequence(value)))]


def _is_short(node: Node) -> bool:
    lines = _scalar(node)
    return len(lines) == 1 and _SHORT.fullmatch(lines[0].strip()) is not None


def _flow(items: list[str]) -> list[str]:
    """A list of words between brackets, over as many lines as it takes."""
    lines = textwrap.wrap(", ".join(items), _WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    first, *rest = [*lines[:-1], f"{lines[-1]}]"]
    return [f" [{first}", *(f"  {line}" for line in rest)]


def _scalar(node: Node) -> list[str]:
    if isinstance(node.value, bool):
        return [f" {node.text}"]
    written = number(node)
    if written is not None:
        return [f" {written}"]
    lines = node.text.split("\n")
    if len(lines) > 1 and all(_LINE.fullmatch(line) for line in lines):
        return [" |-", *(f"  {line}" for line in lines)]
    return [f" {_text(node.text)}"]


def _text(text: str) -> str:
    """A text on one line, in quotes unless every parser reads it as the same text without them."""
    if _PLAIN.fullmatch(text) and text.lower() not in _TAKEN and not (text.isascii() and text[0].isdigit()):
        return text
    return '"' + _ESCAPED.sub(lambda match: _escape(match.group()), text) + '"'


def _escape(character: str) -> str:
    code = ord(character)
    return _SHORT_ESCAPES.get(character) or (f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}")
