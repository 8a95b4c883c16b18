"""The commands beside `check`: what each reads from its arguments, and what it prints."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterable
from typing import Any

from linter import catalogue, console, files, resources
from linter.arguments import UNTRUSTED, text
from linter.console import FINDINGS, OK

_DEMO = (("demo-clean", "korla-2023.txt"), ("demo-broken", "korla-2023-broken.txt"))


def explain(given: argparse.Namespace) -> int:
    from linter import explain as explained

    choices = console.choices(given)
    if choices is None:
        return UNTRUSTED
    if not choices.book.usable:
        return console.broken(choices.book, given)
    shown = explained.explain(given.rule, choices.book, choices.language)
    if shown is None:
        said = [text("no-such-rule", given.lang, name=given.rule)]
        likely = catalogue.closest(given.rule, explained.known(choices.book))
        said += [text("did-you-mean", given.lang, suggestion=likely[0])] if likely else []
        print("；".join(said) if given.lang == "zh" else "; ".join(said), file=sys.stderr)
        return UNTRUSTED
    sys.stdout.write(shown)
    return OK


def rules_list(given: argparse.Namespace) -> int:
    from linter import explain as explained

    choices = console.choices(given)
    if choices is None:
        return UNTRUSTED
    if not choices.book.usable:
        return console.broken(choices.book, given)
    sys.stdout.write(explained.listing(choices.book, choices.language))
    return OK


def rules_check(given: argparse.Namespace) -> int:
    from linter import rules_command

    book = _packs(given)
    return console.broken(book, given) if _missing(book) else _answer(rules_command.check(book, given.lang), given)


def rules_test(given: argparse.Namespace) -> int:
    from linter import rules_command

    if given.skip_unrecognized and not _pack_folders(given):
        return OK
    book = _packs(given)
    if _missing(book):
        return console.broken(book, given)
    if not book.usable:  # what is wrong with the pack is what this command is asked for
        return _answer(rules_command.check(book, given.lang), given)
    return _answer(rules_command.test(book, given.lang, given.mutate, given.coverage), given)


def rules_new(given: argparse.Namespace) -> int:
    from linter import rules_command

    return _answer(rules_command.new(given.id, [given.rules], given.lang), given)


def _packs(given: argparse.Namespace) -> Any:
    from linter.rulebook import DEFAULT_PACKS, load_rulebook

    return load_rulebook(_pack_folders(given) or DEFAULT_PACKS, given.profile)


def _missing(book: Any) -> bool:
    """Whether a pack that was named is not there, so that nothing can be said of it."""
    return any(problem.id == "pack-not-found" for problem in book.problems)


def _pack_folders(given: argparse.Namespace) -> list[str]:
    """The packs that were named; for a file, the pack that it belongs to."""
    from linter import packs

    found = [(name, packs.holder(name)) for name in given.packs]
    skip = getattr(given, "skip_unrecognized", False)
    return list(dict.fromkeys(holder or name for name, holder in found if holder is not None or not skip))


def _answer(answer: Any, given: argparse.Namespace) -> int:
    from linter.reporters import REPORTERS

    if answer.report is not None:
        sys.stdout.write(REPORTERS["text"](answer.report, console.style(given, sys.stdout)))
    for line in answer.lines:
        print(line)
    return OK if answer.good else FINDINGS


def value(given: argparse.Namespace) -> int:
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


def convert(given: argparse.Namespace) -> int:
    from linter import convert as converting
    from linter import settings

    given.lang, kinds, book = settings.kinds(given, given.asked, given.lang)
    if not book.usable:
        return console.broken(book, given)
    format = given.to if given.output is None else converting.SUFFIXES.get(os.path.splitext(given.output)[1].lower())
    if format is None:
        console.usage("unknown-suffix", given.lang, path=given.output, known=list(converting.SUFFIXES))
        return UNTRUSTED
    if (given.input is None) is (given.stdin_filename is None):
        console.usage("one-input", given.lang)
        return UNTRUSTED
    if given.input is not None and given.output is not None and files.same(given.input, given.output):
        console.usage("same-file", given.lang, path=given.output)
        return UNTRUSTED
    path = given.input or given.stdin_filename
    try:
        data = files.read(path) if given.input is not None else files.bounded(sys.stdin.buffer.read())
    except files.FileProblem as problem:
        console.usage("unreadable", given.lang, path=path, reason=console.reason(problem, given.lang))
        return UNTRUSTED
    made = converting.convert(data, path, kinds, format, given.keys)
    console.say(made.problems, made.source, given)
    if made.data is None or not console.deliver(made.data, given.output, given.lang):
        return UNTRUSTED
    return FINDINGS if any(map(catalogue.is_error, made.problems)) else OK


def schema(given: argparse.Namespace) -> int:
    from linter import settings
    from linter.writers import schema as published

    given.lang, kinds, book = settings.kinds(given, given.asked, given.lang)
    if not book.usable:
        return console.broken(book, given)
    known = {kind.id: kind for kind in kinds}
    kind = known.get(given.kind or next(iter(known)))
    if kind is None:
        console.usage("unknown-kind", given.lang, name=given.kind, known=list(known))
        return UNTRUSTED
    shown = published.render(kind, given.lang, catalogue.phrase("absent", {}, given.lang))
    return OK if console.deliver(shown.encode(), None, given.lang) else UNTRUSTED


def init(given: argparse.Namespace) -> int:
    from linter import init_command

    return init_command.run(given)


def demo(given: argparse.Namespace) -> int:
    from linter import engine
    from linter.reporters import REPORTERS
    from linter.rulebook import load_rulebook

    book = load_rulebook()
    for title, name in _DEMO:
        path = str(resources.folder("examples") / name)
        shown = os.path.relpath(path) if files.inside(path, ".") else path
        report = engine.lint([shown], book, engine.Options(given.lang))
        sys.stdout.write(f"== {text(title, given.lang)}\n$ jixiao check {shown}\n\n")
        sys.stdout.write(REPORTERS["text"](report, console.style(given, sys.stdout)) + "\n")
    return OK


COMMANDS = {
    "explain": explain,
    "rules-list": rules_list,
    "rules-check": rules_check,
    "rules-test": rules_test,
    "rules-new": rules_new,
    "value": value,
    "convert": convert,
    "schema": schema,
    "init": init,
    "demo": demo,
}
