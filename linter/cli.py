"""The command line: which command it is, its language and its exit code.  Nothing below this and `console` prints."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from linter import cache, console, files
from linter.arguments import UNTRUSTED, parser, text
from linter.catalogue import Language


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    if sys.stdout is None or sys.stderr is None:  # closed before we began: nothing could be said
        return UNTRUSTED
    console.prepare_streams()
    if "--no-cache" in arguments:  # before anything is read that may be kept
        cache.turn_off()
    asked, language = _languages(arguments)
    try:
        given = parser(language, COMMANDS).parse_args(arguments)
        given.asked, given.lang = asked, language
        return int(given.run(given))
    except KeyboardInterrupt:
        print(text("interrupted", language), file=sys.stderr)
        return console.INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone; nothing is wrong
        files.discard_output(sys.stdout.fileno())
        return console.OK
    except OSError as error:  # standard output cannot be written: a full disk, a closed stream
        console.usage("unwritable", language, path="stdout", reason=error.strerror or str(error))
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


def _check(given: argparse.Namespace) -> int:
    from linter import check_command

    return check_command.run(given)


def _further(name: str) -> Callable[[argparse.Namespace], int]:
    """A command whose module is loaded when it is used."""

    def run(given: argparse.Namespace) -> int:
        from linter import commands

        return commands.COMMANDS[name](given)

    return run


COMMANDS = {
    "check": _check,
    **{
        name: _further(name)
        for name in (
            "explain",
            "rules-list",
            "rules-check",
            "rules-test",
            "rules-new",
            "value",
            "convert",
            "schema",
            "init",
            "demo",
        )
    },
}
