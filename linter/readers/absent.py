"""`$absent`: what a converted submission says of the form it came from, that it has no room for some fields.

Without it a column that a form does not have would look like one that nobody filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from linter.diagnostic import Problem
from linter.document import Document, Kind, Node, locate
from linter.schema import Field

ABSENT = "$absent"


def take_over(document: Document, listed: Node) -> Iterator[Problem]:
    """Make `document` lack the fields that `listed` names, such as `indicators/weight`; yields what is wrong with it.

    The names may be those of the schema or any labels.  A required column among them is reported as of any form.
    """
    if listed.kind is not Kind.SEQUENCE:
        if not listed.blank:
            words = {"label": ABSENT, "wanted": ["array"], "found": str(listed.kind)}
            yield Problem("wrong-type", locate(document.source, listed), words)
        return
    named: dict[str, Node] = {}
    for item in listed.children:
        field = _field(document.kind.root, item)
        if field is None:
            yield Problem("unknown-field", locate(document.source, item), {"field": item.text})
        else:
            named[field.pattern] = item
    document.absent = frozenset(named)
    _leave_out(document)
    for owner in _owners(document):
        for field in owner.properties.values():
            if field.pattern in named and field.name in owner.required:
                place = replace(locate(document.source, named[field.pattern]), pointer=None)  # as of a form
                yield Problem("missing-column", place, {"label": field.title, "field": field.name})


def _field(root: Field, item: Node) -> Field | None:
    """The field that a path of names leads to; the items of a list need not be said."""
    field: Field | None = root
    for step in item.text.split("/") if item.kind is Kind.SCALAR else [""]:
        below = field.items if field is not None and field.items is not None else field
        field = below.by_label(step) if below is not None else None
    return field


def _owners(document: Document) -> Iterator[Field]:
    """What a form itself has room for: the fields outside its table, and the columns of that."""
    yield document.kind.root
    if document.kind.rows is not None and document.kind.rows.items is not None:
        yield document.kind.rows.items


def _leave_out(document: Document) -> None:
    """What is listed and blank is as if it were not there."""
    for node in list(document.root.walk()):
        if node.field is None or node.field.pattern not in document.absent or not node.blank:
            continue
        if node.parent is not None and node.parent.kind is Kind.MAPPING:
            del node.parent.children[node.key]
