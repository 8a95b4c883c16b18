"""YAML: nodes from ruamel.yaml's C parser, scalars from their source text, the field's usual slips by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from linter import composer, limits
from linter.diagnostic import Edit, Problem
from linter.document import Kind, Node, Place, mapping, scalar, sequence
from linter.readers import easy_yaml
from linter.readers.reading import Reading, duplicate_key, looks_like, submissions
from linter.readers.yaml_errors import explain_error, quoted, unquoted
from linter.readers.yaml_keys import keys_of_text, swallowed_keys
from linter.readers.yaml_plain import resolve
from linter.schema import DocumentKind
from linter.source import Source

# libyaml takes these for line ends (YAML 1.1), editors do not: line numbers would differ.
_SEPARATORS = re.compile("[\u0085\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_CONTROL_DETAIL = "control characters are not allowed"
# An anchor or tag as YAML means them, before the value that carries it; and one before anything else.
_MARKS = re.compile(r"(?:[&!][A-Za-z0-9_!:.<>-]*[ \t]+)+(?=\S)")
_TOKEN = re.compile(r"\S+")


def read(source: Source, kinds: Sequence[DocumentKind]) -> Reading:
    """Every submission of a YAML file (several documents, or a list of submissions in one)."""
    easy = easy_yaml.parse(source.text)
    if easy is not None:
        reading = submissions([easy], source, kinds, [])
        if reading.documents:  # and no colon in its values that may have been meant to end a key
            return replace(reading, comments=True)
    roots, problems = parse(source, lambda key: any(kind.knows(key) for kind in kinds))
    if problems and not roots:
        return Reading(source, (), tuple(problems), looks_like(source, kinds) or None)
    reading = submissions(roots, source, kinds, problems)
    if reading.documents:
        colons = [found for document in reading.documents for found in swallowed_keys(document)]
        return replace(reading, problems=(*reading.problems, *colons), comments=True)
    colons = list(keys_of_text(source, kinds)) if not problems and looks_like(source, kinds) else []
    return Reading(source, (), tuple(colons), True) if colons else reading


def parse(source: Source, is_key: Callable[[str], bool] = lambda key: False) -> tuple[list[Node], list[Problem]]:
    """The root nodes of a YAML text with raw keys; used for submissions, rule packs and configuration alike.

    `is_key` knows the keys that may stand without a value after a comma inside `{…}`.
    """
    separator = _SEPARATORS.search(source.text)
    if separator is not None:
        words = {"character": f"U+{ord(separator.group()):04X}"}
        place = source.location(*separator.span())
        return [], [Problem("unreadable-line-separator", place, words, edits=(Edit(place, " "),))]
    control = _CONTROL.search(source.text)
    if control is not None:
        return [], [Problem("syntax-error", source.location(*control.span()), {"detail": _CONTROL_DETAIL})]
    from ruamel.yaml.error import YAMLError

    builder = _Builder(source, is_key)
    roots: list[Node] = []
    try:
        for root in composer.compose(source.text):
            roots.append(builder.build(root, 0))
    except composer.TooDeep as error:
        return [], [Problem("too-deep", source.location(error.offset, error.offset + 1), {"limit": limits.DEPTH})]
    except _TooManyNodes as error:
        place = source.location(error.offset, error.offset + 1)
        return [], [Problem("too-many", place, {"what": "nodes", "limit": builder.limit})]
    except YAMLError as error:
        return [], [explain_error(error, source)]
    except Exception as error:  # the parser lets raw exceptions of several types escape on bad input
        return [], [Problem("syntax-error", source.location(0, 0), {"detail": f"{type(error).__name__}: {error}"})]
    return roots, builder.problems


class _TooManyNodes(Exception):
    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class _Builder:
    """Composed nodes to document nodes, counting what aliases expand to."""

    def __init__(self, source: Source, is_key: Callable[[str], bool]) -> None:
        self.source, self.is_key = source, is_key
        self.problems: list[Problem] = []
        self.count = 0
        # Text of n characters has fewer than n nodes; aliases may make a few times that, not more.
        self.limit = min(limits.EXPANDED_NODES, limits.EXPANSION_RATIO * max(len(source.text), 50))
        self._cut_value: Node | None = None  # the last value that was found cut in two
        self._marked: set[int] = set()  # where an anchor or a tag was reported

    def build(self, node: Any, depth: int) -> Node:
        self.count += 1
        start, end = node.start_mark.index, node.end_mark.index
        if self.count > self.limit:
            raise _TooManyNodes(start)
        if depth > limits.DEPTH:  # an alias inside its own anchor
            raise composer.TooDeep(start)
        marked = self.source.text[start : start + 1] in ("&", "!")  # no plain text begins so
        if node.id == "scalar":
            return self._scalar(node, start, end) if not marked else self._marked_scalar(node, start, end)
        if marked:
            token = _TOKEN.match(self.source.text, start)
            self._report_mark(start, token.end() if token is not None else start + 1)
        made = sequence(Place(start, end)) if node.id == "sequence" else mapping(Place(start, end))
        if node.id == "sequence":
            for item in node.value:
                made.append(self.build(item, depth + 1))
            return made
        self._pairs(node, made, depth)
        return made

    def _marked_scalar(self, node: Any, start: int, end: int) -> Node:
        """`&x 值` or `!x 值` is read as the value, anything else as all of it: one slip is one finding."""
        text = self.source.text[start:end].rstrip()
        self._report_mark(start, start + len(text))
        marks = _MARKS.match(text)
        if marks is None:
            return scalar(Place(start, start + len(text), start), text)
        made = self._scalar(node, start + marks.end(), end)
        made.place.start = start  # where the finding stands
        return made

    def _report_mark(self, start: int, end: int) -> None:
        """Report an anchor or a tag, once however many aliases lead to it."""
        if start not in self._marked:
            self._marked.add(start)
            marks = _MARKS.match(self.source.text, start, end)
            self.problems.append(unquoted(self.source, start, end, marks.end() if marks is not None else None))

    def _pairs(self, node: Any, made: Node, depth: int) -> None:
        previous: Node | None = None
        for key_node, value_node in node.value:
            key_text = key_node.value if isinstance(key_node.value, str) else ""
            key_place = Place(key_node.start_mark.index, key_node.end_mark.index)
            if previous is not None and self._cut(node, key_node, value_node, previous):
                continue
            value = self.build(value_node, depth + 1)
            value.key_place, value.label = key_place, key_text
            if not isinstance(key_node.value, str):
                words = {"detail": "a mapping or list as a key"}
                self.problems.append(
                    Problem("syntax-error", self.source.location(key_place.start or 0, key_place.end or 0), words)
                )
            elif key_text in made.children:
                self.problems.append(duplicate_key(self.source, key_text, made.children[key_text], value))
            else:
                made.put(key_text, value)
                previous = value

    def _cut(self, node: Any, key: Any, value: Any, previous: Node) -> bool:
        """Inside `{…}` a comma ended the value before: what follows it stands as a key without a colon.

        What was meant is put back, so that one slip is one finding.
        """
        if not node.flow_style or previous.kind is not Kind.SCALAR or previous.quoted:
            return False
        if value.value != "" or value.style or self.is_key(key.value):
            return False
        start, end = previous.place.start, key.end_mark.index
        after = self.source.text[end : value.end_mark.index + 2].lstrip()
        if start is None or after.startswith(":"):
            return False
        text = self.source.text[start:end]
        if self._cut_value is previous:
            self.problems.pop()  # a second comma in the same value
        self._cut_value = previous
        words, place = {"text": text, "suggestion": quoted(text)}, self.source.location(start, end)
        self.problems.append(Problem("value-cut", place, words, edits=(Edit(place, quoted(text)),)))
        previous.text, previous.value, previous.place = text, resolve(text), Place(start, end, start)
        return True

    def _scalar(self, node: Any, start: int, end: int) -> Node:
        text, style = node.value, node.style or ""
        made = scalar(Place(start, end), text)
        made.quoted = bool(style)
        written = self.source.text[start:end]
        if not style:
            made.value = resolve(text)
            made.text = "" if made.value is None else text
            made.place.text_start = start if written == made.text else None
        elif style in "'\"" and written[1:-1] == text:
            made.place.text_start = start + 1
        elif style in ">|":
            self._block(made, written, start)
        return made

    def _block(self, made: Node, written: str, start: int) -> None:
        """`值: >2` is an empty folded text to YAML; nobody means that."""
        header = written.split("\n", 1)[0].strip()
        if not made.text.strip() and any(map(str.isdigit, header)):
            self.problems.append(unquoted(self.source, start, start + len(header)))
            made.text, made.value = header, header  # what was meant, so that one slip is one finding
            made.place = Place(start, start + len(header), start)
