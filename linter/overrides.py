"""What the settings say for some files only: rules left out, other severities."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from linter.rulebook import RuleBook


@dataclass(frozen=True)
class Override:
    """Files by patterns (as in a .gitignore, from `folder`), and what differs for them."""

    folder: str
    files: tuple[str, ...]
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _spec(self) -> Any:
        from pathspec import GitIgnoreSpec

        return GitIgnoreSpec.from_lines(self.files)

    def covers(self, path: str) -> bool:
        name = os.path.relpath(path, self.folder).replace(os.sep, "/")
        return bool(self._spec.match_file(name))


class Books:
    """The rule book for each file; files under the same overrides share one."""

    def __init__(self, book: RuleBook, overrides: Sequence[Override] = ()) -> None:
        self.book = book
        self._overrides = tuple(overrides)
        self._made: dict[tuple[int, ...], RuleBook] = {(): book}

    def book_for(self, path: str) -> RuleBook:
        """The book as the overrides that cover `path` change it, in their order."""
        key = tuple(index for index, one in enumerate(self._overrides) if one.covers(path))
        if key not in self._made:
            book = self.book
            for index in key:
                override = self._overrides[index]
                book = book.selected((), override.ignore).with_severities(override.severities)
            self._made[key] = book
        return self._made[key]
