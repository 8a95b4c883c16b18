"""Notes: the code and the catalogue know the same ones, and each has an example that gives it."""

from typing import Any, get_args

import pytest

from linter.values import Context, NoteId, keeps_meaning, note_ids, note_text, parse
from linter.values.notes import catalogue
from tests.values.samples import all_records, context

IDS = note_ids()


def example(note: str) -> tuple[str, Context]:
    given = catalogue()[note]["example"]
    return given["text"] * int(given.get("repeated", 1)), Context(name=given.get("name"))


def test_the_code_and_the_catalogue_know_the_same_notes() -> None:
    assert len(IDS) > 40
    assert set(IDS) == set(get_args(NoteId))  # mypy holds the code to NoteId


@pytest.mark.parametrize("note", IDS)
def test_a_note_is_explained_and_its_example_gives_it(note: str) -> None:
    for language in ("zh", "en"):
        said = note_text(note, language)
        assert all([said.title, said.text, said.instead])
    text, where = example(note)
    assert parse(text, where).noted(note)


@pytest.mark.parametrize("note", IDS)
def test_a_note_offers_a_replacement_where_the_catalogue_says_so(note: str) -> None:
    text, where = example(note)
    offered = [one.replacement for one in parse(text, where).notes if one.id == note]
    assert any(one is not None for one in offered) is ("replacement" in catalogue()[note])


@pytest.mark.parametrize("note", [note for note in IDS if catalogue()[note].get("replacement") == "clearer"])
def test_a_replacement_that_settles_a_reading_leaves_no_such_note(note: str) -> None:
    text, where = example(note)
    (found,) = (one for one in parse(text, where).notes if one.id == note)
    start, end = found.span
    assert not parse(text[:start] + str(found.replacement) + text[end:], where).noted(note)
    assert not keeps_meaning(note)


def test_no_note_offers_a_replacement_that_the_catalogue_does_not_know() -> None:
    read = [parse(record["text"], context(record)) for record in all_records()]
    offered = {note.id for value in read for note in value.notes if note.replacement is not None}
    assert offered <= {note for note in IDS if "replacement" in catalogue()[note]}


@pytest.mark.parametrize(
    ("text", "note", "blamed", "replacement"),
    [
        ("≥98百分比", "unit-alias", "百分比", "%"),
        ("10元/㎡", "unit-alias", "㎡", "平方米"),
        (">=20平方米", "comparator-style", ">=", "≥"),
        ("每周2次以上", "comparator-words", "2次以上", "≥2次"),
        ("不少于6万人", "comparator-words", "不少于", "≥"),
        ("≥95%以上", "comparator-redundant", "以上", ""),
        ("=100.00(%)", "unit-in-brackets", "(%)", "%"),
        ("≥８５％。", "full-width", "８５％", "85%"),
        ("24人/次", "unit-order", "人/次", "人次"),
        ("2024年9月前", "ambiguous-deadline", "2024年9月前", "2024年9月底前"),
        ("十二期", "chinese-number", "十二", "12"),
        ("百分之九十五以上", "chinese-number", "百分之九十五", "95%"),
        ("2小时30分钟", "mixed-units", "2小时30分钟", "150分钟"),
        ("1,00人", "bad-thousands", "1,0", None),
        ("≥≥95%", "comparator-repeated", "≥≥", None),
        ("≤95%以上", "contradiction", "≤95%以上", None),
        ("100人元", "unit-stacked", "元", None),
        ("2023年2月30日前", "no-such-date", "2023年2月30日", None),
        ("854万元(含税)", "remark", "(含税)", None),
        ("≤****000元", "placeholder-left", "****", None),
        ("90-95%", "shared-unit", "90", "90%"),
        ("1万-2万元", "shared-unit", "1万", "1万元"),
        ("5000-1万元", "shared-unit", "5000", "5000元"),
        ("3-5月", "month-or-duration", "3-5月", None),
        ("95以上%", "comparator-words", "95以上%", "≥95%"),
        ("5%以下（不含5%）", "comparator-words", "5%以下（不含5%）", "<5%"),
        ("达到95%以上", "comparator-words", "达到95%以上", "≥95%"),
        ("控制在5%以内", "comparator-words", "控制在5%以内", "≤5%"),
        ("大于（含）90%", "comparator-words", "大于（含）", "≥"),
        ("至少3场", "comparator-words", "至少", "≥"),
        ("至少开展3场", "comparator-words", "至少", None),
        ("事故数为0", "comparator-words", "为", None),
        ("近20人", "comparator-words", "近", None),
        ("最多不超过3次", "comparator-redundant", "最多", ""),
        ("达到≥95%", "comparator-redundant", "达到", ""),
        ("三分之二", "chinese-number", "三分之二", "2/3"),
        ("一年半", "chinese-number", "一年半", "1.5年"),
        ("≥（95）%", "number-in-brackets", "（95）", "95"),
        ("50（元/人）", "unit-in-brackets", "（元/人）", "元/人"),
        ("95（％）左右", "unit-in-brackets", "（％）", "%"),
        ("十二KM", "unit-alias", "KM", None),
        ("1小时30分", "mixed-units", "1小时30分", "90分钟"),
    ],
)
def test_a_note_stands_where_the_trouble_is(text: str, note: str, blamed: str, replacement: str | None) -> None:
    (found,) = (one for one in parse(text).notes if one.id == note)
    start, end = found.span
    assert (text[start:end], found.replacement) == (blamed, replacement)


def test_one_cause_gives_one_note() -> None:
    def ids(text: str, **given: Any) -> list[str]:
        return [note.id for note in parse(text, Context(**given)).notes]

    assert ids("≥95%") == []
    assert ids("1万元/人/年", column="record") == []
    assert ids("≥≥95%") == ["comparator-repeated"]
    assert ids("10辆") == ["comparator-missing"]
    assert ids("约20人") == []
    assert ids("达到95%") == ["reach"]
    assert ids("±2%") == ["tolerance"]
    assert ids("≥９O％") == ["unreadable"]
    assert ids("18/10万", column="record") == ["proportion"]
    assert ids("0.95", name="合格率", column="record") == ["ratio-as-decimal"]
    assert ids("44,561", name="完成时间", column="record") == ["excel-serial-date"]
