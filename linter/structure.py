"""JSON Schema: structure errors, placed on nodes.

jsonschema is the authority.  Its keywords that are slow or inexact on untrusted input are replaced:
`pattern` and `patternProperties` run in RE2, `uniqueItems` hashes, `multipleOf` is exact, and no
reference is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from linter.decimals import decimal
from linter.diagnostic import Problem
from linter.document import Kind, Node, locate, locate_key, locate_start
from linter.patterns import compile_pattern
from linter.source import Source


def validator(schema: dict[str, Any]) -> Any:
    """A jsonschema validator for `schema`, whose numbers are `Decimal`."""
    from referencing import Registry

    return _validator_class()(schema, registry=Registry())  # an empty registry retrieves nothing


@cache
def _validator_class() -> Any:
    from jsonschema import Draft202012Validator, ValidationError, validators

    def pattern(_: Any, expression: str, instance: Any, __: Any) -> Iterator[Any]:
        if isinstance(instance, str) and not compile_pattern(expression).search(instance):
            yield ValidationError(f"{instance!r} does not match {expression!r}")

    def pattern_properties(self: Any, patterns: dict[str, Any], instance: Any, _: Any) -> Iterator[Any]:
        if not isinstance(instance, dict):
            return
        for expression, subschema in patterns.items():
            compiled = compile_pattern(expression)
            for key, value in instance.items():
                if compiled.search(key):
                    yield from self.descend(value, subschema, path=key, schema_path=expression)

    def unique_items(_: Any, wanted: bool, instance: Any, __: Any) -> Iterator[Any]:
        if wanted and isinstance(instance, list) and len({_canonical(item) for item in instance}) < len(instance):
            yield ValidationError("has items that are equal")

    def multiple_of(_: Any, factor: Decimal, instance: Any, __: Any) -> Iterator[Any]:
        if isinstance(instance, Decimal) and (instance / factor) % 1 != 0:
            yield ValidationError(f"{instance} is not a multiple of {factor}")

    checker = Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "number": lambda _, value: isinstance(value, Decimal) and not isinstance(value, bool),
            "integer": lambda _, value: isinstance(value, Decimal) and value == value.to_integral_value(),
        }
    )
    return validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator,
        {
            "pattern": pattern,
            "patternProperties": pattern_properties,
            "uniqueItems": unique_items,
            "multipleOf": multiple_of,
        },
        type_checker=checker,
    )


def _canonical(value: Any) -> Any:
    """A hashable form in which equal JSON values are equal and others are not (true is not 1)."""
    if isinstance(value, dict):
        return ("object", frozenset((key, _canonical(item)) for key, item in value.items()))
    if isinstance(value, list):
        return ("array", tuple(_canonical(item) for item in value))
    return (type(value).__name__, value)


def instance(node: Node) -> Any:
    """A node as JSON Schema sees it; blank scalars of known fields are left out, as if not there."""
    if node.kind is Kind.MAPPING:
        return {key: instance(below) for key, below in node.children.items() if not _left_out(below)}
    if node.kind is Kind.SEQUENCE:
        return [instance(below) for below in node.children]
    if node.field is None or isinstance(node.value, bool):
        return node.value
    types = node.field.types
    if "number" in types or "integer" in types:
        number = decimal(node.text)
        if number is not None:
            return number
    return node.text if "string" in types else node.value  # `name: 2023` is a name that happens to be digits


def _left_out(node: Node) -> bool:
    return node.kind is Kind.SCALAR and node.blank and node.field is not None


def structure_problems(check: Any, root: Node, source: Source, plain: Any = None) -> Iterator[Problem]:
    """What `check` (a `validator`) says against the tree below `root`, one problem for each cause."""
    errors = sorted(
        check.iter_errors(instance(root) if plain is None else plain), key=lambda e: [str(p) for p in e.path]
    )
    for error in errors:
        node, known = _descend(root, error.path)
        yield from _problems(error, node if known else root, source)


def _descend(root: Node, path: Any) -> tuple[Node, bool]:
    node = root
    for part in path:
        below = node.child(part)
        if below is None:
            return node, True
        node = below
    return node, True


def _problems(error: Any, node: Node, source: Source) -> Iterator[Problem]:
    field = node.field
    words: dict[str, Any] = {"field": _name(node), "text": node.text, "rule": error.validator}
    if error.validator == "required":
        yield from _missing(error, node, source)
    elif error.validator in ("additionalProperties", "unevaluatedProperties", "propertyNames"):
        yield from _unknown(error, node, source)
    elif error.validator == "type":
        wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        yield Problem("wrong-type", locate(source, node), {**words, "wanted": wanted, "found": _found(node)})
    elif error.validator in ("enum", "const"):
        allowed = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        yield Problem("not-allowed", locate(source, node), {**words, "allowed": [str(item) for item in allowed]})
    elif error.validator == "minItems" and not node.children:
        yield Problem(
            "missing-field", locate_start(source, node), {**words, "label": field.title if field else words["field"]}
        )
    elif error.validator in ("minLength",):
        yield Problem(
            "missing-field", locate(source, node), {**words, "label": field.title if field else words["field"]}
        )
    else:
        yield Problem("structure", locate(source, node), {**words, "detail": error.message})


def _missing(error: Any, node: Node, source: Source) -> Iterator[Problem]:
    for name in error.validator_value:
        if name in error.instance:
            continue
        field = node.field.properties.get(name) if node.field is not None else None
        blank = node.child(name)
        words = {"field": name, "label": field.title if field is not None else name}
        place = locate(source, blank) if blank is not None else locate_start(source, node)
        # A required error names all its fields at once in `validator_value`; report each only once.
        if error.message.startswith(repr(name)):
            yield Problem("missing-field", place, words)


def _unknown(error: Any, node: Node, source: Source) -> Iterator[Problem]:
    known = node.field.properties if node.field is not None else dict(error.schema.get("properties", {}))
    names = [key for key in (node.children or {}) if key not in known]
    choices = [*known, *(label for below in known.values() for label in getattr(below, "labels", ()))]
    for name in names:
        below = node.children[name]
        words = {"field": below.label or name, "choices": choices}
        yield Problem("unknown-field", locate_key(source, below), words)


def _name(node: Node) -> str:
    if node.field is not None and node.field.title:
        title: str = node.field.title
        return title
    return node.label or str(node.key or "")


def _found(node: Node) -> str:
    if node.kind is not Kind.SCALAR:
        return str(node.kind)
    if node.value is None:
        return "null"
    return {Decimal: "number", bool: "boolean"}.get(type(node.value), "string")
