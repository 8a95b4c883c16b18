"""A form for the tests of the rule language: the bundled schema, a few words, and ways to ask and to check."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from linter import resources
from linter.document import Document
from linter.expressions import Environment, Frame, Unknown, compile_syntax, parse
from linter.expressions.checker import Checker, Scope, Type, value_type
from linter.expressions.model import content, from_plain, to_plain
from linter.prepare import canonical, prepare
from linter.schema import load_kind
from linter.source import Source

KIND = load_kind((resources.folder("schemas") / "target-table.schema.json").read_text(encoding="utf-8"), "target-table")

LISTS = {
    "cost_levels": ["成本指标", "经济成本指标"],
    "cost_words": ["成本", "费用"],
    "cost_totals": ["总成本"],
    "quantity_levels": ["数量指标"],
    "up_words": ["率", "满意度"],
    "down_words": ["投诉率", "投诉", "响应时间"],
}

_WORDS = {
    "level1": ["产出指标", "成本指标", "效益指标"],
    "level2": ["数量指标", "质量指标", "经济成本指标", "成本指标"],
    "evidence": ["工作资料", "原始凭证", "正式资料"],
}
_ALIASES = {"正式材料": "正式资料"}
VOCABULARIES = {name: frozenset(words) for name, words in _WORDS.items()}


def _canonical(words: list[str]) -> Any:
    return lambda text: _ALIASES.get(text, text) if _ALIASES.get(text, text) in words else None


def table(absent: tuple[str, ...] = (), **data: Any) -> Document:
    """A submission with these fields, read as the linter reads one; `absent` are fields the form has no room for."""
    root, source = from_plain(data), Source("table.yaml", "")
    problems = list(canonical(root, KIND.root, source))
    document = Document(KIND, root, source, absent=frozenset(absent))
    problems += prepare(document, {name: _canonical(words) for name, words in _WORDS.items()})
    assert not [problem for problem in problems if problem.id != "not-a-number"], problems
    return document


def environment(document: Document, at: str = "", names: Mapping[str, Any] | None = None) -> Environment:
    return Environment(
        root=document.root,
        this=document.find(at),
        names=dict(names or {}),
        lists=LISTS,
        document=document,
    )


def ask(text: str, document: Document, at: str = "", names: Mapping[str, Any] | None = None) -> Any:
    """The value of an expression as plain data; raises `Unknown`."""
    value = compile_syntax(parse(text))(environment(document, at, names))
    return to_plain(value if isinstance(value, list) else content(value))


def trace(
    text: str,
    document: Document,
    at: str = "",
    names: Mapping[str, Any] | None = None,
    lets: Mapping[str, str] | None = None,
) -> Frame:
    """The traced evaluation of an expression, whose `let`s are given as texts; its value may be an `Unknown`."""
    env = environment(document, at, names)
    env.lets = {name: compile_syntax(parse(let), True) for name, let in (lets or {}).items()}
    top = Frame(None)
    env.frames = [top]
    with suppress(Unknown):
        compile_syntax(parse(text), True)(env)
    return top.below[-1]


PARAMS = {"total": from_plain(0).value, "limit": "x", "rows": [{"level": "产出指标", "points": from_plain(40).value}]}


def scope(at: str = "") -> Scope:
    known = KIND.field_at(at) if at else KIND.root
    assert known is not None
    found = Scope(Type("node", field=KIND.root), Type("node", field=known), vocabularies=VOCABULARIES)
    found.names["params"] = value_type(PARAMS)
    found.names["lists"] = Type("node", members={name: Type("list", Type("text")) for name in [*LISTS, *_WORDS]})
    return found


def faults(text: str, at: str = "", condition: bool = False, given: str | None = None) -> list[tuple[str, str]]:
    """What is wrong with an expression: ids, and the characters that are blamed."""
    return [(id, blamed) for id, blamed, _ in faults_with_words(text, at, condition, given)]


def faults_with_words(
    text: str, at: str = "", condition: bool = False, given: str | None = None
) -> list[tuple[str, str, Mapping[str, Any]]]:
    checker = Checker(scope(at))
    checker.check(parse(text), condition, (parse(given),) if given is not None else ())
    return [(one.id, text[one.span[0] : one.span[1]], one.words) for one in checker.problems]
