"""A document kind's schema for editors: keys are the names or the labels of its fields, and blanks are allowed."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from linter.readers.absent import ABSENT
from linter.schema import DocumentKind, Field
from linter.writers.canonical import Keys, name

# Keywords whose schemas, one or several, are about the same object.
_SAME_OBJECT = frozenset({"if", "then", "else", "not", "allOf", "anyOf", "oneOf"})


def file_name(kind: DocumentKind, keys: Keys) -> str:
    """The name under which a file in the canonical form looks for its schema, beside itself."""
    return f"{kind.id}.{keys}.schema.json"


def render(kind: DocumentKind, keys: Keys, absent: str) -> str:
    """The schema as JSON; `absent` describes `$absent`."""
    made = _field(kind.root, keys)
    made["$id"] = f"{made.get('$id', f'urn:jixiao:schema:{kind.id}')}:{keys}"
    made["properties"][ABSENT] = {"description": absent, "type": "array", "items": {"type": "string"}}
    if '"$ref"' in json.dumps(made, default=_number):
        made["$defs"] = kind.schema.get("$defs", {})
    return json.dumps(made, ensure_ascii=False, indent=2, default=_number) + "\n"


def _field(field: Field, keys: Keys) -> dict[str, Any]:
    """The schema of a field and of those below it."""
    made: dict[str, Any] = {}
    for keyword, value in field.schema.items():
        if keyword == "properties":
            made[keyword] = {
                name(field, below, keys): _below(field, below, keys) for below in field.properties.values()
            }
        elif keyword == "items" and field.items is not None:
            made[keyword] = _field(field.items, keys)
        elif not keyword.startswith("x-") and keyword != "$defs":
            made[keyword] = _keyword(keyword, value, field, keys)
    return made


def _below(owner: Field, field: Field, keys: Keys) -> dict[str, Any]:
    """The schema of a property; one that may be left out may be blank as well."""
    made = _field(field, keys)
    if field.name in owner.schema.get("required", ()) or "type" not in made:
        return made
    made["type"] = [*field.types, "null"]
    if "enum" in made:
        made["enum"] = [*made["enum"], None]
    return made


def _keyword(keyword: str, value: Any, field: Field | None, keys: Keys) -> Any:
    """The value of a keyword with the keys for the names of fields in it."""
    if keyword == "required" and field is not None:
        return [_key(one, field, keys) for one in value]
    if keyword in _SAME_OBJECT:
        return [_part(one, field, keys) for one in value] if isinstance(value, list) else _part(value, field, keys)
    return value


def _part(part: Any, field: Field | None, keys: Keys) -> Any:
    """A schema inside that of `field` which says more about the same object."""
    if not isinstance(part, dict):
        return part
    made = {keyword: _keyword(keyword, value, field, keys) for keyword, value in part.items()}
    if field is not None and "properties" in part:
        below = part["properties"].items()
        made["properties"] = {
            _key(one, field, keys): _part(value, field.properties.get(one), keys) for one, value in below
        }
    if field is not None and "items" in part:
        made["items"] = _part(part["items"], field.items, keys)
    return made


def _key(field_name: str, owner: Field, keys: Keys) -> str:
    field = owner.properties.get(field_name)
    return name(owner, field, keys) if field is not None else field_name


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
