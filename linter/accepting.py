"""Whether a document surely has the structure that its schema asks for, found out without jsonschema.

The schema is turned into functions, once.  They accept only what jsonschema accepts; what they do not accept may still
be right, and jsonschema, which alone explains, decides.  A schema with a keyword that is not known here is not turned
into anything, so that nothing is accepted under it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from linter.document import Kind, Node
from linter.patterns import compile_pattern
from linter.structure import instance

Accepts = Callable[[Node], bool]

_SAYS_NOTHING = frozenset({"$schema", "$id", "$comment", "$defs", "title", "description"})
_KNOWN = frozenset({
    "type", "properties", "required", "additionalProperties", "items", "minItems", "minLength", "enum", "pattern",
    "if", "then", "else", "$ref",
})  # fmt: skip
_DEPTH = 20
_REMEMBERED = 5_000  # scalars, for each place of the schema


class _Declined(Exception):
    """A schema that is not understood here."""


def acceptor(schema: Mapping[str, Any]) -> Accepts | None:
    """The function that accepts documents of `schema`; None where the schema is not understood."""
    try:
        return _compile(schema, schema, 0)
    except _Declined:
        return None


def _compile(schema: Any, whole: Mapping[str, Any], depth: int) -> Accepts:
    if depth > _DEPTH or not isinstance(schema, Mapping):
        raise _Declined
    if any(key not in _KNOWN and key not in _SAYS_NOTHING and not key.startswith("x-") for key in schema):
        raise _Declined
    own = _of_its_kind(schema, whole, depth)
    further = _further(schema, whole, depth)
    if not further:
        return own
    first, *others = further
    if not others:
        return lambda node: own(node) and first(node)
    return lambda node: own(node) and first(node) and all(check(node) for check in others)


def _of_its_kind(schema: Mapping[str, Any], whole: Mapping[str, Any], depth: int) -> Accepts:
    """What the schema asks of a mapping, a list or a scalar; mostly it allows only one of them."""
    of_mapping = _of_mapping(schema, whole, depth) if _allows(schema, "object") else None
    of_list = _of_list(schema, whole, depth) if _allows(schema, "array") else None
    of_scalar = _of_scalar(schema)
    if of_mapping is None and of_list is None:
        return lambda node: node.children is None and of_scalar(node)

    def accepts(node: Node) -> bool:
        check = of_mapping if node.kind is Kind.MAPPING else of_list if node.kind is Kind.SEQUENCE else of_scalar
        return check is not None and check(node)

    return accepts


def _further(schema: Mapping[str, Any], whole: Mapping[str, Any], depth: int) -> list[Accepts]:
    """What a reference and a condition add."""
    found = []
    if "$ref" in schema:
        found.append(_compile(_inside(whole, schema["$ref"]), whole, depth + 1))
    if "if" in schema:
        found.append(_condition(schema, whole, depth))
    return found


def _condition(schema: Mapping[str, Any], whole: Mapping[str, Any], depth: int) -> Accepts:
    """`if` decides which of `then` and `else` counts.  Not to accept `if` says nothing, so both have to hold then."""
    holds, then, other = (_compile(schema.get(key, {}), whole, depth + 1) for key in ("if", "then", "else"))
    return lambda node: then(node) if holds(node) else then(node) and other(node)


def _inside(whole: Any, reference: str) -> Any:
    if not reference.startswith("#/"):
        raise _Declined
    for part in reference[2:].split("/"):
        if not isinstance(whole, Mapping) or part not in whole:
            raise _Declined
        whole = whole[part]
    return whole


def _of_mapping(schema: Mapping[str, Any], whole: Mapping[str, Any], depth: int) -> Accepts:
    known = {name: _compile(below, whole, depth + 1) for name, below in schema.get("properties", {}).items()}
    required, others = tuple(schema.get("required", ())), schema.get("additionalProperties", True)
    if not isinstance(others, bool) or "enum" in schema:
        raise _Declined

    def accepts(node: Node) -> bool:
        children = node.children
        for name, below in children.items():
            check = known.get(name)
            if (not others if check is None else not check(below)) and not _left_out(below):
                return False
        for name in required:
            below = children.get(name)
            if below is None or _left_out(below):
                return False
        return True

    return accepts


def _left_out(node: Node) -> bool:
    """Whether a cell counts as if it were not there."""
    return node.field is not None and node.kind is Kind.SCALAR and node.blank


def _of_list(schema: Mapping[str, Any], whole: Mapping[str, Any], depth: int) -> Accepts:
    least = schema.get("minItems", 0)
    if "enum" in schema:
        raise _Declined
    if "items" not in schema:
        return lambda node: len(node.children) >= least
    check = _compile(schema["items"], whole, depth + 1)
    return lambda node: len(node.children) >= least and all(map(check, node.children))


def _of_scalar(schema: Mapping[str, Any]) -> Accepts:
    """Forms repeat their words: what was asked of a scalar is remembered."""
    judge = _scalar_check(schema)
    known: dict[Any, bool] = {}

    def accepts(node: Node) -> bool:
        value = node.value
        key = (node.text, value.__class__, node.field)
        found = known.get(key)
        if found is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            found = judge(instance(node))
            if value.__class__ is not bool and (node.field is not None or value.__class__ in (str, Decimal)):
                known[key] = found  # it follows from the text and the field
        return found

    return accepts


def _scalar_check(schema: Mapping[str, Any]) -> Callable[[Any], bool]:
    types = schema.get("type")
    allowed = (types,) if isinstance(types, str) else types
    choices = schema.get("enum")
    pattern = compile_pattern(schema["pattern"]) if "pattern" in schema else None
    least = schema.get("minLength", 0)

    def judge(value: Any) -> bool:
        if allowed is not None and not any(_IS[name](value) for name in allowed):
            return False
        if choices is not None and not (isinstance(value, str) and value in choices):
            return False
        if not isinstance(value, str):
            return True
        return len(value) >= least and (pattern is None or bool(pattern.search(value)))

    return judge


_IS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, Decimal),
    "integer": lambda value: isinstance(value, Decimal) and value == value.to_integral_value(),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: False,
    "object": lambda value: False,
}


def _allows(schema: Mapping[str, Any], name: str) -> bool:
    types = schema.get("type")
    return types is None or types == name or (not isinstance(types, str) and name in types)
