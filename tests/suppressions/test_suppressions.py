"""Comments that suppress findings: where they may stand, what they cover, and what is said of those that fail."""

from pathlib import Path

import pytest

from linter.diagnostic import Safety
from linter.engine import Options, lint_text
from linter.overrides import Override
from linter.report import Fate
from linter.rulebook import RuleBook
from tests.suppressions.claims import CLAIM, book_with_names, check, mended, only, rules, suppressed

ROW = "  - Category: taxi\n"
SAID = "# jixiao: ignore[receipt-missing] lost, see note 3"


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    return book_with_names(tmp_path_factory.mktemp("packs"))


def test_without_a_comment_there_is_the_finding(claims: RuleBook) -> None:
    result = check(CLAIM, claims)
    assert rules(result) == ["receipt-missing"]
    assert result.diagnostics[0].location.line == 6
    assert (result.suppressed, result.fate) == ((), Fate.WITH_FINDINGS)


# Where it may stand


def test_at_the_end_of_the_line(claims: RuleBook) -> None:
    result = check(CLAIM.replace(ROW, f"  - Category: taxi  {SAID}\n"), claims)
    assert (rules(result), suppressed(result)) == ([], [("receipt-missing", "lost, see note 3")])
    assert result.fate is Fate.CLEAN
    place = result.suppressed[0].location
    assert (place.line, place.text) == (6, SAID)


def test_on_the_line_above(claims: RuleBook) -> None:
    result = check(CLAIM.replace(ROW, f"  {SAID}\n{ROW}"), claims)
    assert (rules(result), len(result.suppressed)) == ([], 1)


def test_blank_lines_and_other_comments_may_stand_between(claims: RuleBook) -> None:
    result = check(CLAIM.replace(ROW, f"{SAID}\n\n# the driver had none\n{ROW}"), claims)
    assert (rules(result), len(result.suppressed)) == ([], 1)


def test_two_lines_above_is_too_far(claims: RuleBook) -> None:
    result = check(CLAIM.replace("Items:\n", f"{SAID}\nItems:\n"), claims)
    assert rules(result) == ["unused-suppression", "receipt-missing"]


def test_on_the_line_below_is_too_late(claims: RuleBook) -> None:
    result = check(CLAIM.replace(ROW, f"{ROW}    {SAID}\n"), claims)
    assert rules(result) == ["unused-suppression", "receipt-missing"]


def test_above_a_list_item_all_of_the_item_is_covered(claims: RuleBook) -> None:
    """A row is what people point at; the finding may be about a cell further down."""
    text = CLAIM.replace("Amount: 50.10", "Amount: about 50").replace(
        ROW, f"  # jixiao: ignore[not-a-number] to be asked\n{ROW}"
    )
    result = check(text, claims)
    assert suppressed(result) == [("not-a-number", "to be asked")]
    assert result.suppressed[0].finding.location.line == 9


def test_but_not_the_next_item(claims: RuleBook) -> None:
    text = CLAIM.replace("Amount: 180", "Amount: a lot").replace(
        ROW, f"  # jixiao: ignore[not-a-number] to be asked\n{ROW}"
    )
    assert "not-a-number" in rules(check(text, claims))


def test_at_the_end_of_an_items_first_line_only_that_line_is_covered(claims: RuleBook) -> None:
    text = CLAIM.replace("Amount: 50.10", "Amount: about 50").replace(
        ROW, "  - Category: taxi # jixiao: ignore[not-a-number] to be asked\n"
    )
    assert "not-a-number" in rules(check(text, claims))


@pytest.mark.parametrize(
    "item",
    ["  - {Category: taxi, What: airport, Amount: about 50}\n",
     "  - {Category: taxi,\n     What: airport,\n     Amount: about 50}\n",
     "  -\n    Category: taxi\n    What: airport\n    Amount: about 50\n"],
)  # fmt: skip
def test_items_in_other_styles(claims: RuleBook, item: str) -> None:
    head, tail = CLAIM.split(ROW)
    rest = tail[tail.index("  - Category: travel") :]
    result = check(f"{head}  # jixiao: ignore[not-a-number] to be asked\n{item}{rest}", claims)
    assert suppressed(result) == [("not-a-number", "to be asked")]


def test_a_value_of_several_lines_is_covered_from_its_first_and_its_last(claims: RuleBook) -> None:
    quoted = 'Total claimed: "two hundred\n  and thirty" # jixiao: ignore[not-a-number] in words\n'
    folded = "Total claimed: >- # jixiao: ignore[not-a-number] in words\n  two hundred\n  and thirty\n"
    above = "# jixiao: ignore[not-a-number] in words\nTotal claimed: |\n  two hundred\n  and thirty\n"
    for value in (quoted, folded, above):
        assert suppressed(check(CLAIM.replace("Total claimed: 230.10\n", value), claims)) == [
            ("not-a-number", "in words")
        ], value


def test_a_comment_after_a_block_of_text_belongs_to_what_follows(claims: RuleBook) -> None:
    text = CLAIM.replace(
        "Employee: A. Person\n", "Employee: |\n  A. Person\n\n# jixiao: ignore[items-not-total] known\n"
    )
    assert rules(check(text, claims)) == ["unused-suppression", "receipt-missing"]
    text = text.replace("Reason for travel: Conference\n", "").replace("230.10\n", "230.20\nReason for travel: C\n")
    text = text.replace("Currency: 美元\n", "").replace("Items:", "Currency: 美元\nItems:")
    assert suppressed(check(text, claims)) == [("items-not-total", "known")]


def test_the_whole_file(claims: RuleBook) -> None:
    said = "# jixiao: ignore-file[receipt-missing] pilot\n"
    two = CLAIM + "---\n" + CLAIM
    for text in (said + two, f"# of 2026\n\n{said}---\n{two}", f"%YAML 1.2\n{said}---\n{two}"):
        result = check(text, claims)
        assert (rules(result), suppressed(result)) == ([], [("receipt-missing", "pilot")] * 2)


def test_the_whole_file_is_said_at_its_top(claims: RuleBook) -> None:
    result = check(CLAIM.replace("Items:", "# jixiao: ignore-file[receipt-missing] pilot\nItems:"), claims)
    assert rules(result) == ["misplaced-suppression", "receipt-missing"]


# What it may name


@pytest.mark.parametrize("names", ["receipt-missing", "EXP1", "papers", "expense", "not-a-number,  EXP1"])
def test_ids_aliases_tags_and_packs(claims: RuleBook, names: str) -> None:
    result = check(CLAIM.replace(ROW, f"  # jixiao: ignore[{names}] lost\n{ROW}"), claims)
    assert suppressed(result) == [("receipt-missing", "lost")]


def test_several_comments_at_one_line(claims: RuleBook) -> None:
    text = CLAIM.replace("Amount: 50.10", "Amount: about 50").replace("230.10", "x")
    text = text.replace(
        "Total claimed: x\n",
        "# jixiao: ignore[not-a-number] first\n# jixiao: ignore[items-not-total] second\nTotal claimed: x\n",
    )
    result = check(text, claims)
    assert suppressed(result) == [("not-a-number", "first")]
    # `items-not-total` could not be determined, so nobody knows whether the second comment is of use.
    assert "unused-suppression" not in rules(result)


def test_an_unknown_name_is_said_with_what_was_meant(claims: RuleBook) -> None:
    text = CLAIM.replace(ROW, f"  # jixiao: ignore[not-a-number, reciept-missing] lost\n{ROW}")
    found = {one.rule: one for one in check(text, claims).diagnostics}
    one = found["unknown-suppression"]
    assert one.location.text == "reciept-missing"
    assert "receipt-missing" in (one.help or "")
    assert set(found) == {"unknown-suppression", "unused-suppression", "receipt-missing"}


# What is wrong with it


def test_a_reason_is_required(claims: RuleBook) -> None:
    for comment in ("# jixiao: ignore[EXP1]", "# jixiao: ignore[EXP1]  -- ", "#jixiao:ignore[EXP1] …"):
        result = check(CLAIM.replace(ROW, f"{comment}\n{ROW}"), claims)
        assert rules(result) == ["suppression-without-reason", "receipt-missing"], comment


def test_or_optional(claims: RuleBook) -> None:
    text = CLAIM.replace(ROW, f"# jixiao: ignore[EXP1]\n{ROW}")
    assert suppressed(check(text, claims, Options(reason_required=False))) == [("receipt-missing", "")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("# jixiao：ignore[EXP1] 发票遗失", "# jixiao: ignore[EXP1] 发票遗失"),
        ("# jixiao: ignore［EXP1］发票遗失", "# jixiao: ignore[EXP1] 发票遗失"),
        ("## Jixiao: Ignore【EXP1，papers、expense】：发票遗失", "# jixiao: ignore[EXP1, papers, expense] 发票遗失"),
        ("# jixiao : ignore [EXP1] lost", "# jixiao: ignore[EXP1] lost"),
    ],
)  # fmt: skip
def test_nearly_right_is_said_and_can_be_put_right(claims: RuleBook, written: str, meant: str) -> None:
    text = CLAIM.replace(ROW, f"  {written}\n{ROW}")
    result = check(text, claims)
    assert rules(result) == ["malformed-suppression", "receipt-missing"]
    assert result.diagnostics[0].fix is not None
    assert result.diagnostics[0].fix.safety is Safety.UNSAFE
    assert mended(text, result.diagnostics[0]) == CLAIM.replace(ROW, f"  {meant}\n{ROW}")
    assert suppressed(check(mended(text, result.diagnostics[0]), claims))


@pytest.mark.parametrize(
    "comment", ["# jixiao: ignore", "# jixiao: ignore[]", "# jixiao: disable EXP1", "# see jixiao: ignore[EXP1] lost"]
)
def test_what_cannot_be_understood_is_said(claims: RuleBook, comment: str) -> None:
    result = check(CLAIM.replace(ROW, f"  {comment}\n{ROW}"), claims)
    assert rules(result) == ["malformed-suppression", "receipt-missing"]
    assert result.diagnostics[0].fix is None


@pytest.mark.parametrize("comment", ["# made with jixiao", "# jixiao convert", "# ask whoever runs jixiao: 1234"])
def test_other_comments_are_left_alone(claims: RuleBook, comment: str) -> None:
    assert rules(check(CLAIM.replace(ROW, f"  {comment}\n{ROW}"), claims)) == ["receipt-missing"]


# Unused


def test_an_unused_comment_goes_with_its_line(claims: RuleBook) -> None:
    good = CLAIM.replace("    Amount: 50.10\n", "    Amount: 50.10\n    Receipt: R1\n")
    for newline in ("\n", "\r\n", "\r"):
        text = good.replace(ROW, f"  {SAID}\n{ROW}").replace("\n", newline)
        one = only(check(text, claims))
        assert one.rule == "unused-suppression"
        assert one.fix is not None
        assert one.fix.safety is Safety.SAFE
        assert mended(text, one) == good.replace("\n", newline)


def test_at_the_end_of_a_line_only_the_comment_goes(claims: RuleBook) -> None:
    good = CLAIM.replace("    Amount: 50.10\n", "    Amount: 50.10\n    Receipt: R1\n")
    for blanks in (" ", "   ", "\t"):
        text = good.replace(ROW, f"  - Category: taxi{blanks}{SAID}\n")
        assert mended(text, only(check(text, claims))) == good


def test_at_the_end_of_the_file_without_a_line_end(claims: RuleBook) -> None:
    good = CLAIM.replace("    Amount: 50.10\n", "    Amount: 50.10\n    Receipt: R1\n")
    assert mended(good + SAID, only(check(good + SAID, claims))) == good


def test_of_several_names_the_unused_ones_go(claims: RuleBook) -> None:
    text = CLAIM.replace(ROW, f"  # jixiao: ignore[not-a-number, EXP1, items-not-total] lost\n{ROW}")
    one = only(check(text, claims))
    assert one.rule == "unused-suppression"
    assert "not-a-number, items-not-total" in one.message
    assert mended(text, one) == CLAIM.replace(ROW, f"  # jixiao: ignore[EXP1] lost\n{ROW}")


def test_a_name_given_twice_is_used_once(claims: RuleBook) -> None:
    assert rules(check(CLAIM.replace(ROW, f"  # jixiao: ignore[EXP1, EXP1] lost\n{ROW}"), claims)) == []


def test_a_comment_for_a_rule_that_does_not_run_is_not_unused(claims: RuleBook) -> None:
    """With --select, --ignore and overrides a run says nothing about the rules that it leaves out."""
    text = CLAIM.replace(ROW, f"  # jixiao: ignore[receipt-missing] lost\n{ROW}")
    assert rules(check(text, claims.selected(["items-not-total"], []))) == []
    assert rules(check(text, claims.selected([], ["EXP1"]))) == []
    override = Override(".", ("a.yaml",), ignore=("receipt-missing",))
    result = lint_text("a.yaml", text.encode(), claims, Options(overrides=(override,))).files[0]
    assert (rules(result), result.suppressed) == ([], ())
    # A tag is unused only if nothing that it calls found anything; here not all of it ran.
    tagged = CLAIM.replace(ROW, f"  # jixiao: ignore[expense] lost\n{ROW}").replace(
        "    Amount: 50.10", "    Amount: 5.10"
    )
    assert rules(check(tagged.replace("230.10", "185.10"), claims)) == ["unused-suppression"]
    assert rules(check(tagged.replace("230.10", "185.10"), claims.selected(["items-not-total"], []))) == []


def test_what_is_said_of_comments_can_be_ignored(claims: RuleBook) -> None:
    text = CLAIM.replace("Items:", f"{SAID}\nItems:")
    assert rules(check(text, claims, Options(ignore=frozenset({"unused-suppression"})))) == ["receipt-missing"]


# What cannot be suppressed


def test_what_says_that_a_file_was_not_checked_stays(claims: RuleBook) -> None:
    text = "# jixiao: ignore-file[syntax-error, no-table-found] it is like that\n"
    assert rules(check(text + CLAIM.replace("Items:", "Items: ["), claims)) == ["syntax-error"]
    assert rules(check(text + "a: 1\n", claims)) == ["no-table-found"]


def test_what_could_not_be_determined_is_still_counted(claims: RuleBook) -> None:
    text = "# jixiao: ignore-file[items-not-total] known\n" + CLAIM.replace("Amount: 50.10", "Amount: about 50")
    result = check(text, claims)
    assert result.undetermined == 2
    assert "items-not-total" in rules(result)


# What is no comment


def test_only_comments_count(claims: RuleBook) -> None:
    """In quotes, in blocks of text, after a `#` without a blank before it: that is text."""
    for value in (
        f'"{SAID}"', f"'{SAID}'", f'"a \\" {SAID}"', f"x{SAID}",
        f"|\n      {SAID}\n", f">-\n      one\n\n      {SAID}\n",
    ):  # fmt: skip
        text = CLAIM.replace(ROW, f"{ROW}    Receipt: {value}\n").replace("Receipt: x#", "Category: x#")
        assert suppressed(check(text, claims)) == [], value
        assert "unused-suppression" not in rules(check(text, claims)), value


def test_anchors_and_aliases_do_not_confuse_it(claims: RuleBook) -> None:
    text = CLAIM.replace("    What: airport\n", f"    What: &a airport {SAID}\n")
    result = check(text, claims)
    assert "yaml-anchor-or-tag" in rules(result)
    assert "unused-suppression" in rules(result)


def test_other_formats_have_no_such_comments(claims: RuleBook) -> None:
    text = (
        '{"Employee": "A", "Reason for travel": "# jixiao: ignore-file[receipt-missing] x", "Currency": "美元",'
        ' "Total claimed": 50, "Items": [{"What": "a", "Amount": 50}]}'
    )
    result = check(text, claims, name="a.json")
    assert (rules(result), result.suppressed) == (["receipt-missing"], ())


def test_line_ends_and_marks_of_other_systems(claims: RuleBook) -> None:
    text = CLAIM.replace(ROW, f"  - Category: taxi {SAID}\n").replace("\n", "\r\n")
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
        assert suppressed(check(data, claims)) == [("receipt-missing", "lost, see note 3")]


# Many


def test_many_comments_and_many_findings(claims: RuleBook) -> None:
    item = "  - {What: n, Amount: 50} # jixiao: ignore[EXP1] lost\n"
    head = CLAIM[: CLAIM.index(ROW)].replace("230.10", str(50 * 1500))
    result = check(head + item * 1500, claims)
    assert (rules(result), len(result.suppressed)) == ([], 1500)


def test_more_names_than_the_limit_are_said(claims: RuleBook) -> None:
    names = ", ".join(f"no-{number}" for number in range(3_000))
    assert "too-many" in rules(check(f"# jixiao: ignore-file[{names}] x\n{CLAIM}", claims))


def test_suppressed_findings_leave_room_for_others(claims: RuleBook) -> None:
    """The limit of what is listed counts what is left."""
    item, other = "  - {What: n, Amount: 50} # jixiao: ignore[EXP1] lost\n", "  - {What: m, Amount: 50}\n"
    head = CLAIM[: CLAIM.index(ROW)].replace("230.10", "2000")
    result = check(head + item * 30 + other * 10, claims, Options(most=10))
    assert rules(result) == ["receipt-missing"] * 10


def test_explain_says_how(capsys: pytest.CaptureFixture[str]) -> None:
    from linter.cli import main

    assert main(["explain", "weights-not-total", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "# jixiao: ignore[weights-not-total] reason" in shown
    assert "jixiao check --select weights-not-total --write-waivers" in shown
    for id in ("unused-suppression", "unused-waiver"):
        assert main(["explain", id]) == 0
        assert id in capsys.readouterr().out


def test_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from linter.cli import main
    from tests.suppressions.claims import PACK

    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(CLAIM.replace(ROW, f"# jixiao: ignore[receipt-missing]\n{ROW}"), encoding="utf-8")
    shown = []
    for setting in ("", "suppression-reason: required\n", "suppression-reason: optional\n"):
        (tmp_path / "jixiao.yaml").write_text(setting, encoding="utf-8")
        main(["check", "a.yaml", "--rules", str(PACK), "--lang", "en", "--max-warnings", "0"])
        shown.append("1 suppressed" in capsys.readouterr().out)
    assert shown == [False, False, True]
