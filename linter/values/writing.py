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
    return text if text == value.text or meaning(parse(text)) == meaning(value) else value.text


def meaning(value: Value) -> tuple[object, ...]:
    """What two spellings of one value share."""
    unit = (value.full_unit.dimension, value.full_unit.scale)
    return (
        value.kind,
        value.op,
        value.number,
        value.upper,
        unit,
        value.date,
        value.date_end,
        frozenset(value.per),
    )


def _candidate(value: Value) -> str:
    if value.kind == "quantitative" and value.number is not None:
        return (SIGNS[value.op] if value.op else "") + plain(value.number) + _unit(value)
    if value.kind == "range" and value.number is not None and value.upper is not None:
        dash = "至" if value.upper < 0 else "-"
        return f"{plain(value.number)}{dash}{plain(value.upper)}{_unit(value)}"
    if value.kind in ("date", "date_range") and value.date is not None and not value.per:
        return _dates(value)
    return value.text


def _unit(value: Value) -> str:
    unit = "个月" if value.unit == "月" else value.unit or ""
    return unit + "".join("/" + text for text in value.per)


def _dates(value: Value) -> str:
    first = _date(value.date or "")
    if value.date_end is not None:
        return f"{first}至{_date(value.date_end)}"
    if value.op == "<=":
        return first + "前" if "日" in first else "≤" + first
    return (SIGNS[value.op] if value.op and value.op != "=" else "") + first


def _date(text: str) -> str:
    match = _DATE.fullmatch(text)
    if match is None:
        return text
    year, month, day = match.groups()
    parts = [f"{year}年"] if year != "-" else []
    parts += [f"{int(month)}月"] if month else []
    return "".join(parts) + (f"{int(day)}日" if day else "")
