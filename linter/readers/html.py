"""Web pages, and what systems export as `.xls` or `.doc` although it is a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from linter.readers.flow import Flow
from linter.readers.sheets import Tables

_NAME = re.compile(r"/?[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s"'>/=]+|["'])(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")
_DIGITS = re.compile(r"\s*(\d{1,6})", re.ASCII)
_SPACE = re.compile(r"[ \t\r\f]+")
_CHINESE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_WRAPPED = re.compile(rf"(?<={_CHINESE})[ \t]*\r[ \t\r]*(?={_CHINESE})")  # where the source was wrapped: no space
_UNSHOWN = frozenset({"head", "script", "style", "title", "textarea", "select", "template", "noscript"})
_RAW = {tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in ("script", "style", "title", "textarea")}
_LINES = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
        "p", "pre", "section", "ul",
    }
)  # fmt: skip
_MOST_COLUMNS, _MOST_ROWS = 1_000, 65_534  # of one cell, as the standard has it


def read(text: str) -> Tables:
    """One grid of the lines and tables of a page.  Raises `Refused`."""
    page = _Page()
    for kind, word, attributes in _tokens(text):
        if kind == "text":
            page.text(word)
        elif kind == "start":
            page.start(word, attributes)
        else:
            page.end(word)
    return Tables([page.flow.finish()])


class _Page:
    """Turns tags into lines and tables."""

    def __init__(self) -> None:
        self.flow = Flow(_as_shown)
        self._unshown: str | None = None  # the element whose content is not shown

    def text(self, text: str) -> None:
        if self._unshown is None:
            self.flow.text(text.replace("\n", "\r"))  # the flow's own line ends are those that are shown

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("body", "table"):
            self._unshown = None  # tags that end it may be left out
        if self._unshown is not None:
            return
        if tag in _UNSHOWN:
            self._unshown = tag
        elif tag == "table":
            self.flow.open_table()
        elif tag == "tr":
            self.flow.open_row()
        elif tag in ("td", "th"):
            width, height = attributes.get("colspan"), attributes.get("rowspan")
            self.flow.open_cell(_number(width, _MOST_COLUMNS), _number(height, _MOST_ROWS))
        elif tag in _LINES:
            self.flow.end_line()

    def end(self, tag: str) -> None:
        if self._unshown is not None:
            self._unshown = None if tag == self._unshown else self._unshown
        elif tag == "table":
            self.flow.close_table()
        elif tag == "tr":
            self.flow.close_row()
        elif tag in ("td", "th"):
            self.flow.close_cell()
        elif tag in _LINES:
            self.flow.end_line()


def _number(text: str | None, most: int) -> int:
    match = _DIGITS.match(text) if text else None
    return max(1, min(int(match[1]), most)) if match else 1


def _as_shown(text: str) -> str:
    """A text with its spaces as a browser shows them; spaces that do not break stay as many as they are."""
    return _SPACE.sub(" ", _WRAPPED.sub("", text)).replace("\xa0", " ")


def _tokens(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Texts, start tags with their attributes, and end tags, each of them passed over once whatever is wrong with it.

    The standard library's parser takes time in the square of the length for tags that are never closed.
    """
    at = 0
    while at < len(text):
        opening = text.find("<", at)
        if opening != at:
            yield "text", _unescaped(text[at : opening if opening >= 0 else len(text)]), {}
        if opening < 0:
            return
        name = _NAME.match(text, opening + 1)
        if name is None:
            ends, length = ("-->", 4) if text.startswith("<!--", opening) else (">", 1)
            if text[opening + 1 : opening + 2] not in ("!", "?"):
                yield "text", "<", {}
                at = opening + 1
                continue
            close = text.find(ends, opening + length)
            at = close + len(ends) if close >= 0 else len(text)
            continue
        attributes: dict[str, str] = {}
        at = name.end()
        while (match := _ATTRIBUTE.match(text, at)) is not None:
            attributes.setdefault(match[1].lower(), _unescaped((match[2] or "").strip("\"'")))
            at = match.end()
        close = text.find(">", at)
        at = close + 1 if close >= 0 else len(text)
        tag = name[0].lower()
        yield ("end", tag[1:], {}) if tag[0] == "/" else ("start", tag, attributes)
        if tag in _RAW:
            closing = _RAW[tag].search(text, at)
            at = closing.start() if closing is not None else len(text)


def _unescaped(text: str) -> str:
    try:
        return unescape(text) if "&" in text else text
    except ValueError:  # a character reference of thousands of digits
        return text
