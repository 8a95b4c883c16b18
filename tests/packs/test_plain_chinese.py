"""No parser's English in a Chinese message; what the parser said stays for those who read English."""

import re
from pathlib import Path

import pytest

from linter import catalogue
from linter.cli import main
from linter.diagnostic import Problem
from linter.engine import Options, lint_text
from linter.rulebook import RuleBook
from linter.source import whole_file
from tests.packs.tables import changed

_ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
_JSON = '{"年度": 2024, "预算单位": "某局", "项目名称": %s}'

BROKEN = [
    ("a.json", _JSON % '"培训'),
    ("a.json", _JSON % '"培\t训"'),
    ("a.json", _JSON % '"培\\q训"'),
    ("a.json", _JSON % '"培\\u12训"'),
    ("a.json", _JSON % "培训"),
    ("a.json", _JSON % "NaN"),
    ("a.json", _JSON % ""),
    ("a.json", _JSON % '"培训" "甲"'),
    ("a.json", _JSON % '"培训",'),
    ("a.json", _JSON % '["培训"'),
    ("a.json", (_JSON % '"培训"') + "}"),
    ("a.json", '{\'年度\': 2024, "预算单位": "某局", "项目名称": "甲"}'),
    ("a.yaml", changed(("project: 培训", 'project: "培训'))),
    ("a.yaml", changed(("project: 培训", "project: [培训"))),
    ("a.yaml", changed(("project: 培训", "project: {培训"))),
    ("a.yaml", changed(("project: 培训", "project: 'a' b"))),
    ("a.yaml", changed(("project: 培训", "project: a: b"))),
    ("a.yaml", changed(("project: 培训", " project: 培训"))),
    ("a.yaml", changed(("project: 培训", "\tproject: 培训"))),
    ("a.yaml", changed(("project: 培训", 'project: "\\q"'))),
    ("a.yaml", changed(("project: 培训", "- project: 培训"))),
    ("a.yaml", changed(("project: 培训", "? [a]\n: b"))),
    ("a.yaml", changed(("project: 培训", "project: *培训"))),
    ("a.yaml", changed(("project: 培训", "project: !a!b 培训"))),
    ("a.yaml", "%YAML 9.9\n---\n" + changed()),
]


@pytest.mark.parametrize(("path", "text"), BROKEN, ids=[f"{n}-{row[0]}" for n, row in enumerate(BROKEN)])
def test_a_file_that_cannot_be_parsed(path: str, text: str, book: RuleBook) -> None:
    report = lint_text(path, text.encode(), book, Options(language="zh"))
    assert report.diagnostics
    for one in report.diagnostics:
        assert not _ENGLISH.search(one.message), one.message
        assert not _ENGLISH.search(one.help or ""), one.help


TOML = [
    'select = ["goal-cut-off"',
    "select = [goal]",
    "select [x]",
    "= 1",
    "profile = 12:",
    'profile = "a',
    'profile = "a\\q"',
    "profile = 2024-13-45",
    'profile = "a"\nprofile = "b"',
    "[tool.jixiao",
    "profile = ???",
]


@pytest.mark.parametrize("text", TOML)
def test_settings_that_cannot_be_parsed(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").write_text(f"[tool.jixiao]\n{text}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check", ".", "--lang", "zh"]) == 2
    shown = capsys.readouterr()
    first = (shown.out + shown.err).splitlines()[0]
    assert "syntax-error" in first
    assert not _ENGLISH.search(first)


def test_a_slip_in_toml_is_shown_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.jixiao]\nselect = [goal]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    main(["check", ".", "--lang", "zh"])
    shown = capsys.readouterr()
    assert "pyproject.toml:2:11:" in shown.out + shown.err


# Keywords that apply others, or that have diagnostics of their own.
_NOT_SHOWN = {
    "$ref", "$dynamicRef", "additionalProperties", "allOf", "const", "dependentSchemas", "enum", "if", "items",
    "minLength", "patternProperties", "prefixItems", "properties", "propertyNames", "required", "type",
    "unevaluatedItems", "unevaluatedProperties",
}  # fmt: skip


def test_every_keyword_of_json_schema_has_a_sentence() -> None:
    from jsonschema import Draft202012Validator

    keywords = set(Draft202012Validator.VALIDATORS) - _NOT_SHOWN
    assert len(keywords) >= 15
    for keyword in keywords:
        problem = Problem("structure", whole_file("a.yaml"), {"field": "年度", "detail": keyword, "limit": "7"})
        chinese, english = (catalogue.diagnostic(problem, language).message for language in ("zh", "en"))
        assert keyword not in chinese
        assert "{" not in chinese + english
        assert chinese.startswith("“年度”不符合要求：")
        assert english.startswith("“年度” does not fit: ")


def test_a_structure_error_says_what_is_asked_for(book: RuleBook) -> None:
    report = lint_text("a.yaml", changed(("year: 2024", "year: 二〇二四年")).encode(), book, Options(language="zh"))
    messages = [one.message for one in report.diagnostics if one.location.pointer == "/year"]
    assert messages
    assert not any(_ENGLISH.search(one) for one in messages)


def test_what_nobody_foresaw_is_left_to_those_who_read_english() -> None:
    problem = Problem("syntax-error", whole_file("a.yaml"), {"detail": "while pondering something else"})
    assert "pondering" not in catalogue.diagnostic(problem, "zh").message
    assert "pondering" in catalogue.diagnostic(problem, "en").message
