"""From a tree of raw keys and texts to a document that rules can read.

Three passes: `canonical` renames keys to the schema's names, `prepare` inherits blank cells, splits lists
written in one scalar and reads each value as its field's `x-value` says, `check` asks JSON Schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from linter import values
from linter.decimals import decimal
from linter.diagnostic import Edit, Problem
from linter.document import Document, Kind, Node, Place, locate, locate_key, scalar, sequence
from linter.schema import DocumentKind, Field
from linter.source import Source
from linter.structure import structure_problems, validator

_SEPARATORS = re.compile(r"[,，、;；\n\r]+")
_WIDE_SEPARATORS = re.compile(r"[，、；]")


def canonical(raw: Node, field: Field, source: Source) -> Iterator[Problem]:
    """Rename the keys below `raw` to the field names of the schema, in place, and attach the fields."""
    raw.field = field
    if raw.kind is Kind.MAPPING and field.properties:
        children: dict[str, Node] = {}
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
        raw.children = children
    elif raw.kind is Kind.SEQUENCE and field.items is not None:
        for below in raw.children:
            yield from canonical(below, field.items, source)


def prepare(
    document: Document, vocabularies: Mapping[str, Any], units: values.UnitTable | None = None
) -> Iterator[Problem]:
    """Read every value of the document, in place.

    `vocabularies` maps a name to a function from a word as written to the canonical word (or None).
    """
    kind: DocumentKind = document.kind
    _split_lists(document.root, document.source)
    yield from _wide_separators(document)
    if kind.rows is not None:
        rows = document.find("/" + "/".join(kind.rows.path))
        if rows is not None and rows.kind is Kind.SEQUENCE:
            _inherit(rows)
    context = {**_context(document), "units": units}
    for node in document.root.walk():
        if node.kind is Kind.SCALAR and node.field is not None:
            problem = _read(node, document, context, vocabularies)
            if problem is not None:
                yield problem


def check(document: Document, reported: set[str]) -> Iterator[Problem]:
    """Structure errors, except at pointers that already carry a problem and columns the form does not have."""
    for problem in structure_problems(_validator(document.kind), document.root, document.source):
        pointer = problem.location.pointer or ""
        if pointer in reported:
            continue
        if problem.id == "missing-field" and _absent(document, pointer, str(problem.words["field"])):
            continue
        yield problem


_VALIDATORS: dict[int, tuple[DocumentKind, Any]] = {}


def _validator(kind: DocumentKind) -> Any:
    entry = _VALIDATORS.get(id(kind))
    if entry is None or entry[0] is not kind:
        entry = _VALIDATORS[id(kind)] = (kind, validator(kind.schema))
    return entry[1]


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
        for name, field in row.field.properties.items():
            if not field.inherit:
                continue
            own, over = row.child(name), above.child(name) if above is not None else None
            if own is not None and not own.blank:
                changed = changed or over is None or over.text != own.text
            elif own is not None and over is not None and not over.blank and not changed:
                taken = scalar(over.place, over.text)
                taken.inherited, taken.field, taken.quoted = True, field, over.quoted
                row.put(name, taken)
        above = row


def _split_lists(root: Node, source: Source) -> None:
    """A list field filled with one scalar becomes a list, each item with its own place."""
    for node in list(root.walk()):
        field = node.field
        if field is None or field.items is None or "array" not in field.types:
            continue
        if node.kind is Kind.SCALAR:
            _become_list(node, [node], field)
        elif node.kind is Kind.SEQUENCE and field.items.vocabulary:
            items = [item for item in node.children if item.kind is Kind.SCALAR]
            if any(_SEPARATORS.search(item.text) for item in items) and len(items) == len(node.children):
                _become_list(node, items, field)


def _become_list(node: Node, written: list[Node], field: Field) -> None:
    assert field.items is not None
    made = sequence(node.place)
    for item in written:
        for start, end in _parts(item.text, field.items):
            part = scalar(_part_place(item, start, end), item.text[start:end])
            part.field, part.quoted = field.items, item.quoted
            made.append(part)
    node.kind, node.value, node.children = Kind.SEQUENCE, None, made.children  # the text as written stays
    for part in node.children:
        part.parent = node


def _part_place(node: Node, start: int, end: int) -> Place:
    place = node.place
    if place.text_start is None:
        return place
    first = place.text_start + start
    return Place(first, place.text_start + end, first, place.cell, place.order + start)


def _parts(text: str, item: Field) -> list[tuple[int, int]]:
    """The items of a list written as one text: words by separators, prose by its numbering."""
    # What ends with a colon leads up to the first item and stays with it.
    numbered = rf"(?<!^)(?<![\s:：])\s*(?={re.escape(item.title)}\s*\d+\s*[:：、.．])"
    cuts = _SEPARATORS if item.vocabulary else re.compile(numbered)
    parts, start = [], 0
    for match in [*cuts.finditer(text), None]:
        end = match.start() if match else len(text)
        piece = text[start:end]
        if piece.strip():
            parts.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = match.end() if match else end
    return parts


def _wide_separators(document: Document) -> Iterator[Problem]:
    """`[甲，乙]` in YAML is one item with a full-width comma in it; say so, and read what was meant."""
    for node in document.root.walk():
        if node.kind is not Kind.SEQUENCE or node.place.start is None or document.columns is not None:
            continue
        if node.field is None or node.field.items is None or not node.field.items.vocabulary:
            continue
        written = document.source.text[node.place.start : node.place.end]
        separators = list(_WIDE_SEPARATORS.finditer(written)) if written.startswith("[") else []
        for found in separators[:1]:
            start = node.place.start + found.start()
            place = Place(start, start + 1)
            yield Problem(
                "full-width-separator",
                document.source.location(start, start + 1, node.pointer),
                {"text": written, "separator": found.group(), "place": place},
                edits=tuple(_comma(document.source, node.place.start + one.start()) for one in separators),
            )


def _comma(source: Source, at: int) -> Edit:
    """The full-width separator at an offset as YAML wants it."""
    comma = "," if source.text[at + 1 : at + 2].isspace() else ", "
    return Edit(source.location(at, at + 1), comma)


def _context(document: Document) -> dict[str, Any]:
    """What a value needs to be read that stands elsewhere: the year and the money unit."""
    kind: DocumentKind = document.kind
    year = currency = None
    if kind.year is not None and (node := document.find(kind.year.pattern)) is not None and node.kind is Kind.SCALAR:
        found = _year(node.text)
        year = int(found) if found is not None else None
    for node in document.root.walk():
        currency = currency or _unit_beside(node)
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
    kind = field.value
    if node.blank:
        node.value = _blank_value(field, node, context)
    elif kind in ("target", "record"):
        node.value = values.parse(node.text, _value_context(node, kind, context))
    elif kind == "money":
        return _read_money(node, document, context)
    elif kind in ("points", "year"):
        number = decimal(node.text) if kind == "points" else _year(node.text)
        if number is None:
            return Problem("not-a-number", locate(document.source, node), {"label": field.title, "text": node.text})
        node.value = number
    elif field.vocabulary and field.vocabulary in vocabularies:
        node.value = vocabularies[field.vocabulary](node.text) or node.text
    elif "number" in field.types or "integer" in field.types:
        number = decimal(node.text)
        node.value = node.value if number is None or node.quoted else number
    elif "string" in field.types and node.value is not None:
        node.value = node.text
    return None


def _year(text: str) -> Decimal | None:
    match = re.search(r"(?<!\d)\d{4}(?!\d)", text, re.ASCII)
    return Decimal(match.group()) if match else None


def _blank_value(field: Field, node: Node, context: dict[str, Any]) -> Any:
    if field.value in ("target", "record"):
        return values.parse("", _value_context(node, field.value, context))
    return None


def _value_context(node: Node, column: str, context: dict[str, Any]) -> values.Context:
    row = node.parent
    name = level = None
    if row is not None and row.kind is Kind.MAPPING and row.parent is not None and row.parent.field is not None:
        key = row.parent.field.row_key
        named = row.child(key) if key else None
        name = named.text if named is not None and named.kind is Kind.SCALAR else None
        levels = [below.text for below in row.children.values() if below.field is not None and below.field.inherit]
        level = " ".join(levels) or None
    return values.Context(context["year"], context["currency"], name, level, column, context["units"])


def _read_money(node: Node, document: Document, context: dict[str, Any]) -> Problem | None:
    number = decimal(node.text)
    if number is None:
        read = values.parse(
            node.text,
            values.Context(context["year"], context["currency"], node.field.title, None, "record", context["units"]),
        )
        if (
            read.kind == "quantitative"
            and read.op in (None, "=")
            and read.amount is not None
            and read.amount.unit.dimension
        ):
            node.value = read.amount
            return None
        return Problem("not-a-number", locate(document.source, node), {"label": node.field.title, "text": node.text})
    written = _unit_beside(node)
    unit = values.unit(written, context["units"]) if written else None
    node.value = values.Quantity(number, unit) if unit is not None else number
    return None
