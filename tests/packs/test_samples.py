"""Tables that were read by hand: every issue found in them is found here, and nothing else without a reason.

`judged.yaml` says which rule and which pointers each issue of `*.expect.json` means, judges every further error or
warning, and names what would contradict a `must_not_flag`.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from linter import resources
from linter.diagnostic import Diagnostic, Outcome, Severity
from linter.engine import lint
from linter.rulebook import RuleBook

TABLES = Path(__file__).parent.parent / "data" / "tables"
NAMES = sorted(path.stem for path in TABLES.glob("*.txt"))
assert len(NAMES) >= 10, "no tables, so nothing would be tested"
JUDGED: dict[str, Any] = resources.load_yaml(Path(__file__).parent / "judged.yaml")
LEAST = 0.95


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((TABLES / f"{name}.expect.json").read_text(encoding="utf-8"))
    return found


def findings(name: str, book: RuleBook) -> list[Diagnostic]:
    report = lint([str(TABLES / f"{name}.txt")], book)
    assert report.trusted
    return [one for one in report.diagnostics if one.outcome is Outcome.FAIL]


def places(one: Diagnostic) -> list[str]:
    """The pointers that a finding names, its own first; '' for the whole table."""
    return [location.pointer or "" for location in (one.location, *(related.location for related in one.related))]


def of(found: list[Diagnostic], issue: dict[str, Any]) -> Diagnostic | None:
    """The finding that an issue means: its rule, at every one of its pointers, the first of them in the first place."""
    for one in found:
        if one.rule == issue["rule"] and places(one)[0] == issue["at"][0] and set(issue["at"]) <= set(places(one)):
            return one
    return None


def is_serious(severity: str) -> bool:
    return severity in ("error", "warning")


def further(name: str, book: RuleBook) -> list[Diagnostic]:
    """Errors and warnings that no issue of the file means."""
    found = findings(name, book)
    meant = [of(found, issue) for issue in JUDGED[name]["issues"] if "rule" in issue]
    return [one for one in found if one.severity >= Severity.WARNING and not any(one is other for other in meant)]


def test_every_table_is_judged() -> None:
    assert sorted(JUDGED) == NAMES
    for name in NAMES:
        assert len(JUDGED[name]["issues"]) == len(expected(name)["issues"]), name
        assert len(JUDGED[name]["silent"]) == len(expected(name)["must_not_flag"]), name


@pytest.mark.parametrize("name", NAMES)
def test_every_issue_is_found(name: str, book: RuleBook) -> None:
    found = findings(name, book)
    missed = [issue for issue in JUDGED[name]["issues"] if "rule" in issue and of(found, issue) is None]
    assert not missed


@pytest.mark.parametrize("name", NAMES)
def test_what_an_auditor_would_not_miss_is_not_left_out(name: str) -> None:
    pairs = zip(JUDGED[name]["issues"], expected(name)["issues"], strict=True)
    assert not [issue for meant, issue in pairs if "left" in meant and is_serious(issue["severity"])]


@pytest.mark.parametrize("name", NAMES)
def test_every_further_error_or_warning_is_judged(name: str, book: RuleBook) -> None:
    judged = JUDGED[name]["further"]
    assert all(one["why"] and one["verdict"] in ("right", "wrong") for one in judged)
    given = sorted((one.rule, places(one)[0]) for one in further(name, book))
    assert given == sorted((one["rule"], one["at"]) for one in judged)


def contradictions(found: list[Diagnostic], silent: list[dict[str, Any]]) -> Iterator[Diagnostic]:
    for wrong in silent:
        for one in found:
            at_all = "at" not in wrong or wrong["at"] in places(one)
            if (
                wrong["rule"] in ("*", one.rule)
                and at_all
                and one.severity >= Severity.parse(wrong.get("least", "info"))
            ):
                yield one


@pytest.mark.parametrize("name", NAMES)
def test_nothing_contradicts_what_must_not_be_flagged(name: str, book: RuleBook) -> None:
    found = findings(name, book)
    assert not [one.message for silent in JUDGED[name]["silent"] for one in contradictions(found, silent)]


def test_recall_and_precision(book: RuleBook, capsys: pytest.CaptureFixture[str]) -> None:
    """Over errors and warnings: of the files for recall, of the rules for precision."""
    wanted = found = given = wrong = 0
    for name in NAMES:
        mine = findings(name, book)
        for meant, issue in zip(JUDGED[name]["issues"], expected(name)["issues"], strict=True):
            if is_serious(issue["severity"]):
                wanted += 1
                found += "rule" in meant and of(mine, meant) is not None
        given += sum(1 for one in mine if one.severity >= Severity.WARNING)
        wrong += sum(1 for one in JUDGED[name]["further"] if one["verdict"] == "wrong")
    recall, precision = found / wanted, 1 - wrong / given
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(NAMES)} tables: recall {recall:.3f} of {wanted}, precision {precision:.3f} of {given}\n"
        )
    assert recall >= LEAST
    assert precision >= LEAST


# What domain knowledge says of the three real tables beyond their warnings: submission, rule, the places it names.
SEED = Path(__file__).parent.parent.parent / "examples" / "korla-2023.txt"
SEED_INFOS = {
    (1, "name-cut-off"): ["/indicators/4/name", "/indicators/6/name", "/indicators/7/name"],
    (1, "name-unit-mismatch"): ["/indicators/1/name"],  # 信访大楼水、暖 =100%
    (1, "payment-timeliness"): ["/indicators/2/name"],  # 资金拨付及时率
    (1, "catch-all-cost"): ["/indicators/5/target"],  # 其他办公费用: 6 of 15
    (1, "benefits-all-qualitative"): ["/indicators/6/target", "/indicators/7/target"],
    (2, "prior-values-blank"): [f"/indicators/{row}/previous" for row in range(7)],
    (2, "name-cut-off"): ["/indicators/1/name", "/indicators/5/name"],
    (2, "other-basis-unexplained"): ["/indicators/4/basis", "/indicators/5/basis", "/indicators/6/basis"],
    (2, "evidence-label-unusual"): ["/indicators/1/evidence/0"],  # 正式材料
    (2, "comparator-style"): ["/indicators/0/target", "/indicators/3/target", "/indicators/6/target"],
    (2, "benefits-all-qualitative"): ["/indicators/4/target", "/indicators/5/target"],
    (3, "name-cut-off"): ["/indicators/3/name", "/indicators/5/name"],
    (3, "comparator-style"): [f"/indicators/{row}/target" for row in (0, 2, 3, 4, 7)],
    (3, "benefits-all-qualitative"): ["/indicators/5/target", "/indicators/6/target"],
}


def test_the_notes_on_the_seed(book: RuleBook) -> None:
    report = lint([str(SEED)], book)
    infos = [one for one in report.diagnostics if one.severity is Severity.INFO and one.outcome is Outcome.FAIL]
    assert {(one.submission, one.rule) for one in infos} == set(SEED_INFOS)
    for one in infos:
        assert one.submission is not None
        wanted = SEED_INFOS[one.submission, one.rule]
        assert places(one)[0] == wanted[0]
        assert set(wanted) <= set(places(one)), one.rule
