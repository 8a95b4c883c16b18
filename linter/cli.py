"""The command line: arguments, exit codes, streams.  Nothing below prints or exits."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NoReturn

from linter import __version__, catalogue, files, limits, resources
from linter.catalogue import Language
from linter.diagnostic import Diagnostic, Outcome, Severity
from linter.report import Fate, Report

OK, FINDINGS, UNTRUSTED, INTERRUPTED = 0, 1, 2, 130
_SEVERITIES = [str(one) for one in sorted(Severity)]
_DEMO = (("demo-clean", "korla-2023.txt"), ("demo-broken", "korla-2023-broken.txt"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    _prepare_streams()
    language = _language(arguments)
    try:
        given = _parser(language).parse_args(arguments)
        given.lang = given.lang or language
        run: Callable[[argparse.Namespace], int] = given.run
        return run(given)
    except KeyboardInterrupt:
        print(_text("interrupted", language), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone; nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


# Arguments


@cache
def _texts() -> Any:
    return resources.load_yaml(resources.data_file("cli.yaml"))


def _text(name: str, language: Language, /, **words: Any) -> str:
    return catalogue.fill(_texts()["texts"][name][language], words, language)


class _Parser(argparse.ArgumentParser):
    """Keeps argparse from taking abbreviations of options."""

    def __init__(self, **given: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **given)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(UNTRUSTED, f"{self.prog}: {message}\n")


def _parser(language: Language) -> argparse.ArgumentParser:
    data = _texts()

    def said(option: str) -> str:
        text: str = data["options"][option][language]
        return text

    parser = _Parser(prog="jixiao", description=data["description"][language], epilog=data["epilog"][language])
    parser.add_argument("--version", action="version", version=_version(), help=said("version"))
    parser.set_defaults(lang=None)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    def command(name: str, run: Callable[[argparse.Namespace], int], within: Any = commands) -> argparse.ArgumentParser:
        title = data["commands"][name][language]
        made: argparse.ArgumentParser = within.add_parser(name.rpartition("-")[2], help=title, description=title)
        made.add_argument("--lang", choices=["zh", "en"], default=argparse.SUPPRESS, help=said("lang"))
        made.set_defaults(run=run)
        return made

    _check_arguments(command("check", _check), said)
    explain = command("explain", _explain)
    explain.add_argument("rule", metavar="RULE", help=said("rule"))
    _pack_arguments(explain, said)
    rules = commands.add_parser("rules", help=data["commands"]["rules"][language])
    within = rules.add_subparsers(dest="rules_command", required=True, metavar="COMMAND", parser_class=_Parser)
    _pack_arguments(command("rules-list", _rules_list, within), said)
    value = command("value", _value)
    value.add_argument("text", nargs="*", metavar="TEXT", help=said("text"))
    value.add_argument("--jsonl", action="store_true", help=said("jsonl"))
    for option in ("year", "currency", "name", "level"):
        value.add_argument(f"--{option}", help=said(option), type=int if option == "year" else str)
    command("demo", _demo)
    return parser


def _pack_arguments(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    add = parser.add_argument
    add("--rules", action="append", metavar="PACK", help=said("rules"))
    add("--profile", metavar="NAME", help=said("profile"))
    add("--param", action="append", default=[], metavar="NAME=VALUE", help=said("param"))
    add("--select", action="append", default=[], metavar="RULES", help=said("select"))
    add("--ignore", action="append", default=[], metavar="RULES", help=said("ignore"))


def _check_arguments(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    from linter.reporters import REPORTERS

    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help=said("paths"))
    _pack_arguments(parser, said)
    add("--output-format", choices=list(REPORTERS), default="text", help=said("output-format"))
    add("-o", "--output", metavar="FILE", help=said("output"))
    add("-O", action="append", default=[], dest="also", metavar="KIND=FILE", help=said("also"))
    add("--fail-on", choices=[*_SEVERITIES, "never"], default="error", help=said("fail-on"))
    add("--min-severity", choices=_SEVERITIES, default="info", help=said("min-severity"))
    add("--show-undetermined", action="store_true", help=said("show-undetermined"))
    add("--skip-unrecognized", action="store_true", help=said("skip-unrecognized"))
    add("--stdin-filename", metavar="NAME", help=said("stdin-filename"))
    add("--color", choices=["auto", "always", "never"], default="auto", help=said("color"))


def _version() -> str:
    from linter import composer

    return f"jixiao {__version__} ({composer.parser_name()})"


def _language(arguments: Sequence[str]) -> Language:
    """The language asked for, else that of the locale; Chinese when it cannot tell."""
    for index, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            value = value or "".join(arguments[index + 1 : index + 2])
            return "en" if value == "en" else "zh"
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = os.environ.get(variable, "")
        if locale:
            return "zh" if locale.startswith("zh") or locale.split(".")[0] in ("C", "POSIX") else "en"
    return "zh"


# Commands


def _check(given: argparse.Namespace) -> int:
    from linter import engine

    language: Language = given.lang
    wanted = [(given.output_format, given.output)]
    for text in given.also:
        kind, equals, path = text.partition("=")
        if not equals or not path or not _is_reporter(kind):
            return _usage("bad-option", language, wanted="-O KIND=FILE", text=text)
        wanted.append((kind, path))
    book = _book(given)
    if book is None:
        return UNTRUSTED
    options = engine.Options(language, given.skip_unrecognized, frozenset(_names(given.ignore)))
    if given.stdin_filename is not None:
        data = sys.stdin.buffer.read(limits.FILE_BYTES + 1)
        report = engine.lint_text(given.stdin_filename, data, book, options)
    else:
        report = engine.lint(given.paths or ["."], book, options)
    for kind, path in wanted:
        if not _put(report, kind, path, given):
            return UNTRUSTED
    return exit_code(report, given.fail_on)


def exit_code(report: Report, fail_on: str = "error") -> int:
    """0, 1 or 2 as DESIGN's table of exit codes says."""
    untrusted = any(_is_fault(one) for one in report.diagnostics) or any(
        one.severity is Severity.ERROR for one in report.problems
    )
    if untrusted or any(file.fate is Fate.FAILED for file in report.files):
        return UNTRUSTED
    if fail_on == "never":
        return OK
    least = Severity.parse(fail_on)
    bad = (one for one in report.diagnostics if one.outcome is Outcome.FAIL and one.severity >= least)
    return FINDINGS if any(bad) else OK


def _is_fault(one: Diagnostic) -> bool:
    return one.outcome is Outcome.RULE_ERROR or one.rule == "internal-error"


def _explain(given: argparse.Namespace) -> int:
    from linter import explain

    book = _book(given)
    if book is None:
        return UNTRUSTED
    if not book.usable:
        return _broken(book, given)
    text = explain.explain(given.rule, book, given.lang)
    if text is None:
        likely = catalogue.closest(given.rule, explain.known(book))
        said = _text("no-such-rule", given.lang, name=given.rule)
        hint = _text("did-you-mean", given.lang, suggestion=likely[0]) if likely else ""
        print(f"{said}{'；' if given.lang == 'zh' and hint else '; ' if hint else ''}{hint}", file=sys.stderr)
        return UNTRUSTED
    sys.stdout.write(text)
    return OK


def _rules_list(given: argparse.Namespace) -> int:
    from linter import explain

    book = _book(given)
    if book is None:
        return UNTRUSTED
    if not book.usable:
        return _broken(book, given)
    sys.stdout.write(explain.listing(book, given.lang))
    return OK


def _value(given: argparse.Namespace) -> int:
    from linter import value_text, values

    if given.jsonl:
        lines = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
        for line in value_text.json_lines(lines):
            sys.stdout.write(line + "\n")
        return OK
    context = values.Context(given.year, given.currency, given.name, given.level)
    shown = [value_text.describe(values.parse(text, context), given.lang) for text in given.text]
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
        sys.stdout.write(f"== {_text(title, given.lang)}\n$ jixiao check {shown}\n\n")
        sys.stdout.write(REPORTERS["text"](report, _style(given, sys.stdout)) + "\n")
    return OK


# Helpers


def _book(given: argparse.Namespace) -> Any:
    """The rule book that the arguments ask for; None after a usage error."""
    from linter.rulebook import DEFAULT_PACKS, load_rulebook

    params: dict[str, str] = {}
    for text in given.param:
        name, equals, value = text.partition("=")
        if not equals:
            _usage("bad-option", given.lang, wanted="--param NAME=VALUE", text=text)
            return None
        params[name] = value
    book = load_rulebook(given.rules or DEFAULT_PACKS, given.profile, params)
    return book.selected(_names(given.select), _names(given.ignore)) if book.usable else book


def _names(given: Sequence[str]) -> list[str]:
    return [name.strip() for text in given for name in text.split(",") if name.strip()]


def _broken(book: Any, given: argparse.Namespace) -> int:
    """Show what is wrong with the packs."""
    from linter import engine
    from linter.reporters import REPORTERS

    report = engine.broken(book, engine.Options(given.lang))
    sys.stderr.write(REPORTERS["text"](report, _style(given, sys.stderr)))
    return UNTRUSTED


def _usage(name: str, language: Language, /, **words: Any) -> int:
    print(f"jixiao: {_text(name, language, **words)}", file=sys.stderr)
    return UNTRUSTED


def _is_reporter(kind: str) -> bool:
    from linter.reporters import REPORTERS

    return kind in REPORTERS


def _put(report: Report, kind: str, path: str | None, given: argparse.Namespace) -> bool:
    """Write one report to a file or to standard output; False when that failed."""
    from linter.reporters import REPORTERS

    if path is None:
        sys.stdout.write(REPORTERS[kind](report, _style(given, sys.stdout)))
        sys.stdout.flush()
        return True
    text = REPORTERS[kind](report, _style(given, None))
    try:
        files.write(path, text.encode("utf-8", "backslashreplace"))
    except files.FileProblem as problem:
        reason = catalogue.reason(problem.reason, {"detail": problem.detail}, given.lang)
        _usage("unwritable", given.lang, path=path, reason=reason)
        return False
    return True


def _style(given: argparse.Namespace, stream: Any) -> Any:
    """How a report to `stream` (None: a file) is to look."""
    import shutil

    from linter.reporters import Style, glyphs_for

    terminal = stream is not None and stream.isatty()
    chosen = getattr(given, "color", "auto")
    color = chosen == "always" or (chosen == "auto" and stream is not None and _wants_color(terminal))
    return Style(
        language=given.lang,
        color=color,
        width=shutil.get_terminal_size().columns if terminal else 100,
        glyphs=glyphs_for(getattr(stream, "encoding", "utf-8")),
        show_undetermined=getattr(given, "show_undetermined", False),
        min_severity=Severity.parse(getattr(given, "min_severity", "info")),
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
