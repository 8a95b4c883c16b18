"""YAML: nodes from ruamel.yaml's C parser, scalars from their source text, the field's usual slips by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from linter import composer, limits
from linter.decimals import decimal
from linter.diagnostic import Problem
from linter.document import Node, Place, locate_key, mapping, scalar, sequence
from linter.readers.reading import Reading, looks_like, submissions
from linter.readers.yaml_errors import explain_error
from linter.schema import DocumentKind
from linter.source import Source

# libyaml takes these for line ends (YAML 1.1), editors do not: line numbers would differ.
_SEPARATORS = re.compile("[\u0085\u2028\u2029]")
_WIDE_COLON = re.compile(r"^[ \t\u3000]*(?:-[ \t]+)?([^\s:：#][^:：\n]{0,40})(：|:(?=[^\s/]|\u3000))", re.M)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def read(source: Source, kinds: Sequence[DocumentKind]) -> Reading:
    """Every submission of a YAML file (several documents, or a list of submissions in one)."""
    roots, problems = parse(source)
    if problems and not roots:
        return Reading(source, (), tuple(problems), looks_like(source, kinds) or None)
    reading = submissions(roots, source, kinds, problems)
    if not reading.documents and not problems and looks_like(source, kinds):
        wide = _wide_colons(source, kinds)
        if wide:
            return Reading(source, (), tuple(wide), True)
    return reading


def _wide_colons(source: Source, kinds: Sequence[DocumentKind]) -> list[Problem]:
    """`权重：20` alone on its line is a text, not a key and a value; name each known key that is written so."""
    found = []
    for match in _WIDE_COLON.finditer(source.text):
        if any(kind.root.by_label(match.group(1)) for kind in kinds):
            found.append(Problem("full-width-colon", source.location(*match.span(2)), {"key": match.group(1)}))
    return found[:20]


def parse(source: Source) -> tuple[list[Node], list[Problem]]:
    """The root nodes of a YAML text with raw keys; used for submissions, rule packs and configuration alike."""
    separator = _SEPARATORS.search(source.text)
    if separator is not None:
        words = {"character": f"U+{ord(separator.group()):04X}"}
        return [], [Problem("unreadable-line-separator", source.location(*separator.span()), words)]
    from ruamel.yaml.error import YAMLError

    builder = _Builder(source)
    roots: list[Node] = []
    try:
        for root in composer.compose(source.text):
            roots.append(builder.build(root, 0))
    except composer.TooDeep as error:
        return [], [Problem("too-deep", source.location(error.offset, error.offset + 1), {"limit": limits.DEPTH})]
    except _TooManyNodes as error:
        return [], [Problem("too-many", error.args[0], {"what": "nodes", "limit": error.args[1]})]
    except YAMLError as error:
        return [], [explain_error(error, source)]
    except Exception as error:  # the parser lets raw exceptions of several types escape on bad input
        return [], [Problem("syntax-error", source.location(0, 0), {"detail": f"{type(error).__name__}: {error}"})]
    return roots, builder.problems


class _TooManyNodes(Exception):
    pass


class _Builder:
    """Composed nodes to document nodes, counting what aliases expand to."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.count = 0
        # Text of n characters has fewer than n nodes; aliases may make a few times that, not more.
        self.limit = min(limits.EXPANDED_NODES, limits.EXPANSION_RATIO * max(len(source.text), 50))

    def build(self, node: Any, depth: int) -> Node:
        self.count += 1
        start, end = node.start_mark.index, node.end_mark.index
        if self.count > self.limit or depth > limits.DEPTH:
            raise _TooManyNodes(self.source.location(start, start + 1), self.limit)
        kind = type(node).__name__
        if kind == "ScalarNode":
            return self._scalar(node, start, end)
        made = mapping(Place(start, end)) if kind == "MappingNode" else sequence(Place(start, end))
        if kind == "SequenceNode":
            for item in node.value:
                made.append(self.build(item, depth + 1))
            return made
        self._pairs(node, made, depth)
        return made

    def _pairs(self, node: Any, made: Node, depth: int) -> None:
        previous: Node | None = None
        for key_node, value_node in node.value:
            key_text = key_node.value if isinstance(key_node.value, str) else ""
            key_place = Place(key_node.start_mark.index, key_node.end_mark.index)
            if self._cut(node, key_node, value_node, previous):
                continue
            value = self.build(value_node, depth + 1)
            value.key_place, value.label = key_place, key_text
            if not isinstance(key_node.value, str):
                words = {"detail": "a mapping or list as a key"}
                self.problems.append(
                    Problem("syntax-error", self.source.location(key_place.start or 0, key_place.end or 0), words)
                )
            elif key_text in made.children:
                first = locate_key(self.source, made.children[key_text])
                value.key, value.parent = key_text, made
                self.problems.append(
                    Problem("duplicate-key", locate_key(self.source, value), {"key": key_text}, (("first", first),))
                )
            else:
                made.put(key_text, value)
                previous = value

    def _cut(self, node: Any, key: Any, value: Any, previous: Node | None) -> bool:
        """Inside `{…}` a comma ended the value before: what follows it stands as a key without a colon."""
        if not node.flow_style or previous is None or value.value != "" or value.style:
            return False
        if self.source.text[key.end_mark.index : value.end_mark.index].strip() or previous.place.start is None:
            return False
        rest = self.source.text[key.end_mark.index : key.end_mark.index + 2].lstrip()
        if rest.startswith(":"):
            return False
        start, end = previous.place.start, key.end_mark.index
        self.problems.append(
            Problem(
                "value-cut", self.source.location(start, end, previous.pointer), {"text": self.source.text[start:end]}
            )
        )
        return True

    def _scalar(self, node: Any, start: int, end: int) -> Node:
        text, style = node.value, node.style or ""
        made = scalar(Place(start, end), text)
        made.quoted = bool(style)
        written = self.source.text[start:end]
        if not style:
            made.value = _resolve(text)
            if written == text:
                made.place.text_start = start
        elif style in "'\"" and written[1:-1] == text:
            made.place.text_start = start + 1
        elif style in ">|":
            self._block(made, written, start)
        if node.tag is not None and str(node.tag.suffix or "") != "tag:yaml.org,2002:str" or (node.anchor and not text):
            self._must_quote(start, start + len(written.rstrip()))
        return made

    def _block(self, made: Node, written: str, start: int) -> None:
        """`指标值: >2` is an empty folded text to YAML; nobody means that."""
        header = written.split("\n", 1)[0].strip()
        if not made.text.strip() and len(header) > 1:
            self._must_quote(start, start + len(header))
            made.text, made.value = header, header  # what was meant, so that one slip is one finding
            made.place = Place(start, start + len(header), start)

    def _must_quote(self, start: int, end: int) -> None:
        text = self.source.text[start:end]
        self.problems.append(
            Problem("value-must-be-quoted", self.source.location(start, end), {"text": text, "suggestion": f'"{text}"'})
        )


def _resolve(text: str) -> Any:
    """What a plain scalar means: null, a truth value, an exact number, or its text."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text[0] in "+-.0123456789" and "," not in text:
        number = decimal(text)
        if number is not None:
            return number
    return text
