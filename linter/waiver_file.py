"""The file of waivers, read: its entries, or what is wrong with it and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from linter import files, resources
from linter.diagnostic import Problem
from linter.document import Kind, Node, locate, locate_start
from linter.packs import plain_value
from linter.readers import yaml
from linter.schema import load_kind
from linter.source import DecodeProblem, Source, decode, whole_file
from linter.structure import structure_problems, validator
from linter.waivers import FILE, Waiver, Waivers


def load(path: str, today: date, wanted: bool = True) -> Waivers:
    """The waivers in the file `path`.  One that is not there holds none; if it is `wanted`, that is a problem."""
    try:
        return parse(decode(path, files.read(path)), today)
    except files.FileProblem as problem:
        if problem.reason == "missing-path" and not wanted:
            return Waivers(today, path)
        id = "missing-path" if problem.reason == "missing-path" else "unreadable-file"
        words = {"reason": problem.reason, "detail": problem.detail}
    except DecodeProblem as problem:
        id, words = "undecodable-text", {"encoding": problem.encoding, "guess": problem.guess or ""}
    return Waivers(today, path, problems=(Problem(id, whole_file(path), words),))


def parse(source: Source, today: date) -> Waivers:
    """The waivers in a text; what is wrong with them is placed in it."""
    roots, problems = yaml.parse(source)
    if not problems and roots:
        problems = list(_problems(roots, source))
    if problems:
        return Waivers(today, source.path, source=source, problems=tuple(problems))
    root = roots[0] if roots and roots[0].kind is Kind.SEQUENCE else None
    entries = tuple(_waiver(number, entry) for number, entry in enumerate(root.children if root is not None else ()))
    return Waivers(today, source.path, entries, source, root)


def _problems(roots: Sequence[Node], source: Source) -> Iterator[Problem]:
    root = roots[0]
    if root.kind is Kind.SCALAR and root.blank:  # nothing but comments
        return
    if root.kind is not Kind.SEQUENCE or len(roots) > 1:
        wrong = root if root.kind is not Kind.SEQUENCE else roots[1]
        words = {"label": FILE, "wanted": "sequence", "found": str(wrong.kind)}
        yield Problem("wrong-type", locate_start(source, wrong), words)
        return
    wrong_structure = list(structure_problems(_validator(), root, source, plain_value(root)))
    yield from wrong_structure
    for entry in root.children if not wrong_structure else ():
        if not any(_text(entry, name) for name in ("project", "path")):
            yield Problem("missing-field", locate_start(source, entry), {"field": "project", "label": "project"})
        expires = entry.child("expires")
        if expires is not None and _date(expires.text) is None:
            words = {"label": "expires", "text": expires.text, "detail": "YYYY-MM-DD"}
            yield Problem("structure", locate(source, expires), words)


def _waiver(number: int, entry: Node) -> Waiver:
    nth = _text(entry, "nth")
    return Waiver(
        number,
        _text(entry, "rule"),
        _text(entry, "project") or None,
        _text(entry, "path") or None,
        _text(entry, "row"),
        _text(entry, "field"),
        _text(entry, "value"),
        int(Decimal(nth or 1)),
        _text(entry, "reason").strip(),
        _text(entry, "approved-by") or None,
        _date(_text(entry, "expires")),
    )


def _text(entry: Node, name: str) -> str:
    """A field as it is written: `0.10` stays `0.10`."""
    node = entry.child(name)
    return node.text if node is not None else ""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@cache
def _validator() -> Any:
    return validator(load_kind(resources.schema("waivers") or "{}", "waivers").schema)
