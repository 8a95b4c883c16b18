"""Parameters and vocabularies of a pack: their types, their values, and the words a form may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from linter import values
from linter.diagnostic import Location, Problem
from linter.document import Kind, Node
from linter.packs import PackFile, plain_value
from linter.patterns import PatternProblem, compile_pattern
from linter.schema import normal

_WANTED = {
    "number": "number",
    "quantity": "quantity",
    "text": "text",
    "boolean": "boolean",
    "list": "list",
    "table": "list",
}


@dataclass(frozen=True)
class Parameter:
    """What a unit may set: `value` has the type `kind`, and for a table `columns` gives those of its columns."""

    name: str
    kind: str
    columns: Mapping[str, str]
    value: Any
    why: Mapping[str, str]
    node: Node = field(repr=False)
    file: PackFile = field(repr=False)


@dataclass(frozen=True, slots=True)
class Given:
    """A value from the settings or the command line: its tree, and where it was given."""

    node: Node
    location: Location


class ParameterError(Exception):
    """A value that does not have its parameter's type; `node` is where, `wanted` what was needed."""

    def __init__(self, node: Node, wanted: str) -> None:
        super().__init__(wanted)
        self.node = node
        self.wanted = wanted


def read_value(node: Node, kind: str, columns: Mapping[str, str]) -> Any:
    """The value of a parameter: `Decimal`, `Quantity`, text, bool, list, or a table as a list of rows.

    Raises `ParameterError`.
    """
    if kind in ("list", "table"):
        if node.kind is not Kind.SEQUENCE:
            raise ParameterError(node, "list")
        if kind == "list":
            return [_scalar(item, "text") for item in node.children]
        return [_row(item, columns) for item in node.children]
    return _scalar(node, kind)


def _row(node: Node, columns: Mapping[str, str]) -> dict[str, Any]:
    if node.kind is not Kind.MAPPING or set(node.children) != set(columns):
        raise ParameterError(node, "mapping")
    return {name: _scalar(node.children[name], kind) for name, kind in columns.items()}


def _scalar(node: Node, kind: str) -> Any:
    if node.kind is not Kind.SCALAR:
        raise ParameterError(node, _WANTED[kind])
    value = plain_value(node)
    if kind == "number" and isinstance(value, Decimal):
        return value
    if kind == "boolean" and isinstance(value, bool):
        return value
    if kind == "text" and node.text:
        return node.text
    if kind == "quantity":
        read = values.parse(node.text)
        if read.kind == "quantitative" and read.op is None and read.amount is not None and read.unit:
            return read.amount
    raise ParameterError(node, _WANTED[kind])


def read_parameters(pack: PackFile) -> tuple[dict[str, Parameter], list[Problem]]:
    """The parameters that `pack.yaml` defines, with their defaults."""
    found: dict[str, Parameter] = {}
    problems: list[Problem] = []
    defined = pack.root.child("params")
    for name, node in defined.children.items() if defined is not None else ():
        kind = node.children["type"].text
        columns = (
            {key: below.text for key, below in node.children["columns"].children.items()}
            if "columns" in node.children
            else {}
        )
        why = {language: below.text.strip() for language, below in node.children["why"].children.items()}
        try:
            value = read_value(node.children["default"], kind, columns)
        except ParameterError as error:
            problems.append(wrong_value(error, name, pack))
            continue
        found[name] = Parameter(name, kind, columns, value, why, node, pack)
    return found, problems


def wrong_value(error: ParameterError, name: str, pack: PackFile) -> Problem:
    node = error.node
    words = {"label": name, "wanted": error.wanted, "found": str(node.kind), "text": node.text}
    return Problem("wrong-type", pack.at(node), words)


def read_units(packs: Sequence[PackFile]) -> tuple[values.UnitTable | None, list[Problem]]:
    """The unit table with the rows that packs add to it, None if they add none."""
    problems: list[Problem] = []
    table: values.UnitTable | None = None
    for pack in packs:
        node = pack.root.child("units")
        if node is None:
            continue
        try:
            table = (table or values.table()).extended(_texts_of(node))
        except ValueError as error:
            problems.append(Problem("pack-structure", pack.at(node), {"field": "units", "detail": str(error)}))
    return table, problems


def _texts_of(node: Node) -> Any:
    """A tree as data whose scalars are their texts: factors must stay as written."""
    if node.kind is Kind.MAPPING:
        return {key: _texts_of(below) for key, below in node.children.items()}
    if node.kind is Kind.SEQUENCE:
        return [_texts_of(below) for below in node.children]
    return node.text or None


_WORDS_SEEN, _WORD_LENGTH = 1_000, 50  # what a vocabulary remembers: forms repeat their words


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words a field may hold, each with its aliases."""

    name: str
    words: tuple[str, ...]
    _table: Mapping[str, str] = field(repr=False)
    _strip: tuple[Any, ...] = field(repr=False)
    _seen: dict[str, str | None] = field(default_factory=dict, repr=False)

    def canonical(self, text: str) -> str | None:
        """The canonical word for a word as written, None for an unknown one; spaces and widths do not matter."""
        try:
            return self._seen[text]
        except KeyError:
            key = normal(text)
            found = self._table.get(key) or self._table.get(self._stripped(key))
            if len(self._seen) < _WORDS_SEEN and len(text) <= _WORD_LENGTH:
                self._seen[text] = found
            return found

    def _stripped(self, key: str) -> str:
        for pattern in self._strip:
            match = pattern.search(key)
            if match is not None and match.start() != match.end() and match.span() != (0, len(key)):
                key = key[: match.start()] + key[match.end() :]
        return key


def read_vocabularies(pack: PackFile) -> tuple[dict[str, Vocabulary], list[Problem]]:
    """The vocabularies of `pack.yaml`; an alias of two words is a problem."""
    found: dict[str, Vocabulary] = {}
    problems: list[Problem] = []
    defined = pack.root.child("vocabularies")
    for name, node in defined.children.items() if defined is not None else ():
        patterns = []
        strip = node.child("strip")
        for item in strip.children if strip is not None else ():
            try:
                patterns.append(compile_pattern(item.text))
            except PatternProblem as problem:
                problems.append(Problem("pattern-refused", pack.at(item), {"detail": str(problem)}))
        table: dict[str, str] = {}
        whole = Vocabulary(name, tuple(node.children["words"].children), table, tuple(patterns))
        for word, below in node.children["words"].children.items():
            for alias in [word, *(item.text for item in below.items())]:
                for key in (normal(alias), whole._stripped(normal(alias))):
                    if table.setdefault(key, word) != word:
                        words = {"word": alias, "vocabulary": name, "other": table[key]}
                        problems.append(Problem("ambiguous-alias", pack.at(below), words))
        found[name] = whole
    return found, problems
