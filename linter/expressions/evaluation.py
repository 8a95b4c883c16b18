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
from linter.expressions.filters import FilterCompiler
from linter.expressions.functions import call_function
from linter.expressions.model import STEPS_A_PART, Environment, Frame, RuleFault, Unknown, boolean, items, settled
from linter.expressions.paths import Computed, Selector, Where, fixed_selector, is_singular, member, select
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
    Syntax,
)

Closure = Callable[[Environment], Any]


@lru_cache(maxsize=8192)
def compile_syntax(syntax: Syntax, trace: bool = False, strict: bool = False) -> Closure:
    """A function from an environment to the expression's value.

    It raises `Unknown` for what cannot be computed and `RuleFault` when a budget is used up.  `strict` gives
    paths exactly RFC 9535's meaning: members that are not there are dropped from a list of nodes.
    """
    return _Compiler(trace, strict).compile(syntax)


class _Compiler:
    def __init__(self, trace: bool, strict: bool) -> None:
        self.trace = trace
        self.strict = strict

    def compile(self, syntax: Syntax) -> Closure:
        closure: Closure = getattr(self, "_" + type(syntax).__name__.lower())(syntax)
        return _traced(syntax, closure) if self.trace else closure

    def _aside(self, syntax: Syntax) -> Closure:
        """A condition that only chooses: its steps are no part of how the value came about."""
        return compile_syntax(syntax, False, self.strict)

    def _literal(self, syntax: Literal) -> Closure:
        value = syntax.value
        return lambda env: value

    def _group(self, syntax: Group) -> Closure:
        return self.compile(syntax.inner)

    def _listof(self, syntax: ListOf) -> Closure:
        parts = [self.compile(item) for item in syntax.items]
        return lambda env: [settled(part(env)) for part in parts]

    def _name(self, syntax: Name) -> Closure:
        name = syntax.name

        def look_up(env: Environment) -> Any:
            if name in env.variables:
                return env.variables[name]
            if name in env.names:
                return env.names[name]
            if name in env.lets:
                return _let(env, name)
            if name == "this":
                return env.this
            if type(env.this) is Node and env.this.kind is Kind.MAPPING:
                return member(env.this, name, False)
            choices = [*env.variables, *env.names, *env.lets]
            raise ExpressionError("unknown-name", syntax.span, name=name, choices=choices)

        return look_up

    def _root(self, syntax: Root) -> Closure:
        if syntax.sign == "$":
            return lambda env: env.root

        def current(env: Environment) -> Any:
            if env.current is None:
                raise ExpressionError("unknown-name", syntax.span, name="@", choices=["this", "$"])
            return env.current

        return current

    def _member(self, syntax: Member) -> Closure:
        target, name, strict = self.compile(syntax.target), syntax.name, self.strict
        return lambda env: member(target(env), name, strict)

    def _select(self, syntax: Select) -> Closure:
        target = self.compile(syntax.target)
        selectors = [self._selector(part) for part in syntax.selectors]
        singular, descend, strict = is_singular(syntax), syntax.descend, self.strict
        choose = _unrecorded(select) if self.trace else select
        return lambda env: choose(env, target(env), selectors, descend, singular, strict)

    def _selector(self, syntax: Syntax) -> Selector:
        if isinstance(syntax, All):
            return None
        if isinstance(syntax, Slice):
            return slice(syntax.start, syntax.stop, syntax.step)
        if isinstance(syntax, Filter):
            condition = FilterCompiler(self._aside).condition(syntax.condition)
            return Where(condition, _cost(syntax.condition))
        fixed = fixed_selector(syntax)
        return fixed if fixed is not None else Computed(self._aside(syntax))

    def _not(self, syntax: Not) -> Closure:
        operand = self.compile(syntax.operand)
        return lambda env: not boolean(operand(env))

    def _negative(self, syntax: Negative) -> Closure:
        operand = self.compile(syntax.operand)
        return lambda env: operators.negate(operand(env))

    def _logic(self, syntax: Logic) -> Closure:
        parts = [self.compile(part) for part in syntax.operands]
        decisive = syntax.operator == "||"
        return lambda env: _decide(lambda part: part(env), parts, decisive)

    def _comparison(self, syntax: Comparison) -> Closure:
        left, right = self.compile(syntax.left), self.compile(syntax.right)
        compare = operators.COMPARE[syntax.operator]

        def comparison(env: Environment) -> bool:
            a, b = left(env), right(env)
            env.weigh(a, b)
            return compare(a, b)

        return comparison

    def _arithmetic(self, syntax: Arithmetic) -> Closure:
        left, right = self.compile(syntax.left), self.compile(syntax.right)
        compute = operators.ARITHMETIC[syntax.operator]

        def arithmetic(env: Environment) -> Any:
            found = compute(left(env), right(env))
            if isinstance(found, (str, list)):
                env.spend(len(found) // _COPIED_AT_ONCE)
            return found

        return arithmetic

    def _conditional(self, syntax: Conditional) -> Closure:
        condition, then, otherwise = (self.compile(part) for part in syntax.parts())
        return lambda env: settled(then(env) if boolean(condition(env)) else otherwise(env))

    def _call(self, syntax: Call) -> Closure:
        return call_function(syntax, [self.compile(part) for part in syntax.arguments])

    def _macro(self, syntax: Macro) -> Closure:
        chooses = syntax.name == "filter"
        target, variable, cost = self.compile(syntax.target), syntax.variable, _cost(syntax.body)
        body = self._aside(syntax.body) if chooses else self.compile(syntax.body)
        run = _unrecorded(_run) if chooses and self.trace else _run

        def macro(env: Environment) -> Any:
            found, outer = items(target(env)), env.variables
            if not found:
                return run(env, syntax.name, found, body)
            env.variables = variables = dict(outer)

            def one(item: Any) -> Any:
                env.spend(cost)
                variables[variable] = item
                return body(env)

            try:
                return run(env, syntax.name, found, one)
            finally:
                env.variables = outer

        return macro


_COPIED_AT_ONCE = 100  # characters or items that are copied in the time of one step


def _cost(syntax: Syntax) -> int:
    """The steps that one run of an expression takes, apart from its loops."""
    return STEPS_A_PART * sum(1 for _ in syntax.walk())


def _run(env: Environment, macro: str, found: list[Any], body: Callable[[Any], Any]) -> Any:
    if macro == "map":
        return [settled(body(item)) for item in found]
    if macro == "filter":
        return [item for item in found if boolean(body(item))]
    if macro == "exists_one":
        return sum(1 for item in found if boolean(body(item))) == 1
    return _decide(body, found, macro == "exists")


def _decide(test: Callable[[Any], Any], found: list[Any], decisive: bool) -> bool:
    """Whether any of `found` gives what is decisive; if so, it does not matter what else cannot be computed."""
    unknown: Unknown | None = None
    for one in found:
        try:
            if boolean(test(one)) is decisive:
                return decisive
        except Unknown as problem:
            unknown = unknown or problem
    if unknown is not None:
        raise unknown
    return not decisive


def _let(env: Environment, name: str) -> Any:
    """A let is computed once, where no variable of a macro is in its way."""
    if name not in env.known:
        outer, env.variables, env.current = (env.variables, env.current), {}, None
        try:
            env.known[name] = settled(env.lets[name](env))
        except Unknown as problem:
            env.known[name] = problem
        except RecursionError:  # hundreds of lets, each made of the one before
            raise RuleFault("too-deep") from None
        finally:
            env.variables, env.current = outer
        if env.frames is not None:
            env.let_frames[name] = env.frames[-1].below[-1]
    elif env.frames is not None and name in env.let_frames:
        env.frames[-1].below.append(env.let_frames[name])
    value = env.known[name]
    if isinstance(value, Unknown):
        raise value.with_traceback(None)  # raised again and again it would gather a traceback each time
    return value


def _unrecorded(run: Callable[..., Any]) -> Callable[..., Any]:
    """`run`, such that steps it takes in a traced evaluation are not those of the part that is being traced."""

    def aside(env: Environment, *arguments: Any) -> Any:
        if env.frames is None:
            return run(env, *arguments)
        env.frames.append(Frame(None))
        try:
            return run(env, *arguments)
        finally:
            env.frames.pop()

    return aside


def _traced(syntax: Syntax, closure: Closure) -> Closure:
    def run(env: Environment) -> Any:
        if env.frames is None:
            return closure(env)
        frame = Frame(syntax)
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
