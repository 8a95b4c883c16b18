"""What a condition depends on: one cell, several cells of a row, or more of the submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from linter.expressions.syntax import Call, Filter, Macro, Member, Name, Root, Select, Syntax, plain
from linter.schema import Field

# Functions whose answer depends on nothing but their arguments; every other one may look at the row or further.
OF_ARGUMENTS = frozenset({
    "abs", "blank", "closest", "comparable", "contains", "count", "days_between", "default", "dimension", "duplicates",
    "endsWith", "has", "join", "kind", "length", "match", "matches", "max", "mentions", "min", "noted", "satisfies",
    "search", "similar", "size", "startsWith", "sum", "value", "year_of",
})  # fmt: skip

Path = tuple[str, ...]
Names = frozenset[str]
NONE: Names = frozenset()


class Contextual(Exception):
    """A condition that depends on more than cells: on other rows, or on something that is no cell."""


class Outer(Contextual):
    """A condition that depends on a row further out than the one it is asked for."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A field by its names from the row (`of_row`), or from the submission."""

    of_row: bool
    path: Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path leads: `field` is None inside a cell, as in `target.number`."""

    of_row: bool
    path: Path
    field: Field | None


@dataclass(frozen=True, slots=True)
class Scope:
    """What names mean where a condition stands.

    `row` is the field of the rows of `table` that it is asked for (None for a condition on the submission), `variable`
    what the row is called there: a variable of a macro, `@`, or None where bare names are its fields.
    """

    root: Field
    lets: Mapping[str, Syntax]
    constants: Names  # `params`, `lists`, and `row` of a parameter
    table: Path = ()
    row: Field | None = None
    variable: str | None = None
    own: Scope | None = None  # the scope of the whole rule, if this is one inside it
    outer: Names = NONE  # variables of macros further out
    known: dict[str, frozenset[Cell] | None] = field(default_factory=dict, repr=False)  # what lets depend on

    @property
    def rule(self) -> Scope:
        """The scope that the rule's lets are in."""
        return self.own or self

    def inside(self, variable: str, table: Path, row: Field) -> Scope:
        """The scope of a condition on each row of a list."""
        if variable in self.constants:
            raise Contextual
        outer = self.outer if self.variable is None else self.outer | {self.variable}
        return replace(self, table=table, row=row, variable=variable, own=self.rule, outer=outer - {variable})

    def is_let(self, syntax: Syntax) -> bool:
        hidden = self.outer | {self.variable}
        return isinstance(syntax, Name) and syntax.name in self.lets and syntax.name not in hidden

    def place(self, syntax: Syntax, bound: Names = NONE) -> Place | None:
        """Where a path leads that is made of names alone; None for any other expression.

        `bound` are the names of variables of macros inside the condition.
        """
        syntax = plain(syntax)
        if isinstance(syntax, Member):
            owner = self.place(syntax.target, bound)
            return None if owner is None else _member(owner, syntax.name)
        if isinstance(syntax, Root):
            if syntax.sign == "$":
                return Place(False, (), self.root)
            return Place(True, (), self.row) if self.variable == "@" and "@" not in bound else None
        if not isinstance(syntax, Name) or syntax.name in bound or syntax.name in self.constants:
            return None
        if syntax.name == self.variable:
            return Place(True, (), self.row)
        return None if self.is_let(syntax) else self._field(syntax.name)

    def _field(self, name: str) -> Place:
        """What a bare name or `this` means: something of the node that the rule runs on."""
        rule = self.rule
        if name in self.outer or (rule.row is not None and self.own is not None):
            raise Outer
        this = Place(rule.row is not None, (), rule.row or rule.root)
        if name == "this":
            return this
        return _member(this, name)

    def cells(self, syntax: Syntax, bound: Names = NONE) -> frozenset[Cell]:
        """The cells that `syntax` depends on; raises `Contextual` where it depends on more."""
        syntax = plain(syntax)
        place = self.place(syntax, bound)
        if place is not None:
            return frozenset({_cell(place)})
        if isinstance(syntax, Name):
            return NO_CELLS if syntax.name in bound or syntax.name in self.constants else self._let(syntax)
        if isinstance(syntax, Root):
            if syntax.sign not in bound:
                raise Outer
            return NO_CELLS
        if isinstance(syntax, Call) and syntax.name not in OF_ARGUMENTS:
            raise Contextual
        if isinstance(syntax, Select) and syntax.descend:
            raise Contextual
        return NO_CELLS.union(*(self.cells(part, names) for part, names in _parts(syntax, bound)))

    def _let(self, syntax: Name) -> frozenset[Cell]:
        rule, name = self.rule, syntax.name
        if rule.row is not None and self.own is not None:
            raise Outer
        if name not in self.known:
            try:
                self.known[name] = rule.cells(self.lets[name])
            except Contextual:
                self.known[name] = None
        found = self.known[name]
        if found is None:
            raise Contextual
        return found

    def depends_on_row(self, syntax: Syntax, bound: Names = NONE) -> bool:
        """Whether `syntax` says anything of the row; raises `Outer` if it does of one further out."""
        syntax = plain(syntax)
        if isinstance(syntax, Name):
            if syntax.name in bound or syntax.name in self.constants:
                return False
            if syntax.name == self.variable:
                return True
            if self.is_let(syntax):
                if self.rule.row is not None and self.own is not None:
                    raise Outer
                return self.rule.row is not None
            return self._field(syntax.name).of_row
        if isinstance(syntax, Root) and syntax.sign == "@" and "@" not in bound:
            if self.variable != "@":
                raise Outer
            return True
        found = [self.depends_on_row(part, names) for part, names in _parts(syntax, bound)]  # any of them may raise
        return True in found


NO_CELLS: frozenset[Cell] = frozenset()


def _parts(syntax: Syntax, bound: Names) -> list[tuple[Syntax, Names]]:
    """The parts of an expression, each with the variables that are bound there."""
    if isinstance(syntax, Macro):
        return [(syntax.target, bound), (syntax.body, bound | {syntax.variable})]
    if isinstance(syntax, Filter):
        return [(syntax.condition, bound | {"@"})]
    return [(part, bound) for part in syntax.parts()]


def _member(owner: Place, name: str) -> Place:
    if owner.field is None or not owner.field.properties:
        _cell(owner)
        return replace(owner, field=None)  # a part of a value
    known = owner.field.by_label(name)
    if known is None:
        raise Contextual
    return Place(owner.of_row, (*owner.path, known.name), known)


def _cell(place: Place) -> Cell:
    found = place.field
    if found is not None and (found.properties or (found.items is not None and found.items.properties)):
        raise Contextual
    return Cell(place.of_row, place.path)
