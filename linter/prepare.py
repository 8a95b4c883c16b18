"""From a tree of raw keys and texts to a document that rules can read.

Three passes: `canonical` renames keys to the schema's names, `prepare` inherits blank cells, splits lists
written in one scalar and reads each value as its field's `x-value` says, `check` asks JSON Schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from linter import values, written_lists
from linter.accepting import Accepts, acceptor
from linter.decimals import decimal
from linter.diagnostic import Problem
from linter.document import Document, Kind, Node, Place, locate, locate_key, scalar
from linter.schema import DocumentKind, Field, split_label
from linter.source import Source
from linter.structure import structure_problems, validator

_NOTE_PARTS = re.compile(r"[:,、/]")
_POINTS = ("分", "%")  # what may stand after points
_KINDS = 16  # document kinds whose validators are kept


def canonical(raw: Node, field: Field, source: Source) -> Iterator[Problem]:
    """Rename the keys below `raw` to the field names of the schema, in place, and attach the fields."""
    raw.field = field
    if raw.kind is Kind.MAPPING and field.properties:
        children: dict[str, Node] = {}
        noted: list[Node] = []
        for label, below in list(raw.children.items()):
            known = field.by_label(label)
            name = known.name if known is not None else label
            below.label = below.label or label
            if name in children:
                words = {"first": children[name].label, "second": label, "label": known.title if known else label}
                yield Problem(
                    "duplicate-field",
                    locate_key(source, below),
                    words,
                    (("first", locate_key(source, children[name])),),
                )
                continue
            below.key = name
            children[name] = below
            if known is not None:
                yield from canonical(below, known, source)
                noted += [below] if not label.isalnum() and label != name and split_label(label)[1] is not None else []
        raw.children = children
        for below in noted:
            yield from _take_unit(below, source)
    elif raw.kind is Kind.SEQUENCE and field.items is not None:
        for below in raw.children:
            yield from canonical(below, field.items, source)


def _take_unit(node: Node, source: Source) -> Iterator[Problem]:
    """`项目资金（万元）`: the unit that a key gives is that of the amounts below it, or of those beside it."""
    note = split_label(node.label)[1] or ""
    for owner, fields in ((node, node.field.walk()), (node.parent, (node.field,))):
        if owner is None or owner.kind is not Kind.MAPPING:
            continue
        for name in {field.unit_from for field in fields} & set(owner.field.properties):
            words = owner.field.properties[name].schema.get("enum", ())
            word = next((part for part in _NOTE_PARTS.split(note) if part in words), None)
            given = owner.child(name)
            if word is not None and (given is None or given.blank):
                made = scalar(_place_in_key(node, word, source), word)
                made.field = owner.field.properties[name]
                owner.put(name, made)
            elif word is not None and given is not None and given.text.strip() != word:
                said = {"first": given.text, "second": node.label, "label": owner.field.properties[name].title}
                yield Problem("duplicate-field", locate_key(source, node), said, (("first", locate(source, given)),))


def _place_in_key(node: Node, word: str, source: Source) -> Place:
    """Where a word stands in the key of a node; all of the key where the word is written otherwise."""
    key = node.key_place or node.place
    at = source.text.rfind(word, key.start, key.end) if key.start is not None else -1
    return Place(at, at + len(word), at) if at >= 0 else Place(key.start, key.end)


def prepare(
    document: Document, vocabularies: Mapping[str, Any], units: values.UnitTable | None = None
) -> Iterator[Problem]:
    """Read every value of the document, in place.

    `vocabularies` maps a name to a function from a word as written to the canonical word (or None).
    """
    lists = written_lists.lists(document.root)
    yield from written_lists.unwrap(document, lists)
    complete(document, lists)
    yield from written_lists.wide_separators(document, lists)
    context = {**_context(document), "units": units, "rows": {}}
    for node in document.root.walk():
        if node.kind is Kind.SCALAR and node.field is not None:
            problem = _read(node, document, context, vocabularies)
            if problem is not None:
                yield problem


def complete(document: Document, lists: Sequence[Node] | None = None) -> None:
    """Say what a form leaves to its reader, in place: the items of a list in one text, the value above a blank cell."""
    written_lists.split(written_lists.lists(document.root) if lists is None else lists)
    kind: DocumentKind = document.kind
    rows = document.find("/" + "/".join(kind.rows.path)) if kind.rows is not None else None
    if rows is not None and rows.kind is Kind.SEQUENCE:
        _inherit(rows)


def check(document: Document, reported: set[str]) -> Iterator[Problem]:
    """Structure errors, except at pointers that already carry a problem and columns the form does not have."""
    accepts = _acceptor(document.kind)
    if accepts is not None and accepts(document.root):
        return
    for problem in structure_problems(_validator(document.kind), document.root, document.source):
        pointer = problem.location.pointer or ""
        if pointer in reported:
            continue
        if problem.id == "missing-field" and _absent(document, pointer, str(problem.words["field"])):
            continue
        yield problem


@lru_cache(_KINDS)
def _acceptor(kind: DocumentKind) -> Accepts | None:
    return acceptor(kind.schema)


@lru_cache(_KINDS)
def _validator(kind: DocumentKind) -> Any:
    return validator(kind.schema)


def _absent(document: Document, pointer: str, name: str) -> bool:
    pattern = re.sub(r"/\d+(?=/|$)", "/*", pointer)
    return pattern in document.absent or f"{pattern}/{name}" in document.absent


def _inherit(rows: Node) -> None:
    """A blank cell takes the value above, unless a column before it already says something else."""
    above: Node | None = None
    for row in rows.children:
        if row.kind is not Kind.MAPPING or row.field is None:
            continue
        changed = False
        for name in row.field.inherited:
            own, over = row.child(name), above.child(name) if above is not None else None
            if own is not None and not own.blank:
                changed = changed or over is None or over.text != own.text
            elif own is not None and over is not None and not over.blank and not changed:
                taken = scalar(over.place, over.text)
                taken.inherited, taken.field, taken.quoted = True, row.field.properties[name], over.quoted
                row.put(name, taken)
        above = row


def _context(document: Document) -> dict[str, Any]:
    """What a value needs to be read that stands elsewhere: the year and the money unit."""
    kind: DocumentKind = document.kind
    year = currency = None
    if kind.year is not None and (node := document.find(kind.year.pattern)) is not None and node.kind is Kind.SCALAR:
        found = _year(node.text)
        year = int(found) if found is not None else None
    for node in document.root.walk():
        currency = _unit_beside(node)
        if currency is not None:
            break
    return {"year": year, "currency": currency}


def _unit_beside(node: Node) -> str | None:
    """The unit of a bare number: what its `x-unit-from` names, beside it or further up."""
    name = node.field.unit_from if node.field is not None else None
    owner = node.parent
    while name and owner is not None:
        found = owner.child(name)
        if found is not None and found.kind is Kind.SCALAR and found.text.strip():
            return found.text.strip()
        owner = owner.parent
    return None


def _read(node: Node, document: Document, context: dict[str, Any], vocabularies: Mapping[str, Any]) -> Problem | None:
    field: Field = node.field
    kind, text = field.value, node.text
    if not text or text.isspace():
        node.value = _blank_value(field, node, context)
    elif kind in ("target", "record"):
        node.value = values.parse(text, _value_context(node, kind, context))
    elif kind == "money":
        return _read_money(node, document, context)
    elif kind in ("points", "year"):
        number = _points(text, context) if kind == "points" else _year(text)
        if number is None:
            return Problem("not-a-number", locate(document.source, node), {"label": field.title, "text": text})
        node.value = number
    else:
        node.value = _plain_value(field, node, vocabularies)
    return None


def _plain_value(field: Field, node: Node, vocabularies: Mapping[str, Any]) -> Any:
    """The canonical word, the number or the text that a field without a language of its own holds."""
    if field.vocabulary and field.vocabulary in vocabularies:
        return vocabularies[field.vocabulary](node.text) or node.text
    if "number" in field.types or "integer" in field.types:
        number = decimal(node.text)
        return node.value if number is None or node.quoted else number
    return node.text if "string" in field.types and node.value is not None else node.value


def _points(text: str, context: dict[str, Any]) -> Decimal | None:
    """`10`, `10分` and `10%` are ten points."""
    number = decimal(text)
    read = _amount(text, "", context) if number is None else None
    return read.number if read is not None and read.unit in (values.unit(one) for one in _POINTS) else number


def _year(text: str) -> Decimal | None:
    match = re.search(r"(?<!\d)\d{4}(?!\d)", text, re.ASCII)
    return Decimal(match.group()) if match else None


def _blank_value(field: Field, node: Node, context: dict[str, Any]) -> Any:
    if field.value in ("target", "record"):
        return values.parse("", _value_context(node, field.value, context))
    return None


def _value_context(node: Node, column: str, context: dict[str, Any]) -> values.Context:
    told = context["rows"].get(id(node.parent))
    if told is None:
        told = context["rows"][id(node.parent)] = _said_by_row(node.parent)
    name, level = told
    return values.Context(context["year"], context["currency"], name, level, column, context["units"])


def _said_by_row(row: Node | None) -> tuple[str | None, str | None]:
    """The name of a row and its levels."""
    if row is None or row.kind is not Kind.MAPPING or row.parent is None or row.parent.field is None:
        return None, None
    key = row.parent.field.row_key
    named = row.child(key) if key else None
    levels = [below.text for below in row.children.values() if below.field is not None and below.field.inherit]
    return named.text if named is not None and named.kind is Kind.SCALAR else None, " ".join(levels) or None


def _read_money(node: Node, document: Document, context: dict[str, Any]) -> Problem | None:
    written = _unit_beside(node)
    unit = values.unit(written, context["units"]) if written else None
    number = decimal(node.text)
    if number is None and _none_of_it(node, context):
        number = Decimal(0)
    if number is not None:
        node.value = values.Quantity(number, unit) if unit is not None else number
        return None
    read = _amount(node.text, node.field.title, context)
    if read is None or not read.unit.dimension:
        return Problem("not-a-number", locate(document.source, node), {"label": node.field.title, "text": node.text})
    node.value = read
    return None


def _none_of_it(node: Node, context: dict[str, Any]) -> bool:
    """Whether a word or dash says that there is no such money; what is required cannot be nothing."""
    owner = node.parent.field if node.parent is not None else None
    if owner is None or node.field.name in owner.required:
        return False
    return values.parse(node.text, values.Context(column="record", units=context["units"])).kind == "empty"


def _amount(text: str, name: str, context: dict[str, Any]) -> values.Quantity | None:
    """The quantity that a text states, None if it says anything else or no more than a bound."""
    read = values.parse(
        text, values.Context(context["year"], context["currency"], name, None, "record", context["units"])
    )
    return read.amount if read.kind == "quantitative" and read.op in (None, "=") else None
