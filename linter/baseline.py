"""The file of waivers, rewritten: entries come and go, and everything else stays as it is, byte for byte."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from linter import composer
from linter.diagnostic import Diagnostic
from linter.source import Source
from linter.suppressions import suppressible
from linter.waiver_file import parse
from linter.waivers import Waiver, Waivers, relative

_PLAIN = re.compile(r"[a-z][a-z0-9_]*(?:[.-][a-z0-9_]+)*")
_NOT_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
# What JSON leaves as it is and YAML does not take, or takes for a line end.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class LayoutProblem(Exception):
    """The file is written in a way that cannot be edited entry by entry, such as a list in brackets."""


def with_findings(waivers: Waivers, findings: Iterable[Diagnostic], reason: str, header: str) -> tuple[Source, int]:
    """The file with an entry for each finding that may be waived, and how many were added; `header` begins a new file.

    Raises `LayoutProblem`.
    """
    source = waivers.source or Source(waivers.path, "")
    newline = "\r\n" if "\r\n" in source.text else "\n"
    indent = " " * _indent(waivers)
    entries = dict.fromkeys(
        "".join(f"{indent}{line}{newline}" for line in _entry(one, waivers, reason))
        for one in findings
        if suppressible(one)
    )
    if not entries:
        return source, 0
    before = source.text or f"# {header}{newline}{newline}"
    before += "" if before.endswith(("\n", "\r")) else newline
    made = replace(source, text=before + "".join(entries))
    found = parse(made, waivers.today)
    if found.problems or _without_numbers(found.entries)[: len(waivers.entries)] != _without_numbers(waivers.entries):
        raise LayoutProblem
    return made, len(entries)


def without(waivers: Waivers, numbers: Collection[int]) -> Source:
    """The file without the entries of these numbers; comments above an entry stay.  Raises `LayoutProblem`."""
    source = waivers.source or Source(waivers.path, "")
    text, end = "", 0
    for start, stop in _extents(waivers, source, numbers):
        text += source.text[end:start]
        end = stop
    made = replace(source, text=text + source.text[end:])
    left = [one for one in waivers.entries if one.number not in numbers]
    if _without_numbers(parse(made, waivers.today).entries) != _without_numbers(left):
        raise LayoutProblem
    return made


def _extents(waivers: Waivers, source: Source, numbers: Collection[int]) -> Iterator[tuple[int, int]]:
    """Where the lines of the entries begin and end."""
    _, tokens = composer.comments(source.text)
    starts = [token.start for token in tokens]
    nodes = waivers.root.children if waivers.root is not None else []
    dashes = [bisect_left(starts, node.place.start) - 1 for node in nodes]
    for number in sorted(numbers):
        dash = tokens[dashes[number]]
        last = tokens[dashes[number + 1] - 1] if number + 1 < len(dashes) else tokens[-1]
        if not dash.dash or source.position(dash.start).column != _indent(waivers) + 1:
            raise LayoutProblem
        written = source.text[last.start : last.end].rstrip()
        after = source.position(last.start + len(written)).line + 1
        yield _line_start(source, source.position(dash.start).line), _line_start(source, after)


def _line_start(source: Source, line: int) -> int:
    """The offset of the first character of a line; the end of the text for a line that is not there."""
    if line > source.line_count:
        return len(source.text)
    return source.offset(replace(source.position(0), line=line))


def _indent(waivers: Waivers) -> int:
    """How far the dashes of the list are indented."""
    if waivers.source is None or waivers.root is None:
        return 0
    start = waivers.root.place.start or 0
    return waivers.source.position(start).column - 1


def _without_numbers(entries: Sequence[Waiver]) -> list[Waiver]:
    return [replace(one, number=0) for one in entries]


def _entry(one: Diagnostic, waivers: Waivers, reason: str) -> Iterator[str]:
    """The lines of an entry for a finding."""
    about = one.subject
    assert about is not None
    owner = "project" if about.project else "path"
    fields = {
        "rule": one.rule,
        owner: about.project or relative(one.location.path, waivers.folder),
        "row": about.row,
        "field": about.field,
        "value": about.value,
    }
    yield f"- rule: {_scalar(fields.pop('rule'))}"
    yield from (f"  {name}: {_scalar(text)}" for name, text in fields.items() if text)
    if about.nth > 1:
        yield f"  nth: {about.nth}"
    yield f"  reason: {_scalar(reason)}"


def _scalar(text: str) -> str:
    """A text as YAML; in quotes unless it is a plain name."""
    if _PLAIN.fullmatch(text) and text not in _NOT_TEXT:
        return text
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False))
