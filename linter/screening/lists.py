"""Lists of rows: which rows they are, how many, and whether there are any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from linter.expressions.syntax import (
    All,
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Filter,
    ListOf,
    Literal,
    Macro,
    Member,
    Name,
    Root,
    Select,
    Syntax,
    plain,
)
from linter.schema import Field
from linter.screening.base import Base, Rows
from linter.screening.costs import steps_of
from linter.screening.dependence import Path, Scope
from linter.screening.rewriting import for_each
from linter.screening.source import ALWAYS, NEVER, NO, YES, Answer

_WRITTEN = 30  # items of a list of the pack that are taken one by one
ROW, _NOWHERE = "#row", (0, 0)  # what the row is called, and where it stands, in conditions that are made here
_NONE = {("==", 0), ("<", 1), ("<=", 0)}  # comparisons of a count that say there are none …
_SOME = {("!=", 0), (">", 0), (">=", 1)}  # … or some


def table_at(syntax: Syntax, root: Field) -> tuple[Path, Field] | None:
    """The table that a path of names and `[*]` from the submission gives, and the field of its rows.

    `$`, or a path to one node, gives a table of one row.
    """
    syntax = plain(syntax)
    if isinstance(syntax, Root):
        return (), root
    if isinstance(syntax, Name):
        below = root.by_label(syntax.name)
        return None if below is None else ((below.name,), below)
    if not isinstance(syntax, (Member, Select)):
        return None
    owner = table_at(syntax.target, root)
    if owner is None:
        return None
    path, known = owner
    if isinstance(syntax, Member):
        below = known.by_label(syntax.name)
        return None if below is None else ((*path, below.name), below)
    every = len(syntax.selectors) == 1 and isinstance(syntax.selectors[0], All) and not syntax.descend
    return ((*path, "*"), known.items) if every and known.items is not None else None


def list_of(root: Field, table: Path) -> Field:
    """The field of the list that the rows of a table stand in."""
    found: Field | None = root
    for name in table[:-1]:
        assert found is not None
        found = found.items if name == "*" else found.properties[name]
    assert found is not None
    return found


class Lists(Base):
    """Compiles what is said of lists."""

    def rows(self, syntax: Syntax, scope: Scope) -> Rows | None:
        syntax = plain(syntax)
        if isinstance(syntax, Macro):
            return self._filtered(syntax, scope) if syntax.name == "filter" else None
        if isinstance(syntax, Select):
            return self._selected(syntax, scope)
        if scope.is_let(syntax) and isinstance(syntax, Name):
            with self.weight.let(syntax.name):
                return self.rows(scope.lets[syntax.name], scope.rule) if scope.rule.row is None else None
        place = scope.place(syntax)
        if place is None or place.of_row or place.field is None or place.field.items is None:
            return None
        row = place.field.items
        table = (*place.path, "*")
        return Rows(table, row, self.source.rows(table), is_node=True) if row.properties else None

    def _selected(self, syntax: Select, scope: Scope) -> Rows | None:
        """`rows[*]`, or `rows[?condition]` with RFC 9535's meaning."""
        if syntax.descend or len(syntax.selectors) > 1:
            return None
        found, selector = self.rows(syntax.target, scope), syntax.selectors[0]
        if found is None or isinstance(selector, All):
            return None if found is None else replace(found, is_node=False)
        if not isinstance(selector, Filter):
            return None
        with self.weight.loop(selector.condition):
            inside = scope.inside("@", found.table, found.row)
            return self._kept(found, self.leaf(selector.condition, inside, (found.mask,)))

    def _filtered(self, syntax: Macro, scope: Scope) -> Rows | None:
        found = self.rows(syntax.target, scope)
        if found is None:
            return None
        with self.weight.loop(syntax.body):
            inside = scope.inside(syntax.variable, found.table, found.row)
            return self._kept(found, self.test(syntax.body, inside, (found.mask,)))

    def _kept(self, found: Rows, answer: Answer) -> Rows:
        """The rows for which a condition is true; if it is unknown for any, so is the list."""
        source = self.source
        unknown, doubt = found.unknown, found.doubt
        if answer.maybe != answer.true:
            open_rows = source.both(found.mask, source.both(answer.maybe, source.no(answer.true)))
            unknown = source.either(unknown, source.any(open_rows))
            in_doubt = NO if answer.doubt == NO else source.later(f"-({open_rows} & ({answer.doubt}) != 0)")
            doubt = source.joined(doubt, in_doubt)
        return Rows(found.table, found.row, source.both(found.mask, answer.true), unknown, doubt)

    def cells(self, syntax: Syntax, scope: Scope) -> tuple[Rows, Syntax] | None:
        """The cells that `rows[*].name` gives: the rows, and how the cell is called where the row is called `ROW`."""
        syntax = plain(syntax)
        if not isinstance(syntax, Member) or not isinstance(plain(syntax.target), Select):
            return None
        owner = self.rows(syntax.target, scope)
        known = None if owner is None else owner.row.by_label(syntax.name)
        return None if owner is None or known is None else (owner, _cell(known.name))

    def written(self, syntax: Syntax, scope: Scope) -> Sequence[Syntax] | None:
        """The items of a list that is written out or constant, or made of such by `+` and `map`; None for others."""
        syntax = plain(syntax)
        if isinstance(syntax, ListOf):
            return syntax.items
        if scope.is_let(syntax) and isinstance(syntax, Name):
            return self.written(scope.lets[syntax.name], scope) if scope.own is None and scope.row is None else None
        if isinstance(syntax, Arithmetic) and syntax.operator == "+":
            left, right = self.written(syntax.left, scope), self.written(syntax.right, scope)
            return None if left is None or right is None else (*left, *right)
        if isinstance(syntax, Macro) and syntax.name == "map":
            items = self.written(syntax.target, scope)
            return None if items is None else self.each(syntax, items)
        if not isinstance(syntax, Member) or not isinstance(syntax.target, Name):
            return None
        found = {"lists": self.task.lists, "params": self.task.params}.get(syntax.target.name, {}).get(syntax.name)
        if not isinstance(found, (list, tuple)) or len(found) > _WRITTEN:
            return None
        return [Literal(_NOWHERE, item, str(item)) for item in found]

    # How many

    def counted(self, syntax: Comparison, scope: Scope) -> Answer | None:
        call, number = plain(syntax.left), plain(syntax.right)
        if not isinstance(call, Call) or call.name != "count" or not isinstance(number, Literal):
            return None
        if not isinstance(number.value, Decimal) or number.value != number.value.to_integral_value():
            return None
        limit = int(number.value)
        if (syntax.operator, limit) in _NONE:
            return self.empty(call.arguments[0], scope)
        if (syntax.operator, limit) in _SOME:
            empty = self.empty(call.arguments[0], scope)
            return None if empty is None else self.source.negated(empty)
        filled = self._filled(call.arguments[0], scope)
        if filled is None or syntax.operator not in ("<", "<=", ">", ">="):
            return None
        least, most = (f"{mask}.bit_count() {syntax.operator} {limit}" for mask in filled[1:])
        true, maybe = self.source.put(f"-({least} and {most})"), self.source.put(f"-({least} or {most})")
        return self._of_list(Answer(true, maybe, YES), filled[0])

    def empty(self, syntax: Syntax, scope: Scope) -> Answer | None:
        """Whether a list has no item that is filled in; None for a list that is none of rows."""
        syntax, source = plain(syntax), self.source
        if isinstance(syntax, ListOf):
            return _nothing(syntax)
        if isinstance(syntax, Call) and syntax.name == "duplicates":
            return self._distinct(syntax.arguments[0], scope)
        if isinstance(syntax, Arithmetic) and syntax.operator == "+":
            left, right = self.empty(syntax.left, scope), self.empty(syntax.right, scope)
            return None if left is None or right is None else self._strictly_both(left, right)
        if isinstance(syntax, Conditional):
            then, otherwise = self.empty(syntax.then, scope), self.empty(syntax.otherwise, scope)
            if then is None or otherwise is None:
                return None
            return self.choice(self.test(syntax.condition, scope), then, otherwise)
        if scope.is_let(syntax) and isinstance(syntax, Name) and scope.rule.row is None:
            with self.weight.let(syntax.name):
                return self.empty(scope.lets[syntax.name], scope.rule)
        filled = self._filled(syntax, scope)
        if filled is None:
            return self._empty_below(syntax, scope)
        found, least, most = filled
        return self._of_list(Answer(source.no(source.any(most)), source.no(source.any(least)), YES), found)

    def _filled(self, syntax: Syntax, scope: Scope) -> tuple[Rows, str, str] | None:
        """A list of rows or of their cells, and the masks of the items filled in: at least these, at most those."""
        found = self.rows(syntax, scope)
        if found is not None:
            key = list_of(scope.root, found.table).row_key  # a row with a name is no blank one
            named = self.source.no(self._blank(found, _cell(key), scope).maybe) if key else NO
            return found, self.source.both(found.mask, named), found.mask
        cells = self.cells(syntax, scope)
        if cells is None:
            return None
        filled = self._kept(cells[0], self.source.negated(self._blank(*cells, scope)))
        return filled, filled.mask, filled.mask

    def _blank(self, found: Rows, cell: Syntax, scope: Scope) -> Answer:
        blank = Call(_NOWHERE, "blank", _NOWHERE, (cell,))
        with self.weight.loop(blank):
            return self.leaf(blank, scope.inside(ROW, found.table, found.row), ())

    def _of_list(self, answer: Answer, found: Rows) -> Answer:
        """What is said of a list, which is unknown if the list is."""
        source = self.source
        if found.unknown == NO:
            return answer
        true, maybe = source.both(answer.true, source.no(found.unknown)), source.either(answer.maybe, found.unknown)
        unsettled = f"~{found.unknown} & {answer.maybe} & ~{answer.true}"
        return Answer(true, maybe, source.later(f"{found.unknown} & ({found.doubt}) | {unsettled} & ({answer.doubt})"))

    def _strictly_both(self, a: Answer, b: Answer) -> Answer:
        """As `and`, but unknown where either is, whatever the other says."""
        source = self.source
        unknown = source.either(*(source.both(one.maybe, source.no(one.true)) for one in (a, b)))
        maybe = source.either(source.both(a.maybe, b.maybe), unknown)
        return source.made_of(source.both(a.true, b.true), maybe, a.doubt, b.doubt)

    def choice(self, condition: Answer, then: Answer, otherwise: Answer) -> Answer:
        """`condition ? then : otherwise`."""
        source = self.source
        yes, no = condition.true, source.no(condition.maybe)
        unknown = source.both(condition.maybe, source.no(condition.true))
        true = source.either(source.both(yes, then.true), source.both(no, otherwise.true))
        maybe = source.either(source.both(yes, then.maybe), source.both(no, otherwise.maybe))
        doubts = [f"{side} & ({one.doubt})" for side, one in ((yes, then), (no, otherwise)) if one.doubt != NO]
        return source.made_of(true, source.either(maybe, unknown), condition.doubt, *doubts)

    def each(self, syntax: Macro, items: Sequence[Syntax]) -> list[Syntax] | None:
        """What a macro asks or makes of each of `items`; None where that cannot be written so."""
        found = for_each(syntax.body, syntax.variable, items)
        self.weight.add(sum(steps_of(one) for one in found or ()))
        return found

    def _distinct(self, syntax: Syntax, scope: Scope) -> Answer | None:
        """Whether no two cells of a list say the same; where some do, it is left to the evaluator."""
        cells, filled = self.cells(syntax, scope), self._filled(syntax, scope)
        if cells is None or filled is None or not isinstance(cells[1], Member):
            return None
        column = self.source.column(cells[0].table, (cells[1].name,))
        true = self.source.put(f"view.distinct({column}, {filled[2]})")
        return self._of_list(Answer(true, YES, YES), filled[0])

    def _empty_below(self, syntax: Syntax, scope: Scope) -> Answer | None:
        """Whether a list that `filter` gives has no item, where it chooses from a written one or from cells' items.

        An item that it gives may still be blank, and not count; that is left to the evaluator.
        """
        if not isinstance(syntax, Macro) or syntax.name != "filter":
            return None
        items = self.written(syntax.target, scope)
        conditions = None if items is None else self.each(syntax, items)
        if conditions is None:
            none = self._none_in_cells(syntax, scope)
            return None if none is None else Answer(none.true, YES, YES)
        answer = ALWAYS
        for condition in conditions:
            kept = self.test(condition, scope)
            answer = self._strictly_both(answer, self.source.negated(kept))
        return Answer(answer.true, YES, YES)

    def _none_in_cells(self, syntax: Macro, scope: Scope) -> Answer | None:
        """`rows[*].cell[*].filter(x, p)` has no item where no row has one in its cell."""
        items = plain(syntax.target)
        if not isinstance(items, Select) or items.descend or len(items.selectors) > 1:
            return None
        cells = self.cells(items.target, scope) if isinstance(items.selectors[0], All) else None
        if cells is None:
            return None
        found, cell = cells
        some = Macro(_NOWHERE, "exists", cell, syntax.variable, syntax.body)
        with self.weight.loop(some):
            kept = self._kept(found, self.leaf(some, scope.inside(ROW, found.table, found.row), (found.mask,)))
        empty = self.source.no(self.source.either(self.source.any(kept.mask), kept.unknown))
        return Answer(empty, YES, YES)


def _cell(name: str) -> Syntax:
    return Member(_NOWHERE, Name(_NOWHERE, ROW), name, _NOWHERE)


def _nothing(syntax: ListOf) -> Answer | None:
    """Whether a list that is written out is empty."""
    if not syntax.items:
        return ALWAYS
    parts = [plain(part) for part in syntax.items]
    known = all(isinstance(part, Literal) for part in parts)
    filled = any(isinstance(part, Literal) and isinstance(part.value, str) and part.value.strip() for part in parts)
    return NEVER if filled and known else None
