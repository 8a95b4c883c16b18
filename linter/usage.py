"""How the command line speaks of itself: help, and what is said of wrong usage, in the user's language."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from linter import catalogue
from linter.catalogue import Language
from linter.source import display_width

UNTRUSTED = 2

# What stays on one line: a word or one Chinese character, with the punctuation around it and the spaces behind it.
_PIECE = re.compile(r"[“（]*(?:[!-~]+|[^ -~])[，。；：、）”…]*\s*|\s+")


class Parser(argparse.ArgumentParser):
    """Takes no abbreviations of options, shows options in titled groups only, and ends with our exit code.

    `words` is the part `usage` of `cli.yaml`.
    """

    def __init__(self, language: Language, words: Mapping[str, Any], **given: Any) -> None:
        self.language, self.words = language, words
        super().__init__(allow_abbrev=False, add_help=False, formatter_class=self._formatter, **given)

    def _formatter(self, prog: str) -> argparse.HelpFormatter:
        return _Formatter(prog, self.words["usage"][self.language])

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(UNTRUSTED, f"{self.prog}: {self._said(message)}\n")

    def _said(self, message: str) -> str:
        """argparse's English in the user's language; what no pattern knows stays."""
        for known in self.words["errors"]:
            found = re.fullmatch(known["found"], message, re.DOTALL)
            if found is not None and self.language in known:
                return catalogue.fill(known[self.language], found.groupdict(), self.language)
        return message


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str, label: str) -> None:
        super().__init__(prog, max_help_position=28)
        self.label = label

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, self.label if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(line for given in text.splitlines() for line in wrapped(given, width))


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` terminal cells, broken at spaces and between Chinese characters."""
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if line and display_width(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]
