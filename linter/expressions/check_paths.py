"""Checking names and paths against the schema, the parameters and the variables of macros."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from linter.expressions.check_base import CheckBase
from linter.expressions.functions import FUNCTIONS
from linter.expressions.paths import fixed_selector
from linter.expressions.syntax import (
    All,
    Filter,
    Group,
    Member,
    Name,
    Root,
    Select,
    Slice,
    Span,
    Syntax,
    plain,
)
from linter.expressions.types import ANY, BOOL, NUMBER, TEXT, VALUE_PARTS, Type, nodes_below


class CheckPaths(CheckBase):
    """Names, members and selectors."""

    def _group(self, syntax: Group) -> Type:
        return self.type_of(syntax.inner)

    def _name(self, syntax: Name) -> Type:
        scope, name = self.scope, syntax.name
        if name in self.variables:
            return self.variables[name]
        if name in scope.names:
            scope.used.add(name)
            return replace(scope.names[name], several=False)
        if name == "this":
            return self.read(scope.this)
        known = scope.this.field.by_label(name) if scope.this.field is not None else None
        if known is not None:
            return self.field(known)
        choices = [*self._reachable(name), *scope.names, *_labels(scope.this), *FUNCTIONS]
        return self.unknown(syntax.span, name, choices)

    def _reachable(self, name: str) -> Iterator[str]:
        """Where there is a field of that name after all: in a variable, or in the item of a filter."""
        current = self.scope.current
        for variable, found in [*self.variables.items(), *([("@", current)] if current is not None else [])]:
            if found.field is not None and found.field.by_label(name) is not None:
                yield f"{variable}.{name}"

    def _root(self, syntax: Root) -> Type:
        if syntax.sign == "$":
            return self.read(self.scope.root)
        if self.scope.current is None:
            return self.unknown(syntax.span, "@", ["this", "$"])
        return self.scope.current

    def _member(self, syntax: Member) -> Type:
        target, owner = self.type_of(syntax.target), plain(syntax.target)
        if isinstance(owner, Name) and owner.name not in self.variables:
            self.scope.used.add(f"{owner.name}.{syntax.name}")
        if not target.several or target.item is None:
            return self._part(target, owner, syntax.name, syntax.name_span)
        before = len(self.problems)
        item = self._part(target.item, owner, syntax.name, syntax.name_span)
        return Type("list", item, several=True, size=target.size) if len(self.problems) == before else ANY

    def _part(self, target: Type, owner: Syntax, name: str, span: Span) -> Type:
        """The type of `target.name`, where `owner` is what stands before the dot."""
        if target.kind == "any":
            return ANY
        if target.members is not None:
            if name in target.members:
                return target.members[name]
            is_parameter = isinstance(owner, Name) and owner.name == "params"
            id = "unknown-parameter" if is_parameter else "unknown-name"
            return self.wrong(id, span, name=name, choices=list(target.members))
        if target.kind == "node" and target.field is not None:
            known = target.field.by_label(name)
            return self.field(known) if known else self.unknown(span, name, _labels(target))
        if target.kind == "value":
            return VALUE_PARTS.get(name) or self.unknown(span, name, list(VALUE_PARTS))
        if target.kind == "list":
            return self.unknown(span, name, [f"[*].{name}"])
        if name == "text" and target.field is not None:
            return TEXT
        if target.kind == "quantity" and name in ("number", "unit"):
            return NUMBER if name == "number" else TEXT
        return self.unknown(span, name, ["text"] if target.field is not None else [])

    def _select(self, syntax: Select) -> Type:
        target = self.type_of(syntax.target)
        base, times = (target.item, target.length) if target.several and target.item is not None else (target, 1)
        if syntax.descend:
            return self._descend(syntax, base, times)
        several, found = target.several or len(syntax.selectors) > 1, ANY
        with self.repeated(times, syntax.span):
            for selector in syntax.selectors:
                found = self._selector(selector, base, syntax)
                several = several or isinstance(selector, (All, Slice, Filter))
        return Type("list", found, several=True, size=times * base.length) if several else found

    def _selector(self, selector: Syntax, base: Type, syntax: Select) -> Type:
        inside = self.read(base.item or ANY) if base.kind == "list" else ANY
        if not isinstance(selector, (All, Slice, Filter)):
            key = fixed_selector(selector)
            if key is None:
                self.type_of(selector)
            elif isinstance(key, str) and base.kind == "node":
                return self._part(base, plain(syntax.target), key, selector.span)
            return inside
        if base.kind not in ("list", "node", "any"):
            return self.mismatch(selector.span, "list", base)
        if isinstance(selector, Filter):
            outer, self.scope.current = self.scope.current, inside
            with self.repeated(base.length, syntax.span):
                self.boolean(selector.condition)
            self.scope.current = outer
        self.spend(syntax.span, base.length)
        return inside

    def _descend(self, syntax: Select, base: Type, times: int) -> Type:
        """`..`: the fields of that name anywhere below, or anything."""
        visited = nodes_below(base)
        self.spend(syntax.span, times * visited)
        key = fixed_selector(syntax.selectors[0])
        item = base.item if base.field is None and base.item is not None else base
        if not isinstance(key, str) or len(syntax.selectors) > 1 or item.field is None:
            with self.repeated(times * visited, syntax.span):
                for selector in syntax.selectors:
                    self._selector(selector, ANY, syntax)
            return Type("list", ANY, several=True)
        below = list(item.field.walk())
        found = [known for one in below if (known := one.by_label(key)) is not None]
        if not found:
            choices = [label for one in below for label in _labels(Type("node", field=one))]
            return self.unknown(syntax.selectors[0].span, key, choices)
        types = [self.field(known) for known in found]
        return Type("list", types[0] if len(types) == 1 else ANY, several=True)

    def boolean(self, syntax: Syntax) -> Type:
        """Check what must be true or false."""
        found = self.type_of(syntax)
        # Inside [?…] a bare path asks whether something is there.
        is_test = self.scope.current is not None and isinstance(plain(syntax), (Member, Select, Root))
        if found.kind not in ("bool", "any") and not is_test:
            return self.mismatch(syntax.span, "boolean", found)
        return BOOL


def _labels(found: Type) -> list[str]:
    if found.field is None:
        return []
    return [word for known in found.field.properties.values() for word in (known.name, *known.labels)]
