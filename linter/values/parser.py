"""Text to `Value`: pure, memoised, never raises."""

from functools import lru_cache
from typing import Final

from linter import limits
from linter.values import wording
from linter.values.draft import Draft
from linter.values.lexicon import language
from linter.values.model import Context, Note, Value
from linter.values.normalise import normalise
from linter.values.pieces import Piece, Unreadable
from linter.values.reading import read_pieces

_NO_CONTEXT: Final = Context()
_MEMORY: Final = 1 << 14


def parse(text: str, context: Context = _NO_CONTEXT) -> Value:
    """Read one target value.  Any text gives a record; what fits nothing is `invalid`.

    Linear in the length of the text; longer ones than `limits.VALUE_CHARACTERS` are not read.
    """
    if len(text) > limits.VALUE_CHARACTERS:
        return Value(text, "invalid", notes=(Note("too-long", (0, len(text))),))
    return _remembered(text, context)


@lru_cache(maxsize=_MEMORY)
def _remembered(text: str, context: Context) -> Value:
    return read(text, context)


def read(text: str, context: Context = _NO_CONTEXT, nested: bool = False) -> Value:
    """`parse` without the memory; a `nested` text is part of a compound and is not split again."""
    draft = Draft(text, normalise(text), context, nested)
    whole = wording.whole_word(draft)
    if whole is not None:
        return whole
    known = language(draft.units)
    spoilt = known.spoilt.search(draft.body)
    if spoilt is not None:
        return draft.placeholder(spoilt.span()) if spoilt[1] else draft.invalid("damaged-text", spoilt.span())
    try:
        pieces: list[Piece] = known.lark.parse(draft.body)  # type: ignore[assignment]
        return read_pieces(draft, pieces, read)
    except Unreadable as error:
        return draft.invalid(error.note, error.place)
    except known.refusal as error:
        return wording.unparsed(draft, getattr(error, "pos_in_stream", None))
