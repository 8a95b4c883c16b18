"""The parts of written dates, as the parser hands them over."""

import calendar
import re
from collections.abc import Callable
from typing import Any, Final

from linter.values.lexicon import word_set, words
from linter.values.numerals import han_number
from linter.values.pieces import Dates, Day, Unreadable

_NUMBERS: Final = re.compile(r"[0-9]+")
_COMPACT: Final = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")


def small(text: str) -> int:
    """A year, month or day in digits or numerals."""
    digits = text.strip("年月日号份度")
    return int(digits) if digits.isascii() else int(han_number(digits))


def split_months(text: str) -> tuple[int, int]:
    """Both months of 1-12月."""
    low, high = re.split("[-~至到]+", text)
    return small(low), small(high)


def dates(first: Day, last: Day | None, bound: list[Any]) -> Dates:
    end = bound[0].end_pos if bound else (last or first).place[1]
    text = str(bound[0]) if bound else None
    return Dates(first, last, text, (bound[0].start_pos, end) if bound else None, (first.place[0], end))


def check(found: Day) -> None:
    """No 30 February, no month 13; raises Unreadable."""
    month = found.month
    if month is not None and not 1 <= month <= 12:
        raise Unreadable("no-such-date", found.place)
    if found.day is not None and month is not None:
        longest = calendar.monthrange(found.year or 2000, month)[1]
        if not 1 <= found.day <= longest:
            raise Unreadable("no-such-date", found.place)


def set_year(found: Day, text: str) -> None:
    for name, distance in (("this_year", 0), ("next_year", 1), ("last_year", -1)):
        if text in word_set(name):
            found.relative_year = distance
            return
    year = small(text)
    found.year = year + 2000 if year < 100 else year


def set_quarter(found: Day, text: str) -> None:
    quarter = small(text.strip("第季度"))
    found.month, found.last_month, found.whole = quarter * 3 - 2, quarter * 3, True


def _month(found: Day, text: str) -> None:
    found.month = small(text)


def _day(found: Day, text: str) -> None:
    found.day = small(text)


def _whole_date(found: Day, text: str) -> None:
    if not compact_date(found, text):
        found.year, found.month, found.day = map(int, _NUMBERS.findall(text))


def compact_date(found: Day, text: str) -> bool:
    """Whether a text is a date without separators (20241231), which then is in `found`."""
    compact = _COMPACT.fullmatch(text)
    if compact is not None:
        found.year, found.month, found.day = map(int, compact.groups())
    return compact is not None


def _year_month(found: Day, text: str) -> None:
    found.year, found.month = map(int, _NUMBERS.findall(text))


def _month_day(found: Day, text: str) -> None:
    found.month, found.day = map(int, _NUMBERS.findall(text))


def _edge(found: Day, text: str) -> None:
    found.edge = text


def _part(found: Day, text: str) -> None:
    halves = words()["halves"]
    if text in word_set("whole_year"):
        found.month, found.last_month = 1, 12
    elif text in halves["1"]:
        found.month, found.last_month = 1, 6
    elif text in halves["2"]:
        found.month, found.last_month = 7, 12
    else:
        set_quarter(found, text)
    found.whole = True


def _clock(found: Day, text: str) -> None:
    """The time of day says nothing that matters here."""


DATE_PARTS: Final[dict[str, Callable[[Day, str], None]]] = {
    "YEAR": set_year,
    "MONTH": _month,
    "DAY": _day,
    "DATE": _whole_date,
    "YEAR_MONTH": _year_month,
    "MONTH_DAY": _month_day,
    "EDGE": _edge,
    "YEAR_EDGE": _edge,
    "PART": _part,
    "CLOCK": _clock,
}
