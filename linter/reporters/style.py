"""How a report is to look: language, colours, width, glyphs; and the reporters' own words."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from linter import resources
from linter.catalogue import Language, fill
from linter.diagnostic import Diagnostic, Outcome, Severity

Glyphs = Literal["unicode", "gbk", "ascii"]

# Box lines, … and · exist in GBK, where marks such as ✓ and ⚠ do not; each set holds the same names.
GLYPHS: Mapping[Glyphs, Mapping[str, str]] = {
    "unicode": {"bar": "│", "cut": "…", "dot": "·"},
    "gbk": {"bar": "│", "cut": "…", "dot": "·"},
    "ascii": {"bar": "|", "cut": "...", "dot": "-"},
}

_COLOURS = {
    "error": "31;1",
    "warning": "33;1",
    "info": "36;1",
    "undetermined": "35;1",
    "path": "1",
    "rule": "2",
    "gutter": "34",
    "caret": "31;1",
    "label": "32",
    "good": "32",
    "heading": "1;4",
}


def glyphs_for(encoding: str | None) -> Glyphs:
    """The richest glyphs that a stream of this encoding can carry."""
    try:
        name = codecs.lookup(encoding or "ascii").name
    except LookupError:
        return "ascii"
    if name.startswith(("utf", "gb18030")):
        return "unicode"
    return "gbk" if name in ("gbk", "gb2312", "cp936") else "ascii"


@dataclass(frozen=True, slots=True)
class Style:
    """How one report is to look."""

    language: Language = "zh"
    color: bool = False
    width: int = 100
    glyphs: Glyphs = "unicode"
    show_undetermined: bool = False
    statistics: bool = False  # numbers by rule in place of the findings
    min_severity: Severity = Severity.INFO
    ambiguous_wide: bool = False  # the terminal gives ≥ and “ two cells, as Chinese Windows consoles do

    def glyph(self, name: str) -> str:
        return GLYPHS[self.glyphs][name]

    def paint(self, role: str, text: str) -> str:
        """`text` in the colour of its role; `text` must have been escaped."""
        return f"\x1b[{_COLOURS[role]}m{text}\x1b[0m" if self.color and text else text

    def label(self, name: str) -> str:
        text: str = _words()["labels"][name][self.language]
        return text

    def severity(self, severity: Severity, outcome: Outcome) -> str:
        """The word for how bad a finding is; what could not be determined says so instead."""
        name = str(outcome if outcome is Outcome.UNDETERMINED else severity)
        text: str = _words()["severity"][name][self.language]
        return text

    def phrase(self, name: str, **words: Any) -> str:
        return fill(_words()["phrases"][name][self.language], words, self.language)

    def number(self, name: str, count: int) -> str:
        """A count with its noun: `1 file`, `2 files`."""
        return fill(_words()["numbers"][name][self.language][count != 1], {"n": count}, self.language)

    def shows(self, finding: Diagnostic) -> bool:
        """Whether a finding is listed, rather than counted only."""
        if finding.outcome is Outcome.UNDETERMINED:
            return self.show_undetermined
        return finding.severity >= self.min_severity


@cache
def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = resources.load_yaml(resources.data_file("reporters", "words.yaml"))
    return words
