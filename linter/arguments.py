"""The arguments of the command line; their texts are in `cli.yaml`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from linter import __version__, catalogue, resources
from linter.catalogue import Language
from linter.diagnostic import Severity
from linter.usage import UNTRUSTED as UNTRUSTED
from linter.usage import Parser

_SEVERITIES = [str(one) for one in sorted(Severity)]

Run = Callable[[argparse.Namespace], int]
Add = Callable[..., None]


@cache
def _texts() -> Any:
    return resources.load_yaml(resources.data_file("cli.yaml"))


def text(name: str, language: Language, /, **words: Any) -> str:
    """One of the command line's own sentences."""
    return catalogue.fill(_texts()["texts"][name][language], words, language)


def parser(language: Language, commands: Mapping[str, Run]) -> argparse.ArgumentParser:
    """The parser; `commands` gives the function of each command (`rules list` as `rules-list`)."""
    data = _texts()
    words = {"language": language, "words": data["usage"]}
    made = Parser(**words, prog="jixiao", description=data["description"][language], epilog=data["epilog"][language])
    made.set_defaults(lang=None)
    top = _subcommands(made, "command", language)
    general = _Options(made, language).group("general")
    general("-h", "--help", action="help")
    general("--version", action="version", version=_version())
    groups = {"": top}
    for name, run in commands.items():
        group, _, last = name.rpartition("-")
        if group not in groups:
            holder = _command(groups[""], group, group, language)
            groups[group] = _subcommands(holder, "subcommand", language)
            _Options(holder, language).group("general")("-h", "--help", action="help")
        command = _command(groups[group], last, name, language)
        command.set_defaults(run=run)
        options = _Options(command, language)
        _ARGUMENTS[name](options)
        general = options.group("general")
        general("--lang", choices=["zh", "en"], default=argparse.SUPPRESS)
        general("-h", "--help", action="help")
    return made


def _subcommands(holder: Parser, into: str, language: Language) -> Any:
    title = _texts()["groups"]["commands"][language]
    return holder.add_subparsers(dest=into, required=True, metavar="COMMAND", title=title, prog=holder.prog)


def _command(group: Any, last: str, name: str, language: Language) -> Parser:
    """The parser of a command, with what its help says before and after the options."""
    data = _texts()
    texts = data["commands"][name]
    usage = ("%(prog)s", data["usage"]["options"][language], texts.get("usage", ""))
    after = _examples(texts["examples"], language)
    if "more" in texts:
        after += ["", texts["more"][language]]
    made: Parser = group.add_parser(
        last,
        language=language,
        words=data["usage"],
        help=texts[language],
        description=texts[language],
        usage=" ".join(filter(None, usage)),
        epilog="\n".join(after),
    )
    return made


def _version() -> str:
    from linter import composer

    return f"jixiao {__version__} ({composer.parser_name()})"


class _Options:
    """Gives a command its options, in groups with titles; `cli.yaml` has the text of each under its long name."""

    def __init__(self, command: Parser, language: Language) -> None:
        self.command, self.language = command, language

    def group(self, name: str, exclusive: bool = False) -> Add:
        """What adds options to a new group; `exclusive` when only one of them may be given."""
        holder = self.command.add_argument_group(_texts()["groups"][name][self.language])
        return partial(self._add, holder.add_mutually_exclusive_group() if exclusive else holder)

    def _add(self, holder: Any, *flags: str, said: str | None = None, **given: Any) -> None:
        texts = _texts()["options"][said or flags[-1].lstrip("-")]
        holder.add_argument(*flags, help=texts[self.language], **given)


def _examples(examples: Sequence[Mapping[str, Sequence[str]]], language: Language) -> list[str]:
    """Commands to begin with, each over what it is for."""
    label: str = _texts()["usage"]["examples"][language]
    return [label, *(f"  {command}\n      {purpose}" for command, purpose in (one[language] for one in examples))]


def _packs(options: _Options) -> Add:
    add = options.group("rules")
    add("--rules", action="append", metavar="PACK")
    add("--profile", metavar="NAME")
    add("--param", action="append", default=[], metavar="NAME=VALUE")
    add("--select", action="append", default=[], metavar="RULES")
    add("--ignore", action="append", default=[], metavar="RULES")
    add("--config", metavar="FILE")
    add("--no-config", action="store_true")
    return add


def _check(options: _Options) -> None:
    from linter.reporters import REPORTERS

    add = options.group("input")
    add("paths", nargs="*", metavar="PATH")
    add("--tracked", action="store_true")
    add("--files-from", metavar="FILE")
    add("--stdin-filename", metavar="NAME")
    add("--exclude", action="append", default=[], metavar="PATTERN")
    add("--skip-unrecognized", action="store_true")
    add("-j", "--jobs", default="1", metavar="N")
    add("--no-cache", action="store_true")
    _packs(options)("--show-settings", action="store_true")
    add = options.group("report")
    add("--output-format", choices=list(REPORTERS), metavar="KIND")
    add("-o", "--output", metavar="FILE")
    add("-O", said="also", action="append", default=[], dest="also", metavar="KIND=FILE")
    add("--statistics", action="store_true")
    add("--min-severity", choices=_SEVERITIES, metavar="SEVERITY")
    add("--show-undetermined", action="store_true")
    add("-q", "--quiet", action="store_true")
    add("--color", choices=["auto", "always", "never"], default="auto")
    add = options.group("result")
    add("--fail-on", choices=[*_SEVERITIES, "never"], metavar="SEVERITY")
    add("--max-warnings", type=int, metavar="N")
    add("--exit-zero", action="store_true")
    add = options.group("mending")
    add("--fix", action="store_true")
    add("--diff", action="store_true")
    add("--unsafe-fixes", action="store_true")
    add = options.group("exceptions")
    add("--waivers", metavar="FILE")
    add("--no-waivers", action="store_true")
    add("--write-waivers", action="store_true")
    add("--prune-waivers", action="store_true")
    add("--today", metavar="YYYY-MM-DD")


def _explain(options: _Options) -> None:
    options.group("arguments")("rule", metavar="RULE")
    _packs(options)


def _rules_list(options: _Options) -> None:
    _packs(options)


def _rules_check(options: _Options) -> None:
    _pack_names(options)


def _pack_names(options: _Options) -> Add:
    add = options.group("arguments")
    add("packs", nargs="*", metavar="PACK")
    add("--profile", metavar="NAME")
    return add


def _rules_test(options: _Options) -> None:
    add = _pack_names(options)
    add("--skip-unrecognized", said="skip-packs", action="store_true")
    add("--mutate", action="store_true")
    add("--coverage", action="store_true")


def _rules_new(options: _Options) -> None:
    add = options.group("arguments")
    add("id", said="new-id", metavar="ID")
    add("--rules", said="new-pack", metavar="PACK", required=True)


def _value(options: _Options) -> None:
    add = options.group("arguments")
    add("text", nargs="*", metavar="TEXT")
    add("--jsonl", action="store_true")
    add = options.group("context")
    add("--year", type=int, metavar="YEAR")
    for option in ("--currency", "--name", "--level"):
        add(option, metavar="TEXT")


def _kinds(options: _Options) -> None:
    """What says which packs, and so which document kinds, are in force."""
    add = options.group("rules")
    add("--rules", action="append", metavar="PACK")
    add("--config", metavar="FILE")
    add("--no-config", action="store_true")


def _convert(options: _Options) -> None:
    add = options.group("arguments")
    add("input", said="convert-in", nargs="?", metavar="IN")
    add("--stdin-filename", said="convert-stdin", metavar="NAME")
    add = options.group("output", exclusive=True)
    add("-o", "--output", said="convert-out", metavar="OUT")
    add("--to", choices=["yaml", "json"], default="yaml")
    options.group("form")("--keys", choices=["en", "zh"], default="en")
    _kinds(options)


def _schema(options: _Options) -> None:
    options.group("arguments")("--kind", metavar="ID")
    _kinds(options)


def _init(options: _Options) -> None:
    options.group("arguments")("folder", nargs="?", default=".", metavar="DIR")


def _demo(options: _Options) -> None:
    """It takes no arguments of its own."""


_ARGUMENTS: dict[str, Callable[[_Options], None]] = {
    "check": _check,
    "explain": _explain,
    "rules-list": _rules_list,
    "rules-check": _rules_check,
    "rules-test": _rules_test,
    "rules-new": _rules_new,
    "value": _value,
    "convert": _convert,
    "schema": _schema,
    "init": _init,
    "demo": _demo,
}
