"""The types that the checker gives to expressions, and where they come from: the schema, parameters, literals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, get_args

from linter import limits, values
from linter.expressions.syntax import Literal, Syntax, plain
from linter.schema import Field
from linter.values.model import Kind, Op

PLAIN = values.PLAIN.dimension


@dataclass(frozen=True, slots=True)
class Type:
    """`kind` is number, quantity, text, bool, null, list, node, value (an indicator value as read) or any."""

    kind: str
    item: Type | None = None  # of a list
    field: Field | None = None  # of a node or scalar that stands in the schema
    dimension: Any = None  # of a number or quantity, when it is known
    several: bool = False  # a path that may give several nodes
    members: Mapping[str, Type] | None = None  # of `params`, `lists` and `row`
    words: frozenset[str] | None = None  # the only texts that it can be
    size: int | None = None  # the items of a list at most, when that is known

    @property
    def term(self) -> str:
        """The name that the catalogue's terms have for it."""
        return {"bool": "boolean", "node": "mapping"}.get(self.kind, self.kind)

    @property
    def numeric(self) -> bool:
        return self.kind in ("number", "quantity", "value", "any")

    @property
    def length(self) -> int:
        """How many items the list is taken to have."""
        return limits.ESTIMATED_ITEMS if self.size is None else self.size


ANY = Type("any")
NUMBER = Type("number", dimension=PLAIN)
SHARE = Type("number")  # a computed number, which may be a share like a percentage
QUANTITY = Type("quantity")
TEXT = Type("text")
BOOL = Type("bool")
NULL = Type("null")

_RATIO = (("ratio", 1),)

# The parts of an indicator value as read.
VALUE_PARTS = {
    "text": TEXT,
    "kind": Type("text", words=frozenset(get_args(Kind))),
    "comparator": Type("text", words=frozenset((*get_args(Op), ""))),
    "unit": TEXT,
    "date": TEXT,
    "date_end": TEXT,
    "reference": TEXT,
    "number": NUMBER,
    "upper": NUMBER,
    "amount": QUANTITY,
    "polarity": BOOL,
    "per": Type("list", TEXT),
    "notes": Type("list", TEXT),
    "parts": Type("list", Type("value")),
}


def field_type(known: Field, money: Any = None) -> Type:
    """The type of a field's nodes; `money` is the dimension of the form's money where the schema shows it."""
    if known.value in ("target", "record"):
        return Type("value", field=known)
    if known.value == "money":
        return Type("quantity", field=known, dimension=money)
    if known.value in ("points", "year"):
        return Type("number", field=known, dimension=PLAIN)
    if known.items is not None:
        most = known.schema.get("maxItems")
        return Type("list", field_type(known.items, money), known, size=None if most is None else int(most))
    if known.properties:
        return Type("node", field=known)
    if known.types == ("boolean",):
        return Type("bool", field=known)
    if "string" in known.types:
        enum = known.schema.get("enum")
        return Type("text", field=known, words=frozenset(map(str, enum)) if enum else None)
    if {"number", "integer"} & set(known.types):
        return Type("number", field=known, dimension=PLAIN)
    return Type("any", field=known)


def money_dimension(root: Field | None) -> Any:
    """The dimension of every unit of money that the schema allows; None if it allows several, or names none."""
    owners = list(root.walk()) if root is not None else []
    sources = [(owner, below.unit_from) for owner in owners for below in owner.properties.values() if below.unit_from]
    names = [name for owner, unit in sources if unit in owner.properties for name in _enum(owner.properties[unit])]
    found = {unit.dimension for name in names if (unit := values.unit(str(name))) is not None}
    return found.pop() if len(found) == 1 else None


def _enum(known: Field) -> list[Any]:
    return list(known.schema.get("enum", ()))


def value_type(value: Any) -> Type:
    """The type of a parameter's value or a literal's."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, Decimal):
        return NUMBER
    if isinstance(value, values.Quantity):
        return Type("quantity", dimension=value.unit.dimension)
    if isinstance(value, str):
        return TEXT
    if isinstance(value, list):
        return Type("list", value_type(value[0]) if value else ANY, size=len(value))
    if isinstance(value, dict):
        return Type("node", members={key: value_type(item) for key, item in value.items()})
    return ANY


def nodes_below(found: Type) -> int:
    """How many nodes `..` on this type is taken to visit."""
    if found.kind == "list" and found.field is None and found.item is not None:
        return found.length * nodes_below(found.item)
    return _size(found.field) if found.field is not None else limits.ESTIMATED_ITEMS**2


def _size(known: Field) -> int:
    below = sum(map(_size, known.properties.values()))
    return 1 + below + (0 if known.items is None else field_type(known).length * _size(known.items))


# What operators make of types


def comparable(left: Type, right: Type, operator: str) -> bool:
    """Whether values of two types can ever be equal, or be ordered."""
    kinds = {left.kind, right.kind}
    if "any" in kinds:
        return True
    if "null" in kinds:  # a blank cell is unknown, never null
        return operator in ("==", "!=") and left.field is None and right.field is None
    if left.numeric and right.numeric:
        return True
    if operator in ("==", "!="):
        return len(kinds) == 1 or kinds == {"text", "value"}
    return kinds in ({"text"}, {"bool"})


def either(one: Type, other: Type) -> Type:
    """The type of a value that has one of two types."""
    if one == other:
        return one
    if one.kind == other.kind:
        dimension = one.dimension if one.dimension == other.dimension else None
        return Type(one.kind, one.item if one.item == other.item else None, dimension=dimension)
    return QUANTITY if one.numeric and other.numeric and "any" not in (one.kind, other.kind) else ANY


def as_number(found: Type) -> Type:
    """The type of what arithmetic takes from a value."""
    return QUANTITY if found.kind == "value" else replace(found, field=None, several=False)


def scaled(left: Type, right: Type, operator: str) -> Type:
    """The type of a product or quotient; a number times a percentage is a number, and so is a quotient of likes."""
    if "any" in (left.kind, right.kind):
        return ANY
    if left.kind == right.kind == "number":
        return NUMBER if operator == "*" else SHARE
    scalars = [one.kind == "number" or one.dimension == _RATIO for one in (left, right)]
    if all(scalars):
        return left if operator == "/" and right.kind == "number" else SHARE
    if operator == "/" and left.dimension is not None and left.dimension == right.dimension:
        return SHARE
    if scalars[1]:
        return left
    return right if scalars[0] and operator == "*" else QUANTITY


def is_zero(syntax: Syntax) -> bool:
    """Whether a number is written as 0, which needs no unit."""
    literal = plain(syntax)
    return isinstance(literal, Literal) and isinstance(literal.value, Decimal) and literal.value == 0


def unit_name(dimension: Any) -> str:
    """A dimension as a message shows it; `1` for a plain number."""
    return "·".join(base if power == 1 else f"{base}^{power}" for base, power in dimension) or "1"
