"""From what a rule found to the edits that mend it: new texts, in the quotes, escapes and cells they stand in."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable, Iterator
from pathlib import PurePath

from linter import values
from linter.catalogue import Language
from linter.diagnostic import Edit, Fix, Location
from linter.document import Document, Kind, Node, Place, locate, place_location
from linter.expressions import RuleFault, Unknown
from linter.expressions.model import content
from linter.outcomes import Verdict, environment, evaluate, nodes_of
from linter.readers import yaml
from linter.rule import Correction, Rule
from linter.source import Source

# A span of a node's text, and what is to stand there.
Change = tuple[int, int, str]

# Office files in which cells can be changed; in the others an edit could not be carried out.
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})

_BREAKS_CELL = re.compile(r'["|,\t\r\n]|[ \u3000]{2}')  # what ends or quotes a cell of a text dump
_UNWRITABLE = re.compile("[\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")  # in quotes, except as an escape


def is_workbook(path: str) -> bool:
    """Whether a file is named as a workbook, whose cells can be changed."""
    return PurePath(path).suffix.lower() in _WORKBOOKS


def fix(rule: Rule, document: Document, verdict: Verdict, language: Language) -> Fix | None:
    """What the rule's `fix` proposes for a failure; None where it has none, or nothing that can be written back."""
    if rule.fix is None:
        return None
    found = changes(rule, rule.fix, document, verdict)
    edits = {_where(edit): edit for node, several in found for edit in _edits(document, node, several)}.values()
    return Fix(rule.fix.title[language], rule.fix.safety, tuple(edits)) if edits else None


def _where(edit: Edit) -> Hashable:
    """What tells edits apart: an alias of YAML is two nodes in one place."""
    return edit.location.range, edit.location.cell, edit.location.span if edit.location.range is None else None


def changes(
    rule: Rule, correction: Correction, document: Document, verdict: Verdict
) -> Iterator[tuple[Node, list[Change]]]:
    """The nodes that a correction changes, and what of their texts."""
    for node in targets(rule, correction, document, verdict):
        wanted = list(_changes(rule, correction, document, verdict, node))
        if wanted:
            yield node, wanted


def targets(rule: Rule, correction: Correction, document: Document, verdict: Verdict) -> list[Node]:
    """The texts that a correction is for; an inherited one is changed where it is written."""
    where = correction.at or rule.at
    env = environment(rule, document, verdict.this, verdict.row)
    found = nodes_of(evaluate(where, env)) if where is not None else [verdict.this]
    distinct = {id(node): node for node in found}.values()
    return [node for node in distinct if node.kind is Kind.SCALAR and not node.inherited]


def _changes(rule: Rule, correction: Correction, document: Document, verdict: Verdict, node: Node) -> Iterator[Change]:
    if correction.replace is None:
        yield from _of_notes(node, correction.notes)
        return
    env = environment(rule, document, verdict.this, verdict.row)
    try:
        text = content(evaluate(correction.replace, env, {"it": node}))
    except (Unknown, RuleFault):
        return
    if isinstance(text, str) and text and text != node.text:
        yield 0, len(node.text), text


def _of_notes(node: Node, ids: Iterable[str]) -> Iterator[Change]:
    """The replacements that the reading of a value offers in its notes; where two overlap, the first counts."""
    read = node.value
    notes = read.notes if isinstance(read, values.Value) else ()
    end = 0
    for note in sorted(notes, key=lambda note: note.span):
        if note.id in ids and note.replacement is not None and note.span[0] >= end:
            yield *note.span, note.replacement
            end = note.span[1]


def changed(text: str, several: Iterable[Change]) -> str:
    """`text` with changes that do not overlap."""
    for start, end, replacement in sorted(several, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


# Into the file


def _edits(document: Document, node: Node, several: list[Change]) -> Iterator[Edit]:
    """The edits that make changes to a node's text; none where it cannot be told which characters to change."""
    source, place = document.source, node.place
    if place.segments:
        for change in several:
            yield from _in_segment(source, node, change)
    elif place.start is None:
        yield from (edit for change in several for edit in _in_cell(source, node, change))
    elif document.columns is not None:
        yield from (edit for change in several for edit in _in_dump(source, node, place, node.text, change))
    else:
        yield from _in_tree(source, node, several)


def _in_segment(source: Source, node: Node, change: Change) -> Iterator[Edit]:
    """A change to a text that was joined from several cells, if it stays inside one of them."""
    for start, end, place in node.place.segments:
        if start <= change[0] and change[1] <= end:
            inner = (change[0] - start, change[1] - start, change[2])
            if place.start is not None:
                yield from _in_dump(source, node, place, node.text[start:end], inner)
            elif is_workbook(source.path):
                yield _cell_edit(source, node, place, node.text[start:end], inner)
            return


def _in_cell(source: Source, node: Node, change: Change) -> Iterator[Edit]:
    if node.place.cell is not None and is_workbook(source.path):
        text, at = _cell_text(node)
        yield _cell_edit(source, node, node.place, text, (change[0] + at, change[1] + at, change[2]))


def _cell_text(node: Node) -> tuple[str, int]:
    """The text of the cell that a node stands in, and where in it: a list that was written in one cell has parts."""
    owner = node.parent
    if owner is None or owner.kind is not Kind.SEQUENCE or not owner.text:
        return node.text, 0
    at = 0
    for item in owner.children:
        at = owner.text.index(item.text, at)
        if item is node:
            break
        at += len(item.text)
    return owner.text, at


def _cell_edit(source: Source, node: Node, place: Place, text: str, change: Change) -> Edit:
    location = place_location(source, place, pointer=node.pointer, text=text, span=change[:2])
    return Edit(location, change[2])


def _in_dump(source: Source, node: Node, place: Place, text: str, change: Change) -> Iterator[Edit]:
    """A change to a cell of a text dump that stands there as it was read, and that goes on being one cell."""
    start, end, replacement = change
    if _written(source, place, text) and (
        not _BREAKS_CELL.search(replacement) or set(_BREAKS_CELL.findall(replacement)) <= {*_BREAKS_CELL.findall(text)}
    ):
        span = (start, end)
        yield Edit(place_location(source, place, pointer=node.pointer, text=text, span=span, inner=span), replacement)


def _written(source: Source, place: Place, text: str) -> bool:
    """Whether a text stands in the source character for character."""
    at = place.text_start
    return at is not None and source.text[at : at + len(text)] == text


def _in_tree(source: Source, node: Node, several: list[Change]) -> Iterator[Edit]:
    """Changes to a scalar of YAML or JSON, so that it reads as the changed text."""
    place = node.place
    written = source.text[place.start : place.end]
    mark = written[:1] if written[:1] in ("'", '"') and written[:1] == written[-1:] and len(written) > 1 else ""
    wanted = changed(node.text, several)
    exact = _written(source, place, node.text)
    if exact and (wanted.isprintable() if mark else _is_plain(wanted, source)):
        for start, end, replacement in several:
            yield Edit(locate(source, node, (start, end)), _inside(replacement, mark))
    elif (mark or exact) and not set("\r\n") & set(written):
        yield Edit(_whole(source, node), _quoted(wanted, mark or '"'))


def _whole(source: Source, node: Node) -> Location:
    start, end = node.place.start or 0, node.place.end or 0
    return source.location(start, end, node.pointer)


def _is_plain(text: str, source: Source) -> bool:
    """Whether YAML takes a text without quotes for just that text, wherever it stands; JSON takes none."""
    if source.text.lstrip()[:1] in ("{", "["):
        return False
    roots, problems = yaml.parse(Source("", f"[{text}]"))
    items: list[Node] = roots[0].children if len(roots) == 1 and not problems else []
    return len(items) == 1 and items[0].kind is Kind.SCALAR and not items[0].quoted and items[0].text == text


def _inside(text: str, mark: str) -> str:
    """A text as it stands between quotation marks `mark` (none: as it is)."""
    if mark == "'":
        return text.replace("'", "''")
    if mark == '"':
        inner = json.dumps(text, ensure_ascii=False)[1:-1]
        return _UNWRITABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", inner)
    return text


def _quoted(text: str, mark: str) -> str:
    """A text as a scalar in quotation marks, in `mark` if those can hold it."""
    if mark == "'" and (not text.isprintable() or _UNWRITABLE.search(text)):
        mark = '"'
    return mark + _inside(text, mark) + mark
