"""What a file would become, as a unified diff."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from linter.source import Source

_CONTEXT = 3  # lines before and after a change
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_NO_END = "\n\\ No newline at end of file\n"


def of_texts(path: str, before: Source, after: Source, origins: Sequence[int]) -> str:
    """The diff between two texts of a file; `origins` gives for each line of the later one its number in the earlier.

    Edits never add lines, so nothing has to be searched for.
    """
    old = _LINE.findall(before.text)
    new = dict(zip(origins, _LINE.findall(after.text), strict=False))
    differing = [number for number, line in enumerate(old) if new.get(number) != line]
    hunks, gone = [], 0
    for first, last in _areas(differing, len(old)):
        hunks.append(_hunk(old, new, first, last, gone))
        gone += sum(1 for number in range(first, last) if number not in new)
    return f"--- {path}\n+++ {path}\n{''.join(hunks)}" if hunks else ""


def _areas(differing: Sequence[int], count: int) -> Iterator[tuple[int, int]]:
    """The lines that the hunks show, from one up to another, for the lines that differ."""
    areas: list[tuple[int, int]] = []
    for number in differing:
        first, last = max(number - _CONTEXT, 0), min(number + 1 + _CONTEXT, count)
        if areas and first <= areas[-1][1]:
            areas[-1] = areas[-1][0], last
        else:
            areas.append((first, last))
    yield from areas


def _hunk(old: Sequence[str], new: Mapping[int, str], first: int, last: int, gone: int) -> str:
    """The lines `first` to `last`, where `gone` lines before them are no more.

    Of lines that differ and stand together, the old ones come before the new ones.
    """
    lines: list[str] = []
    removed: list[str] = []
    added: list[str] = []
    for number in range(first, last):
        if new.get(number) == old[number]:
            lines += [*removed, *added, " " + _ended(old[number])]
            removed, added = [], []
            continue
        removed.append("-" + _ended(old[number]))
        added += ["+" + _ended(new[number])] if number in new else []
    lines += [*removed, *added]
    left = sum(1 for number in range(first, last) if number in new)
    return f"@@ -{_extent(first, last - first)} +{_extent(first - gone, left)} @@\n" + "".join(lines)


def _extent(first: int, count: int) -> str:
    """Lines as the head of a hunk names them: counted from 1; where there are none, the line before."""
    return f"{first + (count > 0)},{count}" if count != 1 else f"{first + 1}"


def _ended(line: str) -> str:
    """A line with its end as a diff has it: what has no line feed would run into the next one."""
    if line.endswith("\n"):
        return line
    return line + ("\n" if line.endswith("\r") else _NO_END)


def of_cells(path: str, copy: str, texts: Mapping[tuple[str | None, str], tuple[str, str]]) -> str:
    """The cells of a workbook that differ in its corrected copy, in the manner of a diff."""
    hunks = []
    for (sheet, ref), (old, new) in texts.items():
        lines = [*(f"-{line}\n" for line in old.split("\n")), *(f"+{line}\n" for line in new.split("\n"))]
        hunks.append(f"@@ {sheet}!{ref} @@\n{''.join(lines)}")
    return f"--- {path}\n+++ {copy}\n{''.join(hunks)}"
