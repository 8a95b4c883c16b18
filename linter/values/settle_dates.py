"""Dates that are written like amounts, and dates that only say when: 12月, 20241231, 年内完成5个."""

from typing import Final

from linter.values.counted import is_time
from linter.values.days import check, compact_date
from linter.values.draft import Draft
from linter.values.lexicon import word_set
from linter.values.pieces import Comparator, Dates, Day, Denominator, Every, Measure, Piece, Unreadable, Word

_MAY_BE_DATES: Final = ("月", "月份", None)


def settle_dates(draft: Draft, pieces: list[Piece]) -> list[Piece]:
    """The pieces with dates for amounts that are some, without dates that only say when; raises Unreadable."""
    for index, piece in enumerate(pieces):
        if isinstance(piece, Measure) and piece.last.unit in _MAY_BE_DATES:
            pieces[index] = _as_date(draft, piece, pieces, index) or piece
    kinds = set(map(type, pieces))
    return _aside(draft, pieces) if Dates in kinds and Measure in kinds else pieces


def _as_date(draft: Draft, measure: Measure, pieces: list[Piece], index: int) -> Dates | None:
    """12月 and 1-12月 are written like durations: the row says which they are, else the month is meant."""
    if measure.last.unit is None:
        return _as_day(draft, measure) if draft.date_row else None
    before, after = pieces[index - 1] if index else None, pieces[index + 1] if index + 1 < len(pieces) else None
    return _as_month(draft, measure) if _is_month(draft, measure, before, after) else None


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
    if draft.date_row or (isinstance(before, Every) and before.of.text == "年"):
        return True
    told = draft.context.name is not None or draft.context.level is not None
    return not told and not isinstance(before, (Comparator, Every, Word))


def _as_month(draft: Draft, measure: Measure) -> Dates:
    draft.note("month-or-duration", measure.place)
    low, high = measure.low, measure.high
    first = Day(low.place, month=int(low.number))
    return Dates(first, Day(high.place, month=int(high.number)) if high else None, None, None, measure.place)


def _as_day(draft: Draft, measure: Measure) -> Dates | None:
    """20241231 in a row about dates."""
    place = measure.low.number_place
    day = Day(place)
    if measure.high is not None or measure.suffix is not None or not compact_date(day, draft.body[slice(*place)]):
        return None
    check(day)
    return Dates(day, None, None, None, measure.place)


def _aside(draft: Draft, pieces: list[Piece]) -> list[Piece]:
    """A year before an amount only says when (2023年培训100人); so does the year that a change is measured from."""
    kept: list[Piece] = []
    for index, piece in enumerate(pieces):
        before, after = kept[-1] if kept else None, pieces[index + 1] if index + 1 < len(pieces) else None
        _check_date(piece, after)
        if not isinstance(piece, Dates) or (piece.bound is not None and not _all_year_long(piece)):
            kept.append(piece)
        elif _each_quarter(draft, piece, after):
            start, end = piece.place
            kept.append(Every(Denominator(draft.body[start + 1 : end], (start + 1, end)), piece.place))
        elif vague(piece) or _all_year_long(piece) or _compared(before):
            kept.append(Word("", piece.place))
        else:
            kept.append(piece)
    return kept


def _compared(before: Piece | None) -> bool:
    return isinstance(before, Word) and before.text.endswith(tuple(word_set("compared")))


def _all_year_long(found: Dates) -> bool:
    """年内, 2024年内, 年度内."""
    day = found.first
    within = found.bound in word_set("within") if day.edge is None else day.edge.endswith("内")
    return found.last is None and day.month is None and day.day is None and day.every is None and within


def _each_quarter(draft: Draft, found: Dates, after: Piece | None) -> bool:
    """一季度一次 means every quarter, where 二季度一次 and 一季度30% name one."""
    day = found.first
    counted = draft.units.atom(after.low.unit or "") if isinstance(after, Measure) else None
    if counted is None or counted.dimension_class != "count" or draft.body[day.place[0]] not in ("一", "1"):
        return False
    return vague(found) and day.year is None and day.relative_year is None and day.last_month == 3


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
