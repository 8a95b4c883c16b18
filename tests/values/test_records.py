"""Every record that is not ambiguous is read as a careful reader reads it."""

from typing import Any

import pytest

from linter.values import parse
from tests.values.samples import FILES, all_records, context, label, records

FIELDS = ("kind", "op", "number", "upper", "unit", "per", "date", "date_end")

# Records that are read otherwise, with the reason.
DISAGREED: dict[str, str] = {}


def clear() -> list[Any]:
    found = [record for record in all_records() if not record.get("ambiguous") and record["text"] not in DISAGREED]
    return [pytest.param(record, id=label(record)) for record in found]


@pytest.mark.parametrize("record", clear())
def test_read_as_expected(record: dict[str, Any]) -> None:
    read = parse(record["text"], context(record))
    data, wanted = read.to_json(), record["expect"]
    assert {key: data[key] for key in FIELDS if key in wanted} == {key: wanted[key] for key in FIELDS if key in wanted}
    if "ref" in wanted:
        assert read.reference == wanted["ref"]
    if "negated" in wanted:
        assert read.polarity is not wanted["negated"]
    assert {note.id for note in read.notes} >= set(record.get("noted", ()))


@pytest.mark.parametrize(
    ("text", "strict"),
    [
        ("[80%,100%]", (False, False)),
        ("(0,5%]", (True, False)),
        ("[90,100)", (False, True)),
        ("60分（不含）至80分", (True, False)),
        ("大于80%且小于90%", (True, True)),
        ("80分以上，不满90分", (False, True)),
    ],
)
def test_ends_that_are_excluded(text: str, strict: tuple[bool, bool]) -> None:
    assert parse(text).strict == strict


def test_a_date_has_a_date() -> None:
    read = [parse(record["text"], context(record)) for record in all_records()]
    dated = [value for value in read if value.kind in ("date", "date_range")]
    assert len(dated) > 100
    assert [value.text for value in dated if value.date is None] == []
    assert [value.text for value in dated if value.kind == "date_range" and value.date_end is None] == []


def test_what_is_disagreed_with_is_there() -> None:
    assert set(DISAGREED) <= {record["text"] for record in all_records()}


# What these texts mean is open; how they are read is not.
AMBIGUOUS = {
    "=24人/次": ("quantitative", "24", "人/次", "unit-order"),
    "=44,561": ("quantitative", "44561", None, "excel-serial-date"),
    "2280次": ("quantitative", "2280", "次", "comparator-missing"),
    "292%": ("quantitative", "292", "%", "comparator-missing"),
    "优良中低差": ("qualitative", None, None, "grade-scale"),
    "第一年按总投资额返本20%,分红按8%分红": ("compound", None, None, "several-values"),
    "万分之六左右": ("quantitative", "0.06", "%", "chinese-number"),
    "20-50万/机构": ("range", "20", "万", "currency-suffix-missing"),
    "≦380万": ("quantitative", "380", "万", "currency-suffix-missing"),
    "=>100人": ("quantitative", "100", "人", "comparator-reversed"),
    "=<100人": ("quantitative", "100", "人", "comparator-reversed"),
    "≥0.95": ("quantitative", "0.95", None, "unit-missing"),
    "每周工作日8小时": ("quantitative", "8", "小时", "comparator-missing"),
    "达标/不达标": ("boolean", None, None, "choice"),
}


@pytest.mark.parametrize("record", [record for record in all_records() if record.get("ambiguous")], ids=label)
def test_an_ambiguous_text_is_read_one_way_and_says_why(record: dict[str, Any]) -> None:
    read = parse(record["text"], context(record))
    kind, number, unit, note = AMBIGUOUS[record["text"]]
    assert (read.kind, read.to_json()["number"], read.unit) == (kind, number, unit)
    assert read.noted(note)


@pytest.mark.parametrize("name", FILES)
def test_no_text_stands_twice_with_one_context(name: str) -> None:
    seen = [(record["text"], str(record.get("context"))) for record in records(name)]
    assert len(set(seen)) >= len(seen) - 3  # the published tables repeat a few rows
