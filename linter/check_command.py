"""`jixiao check`: settings and packs, files, reports, exit code."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from linter import console, engine, files, fix_command, limits, progress, waive_command, workers
from linter.arguments import UNTRUSTED, text
from linter.console import FINDINGS, INTERRUPTED, OK
from linter.diagnostic import Outcome, Severity
from linter.report import Fate, FileResult, Report


def run(given: argparse.Namespace) -> int:
    choices = console.choices(given)
    if choices is None:
        return UNTRUSTED
    given.lang = choices.language
    if given.show_settings:
        return _show_settings(choices)
    wanted = _outputs(choices)
    if wanted is None:
        return UNTRUSTED
    recording = given.write_waivers or given.prune_waivers
    if given.no_waivers and (recording or given.waivers is not None):
        console.usage("waivers-conflict", given.lang)
        return UNTRUSTED
    fixer = fix_command.fixer(given)
    if recording and fixer is not None:
        console.usage("fix-conflict", given.lang)
        return UNTRUSTED
    options = choices.options()
    if recording:
        options = replace(options, most=sys.maxsize)
    if given.stdin_filename is not None:
        if given.paths or given.files_from is not None or given.tracked:
            console.usage("stdin-and-paths", given.lang)
            return UNTRUSTED
        data = sys.stdin.buffer.read(limits.FILE_BYTES + 1)
        report = engine.lint_text(given.stdin_filename, data, choices.book, options, fixer.content if fixer else None)
    else:
        paths = _paths(given)
        if paths is None:
            return UNTRUSTED
        data = None
        processes = workers.processors(given.jobs)
        if processes is None:
            console.usage("bad-option", given.lang, wanted="-j N|auto", text=given.jobs)
            return UNTRUSTED
        # What a fix changes is gathered in one process.
        run = _run(1 if fixer else processes, options, given)
        report = engine.lint(paths, choices.book, options, fixer.file if fixer else None, run)
    if recording:
        return waive_command.record(report, choices.waivers, given)
    if given.diff:
        return fix_command.show_diff(report, given)
    taken = _taken([path for _, path in wanted if path is not None], report, choices)
    if taken is not None:
        console.usage("not-over-input", given.lang, path=taken)
        return UNTRUSTED
    content = data if fixer is not None else None
    code = exit_code(report, choices.value("fail-on", "error"), given.max_warnings, given.exit_zero)
    least = Severity.parse(choices.value("min-severity", "info"))
    for kind, path in sorted(wanted, key=lambda pair: pair[1] is None):  # files first: the screen may be gone
        quiet = given.quiet and path is None and code == OK
        if quiet:
            continue
        if content is not None and path is None:
            fix_command.put_aside(report, kind, given, least)
        elif not console.put(report, kind, path, given, least):
            return UNTRUSTED
    if content is not None:
        fix_command.put_content(report, content)
    if report.interrupted:
        print(text("interrupted", given.lang), file=sys.stderr)
        return INTERRUPTED
    return code


def _taken(outputs: Sequence[str], report: Report, choices: Any) -> str | None:
    """The first report file that is a file of the run itself: one that was read for it."""
    there = [path for path in outputs if os.path.exists(path)]
    if not there:
        return None
    read = [one.path for one in report.files if one.fate is not Fate.SKIPPED]
    read += [source.path for source in report.texts] + [choices.waivers_path()[0]]
    return next((path for path in there if any(files.same(path, one) for one in read)), None)


def _run(processes: int, options: engine.Options, given: argparse.Namespace) -> engine.Run:
    """How the files are gone through: over some processes, and on a terminal with a line that says how far."""

    def lost(one: files.Found, cause: workers.Cause) -> FileResult:
        return engine.lost(one, cause, options)

    def run(found: Sequence[files.Found], work: Callable[[files.Found], FileResult]) -> Iterator[FileResult]:
        gc.freeze()  # the rule book stays: no collection needs to go through it again
        results = workers.run(found, work, lost, processes)
        watched = sys.stderr.isatty() and not given.quiet and os.environ.get("TERM") != "dumb"
        return progress.shown(results, len(found), sys.stderr, given.lang) if watched else results

    return run


def exit_code(report: Report, fail_on: str = "error", most: int | None = None, zero: bool = False) -> int:
    """0 nothing at or above `fail_on`, 1 something, 2 the run cannot be trusted."""
    if not report.trusted:
        return UNTRUSTED
    failures = [one for one in report.diagnostics if one.outcome is Outcome.FAIL]
    bad = fail_on != "never" and any(one.severity >= Severity.parse(fail_on) for one in failures)
    many = most is not None and sum(one.severity is Severity.WARNING for one in failures) > most
    return FINDINGS if (bad or many) and not zero else OK


def _paths(given: argparse.Namespace) -> list[str] | None:
    """The paths to check; None when the list of them cannot be read."""
    from linter import readers

    if given.tracked:
        try:
            return files.tracked(".", readers.SUFFIXES)
        except files.FileProblem as problem:
            console.usage("unreadable", given.lang, path=".", reason=console.reason(problem, given.lang))
            return None
    if given.files_from is None:
        return given.paths or ["."]
    try:
        data = sys.stdin.buffer.read() if given.files_from == "-" else files.read(given.files_from)
    except files.FileProblem as problem:
        console.usage("unreadable", given.lang, path=given.files_from, reason=console.reason(problem, given.lang))
        return None
    listed = os.fsdecode(data).split("\0") if b"\0" in data else os.fsdecode(data).splitlines()
    return [*given.paths, *(path for path in listed if path)]


def _outputs(choices: Any) -> list[tuple[str, str | None]] | None:
    """The reports to write: kind, and file (None: standard output); None after a usage error."""
    from linter.reporters import REPORTERS

    given = choices.given
    wanted: list[tuple[str, str | None]] = [(choices.value("output-format", "text"), given.output)]
    wanted += choices.outputs()
    for option in given.also:
        kind, _, path = option.partition("=")
        wanted.append((kind, path))
    if given.statistics and wanted[0][0] not in ("text", "json"):
        console.usage("statistics-format", given.lang, format=wanted[0][0])
        return None
    for kind, path in wanted:
        if kind not in REPORTERS or path == "":
            console.usage(
                "bad-option", given.lang, wanted=f"-O KIND=FILE ({', '.join(REPORTERS)})", text=f"{kind}={path}"
            )
            return None
    named = [os.path.realpath(path) for _, path in wanted if path is not None]
    if len(set(named)) < len(named):
        console.usage("one-report-each", given.lang)
        return None
    return wanted


def _show_settings(choices: Any) -> int:
    if not choices.book.usable:
        return console.broken(choices.book, choices.given)
    for name, value, origin in choices.shown():
        print(f"{name} = {value}  # {origin or text('default', choices.language)}")
    return OK
