"""Dates and times of spreadsheets: days since an epoch, shown as a format code says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

_LAST_DAY = 2_958_465  # 9999-12-31
_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_FALSE_LEAP_DAY = 60  # spreadsheets count a 29 February 1900
_WEEKDAYS = "一二三四五六日"

_PART = re.compile(r"y+|m+|d+|h+|s+|e+|a{3,4}|AM/PM|A/P|上午/下午|\[[hms]\]|\.0+|.", re.S | re.I)
_HALVES = ("am/pm", "a/p", "上午/下午")
_PER_DAY = {"h": 24, "m": 1_440, "s": 86_400}
# Orders of year, month and day in which a date can be read without doubt; a date in another is written in the first.
_ORDERS = ("ymd", "ym", "md", "y", "m", "d", "")

Pieces = Sequence[tuple[str, bool]]  # text, and whether it is literal


def is_date(pieces: Pieces) -> bool:
    """Whether a section of a format code shows a date or a time."""
    codes = {piece.lower() for piece, literal in pieces if not literal}
    letters = codes & {"y", "m", "d", "h", "s", "[h]", "[m]", "[s]"}
    return bool(letters) and not codes & {"#", "?"} and ("0" not in codes or "s" in letters)


def show(days: Decimal, pieces: Pieces, *, from_1904: bool) -> str | None:
    """The text of a date given in days; None where no calendar has such a day."""
    if not 0 <= days <= _LAST_DAY:
        return None
    moment = _moment(days, from_1904)
    parts = list(_parts(pieces))
    order = "".join(dict.fromkeys(kind for kind, _ in parts if kind in ("y", "m", "d")))
    if order not in _ORDERS:
        return f"{moment:%Y}/{moment.month}/{moment.day}"
    halves = any(kind == "half" for kind, _ in parts)
    return "".join(_shown(kind, text, moment, days, halves) for kind, text in parts).strip()


def days(written: str) -> Decimal | None:
    """The days since the epoch of a date written as ISO 8601; None for another text."""
    try:
        since = datetime.fromisoformat(written).replace(tzinfo=None) - _EPOCH_1900
    except ValueError:
        return None
    counted = since.days + Decimal(since.seconds) / 86_400
    return counted if counted > _FALSE_LEAP_DAY else None


def _moment(days: Decimal, from_1904: bool) -> datetime:
    since = timedelta(seconds=int((days * 86_400).to_integral_value(ROUND_HALF_UP)))
    if from_1904:
        return _EPOCH_1904 + since
    return _EPOCH_1900 + since + timedelta(days=1 if days < _FALSE_LEAP_DAY else 0)


def _parts(pieces: Pieces) -> Iterator[tuple[str, str]]:
    """The parts of a section, each with its kind; what is no part of a date is of the kind `text`."""
    parts: list[tuple[str, str]] = []
    code = ""
    for piece, literal in (*pieces, ("", True)):
        if literal:
            parts += [(_kind(match[0]), match[0]) for match in _PART.finditer(code)]
            parts.append(("text", piece))
            code = ""
        else:
            code += piece
    clock = [kind for kind, _ in parts if kind not in ("text", "half")]
    at = 0
    for kind, text in parts:
        beside_time = clock[max(at - 1, 0) : at] in (["h"], ["[h]"]) or clock[at + 1 : at + 2] == ["s"]
        at += kind not in ("text", "half")
        yield ("minute" if kind == "m" and beside_time else kind), text


def _kind(text: str) -> str:
    letter = text[0].lower()
    if text.lower() in _HALVES:
        return "half"
    if letter in "ad" and len(text) > 2:
        return "weekday"
    if letter in "yemdhs":
        return "y" if letter == "e" else letter
    return text.lower() if len(text) == 3 and text[0] == "[" else "text"


def _shown(kind: str, text: str, moment: datetime, days: Decimal, halves: bool) -> str:
    if kind == "text":
        return "" if text.startswith(".0") or text == "@" else text
    if kind == "half":
        return text.split("/")[moment.hour >= 12]
    if kind == "weekday":
        return ("星期" if len(text) == 4 else "") + _WEEKDAYS[moment.weekday()]
    if kind == "y":
        return f"{moment:%Y}"
    if kind[0] == "[":
        return str(int(days * _PER_DAY[kind[1]]))
    numbers = {"m": moment.month, "d": moment.day, "minute": moment.minute, "s": moment.second}
    number = numbers.get(kind, moment.hour % 12 or 12 if halves else moment.hour)
    return f"{number:02}" if len(text) == 2 else str(number)
