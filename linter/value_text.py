"""How a value was read, for people (`jixiao value TEXT`) and for programs (`jixiao value --jsonl`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from linter import values
from linter.catalogue import Language
from linter.values import Context, Note, Value

_LABELS: Final[Mapping[Language, Mapping[str, str]]] = {
    "zh": {
        "kind": "种类",
        "reading": "读作",
        "op": "比较",
        "number": "数",
        "range": "从……到……",
        "unit": "单位",
        "per": "每",
        "date": "日期",
        "date_end": "至",
        "polarity": "答案",
        "reference": "相对于",
        "part": "其中",
        "note": "注意",
        "instead": "建议",
    },
    "en": {
        "kind": "kind",
        "reading": "read as",
        "op": "comparison",
        "number": "number",
        "range": "from … to …",
        "unit": "unit",
        "per": "per",
        "date": "date",
        "date_end": "until",
        "polarity": "answer",
        "reference": "compared with",
        "part": "part",
        "note": "note",
        "instead": "better",
    },
}
_KINDS: Final[Mapping[str, Mapping[Language, str]]] = {
    "quantitative": {"zh": "数量", "en": "quantity"},
    "range": {"zh": "区间", "en": "range"},
    "date": {"zh": "日期", "en": "date"},
    "date_range": {"zh": "时段", "en": "period"},
    "qualitative": {"zh": "文字", "en": "words"},
    "boolean": {"zh": "是或否", "en": "yes or no"},
    "relative": {"zh": "与其他事物相比", "en": "compared with something"},
    "compound": {"zh": "几个值", "en": "several values"},
    "placeholder": {"zh": "没有填", "en": "not filled in"},
    "not_applicable": {"zh": "不适用", "en": "not applicable"},
    "empty": {"zh": "空白", "en": "blank"},
    "invalid": {"zh": "读不懂", "en": "not readable"},
}
_COMPARISONS: Final[Mapping[str, Mapping[Language, str]]] = {
    ">=": {"zh": "≥ 不低于", "en": "≥ at least"},
    "<=": {"zh": "≤ 不超过", "en": "≤ at most"},
    "=": {"zh": "= 等于", "en": "= exactly"},
    ">": {"zh": "> 大于", "en": "> more than"},
    "<": {"zh": "< 小于", "en": "< less than"},
    "~": {"zh": "≈ 大约", "en": "≈ about"},
}
_BEFORE_DATES: Final[Mapping[str, Mapping[Language, str]]] = {
    ">=": {"zh": "≥ 不早于", "en": "≥ not before"},
    "<=": {"zh": "≤ 不晚于", "en": "≤ not after"},
    ">": {"zh": "> 晚于", "en": "> after"},
    "<": {"zh": "< 早于", "en": "< before"},
}
_COLON: Final[Mapping[Language, str]] = {"zh": "：", "en": ": "}
_LIST: Final[Mapping[Language, str]] = {"zh": "、", "en": ", "}
_ANSWERS: Final[Mapping[bool, Mapping[Language, str]]] = {
    True: {"zh": "是", "en": "yes"},
    False: {"zh": "否", "en": "no"},
}
_FIELDS: Final[Mapping[str, type]] = {"year": int, "currency": str, "name": str, "level": str, "column": str}
_COLUMNS: Final = ("target", "record")


def describe(value: Value, language: Language) -> str:
    """The reading of a value: its text, then one line for each thing known about it, ending in a line break.

    What a terminal would obey or hide in the text is shown as an escape.
    """
    colon, labels = _COLON[language], _LABELS[language]
    lines = [f"  {labels[label]}{colon}{text}" for label, text in _facts(value, language)]
    for note in value.notes:
        lines += _noted(value, note, language)
    return "\n".join(map(_printable, [value.text.strip(), *lines])) + "\n"


def _printable(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in line)


def _facts(value: Value, language: Language) -> Iterator[tuple[str, str]]:
    """Labels with what stands behind them."""
    data = value.to_json()
    yield "kind", _KINDS[value.kind][language]
    canonical = value.format()
    if canonical != value.text:
        yield "reading", canonical
    if value.op is not None:
        known = _BEFORE_DATES if value.kind == "date" and value.op in _BEFORE_DATES else _COMPARISONS
        yield "op", known[value.op][language]
    if value.upper is not None:
        yield "range", f"{data['number']} … {data['upper']}"
    elif value.number is not None:
        yield "number", data["number"]
    for label in ("unit", "date", "date_end", "reference"):
        found = getattr(value, label)
        if found is not None:
            yield label, found
    if value.per:
        yield "per", _LIST[language].join(value.per)
    if value.polarity is not None:
        yield "polarity", _ANSWERS[value.polarity][language]
    for part in value.parts:
        yield "part", f"{part.text} ({_KINDS[part.kind][language]})"


def _noted(value: Value, note: Note, language: Language) -> list[str]:
    """A note's lines: what was found where, and what to write instead."""
    colon, labels, found = _COLON[language], _LABELS[language], values.note_text(note.id, language)
    start, end = note.span
    place = "" if (start, end) == (0, len(value.text)) or start == end else f"“{value.text[start:end]}” "
    instead = f"“{note.replacement}”" if note.replacement else found.instead
    return [
        f"  {labels['note']}{colon}{place}{found.title}{colon}{found.text} [{note.id}]",
        f"    {labels['instead']}{colon}{instead}",
    ]


# JSON lines


def json_lines(lines: Iterable[str]) -> Iterator[str]:
    """One JSON text for each line that is not blank: the reading, or `{"error": …}` for a line that asks for none.

    A line is `{"text": …, "context": …}`; the context is the name of the row, null, or an object with some of
    `year`, `currency`, `name`, `level`, `column`.
    """
    for line in lines:
        if line.strip():
            yield _dump(_answer(line))


def _answer(line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"error": f"not JSON: {error}"}
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return {"error": 'an object with "text" is needed'}
    context = _context(asked.get("context"))
    if isinstance(context, str):
        return {"error": context, "text": asked["text"]}
    return values.parse(asked["text"], context).to_json()


def _context(given: Any) -> Context | str:
    """The context of a line, or what is wrong with it."""
    if given is None or isinstance(given, str):
        return Context(name=given)
    if not isinstance(given, dict):
        return "the context must be a text, null or an object"
    found = {key: value for key, value in given.items() if value is not None}
    for key, value in found.items():
        if key not in _FIELDS:
            return f"unknown field of the context: {key}"
        if type(value) is not _FIELDS[key]:
            return f"{key} must be {'a number' if _FIELDS[key] is int else 'a text'}"
    if found.get("column", "target") not in _COLUMNS:
        return f"column must be one of {', '.join(_COLUMNS)}"
    if not 1 <= found.get("year", 1) <= 9998:
        return "year must lie between 1 and 9998"
    return Context(**found)


def _dump(data: dict[str, Any]) -> str:
    """JSON on one line; half a surrogate pair, which no encoding can write, is escaped."""
    text = json.dumps(data, ensure_ascii=False)
    return text if text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text) else json.dumps(data)
