"""The functions of the rule language, in one table.

Each entry says its parameters and result as the type checker reads them, what makes it undetermined, and an example
that runs as a test.  An implementation gets the environment and its arguments as nodes or values; `content`, `number`,
`text_of` and `items` turn them into values or raise `Unknown`.

Parameters: `any`, `list`, `quantity` (or number), `text`, `pattern`, `note`, `row`; a trailing `?` marks an optional
one.
Results: a type; `first` (the type of the first argument), `item` (of its items), `quantities` (a list of them), `share`
(a number that compares with percentages).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from linter import values
from linter.expressions import cells, costs, lists, rows, texts
from linter.expressions.model import Environment, settled
from linter.expressions.syntax import Call, ExpressionError


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language."""

    call: Callable[..., Any]
    parameters: tuple[str, ...]
    result: str
    doc: str
    undetermined: str
    example: str  # rows in examples are: a count of 2人, a rate of 1万元/人, a cost of 5000元, their total
    words: tuple[str, ...] = ()  # the texts that it can give
    lists: tuple[str, ...] = ()  # the pack's lists that it reads
    least: Decimal | None = None  # the bounds of its result
    most: Decimal | None = None
    whole: bool = False  # its result is a whole number

    @property
    def required(self) -> int:
        return sum(1 for parameter in self.parameters if not parameter.endswith("?"))


_KINDS = get_args(values.model.Kind)
_ZERO, _ONE = Decimal(0), Decimal(1)
_BLANK_TEXT = "a text is blank or absent"
_COST_LISTS = ("cost_levels", "cost_words")

FUNCTIONS: dict[str, Function] = {
    # Lists
    "count": Function(
        lists.count, ("list",), "number",
        "How many items of a list are filled in.",
        "the list is absent",
        "count(['a', '', 'b']) == 2",
        least=_ZERO, whole=True,
    ),
    "sum": Function(
        lists.sum_of, ("list",), "item",
        "All items added, exactly and with their units; null items add nothing.",
        "an item is absent, blank or no number; units differ in dimension; there are no items",
        "sum([1万元, 5000元]) == 1.5万元",
    ),
    "min": Function(lists.smallest, ("list",), "item", "The smallest item.", "as for sum", "min([3, 1, 2]) == 1"),
    "max": Function(
        lists.largest, ("list",), "item", "The largest item.", "as for sum", "max([1万元, 5000元]) == 1万元"
    ),
    "join": Function(
        lists.join, ("list", "text?"), "text",
        "The filled items of a list as one text, with 、 or the second argument between them.",
        "the list is absent",
        "join(['a', 'b'], '-') == 'a-b'",
    ),
    "duplicates": Function(
        lists.duplicates, ("list",), "first",
        "The items whose text, spaces aside, repeats that of an earlier one.",
        "the list is absent",
        "duplicates(['a', 'b', 'a']) == ['a']",
    ),
    "size": Function(
        lists.size, ("any",), "number",
        "The characters of a text, or the items of a list, blank ones included.",
        "it is neither; " + _BLANK_TEXT,
        "size('年度') == 2",
        least=_ZERO, whole=True,
    ),
    # Texts
    "contains": Function(
        texts.contains, ("any", "any"), "bool",
        "Whether a text has a part, or a list an item.",
        _BLANK_TEXT,
        "'abc'.contains('b')",
    ),
    "startsWith": Function(
        texts.starts_with, ("text", "text"), "bool", "Whether a text begins so.", _BLANK_TEXT, "'abc'.startsWith('a')"
    ),
    "endsWith": Function(
        texts.ends_with, ("text", "text"), "bool", "Whether a text ends so.", _BLANK_TEXT, "'abc'.endsWith('c')"
    ),
    "matches": Function(
        texts.matches, ("text", "pattern"), "bool",
        "Whether a pattern (RE2) is found anywhere in a text.",
        _BLANK_TEXT,
        "'12户'.matches('[0-9]+户')",
    ),
    "similar": Function(
        texts.similar, ("text", "text"), "share",
        "How alike two texts are, from 0 to 1: twice the characters they share in order, by all their characters.",
        _BLANK_TEXT,
        "similar('工作资枓', '工作资料') == 0.75",
        least=_ZERO, most=_ONE,
    ),
    "closest": Function(
        texts.closest, ("text", "list"), "text",
        "The item most similar to a text, from 0.6 on, or ''.",
        _BLANK_TEXT,
        "closest('工作资枓', ['工作资料', '原始凭证']) == '工作资料'",
    ),
    "mentions": Function(
        cells.mentions, ("any",), "quantities",
        "The numbers with units that a text, or a list of texts, mentions.",
        "it is no text",
        "mentions('新建2公里，投入3万元') == [2公里, 3万元]",
    ),
    # Cells and values
    "has": Function(
        cells.has, ("any",), "bool",
        "Whether something is there and not blank.",
        "never; where the form has no such column it is false",
        "not has('')",
    ),
    "blank": Function(
        cells.is_blank, ("any",), "bool",
        "Whether something is absent, without text, or made of nothing but blanks.",
        "the form has no such column (the rule then does not apply)",
        "blank(['', ''])",
    ),
    "default": Function(
        cells.default, ("any", "any"), "first",
        "The first argument, or the second where the first is absent or blank.",
        "never",
        "default('', 'x') == 'x'",
    ),
    "kind": Function(
        cells.kind, ("any",), "text",
        "The kind of a value as it was read, `empty` for a blank one.",
        "the form has no such column",
        "kind('≥95%') == 'quantitative'",
        words=_KINDS,
    ),
    "noted": Function(
        cells.noted, ("any", "note"), "bool",
        "Whether reading a value left the note that is named.",
        "the form has no such column",
        "noted('≥98百分比', 'unit-alias')",
    ),
    "satisfies": Function(
        cells.satisfies, ("any", "any"), "bool",
        "Whether a record meets a target.",
        "either is blank or no quantity, or their units differ",
        "satisfies('98%', '≥95%')",
    ),
    "worse_than": Function(
        cells.worse_than, ("any", "any"), "bool",
        "Whether a target asks for less than a prior value, in the target's direction.",
        "either is blank or no quantity, or their units differ",
        "worse_than('≥90%', '100%')",
    ),
    "comparable": Function(
        cells.comparable, ("any", "any"), "bool",
        "Whether two values are quantities of one dimension.",
        "the form has no such column",
        "comparable(1万元, '≤5元') and not comparable(1万元, 5人)",
    ),
    "dimension": Function(
        cells.dimension, ("quantity",), "text",
        "The class of a quantity's unit (`money`, `count`, `ratio`, …), or `number`.",
        "it is blank or no quantity",
        "dimension(15万元) == 'money'",
    ),
    "days_between": Function(
        cells.days_between, ("any", "any"), "number",
        "Days from the first day of one date to the last day of another.",
        "either is no date, or its year is not known",
        "days_between('2024-02-01', '2024-02') == 28",
        whole=True,
    ),
    "year_of": Function(
        cells.year_of, ("any",), "number",
        "The year of a date.",
        "it is no date, or its year is not known",
        "year_of('2023年底') == 2023",
        whole=True,
    ),
    "abs": Function(lists.absolute, ("quantity",), "first", "A number without its sign.", "it is none", "abs(-3) == 3"),
    "rounded": Function(
        lists.rounded, ("quantity", "quantity"), "first",
        "A number with as many decimals as another is written with, and in its unit: cut off if that gives the other, "
        "else rounded half up.",
        "either is no number; their units differ",
        "rounded(2 / 3, 66.67%) == 66.67% and rounded(2 / 3, 66.6%) == 66.6%",
    ),
    # Rows
    "is_cost": Function(
        rows.is_cost, ("row",), "bool",
        "Whether a row is a cost: by its levels, where it has none by its name.",
        "never",
        "is_cost(rows[1]) and not is_cost(rows[0])",
        lists=_COST_LISTS,
    ),
    "is_total": Function(
        rows.is_total, ("row",), "bool",
        "Whether a row is named as the total of the rows beside it.",
        "never",
        "is_total(rows[3]) and not is_total(rows[2])",
        lists=("cost_totals",),
    ),
    "total_cost": Function(
        costs.total_cost, ("row",), "quantity",
        "What a cost row costs in all: a rate times its factors, which are looked up in the rows that count outputs, "
        "else in the submission's prose; null for a total beside its items.",
        "the value is blank or cannot be read, or a factor of its rate is nowhere or ambiguous",
        "total_cost(rows[1]) == 2万元 and total_cost(rows[3]) == null",
        lists=(*_COST_LISTS, "cost_totals", "quantity_levels"),
    ),
    "direction": Function(
        rows.direction, ("any",), "text",
        "Whether more (`up`) or less (`down`) of a row or its value is better, or `none`: costs go down, else a word "
        "in the row's name says it, else the comparator.",
        "the value is needed for it, and blank",
        "direction(rows[1]) == 'down' and direction(rows[0]) == 'up'",
        words=("up", "down", "none"),
        lists=(*_COST_LISTS, "up_words", "down_words"),
    ),
}  # fmt: skip


def check_arguments(syntax: Call) -> Function:
    """The function that `syntax` calls; raises `ExpressionError` if there is none, or for too many or few arguments."""
    function = FUNCTIONS.get(syntax.name)
    if function is None:
        raise ExpressionError("unknown-function", syntax.name_span, name=syntax.name, choices=list(FUNCTIONS))
    least, most, found = function.required, len(function.parameters), len(syntax.arguments)
    if least <= found <= most:
        return function
    span = syntax.span if found < least else (syntax.arguments[most].span[0], syntax.arguments[-1].span[1])
    wanted = str(least) if least == most else f"{least}–{most}"
    raise ExpressionError("wrong-arguments", span, name=syntax.name, wanted=wanted, found=found)


def call_function(syntax: Call, arguments: list[Callable[[Environment], Any]]) -> Callable[[Environment], Any]:
    """A closure that calls a function of the table."""
    run = check_arguments(syntax).call
    if len(arguments) == 1:  # by far the most
        (only,) = arguments

        def call_one(env: Environment) -> Any:
            env.spend()
            return settled(run(env, only(env)))

        return call_one

    def call(env: Environment) -> Any:
        env.spend()
        return settled(run(env, *[argument(env) for argument in arguments]))

    return call
