"""Document kinds: what a JSON Schema says to the readers (labels), to the rules (types) and about values."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from linter import resources

_DEPTH = 20  # of a schema
_KEYS_SEEN = 1_000  # keys that a field remembers
_BUNDLED = "urn:jixiao:schema:"  # begins the $id of a bundled schema
_NAME = re.compile("[a-z0-9-]+")
_SPACE = re.compile(r"\s+")
_BRACKETED = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")


class SchemaError(Exception):
    """A document kind's schema that cannot be used; the text says why, `offset` where it is no JSON."""

    def __init__(self, detail: str, offset: int | None = None) -> None:
        super().__init__(detail)
        self.offset = offset


def normal(label: str) -> str:
    """A label as it is compared: half-width, without spaces, colons, or the stars that forms print."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", label)).strip("*★:")


def split_label(label: str) -> tuple[str, str | None]:
    """A label and what it has in brackets at its end: `项目资金（万元）：` gives `项目资金`, `万元`."""
    text = normal(label)
    match = _BRACKETED.search(text)
    return (text[: match.start()], match.group(1)) if match else (text, None)


@dataclass(frozen=True, eq=False)
class Field:
    """One field of a document kind, compiled from its schema."""

    name: str
    schema: dict[str, Any] = field(repr=False)
    path: tuple[str, ...]  # from the root; `*` stands for the items of a list
    properties: dict[str, Field] = field(repr=False)
    items: Field | None = field(repr=False)

    @cached_property
    def title(self) -> str:
        title: str = self.schema.get("title", self.name)
        return title

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Every word a form may use for this field, the title first."""
        return (self.title, *self.schema.get("x-labels", ()))

    @cached_property
    def types(self) -> tuple[str, ...]:
        types = self.schema.get("type", ())
        return (types,) if isinstance(types, str) else tuple(types)

    @cached_property
    def value(self) -> str | None:
        return self.schema.get("x-value")

    @cached_property
    def unit_from(self) -> str | None:
        return self.schema.get("x-unit-from")

    @property
    def units(self) -> tuple[str, ...]:
        """The units that the field of `x-unit-from` may give, where the schema lists them."""
        return tuple(self.schema.get("x-units", ()))

    @cached_property
    def vocabulary(self) -> str | None:
        return self.schema.get("x-vocabulary")

    @cached_property
    def inherit(self) -> bool:
        return bool(self.schema.get("x-inherit"))

    @cached_property
    def inherited(self) -> tuple[str, ...]:
        """The properties whose blank cells take the value above: the levels of a row."""
        return tuple(name for name, below in self.properties.items() if below.inherit)

    @cached_property
    def target(self) -> Field | None:
        """The property with the target value of a row."""
        return next((below for below in self.properties.values() if below.value == "target"), None)

    @property
    def totals(self) -> bool:
        """Whether these are the totals below the rows, each property named as the column that it adds up."""
        return bool(self.schema.get("x-totals"))

    @property
    def row_key(self) -> str | None:
        """For a list of mappings: the field that names a row."""
        return self.schema.get("x-key")

    @cached_property
    def required(self) -> tuple[str, ...]:
        """What is needed here, but for exceptions that the schema makes with `if` and `else`."""
        return (*self.schema.get("required", ()), *self.schema.get("else", {}).get("required", ()))

    @cached_property
    def pattern(self) -> str:
        """The pointer with `*` for list items, such as `/indicators/*/weight`."""
        return "".join("/" + part for part in self.path)

    def by_label(self, label: str) -> Field | None:
        """The property that a key names: by its English name, or by any label, with or without a note in brackets."""
        try:
            return self._seen[label]
        except KeyError:
            table = self._labelled
            found = self.properties.get(label) or table.get(normal(label)) or table.get(split_label(label)[0])
            if len(self._seen) < _KEYS_SEEN:
                self._seen[label] = found
            return found

    @cached_property
    def _seen(self) -> dict[str, Field | None]:
        """What keys came to; documents repeat them."""
        return {}

    @cached_property
    def _labelled(self) -> Mapping[str, Field]:
        table: dict[str, Field] = {}
        for below in self.properties.values():
            for label in below.labels:
                table.setdefault(normal(label), below)
        return table

    def walk(self) -> Iterator[Field]:
        yield self
        for below in self.properties.values():
            yield from below.walk()
        if self.items is not None:
            yield from self.items.walk()


@dataclass(frozen=True, eq=False)
class DocumentKind:
    """A document kind: its id, its schema, and the root field."""

    id: str
    schema: dict[str, Any] = field(repr=False)
    root: Field = field(repr=False)

    @property
    def title(self) -> str:
        return self.root.title

    @cached_property
    def rows(self) -> Field | None:
        """The list of rows, which a grid shows as its table: the list whose items have a key field."""
        for found in self.root.walk():
            if found.items is not None and found.row_key:
                return found
        return None

    @cached_property
    def year(self) -> Field | None:
        return next((found for found in self.root.walk() if found.value == "year"), None)

    @cached_property
    def _words(self) -> frozenset[str]:
        fields = [found for found in self.root.walk() if found.name != "*"]
        return frozenset(word for found in fields for word in (found.name, *map(normal, found.labels)))

    def knows(self, key: str) -> bool:
        """Whether a key is the name or a label of any field, at whatever level."""
        return key in self._words or normal(key) in self._words

    def labels_among(self, keys: list[str]) -> int:
        """How many of `keys` name a top-level field; two make a submission, if one of them is of a required field.

        Without that, any address book with a telephone number and a code would be one.
        """
        found = {known.name for key in keys if (known := self.root.by_label(key)) is not None}
        return len(found) if found & set(self.root.required) else 0

    def fit(self, columns: Collection[str]) -> tuple[int, int]:
        """How well columns (labels or names) are those of this kind's rows; of two kinds the greater fits better.

        First how many columns are understood, less those that are required and not there; then how many of the
        required ones are there, since of two kinds that know a form equally well the more particular one is meant.
        """
        row = self.rows.items if self.rows is not None else None
        if row is None:
            return 0, 0
        known = {found.name for label in columns if (found := row.by_label(label)) is not None}
        required = set(row.required)
        return len(known) - len(required - known), len(known & required)

    def field_at(self, pattern: str) -> Field | None:
        """The field at a pattern such as `/indicators/*/weight`."""
        found: Field | None = self.root
        for part in pattern.split("/")[1:]:
            if found is None:
                return None
            found = found.items if part == "*" else found.properties.get(part)
        return found


def load_kind(text: str, name: str) -> DocumentKind:
    """Compile the schema in `text`; numbers in it are exact.  Raises `SchemaError`."""
    try:
        schema = _self_contained(_loaded(text))
    except json.JSONDecodeError as error:
        raise SchemaError(error.msg, error.pos) from error
    except (ValueError, RecursionError) as error:
        raise SchemaError(str(error)) from error
    if not isinstance(schema, dict):
        raise SchemaError("a schema is a JSON object")
    return DocumentKind(name, schema, _compile(schema, schema, "", (), {}))


def _loaded(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse_constant)


def _self_contained(part: Any, bundled: Any = None) -> Any:
    """A part of a schema in which each reference to a bundled schema has become what it refers to.

    `bundled` is the bundled schema that the part itself comes from: references inside that one are followed too.
    """
    if isinstance(part, list):
        return [_self_contained(item, bundled) for item in part]
    if not isinstance(part, dict):
        return part
    own = {key: _self_contained(value, bundled) for key, value in part.items()}
    reference = str(part.get("$ref", ""))
    if reference.startswith(_BUNDLED):
        name, _, pointer = reference.removeprefix(_BUNDLED).partition("#")
        return _merged(_taken_over(name, pointer), own)
    if bundled is not None and reference:
        return _merged(_self_contained(_inside(bundled, reference), bundled), own)
    return own


@cache
def _taken_over(name: str, pointer: str) -> Any:
    """What stands at `pointer` in the bundled schema `name`."""
    text = resources.schema(name) if _NAME.fullmatch(name) else None
    if text is None:
        raise SchemaError(f"$ref {_BUNDLED}{name}: there is no such schema")
    whole = _loaded(text)
    return _self_contained(_inside(whole, f"#{pointer}"), whole)


def _merged(target: dict[str, Any], beside: dict[str, Any]) -> dict[str, Any]:
    """What a reference refers to, with what stands beside the reference."""
    return {**target, **{key: value for key, value in beside.items() if key != "$ref"}}


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _compile(
    schema: dict[str, Any],
    whole: dict[str, Any],
    name: str,
    path: tuple[str, ...],
    outer: Mapping[str, Any],
) -> Field:
    """A field and those below it; `outer` are the words that fields beside it and above it are limited to."""
    if len(path) > _DEPTH:
        raise SchemaError(f"{'/'.join(path)}: nested too deeply, or a $ref that refers to itself")
    schema = _resolve(schema, whole)
    if schema.get("x-unit-from") in outer:
        schema = {**schema, "x-units": outer[schema["x-unit-from"]]}
    below = schema.get("properties", {})
    words = {key: _resolve(one, whole).get("enum") for key, one in below.items()}
    inner = {**outer, **{key: enum for key, enum in words.items() if enum}}
    items = schema.get("items")
    return Field(
        name,
        schema,
        path,
        {key: _compile(one, whole, key, (*path, key), inner) for key, one in below.items()},
        _compile(items, whole, "*", (*path, "*"), inner) if isinstance(items, dict) else None,
    )


def _resolve(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """Follow each `$ref` inside the same schema; what stands beside the reference is kept."""
    for _ in range(_DEPTH):
        reference = schema.get("$ref")
        if reference is None:
            return schema
        schema = _merged(_inside(whole, reference), schema)
    raise SchemaError(f"$ref {schema['$ref']}: a $ref that refers to itself")


def _inside(whole: Any, reference: str) -> dict[str, Any]:
    """What a reference to a part of the schema `whole` refers to."""
    if not reference.startswith("#/"):
        raise SchemaError(f"$ref {reference}: only references inside the schema and to bundled ones are followed")
    target: Any = whole
    for part in reference[2:].split("/"):
        if not isinstance(target, dict) or part not in target:
            raise SchemaError(f"$ref {reference}: nothing there")
        target = target[part]
    if not isinstance(target, dict):
        raise SchemaError(f"$ref {reference}: no schema there")
    return target
