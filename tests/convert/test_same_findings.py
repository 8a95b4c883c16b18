"""A converted submission has the findings of the original: rules, severities, pointers, messages, arithmetic."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.rulebook import RuleBook, load_rulebook
from tests.convert.comparing import FORMATS, assert_same_findings, converted, findings, rules
from tests.formats.test_layouts import LAYOUTS
from tests.formats.writing import TABLES, WRITERS
from tests.readers.forms import SUBMISSION, Submission, form

ROOT = Path(__file__).resolve().parent.parent
SUBMISSIONS = sorted([*(ROOT / "corpus").glob("*/*.txt"), *(ROOT / "corpus").glob("*/*.yaml")])
# Where no column of values could be chosen, the converted form has none, which is then what a check says.
CLEAR = [name for name, layout in LAYOUTS.items() if "value-column-unclear" not in layout.said]
EXPENSE = ROOT / "data" / "expense"


@pytest.fixture(scope="module")
def expense() -> RuleBook:
    return load_rulebook([str(EXPENSE / "pack")])


def test_there_is_something_to_compare(book: RuleBook) -> None:
    assert len(SUBMISSIONS) >= 15
    assert len(TABLES) >= 10
    assert len(CLEAR) >= 20
    found = [findings(path.read_bytes(), path.name, book).total() for path in SUBMISSIONS]
    assert sum(found) > 50


@pytest.mark.parametrize(("format", "keys"), FORMATS)
@pytest.mark.parametrize("table", TABLES)
def test_tables(table: str, format: str, keys: str, book: RuleBook) -> None:
    assert_same_findings(TABLES[table].encode(), "a.txt", book, format, keys)


@pytest.mark.parametrize(("format", "keys"), FORMATS)
@pytest.mark.parametrize("path", SUBMISSIONS, ids=lambda path: path.name)
def test_corpus(path: Path, format: str, keys: str, book: RuleBook) -> None:
    assert_same_findings(path.read_bytes(), path.name, book, format, keys)


@pytest.mark.parametrize(("format", "keys"), [("yaml", "zh"), ("xlsx", "en")])
@pytest.mark.parametrize("name", CLEAR)
def test_layouts(name: str, format: str, keys: str, book: RuleBook) -> None:
    assert_same_findings(WRITERS["xlsx"](LAYOUTS[name].table), "a.xlsx", book, format, keys)


@pytest.mark.parametrize("source", ["xlsx", "docx", "csv"])
@pytest.mark.parametrize("table", TABLES)
def test_office_files(table: str, source: str, book: RuleBook) -> None:
    assert_same_findings(WRITERS[source](TABLES[table]), f"a.{source}", book, "yaml")


@pytest.mark.parametrize(("format", "keys"), FORMATS)
@pytest.mark.parametrize("source", ["xlsx", "txt"])
def test_several_submissions(source: str, format: str, keys: str, book: RuleBook) -> None:
    tables = [TABLES["synthetic-many-errors"], TABLES["nanyue-2018-zichanshouyi"], TABLES["synthetic-many-errors"]]
    data = "\n\n".join(tables).encode() if source == "txt" else WRITERS[source](*tables)
    assert {one[0] for one in findings(data, f"a.{source}", book)} == {1, 2, 3}
    assert_same_findings(data, f"a.{source}", book, format, keys)


@pytest.mark.parametrize(("format", "keys"), FORMATS)
@pytest.mark.parametrize("name", ["claim.yaml", "claim.txt"])
def test_another_document_kind(name: str, format: str, keys: str, expense: RuleBook) -> None:
    data = (EXPENSE / name).read_bytes()
    if (name, format) == ("claim.yaml", "xlsx"):  # a key that one row lacks is a blank cell in a workbook
        data = data.replace(b"Amount: 50.10}", b"Amount: 50.10, Receipt: }")
    assert findings(data, name, expense).total() > 0
    assert_same_findings(data, name, expense, format, keys)


@pytest.mark.parametrize(("format", "keys"), FORMATS)
def test_converting_again_changes_nothing(format: str, keys: str, book: RuleBook) -> None:
    for name in ("synthetic-many-errors", "wuhai-2021-zaisheng", "fengdu-2022-fujing"):
        table = TABLES[name]
        first, _ = converted(table.encode(), "a.txt", book, "yaml", "en")
        there, _ = converted(first, "a.yaml", book, format, keys)
        if format == "xlsx":
            again, _ = converted(there, "a.xlsx", book, "xlsx")
            assert again == there
        else:
            back, _ = converted(there, f"a.{format}", book, "json")
            assert back == converted(first, "a.yaml", book, "json")[0]


@settings(max_examples=15, deadline=None)
@given(st.data(), SUBMISSION, st.sampled_from(FORMATS))
def test_random_forms(data: st.DataObject, submission: Submission, to: tuple[str, str]) -> None:
    lines, _ = data.draw(form(submission))
    text = "\n".join("\t".join(line) for line in lines)
    assert_same_findings(text.encode(), "a.txt", rules(), *to)
