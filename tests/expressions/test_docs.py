"""docs/rule-language.md and its Chinese twin: every example holds, and every function is described."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from linter import readers
from linter.document import Document
from linter.expressions import Environment, ExpressionError, Unknown, compile_syntax, operators, parse
from linter.expressions.checker import Checker, Scope, Type
from linter.expressions.functions import FUNCTIONS
from linter.expressions.model import settled
from linter.expressions.syntax import MACROS
from linter.prepare import prepare
from linter.rule import Pack
from linter.rulebook import load_rulebook

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ["rule-language.md", "rule-language.zh.md"]
_BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[tuple[str, str]]:
    """What stands in the boxes of a page, each with the words after its first marks."""
    return [(match[1], match[2]) for match in _BLOCK.finditer((DOCS / page).read_text(encoding="utf-8"))]


def examples(page: str) -> Iterator[tuple[str, str, str]]:
    """The node that an example is about, the expression, and what comes out."""
    for kind, text in blocks(page):
        if kind.split(" ")[0] == "jixiao":
            for line in filter(None, text.splitlines()):
                expression, arrow, result = line.partition("→")
                assert arrow, line
                yield kind.removeprefix("jixiao").strip(), expression.strip(), result.strip()


CASES = [(page, *case) for page in PAGES for case in examples(page)]


@cache
def pack() -> Pack:
    return load_rulebook().packs[0]


def words() -> dict[str, Sequence[str]]:
    """The lists of the bundled pack, and those it does not need itself."""
    return {"up_words": ["率", "满意度"], "down_words": ["投诉率"], **pack().words}


@cache
def form(page: str) -> Document:
    [text] = [text for kind, text in blocks(page) if kind == "yaml submission"]
    reading = readers.read(text.encode(), "form.yaml", (pack().kind,))
    assert not reading.problems
    [document] = reading.documents
    assert not list(prepare(document, pack().canonical))
    return document


def value(expression: str, page: str, at: str) -> Any:
    document = form(page)
    env = Environment(root=document.root, this=document.find(at), document=document, lists=words())
    env.names = {"lists": words()}
    return settled(compile_syntax(parse(expression))(env))


def problems(expression: str, page: str, at: str) -> list[str]:
    """What is wrong with an expression, as the page says it."""
    node = form(page).find(at)
    assert node is not None
    lists = {name: Type("list", Type("text")) for name in words()}
    vocabularies = {name: frozenset(vocabulary.words) for name, vocabulary in pack().vocabularies.items()}
    root = Type("node", field=pack().kind.root)
    scope = Scope(root, Type("node", field=node.field), {"lists": Type("node", members=lists)}, vocabularies)
    checker = Checker(scope)
    try:
        checker.check(parse(expression))
        found = checker.problems
    except ExpressionError as error:
        found = [error]
    return [f"{one.id}: {expression[slice(*one.span)]}" for one in found]


@pytest.mark.parametrize(("page", "at", "expression", "result"), CASES)
def test_example(page: str, at: str, expression: str, result: str) -> None:
    wrong = problems(expression, page, at)
    if result.startswith("refused"):
        assert result == f"refused ({', '.join(wrong)})"
        return
    assert [one for one in wrong if not one.startswith("constant-condition")] == []
    if result.startswith("undetermined"):
        with pytest.raises(Unknown) as caught:
            operators.equal(value(expression, page, at), None)
        assert result == f"undetermined ({caught.value.reason})"
        return
    assert operators.equal(value(expression, page, at), value(result, page, at))


def test_both_pages_have_the_same_examples() -> None:
    english, chinese = ([(at, *rest) for _, at, *rest in CASES if _ == page] for page in PAGES)
    assert english == chinese
    assert len(english) > 100
    assert blocks_of_rules(PAGES[0]) == blocks_of_rules(PAGES[1])
    assert form(PAGES[0]).source.text == form(PAGES[1]).source.text


def blocks_of_rules(page: str) -> list[str]:
    found = [text for kind, text in blocks(page) if kind == "yaml rule"]
    assert found
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_function_and_macro_is_described_and_shown(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    described = set(re.findall(r"`(\w+)\(", text)) | set(re.findall(r"`list\.(\w+)\(", text))
    assert set(FUNCTIONS) | MACROS <= described
    shown = " ".join(expression for _, _, expression, _ in CASES)
    assert [name for name in [*FUNCTIONS, *MACROS] if f"{name}(" not in shown] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_kind_and_every_check_is_named(page: str) -> None:
    from linter.catalogue import ids

    text = (DOCS / page).read_text(encoding="utf-8")
    assert [kind for kind in FUNCTIONS["kind"].words if f"`{kind}`" not in text] == []
    section = text[text.index("`expression-syntax` |") :]
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", section))
    assert named <= set(ids())
