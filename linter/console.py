"""What every command shares: the streams, how a report is written to them, what is said of wrong usage."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import Any

from linter import catalogue, files
from linter.arguments import UNTRUSTED, text
from linter.catalogue import Language
from linter.diagnostic import Problem, Severity
from linter.report import Report
from linter.source import Source

OK, FINDINGS, INTERRUPTED = 0, 1, 130  # and UNTRUSTED, 2
_FOR_PEOPLE = frozenset({"text", "concise", "github"})  # in the encoding of the console; the others are UTF-8


def choices(given: argparse.Namespace) -> Any:
    """What is in force for a command; None after a usage error."""
    from linter import settings

    try:
        return settings.choose(given, given.asked, given.lang)
    except settings.OptionError as error:
        usage("bad-option", given.lang, wanted=error.wanted, text=error.text)
        return None


def broken(book: Any, given: argparse.Namespace) -> int:
    """Show what is wrong with settings or packs."""
    from linter import engine
    from linter.reporters import REPORTERS

    report = engine.broken(book, engine.Options(given.lang))
    sys.stderr.write(REPORTERS["text"](report, style(given, sys.stderr)))
    return UNTRUSTED


def usage(name: str, language: Language, /, **words: Any) -> None:
    print(f"jixiao: {text(name, language, **words)}", file=sys.stderr)


def reason(problem: files.FileProblem, language: Language) -> str:
    return catalogue.reason(problem.reason, {"detail": problem.detail}, language)


def put(
    report: Report, kind: str, path: str | None, given: argparse.Namespace, least: Severity = Severity.INFO
) -> bool:
    """Write one report to a file or to standard output; False when that failed."""
    from linter.reporters import REPORTERS

    stream = sys.stdout if path is None else None
    for_people = stream if kind in _FOR_PEOPLE else None
    shown = REPORTERS[kind](report, style(given, for_people, least))
    if path is None:
        try:
            _print(shown, as_bytes=for_people is None)
        except BrokenPipeError:  # the reader of our output has gone; what the run came to stays
            files.discard_output(sys.stdout.fileno())
        return True
    return deliver(shown.encode("utf-8", "backslashreplace"), path, given.lang)


def deliver(data: bytes, path: str | None, language: Language) -> bool:
    """Write what is for programs to a file or, as text in UTF-8, to standard output; False when that failed."""
    if path is None:
        _print(data.decode(), as_bytes=True)
        return True
    try:
        files.write(path, data)
    except files.FileProblem as problem:
        usage("unwritable", language, path=path, reason=reason(problem, language))
        return False
    return True


def say(problems: Sequence[Problem], source: Source | None, given: argparse.Namespace) -> None:
    """Show what was wrong with a file that is not being checked, on standard error."""
    from linter.reporters.terminal import inert
    from linter.reporters.text import finding_lines

    shown = style(given, sys.stderr)
    found = sorted((catalogue.diagnostic(problem, given.lang) for problem in problems), key=lambda one: one.sort_key)
    for one in found:
        lines = finding_lines(one, {source.path: source} if source is not None else {}, shown)
        print(inert("\n".join(lines)), file=sys.stderr)


def show(shown: str) -> None:
    """A text that may hold what stands in files, to standard output: to programs as it is, to a terminal escaped."""
    from linter.reporters.terminal import escape

    if sys.stdout.isatty():
        shown = "\n".join(escape(line) for line in shown.split("\n"))
    _print(shown, as_bytes=not sys.stdout.isatty())


def _print(shown: str, as_bytes: bool) -> None:
    """To standard output; what programs read is UTF-8 whatever the console's encoding."""
    if as_bytes and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.flush()
        sys.stdout.buffer.write(shown.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
        return
    sys.stdout.write(shown)
    sys.stdout.flush()


def style(given: argparse.Namespace, stream: Any, least: Severity = Severity.INFO) -> Any:
    """How a report to `stream` (None: a file) is to look."""
    import shutil

    from linter.reporters import Style, glyphs_for

    terminal = stream is not None and stream.isatty()
    chosen = getattr(given, "color", "auto")
    color = chosen == "always" or (chosen == "auto" and stream is not None and _wants_color(terminal))
    glyphs = glyphs_for(getattr(stream, "encoding", "utf-8"))
    return Style(
        language=given.lang,
        color=color,
        width=shutil.get_terminal_size().columns if terminal else 100,
        glyphs=glyphs,
        ambiguous_wide=glyphs == "gbk",  # a Chinese console gives ≥ two cells
        show_undetermined=getattr(given, "show_undetermined", False),
        min_severity=least,
        statistics=getattr(given, "statistics", False),
    )


def _wants_color(terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def prepare_streams() -> None:
    """What a stream cannot carry is written as an escape instead of ending the run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
