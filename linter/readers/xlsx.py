"""Workbooks of Excel since 2007 and of WPS, in the transitional and the strict edition of the format.

The XML is read directly.  It has what libraries drop and forms need: numbers as written rather than as floats,
the formats that put `%` or a unit beside a number, formulas beside their results, every merged area; and a cell
far away from the others costs no more than any other cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, reduce

from linter import limits
from linter.readers import markup, numberformats
from linter.readers.numberformats import BUILT_IN, GENERAL
from linter.readers.refusal import damaged, too_large
from linter.readers.sheets import Area, Position, Sheet, Tables, tables
from linter.readers.zips import Package

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TAGS = frozenset({"c", "v", "f", "t", "is", "r", "row", "rPh", "mergeCell"})  # those that have no prefix
_TRUE = ("1", "true", "on")


def read(data: bytes) -> Tables:
    """A grid for each worksheet, hidden ones too.  Raises `Refused`."""
    return tables(_sheets(Package(data)))


def _sheets(package: Package) -> Iterator[Sheet]:
    main = package.main_part("xl/workbook.xml")
    parts = package.related(main)
    named = dict(parts.values())
    names, from_1904 = contents(package.read(main))
    strings = _strings(package.read(named["sharedStrings"])) if named.get("sharedStrings", "") in package else []
    formats = _formats(package.read(named["styles"])) if named.get("styles", "") in package else {}
    for id, name in names:
        kind, part = parts.get(id, ("", ""))
        if kind == "worksheet":
            sheet = _Worksheet(name, strings, formats, from_1904)
            sheet.read(package.read(part))
            yield sheet.sheet


def contents(xml: bytes) -> tuple[list[tuple[str, str]], bool]:
    """The relationship id and name of each sheet, and whether days are counted from 1904."""
    names: list[tuple[str, str]] = []
    from_1904 = [False]

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = markup.local(tag)
        if tag == "sheet":
            id = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            names.append((id, attributes.get("name", "")))
        elif tag == "workbookPr":
            from_1904[0] = attributes.get("date1904") in _TRUE

    markup.parse(xml, start)
    return names, from_1904[0]


def _strings(xml: bytes) -> list[str]:
    """The texts that cells share, each without what tells its pronunciation."""
    strings: list[str] = []
    pieces: list[str] = []
    spoken = [0]
    reading = [False]

    def start(tag: str, _: dict[str, str]) -> None:
        tag = markup.local(tag)
        spoken[0] += tag == "rPh"
        reading[0] = tag == "t" and not spoken[0]

    def end(tag: str) -> None:
        tag = markup.local(tag)
        spoken[0] -= tag == "rPh"
        reading[0] = False
        if tag == "si":
            strings.append(_unescaped("".join(pieces)))
            pieces.clear()

    def text(piece: str) -> None:
        if reading[0]:
            pieces.append(piece)

    markup.parse(xml, start, end, text)
    return strings


def _formats(xml: bytes) -> dict[str, str]:
    """The format code of each cell style, by its number."""
    own: dict[str, str] = {}
    styles: list[str] = []
    inside = [False]

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = markup.local(tag)
        if tag == "numFmt":
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", GENERAL)
        elif tag == "cellXfs":
            inside[0] = True
        elif tag == "xf" and inside[0]:
            styles.append(attributes.get("numFmtId", "0"))

    def end(tag: str) -> None:
        if markup.local(tag) == "cellXfs":
            inside[0] = False

    markup.parse(xml, start, end)
    known = {str(number): code for number, code in BUILT_IN.items()}
    return {str(style): own.get(id) or known.get(id, GENERAL) for style, id in enumerate(styles)}


class _Worksheet:
    """Reads the XML of one worksheet into a `Sheet`.  Its methods run for every cell: they are quick before short."""

    def __init__(self, name: str, strings: list[str], formats: dict[str, str], from_1904: bool) -> None:
        self.sheet = Sheet(name)
        self._strings, self._formats, self._from_1904 = strings, formats, from_1904
        self._row, self._column, self._cells = -1, -1, 0
        self._kind, self._style = "n", "0"
        self._value: str | None = None
        self._formula: str | None = None
        self._text: str | None = None  # as far as it has been read
        self._spoken = False  # inside the pronunciation of a text

    def read(self, xml: bytes) -> None:
        if xml.count(b"<c ") > limits.CELLS:  # said before the work is done rather than after
            raise too_large("cells", limits.CELLS)
        markup.parse(xml, self._start, self._end, self._characters)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in _TAGS:
            tag = markup.local(tag)
        if tag == "c":
            self._open(attributes)
        elif tag in ("v", "f", "t"):
            self._text = None if self._spoken else ""
        elif tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdecimal() and 0 < len(number) < 8 else self._row + 1
            self._column = -1
        elif tag == "rPh":
            self._spoken = True
        elif tag == "mergeCell":
            self.sheet.merges += _areas(attributes.get("ref", ""))

    def _characters(self, piece: str) -> None:
        if self._text is not None:
            self._text += piece

    def _end(self, tag: str) -> None:
        if tag not in _TAGS:
            tag = markup.local(tag)
        if tag == "c":
            self._close()
        elif tag == "rPh":
            self._spoken = False
        elif self._text is not None:
            if tag == "f":
                self._formula = self._text
            elif tag in ("v", "t"):
                self._value = self._text if self._value is None else self._value + self._text
            self._text = None

    def _open(self, attributes: dict[str, str]) -> None:
        """Begin a cell; one that does not say where it stands follows the one before it."""
        self._cells += 1
        if self._cells > limits.CELLS:
            raise too_large("cells", limits.CELLS)
        name = attributes.get("r")
        if name is None:
            self._column += 1
        else:
            self._row, self._column = _position(name)
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._value = self._formula = None

    def _close(self) -> None:
        if self._formula is None:
            if self._value:
                self.sheet.put(self._row, self._column, self._shown(self._value))
            return
        typed = numberformats.typed_percentage(self._formula)
        if typed is not None or self._value:
            self.sheet.put(self._row, self._column, typed or self._shown(self._value or ""))
        elif self._value is None or self._kind != "str":  # the result of a formula may be an empty text
            self.sheet.uncomputed.add((self._row, self._column))

    def _shown(self, value: str) -> str:
        """The text of a value, as its type and its format have it."""
        code = self._formats.get(self._style, GENERAL)
        if self._kind == "s":
            index = int(value) if value.isdecimal() and len(value) < 10 else len(self._strings)
            if index >= len(self._strings):
                raise damaged(f"{self.sheet.name}: {value}")
            return numberformats.show_text(self._strings[index], code)
        if self._kind == "n":
            return numberformats.show(value, code, from_1904=self._from_1904)
        if self._kind == "b":
            return "TRUE" if value in _TRUE else "FALSE"
        if self._kind == "d":
            return numberformats.show_date(value, code)
        return numberformats.show_text(_unescaped(value), code)


def _areas(reference: str) -> list[Area]:
    first, _, last = reference.partition(":")
    if not last:
        return []
    (top, left), (bottom, right) = _position(first), _position(last)
    return [(min(top, bottom), min(left, right), max(top, bottom), max(left, right))]


def _position(reference: str) -> Position:
    """The row and column, from 0, of `D9`; raises `Refused` where no sheet has such a cell."""
    name = reference.rstrip("0123456789")
    digits = reference[len(name) :]
    row, column = int(digits) if 0 < len(digits) < 8 else 0, _column(name)
    if not 0 < row <= limits.ROWS or not 0 < column <= limits.COLUMNS:
        raise damaged(reference)
    return row - 1, column - 1


@lru_cache(limits.COLUMNS)
def _column(name: str) -> int:
    """The number of a column, from 1; 0 for what names none."""
    name = name.replace("$", "").upper()
    if not 0 < len(name) < 4 or not all("A" <= letter <= "Z" for letter in name):
        return 0
    return reduce(lambda number, letter: number * 26 + ord(letter) - ord("A") + 1, name, 0)


def _unescaped(text: str) -> str:
    """A text with the characters that XML cannot hold, which the format writes as `_x000D_`."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two of them may be one character
    return text.replace("\r\n", "\n")
