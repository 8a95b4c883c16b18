"""Outputs: each reporter turns a report into text and touches neither files nor streams."""

from collections.abc import Callable

from linter.report import Report
from linter.reporters import concise, github, gitlab, json, junit, rdjson, sarif, text
from linter.reporters.style import Style, glyphs_for

Reporter = Callable[[Report, Style], str]

REPORTERS: dict[str, Reporter] = {
    "text": text.render,
    "concise": concise.render,
    "json": json.render,
    "sarif": sarif.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "junit": junit.render,
    "rdjson": rdjson.render,
}

__all__ = ["REPORTERS", "Reporter", "Style", "glyphs_for"]
