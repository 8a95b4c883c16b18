"""Checking calls: arguments, patterns, and the pack's lists that functions read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from linter import values
from linter.expressions import filters
from linter.expressions.check_paths import CheckPaths
from linter.expressions.functions import Function, check_arguments
from linter.expressions.syntax import Call, ExpressionError, Literal, Syntax, plain
from linter.expressions.types import ANY, BOOL, NUMBER, PLAIN, QUANTITY, SHARE, Type, as_number, either, is_zero
from linter.patterns import PatternProblem, compile_pattern
from linter.schema import Field

# The types that an argument may have.
_ACCEPTED = {
    "list": ("list",),
    "quantity": ("number", "quantity", "value"),
    "text": ("text", "value"),
    "pattern": ("text",),
    "note": ("text",),
    "row": ("node",),
}

_SHOWN_WORDS = 15  # a message lists all words that are possible, if they are no more than these


class CheckCalls(CheckPaths):
    """Function calls."""

    def _call(self, syntax: Call) -> Type:
        if self.scope.current is not None and syntax.name in filters.FUNCTIONS:
            return self._filter_call(syntax)
        try:
            function = check_arguments(syntax)
        except ExpressionError as error:
            self.problems.append(error)
            return ANY
        types = [self.type_of(argument) for argument in syntax.arguments]
        before = len(self.problems)
        self._lists(syntax, function)
        for wanted, found, argument in zip(function.parameters, types, syntax.arguments, strict=False):
            self._argument(wanted.rstrip("?"), found, argument)
        if syntax.name == "contains" and types[0].item is not None:
            self.word(types[0].item, syntax.arguments[1])
        return self._result(syntax, function, types) if len(self.problems) == before else ANY

    def _filter_call(self, syntax: Call) -> Type:
        """The functions of RFC 9535 inside `[?…]`."""
        types = [self.type_of(argument) for argument in syntax.arguments]
        wanted = filters.arity(syntax.name)
        if len(types) != wanted:
            return self.wrong("wrong-arguments", syntax.span, name=syntax.name, wanted=str(wanted), found=len(types))
        if syntax.name in ("match", "search"):
            self._pattern(syntax.arguments[1])
            return BOOL
        return (types[0].item or ANY) if syntax.name == "value" else NUMBER

    def _lists(self, syntax: Call, function: Function) -> None:
        """A function that reads lists of the pack must find them there."""
        known = self.scope.names.get("lists")
        if known is None or known.members is None:
            return
        for name in function.lists:
            self.scope.used.add(f"lists.{name}")
            if name not in known.members:
                self.unknown(syntax.name_span, f"lists.{name}", [])

    def _argument(self, wanted: str, found: Type, argument: Syntax) -> None:
        if wanted == "pattern":
            self._pattern(argument)
        if wanted == "note":
            self.word(Type("text", words=frozenset(values.note_ids())), argument)
        if wanted == "row" and found.field is not None:
            self._row(found.field)
        if wanted != "any" and found.kind not in (*_ACCEPTED[wanted], "any"):
            self.mismatch(argument.span, "text" if wanted in ("pattern", "note") else wanted, found)

    def _pattern(self, argument: Syntax) -> None:
        literal = plain(argument)
        if isinstance(literal, Literal) and isinstance(literal.value, str):
            try:
                compile_pattern(literal.value)
            except PatternProblem as problem:
                self.wrong("pattern-refused", literal.span, detail=str(problem))

    def _row(self, row: Field) -> None:
        """A function of a row reads its levels, its name and its value."""
        root = self.scope.root.field
        owner = next((one for one in root.walk() if one.items is row), None) if root is not None else None
        for name, known in row.properties.items():
            if known.inherit or known.value == "target" or (owner is not None and name == owner.row_key):
                self.scope.read.add(known.pattern)

    def word(self, known: Type, written: Syntax) -> bool:
        """Whether `written` is a text that `known` can never be; if so, that is said."""
        name, words = None, known.words
        if known.field is not None and known.kind == "text" and known.field.vocabulary is not None:
            name = known.field.vocabulary
            words = self.scope.vocabularies.get(name)
        literal = plain(written)
        if words is None or not isinstance(literal, Literal) or not isinstance(literal.value, str):
            return False
        if literal.value in words:
            return False
        more: dict[str, Any] = {} if name is None else {"vocabulary": name}
        if name is None and len(words) <= _SHOWN_WORDS:
            more = {"allowed": sorted(words), "text": literal.value}
        self.wrong("unknown-word", written.span, word=literal.value, choices=sorted(words), **more)
        return True

    def _result(self, syntax: Call, function: Function, types: list[Type]) -> Type:
        if function.result == "item":
            item = types[0].item or ANY
            return as_number(item) if item.numeric else self.mismatch(syntax.arguments[0].span, "number", item)
        if syntax.name == "default":
            is_nothing = is_zero(syntax.arguments[1]) and types[0].numeric
            return types[0] if is_nothing else either(types[0], types[1])
        if function.result == "first":
            return replace(types[0], several=False)
        if function.result == "quantities":
            return Type("list", QUANTITY)
        if function.result == "share":
            return SHARE
        dimension = PLAIN if function.result == "number" else None
        return Type(function.result, dimension=dimension, words=frozenset(function.words) or None)
