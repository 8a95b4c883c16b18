"""The canonical form of a submission: its fields in the schema's order, under the schema's names or its labels.

Texts stay as written.  What a form leaves unsaid is said: the level of a cell that is merged with the one above, the
items of a list that stand in one cell, and by `$absent` what the form has no room for.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Literal

from linter.decimals import decimal
from linter.document import Document, Kind, Node, Place, scalar
from linter.prepare import complete
from linter.readers.absent import ABSENT
from linter.schema import DocumentKind, Field

Keys = Literal["zh", "en"]  # the labels of the schema, or its names

_NUMERIC = frozenset({"number", "integer"})
# A number that means the same to every parser: `012`, `1_000`, `.5` and `1e3` do not.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")

# Mappings are dicts, sequences lists; a scalar is its node, None where nothing is given.
Data = Any


def canonical(document: Document, keys: Keys) -> dict[str, Data]:
    """A submission as data; the document is completed in place."""
    complete(document)
    made: dict[str, Data] = _data(document.root, document, keys)
    if document.absent:
        made[ABSENT] = [scalar(Place(), path) for path in _absent(document, keys)]
    return made


def name(owner: Field, field: Field, keys: Keys) -> str:
    """The key for a field: its name, or its label if that means no other field beside it."""
    return field.title if keys == "zh" and owner.by_label(field.title) is field else field.name


def number(node: Node) -> str | None:
    """A scalar as a number, where it is one that does not stand in quotes; None for any other."""
    field: Field | None = node.field
    types = frozenset(field.types if field is not None else ())
    numeric = bool(types & _NUMERIC) or (isinstance(node.value, Decimal) and "string" not in types)
    known = decimal(node.text)
    if node.quoted or known is None or not numeric:
        return None
    if _NUMBER.fullmatch(node.text):
        return node.text
    # An amount or a year is read from its text anyway; any other number must not become a text.
    return format(known, "f") if field is None or field.value is None else None


def _data(node: Node, document: Document, keys: Keys) -> Data:
    if node.kind is Kind.SCALAR:
        return node if node.text else None
    if node.kind is Kind.SEQUENCE:
        return [_data(below, document, keys) for below in node.children]
    if node.field is None:
        return {key: _data(below, document, keys) for key, below in node.children.items()}
    owner: Field = node.field
    made: dict[str, Data] = {}
    for field in owner.properties.values():
        below = node.children.get(field.name)
        if below is not None:
            made[name(owner, field, keys)] = _data(below, document, keys)
        elif field.inherit and field.pattern in document.absent:
            made[name(owner, field, keys)] = None  # levels are always there, filled in or not
    unknown = ((key, below) for key, below in node.children.items() if key not in owner.properties)
    made.update((key, _data(below, document, keys)) for key, below in unknown)
    return made


def _absent(document: Document, keys: Keys) -> list[str]:
    """What the form has no room for, in the schema's order; a group stands for all that is in it."""
    kind: DocumentKind = document.kind
    paths: list[str] = []
    for field in kind.root.walk():
        steps = field.pattern.split("/")
        around = ("/".join(steps[:end]) for end in range(2, len(steps)))
        if field.pattern in document.absent and not any(one in document.absent for one in around):
            paths.append(_path(kind, field, keys))
    return paths


def _path(kind: DocumentKind, field: Field, keys: Keys) -> str:
    """The way to a field, without the `*` of the lists on it."""
    steps: list[str] = []
    owner: Field | None = kind.root
    for step in field.path:
        assert owner is not None  # a field's path leads to it
        below = owner.items if step == "*" else owner.properties[step]
        if below is not None and step != "*":
            key = name(owner, below, keys)
            steps.append(step if "/" in key else key)
        owner = below
    return "/".join(steps)
