"""Packs, profile and parameters to compiled rules; every error is placed in the rule file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from linter import catalogue
from linter.diagnostic import Problem, Severity
from linter.document import Node
from linter.packs import PackFile, RawPack, read_pack, texts
from linter.parameters import (
    Parameter,
    ParameterError,
    read_parameters,
    read_value,
    read_vocabularies,
    wrong_value,
)
from linter.readers import yaml
from linter.report import PackInfo
from linter.rule import Pack, Rule
from linter.rulecheck import Compiler, check_book
from linter.schema import DocumentKind
from linter.source import Source, whole_file

DEFAULT_PACKS = ("target-table",)
_RETIRED = "retired"


@dataclass(frozen=True, eq=False)
class RuleBook:
    """The rules in force, and what was wrong with their packs.  A book with errors is not used for checking."""

    packs: tuple[Pack, ...]
    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = field(default=(), repr=False)

    @property
    def usable(self) -> bool:
        return not any(catalogue.is_error(problem) for problem in self.problems)

    @property
    def kinds(self) -> tuple[DocumentKind, ...]:
        return tuple({pack.kind.id: pack.kind for pack in self.packs}.values())

    @property
    def info(self) -> tuple[PackInfo, ...]:
        return tuple(PackInfo(pack.id, pack.version, pack.profile, pack.digest) for pack in self.packs)

    def rules_for(self, kind: DocumentKind) -> list[Rule]:
        return [rule for rule in self.rules if rule.pack.kind.id == kind.id]

    def pack_for(self, kind: DocumentKind) -> Pack:
        """The pack whose vocabularies read documents of `kind`: the first one for it."""
        return next(pack for pack in self.packs if pack.kind.id == kind.id)

    def rule(self, id: str) -> Rule | None:
        return next((rule for rule in self.rules if id == rule.id or id in rule.aliases), None)

    def selected(self, select: Sequence[str], ignore: Sequence[str]) -> RuleBook:
        """This book with only the rules that `select` calls (all, if empty) and `ignore` does not.

        A name that calls nothing is a problem: otherwise less would be checked than was meant.
        """
        names = {name for rule in self.rules for name in (rule.id, *rule.aliases, *rule.tags, rule.pack.id)}
        problems = [
            Problem(
                "unknown-selection", whole_file(f"--select/--ignore {name}"), {"name": name, "choices": sorted(names)}
            )
            for name in dict.fromkeys([*select, *ignore])
            if name not in names and name not in catalogue.ids()
        ]
        rules = [
            rule
            for rule in self.rules
            if (not select or any(rule.is_called(name) for name in select))
            and not any(rule.is_called(name) for name in ignore)
        ]
        return replace(self, rules=tuple(rules), problems=(*self.problems, *problems))


def load_rulebook(
    packs: Iterable[str] = DEFAULT_PACKS, profile: str | None = None, params: Mapping[str, str] | None = None
) -> RuleBook:
    """The rules of `packs` (bundled names or folders) under a profile, with parameters set over it.

    Never raises for a wrong pack: `problems` of the book says what is wrong, and where.
    """
    loaded: list[Pack] = []
    rules: list[Rule] = []
    problems: list[Problem] = []
    sources: list[Source] = []
    for name in dict.fromkeys(packs):
        raw, wrong, texts_read = read_pack(name)
        problems += wrong
        sources += texts_read
        if raw is None:
            continue
        pack = _pack(raw, profile, params or {}, problems)
        compiler = Compiler(pack)
        before = len(rules)
        for file in raw.rules:
            rule = compiler.rule(file)
            if rule is not None:
                rules.append(rule)
        problems += compiler.problems
        if not wrong and not compiler.problems:
            problems += check_book(pack, rules[before:], compiler.used)
        loaded.append(pack)
    problems += _reused_ids(rules, loaded)
    kept = [rule for rule in (_with_severity(rule, problems) for rule in rules) if rule is not None]
    return RuleBook(tuple(loaded), tuple(kept), tuple(problems), tuple(sources))


def _pack(raw: RawPack, profile: str | None, given: Mapping[str, str], problems: list[Problem]) -> Pack:
    file = raw.pack
    params, wrong = read_parameters(file)
    vocabularies, more = read_vocabularies(file)
    problems += [*wrong, *more]
    chosen = profile or file.text("default_profile") or None
    params = _with_profile(file, params, chosen, problems)
    params = _with_settings(file, params, given, problems)
    lists = file.root.child("lists")
    words = {name: [item.text for item in node.children] for name, node in lists.children.items()} if lists else {}
    return Pack(
        file.text("id"),
        file.text("version"),
        texts(file.root.child("title")),
        raw.kind,
        chosen,
        raw.digest,
        params,
        words,
        vocabularies,
        file,
    )


def _with_profile(
    file: PackFile, params: dict[str, Parameter], name: str | None, problems: list[Problem]
) -> dict[str, Parameter]:
    """The parameters as the profile `name` sets them."""
    if name is None:
        return params
    profiles = file.root.child("profiles")
    profile = profiles.child(name) if profiles is not None else None
    if profile is None:
        words = {"name": name, "choices": list(profiles.children) if profiles is not None else []}
        problems.append(Problem("unknown-profile", file.at(file.root.child("default_profile")), words))
        return params
    given = profile.child("params")
    return _set(file, params, given.children if given is not None else {}, problems)


def _with_settings(
    file: PackFile, params: dict[str, Parameter], given: Mapping[str, str], problems: list[Problem]
) -> dict[str, Parameter]:
    """The parameters as the command line or the settings give them, as YAML text."""
    nodes: dict[str, Node] = {}
    for name, text in given.items():
        roots, wrong = yaml.parse(Source(f"--param {name}", text))
        problems += wrong
        if roots:
            nodes[name] = roots[0]
    return _set(file, params, nodes, problems, "--param ")


def _set(
    file: PackFile, params: dict[str, Parameter], given: Mapping[str, Node], problems: list[Problem], origin: str = ""
) -> dict[str, Parameter]:
    result = dict(params)
    for name, node in given.items():
        known = params.get(name)
        place = whole_file(origin + name) if origin else file.at(node)
        if known is None:
            problems.append(Problem("unknown-parameter", place, {"name": name, "choices": list(params)}))
            continue
        try:
            result[name] = replace(known, value=read_value(node, known.kind, known.columns))
        except ParameterError as error:
            problem = wrong_value(error, name, file)
            problems.append(replace(problem, location=place) if origin else problem)
    return result


def _reused_ids(rules: Sequence[Rule], packs: Sequence[Pack]) -> list[Problem]:
    """An id names one rule for ever: not two, not a retired one, not one of the engine's own."""
    taken: dict[str, str] = {}
    problems = []
    for pack in packs:
        retired = pack.file.root.child("retired")
        taken.update({item.text: _RETIRED for item in (retired.children if retired is not None else ())})
    for rule in rules:
        if rule.id in taken or rule.id in catalogue.ids():
            place = rule.file.at(rule.file.root.child("id"))
            problems.append(Problem("duplicate-rule", place, {"name": rule.id}))
        taken[rule.id] = rule.pack.id
    return problems


def _with_severity(rule: Rule, problems: list[Problem]) -> Rule | None:
    """The rule at the severity its profile gives it; None if the profile switches it off."""
    profiles = rule.pack.file.root.child("profiles")
    profile = profiles.child(rule.pack.profile) if profiles is not None and rule.pack.profile else None
    given = profile.child("severities") if profile is not None else None
    node = given.child(rule.id) if given is not None else None
    if node is None:
        return rule
    return None if node.text == "off" else replace(rule, severity=Severity.parse(node.text))
