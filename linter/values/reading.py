"""A row of pieces to one reading: which of them measure, and what the others say about those."""

from typing import Final

from linter.values import amounts, dates, several
from linter.values.amounts import Surroundings
from linter.values.counted import is_time
from linter.values.draft import Draft, Reader
from linter.values.lexicon import word_set, words
from linter.values.model import SIGNS, Op, Value
from linter.values.pieces import Comparator, Dates, Every, Mark, Measure, Piece, Unreadable, Word
from linter.values.settle import settle
from linter.values.settle_dates import vague
from linter.values.wording import qualitative, worded

_MEASURING: Final = frozenset({Measure, Dates})
_LEVELS: Final = frozenset("高低多少大小优")  # comparators with these compare levels, not days


def read_pieces(draft: Draft, pieces: list[Piece], read: Reader) -> Value:
    """The reading of a parsed text; raises Unreadable.  `read` reads the parts of a compound."""
    pieces = settle(draft, pieces)
    measures = _measures(pieces)
    if not measures:
        return worded(draft, pieces, read)
    if len(measures) > 1:
        pieces = several.merge(draft, pieces)
        measures = _measures(pieces)
    if len(measures) == 1:
        return _single(draft, pieces, measures[0])
    return several.bounds(draft, pieces) or several.compound(draft, pieces, read)


def _measures(pieces: list[Piece]) -> list[int]:
    """Which pieces measure."""
    return [index for index, piece in enumerate(pieces) if type(piece) in _MEASURING]


def _single(draft: Draft, pieces: list[Piece], index: int) -> Value:
    """The reading of pieces of which one measures."""
    found = pieces[index]
    assert isinstance(found, (Measure, Dates))
    around = _surroundings(pieces, index)
    relative = _relative(draft, found, around)
    if relative is not None:
        return relative
    if isinstance(found, Dates):
        return _dated(draft, found, around, alone=len(pieces) == 1)
    if found.form == "amount":
        return amounts.quantity(draft, found, around)
    return amounts.span_of_numbers(draft, found, around)


def _surroundings(pieces: list[Piece], index: int) -> Surroundings:
    found = Surroundings()
    for place, piece in enumerate(pieces):
        if isinstance(piece, Comparator):
            (found.comparators if place < index else found.trailing).append(piece)
        elif isinstance(piece, Word):
            if place < index:
                found.label = piece
                _check_word(piece, pieces[place - 1] if place else None, pieces[place + 1])
            elif place == index + 1:
                found.tail = piece
        elif isinstance(piece, Every):
            if place < index or piece.place[0] == pieces[place - 1].place[1] == pieces[index].place[1]:
                found.every.append(piece.of)  # 每人500元, 5万元(含税)每年
        elif isinstance(piece, Mark):
            found.label = None
            if piece.sign == "times":
                raise Unreadable("formula", piece.place)
    return found


def _check_word(word: Word, before: Piece | None, after: Piece) -> None:
    """≥l00%, l00%: letters right before a number are misread digits; raises Unreadable."""
    if not word.text.isascii() or not word.text:
        return
    signed = isinstance(before, Comparator) and before.strength == "sign"
    glued = before is None and len(word.text) == 1 and after.place[0] == word.place[1] and isinstance(after, Measure)
    if signed or glued:
        raise Unreadable("unreadable", word.place)


def _relative(draft: Draft, found: Measure | Dates, around: Surroundings) -> Value | None:
    """不低于近3年平均水平: the number belongs to the thing compared with."""
    tail = around.tail
    if not around.comparators or tail is None:
        return None
    if not tail.text.endswith(tuple(words()["reference_tails"])) or tail.place[1] != len(draft.body):
        return None
    if isinstance(found, Measure) and not is_time(draft, found.low):
        return None
    sign = around.comparators[0]
    return _relation(draft, sign, tail.place[1], SIGNS[sign.op])


def _relation(draft: Draft, sign: Comparator, end: int, shorter: str | None) -> Value:
    """What follows a comparator, as the thing compared with; `shorter` may stand for the comparator's words."""
    place = (sign.place[1], end)
    if sign.strength != "sign":
        draft.note("comparator-words", sign.place, shorter)
    draft.mark("comparator", sign.place)
    draft.mark("reference", place)
    return draft.value("relative", op=sign.op, reference=draft.body[slice(*place)])


# dates


def _dated(draft: Draft, found: Dates, around: Surroundings, alone: bool) -> Value:
    if not around.comparators and not alone and (_all_year(found) or _only_names_a_year(found, around)):
        return qualitative(draft)
    if around.comparators and vague(found) and set(around.comparators[0].text) & _LEVELS:
        return _relation(draft, around.comparators[0], found.place[1], None)  # 不低于2022年, but ≥2022年 is a date
    every = around.every + ([found.first.every] if found.first.every else [])
    year = None if every else draft.context.year
    first, last = dates.first_and_last(found, year)
    start, end = dates.written(first, year)
    if start is None:  # 每季度末 has no date that could be written
        return qualitative(draft)
    draft.mark("date", first.place)
    for index, one in enumerate(every):
        draft.mark(f"per.{index}", one.place)
    if last is not None:
        last_start, last_end = dates.written(last, dates.year_of(first, year) if last.relative_year is None else year)
        end = last_end or last_start
        draft.mark("date_end", last.place)
        if end is not None and start > end:
            draft.note("range-reversed", found.place)
    op, shown, notes = dates.bounded(found, (end or start) if found.bound in word_set("within") else start)
    for note in notes:
        draft.note(note, found.place, _end_meant(draft, found) if note == "ambiguous-deadline" else None)
    draft.mark("comparator", found.bound_place)
    op = _date_operator(draft, found, around) or op
    per = tuple(one.text for one in every)
    if end is not None and (found.bound is None or last is not None):
        return draft.value("date_range", date=start, date_end=end, per=per)
    return draft.value("date", op=op, date=shown, per=per)


def _only_names_a_year(found: Dates, around: Surroundings) -> bool:
    """2024年汛期前, 较2022年提升."""
    event = around.tail is not None and around.tail.text.endswith(tuple(word_set("before")))
    base = around.label is not None and around.label.text.endswith(tuple(word_set("compared")))
    return vague(found) and (event or base)


def _all_year(found: Dates) -> bool:
    """全年正常运转: all the time."""
    day = found.first
    return vague(found) and found.bound is None and day.year is None and (day.month, day.last_month) == (1, 12)


def _date_operator(draft: Draft, found: Dates, around: Surroundings) -> Op | None:
    signs = [*amounts.sole(draft, around.comparators), *around.trailing]
    if len(signs) > 1:
        raise Unreadable("comparator-repeated", (signs[0].place[0], signs[-1].place[1]))
    if not signs or signs[0].strength == "reach":
        return None
    draft.mark("comparator" if found.bound_place is None else "prefix", signs[0].place)
    return signs[0].op


def _end_meant(draft: Draft, found: Dates) -> str | None:
    """9月前 → 9月底前: what most who write it mean."""
    day = found.last or found.first
    if found.bound_place is None or day.whole or day.month is None or day.edge is not None:
        return None
    return draft.written((found.place[0], found.bound_place[0])) + "底" + draft.written(found.bound_place)
