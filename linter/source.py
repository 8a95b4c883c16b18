"""Bytes, text and the one place that turns offsets into lines and columns."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from linter.diagnostic import Location, Position, Range

# Line ends as editors count them.  `str.splitlines` would also break at form feeds and U+2028.
_LINE_END = re.compile(r"\r\n|\n|\r")

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class DecodeProblem(Exception):
    """Bytes that are not text; `offset` is the first bad byte, `guess` the encoding they look like, if any."""

    def __init__(self, encoding: str, offset: int, line: int, column: int, guess: str | None) -> None:
        super().__init__(encoding, offset, guess)
        self.encoding = encoding
        self.offset = offset
        self.line = line
        self.column = column
        self.guess = guess


@dataclass(frozen=True)
class Source:
    """The text of one file.  Offsets are code points of `text`, which has no byte order mark."""

    path: str
    text: str
    encoding: str = "utf-8"
    bom: bytes = field(default=b"", repr=False)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    @property
    def line_count(self) -> int:
        return len(self._starts)

    def position(self, offset: int) -> Position:
        """The 1-based line and column of an offset; past the end gives the end."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def range(self, start: int, end: int) -> Range:
        return Range(self.position(start), self.position(end))

    def offset(self, position: Position) -> int:
        """The offset of a line and column; the inverse of `position`."""
        line = min(max(position.line, 1), len(self._starts))
        return min(self._starts[line - 1] + position.column - 1, len(self.text))

    def line(self, number: int) -> str:
        """The text of a 1-based line, without its line end."""
        if not 1 <= number <= len(self._starts):
            return ""
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : end].rstrip("\r\n")

    def location(self, start: int, end: int, pointer: str | None = None) -> Location:
        """A location of the characters from `start` up to `end`."""
        return Location(self.path, pointer, self.range(start, end), text=self.text[start:end] or None, order=start)


def whole_file(path: str) -> Location:
    """A location that names a file and no place in it."""
    return Location(path)


def utf16_length(text: str) -> int:
    """Code units of `text` in UTF-16 (language servers, SARIF)."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def utf8_length(text: str) -> int:
    """Bytes of `text` in UTF-8 (reviewdog, Vim)."""
    return len(text.encode("utf-8", "surrogatepass"))


def display_width(text: str) -> int:
    """Terminal cells of `text`: Chinese characters take two, combining marks none."""
    from wcwidth import wcwidth

    return sum(max(wcwidth(character), 0) for character in text)


def decode(path: str, data: bytes, encoding: str | None = None) -> Source:
    """Text of a file: a byte order mark decides, else `encoding`, else UTF-8; raises `DecodeProblem`."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return Source(path, _strict(data, name, len(bom)), name, bom)
    chosen = encoding or "utf-8"
    return Source(path, _strict(data, chosen, 0), chosen)


def decode_any(path: str, data: bytes) -> Source:
    """As `decode`, but text dumps may also be GB18030 or UTF-16 without a mark, as office programs write them."""
    guess = None if any(data.startswith(bom) for bom, _ in _BOMS) else _guess(data)
    try:
        return decode(path, data)
    except DecodeProblem as problem:
        if problem.guess is None or guess is None:
            raise
        return decode(path, data, problem.guess)


def _strict(data: bytes, encoding: str, skip: int) -> str:
    try:
        return data[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        good = data[skip : skip + error.start].decode(encoding, "replace")
        lines = _LINE_END.split(good)
        raise DecodeProblem(encoding, skip + error.start, len(lines), len(lines[-1]) + 1, _guess(data)) from error


def _guess(data: bytes) -> str | None:
    """The encoding that undecodable bytes most likely have."""
    sample = data[: 1 << 16]
    if sample.count(b"\0") > len(sample) // 8:
        even, odd = sample[::2].count(b"\0"), sample[1::2].count(b"\0")
        return "utf-16-le" if odd > even else "utf-16-be"
    if b"\0" in sample:
        return None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    # Almost any bytes decode as GB18030; only text that is largely common Chinese counts as a guess.
    wide = [character for character in text if ord(character) > 0x7F]
    common = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" for c in wide)
    return "gb18030" if wide and common * 10 >= len(wide) * 8 else None
