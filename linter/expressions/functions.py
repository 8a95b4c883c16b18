"""The functions of the rule language, in one table.

Each entry says its parameters and result as the type checker reads them, what makes it undetermined, and an
example that runs as a test.  An implementation gets the environment and the arguments unevaluated to nodes:
`content`, `number`, `text_of` and `items` turn them into values or raise `Unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from linter import values
from linter.document import Kind, Node
from linter.expressions import domain, operators
from linter.expressions.model import Absent, Environment, Frame, Nodes, Unknown, content, items, number, show, text_of
from linter.expressions.syntax import Call, ExpressionError
from linter.patterns import PatternProblem, compile_pattern


@dataclass(frozen=True, slots=True)
class Function:
    """`parameters` and `result` are types of the checker; a trailing `?` marks an optional parameter."""

    parameters: tuple[str, ...]
    result: str
    call: Callable[..., Any]
    doc: str
    undetermined: str
    example: str


def _present(found: list[Any]) -> list[Any]:
    return [item for item in found if type(item) is not Absent]


def _count(env: Environment, found: Any) -> Decimal:
    return Decimal(len(_present(items(found))))


def _fold(env: Environment, found: Any, name: str) -> list[Any]:
    """The items to add or compare; None items say of themselves that they have nothing to add."""
    numbers = [(item, number(item)) for item in items(found) if item is not None]
    if not numbers:
        raise Unknown("sum-of-nothing", (found,) if isinstance(found, Node) else (), function=name)
    env.spend(len(numbers))
    return numbers


def _sum(env: Environment, found: Any) -> Any:
    numbers = _fold(env, found, "sum")
    total = numbers[0][1]
    for item, value in numbers[1:]:
        try:
            total = operators.add(total, value)
        except Unknown as problem:  # blame the item, not the running total
            raise Unknown(problem.reason, (item,) if isinstance(item, Node) else (), **problem.words) from None
    return total


def _extreme(sign: int) -> Callable[[Environment, Any], Any]:
    def extreme(env: Environment, found: Any) -> Any:
        numbers = _fold(env, found, "max" if sign > 0 else "min")
        best = numbers[0][1]
        for _, value in numbers[1:]:
            if operators.order(value, best) * sign > 0:
                best = value
        return best

    return extreme


def _size(env: Environment, value: Any) -> Decimal:
    found = value if type(value) is Nodes else content(value)
    if isinstance(found, values.Value):
        found = found.text
    if isinstance(found, (str, list)):
        return Decimal(len(found))
    if isinstance(found, Node):
        return Decimal(len(found.children))
    raise Unknown("wrong-type", (), wanted="text/list", text=show(found))


def _matches(env: Environment, value: Any, pattern: Any) -> bool:
    try:
        return compile_pattern(text_of(pattern)).search(text_of(value)) is not None
    except PatternProblem as problem:
        raise Unknown("pattern", (), detail=str(problem)) from None


def is_blank(value: Any) -> bool:
    """Absent, without text, or a value cell that says nothing."""
    if value is None or value == "" or type(value) is Absent:
        return True
    if type(value) is Node:
        return value.blank or (isinstance(value.value, values.Value) and value.value.blank)
    return type(value) is Nodes and not _present(value)


def _default(env: Environment, value: Any, fallback: Any) -> Any:
    return fallback if is_blank(value) else value


def _noted(env: Environment, value: Any, note: Any) -> bool:
    found, wanted = content(value), text_of(note)
    return isinstance(found, values.Value) and any(one.id == wanted for one in found.notes)


def _kind(env: Environment, value: Any) -> str:
    """As `.kind`, but a blank cell is `empty` rather than unknown."""
    if is_blank(value):
        return "empty"
    found = content(value)
    return found.kind if isinstance(found, values.Value) else "text"


def _satisfies(env: Environment, record: Any, target: Any) -> bool:
    return _algebra(values.satisfies(_value(record), _value(target)), record, target)


def _worse_than(env: Environment, target: Any, prior: Any) -> bool:
    return _algebra(values.worse_than(_value(target), _value(prior)), target, prior)


def _value(value: Any) -> values.Value:
    found = content(value)
    if isinstance(found, values.Value):
        return found
    if isinstance(found, (str, values.Quantity, Decimal)):
        return values.parse(show(found))
    raise Unknown("not-a-quantity", (value,) if isinstance(value, Node) else (), text=show(found))


def _algebra(result: Any, *blamed: Any) -> bool:
    if isinstance(result, values.Unknown):
        raise Unknown(result.reason_id, tuple(one for one in blamed if isinstance(one, Node)), **dict(result.detail))
    return bool(result)


def _dimension(env: Environment, value: Any) -> str:
    found = number(value)
    return found.unit.dimension_class if isinstance(found, values.Quantity) else "number"


def _join(env: Environment, found: Any, separator: Any = "、") -> str:
    return text_of(separator).join(show(item) for item in _present(items(found)))


def _duplicates(env: Environment, found: Any) -> list[Any]:
    """Items equal in text to an earlier one."""
    seen: set[str] = set()
    repeated = []
    for item in _present(items(found)):
        text = re.sub(r"\s+", "", show(item))
        if text and text in seen:
            repeated.append(item)
        seen.add(text)
    return repeated


def _closest(env: Environment, value: Any, choices: Any) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(text_of(value), [show(item) for item in items(choices)], 1)), "")


def _abs(env: Environment, value: Any) -> Any:
    found = number(value)
    negative = (found.number if isinstance(found, values.Quantity) else found) < 0
    return operators.negate(found) if negative else found


def _text(check: Callable[[str, str], bool]) -> Callable[[Environment, Any, Any], bool]:
    return lambda env, value, other: check(text_of(value), text_of(other))


def _contains(env: Environment, value: Any, part: Any) -> bool:
    found = value if type(value) is Nodes else content(value)
    return operators.member_of(part, found) if isinstance(found, list) else text_of(part) in text_of(value)


def _is_cost(env: Environment, row: Any) -> bool:
    return domain.is_cost(env, domain.row_node(row))


def _is_total(env: Environment, row: Any) -> bool:
    return domain.is_total(env, domain.row_node(row))


def _total_cost(env: Environment, row: Any) -> Any:
    return domain.total_cost(env, domain.row_node(row))


FUNCTIONS: dict[str, Function] = {
    "count": Function(
        ("list",), "number", _count, "How many items a list has.", "the list is absent", "count([1, 2]) == 2"
    ),
    "sum": Function(
        ("list",),
        "quantity",
        _sum,
        "All items added, exactly and with their units; null items add nothing.",
        "an item is absent, blank or no number; units differ in dimension; there are no items",
        "sum([1万元, 5000元]) == 1.5万元",
    ),
    "min": Function(("list",), "quantity", _extreme(-1), "The smallest item.", "as sum", "min([3, 1, 2]) == 1"),
    "max": Function(("list",), "quantity", _extreme(1), "The largest item.", "as sum", "max([1万元, 5000元]) == 1万元"),
    "abs": Function(("quantity",), "quantity", _abs, "A number without its sign.", "it is no number", "abs(-3) == 3"),
    "size": Function(
        ("any",), "number", _size, "Characters of a text, items of a list.", "it is neither", "size('指标') == 2"
    ),
    "contains": Function(
        ("any", "any"),
        "bool",
        _contains,
        "Whether a text has a part, or a list an item.",
        "the text is blank",
        "'abc'.contains('b')",
    ),
    "startsWith": Function(
        ("text", "text"),
        "bool",
        _text(str.startswith),
        "Whether a text begins so.",
        "the text is blank",
        "'abc'.startsWith('a')",
    ),
    "endsWith": Function(
        ("text", "text"),
        "bool",
        _text(str.endswith),
        "Whether a text ends so.",
        "the text is blank",
        "'abc'.endsWith('c')",
    ),
    "matches": Function(
        ("text", "pattern"),
        "bool",
        _matches,
        "Whether a pattern (RE2) is found anywhere in a text.",
        "the text is blank",
        "matches('12户', '[0-9]+户')",
    ),
    "has": Function(
        ("any",),
        "bool",
        lambda env, value: not is_blank(value),
        "Whether something is there and not blank.",
        "never",
        "not has(this)",
    ),
    "blank": Function(
        ("any",),
        "bool",
        lambda env, value: is_blank(value),
        "Whether something is absent or has no text.",
        "never",
        "blank('')",
    ),
    "default": Function(
        ("any", "any"),
        "second",
        _default,
        "The first value, or the second where the first is absent or blank.",
        "never",
        "default('', 'x') == 'x'",
    ),
    "kind": Function(
        ("any",),
        "text",
        _kind,
        "The kind of a value as read (`empty` for a blank one).",
        "it is absent",
        "kind('') == 'empty'",
    ),
    "noted": Function(
        ("any", "text"),
        "bool",
        _noted,
        "Whether reading a value left a note, such as 'unit-alias'.",
        "the value is blank",
        "not noted('x', 'unit-alias')",
    ),
    "satisfies": Function(
        ("any", "any"),
        "bool",
        _satisfies,
        "Whether a record meets a target.",
        "either is no quantity, or their units differ",
        "satisfies('98%', '≥95%')",
    ),
    "worse_than": Function(
        ("any", "any"),
        "bool",
        _worse_than,
        "Whether a target asks for less than a prior value, in the target's direction.",
        "either is no quantity, or their units differ",
        "worse_than('≥90%', '100%')",
    ),
    "dimension": Function(
        ("quantity",),
        "text",
        _dimension,
        "The class of a quantity's unit: money, count, ratio, …",
        "it is no number",
        "dimension(15万元) == 'money'",
    ),
    "join": Function(
        ("list", "text?"),
        "text",
        _join,
        "The items of a list as one text.",
        "the list is absent",
        "join(['a', 'b'], '-') == 'a-b'",
    ),
    "duplicates": Function(
        ("list",),
        "list",
        _duplicates,
        "The items that repeat an earlier one, spaces aside.",
        "the list is absent",
        "duplicates(['a', 'b', 'a']) == ['a']",
    ),
    "closest": Function(
        ("text", "list"),
        "text",
        _closest,
        "The item most like a text, or ''.",
        "the text is blank",
        "closest('工作资枓', ['工作资料', '原始凭证']) == '工作资料'",
    ),
    "is_cost": Function(
        ("row",),
        "bool",
        _is_cost,
        "Whether a row is a cost: by its levels, else by its name (words from the pack).",
        "never",
        "",
    ),
    "is_total": Function(
        ("row",), "bool", _is_total, "Whether a row is named as the total of others (words from the pack).", "never", ""
    ),
    "total_cost": Function(
        ("row",),
        "quantity",
        _total_cost,
        "What a cost row costs in all: a rate is multiplied by its factors, found in the submission; null for a total row beside items.",
        "the value cannot be read, or a factor of its rate is nowhere or ambiguous",
        "",
    ),
}


def call_function(syntax: Call, arguments: list[Callable[[Environment], Any]]) -> Callable[[Environment], Any]:
    """A closure that calls a function of the table; raises `ExpressionError` for a wrong number of arguments."""
    function = FUNCTIONS[syntax.name]
    least = sum(1 for parameter in function.parameters if not parameter.endswith("?"))
    if not least <= len(arguments) <= len(function.parameters):
        wanted = str(least) if least == len(function.parameters) else f"{least}–{len(function.parameters)}"
        raise ExpressionError("wrong-arguments", syntax.span, name=syntax.name, wanted=wanted, found=len(arguments))
    run = function.call

    def call(env: Environment) -> Any:
        env.spend()
        return run(env, *[argument(env) for argument in arguments])

    return call


class _FilterFunctions:
    """RFC 9535's own functions, which inside `[?…]` mean what it says."""

    NAMES = frozenset({"length", "count", "match", "search", "value"})

    def __call__(self, syntax: Call, arguments: list[Callable[[Environment], Any]]) -> Callable[[Environment], Any]:
        run = getattr(self, "_" + syntax.name)
        wanted = 2 if syntax.name in ("match", "search") else 1
        if len(arguments) != wanted:
            raise ExpressionError(
                "wrong-arguments", syntax.span, name=syntax.name, wanted=str(wanted), found=len(arguments)
            )
        return lambda env: run(*[argument(env) for argument in arguments])

    @staticmethod
    def _text(value: Any) -> Any:
        return value.value if type(value) is Node and value.kind is Kind.SCALAR else value

    def _length(self, value: Any) -> Any:
        found = self._text(value)
        if isinstance(found, str):
            return Decimal(len(found))
        if type(found) is Node:
            return Decimal(len(found.children))
        return operators.NOTHING

    def _count(self, value: Any) -> Any:
        if type(value) is Nodes:
            return Decimal(len(value))
        return Decimal(0 if value is operators.NOTHING else 1)

    def _value(self, value: Any) -> Any:
        if type(value) is Nodes:
            return value[0] if len(value) == 1 else operators.NOTHING
        return value

    def _match(self, value: Any, pattern: Any) -> bool:
        return self._regex(value, pattern, r"\A(?:%s)\z")

    def _search(self, value: Any, pattern: Any) -> bool:
        return self._regex(value, pattern, "%s")

    def _regex(self, value: Any, pattern: Any, form: str) -> bool:
        text, expression = self._text(value), self._text(pattern)
        if not isinstance(text, str) or not isinstance(expression, str):
            return False
        try:
            return compile_pattern(form % i_regexp(expression)).search(text) is not None
        except PatternProblem:
            return False


call_filter_function = _FilterFunctions()


def i_regexp(pattern: str) -> str:
    """An I-Regexp (RFC 9485) as RE2 writes it: `.` is anything but the two line ends."""
    result, in_class, escaped = [], False, False
    for character in pattern:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        elif character == ".":
            character = r"[^\n\r]"
        result.append(character)
    return "".join(result)


__all__ = ["FUNCTIONS", "Frame", "call_filter_function", "call_function", "is_blank"]
