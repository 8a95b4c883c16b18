"""Written dates to ISO dates: `2025-12`, `--12-31` when no year is known, `---31` for a day of every month."""

import calendar
from dataclasses import replace

from linter.values.lexicon import edge_words, word_set
from linter.values.model import NoteId, Op
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
        return _at_edge(day, day.edge, year)
    if day.whole:
        return iso(year, day.month, 1), _month_end(year, day.last_month or 12)
    return iso(year, day.month, day.day), None


def _month_end(year: int | None, month: int) -> str:
    return iso(year, month, calendar.monthrange(year or 2001, month)[1])


def _at_edge(day: Day, edge: str, year: int | None) -> tuple[str | None, str | None]:
    name = edge_words()[edge]
    every = day.every.text if day.every is not None else None
    month = day.last_month or day.month
    if every is not None or (month is None and edge[0] in "月季"):
        return _recurring_edge(every or edge[0], name), None
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


def _recurring_edge(period: str, name: str) -> str | None:
    """The end or beginning of every year or month; a quarter's has no date."""
    if period.startswith("年"):
        return "--12-31" if name == "end" else "--01"
    if period.endswith("月"):
        return "---31" if name == "end" else "---01"
    return None


def bounded(found: Dates, date: str | None) -> tuple[Op | None, str | None, list[NoteId]]:
    """Operator, date and notes that 前, 内, 起 after a date give.

    A named day, month end or year end is included (12月31日前); a bare month or year is not (9月前 is before
    1 September), and since some mean its end the note `ambiguous-deadline` says so.
    """
    text = (found.bound or "").rpartition(")")[2]
    day = found.last or found.first
    edge = edge_words().get(day.edge or "")
    if not text and edge == "end" and day.edge is not None and day.edge.endswith("内"):
        return "<=", date, []
    if not text:
        return ("=" if day.day is not None and day.every is None and found.last is None else None), date, []
    if text in word_set("before"):
        if day.day is not None or edge in ("end", "late"):
            said = day.day is None or "(含" in (found.bound or "")
            return "<=", date, [] if said else ["deadline-inclusive"]
        return "<", date and first_day(date), ["ambiguous-deadline"]
    if text in word_set("within"):
        return "<=", last_day(date) if date is not None and _known_parts(date) == 0 else date, []
    return ">=" if text in word_set("since") else ">", date, []


def first_day(date: str) -> str:
    """The first day that a date of any precision covers: 2023-04 → 2023-04-01, - → --01-01."""
    if date.startswith("---"):
        return date
    return date + "-01-01"[3 * _known_parts(date) :]


def last_day(date: str) -> str:
    """The last day that a date of any precision covers: 2023 → 2023-12-31, --02 → --02-28."""
    if date.startswith("---") or _known_parts(date) == 2:
        return date
    if _known_parts(date) == 0:
        return date + "-12-31"
    year, month = ("2001", date[2:4]) if date.startswith("--") else (date[:4], date[5:7])
    return date + f"-{calendar.monthrange(int(year), int(month))[1]:02}"


def _known_parts(date: str) -> int:
    """How many of month and day a date has, counted after its year or the dash for an unknown one."""
    return date.count("-") - (1 if date.startswith("-") else 0)
