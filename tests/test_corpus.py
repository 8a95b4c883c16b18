"""Tables with and without faults: what each broken one gives, word for word, and that the clean ones give nothing.

`broken/x.expected` holds a line for each finding of `broken/x.*`: the submission's number, the pointer, the severity,
the rule and the message.  Each line stands for a fault of the table.
"""

from pathlib import Path

import pytest

from linter.diagnostic import Diagnostic, Outcome
from linter.engine import Options, lint
from linter.rulebook import RuleBook

CORPUS = Path(__file__).parent / "corpus"
TABLES = (".txt", ".yaml")
CLEAN = sorted(path for path in (CORPUS / "clean").iterdir() if path.suffix in TABLES)
BROKEN = sorted(path for path in (CORPUS / "broken").iterdir() if path.suffix in TABLES)
assert len(CLEAN) >= 5, "no clean tables, so nothing would be silent"
assert len(BROKEN) >= 10, "no broken tables, so nothing would be found"


def findings(path: Path, book: RuleBook) -> list[Diagnostic]:
    report = lint([str(path)], book, Options(language="zh"))
    assert report.trusted
    assert sum(result.submissions for result in report.files) > 0
    return report.diagnostics


def line(one: Diagnostic) -> str:
    return f"{one.submission} {one.location.pointer} {one.severity} {one.rule}: {one.message}"


def failures(path: Path, book: RuleBook) -> list[Diagnostic]:
    return [one for one in findings(path, book) if one.outcome is Outcome.FAIL]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name)
def test_a_broken_table_gives_what_is_expected(path: Path, book: RuleBook) -> None:
    expected = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    assert expected
    assert sorted(map(line, failures(path, book))) == sorted(expected)


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.name)
def test_a_clean_table_gives_nothing(path: Path, book: RuleBook) -> None:
    assert not [line(one) for one in findings(path, book)]


def test_every_expectation_has_its_table() -> None:
    expected = {path.stem for path in (CORPUS / "broken").glob("*.expected")}
    assert expected == {path.stem for path in BROKEN}


def test_every_rule_fires_somewhere(book: RuleBook) -> None:
    fired = {one.rule for path in BROKEN for one in failures(path, book)}
    assert {rule.id for rule in book.rules} - fired == set()
