"""A row of pieces to one reading: which of them measure, and what the others say about those."""

from collections.abc import Callable
from typing import Any, Final

from linter.values import amounts, dates, several
from linter.values.amounts import Surroundings
from linter.values.attached import is_time, written_unit
from linter.values.draft import Draft
from linter.values.lexicon import edge_words, word_set, words
from linter.values.model import Value
from linter.values.pieces import (
    Comment,
    Comparator,
    Dates,
    Day,
    Denominator,
    Every,
    Mark,
    Measure,
    Unreadable,
    Word,
)
from linter.values.units import table
from linter.values.wording import worded

Reader = Callable[..., Value]
_MEASURES: Final = (Measure, Dates)


def read_pieces(draft: Draft, pieces: list[Any], read: Reader) -> Value:
    """The reading of a parsed text; raises Unreadable."""
    pieces = _absorb_comments(draft, pieces)
    pieces = _aside(_months(draft, pieces))
    count = sum(type(piece) in _MEASURES for piece in pieces)
    if count == 0:
        return worded(draft, pieces, read)
    if count == 1:
        return single(draft, pieces)
    merged = several.merge(draft, pieces)
    if sum(type(piece) in _MEASURES for piece in merged) == 1:
        return single(draft, merged)
    return several.bounds(draft, merged) or several.compound(draft, merged, read)


def _absorb_comments(draft: Draft, pieces: list[Any]) -> list[Any]:
    """Brackets after a measure hold its unit, a rate or a remark: 100.00(%), 3次(每年), 854万(含税)."""
    kept: list[Any] = []
    for piece in pieces:
        if type(piece) is not Comment or not kept or type(kept[-1]) is not Measure:
            kept.append(piece)
            continue
        measure: Measure = kept[-1]
        amount = measure.high or measure.low
        content = piece.content
        if amount.unit is None and table().atom(content) is not None:
            amount.unit, amount.unit_place = content, piece.inner
            draft.note("unit-in-brackets", piece.place, written_unit(content)[0])
        elif (content[:1] == "每" and table().atom(content[1:]) is not None) or (
            content.strip("/") and content[:1] == "/" and table().atom(content[1:]) is not None
        ):
            amount.per.append(Denominator(content[1:], (piece.inner[0] + 1, piece.inner[1])))
        elif content not in word_set("inclusive"):
            draft.note("remark", piece.place)
        amount.per += piece.per
        measure.suffix = measure.suffix or piece.suffix
        measure.place = (measure.place[0], piece.place[1])
        amount.place = (amount.place[0], piece.place[1])
    return kept


# months and years that look like amounts, and dates that are asides


def _months(draft: Draft, pieces: list[Any]) -> list[Any]:
    """12月 and 1-12月 are written like durations: the row says which they are, else the month is meant."""
    return [_month(draft, pieces, index) if type(piece) is Measure else piece for index, piece in enumerate(pieces)]


def _month(draft: Draft, pieces: list[Any], index: int) -> Measure | Dates:
    measure: Measure = pieces[index]
    low, high = measure.low, measure.high or measure.low
    if high.unit not in ("月", "月份") or high.per or measure.form not in ("amount", "range") or measure.suffix:
        return measure
    if not all(one.number == one.number.to_integral_value() and 1 <= one.number <= 12 for one in (low, high)):
        return measure
    if low.number > high.number or (low is not high and low.number == high.number):
        return measure
    told = draft.context.name is not None or draft.context.level is not None
    before = pieces[index - 1] if index else None
    if not draft.date_row and (told or type(before) in (Comparator, Every, Word)):
        return measure
    draft.note("month-or-duration", measure.place)
    first = Day(low.place, month=int(low.number))
    last = Day(high.place, month=int(high.number)) if measure.high else None
    return Dates(first, last, None, None, measure.place)


def _aside(pieces: list[Any]) -> list[Any]:
    """A year before an amount only says when (2023年培训100人); so does the year that a change is measured from."""
    if not any(type(piece) is Measure for piece in pieces):
        return pieces
    kept: list[Any] = []
    for piece in pieces:
        before = kept[-1] if kept else None
        compared = type(before) is Word and before.text.endswith(("比", "较", "对比", "比照", "于"))
        if type(piece) is Dates and piece.bound is None and (compared or (_vague(piece) and not piece.first.every)):
            kept.append(Word("", piece.place))
        else:
            kept.append(piece)
    return kept


def _vague(found: Dates) -> bool:
    day = found.first
    return found.last is None and day.day is None and (day.whole or (day.month is None and day.edge is None))


# one measure


def _surroundings(pieces: list[Any], index: int) -> Surroundings:
    found = Surroundings()
    for place, piece in enumerate(pieces):
        if type(piece) is Comparator:
            (found.comparators if place < index else found.trailing).append(piece)
        elif type(piece) is Every and place < index:
            found.every.append(piece)
        elif type(piece) is Mark and piece.sign == "times":
            raise Unreadable("formula", piece.place)
    if index and type(pieces[index - 1]) is Word:
        found.label = pieces[index - 1]
    if index + 1 < len(pieces) and type(pieces[index + 1]) is Word:
        found.tail = pieces[index + 1]
    return found


def single(draft: Draft, pieces: list[Any]) -> Value:
    """The reading of pieces of which one measures."""
    index = next(index for index, piece in enumerate(pieces) if type(piece) in _MEASURES)
    around = _surroundings(pieces, index)
    found = pieces[index]
    if type(found) is Dates:
        return _dated(draft, found, pieces, index, around)
    relative = _compared(draft, found, around)
    if relative is not None:
        return relative
    if found.form == "amount":
        return amounts.quantity(draft, found, around)
    return amounts.span_of_numbers(draft, found, around)


def _compared(draft: Draft, found: Measure | Dates, around: Surroundings) -> Value | None:
    """不低于近3年平均水平: the number belongs to the thing compared with."""
    tail = around.tail
    if not around.comparators or tail is None or around.comparators[0].strength == "sign":
        return None
    if not tail.text.endswith(tuple(words()["reference_tails"])) or tail.place[1] != len(draft.body):
        return None
    amount = found.low if type(found) is Measure else None
    if amount is not None and (amount.unit is None or not is_time(amount)):
        return None
    sign = around.comparators[0]
    place = (sign.place[1], tail.place[1])
    draft.mark("comparator", sign.place)
    draft.mark("reference", place)
    return draft.value("relative", op=sign.op, reference=draft.body[slice(*place)])


def _dated(draft: Draft, found: Dates, pieces: list[Any], index: int, around: Surroundings) -> Value:
    relative = _compared(draft, found, around)
    if relative is not None:
        return relative
    if _vague(found) and found.first.whole and found.first.year is None and found.bound is None and len(pieces) > 1:
        if not around.comparators:
            return worded(draft, [Word(draft.body, draft.whole())], None)  # 全年正常运转
    every = [one.text for one in around.every] + ([found.first.every] if found.first.every else [])
    year = None if every else draft.context.year
    first, last = dates.first_and_last(found, year)
    start, end = dates.written(first, year)
    draft.mark("date", first.place)
    for number, one in enumerate(around.every):
        draft.mark(f"per.{number}", one.place)
    if last is not None:
        last_start, last_end = dates.written(last, dates.year_of(first, year) if last.relative_year is None else year)
        end = last_end or last_start
        draft.mark("date_end", last.place)
        if start is not None and end is not None and start > end:
            draft.note("range-reversed", found.place)
    op, shown, notes = dates.bounded(found, (end or start) if found.bound in word_set("within") else start)
    for note in notes:
        draft.note(note, found.place, _deadline_text(draft, found) if note == "ambiguous-deadline" else None)
    if found.bound_place is not None:
        draft.mark("comparator", found.bound_place)
    op = _date_operator(draft, around) or op
    per = tuple(every)
    if end is not None and (found.bound is None or last is not None):
        return draft.value("date_range", op=None, date=start, date_end=end, per=per)
    return draft.value("date", op=op, date=shown, per=per)


def _date_operator(draft: Draft, around: Surroundings) -> Any:
    found = [*around.comparators, *around.trailing]
    if len(found) > 1:
        raise Unreadable("comparator-repeated", (found[0].place[0], found[-1].place[1]))
    if not found or found[0].strength == "reach":
        return None
    sign = found[0]
    draft.mark(
        "comparator" if not draft.spans or all(name != "comparator" for name, _ in draft.spans) else "prefix",
        sign.place,
    )
    return sign.op


def _deadline_text(draft: Draft, found: Dates) -> str | None:
    """9月前 → 9月底前: what most who write it mean."""
    day = found.last or found.first
    if day.edge is not None and edge_words().get(day.edge) == "end":
        return None
    if found.bound_place is None or day.whole or day.month is None:
        return None
    return draft.body[found.place[0] : found.bound_place[0]] + "底" + draft.body[slice(*found.bound_place)]
