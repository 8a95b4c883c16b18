"""What a title, or a line of its own, says of fields that no label gives: the year, the organisation, the project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from linter.readers.found import YEAR_LINE, Found, digits, year
from linter.readers.grid import GridCell
from linter.readers.labels import LONGEST, Labels
from linter.schema import Field

_YEAR = re.compile(r"((?:19|20)\d{2})\s*年(?!\s*\d{1,2}\s*月)", re.ASCII)
_YEAR_AFTER = re.compile(r"[(（]\s*((?:19|20)\d{2})\s*[)）]\s*$", re.ASCII)


def infer(lines: Sequence[GridCell], values: Sequence[GridCell], labels: Labels) -> Iterator[Found]:
    """What unlabelled lines say, the surest first; a year may also stand in a value, such as a project's name."""
    root, field = labels.kind.root.properties, labels.kind.year
    organisation, project = (root.get(name) for name in labels.words.title_fields)
    short = [line for line in lines if len(line.text) <= LONGEST]
    for line in short:
        yield from _names(line, organisation, project, labels)
    alone = ((line, YEAR_LINE.fullmatch(digits(line.text))) for line in short)
    titles = ((line, _YEAR_AFTER.search(line.text)) for line in short if labels.title(line.text) is not None)
    within = ((cell, _YEAR.search(digits(cell.text))) for cell in (*short, *values))
    for cell, match in chain(alone, titles, within):
        if field is not None and match is not None:
            found = year(cell, match.span(1))
            yield Found(field, found, found)


def _names(line: GridCell, organisation: Field | None, project: Field | None, labels: Labels) -> Iterator[Found]:
    """The names in a title, `某局2022年度某某经费…表`, or in a line that is an organisation's name."""
    ending = labels.words.organisation
    title = labels.title(line.text)
    if title is not None:
        yield from _part(project, line, title.span("whole"))
    rest = line.part(0, title.start()) if title is not None else line
    name = re.fullmatch(rf"(?:[\[(（]?\d+[\])）]?)?\s*([^\s:：]*(?:{ending}))", rest.text)
    if name is not None:
        yield from _part(organisation, rest, name.span(1))
    elif dated := re.match(rf"(.*?(?:{ending}))?\s*(?:19|20)\d\d\s*年?\s*度?\s*(?![\d./-])(.*)", digits(rest.text)):
        yield from _part(organisation, rest, dated.span(1))
        yield from _part(project, rest, dated.span(2))
    elif title is not None:
        yield from _part(project, rest, (0, len(rest.text)))


def _part(field: Field | None, cell: GridCell, span: tuple[int, int]) -> Iterator[Found]:
    if field is not None and 0 <= span[0] < span[1]:
        part = cell.part(*span)
        yield Found(field, part, part)
