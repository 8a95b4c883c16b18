"""Packs, profile and parameters to compiled rules; every error is placed in the rule file."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from linter import catalogue
from linter.diagnostic import Location, Problem, Severity
from linter.document import Document, Node
from linter.lineage import Lineage, read_lineage
from linter.packs import PackFile, texts
from linter.parameters import (
    Given,
    Parameter,
    ParameterError,
    read_parameters,
    read_units,
    read_value,
    read_vocabularies,
    wrong_value,
)
from linter.readers import yaml
from linter.report import PackInfo
from linter.rule import Pack, Rule
from linter.rulecheck import Compiler, check_book
from linter.schema import DocumentKind
from linter.screening import Screen, compile_rules
from linter.source import Source, whole_file

UNSCREENED = 2  # documents of a kind
DEFAULT_PACKS = ("target-table", "self-evaluation")


@dataclass(frozen=True, eq=False, repr=False)
class RuleBook:
    """The rules in force, and what was wrong with their packs.  A book with errors is not used for checking."""

    packs: tuple[Pack, ...]
    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = field(default=(), repr=False)
    loaded: tuple[Rule, ...] = field(default=(), repr=False)  # the rules in force, and those that are left out

    def __repr__(self) -> str:
        return f"RuleBook({', '.join(pack.id for pack in self.packs)}: {len(self.rules)} rules)"  # not all of them

    @cached_property
    def known(self) -> Mapping[str, frozenset[str]]:
        """Every name by which a comment or a waiver may call rules, with the ids of those rules."""
        found: dict[str, set[str]] = {id: {id} for id in catalogue.ids()}
        for rule in self.loaded:
            for name in (rule.id, *rule.aliases, *rule.tags, rule.pack.id):
                found.setdefault(name, set()).add(rule.id)
        return {name: frozenset(ids) for name, ids in found.items()}

    @cached_property
    def judged(self) -> frozenset[str]:
        """The ids of everything that is looked for: the rules in force, and the engine's own diagnostics."""
        return frozenset({*catalogue.ids(), *(rule.id for rule in self.rules)})

    @property
    def usable(self) -> bool:
        return not any(catalogue.is_error(problem) for problem in self.problems)

    @property
    def kinds(self) -> tuple[DocumentKind, ...]:
        return tuple({pack.kind.id: pack.kind for pack in self.packs}.values())

    @property
    def info(self) -> tuple[PackInfo, ...]:
        return tuple(PackInfo(pack.id, pack.version, pack.profile, pack.digest) for pack in self.packs)

    def checked_for_rules(self) -> RuleBook:
        """This book with the problem that it has no rule, if that is so: without rules every table looks faultless."""
        if self.rules or not self.usable:
            return self
        place = self.packs[0].file.source.path if self.packs else "--rules"
        return replace(self, problems=(*self.problems, Problem("no-rules", whole_file(place))))

    def rules_for(self, kind: DocumentKind) -> list[Rule]:
        return [rule for rule in self.rules if rule.pack.kind.id == kind.id]

    def doubtful(self, document: Document) -> list[tuple[Rule, int]]:
        """The rules that may have something to report on a document, each with the mask of its runs to look at.

        Screening is worth its making only from the third document on.
        """
        seen, screen = self._screens.get(document.kind.id, (0, None))
        if screen is None:
            rules = self.rules_for(document.kind)
            screen = Screen(rules, compile_rules(rules)) if seen >= UNSCREENED and rules else None
            self._screens[document.kind.id] = seen + 1, screen
            if screen is None:
                return [(rule, -1) for rule in rules]
        return [(screen.rules[number], runs) for number, runs in sorted(screen.doubtful(document).items())]

    @cached_property
    def _screens(self) -> dict[str, tuple[int, Screen | None]]:
        """For each document kind how many documents were there before, and the screen once it is made."""
        return {}

    def __getstate__(self) -> dict[str, Any]:
        """For another process, which makes its own screens: they hold functions."""
        return {name: value for name, value in self.__dict__.items() if name != "_screens"}

    def pack_for(self, kind: DocumentKind) -> Pack:
        """The pack whose vocabularies read documents of `kind`: the first one for it."""
        return next(pack for pack in self.packs if pack.kind.id == kind.id)

    def rule(self, id: str) -> Rule | None:
        return next((rule for rule in self.rules if id == rule.id or id in rule.aliases), None)

    def selected(
        self, select: Collection[str], ignore: Collection[str], places: Mapping[str, Location] | None = None
    ) -> RuleBook:
        """This book with only the rules that `select` calls (all, if empty) and `ignore` does not.

        A name that calls nothing is a problem, at its place among `places`: otherwise less would be checked than was
        meant.
        """
        rules = [
            rule
            for rule in self.rules
            if (not select or any(rule.is_called(name) for name in select))
            and not any(rule.is_called(name) for name in ignore)
        ]
        unknown = self._unknown([*select, *ignore], places or {})
        return replace(self, rules=tuple(rules), problems=(*self.problems, *unknown))

    def with_severities(self, given: Mapping[str, str], places: Mapping[str, Location] | None = None) -> RuleBook:
        """This book with other severities for the rules that the names in `given` call; `off` leaves them out."""
        rules = []
        for rule in self.rules:
            wanted = [severity for name, severity in given.items() if rule.is_called(name)]
            if not wanted:
                rules.append(rule)
            elif wanted[-1] != "off":
                rules.append(replace(rule, severity=Severity.parse(wanted[-1])))
        unknown = self._unknown(given, places or {})
        return replace(self, rules=tuple(rules), problems=(*self.problems, *unknown))

    def with_names_checked(self, named: Iterable[tuple[str, Location]]) -> RuleBook:
        """This book with a problem for each of the names, given with their places, that calls no rule."""
        unknown = [problem for name, place in named for problem in self._unknown([name], {name: place})]
        return replace(self, problems=(*self.problems, *unknown))

    def _unknown(self, names: Iterable[str], places: Mapping[str, Location]) -> list[Problem]:
        known = {name for rule in self.rules for name in (rule.id, *rule.aliases, *rule.tags, rule.pack.id)}
        return [
            Problem("unknown-selection", places.get(name) or whole_file(name), {"name": name, "choices": sorted(known)})
            for name in dict.fromkeys(names)
            if name not in known and name not in catalogue.ids()
        ]


def load_rulebook(
    packs: Iterable[str] = DEFAULT_PACKS,
    profile: str | None = None,
    params: Mapping[str, str | Given] | None = None,
    profile_place: Location | None = None,
) -> RuleBook:
    """The rules of `packs` (bundled names or folders) under a profile, with parameters set over it.

    `profile_place` is where the profile was asked for, if not on the command line.
    Of several packs each takes the profile and the parameters that it knows; what none knows is a problem.
    Never raises for a wrong pack: `problems` of the book says what is wrong, and where.
    """
    loaded: list[Pack] = []
    rules: list[Rule] = []
    left_out: list[Rule] = []
    problems: list[Problem] = []
    sources: list[Source] = []
    place = profile_place or (whole_file(f"--profile {profile}") if profile is not None else None)
    lineages = [read_lineage(name) for name in dict.fromkeys(packs)]
    for lineage in lineages:
        problems += lineage.problems
        sources += lineage.sources
        if not lineage.packs or lineage.refused:
            continue  # without the words of its base, a pack's rules would seem wrong for no reason of their own
        chosen = profile if profile is not None and _is_for(lineage, "profiles", profile, lineages) else None
        given = {name: value for name, value in (params or {}).items() if _is_for(lineage, "params", name, lineages)}
        pack = _Merger(lineage, problems).pack(chosen, place, given)
        compiler = Compiler(pack)
        own = [rule for raw in lineage.packs for file in raw.rules if (rule := compiler.rule(file)) is not None]
        problems += compiler.problems
        if lineage.complete and not compiler.problems:
            problems += check_book(pack, own, compiler.used)
            problems += _severities_of_nothing(pack, own)
        rules += [rule for rule in map(_with_severity, own) if rule is not None]
        left_out += [rule for rule in own if _with_severity(rule) is None]
        loaded.append(pack)
    problems += _reused_ids(rules, loaded)
    told = [one for index, one in enumerate(problems) if one not in problems[:index]]  # packs may share a setting
    return RuleBook(tuple(loaded), tuple(rules), tuple(told), tuple(sources), (*rules, *left_out))


def _is_for(lineage: Lineage, key: str, name: str, lineages: Sequence[Lineage]) -> bool:
    """Whether a pack has the profile or parameter `name`; what none has is for the first pack, to say so."""
    having = [one for one in lineages if any(name in dict(_children(raw.pack.root, key)) for raw in one.packs)]
    return any(one is lineage for one in having or lineages[:1])


class _Merger:
    """One pack out of a lineage: what a later pack defines takes the place of what an earlier one did."""

    def __init__(self, lineage: Lineage, problems: list[Problem]) -> None:
        self.files = [raw.pack for raw in lineage.packs]
        self.lineage = lineage
        self.problems = problems

    def pack(self, profile: str | None, place: Location | None, given: Mapping[str, str | Given]) -> Pack:
        raw, file = self.lineage.packs[-1], self.files[-1]
        chosen = profile or next((name for one in self.files[::-1] if (name := one.text("default_profile"))), None)
        params, vocabularies, lists, severities = {}, {}, {}, {}
        for one in self.files:
            found, wrong = read_parameters(one)
            words, more = read_vocabularies(one)
            self.problems += [*wrong, *more]
            params.update(found)
            vocabularies.update(words)
            lists.update({name: [item.text for item in node.children] for name, node in _children(one.root, "lists")})
            severities.update({name: node.text for name, node in _children(one.root, "severities")})
        set_by = self._profile(chosen, place if profile is not None else None)
        if set_by is not None:
            nodes = _children(set_by[1], "params")
            own = {name: Given(node, set_by[0].at(node)) for name, node in nodes}
            params = _set(params, own, self.problems)
            severities.update({name: node.text for name, node in _children(set_by[1], "severities")})
        params = _with_settings(params, given, self.problems)
        units, wrong_units = read_units(self.files)
        self.problems += wrong_units
        digest = self.lineage.packs[-1].digest if len(self.files) == 1 else _joined(self.lineage)
        title = texts(file.root.child("title"))
        return Pack(
            file.text("id"),
            file.text("version"),
            title,
            raw.kind,
            chosen,
            digest,
            params,
            lists,
            vocabularies,
            units,
            severities,
            file,
        )

    def _profile(self, name: str | None, place: Location | None) -> tuple[PackFile, Node] | None:
        """The profile `name` of the last pack that has it, with its file; `place` is where it was asked for."""
        if name is None:
            return None
        for one in self.files[::-1]:
            found = dict(_children(one.root, "profiles")).get(name)
            if found is not None:
                return one, found
        choices = [key for one in self.files for key, _ in _children(one.root, "profiles")]
        default = self.files[-1].at(self.files[-1].root.child("default_profile"))
        self.problems.append(Problem("unknown-profile", place or default, {"name": name, "choices": choices}))
        return None


def _children(node: Node, key: str) -> list[tuple[str, Node]]:
    below = node.child(key)
    return list(below.children.items()) if below is not None else []


def _joined(lineage: Lineage) -> str:
    """One digest for a pack and those it extends."""
    return "sha256:" + hashlib.sha256("".join(raw.digest for raw in lineage.packs).encode()).hexdigest()


def _with_settings(
    params: dict[str, Parameter], given: Mapping[str, str | Given], problems: list[Problem]
) -> dict[str, Parameter]:
    """The parameters as the settings or the command line give them; a text is read as YAML."""
    nodes: dict[str, Given] = {}
    for name, value in given.items():
        if isinstance(value, Given):
            nodes[name] = value
            continue
        roots, wrong = yaml.parse(Source(f"--param {name}", value))
        problems += wrong
        if roots:
            nodes[name] = Given(roots[0], whole_file(f"--param {name}"))
    return _set(params, nodes, problems)


def _set(params: dict[str, Parameter], given: Mapping[str, Given], problems: list[Problem]) -> dict[str, Parameter]:
    result = dict(params)
    for name, value in given.items():
        known = params.get(name)
        if known is None:
            problems.append(Problem("unknown-parameter", value.location, {"name": name, "choices": list(params)}))
            continue
        try:
            result[name] = replace(known, value=read_value(value.node, known.kind, known.columns))
        except ParameterError as error:
            problems.append(replace(wrong_value(error, name, known.file), location=value.location))
    return result


def _reused_ids(rules: Sequence[Rule], packs: Sequence[Pack]) -> list[Problem]:
    """An id names one rule for ever: not two, not a retired one, not one of the engine's own."""
    taken = {item.text for pack in packs for item in _items(pack.file.root.child("retired"))} | set(catalogue.ids())
    problems = []
    for rule in rules:
        if rule.id in taken:
            place = rule.file.at(rule.file.root.child("id"))
            problems.append(Problem("duplicate-rule", place, {"name": rule.id}))
        taken.add(rule.id)
    return problems


def _items(node: Node | None) -> list[Node]:
    return list(node.items()) if node is not None else []


def _severities_of_nothing(pack: Pack, rules: Sequence[Rule]) -> list[Problem]:
    """A severity for a rule that is not there would silently do nothing."""
    known = [rule.id for rule in rules]
    nodes = [*_children(pack.file.root, "severities")]
    for _, profile in _children(pack.file.root, "profiles"):
        nodes += _children(profile, "severities")
    return [
        Problem("unknown-selection", pack.file.at(node), {"name": name, "choices": known})
        for name, node in nodes
        if name not in known
    ]


def _with_severity(rule: Rule) -> Rule | None:
    """The rule at the severity its pack or profile gives it; None if it is switched off."""
    given = rule.pack.severities.get(rule.id)
    if given is None:
        return rule
    return None if given == "off" else replace(rule, severity=Severity.parse(given))
