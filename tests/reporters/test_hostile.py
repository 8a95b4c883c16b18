"""Whatever stands in a file, its name or a rule, no output is led astray by it."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.diagnostic import Cell, Diagnostic, Edit, Fix, Location, Outcome, Related, Safety, Severity, TableRow
from linter.report import Fate, FileResult, PackInfo, Report, RuleInfo
from linter.reporters import REPORTERS, Style
from linter.source import Source
from tests.reporters.runner import read

NASTY = [
    "::error::x", "\n::add-mask::x", "%0A::stop-commands::x", "a ##[set-output name=b]c", "##vso[task.setvariable x]b",
    "]]>", "<script>alert(1)</script>", "&lt;&amp;", "\x00\x01\x08\x0b\x1b[31m\x7f\x9b31m", "\r\n\u2028\u2029\x85",
    "\u202e\u2066\u200b\u061c\ufeff", "\udc80\ud800", "\ud83d\ude00", "\ufffe\uffff", "=1+1", "@SUM(A1)", "+-=",
    "[a](http://x)", "[a](1)", "{0}{{1}}", "\\[\\]", "${{ secrets.X }}", '"\'`', "C:\\a b\\c", "../..", "a" * 3000,
    "𠮷" * 50,
]  # fmt: skip


def report_of(text: str) -> Report:
    source = Source(text or "a", f"甲: {text}\n")
    where = source.location(3, len(source.text) - 1, f"/{text}")
    cell = Location(f"{text}.xlsx", text, None, Cell(text, text, 1, 2), text, (0, len(text)))
    finding = Diagnostic(
        text or "a", Severity.ERROR, text, where, help=text, arithmetic=text, reason=text, basis=text, url=text,
        submission=1, project=text, values={text: text}, related=(Related(text, where), Related(text, cell)),
        fix=Fix(text, Safety.SAFE, (Edit(where, text),)), fingerprint=text, row=TableRow((text, text), (text, text), 1),
    )  # fmt: skip
    unknown = Diagnostic("x", Severity.INFO, text, cell, Outcome.UNDETERMINED, reason=text)
    broken = Diagnostic(text or "a", Severity.ERROR, text, cell, Outcome.RULE_ERROR)
    files = (
        FileResult(source.path, Fate.WITH_FINDINGS, (finding, broken), submissions=1, source=source),
        FileResult(cell.path, Fate.WITH_FINDINGS, (unknown,), submissions=1),
        FileResult(f"1{text}", Fate.FAILED, reason=text),
        FileResult(f"2{text}", Fate.SKIPPED, reason=text),
    )
    rules = (RuleInfo(text or "a", Severity.ERROR, text, text, text, (text,), (text,), text),)
    packs = (PackInfo(text, text, text, text),)
    return Report(files, packs, (Diagnostic("missing-path", Severity.ERROR, text, Location(text)),), (source,), rules)


def rendered(kind: str, text: str) -> str:
    out = REPORTERS[kind](report_of(text), Style(show_undetermined=True))
    out.encode("utf-8")
    assert all(character == "\n" or character.isprintable() or not character.isascii() for character in out)
    assert not set(out) & set("\x85\u2028\u2029\u202e\u2066\u200f")
    return out


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in (str(key), *texts(item))]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def assert_harmless(text: str) -> None:
    for kind in ("text", "concise"):
        for line in rendered(kind, text).splitlines():
            assert read(line) is None
            assert "##vso[" not in line
    *lines, summary = rendered("github", text).splitlines()
    assert [command.name if (command := read(line)) else None for line in lines] == [
        "error", "error", "error", "notice", "error"
    ]  # fmt: skip
    assert read(summary) is None
    ElementTree.fromstring(rendered("junit", text))
    for kind in ("json", "sarif", "gitlab", "rdjson"):
        data = json.loads(rendered(kind, text))
        if kind != "json":  # which gives every text exactly as it is
            "".join(texts(data)).encode("utf-8")


def test_every_output_is_tried() -> None:
    assert set(REPORTERS) == {"text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson"}


@pytest.mark.parametrize("text", NASTY, ids=[repr(text[:20]) for text in NASTY])
def test_nothing_breaks_out(text: str) -> None:
    assert_harmless(text)


@given(st.text(st.one_of(st.characters(), st.sampled_from(":#[]%,=\n\r\x1b{}()<>&\\ ")), max_size=30))
def test_nothing_random_breaks_out(text: str) -> None:
    assert_harmless(text)
