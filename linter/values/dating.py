"""The parts of written dates, as the parser hands them over."""

import calendar
from typing import Any, Final

from linter.values.lexicon import words
from linter.values.numerals import han_number
from linter.values.pieces import Dates, Day, Unreadable


def small(text: str) -> int:
    """A year, month or day in digits or numerals."""
    digits = text.strip("年月日号份度")
    return int(digits) if digits.isascii() else int(han_number(digits))


def split_months(text: str) -> list[str]:
    for sign in "-~至到":
        text = text.replace(sign, " ")
    return text.split()


def dates(first: Day, last: Day | None, bound: list[Any]) -> Dates:
    end = bound[0].end_pos if bound else (last or first).place[1]
    text = str(bound[0]) if bound else None
    return Dates(first, last, text, (bound[0].start_pos, end) if bound else None, (first.place[0], end))


def check(found: Day) -> None:
    """No 30 February, no month 13."""
    month = found.month
    if month is not None and not 1 <= month <= 12:
        raise Unreadable("no-such-date", found.place)
    if found.day is not None and month is not None:
        longest = calendar.monthrange(found.year or 2000, month)[1]
        if not 1 <= found.day <= longest:
            raise Unreadable("no-such-date", found.place)


def set_year(found: Day, text: str) -> None:
    if text in words()["this_year"]:
        found.relative_year = 0
    elif text in words()["next_year"]:
        found.relative_year = 1
    elif text in words()["last_year"]:
        found.relative_year = -1
    else:
        year = small(text)
        found.year = year + 2000 if year < 100 else year


def _month(found: Day, text: str) -> None:
    found.month = small(text)


def _day(found: Day, text: str) -> None:
    found.day = small(text)


def _numbers(text: str) -> list[int]:
    for sign in "-/.日":
        text = text.replace(sign, " ")
    return [int(part) for part in text.split()]


def _whole_date(found: Day, text: str) -> None:
    text = text.partition(":")[0]
    text = text[:-2].rstrip("T ") if text[-3:-2] in ("T", " ") else text
    if text[:8].isdigit():
        found.year, found.month, found.day = int(text[:4]), int(text[4:6]), int(text[6:8])
    else:
        found.year, found.month, found.day = _numbers(text)[:3]


def _year_month(found: Day, text: str) -> None:
    found.year, found.month = _numbers(text)


def _month_day(found: Day, text: str) -> None:
    found.month, found.day = _numbers(text)


def _edge(found: Day, text: str) -> None:
    found.edge = text


def _part(found: Day, text: str) -> None:
    halves = words()["halves"]
    if text in words()["whole_year"]:
        found.month, found.last_month, found.whole = 1, 12, True
    elif text in halves["1"]:
        found.month, found.last_month, found.whole = 1, 6, True
    elif text in halves["2"]:
        found.month, found.last_month, found.whole = 7, 12, True
    else:
        quarter = small(text.strip("第季度"))
        found.month, found.last_month, found.whole = quarter * 3 - 2, quarter * 3, True


DATE_PARTS: Final = {
    "YEAR": set_year,
    "MONTH": _month,
    "DAY": _day,
    "DATE": _whole_date,
    "YEAR_MONTH": _year_month,
    "MONTH_DAY": _month_day,
    "EDGE": _edge,
    "YEAR_EDGE": _edge,
    "PART": _part,
}
