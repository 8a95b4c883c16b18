"""The type checker: what is wrong with an expression before it ever sees a submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from linter import values
from linter.expressions.evaluation import fixed_selector
from linter.expressions.functions import FUNCTIONS
from linter.expressions.syntax import (
    All,
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    ExpressionError,
    Filter,
    Group,
    ListOf,
    Literal,
    Logic,
    Macro,
    Member,
    Name,
    Negative,
    Not,
    Root,
    Select,
    Slice,
    Span,
    Syntax,
    plain,
)
from linter.patterns import PatternProblem, compile_pattern
from linter.schema import Field


@dataclass(frozen=True, slots=True)
class Type:
    """`kind` is number, quantity, text, bool, null, list, node, value (an indicator value as read) or any."""

    kind: str
    item: Type | None = None  # of a list
    field: Field | None = None  # of a node or scalar that stands in the schema
    dimension: Any = None  # of a quantity, when it is known
    several: bool = False  # a path that may give several nodes
    members: Mapping[str, Type] | None = None  # of `params` and `row`


ANY = Type("any")
NUMBER = Type("number")
QUANTITY = Type("quantity")
TEXT = Type("text")
BOOL = Type("bool")

_VALUE_PARTS = {
    "text": TEXT,
    "kind": TEXT,
    "comparator": TEXT,
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
    "parts": Type("list", ANY),
}
_NUMERIC = ("number", "quantity", "value", "any")


def field_type(known: Field) -> Type:
    """The type of a field's nodes."""
    if known.value in ("target", "record"):
        return Type("value", field=known)
    if known.value == "money":
        yuan = values.unit("元")
        return Type("quantity", field=known, dimension=yuan.dimension if yuan else None)
    if known.value in ("points", "year"):
        return Type("number", field=known)
    if known.items is not None:
        return Type("list", field_type(known.items), known)
    if known.properties:
        return Type("node", field=known)
    if known.types == ("boolean",):
        return Type("bool", field=known)
    if "string" in known.types:
        return Type("text", field=known)
    return Type("number" if {"number", "integer"} & set(known.types) else "any", field=known)


def value_type(value: Any) -> Type:
    """The type of a parameter's value."""
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, Decimal):
        return NUMBER
    if isinstance(value, values.Quantity):
        return Type("quantity", dimension=value.unit.dimension)
    if isinstance(value, str):
        return TEXT
    if isinstance(value, list):
        return Type("list", value_type(value[0]) if value else ANY)
    if isinstance(value, dict):
        return Type("node", members={key: value_type(item) for key, item in value.items()})
    return ANY


@dataclass(slots=True)
class Scope:
    """What names mean where an expression stands."""

    root: Type
    this: Type
    names: dict[str, Type] = field(default_factory=dict)
    vocabularies: Mapping[str, frozenset[str]] = field(default_factory=dict)
    current: Type | None = None
    used: set[str] = field(default_factory=set)  # names that expressions looked up


class Checker:
    """Checks one expression; `problems` collects what is wrong with it."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.problems: list[ExpressionError] = []

    def check(self, syntax: Syntax) -> Type:
        """The type of `syntax`; `any` where it is wrong and said so."""
        found: Type = getattr(self, "_" + type(syntax).__name__.lower())(syntax)
        return found

    def _wrong(self, id: str, span: Span, **words: Any) -> Type:
        self.problems.append(ExpressionError(id, span, **words))
        return ANY

    def _mismatch(self, span: Span, detail: str) -> Type:
        return self._wrong("type-mismatch", span, detail=detail)

    def _literal(self, syntax: Literal) -> Type:
        return Type("null") if syntax.value is None else value_type(syntax.value)

    def _group(self, syntax: Group) -> Type:
        return self.check(syntax.inner)

    def _listof(self, syntax: ListOf) -> Type:
        types = [self.check(item) for item in syntax.items]
        return Type("list", types[0] if types else ANY)

    def _name(self, syntax: Name) -> Type:
        scope, name = self.scope, syntax.name
        if name in scope.names:
            scope.used.add(name)
            return scope.names[name]
        if name == "this":
            return scope.this
        known = scope.this.field.by_label(name) if scope.this.field is not None else None
        if known is not None:
            return field_type(known)
        choices = [*scope.names, *_labels(scope.this), *FUNCTIONS]
        return self._wrong("unknown-name", syntax.span, name=name, choices=choices)

    def _root(self, syntax: Root) -> Type:
        if syntax.sign == "$":
            return self.scope.root
        if self.scope.current is None:
            return self._mismatch(syntax.span, "@ stands only inside [?…]")
        return self.scope.current

    def _member(self, syntax: Member) -> Type:
        target = self.check(syntax.target)
        if isinstance(plain(syntax.target), Name):
            self.scope.used.add(f"{plain(syntax.target).name}.{syntax.name}")  # type: ignore[attr-defined]
        if target.several and target.item is not None:
            return Type("list", self._part(target.item, syntax), several=True)
        return self._part(target, syntax)

    def _part(self, target: Type, syntax: Member) -> Type:
        name, span = syntax.name, syntax.name_span
        if target.kind == "any":
            return ANY
        if target.members is not None:
            if name in target.members:
                return target.members[name]
            return self._wrong("unknown-name", span, name=name, choices=list(target.members))
        if target.kind == "node" and target.field is not None:
            known = target.field.by_label(name)
            if known is not None:
                return field_type(known)
            return self._wrong("unknown-name", span, name=name, choices=_labels(target))
        if target.kind == "value":
            return _VALUE_PARTS.get(name) or self._wrong("unknown-name", span, name=name, choices=list(_VALUE_PARTS))
        if name == "text" and target.field is not None:
            return TEXT
        if target.kind == "quantity" and name in ("number", "unit"):
            return NUMBER if name == "number" else TEXT
        if target.kind == "list":
            return self._mismatch(span, f".{name}: a list has no members; write [*].{name}")
        return self._wrong("unknown-name", span, name=name, choices=["text"] if target.field is not None else [])

    def _select(self, syntax: Select) -> Type:
        target = self.check(syntax.target)
        base = target.item if target.several and target.item is not None else target
        found: Type = ANY
        for selector in syntax.selectors:
            found = self._selector(selector, base, syntax)
        kinds = (All, Slice, Filter)
        several = (
            target.several or syntax.descend or len(syntax.selectors) > 1 or isinstance(syntax.selectors[0], kinds)
        )
        if syntax.descend:
            found = ANY
        return Type("list", found, several=True) if several else found

    def _selector(self, selector: Syntax, base: Type, syntax: Select) -> Type:
        inside = base.item or ANY if base.kind == "list" else ANY
        if isinstance(selector, Filter):
            outer, self.scope.current = self.scope.current, inside
            self._condition(selector.condition)
            self.scope.current = outer
            return inside
        if isinstance(selector, (All, Slice)):
            if base.kind not in ("list", "node", "any"):
                return self._mismatch(selector.span, f"{base.kind} has no items")
            return inside
        key = fixed_selector(selector)
        if isinstance(key, str) and base.kind == "node" and not syntax.descend:
            return self._part(base, Member(selector.span, syntax.target, key, selector.span))
        if key is None:
            self.check(selector)
        return inside

    def _condition(self, syntax: Syntax) -> None:
        """A condition inside `[?…]`, where a bare path is a test."""
        found = self.check(syntax)
        if (
            found.kind in ("number", "quantity", "text")
            and found.field is None
            and not isinstance(plain(syntax), (Member, Select, Root, Name, Call))
        ):
            self._mismatch(syntax.span, f"a condition, not {found.kind}")

    def _not(self, syntax: Not) -> Type:
        self._boolean(syntax.operand)
        return BOOL

    def _boolean(self, syntax: Syntax) -> None:
        found = self.check(syntax)
        # Inside [?…] a bare path asks whether something is there.
        is_test = self.scope.current is not None and isinstance(plain(syntax), (Member, Select, Root))
        if found.kind not in ("bool", "any") and not is_test:
            self._mismatch(syntax.span, f"true or false is needed, this is {found.kind}")

    def _negative(self, syntax: Negative) -> Type:
        return self._number(syntax.operand)

    def _number(self, syntax: Syntax) -> Type:
        found = self.check(syntax)
        if found.kind not in _NUMERIC:
            return self._mismatch(syntax.span, f"a number is needed, this is {found.kind}")
        return QUANTITY if found.kind == "value" else found

    def _logic(self, syntax: Logic) -> Type:
        for part in syntax.operands:
            self._boolean(part)
        return BOOL

    def _comparison(self, syntax: Comparison) -> Type:
        left, right = self.check(syntax.left), self.check(syntax.right)
        if syntax.operator == "in":
            self._in(syntax, left, right)
            return BOOL
        for one, other, written in ((left, right, syntax.right), (right, left, syntax.left)):
            self._word(one, plain(written))
            if one.kind in ("number", "quantity") and other.kind in ("text", "bool", "list", "node"):
                self._mismatch(syntax.span, f"{left.kind} {syntax.operator} {right.kind}")
                return BOOL
        self._same_dimension(syntax, left, right)
        return BOOL

    def _in(self, syntax: Comparison, left: Type, right: Type) -> None:
        if right.kind not in ("list", "any"):
            self._mismatch(syntax.right.span, f"`in` needs a list, this is {right.kind}")
        container = plain(syntax.right)
        if isinstance(container, ListOf):
            for item in container.items:
                self._word(left, plain(item))

    def _word(self, known: Type, written: Syntax) -> None:
        """A text compared with a field that has a vocabulary must be one of its words."""
        vocabulary = known.field.vocabulary if known.field is not None and known.kind == "text" else None
        if not vocabulary or vocabulary not in self.scope.vocabularies or not isinstance(written, Literal):
            return
        words = self.scope.vocabularies[vocabulary]
        if isinstance(written.value, str) and written.value not in words:
            self._wrong("unknown-word", written.span, word=written.value, vocabulary=vocabulary, choices=sorted(words))

    def _same_dimension(self, syntax: Comparison | Arithmetic, left: Type, right: Type) -> None:
        a, b = _dimension(left), _dimension(right)
        if any(isinstance(side := plain(part), Literal) and side.value == 0 for part in (syntax.left, syntax.right)):
            return  # a written 0 needs no unit
        if a is not None and b is not None and a != b:
            self._mismatch(syntax.span, f"{_unit_name(left)} {syntax.operator} {_unit_name(right)}")

    def _arithmetic(self, syntax: Arithmetic) -> Type:
        if syntax.operator == "+":
            left, right = self.check(syntax.left), self.check(syntax.right)
            if left.kind == right.kind and left.kind in ("text", "list"):
                return replace(left, field=None, several=False)
            for found, part in ((left, syntax.left), (right, syntax.right)):
                if found.kind not in _NUMERIC:
                    return self._mismatch(part.span, f"a number is needed, this is {found.kind}")
        else:
            left, right = self._number(syntax.left), self._number(syntax.right)
        if syntax.operator in "+-":
            self._same_dimension(syntax, left, right)
            return left if left.dimension is not None or left.kind == "number" else right
        return NUMBER if left.kind == right.kind == "number" else QUANTITY

    def _conditional(self, syntax: Conditional) -> Type:
        self._boolean(syntax.condition)
        then, otherwise = self.check(syntax.then), self.check(syntax.otherwise)
        return then if then.kind == otherwise.kind else ANY

    def _macro(self, syntax: Macro) -> Type:
        target = self.check(syntax.target)
        if target.kind not in ("list", "any"):
            self._mismatch(syntax.target.span, f".{syntax.name} needs a list, this is {target.kind}")
        names = self.scope.names
        outer = names.get(syntax.variable)
        names[syntax.variable] = target.item or ANY
        if syntax.name == "map":
            body = self.check(syntax.body)
        else:
            self._boolean(syntax.body)
            body = BOOL
        if outer is None:
            del names[syntax.variable]
        else:
            names[syntax.variable] = outer
        if syntax.name == "map":
            return Type("list", replace(body, several=False))
        return Type("list", target.item) if syntax.name == "filter" else BOOL

    def _call(self, syntax: Call) -> Type:
        function = FUNCTIONS.get(syntax.name)
        in_filter = self.scope.current is not None and syntax.name in ("length", "match", "search", "value", "count")
        if function is None and in_filter:
            for argument in syntax.arguments:
                self.check(argument)
            return {"match": BOOL, "search": BOOL, "value": ANY}.get(syntax.name, NUMBER)
        if function is None:
            return self._wrong("unknown-function", syntax.name_span, name=syntax.name, choices=list(FUNCTIONS))
        types = [self.check(argument) for argument in syntax.arguments]
        for wanted, found, argument in zip(function.parameters, types, syntax.arguments, strict=False):
            self._argument(wanted.rstrip("?"), found, argument, syntax)
        if syntax.name in ("sum", "min", "max") and types and types[0].item is not None:
            return self._folded(syntax, types[0].item)
        if function.result == "second":
            return replace(types[1], field=types[0].field) if len(types) > 1 else ANY
        return {"list": Type("list", ANY)}.get(function.result) or Type(function.result)

    def _folded(self, syntax: Call, item: Type) -> Type:
        if item.kind not in _NUMERIC:
            return self._mismatch(syntax.arguments[0].span, f"{syntax.name} needs numbers, these are {item.kind}")
        return QUANTITY if item.kind == "value" else replace(item, several=False)

    def _argument(self, wanted: str, found: Type, argument: Syntax, call: Call) -> None:
        accepted = {
            "any": None,
            "list": ("list",),
            "quantity": _NUMERIC,
            "number": _NUMERIC,
            "text": ("text", "value"),
            "pattern": ("text",),
            "bool": ("bool",),
            "row": ("node",),
        }[wanted]
        if accepted is not None and found.kind not in (*accepted, "any"):
            self._mismatch(argument.span, f"{call.name}: {wanted} is needed, this is {found.kind}")
        literal = plain(argument)
        if wanted == "pattern" and isinstance(literal, Literal) and isinstance(literal.value, str):
            try:
                compile_pattern(literal.value)
            except PatternProblem as problem:
                self._wrong("pattern-refused", literal.span, detail=str(problem))


def _labels(found: Type) -> list[str]:
    if found.field is None:
        return []
    return [word for known in found.field.properties.values() for word in (known.name, *known.labels)]


def _dimension(found: Type) -> Any:
    """A hashable dimension, or None when it is not known before a submission is read."""
    if found.kind == "number":
        return ()
    return found.dimension if found.kind == "quantity" else None


def _unit_name(found: Type) -> str:
    if found.kind == "number":
        return "number"
    return "·".join(base if power == 1 else f"{base}^{power}" for base, power in found.dimension) or "number"
