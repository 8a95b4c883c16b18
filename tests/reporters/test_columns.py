"""Columns in other units agree with measuring the line from its start."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.diagnostic import Edit, Location, Position
from linter.reporters.columns import Columns
from linter.source import Source, utf8_length, utf16_length

TEXT = st.text(st.sampled_from("a甲𠮷é\u0301\t\r\n\udc80"), max_size=40)
LENGTHS = {"utf-16-le": (utf16_length, 2), "utf-8": (utf8_length, 1)}


@pytest.mark.parametrize("encoding", list(LENGTHS))
@given(TEXT, st.integers(0, 40), st.integers(0, 40))
def test_short_lines(encoding: str, text: str, one: int, other: int) -> None:
    length, size = LENGTHS[encoding]
    source = Source("a", text)
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = Columns({"a": source}, length).range(source.location(start, end))
    assert found is not None
    for offset, position in ((start, found.start), (end, found.end)):
        before = text[source.offset(Position(position.line, 1)) : offset]
        assert position.line == source.position(offset).line
        assert position.column == len(before.encode(encoding, "surrogatepass")) // size + 1


@given(st.lists(st.integers(0, 6000), min_size=1, max_size=8))
def test_a_long_line_whatever_the_order_of_its_places(offsets: list[int]) -> None:
    source = Source("a", "甲\r\n" + "a甲𠮷" * 2000)
    columns = Columns({"a": source}, utf8_length)
    for offset in offsets:
        found = columns.range(source.location(3 + offset, 3 + offset))
        assert found is not None
        assert found.start == Position(2, len(source.text[3 : 3 + offset].encode()) + 1)


def test_without_a_text_there_is_no_column() -> None:
    source = Source("a", "甲")
    assert Columns({}, utf8_length).range(source.location(0, 1)) is None
    assert Columns({"a": source}, utf8_length).range(Location("a")) is None


def test_an_edit_is_of_the_characters_it_means() -> None:
    source = Source("a", 'x: "3\\u4e07圆"\n')
    columns = Columns({"a": source}, utf16_length)
    part = replace(source.location(11, 12), text="3万圆", span=(2, 3))
    assert columns.replaced(Edit(part, "元")) == columns.range(part)
    whole = replace(source.location(3, 13), text="3万圆", span=(1, 3))
    assert columns.replaced(Edit(whole, "万元")) is None
    assert columns.replaced(Edit(replace(whole, span=None), "3万元")) == columns.range(whole)
