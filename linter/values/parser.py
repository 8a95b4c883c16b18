"""Text to `Value`: pure, memoised, never raises."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from linter import limits
from linter.values import wording
from linter.values.draft import Draft
from linter.values.lexicon import language
from linter.values.model import Context, Note, Value
from linter.values.normalise import normalise
from linter.values.pieces import Unreadable
from linter.values.quantity import Quantity, ValueTooLarge
from linter.values.rows import read_pieces

_NO_CONTEXT: Final = Context()
_MEMORY: Final = 1 << 15


def parse(text: str, context: Context = _NO_CONTEXT) -> Value:
    """Read one indicator value.  Any text gives a record; what fits nothing is `invalid`.

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
    known = language()
    damage = known.mojibake.search(draft.body)
    if damage is not None:
        return draft.invalid("damaged-text", damage.span())
    gap = known.placeholder.search(draft.body)
    if gap is not None:
        draft.note("placeholder-left", gap.span())
        return draft.value("placeholder")
    try:
        pieces: list[Any] = known.lark.parse(draft.body)  # type: ignore[assignment]
        return read_pieces(draft, pieces, read)
    except Unreadable as error:
        return draft.invalid(error.note, error.place)
    except (ValueTooLarge, ArithmeticError):
        return draft.invalid("number-too-long")
    except Exception as error:
        if not _unexpected_input(error):
            raise
        return wording.leftover(draft, getattr(error, "pos_in_stream", None))


def _unexpected_input(error: Exception) -> bool:
    from lark.exceptions import UnexpectedInput, VisitError

    if isinstance(error, VisitError) and isinstance(error.orig_exc, Unreadable):
        return True
    return isinstance(error, UnexpectedInput)


def mentions(text: str) -> Iterable[tuple[Quantity, tuple[int, int]]]:
    """The quantities with units that a sentence mentions, each with its span (code points), in order."""
    from linter.values.mentions import find

    return find(text)


def forget() -> None:
    """Drop what `parse` remembers (for measurements)."""
    _remembered.cache_clear()
