"""Readings without a number: blanks, yes and no, bounds on a thing, plain words."""

import re
from functools import cache
from typing import Final

from linter.values.draft import Draft, Reader, embed
from linter.values.lexicon import alternation, comparator_words, suffix_words, word_set, words
from linter.values.model import SIGNS, Op, Value
from linter.values.numerals import has_digit
from linter.values.pieces import Comment, Comparator, Every, Piece, Place, Word
from linter.values.units import unit

_JOINED: Final = re.compile(r"[/或、,·;]|以及|和")
_SIGN: Final = re.compile(r"[<>=≥≤≈±]")
_STOPS: Final = ",、;。"
_FINISHING: Final = 6  # characters such as 完成 that may follow 在规定时间内


def whole_word(draft: Draft) -> Value | None:
    """Texts that are one known word: blank, dash, 无, 不适用, 是, 否; None for all others."""
    body = draft.body
    if not body:
        return draft.value("empty")
    answer = body[: body.find("(")] if body[-1] == ")" else body
    absence = None
    if answer not in _whole_words():
        absence = _absence().fullmatch(answer)
        if absence is None:
            return None
    record = draft.context.column == "record"
    if answer != body:  # 是(符合要求)
        draft.note("remark", (len(answer), len(body)))
    if answer in word_set("dashes"):
        return draft.value("not_applicable" if answer in "/\\" and not record else "empty")
    if record and (absence is not None or answer in word_set("no_record")):
        return draft.value("empty")
    if answer in word_set("yes"):
        return draft.value("boolean", polarity=True)
    if answer in word_set("no") or (answer in word_set("nothing") and draft.named("absence_names")):
        return draft.value("boolean", polarity=False)
    applies = answer not in word_set("not_applicable") and (absence is None or absence["target"] is None)
    return None if applies else draft.value("not_applicable")


@cache
def _whole_words() -> frozenset[str]:
    return frozenset().union(*map(word_set, ("dashes", "no_record", "yes", "no", "not_applicable")))


@cache
def _absence() -> re.Pattern[str]:
    """本项目不涉及此项, 未设该项; in a record also 上年无数据, 首次实施."""
    part = {name: f"(?:{alternation(listed)})" for name, listed in words()["absence"].items()}
    target = "(?P<target>{whose}?暂?{says}(?:{which}?{what})?)"
    record = "(?:{whose}|{past})?{missing}|{past}{says}(?:{which}?{what})?|{first}{thing}?"
    return re.compile(f"{target}|{record}".format(**part))


def unparsed(draft: Draft, at: int | None) -> Value:
    """What a text is that the grammar refuses: qualitative if nothing in it counts or compares, else invalid."""
    body = draft.body
    if _SIGN.search(body) is None and not has_digit(body):
        return _words_alone(draft)
    place = draft.whole() if at is None or not 0 <= at < len(body) else (at, at + 1)
    return draft.invalid("unreadable" if has_digit(body) else "number-missing", place)


def worded(draft: Draft, pieces: list[Piece], read: Reader) -> Value:
    """Pieces of which none measures.  `read` reads what stands in brackets: 优秀(90分以上)."""
    signs = [piece for piece in pieces if isinstance(piece, Comparator)]
    inner = next((piece for piece in pieces if isinstance(piece, Comment) and has_digit(piece.content)), None)
    if inner is not None and not draft.nested:
        start, end = draft.at(inner.inner)
        return embed(read(draft.text[start:end], draft.context, True), draft.text, start)
    counts = any(isinstance(piece, Word) and piece.counts for piece in pieces)
    if signs:
        return _relative(draft, signs, counts)
    if counts:
        return draft.invalid("unreadable")
    if draft.body in comparator_words():
        return draft.invalid("number-missing")
    return _words_alone(draft, every=any(isinstance(piece, Every) for piece in pieces))


def _words_alone(draft: Draft, every: bool = False) -> Value:
    """Words, or a unit that still waits for its number: 公里, 元/人, /年."""
    if not every and unit(draft.body.lstrip("/·"), draft.units) is not None:
        return draft.placeholder()
    if not any(map(str.isalpha, draft.body)):
        return draft.invalid("unreadable")
    return _within(draft) or _from(draft) or qualitative(draft)


# bounds on something that is no number


def _relative(draft: Draft, signs: list[Comparator], counts: bool) -> Value:
    """A comparator and something that is no number: 不高于上年, ≥合格, ≤第3位."""
    sign = signs[0]
    if len(signs) > 1:
        return draft.invalid("comparator-repeated", (sign.place[0], signs[-1].place[1]))
    reference = draft.body[sign.place[1] :].strip(",、;。: ")
    if not reference:
        return draft.invalid("number-missing", sign.place)
    if unit(reference, draft.units) is not None:
        return draft.placeholder()
    if counts:
        return draft.invalid("unreadable")
    start = draft.body.index(reference, sign.place[1])
    ending = next((word for word in words()["reference_ends"] if reference.endswith(word)), "")
    end = start + len(reference) - (len(ending) if len(ending) < len(reference) else 0)
    if sign.strength == "hold" and reference.startswith(tuple(words()["vague_references"])):
        return qualitative(draft)  # 控制在合理范围内
    if sign.strength != "sign":
        draft.note("comparator-words", sign.place, SIGNS[sign.op])
    return _about(draft, sign.op, sign.place, (start, end))


def _about(draft: Draft, op: Op, sign: Place, place: Place) -> Value:
    draft.mark("comparator", sign)
    draft.mark("reference", place)
    return draft.value("relative", op=op, reference=draft.body[slice(*place)])


@cache
def _within_pattern() -> re.Pattern[str]:
    nouns, ends = alternation(words()["reference_nouns"]), alternation(words()["reference_ends"])
    return re.compile(f"({nouns})({ends})")


def _within(draft: Draft) -> Value | None:
    """在规定时间内完成, 工期内: an upper bound on a named thing."""
    match = _within_pattern().search(draft.body)
    if match is None or len(draft.body) - match.end() > _FINISHING:
        return None
    clause = max(draft.body.rfind(stop, 0, match.start()) for stop in _STOPS) + 1
    here = draft.body.rfind("在", clause, match.start())
    return _about(draft, "<=", match.span(2), (here + 1 if here >= 0 else clause, match.end(1)))


def _from(draft: Draft) -> Value | None:
    """良及以上, Ⅱ类以上: a bound on a grade."""
    match = _bound_pattern().search(draft.body)
    if match is None or match.start() == 0:
        return None
    start = max(len(word) if draft.body.startswith(word) else 0 for word in words()["reach"])  # 达到Ⅳ类及以上
    return _about(draft, suffix_words()[match[0]], match.span(), (start if start < match.start() else 0, match.start()))


@cache
def _bound_pattern() -> re.Pattern[str]:
    above_or_below = [word for word, op in suffix_words().items() if op != "~" and word[-1] in "上下"]
    return re.compile(f"{alternation(above_or_below)}$")


# words


@cache
def _grade() -> re.Pattern[str]:
    return re.compile(alternation(words()["grades"]))


def qualitative(draft: Draft) -> Value:
    """Plain words, with notes on those that leave open what is aimed at."""
    body = draft.body
    if _choice(body):
        draft.note("choice", draft.whole())
        return draft.value("boolean")
    scale = _JOINED.sub("", body)
    if len(_grade().findall(scale)) >= 3 and not _grade().sub("", scale):
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
    denied = joint and left and any(right == word + left for word in words()["negations"])
    opposed = left and words()["opposites"].get(left[0], " ") + left[1:] == right  # 有效/无效
    return bool(denied or opposed) or body in word_set("choices")
