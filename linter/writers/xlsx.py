"""Workbooks: a sheet for each submission, as a form.  Every cell is a text; nothing in a submission becomes a formula.

The few parts that a workbook needs are written directly, so that no library is needed and the same submission gives
the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, product
from xml.sax.saxutils import escape, quoteattr

from linter.readers.sheets import reference
from linter.source import display_width
from linter.writers.layout import Block, Layout

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TIME = (1980, 1, 1, 0, 0, 0)
_NARROWEST, _WIDEST = 10, 40  # columns, in characters
# What XML cannot hold stands as `_x0007_`, and so does the beginning of what looks like that.
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31

_BORDER = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    f'<borders count="2"><border><left/><right/><top/><bottom/></border><border>{_BORDER}</border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>{}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).format(
    "".join(
        f'<xf numFmtId="49" fontId="{font}" borderId="{border}" applyNumberFormat="1" applyAlignment="1">'
        f'<alignment horizontal="{side}" vertical="center" wrapText="1"/></xf>'
        for font, border, side in ((1, 0, "center"), (1, 1, "center"), (0, 1, "left"))
    )
)  # one for each `Look`; format 49 keeps what is typed later a text too


def render(layouts: Sequence[Layout], title: str) -> bytes:
    """A workbook with a sheet for each of `layouts`, named by `title` and a number."""
    numbers = range(1, len(layouts) + 1)
    stem = _NOT_IN_NAMES.sub("", title)
    names = [stem[: _LONGEST_NAME - len(str(number))] + (str(number) if len(layouts) > 1 else "") for number in numbers]
    sheets = {f"worksheets/sheet{number}.xml": _sheet(layout) for number, layout in zip(numbers, layouts, strict=True)}
    parts = {
        "[Content_Types].xml": _content_types(sheets),
        "_rels/.rels": _relationships([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(names),
        "xl/_rels/workbook.xml.rels": _relationships(
            [*(("worksheet", part) for part in sheets), ("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
        **{f"xl/{part}": xml for part, xml in sheets.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            package.writestr(zipfile.ZipInfo(name, _TIME), xml.encode(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _content_types(sheets: Iterable[str]) -> str:
    types = {
        "/xl/workbook.xml": "sheet.main",
        "/xl/styles.xml": "styles",
        **{f"/xl/{part}": "worksheet" for part in sheets},
    }
    overrides = (f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in types.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{''.join(overrides)}</Types>"
    )


def _relationships(targets: Sequence[tuple[str, str]]) -> str:
    lines = (
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _workbook(names: Sequence[str]) -> str:
    sheets = (
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{"".join(sheets)}</sheets></workbook>'


def _sheet(layout: Layout) -> str:
    cells = sorted(cell for block in layout.blocks for cell in _cells(block))
    rows = "".join(
        f'<row r="{row + 1}">{"".join(xml for _, _, xml in one)}</row>'
        for row, one in groupby(cells, lambda cell: cell[0])
    )
    merges = [_area(block) for block in layout.blocks if block.height > 1 or block.width > 1]
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in merges)
    columns = "".join(_columns(layout))
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><cols>{columns}</cols><sheetData>{rows}</sheetData>'
        + (f'<mergeCells count="{len(merges)}">{merged}</mergeCells>' if merges else "")
        + '<pageSetup paperSize="9" orientation="landscape"/></worksheet>'
    )


def _cells(block: Block) -> Iterator[tuple[int, int, str]]:
    """The row, column and XML of a cell, and of the empty ones that it covers, which have its border."""
    rows, columns = range(block.row, block.row + block.height), range(block.column, block.column + block.width)
    for row, column in product(rows, columns):
        attributes, content = f'r="{reference(row, column)}" s="{block.look}"', ""
        if block.text and (row, column) == (block.row, block.column):
            attributes += ' t="inlineStr"'
            content = f'<is><t xml:space="preserve">{_escaped(block.text)}</t></is>'
        yield row, column, f"<c {attributes}>{content}</c>"


def _area(block: Block) -> str:
    last = reference(block.row + block.height - 1, block.column + block.width - 1)
    return f"{reference(block.row, block.column)}:{last}"


def _columns(layout: Layout) -> Iterator[str]:
    """The width of each column: that of its longest line, within reason."""
    for column in range(layout.width):
        texts = (block.text for block in layout.blocks if block.column == column and block.width == 1)
        longest = max((display_width(line) for text in texts for line in text.splitlines()), default=0)
        size = min(max(longest + 2, _NARROWEST), _WIDEST)
        yield f'<col min="{column + 1}" max="{column + 1}" width="{size}" customWidth="1"/>'


def _escaped(text: str) -> str:
    return escape(_ESCAPED.sub(lambda match: f"_x{ord(match.group()):04X}_", text))
