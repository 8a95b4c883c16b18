"""What stands on the pages of a PDF: characters and straight lines, taken from pdfminer within limits.

pdfminer draws pages on a device of ours, which counts.  It also unpacks streams and reads fonts, without limits and
without a way to set them; while a file is read, what it does that with is replaced by what counts.
"""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice, pairwise
from threading import Lock
from types import SimpleNamespace
from typing import Any

from pdfminer import pdffont, pdftypes
from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTRect
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psparser import literal_name
from pdfminer.runlength import rldecode

from linter import limits
from linter.readers.pdf_text import Char
from linter.readers.refusal import Refused, damaged, too_large
from linter.readers.ruling import TOLERANCE, Edge
from linter.readers.zips import inflated

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it thinks of a file is not our output

_HALF = re.compile("[\ud800-\udfff]")  # of a character that is written as two
_LOCK = Lock()  # the replaced functions are the module's, so files are read one at a time
_END, _END_WITHIN = b"%%EOF", 2048  # the last line, and in how many last bytes it is looked for
# What takes the time of so many bytes that draw on a page: to set up a page or a form, to look for a font that is not
# there, to draw a character, to draw a corner of a line; and how many widths of characters take the time of one.
_SETTING_UP, _FONT, _CHARACTER, _CORNER, _WIDTHS = 2**11, 2**10, 8, 4, 8
_LONGEST_RUN = 128  # bytes that two bytes of a run-length stream stand for
_SALVAGED = 2**8  # bytes by which a broken stream is read


@dataclass(slots=True)
class Page:
    """What is drawn on a page."""

    chars: list[Char] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    unreadable: int = 0  # characters of which the file does not say what they are
    images: int = 0


def pages(data: bytes) -> tuple[list[Page], bool]:
    """The pages of a PDF, and whether everything on them could be unpacked.  Raises `Refused`."""
    if _END not in data[-_END_WITHIN:]:
        raise damaged("unexpected end of data")  # what is left may hold whole pages, but not all
    budget = _Budget(len(data))
    with _LOCK, _counting(budget):
        try:
            return list(_pages(data, budget)), not budget.broken
        except PDFPasswordIncorrect as error:
            raise Refused("encrypted-file") from error
        except Refused:
            raise
        except Exception as error:  # pdfminer lets many exceptions escape on broken files
            raise budget.refusal or damaged(error) from error


def _pages(data: bytes, budget: _Budget) -> Iterator[Page]:
    document = PDFDocument(PDFParser(BytesIO(data)))
    resources = PDFResourceManager()
    device = _Device(resources, budget)
    found = list(islice(PDFPage.create_pages(document), limits.PDF_PAGES + 1))
    if len(found) > limits.PDF_PAGES:
        raise too_large("pages", limits.PDF_PAGES)
    for page in found:
        device.marks = 0
        _Interpreter(resources, device).process_page(page)
        if budget.refusal is not None:
            raise budget.refusal
        yield _page(device.get_result())


class _Budget:
    """What reading one file may still take.

    `refusal` is kept, since pdfminer swallows some exceptions; `broken` tells that a stream was not whole.
    """

    def __init__(self, size: int) -> None:
        self._streams = limits.PDF_STREAMS
        self._most = self._work = min(limits.PDF_WORK, limits.PDF_WORK_GRACE + limits.PDF_WORK_RATIO * size)
        self.refusal: Refused | None = None
        self.broken = False

    def refuse(self, what: str, limit: int) -> Refused:
        self.refusal = too_large(what, limit)
        return self.refusal

    def work(self, size: int) -> None:
        """Count bytes that draw on a page, or what takes as much time."""
        self._work -= size
        if self._work < 0:
            raise self.refuse("work", self._most)

    def inflate(self, packed: bytes) -> bytes:
        try:
            return self._counted(inflated(packed, self._streams, zlib.decompressobj()))
        except Refused as refusal:
            self.refusal = refusal
            raise

    def salvage(self, packed: bytes) -> bytes:
        """What can be had of a broken stream."""
        self.broken = True
        decoder, pieces, left = zlib.decompressobj(), [b""], self._streams
        for at in range(0, len(packed), _SALVAGED):
            try:
                pieces.append(decoder.decompress(packed[at : at + _SALVAGED], left + 1))
            except zlib.error:
                break
            left -= len(pieces[-1])
            if left < 0:
                raise self.refuse("inflated", limits.PDF_STREAMS)
        return self._counted(b"".join(pieces))

    def expand(self, packed: bytes) -> bytes:
        """LZW."""
        pieces, size = [], 0
        for piece in LZWDecoder(BytesIO(packed)).run():
            size += len(piece)
            if size > self._streams:
                raise self.refuse("inflated", limits.PDF_STREAMS)
            pieces.append(piece)
        return self._counted(b"".join(pieces))

    def repeat(self, packed: bytes) -> bytes:
        """Run lengths."""
        if len(packed) * _LONGEST_RUN // 2 > self._streams:
            raise self.refuse("inflated", limits.PDF_STREAMS)
        return self._counted(rldecode(packed))

    def _counted(self, content: bytes) -> bytes:
        self._streams -= len(content)
        return content


@contextmanager
def _counting(budget: _Budget) -> Iterator[None]:
    """While this lasts, pdfminer unpacks streams and reads fonts as `budget` allows."""
    streams: dict[str, Any] = {
        "zlib": SimpleNamespace(decompress=budget.inflate, error=zlib.error),
        "decompress_corrupted": budget.salvage,
        "lzwdecode": budget.expand,
        "rldecode": budget.repeat,
        "ccittfaxdecode": lambda *_: b"",  # pictures only
    }
    with ExitStack() as stack:
        for module, replacements in ((pdftypes, streams), (pdffont, _fonts(budget))):
            for name, replacement in replacements.items():
                stack.callback(setattr, module, name, getattr(module, name))
                setattr(module, name, replacement)
        yield


class _Device(PDFPageAggregator):
    """Gathers the marks of a page, up to a limit."""

    def __init__(self, resources: PDFResourceManager, budget: _Budget) -> None:
        super().__init__(resources, laparams=None)
        self.budget = budget
        self.marks = 0

    def _count(self, marks: int, work: int) -> None:
        self.budget.work(work)
        self.marks += marks
        if self.marks > limits.PDF_MARKS:
            raise self.budget.refuse("marks", limits.PDF_MARKS)

    def render_char(self, *args: Any, **more: Any) -> float:
        self._count(1, _CHARACTER)
        return super().render_char(*args, **more)

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        self._count(len(path), len(path) * _CORNER)
        super().paint_path(gstate, stroke, fill, evenodd, path)


class _Interpreter(PDFPageInterpreter):
    """Draws a page; a form that is drawn again and again counts each time."""

    device: _Device

    def execute(self, streams: Sequence[object]) -> None:
        self.device.budget.work(_SETTING_UP)
        for stream in streams:
            self.device.budget.work(len(pdftypes.stream_value(stream).get_data()))
        super().execute(streams)

    def do_Tf(self, fontid: Any, fontsize: Any) -> None:
        if literal_name(fontid) not in self.fontmap:
            self.device.budget.work(_FONT)
        super().do_Tf(fontid, fontsize)


def _fonts(budget: _Budget) -> dict[str, Any]:
    """What pdfminer reads of fonts, where a few bytes can ask for thousands of millions of characters."""

    class Characters(FileUnicodeMap):
        def add_cid2unichr(self, cid: int, code: Any) -> None:
            budget.work(1)
            super().add_cid2unichr(cid, code)

    class Parser(CMapParser):
        def __init__(self, cmap: Any, file: BytesIO) -> None:
            budget.work(file.getbuffer().nbytes)
            super().__init__(cmap, file)

    def counted(function: Any, length: int) -> Any:
        """`function` of a list in which `length` numbers in a row are a range of characters and their widths."""

        def widths(sequence: list[Any]) -> Any:
            numbers: list[Any] = []
            for item in map(pdftypes.resolve1, sequence):
                numbers = [] if isinstance(item, list) else [*numbers, item]
                if len(numbers) == length:
                    first, last, *_ = numbers
                    if isinstance(first, int) and isinstance(last, int):
                        budget.work(max(last - first, 0) // _WIDTHS)
                    numbers = []
            return function(sequence)

        return widths

    return {
        "FileUnicodeMap": Characters,
        "CMapParser": Parser,
        "get_widths": counted(pdffont.get_widths, 3),
        "get_widths2": counted(pdffont.get_widths2, 5),
    }


def _page(layout: LTContainer[Any]) -> Page:
    page = Page()
    waiting = list(layout)
    while waiting:
        item = waiting.pop()
        if isinstance(item, LTContainer):
            waiting += item
        elif isinstance(item, LTChar):
            _add_char(page, item, layout.height)
        elif isinstance(item, LTCurve):
            page.edges += _edges(item, layout.height)
        elif isinstance(item, LTImage):
            page.images += 1
    return page


def _add_char(page: Page, item: LTChar, height: float) -> None:
    text = item.get_text()
    if text.startswith("(cid:") or _HALF.search(text):
        page.unreadable += 1
    elif text:
        page.chars.append(Char(text, item.x0, height - item.y1, item.x1, height - item.y0))


def _edges(item: LTCurve, height: float) -> Iterator[Edge]:
    """The straight lines of a drawn shape; a thin shape is a line, and a shape that is only filled has none."""
    wide, high = item.x1 - item.x0, item.y1 - item.y0
    if high <= TOLERANCE < wide:
        yield Edge(False, height - (item.y0 + item.y1) / 2, item.x0, item.x1)
    elif wide <= TOLERANCE < high:
        yield Edge(True, (item.x0 + item.x1) / 2, height - item.y1, height - item.y0)
    elif item.stroke and not isinstance(item, LTLine):
        corners = [*item.pts, item.pts[0]] if isinstance(item, LTRect) else item.pts
        for (x0, y0), (x1, y1) in pairwise(corners):
            if abs(y1 - y0) < 1 < abs(x1 - x0):
                yield Edge(False, height - y0, min(x0, x1), max(x0, x1))
            elif abs(x1 - x0) < 1 < abs(y1 - y0):
                yield Edge(True, x0, height - max(y0, y1), height - min(y0, y1))
