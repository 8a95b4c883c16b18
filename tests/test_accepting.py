"""The quick check of structure accepts nothing that jsonschema refuses, and accepts what is clean."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.corpus import corpus
from linter import load_rulebook, prepare, readers
from linter.accepting import acceptor
from linter.document import Document, Node
from linter.readers import yaml
from linter.schema import load_kind
from linter.source import Source
from linter.structure import instance, validator

BOOK = load_rulebook()
KIND = next(kind for kind in BOOK.kinds if kind.id == "target-table")
PACK = BOOK.pack_for(KIND)
ACCEPTS = acceptor(KIND.schema)
VALIDATOR = validator(KIND.schema)


def documents(text: str) -> list[Document]:
    found = list(readers.read(text.encode(), "a.yaml", BOOK.kinds).documents)
    for document in found:
        list(prepare.prepare(document, PACK.canonical, PACK.units))
    return found


def refused(check: Any, root: Node) -> bool:
    return any(True for _ in check.iter_errors(instance(root)))


def test_clean_submissions_are_accepted() -> None:
    assert ACCEPTS is not None
    for made, _ in corpus(20, distinct=True):
        (document,) = documents("\n".join(made.lines()) + "\n")
        assert ACCEPTS(document.root)


def test_every_bundled_kind_is_understood() -> None:
    assert [kind.id for kind in BOOK.kinds if acceptor(kind.schema) is None] == []


def test_a_missing_field_is_not_accepted() -> None:
    assert ACCEPTS is not None
    for made, said in corpus(60, faults=1.0):
        for document in documents("\n".join(made.lines()) + "\n"):
            assert ACCEPTS(document.root) == (said["rule"] != "missing-field")


SLIPS = [
    "",
    " ",
    "x: y",
    "[]",
    "{}",
    "[a, b]",
    "~",
    "true",
    "12",
    "-3",
    "0",
    '""',
    '"2023"',
    "2023年",
    "[[a]]",
    "{a: b}",
    "1e5",
]


@given(st.integers(1, 30), st.data())
def test_what_is_accepted_is_valid(number: int, data: st.DataObject) -> None:
    assert ACCEPTS is not None
    made = next(one for one, _ in corpus(number) if one.number == number)
    lines = made.lines()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        key, colon, _ = lines[at].partition(":")
        value = data.draw(st.sampled_from(SLIPS))
        lines[at] = data.draw(st.sampled_from([f"{key}{colon} {value}", "", lines[at].replace("指标", "标", 1)]))
    for document in documents("\n".join(lines) + "\n"):
        if ACCEPTS(document.root):
            assert not refused(VALIDATOR, document.root)


TYPES = st.sampled_from(["string", "number", "integer", "boolean", "null", "array", "object"])
LEAVES = st.fixed_dictionaries(
    {},
    optional={
        "type": TYPES | st.lists(TYPES, min_size=1, max_size=3),
        "minLength": st.integers(0, 3),
        "pattern": st.sampled_from(["^a", "b$", "[0-9]"]),
        "enum": st.lists(st.sampled_from(["a", "ab", "1", 1]), min_size=1),
        "minItems": st.integers(0, 2),
        "x-value": st.just("points"),
    },
)


def _larger(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES,
            "properties": st.dictionaries(st.sampled_from("ab"), below, max_size=2),
            "required": st.lists(st.sampled_from("abc"), max_size=2, unique=True),
            "additionalProperties": st.booleans(),
            "items": below,
            "if": below,
            "then": below,
            "else": below,
            "$ref": st.just("#/$defs/d"),
            "maxLength": st.just(1),
        },
    )


SCHEMAS = st.recursive(LEAVES, _larger, max_leaves=6)
DATA = st.recursive(
    st.sampled_from(["", "a", "ab", "1", " ", 1, -2, 1.5, True, None]),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from("abc"), below, max_size=3),
    max_leaves=8,
)


@given(SCHEMAS, LEAVES, st.lists(DATA, min_size=1, max_size=4))
def test_any_schema(schema: dict[str, Any], further: dict[str, Any], samples: list[Any]) -> None:
    kind = load_kind(json.dumps({**schema, "$defs": {"d": further}}), "any")
    accepts, check = acceptor(kind.schema), validator(kind.schema)
    if accepts is None:
        return
    for sample in samples:
        source = Source("a.yaml", json.dumps(sample))
        (root,), _ = yaml.parse(source)
        list(prepare.canonical(root, kind.root, source))
        if accepts(root):
            assert not refused(check, root), (kind.schema, sample)


@pytest.mark.parametrize(
    "keyword", ["maxLength", "oneOf", "const", "dependentRequired", "unevaluatedProperties", "$anchor"]
)
def test_an_unknown_keyword_is_not_passed_over(keyword: str) -> None:
    assert acceptor({"type": "object", "properties": {"a": {keyword: 1}}}) is None
