"""The catalogue of the engine's diagnostics: complete in both languages, and safe to fill."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter import catalogue, limits, resources
from linter.diagnostic import Edit, Location, Outcome, Problem, Range, Safety, Severity
from linter.source import Source

DATA = resources.load_yaml(resources.data_file("builtin.yaml"))
LOCATION = Location("a.yaml")
PARTS = ("title", "message", "help", "why", "fix")
LANGUAGES = ("zh", "en")


def variants(text: Any) -> list[str]:
    return text if isinstance(text, list) else [text]


def all_texts() -> list[tuple[str, dict[str, Any]]]:
    found = [
        (f"{id}.{part}", entry[part]) for id, entry in DATA["diagnostics"].items() for part in PARTS if part in entry
    ]
    sections = ("reasons", "roles", "terms", "phrases")
    return found + [(f"{section}.{id}", text) for section in sections for id, text in DATA[section].items()]


@pytest.mark.parametrize("id", list(DATA["diagnostics"]))
def test_every_diagnostic_says_what_is_wrong_what_to_do_and_why(id: str) -> None:
    entry = DATA["diagnostics"][id]
    assert set(entry) <= {"severity", "outcome", "terms", "safety", *PARTS}
    assert {"severity", "title", "message", "help", "why"} <= set(entry)
    assert catalogue.entry(id).severity in Severity
    for language in LANGUAGES:
        assert len(entry["title"][language]) <= 60
        assert len(entry["why"][language]) > 20


@pytest.mark.parametrize(("name", "text"), all_texts(), ids=[name for name, _ in all_texts()])
def test_both_languages_have_the_same_placeholders(name: str, text: dict[str, Any]) -> None:
    assert set(text) - {"terms"} == set(LANGUAGES)
    chinese, english = variants(text["zh"]), variants(text["en"])
    assert all(chinese)
    assert all(english)
    asked = [[set(catalogue.placeholders(one)) for one in side] for side in (chinese, english)]
    assert asked[0] == asked[1]
    assert any("\u4e00" <= character <= "\u9fff" for one in chinese for character in one)


@pytest.mark.parametrize(("name", "text"), all_texts(), ids=[name for name, _ in all_texts()])
def test_the_last_variant_needs_no_words(name: str, text: dict[str, Any]) -> None:
    if not name.startswith("phrases."):
        assert catalogue.placeholders(variants(text["zh"])[-1]) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", catalogue.ids())
def test_a_problem_without_words_leaves_no_brace(id: str, language: catalogue.Language) -> None:
    found = catalogue.diagnostic(Problem(id, LOCATION), language)
    assert found.rule == id
    assert found.message
    assert found.help
    assert "{" not in found.message + found.help


def test_texts_have_no_final_full_stop() -> None:
    for name, text in all_texts():
        if not name.endswith(".why"):
            for language in LANGUAGES:
                assert not any(one.endswith(("。", ".")) for one in variants(text[language])), name


@pytest.mark.parametrize(
    ("id", "words", "message", "help"),
    [
        (
            "value-must-be-quoted",
            {"text": ">=1人", "suggestion": '">=1人"'},
            "值 >=1人 以特殊符号开头，YAML 会把它读成别的意思，要加引号",
            '改为 ">=1人"',
        ),
        (
            "unknown-field",
            {"field": "wieght", "choices": ["weight", "width", "name"]},
            "不认识字段“wieght”，它的内容没有检查",
            "是不是“weight”？核对字段名的写法和缩进；多余的字段请删去",
        ),
        (
            "wrong-type",
            {"field": "年度", "text": "", "wanted": ["integer", "string"], "found": "sequence"},
            "“年度”应为整数或文字，现在是列表",
            "改成整数或文字",
        ),
        (
            "not-allowed",
            {"field": "单位", "text": "万圆", "allowed": ["元", "万元", "亿元"]},
            "“单位”填的是“万圆”，只能是：元、万元、亿元",
            "是不是“万元”？从允许的内容里选一个",
        ),
        (
            "duplicate-field",
            {"first": "name", "second": "名称", "label": "名称"},
            "“name”和“名称”是同一个字段（名称），写了两次，只能保留一个",
            "删去其中一个；本次按先写的“name”检查",
        ),
        (
            "syntax-error",
            {"detail": "while parsing a block mapping did not find expected key"},
            "从这里起读不下去：这里应当是下一个字段，可能是缩进没有与上面对齐，或者值里有引号",
            "对照上一行和这一行：缩进是否对齐、冒号后是否有空格、引号和括号是否成对",
        ),
        (
            "undecodable-text",
            {"encoding": "utf-8", "guess": "gb18030"},
            "文件不是 utf-8 编码，看起来是 gb18030",
            "用记事本或其他编辑器打开，“另存为”时把编码选成 UTF-8，再重新检查",
        ),
    ],
)
def test_messages_in_chinese(id: str, words: dict[str, Any], message: str, help: str) -> None:
    found = catalogue.diagnostic(Problem(id, LOCATION, words), "zh")
    assert (found.message, found.help) == (message, help)


def test_a_reason_id_among_the_words_is_put_into_words() -> None:
    problem = Problem("rule-error", LOCATION, {"rule": "sums", "reason": "step-limit", "limit": 1000})
    found = catalogue.diagnostic(problem, "en")
    assert found.message == "the rule sums could not be completed here: more than 1000 steps"
    assert found.reason == "more than 1000 steps"
    assert found.outcome is Outcome.RULE_ERROR


def test_reasons() -> None:
    assert catalogue.reason("no-factor", {"unit": "人"}, "zh") == "没有以“人”为单位的行，无法展开单价"
    assert catalogue.reason("wrong-type", {"wanted": "list", "text": "x"}, "en") == "“x” is not a list"
    assert catalogue.reason("never-heard-of", {}, "zh") == "无法计算：never-heard-of"


def test_related_places_and_fixes_are_named() -> None:
    edit = Edit(LOCATION, '">=1"')
    problem = Problem("value-must-be-quoted", LOCATION, {"text": ">=1"}, (("first", LOCATION),), 2, (edit,))
    found = catalogue.diagnostic(problem, "zh", project="甲")
    assert found.related[0].message == "先写在这里"
    assert found.fix is not None
    assert found.fix.title == "给值加上引号"
    assert found.fix.safety is Safety.SAFE
    assert (found.submission, found.project) == (2, "甲")


def test_an_unknown_id_is_still_reported() -> None:
    found = catalogue.diagnostic(Problem("no-such-id", LOCATION), "en")
    assert found.rule == "no-such-id"
    assert "no-such-id" in found.message
    assert found.severity is Severity.ERROR


def test_fill_is_substitution_only() -> None:
    words = {"a": [1, Decimal("2.50")], "left:万元": "3万元", "b": None, "c": True}
    assert catalogue.fill("{a}|{left:万元}|{b}|{c}", words) == "1、2.5|3万元||true"
    assert catalogue.fill("{a}", words, "en") == "1, 2.5"
    assert catalogue.fill("{{a}} {x} {a.__class__} {a[0]} { } {}", words) == "{a} {x} {a.__class__} {a[0]} { } {}"


def test_a_word_is_not_filled_again() -> None:
    assert catalogue.fill("{a}{b}", {"a": "{b}", "b": "{{a}}"}) == "{b}{{a}}"


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_fill_never_fails(template: str, words: dict[str, str]) -> None:
    assert len(catalogue.fill(template, words)) <= limits.MESSAGE_CHARACTERS


def test_texts_are_bounded() -> None:
    words = {"field": "长" * 10**6, "choices": ["短"] * 10}
    found = catalogue.diagnostic(Problem("unknown-field", LOCATION, words), "zh")
    assert len(found.message) < limits.EXCERPT_CHARACTERS + 50
    assert "它的内容没有检查" in found.message
    assert len(catalogue.fill("{x}", {"x": "长" * 10**6})) == limits.MESSAGE_CHARACTERS


def test_locations_are_kept() -> None:
    source = Source("a.yaml", "x: 1\n")
    where = source.location(0, 1)
    assert isinstance(where.range, Range)
    assert catalogue.diagnostic(Problem("duplicate-key", where, {"key": "x"}), "zh").location is where
