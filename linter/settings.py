"""The command line over the settings: one set of choices, each with where it comes from."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from linter import catalogue, config, kept_books, waiver_file
from linter.catalogue import Language
from linter.diagnostic import Location
from linter.engine import Options
from linter.files import Excluded
from linter.overrides import Override
from linter.packs import read_kind
from linter.parameters import Given
from linter.rulebook import DEFAULT_PACKS, RuleBook
from linter.schema import DocumentKind
from linter.source import whole_file
from linter.waivers import FILE, Waivers

_SHOWN = ("rules", "profile", "params", "select", "ignore", "severities", "overrides", "exclude")
_SHOWN_EXCUSES = ("waivers", "suppression-reason")
_SHOWN_OUTPUT = ("language", "fail-on", "min-severity", "output-format", "outputs")
_DEFAULTS = {
    "rules": ", ".join(DEFAULT_PACKS),
    "waivers": FILE,
    "suppression-reason": "required",
    "fail-on": "error",
    "min-severity": "info",
    "output-format": "text",
}


@dataclass
class Choices:
    """What is in force.  `book` carries every problem of settings and packs."""

    language: Language
    settings: config.Settings
    given: argparse.Namespace
    book: RuleBook = field(default_factory=lambda: RuleBook((), ()))
    waivers: Waivers = field(default_factory=Waivers)

    def value(self, name: str, default: str) -> str:
        """A single value: the command line's, else the settings', else the default."""
        chosen = getattr(self.given, name.replace("-", "_"), None)
        found: str = chosen if chosen is not None else self.settings.get(name, default)
        return found

    def outputs(self) -> Iterator[tuple[str, str]]:
        """Further reports that the settings ask for: kind and file, relative to the settings."""
        for kind, setting in self.settings.items("outputs"):
            yield kind, os.path.join(os.path.dirname(self.settings.path or ""), str(setting.value))

    def options(self) -> Options:
        folder = os.path.dirname(os.path.abspath(self.settings.path)) if self.settings.path else os.curdir
        overrides = tuple(
            Override(folder, tuple(one["files"]), tuple(one.get("ignore", ())), one.get("severities", {}))
            for one in self.settings.get("overrides", ())
        )
        ignored = [*names(self.given.ignore), *self.settings.get("ignore", ())]
        return Options(
            self.language,
            getattr(self.given, "skip_unrecognized", False),
            frozenset(ignored),
            (
                Excluded(folder, tuple(self.settings.get("exclude", ()))),
                Excluded(os.curdir, tuple(getattr(self.given, "exclude", ()))),
            ),
            overrides,
            self.settings.get("suppression-reason", "required") == "required",
            self.waivers,
        )

    def waivers_path(self) -> tuple[str, bool]:
        """The file of waivers, and whether somebody named it: one that nobody named need not be there."""
        setting = self.settings.values.get("waivers")
        if self.given.waivers is not None:
            return self.given.waivers, True
        if setting is not None:
            return os.path.join(os.path.dirname(setting.location.path), setting.value), True
        return os.path.join(os.path.dirname(self.settings.path or ""), FILE), False

    def shown(self) -> Iterator[tuple[str, str, str]]:
        """Every setting with its value and its origin."""
        for name in (*_SHOWN, *_SHOWN_EXCUSES, *_SHOWN_OUTPUT):
            chosen = getattr(self.given, name.replace("-", "_"), None)
            if chosen:
                text = ", ".join(chosen) if isinstance(chosen, list) else str(chosen)
                yield name, text, f"--{name}"
            elif name in self.settings.values:
                setting = self.settings.values[name]
                yield name, _text(setting.value), setting.origin
            else:
                yield name, _DEFAULTS.get(name, ""), ""


def choose(given: argparse.Namespace, language: Language | None, default: Language) -> Choices:
    """Settings and rule book for the arguments of a command."""
    settings = config.Settings() if getattr(given, "no_config", False) else config.load(path=given.config)
    chosen: Language = language or settings.get("language") or default
    choices = Choices(chosen, settings, given)
    if settings.problems:
        choices.book = RuleBook((), (), settings.problems, settings.sources)
        return choices
    params: dict[str, str | Given] = {
        name: Given(setting.node, setting.location) for name, setting in settings.items("params")
    }
    params.update(parameters(given.param))
    packs = given.rules or config.pack_names(settings) or DEFAULT_PACKS
    profile = settings.values.get("profile") if given.profile is None else None
    place = profile.location if profile is not None else None
    said = [source.text for source in settings.sources]
    book = kept_books.load(packs, given.profile or settings.get("profile"), params, place, said)
    if book.usable:
        book = _selected(book, given, settings)
    book = book.checked_for_rules()
    choices.book = replace(book, sources=(*book.sources, *settings.sources))
    if not getattr(given, "no_waivers", True):  # commands that check nothing have no such option
        _add_waivers(choices)
    return choices


def kinds(
    given: argparse.Namespace, language: Language | None, default: Language
) -> tuple[Language, tuple[DocumentKind, ...], RuleBook]:
    """The language, and the document kinds of the packs in force, for commands that use no rules.

    The book has no rules either; it carries what is wrong with the settings or the packs.
    """
    settings = config.Settings() if given.no_config else config.load(path=given.config)
    chosen: Language = language or settings.get("language") or default
    found: dict[str, DocumentKind] = {}
    problems, sources = list(settings.problems), list(settings.sources)
    for name in given.rules or config.pack_names(settings) or DEFAULT_PACKS:
        kind, wrong, texts = read_kind(name)
        problems += wrong
        sources += texts
        if kind is not None:
            found.setdefault(kind.id, kind)
    return chosen, tuple(found.values()), RuleBook((), (), tuple(problems), tuple(sources))


def _add_waivers(choices: Choices) -> None:
    """Load the waivers; what is wrong with them is wrong with the settings."""
    path, named = choices.waivers_path()
    found = waiver_file.load(path, _day(choices.given.today), named and not choices.given.write_waivers)
    sources = (found.source,) if found.source is not None else ()
    book = choices.book
    choices.book = replace(book, problems=(*book.problems, *found.problems), sources=(*book.sources, *sources))
    choices.waivers = found


def _day(text: str | None) -> date:
    """The day that an option gives, else today; raises `OptionError`."""
    try:
        return date.today() if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise OptionError("--today YYYY-MM-DD", text or "") from error


def _selected(book: RuleBook, given: argparse.Namespace, settings: config.Settings) -> RuleBook:
    book = book.with_names_checked(settings.overridden())
    severities = settings.items("severities")
    book = book.with_severities(
        {name: str(setting.value) for name, setting in severities},
        {name: setting.location for name, setting in severities},
    )
    select, ignore = names(given.select), names(given.ignore)
    places: dict[str, Location] = {name: whole_file(f"--select/--ignore {name}") for name in (*select, *ignore)}
    if not select:
        select = [name for name, _ in settings.listed("select")]
    for name, place in (*settings.listed("select"), *settings.listed("ignore")):
        places.setdefault(name, place)
    return book.selected(select, [*ignore, *(name for name, _ in settings.listed("ignore"))], places)


def names(given: Sequence[str]) -> list[str]:
    """Names separated by commas, over several options."""
    return [name.strip() for text in given for name in text.split(",") if name.strip()]


class OptionError(Exception):
    """An option that is not of its form; `wanted` shows the form."""

    def __init__(self, wanted: str, text: str) -> None:
        super().__init__(wanted, text)
        self.wanted = wanted
        self.text = text


def parameters(given: Sequence[str]) -> dict[str, str]:
    """`--param NAME=VALUE` options; raises `OptionError`."""
    found = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise OptionError("--param NAME=VALUE", text)
        found[name] = value
    return found


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(item)}" for key, item in value.items())
    return catalogue.show(value)
