"""The arguments of the command line; their texts are in `cli.yaml`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NoReturn

from linter import __version__, catalogue, resources
from linter.catalogue import Language
from linter.diagnostic import Severity

UNTRUSTED = 2
_SEVERITIES = [str(one) for one in sorted(Severity)]

Run = Callable[[argparse.Namespace], int]
Said = Callable[[str], str]


@cache
def _texts() -> Any:
    return resources.load_yaml(resources.data_file("cli.yaml"))


def text(name: str, language: Language, /, **words: Any) -> str:
    """One of the command line's own sentences."""
    return catalogue.fill(_texts()["texts"][name][language], words, language)


class _Parser(argparse.ArgumentParser):
    """Takes no abbreviations of options, and ends with our exit code."""

    def __init__(self, **given: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **given)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(UNTRUSTED, f"{self.prog}: {message}\n")


def parser(language: Language, commands: Mapping[str, Run]) -> argparse.ArgumentParser:
    """The parser; `commands` gives the function of each command (`rules list` as `rules-list`)."""
    data = _texts()

    def said(option: str) -> str:
        found: str = data["options"][option][language]
        return found

    made = _Parser(prog="jixiao", description=data["description"][language], epilog=data["epilog"][language])
    made.add_argument("--version", action="version", version=_version(), help=said("version"))
    made.set_defaults(lang=None)
    top = made.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    groups = {"": top}
    for name, run in commands.items():
        group, _, last = name.rpartition("-")
        if group not in groups:
            title = data["commands"][group][language]
            holder = top.add_parser(group, help=title, description=title)
            groups[group] = holder.add_subparsers(
                dest="subcommand", required=True, metavar="COMMAND", parser_class=_Parser
            )
        title = data["commands"][name][language]
        command: argparse.ArgumentParser = groups[group].add_parser(last, help=title, description=title)
        command.add_argument("--lang", choices=["zh", "en"], default=argparse.SUPPRESS, help=said("lang"))
        command.set_defaults(run=run)
        _ARGUMENTS[name](command, said)
    return made


def _version() -> str:
    from linter import composer

    return f"jixiao {__version__} ({composer.parser_name()})"


def _packs(command: argparse.ArgumentParser, said: Said) -> None:
    add = command.add_argument
    add("--rules", action="append", metavar="PACK", help=said("rules"))
    add("--profile", metavar="NAME", help=said("profile"))
    add("--param", action="append", default=[], metavar="NAME=VALUE", help=said("param"))
    add("--select", action="append", default=[], metavar="RULES", help=said("select"))
    add("--ignore", action="append", default=[], metavar="RULES", help=said("ignore"))
    add("--config", metavar="FILE", help=said("config"))
    add("--no-config", action="store_true", help=said("no-config"))


def _check(command: argparse.ArgumentParser, said: Said) -> None:
    from linter.reporters import REPORTERS

    add = command.add_argument
    add("paths", nargs="*", metavar="PATH", help=said("paths"))
    _packs(command, said)
    add("--tracked", action="store_true", help=said("tracked"))
    add("--files-from", metavar="FILE", help=said("files-from"))
    add("--exclude", action="append", default=[], metavar="PATTERN", help=said("exclude"))
    add("--skip-unrecognized", action="store_true", help=said("skip-unrecognized"))
    add("--stdin-filename", metavar="NAME", help=said("stdin-filename"))
    add("--output-format", choices=list(REPORTERS), help=said("output-format"))
    add("-o", "--output", metavar="FILE", help=said("output"))
    add("-O", action="append", default=[], dest="also", metavar="KIND=FILE", help=said("also"))
    add("--min-severity", choices=_SEVERITIES, help=said("min-severity"))
    add("--show-undetermined", action="store_true", help=said("show-undetermined"))
    add("-q", "--quiet", action="store_true", help=said("quiet"))
    add("--color", choices=["auto", "always", "never"], default="auto", help=said("color"))
    add("--fail-on", choices=[*_SEVERITIES, "never"], help=said("fail-on"))
    add("--max-warnings", type=int, metavar="N", help=said("max-warnings"))
    add("--exit-zero", action="store_true", help=said("exit-zero"))
    add("--show-settings", action="store_true", help=said("show-settings"))


def _explain(command: argparse.ArgumentParser, said: Said) -> None:
    command.add_argument("rule", metavar="RULE", help=said("rule"))
    _packs(command, said)


def _pack_names(command: argparse.ArgumentParser, said: Said) -> None:
    command.add_argument("packs", nargs="*", metavar="PACK", help=said("packs"))
    command.add_argument("--profile", metavar="NAME", help=said("profile"))


def _rules_test(command: argparse.ArgumentParser, said: Said) -> None:
    _pack_names(command, said)
    command.add_argument("--skip-unrecognized", action="store_true", help=said("skip-packs"))
    command.add_argument("--mutate", action="store_true", help=said("mutate"))
    command.add_argument("--coverage", action="store_true", help=said("coverage"))


def _rules_new(command: argparse.ArgumentParser, said: Said) -> None:
    command.add_argument("id", metavar="ID", help=said("new-id"))
    command.add_argument("--rules", metavar="PACK", required=True, help=said("packs"))


def _value(command: argparse.ArgumentParser, said: Said) -> None:
    command.add_argument("text", nargs="*", metavar="TEXT", help=said("text"))
    command.add_argument("--jsonl", action="store_true", help=said("jsonl"))
    for option in ("year", "currency", "name", "level"):
        command.add_argument(f"--{option}", help=said(option), type=int if option == "year" else str)


def _nothing(command: argparse.ArgumentParser, said: Said) -> None:
    pass


_ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser, Said], None]] = {
    "check": _check,
    "explain": _explain,
    "rules-list": _packs,
    "rules-check": _pack_names,
    "rules-test": _rules_test,
    "rules-new": _rules_new,
    "value": _value,
    "demo": _nothing,
}
