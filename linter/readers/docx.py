"""Word documents since 2007, in the transitional and the strict edition: lines and tables in their order."""

from __future__ import annotations

from linter.readers import markup
from linter.readers.flow import Flow
from linter.readers.sheets import Tables
from linter.readers.zips import Package

# Deleted and moved text, properties as they were before a change, the instructions of fields, tab stops, and the
# copy of a drawing for old programs.
_UNSHOWN = frozenset(
    {
        "del", "moveFrom", "delText", "rPrChange", "pPrChange", "tcPrChange", "trPrChange", "tblPrChange",
        "instrText", "tabs", "Fallback",
    }
)  # fmt: skip
# A tab sets parts of a line apart, as several spaces do.
_CHARACTERS = {"tab": "  ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Signs that are typed as characters of a font, which are others in it: font, code -> sign.
_SIGNS = {
    ("Symbol", "F0B3"): "≥", ("Symbol", "F0A3"): "≤", ("Symbol", "F0B1"): "±", ("Symbol", "F0B4"): "×",
    ("Symbol", "F0B0"): "°", ("Wingdings", "F0FC"): "√", ("Wingdings", "F0FE"): "☑", ("Wingdings", "F0A8"): "□",
    ("Wingdings 2", "F052"): "☑", ("Wingdings 2", "F050"): "√", ("Wingdings 2", "F0A3"): "□",
}  # fmt: skip


def read(data: bytes) -> Tables:
    """One grid of the body of a document.  Raises `Refused`."""
    package = Package(data)
    document = _Document()
    markup.parse(package.read(package.main_part("word/document.xml")), document.start, document.end, document.text)
    return Tables([document.flow.finish()])


class _Document:
    """Turns the elements of a document's body into lines and tables."""

    def __init__(self) -> None:
        self.flow = Flow()
        self._unshown = 0  # depth inside elements that are not shown
        self._is_text = False
        # Of a cell that begins: its width, and whether it continues the one above.
        self._cell: tuple[int, bool] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = markup.local(tag)
        if self._unshown or tag in _UNSHOWN:
            self._unshown += 1
            return
        self._is_text = tag == "t"
        if tag == "tbl":
            self._begin_cell()
            self.flow.open_table()
        elif tag == "tr":
            self.flow.open_row()
        elif tag == "tc":
            self._cell = (1, False)
        elif tag == "p":
            self._begin_cell()
        elif tag in _CHARACTERS:
            self.flow.text(_CHARACTERS[tag])
        elif attributes:
            self._property(tag, {markup.local(name): value for name, value in attributes.items()})
        elif tag == "vMerge" and self._cell is not None:
            self._cell = (self._cell[0], True)

    def end(self, tag: str) -> None:
        if self._unshown:
            self._unshown -= 1
            return
        self._is_text = False
        tag = markup.local(tag)
        if tag == "p":
            self.flow.end_line()
        elif tag == "tc":
            self._begin_cell()
            self.flow.close_cell()
        elif tag == "tr":
            self.flow.close_row()
        elif tag == "tbl":
            self.flow.close_table()

    def text(self, piece: str) -> None:
        if self._is_text:
            self.flow.text(piece)

    def _begin_cell(self) -> None:
        """Begin the cell whose properties have all been read."""
        if self._cell is not None:
            self.flow.open_cell(self._cell[0], continues=self._cell[1])
            self._cell = None

    def _property(self, tag: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        if tag == "gridSpan" and self._cell is not None:
            self._cell = (_count(value), self._cell[1])
        elif tag == "vMerge" and self._cell is not None:
            self._cell = (self._cell[0], value != "restart")
        elif tag == "gridBefore":
            self.flow.skip(_count(value))
        elif tag == "sym":
            self.flow.text(_SIGNS.get((attributes.get("font", ""), attributes.get("char", "").upper()), ""))


def _count(value: str) -> int:
    return max(int(value), 1) if value.isdecimal() and len(value) < 6 else 1
