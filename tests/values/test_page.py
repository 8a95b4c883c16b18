"""The page of forms is the table that the tests use."""

from tests.values.page import FORMS, PAGE, page
from tests.values.samples import records


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.values.page --write"


def test_every_form_has_records_and_every_record_a_form() -> None:
    assert {record["form"] for record in records("values-further.jsonl")} == set(FORMS)
