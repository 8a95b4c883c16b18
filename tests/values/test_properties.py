"""What holds for every text."""

import sys
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linter import limits
from linter.values import Context, Value, keeps_meaning, parse, worse_than
from linter.values.parser import read
from linter.values.writing import meaning
from tests.values.samples import all_records, context
from tests.values.strategies import SIGNS, Plain, anything, plain_values, written_values

SOME = settings(deadline=None, max_examples=150)
MANY = settings(deadline=None, max_examples=300)
CONTEXTS = st.sampled_from(
    [
        Context(),
        Context(year=2024, currency="万元", name="项目成本", level="成本指标"),
        Context(name="完成时间", level="产出指标 时效指标"),
        Context(name="合格率(%)", column="record"),
        Context(name="是否发生事故"),
    ]
)
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


# plain values


@SOME
@given(plain_values)
def test_a_plain_value_is_read_as_it_was_meant(value: Plain) -> None:
    read = parse(value.text)
    assert (read.kind, read.op, read.number) == ("quantitative", SIGNS[value.sign], value.number)
    assert (read.unit, read.per) == ("%" if value.unit == "百分比" else read.unit, value.per)
    spans = dict(read.spans)
    assert slices(value.text, spans, "number") == value.digits
    assert slices(value.text, spans, "unit") == value.unit
    assert [slices(value.text, spans, f"per.{index}") for index in range(len(value.per))] == list(value.per)
    assert ("comparator" in spans) == (value.sign != "")
    if value.sign:
        assert slices(value.text, spans, "comparator") == value.sign


def slices(text: str, spans: dict[str, tuple[int, int]], name: str) -> str:
    start, end = spans[name]
    return text[start:end]


@SOME
@given(plain_values, st.data())
def test_spaces_width_and_separators_change_nothing(value: Plain, data: st.DataObject) -> None:
    spaced = list(value.text)
    for at in data.draw(st.lists(st.integers(0, len(spaced)), max_size=4)):
        inside_number = (spaced[at - 1 : at] + spaced[at : at + 1]) and all(
            sign.isdigit() or sign == "." for sign in (*spaced[at - 1 : at], *spaced[at : at + 1])
        )
        if not inside_number:
            spaced.insert(at, data.draw(st.sampled_from([" ", "　", "\n", "\t", "\u200b", "\ufeff"])))
    whole, point, fraction = value.digits.partition(".")
    grouped = value.text.replace(value.digits, f"{int(whole):,}" + point + fraction, 1)
    for variant in ("".join(spaced), value.text.translate(WIDE), grouped):
        assert meaning(parse(variant)) == meaning(parse(value.text)), variant


# any text


@MANY
@given(anything, CONTEXTS)
@example("(" * 2000, Context())
@example("每" * 2000, Context())
@example("1" * 2000, Context())
@example("\ud800≥95%", Context())
def test_any_text_gives_a_record_whose_spans_lie_in_it(text: str, given_context: Context) -> None:
    value = parse(text, given_context)
    assert value.text == text
    for name, (start, end) in value.spans:
        assert 0 <= start < end <= len(text), name
    for note in value.notes:
        assert 0 <= note.span[0] <= note.span[1] <= len(text), note.id
    for name, (start, end) in value.spans:
        check_slice(value, name, text[start:end])


def check_slice(value: Value, name: str, written: str) -> None:
    """A number's digits, a unit's and denominator's text, a part's text are what stands there."""
    if name == "number" and value.kind == "quantitative" and not spelled(value):
        assert Decimal(plainly(written)) == abs(value.number or Decimal(0)) or Decimal(plainly(written)) == value.number
    elif name == "unit" and value.unit != "%" and not value.noted("rough-number"):
        assert plainly(written) == plainly(value.unit or "") or value.unit in ("元", "美元", "DN", "倍", "‰")
    elif name.startswith("per.") and value.kind != "compound" and not spelled(value):
        assert plainly(written) == plainly(value.per[int(name[4:])])
    elif name.startswith("part."):
        assert value.parts == () or value.parts[int(name[5:])].text == written


def spelled(value: Value) -> bool:
    return any(value.noted(note) for note in ("chinese-number", "mixed-units", "ambiguous-multiple"))


def plainly(text: str) -> str:
    """Without width, separators and what no eye sees."""
    narrow = {wide: plain for plain, wide in WIDE.items()} | dict.fromkeys(map(ord, " ,　\t\n\u200b\ufeff"))
    return text.translate(narrow).translate({ord(dash): "-" for dash in "−—"} | {ord(","): None})


@MANY
@given(anything, CONTEXTS)
def test_what_is_written_back_means_the_same(text: str, given_context: Context) -> None:
    value = parse(text, given_context)
    assert meaning(parse(value.format(), given_context)) == meaning(value)


def test_most_numbers_and_dates_have_a_canonical_spelling() -> None:
    kept = {
        "90-95%": "90-95%",
        "95%以上": "≥95%",
        "＞＝９０％": "≥90%",
        "不少于6万人": "≥6万人",
        "2023年12月底前": "2023年12月31日前",
    }
    kept |= {
        "每人每年500元": "500元/人/年",
        "大于80%且小于90%": ">80%且<90%",
        "2023.07-2024.01": "2023年7月至2024年1月",
    }
    assert {text: parse(text).format() for text in kept} == kept


def check_replacements(value: Value, where: Context) -> int:
    """Each safe replacement by itself gives the same reading with one note of its kind less; how many there are."""
    if any(part.kind == "invalid" for part in value.parts):
        return 0  # what cannot be read means only itself
    safe = [note for note in value.notes if note.replacement is not None and keeps_meaning(note.id)]
    for note in safe:
        start, end = note.span
        mended = value.text[:start] + str(note.replacement) + value.text[end:]
        again = parse(mended, where)
        assert meaning(again) == meaning(value), (note, mended)
        assert ids(again).count(note.id) == ids(value).count(note.id) - 1, (note, mended)
    return len(safe)


def ids(value: Value) -> list[str]:
    return [note.id for note in value.notes]


def test_a_safe_replacement_keeps_the_meaning() -> None:
    read = [(parse(record["text"], context(record)), context(record)) for record in all_records()]
    assert sum(check_replacements(value, where) for value, where in read) > 200


@MANY
@given(written_values, CONTEXTS)
@example("达到95%以上", Context())
@example("＞＝９０％", Context())
def test_a_safe_replacement_keeps_the_meaning_of_any_value(text: str, given_context: Context) -> None:
    check_replacements(parse(text, given_context), given_context)


# time


# Each of these is repeated until it fills a text.
PUMPS = (
    "1人、 ( （含） 每人 ≥ 1, 达到 一 a /人 2023年 12月 1- 不 第 上半年 百分之 至 x 1× % 约 ≥1 1人/ 〇 一人 A A1 . 1. "
    ": 1: [1, [1,1] (1) 1比 1以上% 一千 第1- 1人* 。 元 底 零 万 是( 在1 介于 在 和1 1和 （ ） ** … ？ 以上 以内 前 起 "
    "（1 1（"
)


def steps(run: Callable[[], object]) -> int:
    """Calls of Python and C functions."""
    count = 0

    def step(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("pump", [*PUMPS.split(), "1 ", "A "])
@pytest.mark.parametrize("frame", ["{}", "≥95%{}", "{}95%"])
def test_reading_takes_steps_linear_in_the_length(pump: str, frame: str) -> None:
    texts = [frame.format(pump * (length // len(pump))) for length in (120, 240, 480)]
    for text in texts:
        read(text)  # whatever is built once is built now
    few, more, most = (steps(lambda text=text: read(text)) for text in texts)
    assert most - more <= 2.5 * max(more - few, 200)


def test_a_long_text_is_not_read() -> None:
    assert not parse("长" * limits.VALUE_CHARACTERS).noted("too-long")
    value = parse("长" * (limits.VALUE_CHARACTERS + 1))
    assert (value.kind, value.noted("too-long")) == ("invalid", True)


def test_a_long_number_is_not_read() -> None:
    assert parse("1" * limits.NUMBER_DIGITS).kind == "quantitative"
    assert parse("1" * (limits.NUMBER_DIGITS + 1)).noted("number-too-long")


@pytest.mark.parametrize(
    "text",
    [
        "{}亿元-2元",
        "2元-{}亿元",
        "{}±0.{}%",
        "{}亿2元",
        "{}天2小时",
        "百分之{}",
        "{}:{}",
        "下降{}%",
        "每{}公顷3次",
        "{}万余人",
    ],
)
def test_long_numbers_are_read_exactly_or_not_at_all(text: str) -> None:
    value = parse(text.replace("{}", "7" * (limits.NUMBER_DIGITS - 2)))
    assert value.kind in ("quantitative", "range", "invalid")
    assert value.amount == value.amount
    assert worse_than(value, value) is False or value.kind == "invalid"


def test_a_value_seen_before_is_looked_up() -> None:
    parse("≥37%", Context(name="某率"))
    assert steps(lambda: parse("≥37%", Context(name="某率"))) < 20
