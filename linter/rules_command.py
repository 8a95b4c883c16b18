"""`jixiao rules …`: what a rule author asks for.  Gives text and an exit code; prints nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from linter import catalogue, engine, files, mutation, packtest, resources, scaffold
from linter.catalogue import Language
from linter.diagnostic import Problem
from linter.report import Report
from linter.rulebook import RuleBook, load_rulebook

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SURVIVORS_LISTED = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """What to print: lines, and a report on what is wrong; `good` decides the exit code."""

    lines: tuple[str, ...]
    report: Report | None
    good: bool


def text(name: str, language: Language, /, **words: object) -> str:
    """A sentence of this command."""
    data = resources.load_yaml(resources.data_file("cli.yaml"))
    return catalogue.fill(data["rules"][name][language], words, language)


def check(book: RuleBook, language: Language) -> Answer:
    """What is wrong with the packs, seen from the rules alone."""
    report = engine.broken(book, engine.Options(language))
    errors = sum(1 for problem in book.problems if catalogue.is_error(problem))
    counts = {"rules": len(book.rules), "errors": errors, "warnings": len(book.problems) - errors}
    lines = (text("checked", language, packs=", ".join(pack.id for pack in book.packs), **counts),)
    return Answer(lines, report if book.problems else None, not errors)


def test(book: RuleBook, language: Language, mutate: bool, coverage: bool) -> Answer:
    """Every example of every rule; on request the mutants that no example kills, and what is not covered."""
    tested = list(packtest.run_examples(book))
    problems = tuple(one.problem for one in tested if one.problem is not None)
    counts = {"rules": len(book.rules), "examples": len(tested), "failed": len(problems)}
    lines = [text("tested", language, **counts)]
    if coverage:
        lines += _coverage(book, language)
    if mutate and not problems:
        lines += _mutants(book, language)
    report = _report(book, problems, language) if problems else None
    return Answer(tuple(lines), report, not problems and bool(tested))


def new(id: str, packs: list[str], language: Language) -> Answer:
    """A new rule that passes `check`, in the folder of the (one) pack."""
    if not _ID.fullmatch(id):
        return Answer((text("bad-id", language, id=id),), None, False)
    book = load_rulebook(packs)
    if not book.usable or len(book.packs) != 1:
        return Answer((), engine.broken(book, engine.Options(language)), False)
    if book.rule(id) is not None or id in catalogue.ids():
        return Answer((text("id-taken", language, id=id),), None, False)
    path, content = scaffold.new_rule(id, book.packs[0], language)
    try:
        files.create(path, content.encode("utf-8"))
    except files.FileProblem as problem:
        reason = catalogue.reason(problem.reason, {"detail": problem.detail}, language)
        return Answer((text("not-written", language, path=path, reason=reason),), None, False)
    return Answer((text("written", language, path=path),), None, True)


def _report(book: RuleBook, problems: tuple[Problem, ...], language: Language) -> Report:
    wrong = RuleBook(book.packs, (), problems, book.sources)
    return engine.broken(wrong, engine.Options(language))


def _coverage(book: RuleBook, language: Language) -> Iterator[str]:
    for kind in book.kinds:
        for pattern in packtest.unread_fields(book, kind):
            yield text("unread-field", language, kind=kind.id, field=pattern)


def _mutants(book: RuleBook, language: Language) -> Iterator[str]:
    total, survivors = 0, []
    for rule in book.rules:
        for mutant in mutation.mutants(rule):
            total += 1
            if not mutation.killed(mutant):
                survivors.append(mutant)
    for mutant in survivors[:_SURVIVORS_LISTED]:
        where = f"{mutant.location.path}:{mutant.location.line}"
        yield text("survivor", language, where=where, before=mutant.before, after=mutant.after or "∅")
    if len(survivors) > _SURVIVORS_LISTED:
        yield text("more-survivors", language, n=len(survivors) - _SURVIVORS_LISTED)
    share = 100 * (total - len(survivors)) // total if total else 0  # never 100 while one survives
    yield text("mutants", language, total=total, killed=total - len(survivors), share=share)
