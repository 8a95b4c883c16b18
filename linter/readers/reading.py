"""What a reader gives, and how a tree of keys is recognised as a submission."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from linter import catalogue, limits
from linter.diagnostic import Problem
from linter.document import Document, Kind, Node, locate_start
from linter.prepare import canonical
from linter.readers.absent import ABSENT, take_over
from linter.schema import DocumentKind
from linter.source import Source, whole_file

# Comparing is slow: of a file that holds other things as well, so many are advised on, by so many keys of each.
_ADVISED = 50
_COMPARED = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """`recognised` is False when the file surely holds no submission, None when that cannot be told.

    `failed` when the file could not be checked although nothing need be wrong with it.
    """

    source: Source | None
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()
    recognised: bool | None = True
    failed: bool = False
    comments: bool = False  # whether the text may hold comments as YAML has them


def submissions(
    roots: Sequence[Node], source: Source, kinds: Sequence[DocumentKind], problems: list[Problem]
) -> Reading:
    """The submissions among the roots of a YAML or JSON file: mappings with at least two of a kind's labels."""
    documents: list[Document] = []
    others: list[tuple[int, Node]] = []
    parts = [part for root in roots for part in (root.children if root.kind is Kind.SEQUENCE else [root])]
    for number, node in enumerate((part for part in parts if not part.blank), 1):
        kind = _kind(node, kinds)
        if kind is None:
            others.append((number, node))
            continue
        if len(documents) >= limits.SUBMISSIONS:
            problems.append(
                Problem("too-many", whole_file(source.path), {"what": "submissions", "limit": limits.SUBMISSIONS})
            )
            break
        node.parent = node.key = None
        listed = node.children.pop(ABSENT, None)
        document = Document(kind, node, source, len(documents) + 1)
        found = [*canonical(node, kind.root, source), *(take_over(document, listed) if listed is not None else ())]
        problems += [replace(problem, submission=document.number) for problem in found]
        documents.append(document)
    if documents:
        problems += _not_recognised(others, documents[0].kind, source)
    return Reading(source, tuple(documents), tuple(_owned(problems, documents)), bool(documents))


def duplicate_key(source: Source, key: str, first: Node, second: Node) -> Problem:
    """A key that is given twice; both places are shown."""
    places = [
        source.location(node.key_place.start or 0, node.key_place.end or 0)
        for node in (first, second)
        if node.key_place
    ]
    return Problem("duplicate-key", places[-1], {"key": key}, (("first", places[0]),))


def _not_recognised(others: Sequence[tuple[int, Node]], kind: DocumentKind, source: Source) -> Iterator[Problem]:
    """What stands beside submissions and is none, each with its number among the parts of the file.

    A key of it that looks like a misspelt label of `kind` is named.
    """
    fields = kind.root.properties
    choices = [word for field in fields.values() for word in (field.name, *field.labels)]
    labels = [fields[name].title for name in kind.root.required if name in fields]
    for nth, (number, node) in enumerate(others):
        words: dict[str, Any] = {"number": number, "labels": labels}
        keys = list(node.children)[:_COMPARED] if node.kind is Kind.MAPPING and nth < _ADVISED else []
        for key in keys:
            likely = catalogue.closest(key, choices) if kind.root.by_label(key) is None else []
            if likely:
                words |= {"key": key, "suggestion": likely[0]}
                break
        # Its pointer would be taken for that of a value of the submissions.
        yield Problem("part-not-recognised", replace(locate_start(source, node), pointer=None), words)


def _owned(problems: Sequence[Problem], documents: Sequence[Document]) -> Iterator[Problem]:
    """Problems of the file's text as those of the submission they stand in, and of the value that begins there."""
    starts = [document.root.place.start or 0 for document in documents]
    values: dict[int, dict[int | None, Node]] = {}
    for problem in problems:
        at = problem.location.order
        document = documents[max(bisect_right(starts, at) - 1, 0)] if documents else None
        if document is None or problem.submission is not None or not _within(document.root, at):
            yield problem
            continue
        if document.number not in values:
            scalars = [node for node in document.root.walk() if node.kind is Kind.SCALAR]
            # The first that stands there, not what an alias repeats.
            values[document.number] = {node.place.start: node for node in reversed(scalars)}
        value = values[document.number].get(at)
        pointer = problem.location.pointer if value is None else value.pointer
        yield replace(problem, location=replace(problem.location, pointer=pointer), submission=document.number)


def _within(node: Node, at: int) -> bool:
    return node.place.start is not None and node.place.end is not None and node.place.start <= at < node.place.end


def _kind(node: Node, kinds: Sequence[DocumentKind]) -> DocumentKind | None:
    if node.kind is not Kind.MAPPING:
        return None
    least = 1 if ABSENT in node.children else 2
    labelled = [(count, kind) for kind in kinds if (count := kind.labels_among(list(node.children))) >= least]
    fitting = [((count + fit[0], fit[1]), kind) for count, kind in labelled for fit in [kind.fit(_columns(node, kind))]]
    return max(fitting, key=lambda pair: pair[0], default=(None, None))[1]


def _columns(node: Node, kind: DocumentKind) -> set[str]:
    """The keys of the rows of what may be a submission of `kind`."""
    lists = [below for key, below in node.children.items() if kind.root.by_label(key) is kind.rows]
    rows = [row for one in lists if one.kind is Kind.SEQUENCE for row in one.children]
    return {key for row in rows if row.kind is Kind.MAPPING for key in row.children}


# A key before its colon, at the start of a line or inside `{…}`.
_KEY = re.compile(
    r"(?:^|[{,])[ \t\u3000]*(?:-[ \t]+)?[\"']?([^\s:：\"'#{}\[\],][^:：\"'#{}\[\],\r\n]{0,60})[\"']?[ \t]*[:：]", re.M
)


def looks_like(source: Source, kinds: Sequence[DocumentKind]) -> bool:
    """Whether text that cannot be parsed seems to be a submission: two of a kind's top-level labels before colons."""
    keys = list({match.group(1).strip() for match in _KEY.finditer(source.text)})
    return any(kind.labels_among(keys) >= 2 for kind in kinds)
