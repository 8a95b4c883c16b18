"""Written dates to ISO dates: `2025-12`, `--12-31` when no year is known, `---31` for a day of every month."""

import calendar
from dataclasses import replace

from linter.values.lexicon import edge_words, word_set
from linter.values.model import Op
from linter.values.pieces import Dates, Day


def year_of(day: Day, context_year: int | None) -> int | None:
    if day.year is not None:
        return day.year
    if context_year is None:
        return None
    return context_year + (day.relative_year or 0)


def first_and_last(found: Dates, year: int | None) -> tuple[Day, Day | None]:
    """Both ends with what one lends the other: 2023年1月至12月, 1月-2023年12月."""
    first, last = found.first, found.last
    if last is None:
        return first, None
    if last.year is None and last.relative_year is None:
        last = replace(last, year=year_of(first, year))
    elif last.relative_year is not None and first.year is not None:
        last = replace(last, year=first.year + last.relative_year, relative_year=None)
    if first.year is None and first.relative_year is None and last.year is not None:
        first = replace(first, year=last.year)
    if last.month is None and last.day is not None and first.month is not None:
        last = replace(last, month=first.month)
    return first, last


def iso(year: int | None, month: int | None, day: int | None) -> str:
    """The date as far as it is known."""
    head = f"{year:04}" if year is not None else "-"
    if month is None:
        return head if day is None else f"---{day:02}"
    return f"{head}-{month:02}" + ("" if day is None else f"-{day:02}")


def written(day: Day, context_year: int | None) -> tuple[str | None, str | None]:
    """The ISO date of one written date and, for a stretch of time (全年, 第三季度, 下旬), its end."""
    year = year_of(day, context_year)
    if day.edge is not None:
        return _at_edge(day, year)
    if day.whole:
        start, end = _month_end(year, day.month or 1, first=True), _month_end(year, day.last_month or 12)
        return start, end
    return iso(year, day.month, day.day), None


def _month_end(year: int | None, month: int, first: bool = False) -> str:
    return iso(year, month, 1 if first else calendar.monthrange(year or 2001, month)[1])


def _at_edge(day: Day, year: int | None) -> tuple[str | None, str | None]:
    edge, name = day.edge or "", edge_words().get(day.edge or "", "end")
    if day.every is not None:
        return _every_edge(day.every, name), None
    month = day.last_month or day.month
    if edge.startswith("月") and month is None:
        return ("---31" if name == "end" else "---01"), None
    if edge.startswith("季") and month is None:
        return None, None
    if name == "end":
        return _month_end(year, month or 12), None
    if edge == "上旬":
        return iso(year, month, 1), iso(year, month, 10)
    if edge == "中旬":
        return iso(year, month, 11), iso(year, month, 20)
    if name == "late":
        return iso(year, month, 21), _month_end(year, month or 12)
    if name == "middle":
        return iso(year, month or 6, None), None
    return iso(year, day.month or 1, None), None


def _every_edge(every: str, name: str) -> str | None:
    if every.startswith(("年", "年度")):
        return "--12-31" if name == "end" else "--01"
    if every.endswith("月"):
        return "---31" if name == "end" else "---01"
    return None


def bounded(found: Dates, date: str | None) -> tuple[Op | None, str | None, list[str]]:
    """Operator, date and notes that 前, 内, 起 after a date give.

    A named day, month end or year end is included (12月31日前); a bare month or year is not (9月前 is before
    1 September), and since some mean its end the note `ambiguous-deadline` says so.
    """
    text = (found.bound or "").rpartition(")")[2]
    day = found.last or found.first
    exact_day = day.day is not None or (day.edge is not None and edge_words().get(day.edge) in ("end", "late"))
    if not text and day.edge is not None and day.edge.endswith(("内", "內")):
        return "<=", date, []
    if not text:
        return ("=" if day.day is not None and day.every is None and found.last is None else None), date, []
    if text in word_set("before"):
        if exact_day:
            spelled = "(" in (found.bound or "")
            return "<=", date, [] if spelled or day.day is None else ["deadline-inclusive"]
        if day.whole:
            return "<", date, ["ambiguous-deadline"]
        return "<", _first_day(date), ["ambiguous-deadline"]
    if text in word_set("within"):
        return "<=", last_day(date) if date is not None and len(date) == 4 else date, []
    return ">=", date, []


def _first_day(date: str | None) -> str | None:
    if date is None:
        return None
    if date.startswith("--"):
        return date + "-01" if len(date) == 4 else date
    return {4: date + "-01-01", 7: date + "-01"}.get(len(date), date)


def last_day(date: str) -> str:
    """The last day that a date of any precision covers: 2023 → 2023-12-31, --02 → --02-28."""
    if date.startswith("---"):
        return date
    if date.startswith("--"):
        return date if len(date) > 4 else date + f"-{calendar.monthrange(2001, int(date[2:4]))[1]:02}"
    if len(date) == 4:
        return date + "-12-31"
    if len(date) == 7:
        return date + f"-{calendar.monthrange(int(date[:4]), int(date[5:7]))[1]:02}"
    return date


def first_day(date: str) -> str:
    """The first day that a date of any precision covers."""
    return _first_day(date) or date
