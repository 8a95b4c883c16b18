"""YAML: the slips of people who do not write YAML every day.  Each gives one clear problem, at the right place."""

import pytest

from linter import prepare
from linter.readers.reading import Reading
from tests.readers.reading import read, rows, texts

GOOD = """年度: 2023
预算单位: 某局
项目名称: 甲
项目资金: {单位: 万元, 年度预算总额: 15}
项目总体目标: [完成一项]
指标:
  - 一级指标: 产出指标
    二级指标: 数量指标
    三级指标: 乙
    指标值: "≥1人"
    佐证资料: [工作资料]
"""
FUNDS = "项目资金: {单位: 万元, 年度预算总额: 15}"


def changed(old: str, new: str) -> str:
    text = GOOD.replace(old, new)
    assert text != GOOD
    return text


def problems(reading: Reading) -> list[tuple[str, str | None]]:
    """Every problem's id and the text at its range: of reading, of values and of structure, as the engine asks for."""
    found = list(reading.problems)
    for document in reading.documents:
        own = list(prepare.prepare(document, {}))
        at = {one.location.pointer for one in (*reading.problems, *own) if one.location.pointer is not None}
        found += [*own, *prepare.check(document, at)]
    return [
        (problem.id, None if problem.location.range is None else at_range(reading, problem.location.range))
        for problem in found
    ]


def at_range(reading: Reading, found: object) -> str:
    assert reading.source is not None
    start, end = found.start, found.end  # type: ignore[attr-defined]
    return reading.source.text[reading.source.offset(start) : reading.source.offset(end)]


def test_the_good_text_is_good() -> None:
    reading = read(GOOD, "a.yaml")
    assert problems(reading) == []
    assert rows(reading.documents[0], "name", "target") == [("乙", "≥1人")]


SLIPS = {
    # what: (text, problem, what it points at, whether the rest can be read)
    "bare >=": (changed('"≥1人"', ">=1人"), "value-must-be-quoted", ">=1人", False),
    "bare >": (changed('"≥1人"', ">2"), "value-must-be-quoted", ">2", True),
    "bare |": (changed('"≥1人"', "|3"), "value-must-be-quoted", "|3", True),
    "bare @": (changed("三级指标: 乙", "三级指标: @乙"), "value-must-be-quoted", "@乙", False),
    "bare %": (changed('"≥1人"', "%5"), "value-must-be-quoted", "%5", False),
    "bare in a list": (changed("[完成一项]", "[>=5项]"), "value-must-be-quoted", ">=5项", False),
    "wide colon, first line": (changed("年度: 2023", "年度：2023"), "full-width-colon", "：", False),
    "wide colon, between": (changed("预算单位: 某局", "预算单位：某局"), "full-width-colon", "：", False),
    "wide colon, last line": (changed("佐证资料: [工作资料]", "佐证资料：[工作资料]"), "full-width-colon", "：", False),
    "wide colon in a group": (changed(FUNDS, "项目资金:\n  年度预算总额：15"), "full-width-colon", "：", True),
    "wide colon below a value": (changed("甲", "甲\n  项目负责人：丙"), "full-width-colon", "：", True),
    "no space after a colon": (changed("年度: 2023", "年度:2023"), "syntax-error", ":", False),
    "wide comma in a list": (changed("[工作资料]", "[工作资料，原始凭证]"), "full-width-separator", "，", True),
    "value cut by a comma": (changed("15}", "150,000}"), "value-cut", "150,000", True),
    "value cut twice": (changed("15}", "1,500,000}"), "value-cut", "1,500,000", True),
    "key twice": (GOOD + "年度: 2022\n", "duplicate-key", "年度", True),
    "two names of a field": (GOOD + "year: 2022\n", "duplicate-field", "year", True),
    "tab": (changed("    三级指标", "\t三级指标"), "syntax-error", "\t", False),
    "anchor": (changed("乙", "&乙"), "yaml-anchor-or-tag", "&乙", False),
    "anchor of ASCII": (changed("乙", "&x"), "yaml-anchor-or-tag", "&x", True),
    "anchor before a text": (changed("乙", "&x 乙"), "yaml-anchor-or-tag", "&x 乙", True),
    "alias": (changed("乙", "*乙"), "yaml-anchor-or-tag", "*乙", False),
    "tag": (changed("乙", "!乙 丙"), "yaml-anchor-or-tag", "!乙 丙", False),
    "tag of ASCII": (changed("乙", "!x 丙"), "yaml-anchor-or-tag", "!x 丙", True),
    "alias in a list": (changed("[工作资料]", "[*工作资料]"), "yaml-anchor-or-tag", "*工作资料", False),
    "line separator": (changed("甲", "甲\u2028乙"), "unreadable-line-separator", "\u2028", False),
    "NUL": (changed("甲", "甲\0"), "syntax-error", "\0", False),
    "bell": (changed("甲", "甲\a"), "syntax-error", "\a", False),
    "deep": (GOOD + "x: " + "[" * 200 + "]" * 200, "too-deep", "[", False),
    "anchor in itself": (GOOD + "x: &a [*a]\n", "too-deep", "&", False),
    "unclosed bracket": (changed("[工作资料]", "[工作资料"), "syntax-error", "[", False),
    "unclosed quote": (changed('"≥1人"', '"≥1人'), "syntax-error", '"', False),
    "indented too little": (changed("    三级指标", "   三级指标"), "syntax-error", "三", False),
    "colon in a value": (changed("甲", "甲: 丙"), "syntax-error", ":", False),
    "mapping as a key": (GOOD + "? {a: 1}\n: 2\n", "syntax-error", "{a: 1}", True),
    "half a surrogate": (changed("甲", '"\\ud800"'), "syntax-error", None, False),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_slip(name: str) -> None:
    text, wanted, at, readable = SLIPS[name]
    reading = read(text, "a.yaml")
    found = problems(reading)
    assert [id for id, _ in found] == [wanted]
    if at is not None:
        assert found[0][1] == at
    assert bool(reading.documents) is readable
    assert reading.recognised is True


@pytest.mark.parametrize(
    ("written", "suggestion"), [(">=1人", '">=1人"'), ('>="1"人', "'>=\"1\"人'"), (">2", '">2"'), ("&x", '"&x"')]
)
def test_what_to_write_instead(written: str, suggestion: str) -> None:
    (problem,) = read(changed('"≥1人"', written), "a.yaml").problems
    assert problem.words["text"] == written
    assert problem.words["suggestion"] == suggestion
    (mended,) = read(changed('"≥1人"', suggestion), "a.yaml").documents
    assert rows(mended, "target") == [(written,)]


@pytest.mark.parametrize("mark", ["&x ", "!x ", "!!str ", "&x !!str "])
@pytest.mark.parametrize("value", ["乙", "'乙'", '"≥1人"'])
def test_an_anchor_or_tag_before_a_value_is_to_go(mark: str, value: str) -> None:
    text = changed('"≥1人"', mark + value)
    reading = read(text, "a.yaml")
    assert rows(reading.documents[0], "target") == [(value.strip("'\""),)]
    (problem,) = reading.problems
    assert (problem.words["mark"], problem.words["suggestion"]) == (mark.strip(), value)
    (edit,) = problem.edits
    assert edit.location.range is not None
    start, end = (text.index(mark), text.index(mark) + len(mark))
    assert edit.location.range == reading.documents[0].source.range(start, end)
    assert edit.replacement == ""


@pytest.mark.parametrize(
    "name", sorted(set(SLIPS) - {"wide colon below a value"})
)  # there the indentation is wrong too
def test_the_proposed_correction_mends_the_slip(name: str) -> None:
    reading = read(SLIPS[name][0], "a.yaml")
    found = [*reading.problems, *(one for document in reading.documents for one in prepare.prepare(document, {}))]
    mended = {"value-must-be-quoted", "full-width-colon", "full-width-separator", "value-cut", "yaml-anchor-or-tag",
              "unreadable-line-separator"}  # fmt: skip
    assert [problem.id for problem in found if problem.edits] == [
        problem.id for problem in found if problem.id in mended
    ]
    text = SLIPS[name][0]
    for edit in found[0].edits:
        place = edit.location.range
        assert place is not None
        assert reading.source is not None
        start, end = reading.source.offset(place.start), reading.source.offset(place.end)
        text = text[:start] + edit.replacement + text[end:]
        assert problems(read(text, "a.yaml")) == []


def test_what_was_meant_is_read_where_that_is_clear() -> None:
    def one(text: str, *pointers: str) -> list[str | None]:
        (document,) = read(text, "a.yaml").documents
        return texts(document, *pointers)

    assert one(changed("15}", "1,500,000}"), "/budget/total") == ["1,500,000"]
    assert one(changed('"≥1人"', ">2"), "/indicators/0/target") == [">2"]
    assert one(changed(FUNDS, "项目资金:\n  单位：元\n  年度预算总额：15"), "/budget/currency", "/budget/total") == [
        "元",
        "15",
    ]
    assert one(changed("项目名称: 甲", "项目名称: 甲\n  项目负责人：丙"), "/project", "/leader") == ["甲", "丙"]
    rows_of_text = changed(
        GOOD[GOOD.index("  - 一级指标") :],
        '  - 一级指标：产出指标\n    二级指标：数量指标\n    三级指标：乙\n    指标值："≥1人"\n',
    )
    assert one(rows_of_text, "/indicators/0/level2", "/indicators/0/target") == ["数量指标", "≥1人"]


def test_a_key_without_a_value_is_not_a_value_cut_in_two() -> None:
    reading = read(changed("15}", "15, 其他资金}"), "a.yaml")
    assert problems(reading) == []
    assert texts(reading.documents[0], "/budget/total", "/budget/other") == ["15", ""]
    assert [id for id, _ in problems(read(changed("15}", "}"), "a.yaml"))] == ["missing-field"]


def test_both_places_of_a_key_given_twice_are_shown() -> None:
    (problem,) = read(GOOD + "年度: 2022\n", "a.yaml").problems
    assert problem.submission == 1
    assert problem.location.line == 12
    assert [(role, place.line) for role, place in problem.related] == [("first", 1)]


def test_a_text_of_wide_colons_names_each_key() -> None:
    reading = read(GOOD.replace(": ", "：").replace(":\n", "：\n"), "a.yaml")
    assert reading.documents == ()
    assert {problem.id for problem in reading.problems} == {"full-width-colon"}
    assert [problem.words["key"] for problem in reading.problems][:3] == ["年度", "预算单位", "项目名称"]


def test_prose_with_colons_is_left_alone() -> None:
    reading = read(changed("[完成一项]", "[目标1：建设年度：三年, '单位：元']"), "a.yaml")
    assert problems(reading) == []


@pytest.mark.parametrize("null", ["null", "~", "", "Null"])
def test_nothing_is_blank(null: str) -> None:
    reading = read(changed("三级指标: 乙", f"三级指标: {null}"), "a.yaml")
    assert [id for id, _ in problems(reading)] == ["missing-field"]


@pytest.mark.parametrize(
    "text", [GOOD.replace("\n", "\r\n"), "\ufeff" + GOOD, "---\n" + GOOD, "%YAML 1.2\n---\n" + GOOD]
)
def test_other_dress(text: str) -> None:
    reading = read(text, "a.yaml")
    assert problems(reading) == []
    assert len(reading.documents) == 1


def test_several_submissions() -> None:
    reading = read(f"{GOOD}---\n{GOOD}---\n其他: 1\n", "a.yaml")
    assert [document.number for document in reading.documents] == [1, 2]
    listed = "\n".join(f"- {block}".replace("\n", "\n  ") for block in (GOOD.rstrip(), GOOD.rstrip()))
    assert [document.number for document in read(listed, "a.yml").documents] == [1, 2]


@pytest.mark.parametrize("part", ["项目名: 乙\n资金: 1\n", "项目名称: 乙\n", "其他: 1\n", "乙\n", "[[1]]\n"])
def test_a_part_that_is_no_submission_is_said(part: str) -> None:
    (first,) = read(f"{part}---\n{GOOD}", "a.yaml").problems
    reading = read(f"{GOOD}---\n# 空\n---\n{part}---\n{GOOD}---\n", "a.yaml")
    (second,) = reading.problems
    assert [document.number for document in reading.documents] == [1, 2]
    for problem, number, line in ((first, 1, 1), (second, 2, GOOD.count("\n") + 4)):
        assert (problem.id, problem.words["number"]) == ("part-not-recognised", number)
        assert (problem.location.line, problem.location.pointer, problem.submission) == (line, None, None)
        assert "项目名称" in problem.words["labels"]
        assert problem.words.get("suggestion") == ("项目名称" if part.startswith("项目名:") else None)


@pytest.mark.parametrize(
    "text", ["", "# 只有注释\n", "null", "42", "你好", "[1, 2]", "牛奶: 2\n面包: 1\n", "项目名称: 甲\n"]
)
def test_no_submission(text: str) -> None:
    reading = read(text, "a.yaml")
    assert (reading.documents, reading.problems, reading.recognised) == ((), (), False)


def test_broken_beyond_recognition() -> None:
    for text in ("{{ .Values }}: [", "[" * 500, "a: &a [x,x,x,x,x,x,x,x,x]\n" + bomb()):
        reading = read(text, "a.yaml")
        assert len(reading.problems) == 1
        assert reading.recognised is None


def bomb() -> str:
    pairs = zip("abcdefgh", "bcdefghi", strict=True)
    return "".join(f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in pairs)


@pytest.mark.parametrize(
    ("encoding", "guess"), [("gb18030", "gb18030"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")]
)
def test_another_encoding_is_named(encoding: str, guess: str) -> None:
    reading = read(GOOD.encode(encoding), "a.yaml")
    (problem,) = reading.problems
    assert (problem.id, problem.words["guess"], reading.recognised) == ("undecodable-text", guess, True)
    other = read("牛奶: 2\n面包: 1\n果汁: 3\n".encode(encoding), "a.yaml")
    assert ([one.id for one in other.problems], other.recognised) == (["undecodable-text"], False)


def test_bytes_that_are_no_text() -> None:
    reading = read(b"\x81\xff\x80" * 20, "a.yaml")
    assert [problem.id for problem in reading.problems] == ["undecodable-text"]
    assert reading.recognised is None


def test_utf16_with_its_mark_is_read() -> None:
    assert problems(read(GOOD.encode("utf-16"), "a.yaml")) == []
