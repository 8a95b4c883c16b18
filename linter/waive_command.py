"""`jixiao check --write-waivers` and `--prune-waivers`: the file of waivers brought up to a run."""

from __future__ import annotations

import argparse
import sys

from linter import baseline, console, files, waivers
from linter.arguments import text
from linter.console import OK
from linter.report import Report, Standing
from linter.source import Source
from linter.usage import UNTRUSTED
from linter.waiver_file import parse
from linter.waivers import Waivers

_OF_NO_USE = (Standing.UNUSED, Standing.CHANGED)


def record(report: Report, found: Waivers, given: argparse.Namespace) -> int:
    """Write what `--write-waivers` and `--prune-waivers` ask for; returns the exit code."""
    if not report.trusted:
        console.put(report, "text", None, given)
        return UNTRUSTED
    entries = {one.number: one for one in found.entries}
    gone = [
        number
        for number, met in waivers.standing(report.files).items()
        if met.standing in _OF_NO_USE and waivers.certain(entries[number], report.whole)
    ]
    try:
        made, removed, added = found, 0, 0
        if given.prune_waivers:
            made, removed = parse(baseline.without(found, gone), found.today), len(gone)
        if given.write_waivers:
            reason = text("waivers-reason", given.lang, date=str(found.today))
            header = text("waivers-header", given.lang)
            source, added = baseline.with_findings(made, report.diagnostics, reason, header)
            made = parse(source, found.today)
        if (added or removed) and made.source is not None:
            _write(made.source, found.source)
    except baseline.LayoutProblem:
        console.usage("waivers-layout", given.lang, path=found.path)
        return UNTRUSTED
    except files.FileProblem as problem:
        console.usage("unwritable", given.lang, path=found.path, reason=console.reason(problem, given.lang))
        return UNTRUSTED
    print(text("waivers-written", given.lang, path=found.path, added=added, removed=removed), file=sys.stdout)
    return OK


def _write(made: Source, before: Source | None) -> None:
    """Replace the file that was read, or make one; raises `FileProblem`."""
    if before is None:
        files.create(made.path, _bytes(made))
    else:
        files.rewrite(made.path, _bytes(made), _bytes(before))


def _bytes(source: Source) -> bytes:
    return source.bom + source.text.encode(source.encoding)
