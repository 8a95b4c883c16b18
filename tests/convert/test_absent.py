"""`$absent`: a converted form keeps what it has no room for, and a wrong list of that is said."""

from __future__ import annotations

import pytest

from tests.readers.reading import read, said


def test_blank_cells_of_absent_columns_are_not_there() -> None:
    text = "年度: 2024\n项目名称: 甲\n指标:\n- {一级指标: , 二级指标: 乙, 三级指标: 丙}\n"
    text += "$absent: [指标/一级指标, indicators/level2, points]\n"
    reading = read(text, "a.yaml")
    (document,) = reading.documents
    assert document.absent == {"/indicators/*/level1", "/indicators/*/level2", "/points"}
    assert document.find("/indicators/0/level1") is None
    assert document.find("/indicators/0/level2") is not None  # it is filled in
    assert document.find("/$absent") is None
    assert said(reading) == [("missing-column", "一级指标"), ("missing-column", "二级指标")]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("[]", []),
        ("", []),
        ("甲", [("wrong-type", "$absent")]),
        ("{code: 1}", [("wrong-type", "$absent")]),
        ("[code, 甲/乙, indicators/甲, [phone], '']", [("unknown-field", None)] * 4),
    ],
)  # fmt: skip
def test_a_wrong_list_is_said(listed: str, expected: list[tuple[str, str | None]]) -> None:
    reading = read(f"year: 2024\nproject: a\nindicators: []\n$absent: {listed}\n", "a.yaml")
    assert len(reading.documents) == 1
    assert [(one.id, one.words.get("label")) for one in reading.problems] == expected


def test_a_form_that_says_little_is_still_a_submission() -> None:
    assert len(read('[{"indicators": [], "$absent": ["year"]}]', "a.json").documents) == 1
    assert not read('[{"indicators": []}]', "a.json").documents
