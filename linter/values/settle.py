"""What the pieces are in this row: brackets, numerals and comparators that are only words, averages, two counts."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from linter.values.counted import is_time
from linter.values.draft import Draft
from linter.values.lexicon import word_set, words
from linter.values.model import Op
from linter.values.pieces import (
    Amount,
    Comment,
    Comparator,
    Denominator,
    Every,
    Mark,
    Measure,
    Piece,
    Word,
)
from linter.values.settle_dates import settle_dates

_LOOSE: Final[Mapping[Op, Op]] = {">": ">=", "<": "<="}
_DIGITS_OR_END: Final = frozenset(["", *"0123456789"])


def settle(draft: Draft, pieces: list[Piece]) -> list[Piece]:
    """The pieces as the row means them; raises Unreadable."""
    kinds = set(map(type, pieces))
    if Comment in kinds:
        pieces = _absorb_comments(draft, pieces)
    pieces = _words(draft, pieces)
    if Word in kinds:
        pieces = _average(draft, pieces)
    if Measure in kinds:
        pieces = _two_counts(draft, pieces)
        pieces = settle_dates(draft, pieces)
    return pieces


# brackets


def _absorb_comments(draft: Draft, pieces: list[Piece]) -> list[Piece]:
    """Brackets after a measure hold its unit, a rate or a remark: 100.00(%), 3次(每年), 854万(含税)."""
    kept: list[Piece] = []
    for piece in pieces:
        before = kept[-1] if kept else None
        if isinstance(piece, Comment) and isinstance(before, Measure):
            _absorb(draft, before, piece)
        elif isinstance(piece, Comment) and isinstance(before, Comparator) and piece.content in word_set("inclusive"):
            before.op, before.place = _LOOSE.get(before.op, before.op), (before.place[0], piece.place[1])  # 大于(含)
        else:
            kept.append(piece)
    return kept


def _absorb(draft: Draft, measure: Measure, comment: Comment) -> None:
    amount, content = measure.last, comment.content
    known = draft.units.atom(content) is not None
    name, *per = content.split("/")
    if amount.unit is None and all(draft.units.atom(text) for text in (name, *per)):  # 95(%), 50(元/人)
        amount.unit, amount.unit_place = name, (comment.inner[0], comment.inner[0] + len(name))
        brackets = comment.inner[0] - 1, comment.inner[1] + 1
        draft.note("unit-in-brackets", brackets, None if amount.per else content)
        start = amount.unit_place[1] + 1
        for text in per:
            amount.per.append(Denominator(text, (start, start + len(text))))
            start += len(text) + 1
    elif known and amount.unit_place and amount.unit_place[1] == comment.place[0] and not amount.per:
        amount.unit, amount.unit_place = f"{amount.unit}({content})", (amount.unit_place[0], comment.inner[1] + 1)
    elif known and amount.per and amount.per[-1].place[1] == comment.place[0]:
        last = amount.per[-1]
        last.text, last.place = f"{last.text}({content})", (last.place[0], comment.inner[1] + 1)
    elif content[:1] in ("每", "/") and draft.units.atom(content[1:]) is not None:
        amount.per.append(Denominator(content[1:], (comment.inner[0] + 1, comment.inner[1])))
    elif not _only_includes(content):
        draft.note("remark", comment.place)
    amount.per += comment.per
    measure.suffix = measure.suffix or comment.suffix
    measure.place = (measure.place[0], comment.place[1])
    amount.place = (amount.place[0], comment.place[1])


def _only_includes(content: str) -> bool:
    """(含), (含10人): a bound is inclusive anyway."""
    return any(
        content.startswith(word) and content[len(word) :][:1] in _DIGITS_OR_END for word in word_set("inclusive")
    )


# what is only a word


def _words(draft: Draft, pieces: list[Piece]) -> list[Piece]:
    """The pieces with those made words that count and compare nothing, and neighbouring words joined."""
    kept: list[Piece] = []
    for index, piece in enumerate(pieces):
        if not isinstance(piece, Word) and not _only_a_word(draft, pieces, index):
            kept.append(piece)
            continue
        start, counts = piece.place[0], isinstance(piece, Word) and piece.counts
        if kept and isinstance(kept[-1], Word):
            start, counts = kept[-1].place[0], counts or kept[-1].counts
            kept.pop()
        kept.append(Word(draft.body[start : piece.place[1]], (start, piece.place[1]), counts))
    return kept


def _only_a_word(draft: Draft, pieces: list[Piece], index: int) -> bool:
    """Whether a comparator compares nothing (达一流水平) or a numeral counts nothing (三年行动)."""
    piece = pieces[index]
    if isinstance(piece, Measure):
        return piece.last.numeral and _counts_nothing(pieces, index)
    if not isinstance(piece, Comparator) or piece.strength not in ("weak", "reach"):
        return False
    after = pieces[index + 1] if index + 1 < len(pieces) else None
    if isinstance(after, Measure):
        last_years = piece.text in word_set("recent") and is_time(draft, after.low)
        return last_years or _only_a_word(draft, pieces, index + 1)
    if isinstance(after, Word) and after.text.endswith("的"):  # 达到上年的110%
        return not isinstance(pieces[index + 2] if index + 2 < len(pieces) else None, Measure)
    return after is None or isinstance(after, (Word, Mark))


def _counts_nothing(pieces: list[Piece], index: int) -> bool:
    """Whether a numeral is part of a word: one that orders, has no unit, or goes on (三年行动计划)."""
    before, after = pieces[index - 1] if index else None, pieces[index + 1] if index + 1 < len(pieces) else None
    measure = pieces[index]
    assert isinstance(measure, Measure)
    amount, following = measure.last, after.text if isinstance(after, Word) else None
    if amount.unit is None:  # 二十, 不少于三, 事故为零
        leads = isinstance(before, Comparator) and (before.place[0] == 0 or amount.number == 0)
        return after is not None or not (before is None or leads)
    if amount.unit in word_set("numeral_orders"):
        return True
    if isinstance(before, Word) and before.text.endswith(tuple(word_set("numeral_last"))):
        return True
    if _paired(before, measure) or _paired(measure, after):
        return True
    if following is None or measure.suffix is not None or amount.per or isinstance(before, (Comparator, Every)):
        return False
    counted = amount.unit in word_set("numeral_before_noun")
    return not counted and not following.startswith(tuple(word_set("numeral_before_verb")))


def _paired(one: Piece | None, other: Piece | None) -> bool:
    """一户一档, 一村一品: a way of speaking, not two counts."""
    if not isinstance(one, Measure) or not isinstance(other, Measure) or one.place[1] != other.place[0]:
        return False
    low, high = one.low, other.low
    if not (low.numeral and high.numeral and low.number == high.number == 1):
        return False
    return low.unit not in word_set("periods")


def _average(draft: Draft, pieces: list[Piece]) -> list[Piece]:
    """人均500元, 年均≥3次: directly before a number 均 counts by the unit before it."""
    kept: list[Piece] = []
    for index, piece in enumerate(pieces):
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        if (
            isinstance(piece, Word)
            and piece.text.endswith(words()["average"])
            and isinstance(after, (Measure, Comparator))
        ):
            start, end = piece.place
            if draft.units.atom(piece.text[-2:-1]) is not None:
                if len(piece.text) > 2:
                    kept.append(Word(piece.text[:-2], (start, end - 2)))
                kept.append(Every(Denominator(piece.text[-2], (end - 2, end - 1)), (end - 2, end)))
                continue
        kept.append(piece)
    return kept


def _two_counts(draft: Draft, pieces: list[Piece]) -> list[Piece]:
    """100户/400人 are two counts, where 2批次/千人, 1次/2年 and 5元/100米 are rates."""
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if not isinstance(piece, Measure) or piece.high is not None or len(piece.low.per) != 1:
            continue
        second = _second_count(draft, piece.low)
        if second is None:
            continue
        start = second.place[0]
        rest: list[Piece] = [Mark("comma", "/", (start - 1, start)), Measure(second, None, piece.suffix, second.place)]
        piece.low.per, piece.suffix = [], None
        piece.low.place, piece.place = (piece.low.place[0], start - 1), (piece.place[0], start - 1)
        pieces = [*pieces[: index + 1], *rest, *pieces[index + 1 :]]
    return pieces


def _second_count(draft: Draft, amount: Amount) -> Amount | None:
    """The denominator of a rate as an amount of its own, if a count like the first; None if it is a denominator."""
    per = amount.per[0]
    digits = per.text[: len(per.text) - len(per.text.lstrip("0123456789."))]
    unit = per.text[len(digits) :]
    own, other = draft.units.atom(amount.unit or ""), draft.units.atom(unit)
    if not digits or own is None or other is None or amount.number == 1:
        return None
    zeros = len(digits) - 1
    power_of_ten = digits == "1" + "0" * zeros and (own.base != other.base or zeros > 2)  # 50人/100人 are two counts
    per_many = power_of_ten or draft.units.only_multiplies(unit[:1])
    per_time = other.dimension_class == "time" != own.dimension_class
    per_thing = own.dimension_class == "money" != other.dimension_class
    if per_many or per_time or per_thing:
        return None
    start, cut = per.place[0], per.place[0] + len(digits)
    return Amount(Decimal(digits), (start, cut), per.place, unit, (cut, per.place[1]))
