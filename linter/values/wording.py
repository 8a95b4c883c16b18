"""Readings without a number: blanks, yes and no, bounds on a thing, plain words."""

import re
from functools import cache
from typing import Any, Final

from linter.values.draft import Draft, embed
from linter.values.lexicon import alternation, comparator_words, suffix_words, word_set, words
from linter.values.model import SIGNS, Op, Value
from linter.values.pieces import Comment, Comparator, Every, Mark, Place, Word
from linter.values.units import unit

_JOINED: Final = re.compile(r"[/或、,·;]|以及|和")
_SIGN: Final = re.compile(r"[<>=≥≤≈±]")
_NEGATIONS: Final = ("不", "未", "非", "没", "无", "没有")


def whole_word(draft: Draft) -> Value | None:
    """Texts that are one known word: blank, dash, 无, 不适用, 是, 否; None for all others."""
    body = draft.body.strip(" \u200b")
    if not body:
        return draft.value("empty")
    record = draft.context.column == "record"
    if body in word_set("dashes"):
        return draft.value("not_applicable" if body in "/\\" and not record else "empty")
    if record and body in word_set("no_record"):
        return draft.value("empty")
    if body in word_set("yes"):
        return draft.value("boolean", polarity=True)
    if body in word_set("no"):
        return draft.value("boolean", polarity=False)
    if body in word_set("not_applicable"):
        if body in ("无", "無", "没有") and any(
            word in (draft.context.name or "") for word in word_set("absence_names")
        ):
            return draft.value("boolean", polarity=False)
        return draft.value("not_applicable")
    return None


def _uncounted(text: str) -> bool:
    """Whether no character is a digit of any script; Chinese numerals inside words do not count."""
    return (text.isascii() and not any(map(str.isdigit, text))) or not any(
        sign.isnumeric() and not "\u4e00" <= sign <= "\u9fff" and sign != "〇" for sign in text
    )


def leftover(draft: Draft, at: int | None) -> Value:
    """What a text is that fits no form: qualitative if nothing in it counts or compares, else invalid."""
    body = draft.body
    sign = _SIGN.search(body)
    if sign is not None or not _uncounted(body):
        rest = body.lstrip("<>=≥≤≈±")
        if sign is not None and rest and unit(rest) is not None:
            draft.note("placeholder-left", draft.whole())
            return draft.value("placeholder")
        place = draft.whole() if at is None or not 0 <= at < len(body) else (at, at + 1)
        return draft.invalid("number-missing" if _uncounted(body) else "unreadable", place)
    if unit(body.lstrip("/·")) is not None:
        draft.note("placeholder-left", draft.whole())
        return draft.value("placeholder")
    found = next(
        (word for word, (_, strength) in comparator_words().items() if strength == "strong" and word in body),
        None,
    )
    if found is not None or not any(map(str.isalpha, body)):
        return draft.invalid("number-missing" if found else "unreadable")
    return _qualitative(draft)


def worded(draft: Draft, pieces: list[Any], read: Any) -> Value:
    """Pieces without any number or date."""
    signs = [piece for piece in pieces if type(piece) is Comparator]
    inner = next((piece for piece in pieces if type(piece) is Comment and not _uncounted(piece.content)), None)
    if inner is not None and not draft.nested:
        start, end = draft.at(inner.inner)
        return embed(read(draft.text[start:end], draft.context, True), draft.text, start)
    if signs:
        return _relative(draft, signs, pieces)
    if not _uncounted(draft.body):
        return draft.invalid("unreadable")
    if any(type(piece) not in (Word, Every, Mark, Comment) for piece in pieces):
        return draft.invalid("unreadable")
    if draft.body in comparator_words():
        return draft.invalid("number-missing")
    if unit(draft.body.lstrip("/·")) is not None:
        draft.note("placeholder-left", draft.whole())
        return draft.value("placeholder")
    if not any(map(str.isalpha, draft.body)):
        return draft.invalid("unreadable")
    bounded = _within(draft) or _from(draft)
    return bounded or _qualitative(draft)


def _relative(draft: Draft, signs: list[Comparator], pieces: list[Any]) -> Value:
    """A comparator and something that is no number: 不超预算, ≥上年."""
    if len(signs) > 1:
        return draft.invalid("comparator-repeated", (signs[0].place[0], signs[-1].place[1]))
    sign = signs[0]
    reference = draft.body[sign.place[1] :].strip(",、;。: ")
    if not reference:
        return draft.invalid("number-missing", sign.place)
    if unit(reference) is not None:
        draft.note("placeholder-left", draft.whole())
        return draft.value("placeholder")
    if not _uncounted(reference):
        return draft.invalid("unreadable")
    start = draft.body.index(reference, sign.place[1])
    ending = next((word for word in words()["reference_ends"] if reference.endswith(word)), "")
    if len(ending) < len(reference):
        reference = reference[: len(reference) - len(ending)]
    draft.mark("comparator", sign.place)
    if sign.strength != "sign":
        draft.note("comparator-words", sign.place, SIGNS[sign.op])
    return _about(draft, sign.op, reference, (start, start + len(reference)))


def _about(draft: Draft, op: Op, reference: str, place: Place) -> Value:
    draft.mark("reference", place)
    return draft.value("relative", op=op, reference=reference)


@cache
def _within_pattern() -> re.Pattern[str]:
    nouns, ends = alternation(words()["reference_nouns"]), alternation(words()["reference_ends"])
    return re.compile(f"({nouns})({ends})")


def _within(draft: Draft) -> Value | None:
    """在规定时间内完成, 预算内: an upper bound on a named thing."""
    match = _within_pattern().search(draft.body)
    if match is None or len(draft.body) - match.end() > 6:
        return None
    start = 0
    for sign in ",、;。":
        start = max(start, draft.body.rfind(sign, 0, match.start()) + 1)
    here = draft.body.rfind("在", start, match.start())
    start = here + 1 if here >= 0 else start
    draft.mark("comparator", match.span(2))
    return _about(draft, "<=", draft.body[start : match.end(1)], (start, match.end(1)))


def _from(draft: Draft) -> Value | None:
    """良及以上: a lower bound on a grade."""
    for word, op in sorted(suffix_words().items(), key=lambda item: -len(item[0])):
        if op in (">=", "<=") and word[-1] in "上下" and draft.body.endswith(word) and len(draft.body) > len(word):
            end = len(draft.body) - len(word)
            draft.mark("comparator", (end, len(draft.body)))
            return _about(draft, op, draft.body[:end], (0, end))
    return None


@cache
def _grade() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(words()['grades'])}){{1}}")


def _qualitative(draft: Draft) -> Value:
    body = draft.body
    if body in word_set("choices") or _choice(body):
        draft.note("choice", draft.whole())
        return draft.value("boolean")
    scale = _JOINED.sub("", body)
    if len(scale) >= 3 and len(_grade().findall(scale)) >= 3 and not _grade().sub("", scale):
        draft.note("grade-scale", draft.whole())
    for word in words()["change"]["zero"]:
        at = body.find(word)
        if at >= 0:
            draft.note("zero-growth", (at, at + len(word)), "0%")
            break
    return draft.value("qualitative")


def _choice(body: str) -> bool:
    """达标/不达标: both answers, none chosen."""
    left, joint, right = body.partition("/") if "/" in body else body.partition("或")
    return bool(joint and left) and any(right == word + left for word in _NEGATIONS)
