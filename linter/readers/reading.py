"""What a reader gives, and how a tree of keys is recognised as a submission."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from linter import limits
from linter.diagnostic import Problem
from linter.document import Document, Kind, Node
from linter.prepare import canonical
from linter.schema import DocumentKind
from linter.source import Source, whole_file


@dataclass(frozen=True, slots=True)
class Reading:
    """`recognised` is False when the file surely holds no submission, None when that cannot be told."""

    source: Source | None
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()
    recognised: bool | None = True


def submissions(
    roots: Sequence[Node], source: Source, kinds: Sequence[DocumentKind], problems: list[Problem]
) -> Reading:
    """The submissions among the roots of a YAML or JSON file: mappings with at least two of a kind's labels."""
    documents: list[Document] = []
    for root in roots:
        for node in root.children if root.kind is Kind.SEQUENCE else [root]:
            kind = _kind(node, kinds)
            if kind is None:
                continue
            if len(documents) >= limits.SUBMISSIONS:
                problems.append(
                    Problem("too-many", whole_file(source.path), {"what": "submissions", "limit": limits.SUBMISSIONS})
                )
                break
            node.parent = node.key = None
            document = Document(kind, node, source, len(documents) + 1)
            for problem in canonical(node, kind.root, source):
                problems.append(Problem(problem.id, problem.location, problem.words, problem.related, document.number))
            documents.append(document)
    return Reading(source, tuple(documents), tuple(problems), bool(documents))


def _kind(node: Node, kinds: Sequence[DocumentKind]) -> DocumentKind | None:
    if node.kind is not Kind.MAPPING:
        return None
    counted = [(kind.labels_among(list(node.children)), kind) for kind in kinds]
    best = max(counted, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] >= 2 else None


_KEY_LINE = re.compile(
    r"^[ \t\u3000]*(?:-[ \t]+)?[\"']?([^\s:：\"'#{}\[\],][^:：\"'#{}\[\],]{0,60})[\"']?[ \t]*[:：]", re.M
)


def looks_like(source: Source, kinds: Sequence[DocumentKind]) -> bool | None:
    """Whether text that cannot be parsed seems to be a submission: two of a kind's top-level labels before colons."""
    keys = [match.group(1).strip() for match in _KEY_LINE.finditer(source.text)]
    return any(kind.labels_among(keys) >= 2 for kind in kinds)
