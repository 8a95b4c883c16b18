"""The command line: exit codes and streams.  Nothing below prints or exits."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from linter import catalogue, files, limits, resources
from linter.arguments import UNTRUSTED, parser, text
from linter.catalogue import Language
from linter.diagnostic import Outcome, Severity
from linter.report import Report

OK, FINDINGS, INTERRUPTED = 0, 1, 130
_FOR_PEOPLE = frozenset({"text", "concise", "github"})  # in the encoding of the console; the others are UTF-8
_DEMO = (("demo-clean", "korla-2023.txt"), ("demo-broken", "korla-2023-broken.txt"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    if sys.stdout is None or sys.stderr is None:  # closed before we began: nothing could be said
        return UNTRUSTED
    _prepare_streams()
    asked, language = _languages(arguments)
    try:
        given = parser(language, _COMMANDS).parse_args(arguments)
        given.asked, given.lang = asked, language
        return int(given.run(given))
    except KeyboardInterrupt:
        print(text("interrupted", language), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone; nothing is wrong
        files.discard_output(sys.stdout.fileno())
        return OK
    except OSError as error:  # standard output cannot be written: a full disk, a closed stream
        _usage("unwritable", language, path="stdout", reason=error.strerror or str(error))
        return UNTRUSTED


def _languages(arguments: Sequence[str]) -> tuple[Language | None, Language]:
    """The language that was asked for, and the one to use: else the locale's, Chinese when it cannot tell."""
    for index, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            value = value or "".join(arguments[index + 1 : index + 2])
            asked: Language = "en" if value == "en" else "zh"
            return asked, asked
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = os.environ.get(variable, "")
        if locale:
            chinese = locale.startswith("zh") or locale.split(".")[0] in ("C", "POSIX")
            return None, "zh" if chinese else "en"
    return None, "zh"


# check


def _check(given: argparse.Namespace) -> int:
    from linter import engine

    choices = _choices(given)
    if choices is None:
        return UNTRUSTED
    given.lang = choices.language
    if given.show_settings:
        return _show_settings(choices)
    wanted = _outputs(choices)
    if wanted is None:
        return UNTRUSTED
    options = choices.options()
    if given.stdin_filename is not None:
        data = sys.stdin.buffer.read(limits.FILE_BYTES + 1)
        report = engine.lint_text(given.stdin_filename, data, choices.book, options)
    else:
        paths = _paths(given)
        if paths is None:
            return UNTRUSTED
        report = engine.lint(paths, choices.book, options)
    code = exit_code(report, choices.value("fail-on", "error"), given.max_warnings, given.exit_zero)
    least = Severity.parse(choices.value("min-severity", "info"))
    for kind, path in sorted(wanted, key=lambda pair: pair[1] is None):  # files first: the screen may be gone
        quiet = given.quiet and path is None and code == OK
        if not quiet and not _put(report, kind, path, given, least):
            return UNTRUSTED
    return code


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
            _usage("unreadable", given.lang, path=".", reason=_reason(problem, given.lang))
            return None
    if given.files_from is None:
        return given.paths or ["."]
    try:
        data = sys.stdin.buffer.read() if given.files_from == "-" else files.read(given.files_from)
    except files.FileProblem as problem:
        _usage("unreadable", given.lang, path=given.files_from, reason=_reason(problem, given.lang))
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
    for kind, path in wanted:
        if kind not in REPORTERS or path == "":
            _usage("bad-option", given.lang, wanted=f"-O KIND=FILE ({', '.join(REPORTERS)})", text=f"{kind}={path}")
            return None
    return wanted


def _show_settings(choices: Any) -> int:
    if not choices.book.usable:
        return _broken(choices.book, choices.given)
    for name, value, origin in choices.shown():
        print(f"{name} = {value}  # {origin or text('default', choices.language)}")
    return OK


# Other commands


def _explain(given: argparse.Namespace) -> int:
    from linter import explain

    choices = _choices(given)
    if choices is None:
        return UNTRUSTED
    if not choices.book.usable:
        return _broken(choices.book, given)
    shown = explain.explain(given.rule, choices.book, choices.language)
    if shown is None:
        said = [text("no-such-rule", given.lang, name=given.rule)]
        likely = catalogue.closest(given.rule, explain.known(choices.book))
        said += [text("did-you-mean", given.lang, suggestion=likely[0])] if likely else []
        print("；".join(said) if given.lang == "zh" else "; ".join(said), file=sys.stderr)
        return UNTRUSTED
    sys.stdout.write(shown)
    return OK


def _rules_list(given: argparse.Namespace) -> int:
    from linter import explain

    choices = _choices(given)
    if choices is None:
        return UNTRUSTED
    if not choices.book.usable:
        return _broken(choices.book, given)
    sys.stdout.write(explain.listing(choices.book, choices.language))
    return OK


def _rules_check(given: argparse.Namespace) -> int:
    from linter import rules_command

    return _answer(rules_command.check(_packs(given), given.lang), given)


def _rules_test(given: argparse.Namespace) -> int:
    from linter import rules_command

    if given.skip_unrecognized and not _pack_folders(given):
        return OK
    book = _packs(given)
    if not book.usable:
        return _broken(book, given)
    return _answer(rules_command.test(book, given.lang, given.mutate, given.coverage), given)


def _rules_new(given: argparse.Namespace) -> int:
    from linter import rules_command

    return _answer(rules_command.new(given.id, [given.rules], given.lang), given)


def _packs(given: argparse.Namespace) -> Any:
    from linter.rulebook import DEFAULT_PACKS, load_rulebook

    return load_rulebook(_pack_folders(given) or DEFAULT_PACKS, given.profile)


def _pack_folders(given: argparse.Namespace) -> list[str]:
    """The packs that were named; for a file, the pack that it belongs to."""
    from linter import packs

    found = [(name, packs.holder(name)) for name in given.packs]
    skip = getattr(given, "skip_unrecognized", False)
    return list(dict.fromkeys(holder or name for name, holder in found if holder is not None or not skip))


def _answer(answer: Any, given: argparse.Namespace) -> int:
    from linter.reporters import REPORTERS

    if answer.report is not None:
        sys.stdout.write(REPORTERS["text"](answer.report, _style(given, sys.stdout)))
    for line in answer.lines:
        print(line)
    return OK if answer.good else FINDINGS


def _value(given: argparse.Namespace) -> int:
    from linter import value_text, values

    if given.jsonl:
        lines: Iterable[str] = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
        for line in value_text.json_lines(lines):
            sys.stdout.write(line + "\n")
        return OK
    context = values.Context(given.year, given.currency, given.name, given.level)
    shown = [value_text.describe(values.parse(one, context), given.lang) for one in given.text]
    sys.stdout.write("\n".join(shown))
    return OK


def _demo(given: argparse.Namespace) -> int:
    from linter import engine
    from linter.reporters import REPORTERS
    from linter.rulebook import load_rulebook

    book = load_rulebook()
    for title, name in _DEMO:
        path = str(resources.folder("examples") / name)
        shown = os.path.relpath(path) if files.inside(path, ".") else path
        report = engine.lint([shown], book, engine.Options(given.lang))
        sys.stdout.write(f"== {text(title, given.lang)}\n$ jixiao check {shown}\n\n")
        sys.stdout.write(REPORTERS["text"](report, _style(given, sys.stdout)) + "\n")
    return OK


_COMMANDS = {
    "check": _check,
    "explain": _explain,
    "rules-list": _rules_list,
    "rules-check": _rules_check,
    "rules-test": _rules_test,
    "rules-new": _rules_new,
    "value": _value,
    "demo": _demo,
}


# Helpers


def _choices(given: argparse.Namespace) -> Any:
    """What is in force for a command; None after a usage error."""
    from linter import settings

    try:
        return settings.choose(given, given.asked, given.lang)
    except settings.OptionError as error:
        _usage("bad-option", given.lang, wanted=error.wanted, text=error.text)
        return None


def _broken(book: Any, given: argparse.Namespace) -> int:
    """Show what is wrong with settings or packs."""
    from linter import engine
    from linter.reporters import REPORTERS

    report = engine.broken(book, engine.Options(given.lang))
    sys.stderr.write(REPORTERS["text"](report, _style(given, sys.stderr)))
    return UNTRUSTED


def _usage(name: str, language: Language, /, **words: Any) -> None:
    print(f"jixiao: {text(name, language, **words)}", file=sys.stderr)


def _reason(problem: files.FileProblem, language: Language) -> str:
    return catalogue.reason(problem.reason, {"detail": problem.detail}, language)


def _put(report: Report, kind: str, path: str | None, given: argparse.Namespace, least: Severity) -> bool:
    """Write one report to a file or to standard output; False when that failed."""
    from linter.reporters import REPORTERS

    stream = sys.stdout if path is None else None
    for_people = stream if kind in _FOR_PEOPLE else None
    shown = REPORTERS[kind](report, _style(given, for_people, least))
    if path is None:
        try:
            _print(shown, as_bytes=for_people is None)
        except BrokenPipeError:  # the reader of our output has gone; what the run came to stays
            files.discard_output(sys.stdout.fileno())
        return True
    try:
        files.write(path, shown.encode("utf-8", "backslashreplace"))
    except files.FileProblem as problem:
        _usage("unwritable", given.lang, path=path, reason=_reason(problem, given.lang))
        return False
    return True


def _print(shown: str, as_bytes: bool) -> None:
    """To standard output; what programs read is UTF-8 whatever the console's encoding."""
    if as_bytes and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.flush()
        sys.stdout.buffer.write(shown.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
        return
    sys.stdout.write(shown)
    sys.stdout.flush()


def _style(given: argparse.Namespace, stream: Any, least: Severity = Severity.INFO) -> Any:
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
    )


def _wants_color(terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def _prepare_streams() -> None:
    """What a stream cannot carry is written as an escape instead of ending the run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
