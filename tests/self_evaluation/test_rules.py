"""The rules on a whole self-evaluation: silent on a clean one, and each planted fault found where it was planted."""

import pytest

from linter.diagnostic import Diagnostic, Outcome, Severity
from linter.engine import lint_text
from linter.rulebook import RuleBook
from tests.self_evaluation.forms import DATA, PIPES, SHEET, workbook

CLEAN = ("pipes.txt", "pipes.yaml", "pipes.json")


def findings(data: str | bytes, book: RuleBook, path: str = "a.txt") -> list[Diagnostic]:
    report = lint_text(path, data if isinstance(data, bytes) else data.encode(), book)
    assert report.trusted
    assert report.files[0].submissions == 1
    return report.diagnostics


def failed(found: list[Diagnostic]) -> set[tuple[str, str]]:
    """Rule and pointer of what is wrong."""
    return {(one.rule, one.location.pointer or "") for one in found if one.outcome is Outcome.FAIL}


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_one_gives_nothing(name: str, book: RuleBook) -> None:
    data = (DATA / "self-evaluation" / name).read_bytes()
    assert not findings(data, book, name)


def test_the_example_is_this_one() -> None:
    assert (DATA.parent.parent / "examples" / "self-evaluation.txt").read_text(encoding="utf-8") == PIPES


@pytest.mark.parametrize("rate", [0.9467, 142 / 150])
def test_nor_does_a_clean_workbook(rate: float, book: RuleBook) -> None:
    assert not findings(workbook(PIPES, rate=rate), book, "a.xlsx")


ROW = {
    "length": "≥12.5公里\t12.8公里\t15\t15\t",
    "meters": "=860只\t860只\t10\t10\t",
    "passed": "=100%\t100%\t10\t10\t",
    "supply": "≥95%\t96%\t15\t15\t",
    "content": "≥90%\t88%\t10\t9.78\t个别村水压不足，已列入下年改造",
}
TOTAL = "100\t97.25"
# What is changed, and what is then wrong: worked out by hand from the form.
FAULTS: dict[str, tuple[list[tuple[str, str]], set[tuple[str, str]]]] = {
    "rate": ([("94.67%", "96.47%")], {("execution-rate-differs", "/budget/total/rate")}),
    "rate of the budget at the start": ([("93.33%", "112%")], {("execution-rate-differs", "/budget/fiscal/rate")}),
    "score for execution": (
        [("\t9.47", "\t9.8"), (TOTAL, "100\t97.58")],
        {("execution-score-differs", "/budget/total/score")},
    ),
    "spent in part": (
        [("30\t30\t—\t100%", "30\t27\t—\t90%")],
        {("executed-parts-differ", "/budget/total/executed")},
    ),
    "budget in part": (
        [("0\t30\t30\t—\t100%", "0\t40\t30\t—\t75%")],
        {("annual-budget-differs", "/budget/total/annual")},
    ),
    "more spent than there was": (
        [("0\t0\t0\t—\t—", "0\t0\t0.005\t—\t—")],
        {("executed-over-budget", "/budget/other/executed")},
    ),
    "total score": ([(TOTAL, "100\t97.52")], {("total-score-differs", "/total/score")}),
    "a target as the actual value": (
        [(ROW["length"], "≥12.5公里\t≥12.5公里\t15\t15\t")],
        {("actual-repeats-target", "/indicators/0/actual")},
    ),
    "no number": (
        [(ROW["meters"], "=860只\t已完成\t10\t10\t")],
        {("actual-without-number", "/indicators/1/actual")},
    ),
    "a dash for a number": (
        [(ROW["meters"], "=860只\t—\t10\t10\t")],
        {("actual-without-number", "/indicators/1/actual")},
    ),
    "another unit": (
        [(ROW["length"], "≥12.5公里\t128户\t15\t15\t")],
        {("actual-unit-differs", "/indicators/0/actual")},
    ),
    "no unit": ([(ROW["length"], "≥12.5公里\t12.8\t15\t15\t")], {("actual-unit-missing", "/indicators/0/actual")}),
    "a placeholder": (
        [(ROW["length"], "≥12.5公里\tXX公里\t15\t15\t")],
        {("actual-placeholder-left", "/indicators/0/actual")},
    ),
    "no actual value": ([(ROW["length"], "≥12.5公里\t\t15\t15\t")], {("missing-field", "/indicators/0/actual")}),
    "full points for too little": (
        [(ROW["passed"], "=100%\t98%\t10\t10\t")],
        {("unmet-full-score", "/indicators/2/score")},
    ),
    "points off for enough": (
        [(ROW["supply"], "≥95%\t96%\t15\t14\t"), (TOTAL, "100\t96.25")],
        {("met-score-deducted", "/indicators/5/score")},
    ),
    "no reason": (
        [(ROW["content"], "≥90%\t88%\t10\t9.78\t")],
        {("deviation-reason-missing", "/indicators/7/score")},
    ),
    "too mild a score": (
        [(ROW["content"], "≥90%\t45%\t10\t8\t水压不足"), (TOTAL, "100\t95.47")],
        {("score-above-proportion", "/indicators/7/score")},
    ),
    "far too much": (
        [(ROW["length"], "≥12.5公里\t18公里\t15\t15\t")],
        {("surplus-unexplained", "/indicators/0/actual")},
    ),
    "a score above its points": (
        [(ROW["meters"], "=860只\t860只\t10\t11\t"), (TOTAL, "100\t98.25")],
        {("score-over-points", "/indicators/1/score")},
    ),
    "no score": ([(ROW["meters"], "=860只\t860只\t10\t\t")], {("score-missing", "/indicators/1/score")}),
    "a negative score": (
        [(ROW["meters"], "=860只\t860只\t10\t-1\t"), (TOTAL, "100\t86.25")],
        {("score-negative", "/indicators/1/score")},
    ),
    "total points without execution": (
        [(TOTAL, "90\t97.25")],
        {("total-points-differ", "/total/weight")},
    ),
    "full points for a target denied": (
        [("\t健全\t健全\t", "\t健全\t未健全\t")],
        {("negated-full-score", "/indicators/6/score")},
    ),
    "full points for execution": (
        [("\t9.47", "\t10"), (TOTAL, "100\t97.78")],
        {("execution-score-differs", "/budget/total/score")},
    ),
    "points": (
        [(ROW["meters"], "=860只\t860只\t15\t15\t"), (TOTAL, "105\t102.25")],
        {("points-not-hundred", "/indicators"), ("stated-points-differ", "/indicators/0/weight")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault(name: str, book: RuleBook) -> None:
    changes, wanted = FAULTS[name]
    text = PIPES
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    assert failed(findings(text, book)) == wanted


def test_every_rule_is_tried(book: RuleBook) -> None:
    planted = {rule for _, wanted in FAULTS.values() for rule, _ in wanted}
    own = {rule.id for rule in book.rules if rule.pack.id == "self-evaluation"}
    assert own - planted == {"level-points-unusual"}  # only of forms that do not state the points of their levels


@pytest.mark.parametrize(
    ("old", "new", "rule", "cell"),
    [
        ("94.67%", "96.47%", "execution-rate-differs", "G6"),
        (TOTAL, "100\t97.52", "total-score-differs", "H21"),
        (ROW["passed"], "=100%\t98%\t10\t10\t", "unmet-full-score", "H15"),
        (ROW["length"], "≥12.5公里\t≥12.5公里\t15\t15\t", "actual-repeats-target", "F13"),
    ],
)
def test_a_fault_in_a_workbook_is_at_its_cell(old: str, new: str, rule: str, cell: str, book: RuleBook) -> None:
    found = findings(workbook(PIPES.replace(old, new)), book, "a.xlsx")
    assert [one.rule for one in found if one.outcome is Outcome.FAIL] == [rule]
    place = found[0].location.cell
    assert place is not None
    assert (place.sheet, place.ref) == (SHEET, cell)


def test_the_arithmetic_is_shown(book: RuleBook) -> None:
    by_rule = {}
    for old, new in (("94.67%", "96.47%"), (TOTAL, "100\t97.52"), ("\t9.47\t", "\t9.8\t")):
        for one in findings(PIPES.replace(old, new), book):
            by_rule.setdefault(one.rule, one)
    assert by_rule["execution-rate-differs"].arithmetic == "142万元 ÷ 150万元 = 94.67% ≠ 96.47%"
    assert by_rule["total-score-differs"].arithmetic == (
        "15 + 10 + 10 + 3 + 10 + 15 + 15 + 9.78 + 9.47 = 97.25 ≠ 97.52"
    )
    assert by_rule["execution-score-differs"].message == (
        "预算执行率得 9.8 分，而 10 分 × 142万元 ÷ 150万元 = 9.47 分（最多得 10 分），应得 9.47 分"
    )


def test_what_cannot_be_compared_is_not_passed(book: RuleBook) -> None:
    text = PIPES.replace(ROW["length"], "≥12.5公里\t12.8公里\t十五\t15\t")
    unsettled = {one.rule for one in findings(text, book) if one.outcome is Outcome.UNDETERMINED}
    assert {"points-not-hundred", "score-over-points"} <= unsettled


def test_severities_follow_the_catalogue(book: RuleBook) -> None:
    wanted = {
        "WGT307": Severity.WARNING,
        "SLF918": Severity.WARNING,
        "SLF919": Severity.ERROR,
        "SLF920": Severity.WARNING,
    }
    found = {alias: rule.severity for alias in wanted if (rule := book.rule(alias)) is not None}
    assert found == wanted
