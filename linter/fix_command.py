"""`jixiao check --fix` and `--diff`: what is done with files, and what is shown of it."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from linter import console
from linter.arguments import UNTRUSTED
from linter.console import FINDINGS, OK
from linter.diagnostic import Safety, Severity
from linter.fixes import Fixer
from linter.report import Report


def fixer(given: argparse.Namespace) -> Fixer | None:
    """What fixes files as the arguments ask; None where nothing is to be fixed."""
    if not given.fix and not given.diff:
        return None
    safeties = frozenset(Safety) if given.unsafe_fixes else frozenset({Safety.SAFE})
    return Fixer(safeties, write=not given.diff and given.stdin_filename is None)


def show_diff(report: Report, given: argparse.Namespace) -> int:
    """The differences to standard output, what hinders to standard error; 1 where there are differences."""
    fixed = [file.fixed for file in report.files if file.fixed is not None]
    sys.stderr.write(_notices(report, given))
    count = sum(one.count for one in fixed)
    console.usage("would-fix", given.lang, findings=count, files=len(fixed))
    console.show("".join(one.diff for one in fixed))
    if not report.trusted:
        return UNTRUSTED
    return FINDINGS if fixed and not given.exit_zero else OK


def _notices(report: Report, given: argparse.Namespace) -> str:
    """What is to be said of the run and of files as a whole; their other findings are not what was asked for."""
    from linter.reporters import concise, summary

    style: Any = console.style(given, sys.stderr)
    said = [one for one in report.diagnostics if one.submission is None]
    lines = [*(concise.line(one, style) for one in said), *summary.failed_lines(report, style)]
    return "".join(f"{line}\n" for line in lines)


def put_content(report: Report, data: bytes) -> None:
    """The content of standard input as it was fixed, or as it came."""
    fixed = next((file.fixed for file in report.files if file.fixed is not None), None)
    sys.stdout.flush()
    sys.stdout.buffer.write(data if fixed is None else fixed.content)
    sys.stdout.buffer.flush()


def put_aside(report: Report, kind: str, given: argparse.Namespace, least: Severity) -> None:
    """The report to standard error: standard output has the content."""
    from linter.reporters import REPORTERS

    sys.stderr.write(REPORTERS[kind](report, console.style(given, sys.stderr, least)))
