"""JSON Schema: structure errors, placed on nodes.

jsonschema is the authority.  Its keywords that are slow or inexact on untrusted input are replaced:
`pattern` and `patternProperties` run in RE2, `uniqueItems` hashes, `multipleOf` is exact, and no
reference is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any

from linter import catalogue
from linter.decimals import decimal, plain
from linter.diagnostic import Problem
from linter.document import Kind, Node, locate, locate_key, locate_start
from linter.patterns import compile_pattern
from linter.source import Source

_UNKNOWN = ("additionalProperties", "unevaluatedProperties", "propertyNames")
_COMPARED = 20  # unknown keys of one mapping that are tried as the misspelt names of what is missing


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
    return ("true or false" if isinstance(value, bool) else "scalar", value)


def instance(node: Node) -> Any:
    """A node as JSON Schema sees it; blank scalars of known fields are left out, as if not there."""
    if node.kind is Kind.MAPPING:
        return {key: instance(below) for key, below in node.children.items() if not _left_out(below)}
    if node.kind is Kind.SEQUENCE:
        return [instance(below) for below in node.children]
    if node.field is None or isinstance(node.value, bool) or _counted(node):
        return node.value
    types = node.field.types
    if "number" in types or "integer" in types:
        number = decimal(node.text)
        if number is not None:
            return number
    return node.text if "string" in types else node.value  # `name: 2023` is a name that happens to be digits


def _counted(node: Node) -> bool:
    """Whether a value's number was read out of a text that says more, such as its unit."""
    return node.field.value == "points" and isinstance(node.value, Decimal)


def _left_out(node: Node) -> bool:
    return node.kind is Kind.SCALAR and node.blank and node.field is not None


def structure_problems(check: Any, root: Node, source: Source, data: Any = None) -> Iterator[Problem]:
    """What `check` (a `validator`) says against the tree below `root`, one problem for each cause."""
    found = sorted(check.iter_errors(instance(root) if data is None else data), key=_path)
    for _, errors in groupby(found, key=_path):
        yield from _of_one_node(list(errors), root, source)


def _path(error: Any) -> list[str]:
    return [str(part) for part in error.path]


def _of_one_node(errors: list[Any], root: Node, source: Source) -> Iterator[Problem]:
    node = _descend(root, errors[0].path)
    # What is of the wrong kind breaks every other demand as well.
    errors = [error for error in errors if error.validator == "type"][:1] or errors
    unknown = [error for error in errors if error.validator in _UNKNOWN]
    meant = {name for error in unknown for name in _meant(error, node)} if len(unknown) < len(errors) else set()
    for error in errors:
        yield from _problems(error, node, meant, source)


def _descend(root: Node, path: Any) -> Node:
    """The node at a path, or the last one on the way to it."""
    node = root
    for part in path:
        below = node.child(part)
        if below is None:
            break
        node = below
    return node


def _problems(error: Any, node: Node, meant: AbstractSet[str], source: Source) -> Iterator[Problem]:
    label = _name(node)
    words: dict[str, Any] = {"field": label, "text": node.text, "rule": error.validator}
    value = error.validator_value
    if error.validator == "required":
        yield from _missing(error, node, meant, source)
    elif error.validator in _UNKNOWN:
        yield from _unknown(error, node, source)
    elif error.validator == "type":
        wanted = value if isinstance(value, list) else [value]
        yield Problem("wrong-type", locate(source, node), {**words, "wanted": wanted, "found": _found(node)})
    elif error.validator in ("enum", "const"):
        allowed = value if isinstance(value, list) else [value]
        yield Problem("not-allowed", locate(source, node), {**words, "allowed": [str(item) for item in allowed]})
    elif (error.validator == "minItems" and not node.children) or error.validator == "minLength":
        place = locate(source, node) if node.kind is Kind.SCALAR else locate_start(source, node)
        yield Problem("missing-field", place, {**words, "label": label})
    else:
        yield Problem("structure", locate(source, node), {**words, "detail": error.validator, "limit": _shown(value)})


def _shown(value: Any) -> str:
    """What a keyword of a schema asks for, where that is a number or a text."""
    return plain(value) if isinstance(value, Decimal) else value if isinstance(value, str) else ""


def _missing(error: Any, node: Node, meant: AbstractSet[str], source: Source) -> Iterator[Problem]:
    for name in error.validator_value:
        # A required error names all its fields at once in `validator_value`; report each only once.
        if name in error.instance or not error.message.startswith(repr(name)):
            continue
        field = node.field.properties.get(name) if node.field is not None else None
        if not meant.isdisjoint([name, *(field.labels if field is not None else ())]):
            continue  # it is there under a misspelt name, which is reported
        blank = node.child(name)
        place = locate(source, blank) if blank is not None else locate_start(source, node)
        yield Problem("missing-field", place, {"field": name, "label": field.title if field is not None else name})


def _unknown(error: Any, node: Node, source: Source) -> Iterator[Problem]:
    keys, choices = _unknown_keys(error, node)
    for below in keys:
        yield Problem("unknown-field", locate_key(source, below), {"field": _written(below), "choices": choices})


def _meant(error: Any, node: Node) -> Iterator[str]:
    """The names that unknown keys are most likely misspelt for."""
    keys, choices = _unknown_keys(error, node)
    for below in keys[:_COMPARED]:
        yield from catalogue.closest(_written(below), choices)


def _unknown_keys(error: Any, node: Node) -> tuple[list[Node], list[str]]:
    """What stands under keys that the schema does not know, and the names that it does."""
    known = node.field.properties if node.field is not None else error.schema.get("properties", {})
    choices = [*known, *(label for below in known.values() for label in getattr(below, "labels", ()))]
    return [below for key, below in (node.children or {}).items() if key not in known], choices


def _written(node: Node) -> str:
    return node.label or str(node.key)


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
