"""From the syntax tree to closures that compute.

The same closures run fast (untraced) and traced: `compile_syntax(syntax, trace=True)` wraps each of them to
record a `Frame`, so both ways cannot disagree about a value.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from linter.document import Kind, Node
from linter.expressions import operators
from linter.expressions.functions import FUNCTIONS, call_filter_function, call_function
from linter.expressions.model import Absent, Environment, Frame, Nodes, RuleFault, Unknown, boolean, content, items
from linter.expressions.paths import member, select
from linter.expressions.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    ExpressionError,
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
    Syntax,
    plain,
)

Closure = Callable[[Environment], Any]


@lru_cache(maxsize=8192)
def compile_syntax(syntax: Syntax, trace: bool = False, strict: bool = False) -> Closure:
    """A function from an environment to the expression's value.

    It raises `Unknown` for what cannot be computed and `RuleFault` when a budget is used up.  `strict` gives
    paths exactly RFC 9535's meaning: members that are not there are dropped from a list of nodes.
    """
    closure = _Compiler(trace, strict).compile(syntax)
    return closure


class _Compiler:
    def __init__(self, trace: bool, strict: bool) -> None:
        self.trace = trace
        self.strict = strict

    def compile(self, syntax: Syntax) -> Closure:
        closure: Closure = getattr(self, "_" + type(syntax).__name__.lower())(syntax)
        return _traced(syntax, closure) if self.trace else closure

    def _literal(self, syntax: Literal) -> Closure:
        value = syntax.value
        return lambda env: value

    def _group(self, syntax: Group) -> Closure:
        return self.compile(syntax.inner)

    def _listof(self, syntax: ListOf) -> Closure:
        parts = [self.compile(item) for item in syntax.items]
        return lambda env: [part(env) for part in parts]

    def _name(self, syntax: Name) -> Closure:
        name = syntax.name

        def look_up(env: Environment) -> Any:
            if name in env.names:
                return env.names[name]
            if name in env.lets:
                return _let(env, name)
            if name == "this":
                return env.this
            if type(env.this) is Node and env.this.kind is Kind.MAPPING:
                return member(env.this, name, False)
            raise ExpressionError("unknown-name", syntax.span, name=name, choices=[*env.names, *env.lets])

        return look_up

    def _root(self, syntax: Root) -> Closure:
        if syntax.sign == "$":
            return lambda env: env.root
        return lambda env: env.current

    def _member(self, syntax: Member) -> Closure:
        target, name, strict = self.compile(syntax.target), syntax.name, self.strict
        return lambda env: member(target(env), name, strict)

    def _select(self, syntax: Select) -> Closure:
        target = self.compile(syntax.target)
        selectors = [self._selector(part) for part in syntax.selectors]
        singular = is_singular(syntax)
        strict = self.strict
        return lambda env: select(target(env), selectors, syntax.descend, singular, strict, env)

    def _selector(self, syntax: Syntax) -> Any:
        """A selector as the path walker takes it: text, int, slice, None for `*`, or a callable."""
        kind = type(syntax).__name__
        if kind == "All":
            return None
        if kind == "Slice":
            return slice(syntax.start, syntax.stop, syntax.step)  # type: ignore[attr-defined]
        if kind == "Filter":
            return ("filter", FilterCompiler(self.strict).compile(syntax.condition))  # type: ignore[attr-defined]
        fixed = fixed_selector(syntax)
        return fixed if fixed is not None else ("key", self.compile(syntax))

    def _not(self, syntax: Not) -> Closure:
        operand = self.compile(syntax.operand)
        return lambda env: not boolean(operand(env))

    def _negative(self, syntax: Negative) -> Closure:
        operand = self.compile(syntax.operand)
        return lambda env: operators.negate(operand(env))

    def _logic(self, syntax: Logic) -> Closure:
        parts = [self.compile(part) for part in syntax.operands]
        decisive = syntax.operator == "||"

        def logic(env: Environment) -> bool:
            unknown: Unknown | None = None
            for part in parts:
                try:
                    if boolean(part(env)) is decisive:
                        return decisive  # absorbs what cannot be computed, as CEL absorbs errors
                except Unknown as problem:
                    unknown = unknown or problem
            if unknown is not None:
                raise unknown
            return not decisive

        return logic

    def _comparison(self, syntax: Comparison) -> Closure:
        left, right = self.compile(syntax.left), self.compile(syntax.right)
        compare = operators.COMPARE[syntax.operator]
        return lambda env: compare(left(env), right(env))

    def _arithmetic(self, syntax: Arithmetic) -> Closure:
        left, right = self.compile(syntax.left), self.compile(syntax.right)
        compute = operators.ARITHMETIC[syntax.operator]
        return lambda env: compute(left(env), right(env))

    def _conditional(self, syntax: Conditional) -> Closure:
        condition, then, otherwise = (self.compile(part) for part in syntax.parts())
        return lambda env: then(env) if boolean(condition(env)) else otherwise(env)

    def _call(self, syntax: Call) -> Closure:
        if syntax.name not in FUNCTIONS:
            raise ExpressionError("unknown-function", syntax.name_span, name=syntax.name, choices=list(FUNCTIONS))
        return call_function(syntax, [self.compile(part) for part in syntax.arguments])

    def _macro(self, syntax: Macro) -> Closure:
        target, body, variable = self.compile(syntax.target), self.compile(syntax.body), syntax.variable
        run = _MACROS[syntax.name]

        def macro(env: Environment) -> Any:
            found = items(target(env))
            shadowed = env.names.get(variable, _MISSING)
            try:
                return run(found, lambda item: _bind(env, variable, item, body))
            finally:
                if shadowed is _MISSING:
                    env.names.pop(variable, None)
                else:
                    env.names[variable] = shadowed

        return macro


_MISSING = object()


def _bind(env: Environment, variable: str, item: Any, body: Closure) -> Any:
    env.spend()
    env.names[variable] = item
    return body(env)


def _all(found: list[Any], body: Closure) -> bool:
    return _quantifier(found, body, False)


def _exists(found: list[Any], body: Closure) -> bool:
    return _quantifier(found, body, True)


def _quantifier(found: list[Any], body: Closure, decisive: bool) -> bool:
    unknown: Unknown | None = None
    for item in found:
        try:
            if boolean(body(item)) is decisive:
                return decisive
        except Unknown as problem:
            unknown = unknown or problem
    if unknown is not None:
        raise unknown
    return not decisive


_MACROS: dict[str, Callable[[list[Any], Callable[[Any], Any]], Any]] = {
    "all": _all,
    "exists": _exists,
    "exists_one": lambda found, body: sum(1 for item in found if boolean(body(item))) == 1,
    "map": lambda found, body: [body(item) for item in found],
    "filter": lambda found, body: [item for item in found if boolean(body(item))],
}


def _let(env: Environment, name: str) -> Any:
    if name not in env.known:
        env.spend()
        try:
            env.known[name] = env.lets[name](env)
        except Unknown as problem:
            env.known[name] = problem
    value = env.known[name]
    if isinstance(value, Unknown):
        raise value
    return value


def _traced(syntax: Syntax, closure: Closure) -> Closure:
    def run(env: Environment) -> Any:
        frame = Frame(syntax)
        assert env.frames is not None
        env.frames[-1].below.append(frame)
        env.frames.append(frame)
        try:
            frame.value = closure(env)
        except (Unknown, RuleFault) as problem:
            frame.value = problem
            raise
        finally:
            env.frames.pop()
        return frame.value

    return run


def fixed_selector(syntax: Syntax) -> Any:
    """The key or index that a selector is, if it is written out; None if it must be computed."""
    syntax = plain(syntax)
    if isinstance(syntax, Negative) and isinstance(syntax.operand, Literal):
        index = _index(syntax.operand.value)
        return None if index is None else -index
    if isinstance(syntax, Literal):
        return syntax.value if isinstance(syntax.value, str) else _index(syntax.value)
    return None


def _index(value: Any) -> int | None:
    from decimal import Decimal

    if isinstance(value, Decimal) and abs(value) < 2**53 and value == value.to_integral_value():
        return int(value)
    return None


def is_singular(syntax: Syntax) -> bool:
    """Whether a path gives at most one node."""
    if isinstance(syntax, Member):
        return is_singular(syntax.target)
    if isinstance(syntax, Select):
        one = len(syntax.selectors) == 1 and not syntax.descend
        return (
            one and type(syntax.selectors[0]).__name__ not in ("All", "Slice", "Filter") and is_singular(syntax.target)
        )
    return not isinstance(syntax, Macro) or syntax.name != "filter"


class FilterCompiler:
    """Conditions inside `[?…]`: RFC 9535's meaning, extended by the rule language's own functions."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict

    def compile(self, syntax: Syntax) -> Callable[[Environment], bool]:
        syntax = plain(syntax)
        if isinstance(syntax, Logic):
            parts = [self.compile(part) for part in syntax.operands]
            if syntax.operator == "&&":
                return lambda env: all(part(env) for part in parts)
            return lambda env: any(part(env) for part in parts)
        if isinstance(syntax, Not):
            inner = self.compile(syntax.operand)
            return lambda env: not inner(env)
        if isinstance(syntax, Comparison):
            left, right, operator = self.value(syntax.left), self.value(syntax.right), syntax.operator
            if operator == "in":
                return lambda env: operators.member_of(left(env), right(env))
            return lambda env: operators.rfc_compare(operator, left(env), right(env))
        return _test(self.value(syntax), isinstance(syntax, (Root, Member, Select, Name)))

    def value(self, syntax: Syntax) -> Closure:
        """An operand: a path gives its node (NOTHING when there is none), anything else its value."""
        syntax = plain(syntax)
        if isinstance(syntax, Call) and syntax.name in call_filter_function.NAMES:
            return call_filter_function(syntax, [self.value(part) for part in syntax.arguments])
        closure = compile_syntax(syntax, False, self.strict)
        if isinstance(syntax, (Root, Member, Select, Name)):
            return lambda env: _or_nothing(closure(env))
        return closure


def _or_nothing(value: Any) -> Any:
    return operators.NOTHING if type(value) is Absent else value


def _test(closure: Closure, is_path: bool) -> Callable[[Environment], bool]:
    def test(env: Environment) -> bool:
        value = closure(env)
        if is_path:
            return bool(value) if type(value) is Nodes else value is not operators.NOTHING
        if value is operators.NOTHING:
            return False
        return bool(content(value))

    return test
