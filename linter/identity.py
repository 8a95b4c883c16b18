"""What a finding is about, in names that stay: a row that moves keeps its findings, and each its fingerprint."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from linter import limits
from linter.diagnostic import Diagnostic, Subject
from linter.document import Document, Kind, Node

# No Unicode text, so no file could hold it as an exact value.
_SURROGATE = re.compile("[\ud800-\udfff]")
_AND = "; "
_BETWEEN = " / "


def project(document: Document) -> str | None:
    """The name of a submission: what its schema's `x-key` says names it."""
    key = document.kind.root.row_key
    node = document.root.child(key) if key else None
    return node.text.strip() or None if node is not None and node.kind is Kind.SCALAR else None


def row_of(document: Document, node: Node) -> tuple[Node, Node] | None:
    """The row that `node` is in, and the field of that row it belongs to (the row itself, if it is the row)."""
    rows = document.kind.rows
    below, above = node, node.parent
    while above is not None:
        if above.kind is Kind.SEQUENCE and rows is not None and above.field is rows:
            return (below, node) if below is node else (below, _child_on_path(below, node))
        below, above = above, above.parent
    return None


def _child_on_path(row: Node, node: Node) -> Node:
    while node.parent is not None and node.parent is not row:
        node = node.parent
    return node


def missing(owner: Node, name: str) -> Node:
    """A field that is not there, to speak of it as if it were blank."""
    return Node(Kind.SCALAR, owner.place, key=name, parent=owner)


def subject(document: Document, nodes: Sequence[Node], further: Iterable[str] = ()) -> Subject:
    """What a finding at `nodes` is about, whatever their order; `further` is what it rests on beside their texts."""
    placed = [(*_named_place(document, node), node.text if node.kind is Kind.SCALAR else "") for node in nodes]
    rows, fields = {row for row, _, _ in placed}, {field for _, field, _ in placed}
    shared = rows.pop() if len(rows) == 1 else ""
    texts = sorted(text if row in (shared, text) else f"{row} {text}".strip() for row, _, text in placed)
    value = _BETWEEN.join(part for part in (_AND.join(filter(None, texts)), *further) if part)
    field = fields.pop() if len(fields) == 1 else ""
    parts = (document.kind.id, project(document) or "", shared, field, _bounded(value))
    kind, name, row, field, value = (_SURROGATE.sub("\ufffd", part) for part in parts)
    return Subject(kind, name, row, field, value)


def _named_place(document: Document, node: Node) -> tuple[str, str]:
    """The name of the row that a node is in, and its field."""
    found = row_of(document, node)
    return ("", _field(node, None)) if found is None else (_name(found[0]), _field(node, found[0]))


def _bounded(value: str) -> str:
    """A value that can be written down; of a long one its beginning, and a digest of it all."""
    if len(value) <= limits.EXCERPT_CHARACTERS:
        return value
    return f"{value[: limits.EXCERPT_CHARACTERS // 2]}… #{_digest(value)}"


def _field(node: Node, top: Node | None) -> str:
    """The way from a row or the submission down to `node`: `budget.total`; an item goes by its name, if it has one."""
    parts: list[str] = []
    while node is not top and node.parent is not None:
        parts.append(node.key if isinstance(node.key, str) else _name(node))
        node = node.parent
    return ".".join(part for part in reversed(parts) if part)


def _name(item: Node) -> str:
    """What names an item of a list; its number would not stay."""
    owner = item.parent
    key = owner.field.row_key if owner is not None and owner.field is not None else None
    name = item.child(key) if key else None
    return name.text if name is not None and name.kind is Kind.SCALAR else ""


def identified(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings of one file in their order, each with a fingerprint of its own.

    Those that are about the same thing are numbered, so that equal rows may change places.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    result = []
    # The message is left out of the order: it differs from language to language.
    for one in sorted(findings, key=lambda one: one.sort_key[:-1]):
        parts = _parts(one)
        seen[parts] += 1
        about = replace(one.subject, nth=seen[parts]) if one.subject is not None else None
        result.append(replace(one, subject=about, fingerprint=_digest(*parts, str(seen[parts]))))
    return result


def _parts(one: Diagnostic) -> tuple[str, ...]:
    """What tells one finding from another.  The file does only where no submission has a name."""
    about, where = one.subject, one.location
    path = where.path.replace("\\", "/")
    if about is None:
        return (one.rule, path, where.pointer or "", where.cell.text if where.cell else "", where.text or "")
    owner = about.project or path
    return (one.rule, str(one.outcome), about.kind, owner, about.row, about.field, about.value)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]
