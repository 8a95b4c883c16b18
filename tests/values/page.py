"""docs/values.md, from the records that the tests use and the catalogue of notes.

python -m tests.values.page          print the page
python -m tests.values.page --write  put it into docs/
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from linter.values import note_ids, note_text, parse
from linter.values.notes import catalogue
from tests.values.samples import context, records

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "values.md"

FORMS = {
    "bound-sign": ("界限：用符号", "Bounds by a sign"),
    "bound-before": ("界限：文字在数前面", "Bounds by words before the number"),
    "bound-after": ("界限：文字在数后面", "Bounds by words after the number"),
    "bound-twice": ("界限：说了两遍", "Bounds said twice"),
    "bare": ("没有界限的数", "Numbers without a bound"),
    "unit": ("单位", "Units"),
    "money": ("金额", "Money"),
    "rate": ("单价和比率", "Rates"),
    "frequency": ("频次", "Frequencies"),
    "range": ("区间", "Ranges"),
    "deadline": ("期限", "Deadlines"),
    "period": ("时段和时长", "Periods and durations"),
    "change": ("增减", "Changes"),
    "relative": ("相对的界限", "Bounds on something else"),
    "boolean": ("是或否", "Yes or no"),
    "nothing": ("没有值", "No value"),
    "placeholder": ("没有填的空", "Gaps left to fill in"),
    "qualitative": ("文字", "Words"),
    "compound": ("一格几个值", "Several values"),
    "numeral": ("汉字数字", "Chinese numerals"),
    "proportion": ("比例和分数", "Proportions"),
    "invalid": ("读不懂", "Not readable"),
}

INTRODUCTION = """\
# 指标值怎样读 / How target values are read

<!-- Made by `python -m tests.values.page --write`; a test compares it. -->

`jixiao value TEXT` 显示一个值是怎样读出来的，`jixiao value --jsonl` 逐行读写 JSON。下面每一行都是测试。
读法依次是比较符（`>= <= = > < ~`，没写就没有）、数、单位、分母；日期按 ISO 8601，年份不明写作 `--12-31`，
每月某日写作 `---15`。括号里是读的时候已知的名称、年度等。

`jixiao value TEXT` shows how a text is read, `jixiao value --jsonl` does it for JSON lines. Every line below is a
test. A reading gives the comparator (none if none is written), number, unit and denominators; dates are ISO 8601,
`--12-31` when no year is known and `---15` for a day of every month. In brackets: what was known about the row.
"""


def page() -> str:
    return "\n".join([INTRODUCTION, *_forms(), *_notes()]) + "\n"


def _forms() -> Iterator[str]:
    for form, (zh, en) in FORMS.items():
        yield f"## {zh} / {en}\n"
        yield "| 文本 text | 种类 kind | 读法 reading | 提示 notes | 说明 remark |"
        yield "|---|---|---|---|---|"
        for record in records("values-further.jsonl"):
            if record["form"] == form:
                yield _row(record)
        yield ""


def _row(record: dict[str, Any]) -> str:
    value = parse(record["text"], context(record))
    data = value.to_json()
    numbers = " … ".join(data[key] for key in ("number", "upper") if data[key] is not None)
    dates = " … ".join(data[key] for key in ("date", "date_end") if data[key] is not None)
    per = "".join("/" + one for one in data["per"] or ())
    parts = [data["op"], numbers, dates, (data["unit"] or "") + per, value.reference and f"“{value.reference}”"]
    parts += [f"[{part.text}]" for part in value.parts]
    notes = ", ".join(dict.fromkeys(note.id for note in value.notes))
    reading = " ".join(filter(None, parts))
    return _cells(_text(record), data["kind"], reading and f"`{reading}`", notes, record.get("note", ""))


def _cells(*cells: str) -> str:
    """A row of the table; what no eye sees is written as an escape."""
    shown = (
        "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in cell)
        for cell in cells
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in shown) + " |"


def _text(record: dict[str, Any]) -> str:
    given = record.get("context")
    known = "，".join(map(str, given.values())) if isinstance(given, dict) else given
    return f"`{record['text']}`" + (f"（{known}）" if known else "") if record["text"] else "（空白）"


def _notes() -> Iterator[str]:
    yield "## 提示 / Notes\n"
    yield "规则用 `noted(target, 'unit-alias')` 查询。替换一栏：`same` 不改变意思，`clearer` 消除歧义。\n"
    yield "Rules ask `noted(target, 'unit-alias')`. `same` keeps the meaning, `clearer` settles it.\n"
    yield "| 提示 note | 读法和原因 | 应当写 | how it is read and why | what to write | 替换 |"
    yield "|---|---|---|---|---|---|"
    for note in note_ids():
        zh, en = note_text(note, "zh"), note_text(note, "en")
        replacement = catalogue()[note].get("replacement", "")
        texts = [zh.title, zh.text, zh.instead, f"{en.title}: {en.text}", en.instead]
        title, *others = (text.replace("*", "\\*").replace("<", "&lt;") for text in texts)
        yield _cells(f"`{note}` {title}", *others, replacement)


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())
