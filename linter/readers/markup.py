"""XML from untrusted files: names without their namespaces, and no document type declarations."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from linter import limits
from linter.readers.refusal import Refused, damaged, too_large

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def local(name: str) -> str:
    """The name of an element or attribute without its prefix.

    Prefixes and namespaces differ between the editions of a format (transitional, strict) and between programs;
    the local names do not.
    """
    return name[name.find(":") + 1 :]


def parse(data: bytes | str, start: Start, end: End | None = None, text: Text | None = None) -> None:
    """Call `start`, `end` and `text` for all of a document; text comes in pieces.  Raises `Refused`.

    Without a document type declaration there are no entities that could expand or lead outside.
    """
    if data.count(b"<" if isinstance(data, bytes) else "<") > limits.XML_TAGS:  # type: ignore[arg-type]
        raise too_large("tags", limits.XML_TAGS)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the latter two: an encoding that is not known
        raise damaged(error) from error


def _refuse(*_: object) -> None:
    raise Refused("document-type-declared")
