"""What the pieces are in this row: brackets, numerals and comparators that are only words, months, asides."""

from decimal import Decimal

from linter.values.counted import is_time
from linter.values.draft import Draft
from linter.values.lexicon import word_set, words
from linter.values.pieces import (
    Amount,
    Comment,
    Comparator,
    Dates,
    Day,
    Denominator,
    Every,
    Mark,
    Measure,
    Piece,
    Unreadable,
    Word,
)

_DIGITS_OR_END = frozenset(["", *"0123456789"])


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
        pieces, months = _months(draft, pieces)
        if months or Dates in kinds:
            pieces = _aside(pieces)
    return pieces


# brackets


def _absorb_comments(draft: Draft, pieces: list[Piece]) -> list[Piece]:
    """Brackets after a measure hold its unit, a rate or a remark: 100.00(%), 3次(每年), 854万(含税)."""
    kept: list[Piece] = []
    for piece in pieces:
        before = kept[-1] if kept else None
        if isinstance(piece, Comment) and isinstance(before, Measure):
            _absorb(draft, before, piece)
        else:
            kept.append(piece)
    return kept


def _absorb(draft: Draft, measure: Measure, comment: Comment) -> None:
    amount, content = measure.last, comment.content
    known = draft.units.atom(content) is not None
    if known and amount.unit is None:
        amount.unit, amount.unit_place = content, comment.inner
        draft.note("unit-in-brackets", comment.place, None if amount.per else content)
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
    after = pieces[index + 1] if index + 1 < len(pieces) else None
    if isinstance(piece, Measure):
        before = pieces[index - 1] if index else None
        return piece.last.numeral and _counts_nothing(piece, before, after)
    if not isinstance(piece, Comparator) or piece.strength not in ("weak", "reach"):
        return False
    if isinstance(after, Measure):
        last_years = piece.text in word_set("recent") and is_time(draft, after.low)
        return last_years or _only_a_word(draft, pieces, index + 1)
    return after is None or isinstance(after, (Word, Mark))


def _counts_nothing(measure: Measure, before: Piece | None, after: Piece | None) -> bool:
    """Whether a numeral is part of a word: one that orders, has no unit, or goes on (三年行动计划)."""
    amount, following = measure.last, after.text if isinstance(after, Word) else None
    if amount.unit is None:
        return amount.number != 0 or not (before is None or isinstance(before, Comparator))
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
    kept: list[Piece] = []
    for piece in pieces:
        kept.append(piece)
        if isinstance(piece, Measure) and piece.high is None and len(piece.low.per) == 1:
            second = _second_count(draft, piece.low)
            if second is not None:
                start = second.place[0]
                piece.low.per = []
                piece.low.place, piece.place = (piece.low.place[0], start - 1), (piece.place[0], start - 1)
                kept += [Mark("comma", "/", (start - 1, start)), Measure(second, None, piece.suffix, second.place)]
                piece.suffix = None
    return kept


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


# months and years that look like amounts, and dates that only say when


def _months(draft: Draft, pieces: list[Piece]) -> tuple[list[Piece], bool]:
    """12月 and 1-12月 are written like durations: the row says which they are, else the month is meant.

    Returns the pieces, and whether any was a month.
    """
    kept, found = pieces, False
    for index, piece in enumerate(pieces):
        if isinstance(piece, Measure) and piece.last.unit in ("月", "月份"):
            before = kept[index - 1] if index else None
            after = pieces[index + 1] if index + 1 < len(pieces) else None
            if _is_month(draft, piece, before, after):
                kept = [*kept[:index], _as_month(draft, piece), *kept[index + 1 :]]
                found = True
    return kept, found


def _is_month(draft: Draft, measure: Measure, before: Piece | None, after: Piece | None) -> bool:
    low, high = measure.low, measure.last
    if high.per or measure.form not in ("amount", "range") or measure.suffix:
        return False
    if not all(one.number == one.number.to_integral_value() and 1 <= one.number <= 12 for one in (low, high)):
        return False
    if measure.high is not None and low.number >= high.number:
        return False
    if draft.body[slice(*low.number_place)] in ("两", "兩"):
        return False
    if low.number == 1 and isinstance(after, Measure) and not is_time(draft, after.low):  # 一月一次
        return False
    if draft.date_row:
        return True
    told = draft.context.name is not None or draft.context.level is not None
    return not told and not isinstance(before, (Comparator, Every, Word))


def _as_month(draft: Draft, measure: Measure) -> Dates:
    draft.note("month-or-duration", measure.place)
    low, high = measure.low, measure.high
    first = Day(low.place, month=int(low.number))
    return Dates(first, Day(high.place, month=int(high.number)) if high else None, None, None, measure.place)


def _aside(pieces: list[Piece]) -> list[Piece]:
    """A year before an amount only says when (2023年培训100人); so does the year that a change is measured from."""
    if not any(isinstance(piece, Measure) for piece in pieces):  # they were months
        return pieces
    kept: list[Piece] = []
    for index, piece in enumerate(pieces):
        before = kept[-1] if kept else None
        _check_date(piece, pieces[index + 1] if index + 1 < len(pieces) else None)
        compared = isinstance(before, Word) and before.text.endswith(tuple(word_set("compared")))
        aside = isinstance(piece, Dates) and piece.bound is None and (compared or vague(piece))
        kept.append(Word("", piece.place) if aside else piece)
    return kept


def _check_date(piece: Piece, after: Piece | None) -> None:
    """2023年13月, 2月31日: what goes on like a date but is none; raises Unreadable."""
    if not isinstance(piece, Dates) or not isinstance(after, Measure) or after.place[0] != piece.place[1]:
        return
    if after.last.unit in word_set("date_units") and piece.bound is None and not after.last.per:
        raise Unreadable("no-such-date", (piece.place[0], after.place[1]))


def vague(found: Dates) -> bool:
    """A whole year, half or quarter that nothing bounds."""
    day = found.first
    bare = day.day is None and day.month is None and day.edge is None
    return found.last is None and day.every is None and (bare or (day.whole and day.edge is None))
