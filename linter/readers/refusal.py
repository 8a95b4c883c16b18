"""How a reader says that a file cannot be read at all."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A file, or a part of it, that is not read: an id of `builtin.yaml` and the words for its message."""

    def __init__(self, id: str, **words: Any) -> None:
        super().__init__(id, words)
        self.id = id
        self.words = words


def damaged(detail: object = "") -> Refused:
    """The refusal of a file that breaks its own format; `detail` is what a parser said."""
    return Refused("damaged-file", detail=str(detail))


def too_large(what: str, limit: int) -> Refused:
    """The refusal of a file that holds, once unpacked, more `what` (an id of `builtin.yaml`'s terms) than `limit`."""
    return Refused("content-too-large", what=what, limit=limit)
