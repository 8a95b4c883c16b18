"""Values back to text, in canonical spelling."""

import re
from typing import Final

from linter.values.model import SIGNS, Value
from linter.values.quantity import plain

_DATE: Final = re.compile(r"([0-9]{4}|-)(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def write(value: Value) -> str:
    """The canonical text of a reading; what has none that means the same stays as written."""
    from linter.values.parser import parse

    text = _candidate(value)
    return text if text is not None and meaning(parse(text)) == meaning(value) else value.text


def meaning(value: Value) -> tuple[object, ...]:
    """What two spellings of one value share."""
    return (
        value.kind,
        value.op,
        value.full_unit.dimension,  # before the amounts: those of unlike dimensions cannot be compared
        value.amount,
        value.upper_amount,
        value.strict,
        value.date,
        value.date_end,
        frozenset(value.per) if value.date is not None else None,  # those of an amount are in its unit
        value.polarity,
        value.reference,
        tuple(meaning(part) for part in value.parts),
        value.text.strip() if value.kind in ("qualitative", "invalid") else None,
    )


def _candidate(value: Value) -> str | None:
    if value.kind == "quantitative" and value.number is not None:
        return (SIGNS[value.op] if value.op else "") + plain(value.number) + _unit(value)
    if value.kind == "range" and value.number is not None and value.upper is not None:
        return _range(value, plain(value.number), plain(value.upper) + _unit(value))
    if value.kind in ("date", "date_range") and value.date is not None and not value.per:
        return _dates(value, value.date)
    return None


def _unit(value: Value) -> str:
    unit = "个月" if value.unit == "月" else value.unit or ""
    return unit + "".join("/" + text for text in value.per)


def _range(value: Value, low: str, high: str) -> str:
    if any(value.strict):
        signs = [">" if value.strict[0] else "≥", "<" if value.strict[1] else "≤"]
        return f"{signs[0]}{low}{_unit(value)}且{signs[1]}{high}"
    return f"{low}{'至' if high.startswith('-') else '-'}{high}"


def _dates(value: Value, date: str) -> str | None:
    if value.date_end is None and date.startswith("--") and not date.startswith("---") and date.count("-") == 2:
        return None  # 12月 alone would be a duration in some rows
    first = _date(date)
    if value.date_end is not None:
        return f"{first}至{_date(value.date_end)}"
    if value.op == "<=":
        return first + "前" if first.endswith("日") else "≤" + first
    return (SIGNS[value.op] if value.op and value.op != "=" else "") + first


def _date(text: str) -> str:
    match = _DATE.fullmatch(text)
    if match is None:
        return text
    year, month, day = match.groups()
    parts = [f"{year}年"] if year != "-" else []
    parts += [f"{int(month)}月"] if month else []
    return "".join(parts) + (f"{int(day)}日" if day else "")
