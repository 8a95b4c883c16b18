"""A second document kind, in English: a schema and a pack, no Python."""

from pathlib import Path

import pytest

from linter.diagnostic import Outcome
from linter.engine import lint, lint_text
from linter.rulebook import RuleBook, load_rulebook

DATA = Path(__file__).parent / "data" / "expense"


@pytest.fixture(scope="module")
def expense() -> RuleBook:
    return load_rulebook([str(DATA / "pack")])


@pytest.mark.parametrize("name", ["claim.yaml", "claim.txt"])
def test_a_claim_is_linted_end_to_end(expense: RuleBook, name: str) -> None:
    report = lint([str(DATA / name)], expense)
    assert [(one.rule, one.project) for one in report.diagnostics] == [("receipt-missing", "Conference")]
    assert report.diagnostics[0].message.startswith("“airport”")
    assert (report.files[0].submissions, report.files[0].rows) == (1, 3)


def test_money_is_exact_and_has_its_own_unit(expense: RuleBook) -> None:
    text = (DATA / "claim.yaml").read_text(encoding="utf-8")
    report = lint_text("claim.yaml", text.replace("0.20", "0.30").encode(), expense)
    finding = next(one for one in report.diagnostics if one.rule == "items-not-total")
    assert dict(finding.values) == {"left": "230.4美元", "right": "230.30美元", "difference": "0.1美元"}


def test_two_kinds_in_one_run(expense: RuleBook) -> None:
    both = load_rulebook(["target-table", str(DATA / "pack")])
    assert both.usable
    report = lint([str(DATA / "claim.yaml"), str(DATA.parent.parent.parent / "examples" / "korla-2023.yaml")], both)
    rules = {file.path.rsplit("/", 1)[-1]: {one.rule for one in file.diagnostics} for file in report.files}
    assert rules["claim.yaml"] == {"receipt-missing"}
    assert "prior-costs-all-zero" in rules["korla-2023.yaml"]


def test_what_cannot_be_computed_is_not_passed(expense: RuleBook) -> None:
    text = (DATA / "claim.yaml").read_text(encoding="utf-8").replace("50.10", "about fifty")
    report = lint_text("claim.yaml", text.encode(), expense)
    undetermined = {one.rule for one in report.diagnostics if one.outcome is Outcome.UNDETERMINED}
    assert undetermined == {"items-not-total", "receipt-missing"}
    assert {one.rule for one in report.diagnostics} - undetermined == {"not-a-number"}
