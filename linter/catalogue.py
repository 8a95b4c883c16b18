"""The engine's own diagnostics: their texts in `builtin.yaml`, and how words fill them.

Nothing here runs `str.format` on a text: a template may come from a pack and a word from a table, and neither
may reach into Python objects.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from linter import limits, resources
from linter.decimals import plain
from linter.diagnostic import Diagnostic, Fix, Outcome, Problem, Related, Safety, Severity

Language = Literal["zh", "en"]
Texts = Mapping[str, tuple[str, ...]]  # language -> variants, the most telling first

# A brace followed by a space is prose, not a placeholder.
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}\s][^{}]*)\}")
_BRACE = re.compile(r"\{(?=\S)|(?<=\S)\}")
_ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]")
_BETWEEN = {"zh": "、", "en": ", "}
_OR = {"zh": "或", "en": " or "}

# The word that `choices` are compared with: the first of these that the problem has.
_MISSPELT = ("name", "word", "field", "key", "text", "label")
_CHOICES_CHARACTERS = 60  # longer names are not compared: no name is that long, and comparing takes quadratic time


@dataclass(frozen=True, slots=True)
class Entry:
    """One diagnostic of the engine, as `builtin.yaml` describes it."""

    id: str
    severity: Severity
    outcome: Outcome
    title: Texts
    message: Texts
    help: Texts
    why: Texts
    fix: Texts
    safety: Safety
    terms: tuple[str, ...]  # the words that are ids of `terms`

    def text(self, part: Literal["title", "message", "help", "why", "fix"], language: Language) -> str:
        """The plainest wording of a part, for lists and explanations; empty if there is none."""
        texts: Texts = getattr(self, part)
        return texts[language][0 if part in ("title", "why") else -1] if texts else ""


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = resources.load_yaml(resources.data_file("builtin.yaml"))
    return data


def _texts(data: Mapping[str, Any] | None) -> Texts:
    """A text in each language as a tuple of variants."""
    if data is None:
        return {}
    variants = {language: data[language] for language in ("zh", "en")}
    return {language: tuple(text) if isinstance(text, list) else (text,) for language, text in variants.items()}


@cache
def ids() -> tuple[str, ...]:
    """The ids of all the engine's diagnostics, in the order of the catalogue."""
    return tuple(_data()["diagnostics"])


@cache
def entry(id: str) -> Entry:
    """What the catalogue says about `id`; raises `KeyError`."""
    data = _data()["diagnostics"][id]
    parts = {part: _texts(data.get(part)) for part in ("title", "message", "help", "why", "fix")}
    return Entry(
        id,
        Severity.parse(data["severity"]),
        Outcome(data.get("outcome", Outcome.FAIL)),
        safety=Safety(data.get("safety", Safety.UNSAFE)),
        terms=tuple(data.get("terms", ())),
        **parts,
    )


def is_error(problem: Problem) -> bool:
    """Whether a problem is reported as an error (an unknown one is)."""
    return problem.id not in _data()["diagnostics"] or entry(problem.id).severity is Severity.ERROR


def open_brace(template: str) -> int | None:
    """Where a brace stands in `template` that belongs to no placeholder and is no prose; None if nowhere."""
    rest = _PLACEHOLDER.sub(lambda match: "x" * len(match.group()), template)
    found = _BRACE.search(rest)
    return found.start() if found is not None else None


def placeholders(template: str) -> list[str]:
    """What stands between the braces of `template`, in order."""
    return [match.group(1) for match in _PLACEHOLDER.finditer(template) if match.group(1)]


def fill(template: str, words: Mapping[str, Any], language: Language = "zh") -> str:
    """`template` with each `{name}` replaced by `words[name]`; an unknown one stays as it is written.

    A name is everything between the braces, so `{left:万元}` asks for the word `left:万元`.
    """

    def one(match: re.Match[str]) -> str:
        name = match.group(1)
        if name is None:
            return match.group()[0]
        return show(words[name], language) if name in words else match.group()

    return bounded(_PLACEHOLDER.sub(one, template))


def show(word: Any, language: Language = "zh") -> str:
    """A word as a message shows it."""
    if word is None:
        return ""
    if isinstance(word, bool):
        return "true" if word else "false"
    if isinstance(word, Decimal):
        return plain(word)
    if isinstance(word, (list, tuple, set, frozenset)):
        items = sorted(word, key=str) if isinstance(word, (set, frozenset)) else word
        return _BETWEEN[language].join(show(item, language) for item in items)
    return str(word)


def bounded(text: str, limit: int = limits.MESSAGE_CHARACTERS) -> str:
    """`text`, cut to at most `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def reason(id: str, words: Mapping[str, Any], language: Language) -> str:
    """Why a file was not read or a rule could not be determined, as a clause without a full stop."""
    data = _data()["reasons"]
    found = data.get(id)
    if found is None:
        return _choose(_texts(data["default"]), {"detail": id, **words}, language)
    return _choose(_texts(found), _named(words, found.get("terms", ()), language), language)


def role(id: str, language: Language) -> str:
    """What a related location has to do with the finding; a text that is no id is given as it is."""
    found = _data()["roles"].get(id)
    return _choose(_texts(found), {}, language) if found is not None else bounded(id)


def phrase(id: str, words: Mapping[str, Any], language: Language) -> str:
    """One of the catalogue's sentences, filled with `words`."""
    return _choose(_texts(_data()["phrases"][id]), words, language)


def diagnostic(problem: Problem, language: Language, project: str | None = None) -> Diagnostic:
    """What is reported for `problem`; an id that the catalogue lacks is reported as itself."""
    id = problem.id
    found = entry(id if id in _data()["diagnostics"] else "internal-error")
    words = _words(problem, found, language)
    return Diagnostic(
        rule=id,
        severity=found.severity,
        message=_choose(found.message, words, language),
        location=problem.location,
        outcome=found.outcome,
        help=_help(found, words, problem.words, language),
        reason=words.get("reason") or None,
        submission=problem.submission,
        project=project,
        related=tuple(Related(role(what, language), where) for what, where in problem.related),
        fix=_fix(problem, found, words, language),
    )


def _words(problem: Problem, found: Entry, language: Language) -> dict[str, Any]:
    """The problem's words, ready for its texts: short, translated, and under each name a text may use."""
    words = {name: word for name, word in problem.words.items() if name != "choices"}
    if found.id != problem.id:
        words["detail"] = problem.id
    cause = words.get("reason")
    if isinstance(cause, str) and cause in _data()["reasons"]:
        words["reason"] = reason(cause, words, language)
    for one, other in (("label", "field"), ("field", "label"), ("key", "text")):
        if one not in words and words.get(other):
            words[one] = words[other]
    return _named(words, found.terms, language)


def _named(words: Mapping[str, Any], terms: Collection[str], language: Language) -> dict[str, Any]:
    """`words` as bounded texts, those in `terms` translated."""
    result: dict[str, Any] = {}
    for key, word in words.items():
        shown = show(word, language)
        if key in terms and word is not None:
            items = word if isinstance(word, (list, tuple)) else [word]
            shown = _OR[language].join(fill(_term(str(item), key, language), words, language) for item in items)
        result[key] = bounded(shown, limits.EXCERPT_CHARACTERS)
    return result


def _term(term: str, key: str, language: Language) -> str:
    """The name of a term; a detail that some parser gave in English is looked up by what it says.

    What no entry knows is of use only to those who read English.
    """
    if key == "detail":
        for known in _data()["details"]:
            if known["found"] == term if "whole" in known else known["found"] in term:
                return str(known.get(language, term))
        return "" if language == "zh" and _ENGLISH.search(term) else term
    found = _data()["terms"].get(term)
    return str(found[language]) if found is not None else term


def _choose(texts: Texts, words: Mapping[str, Any], language: Language) -> str:
    """The first variant whose words are all there, else the last."""
    if not texts:
        return ""
    variants = texts[language]
    for variant in variants:
        if all(name in words and show(words[name]) for name in placeholders(variant)):
            return fill(variant, words, language)
    return fill(variants[-1], words, language)


def _help(found: Entry, words: Mapping[str, Any], given: Mapping[str, Any], language: Language) -> str | None:
    """What to do, after the question whether some known name was meant."""
    advice = _choose(found.help, words, language)
    uses_suggestion = any("suggestion" in placeholders(variant) for variant in found.help.get(language, ()))
    suggestion = "" if uses_suggestion else show(words.get("suggestion"))
    likely = [suggestion] if suggestion else _likely(words, given)
    if not likely:
        return advice or None
    question = phrase("did-you-mean", {"suggestion": _OR[language].join(likely)}, language)
    return bounded(question + (advice if language == "zh" else f" {advice}")) if advice else question


def _likely(words: Mapping[str, Any], given: Mapping[str, Any]) -> list[str]:
    if given.get("allowed"):
        return closest(words.get("text", ""), given["allowed"])
    misspelt = next((words[name] for name in _MISSPELT if words.get(name)), "")
    return closest(misspelt, given.get("choices") or ())


def closest(name: str, choices: Collection[Any], count: int = 3) -> list[str]:
    """The `choices` that `name` most likely was meant to be, best first."""
    if not name or len(name) > _CHOICES_CHARACTERS:
        return []
    known = list(dict.fromkeys(str(choice) for choice in choices if len(str(choice)) <= _CHOICES_CHARACTERS))
    # One wrong character of two or three is still the same word.
    found = difflib.get_close_matches(name, known, count, 0.5 if len(name) <= 3 else 0.6)
    # A far better first match makes the others noise.
    best = difflib.SequenceMatcher(None, name, found[0]).ratio() if found else 0.0
    return [one for one in found if difflib.SequenceMatcher(None, name, one).ratio() > best - 0.1]


def _fix(problem: Problem, found: Entry, words: Mapping[str, Any], language: Language) -> Fix | None:
    if not problem.edits:
        return None
    title = _choose(found.fix, words, language) or _choose(found.help, words, language)
    return Fix(title, found.safety, problem.edits)
