"""Waivers: what they cover, when they stop, what is said of them, and how the file of them is kept."""

import json
from pathlib import Path
from typing import Any

import pytest

from linter.cli import main
from tests.suppressions.claims import CLAIM, PACK

# Two claims in two files; in the first an item without its receipt and a total that is wrong.
OTHER = CLAIM.replace("Conference", "Training").replace("airport", "station")
RECEIPT = """\
- rule: receipt-missing
  project: Conference
  row: airport
  field: receipt
  reason: lost, see note 3
  approved-by: B. Person
  expires: 2026-06-30
"""
TOTAL = """\
- rule: items-not-total
  project: Conference
  field: total
  value: "231 / 230.1美元"
  reason: rounded up by the bank
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    write(tmp_path / "a.yaml", CLAIM.replace("230.10", "231"))
    write(tmp_path / "sub" / "b.yaml", OTHER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    capsys.readouterr()
    options = ["--rules", str(PACK), "--output-format", "json", "--lang", "en", "--today", "2026-01-31"]
    code = main(["check", *options, *arguments])
    return code, json.loads(capsys.readouterr().out)


def record(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["check", "--rules", str(PACK), "--lang", "en", "--today", "2026-01-31", *arguments])
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def rules(report: Any) -> list[str]:
    return [one["rule"] for one in report["diagnostics"]]


# What a waiver covers


def test_a_waiver_covers_the_finding_that_it_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rules(run(capsys, "a.yaml")[1]) == ["items-not-total", "receipt-missing"]
    write(folder / "waivers.yaml", RECEIPT)
    code, report = run(capsys)
    assert (code, sorted(rules(report))) == (1, ["items-not-total", "receipt-missing"])
    assert report["summary"]["waived"] == 1
    (waived,) = report["waived"]
    assert waived["diagnostic"]["location"]["path"] == "a.yaml"
    assert (waived["reason"], waived["approved_by"], waived["expires"]) == (
        "lost, see note 3", "B. Person", "2026-06-30",
    )  # fmt: skip
    assert (waived["location"]["path"], waived["location"]["range"]["start"]["line"]) == ("waivers.yaml", 1)


def test_what_is_waived_does_not_count(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "waivers.yaml", RECEIPT + TOTAL)
    code, report = run(capsys, "a.yaml", "--max-warnings", "0")
    assert (code, rules(report), report["summary"]["waived"]) == (0, [], 2)
    assert report["summary"]["files"]["clean"] == 1


def test_by_path_where_a_project_has_no_name_or_several_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "c.yaml", CLAIM)
    by_path = RECEIPT.replace("project: Conference", "path: a.yaml")
    both = RECEIPT.replace("project: Conference", "project: Conference\n  path: c.yaml")
    for text, covered in ((RECEIPT, {"a.yaml", "c.yaml"}), (by_path, {"a.yaml"}), (both, {"c.yaml"})):
        write(folder / "waivers.yaml", text)
        report = run(capsys, "--select", "receipt-missing")[1]
        assert {one["diagnostic"]["location"]["path"] for one in report["waived"]} == covered
        assert "unused-waiver" not in rules(report)


def test_it_moves_with_its_row_and_its_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "waivers.yaml", RECEIPT + TOTAL)
    first, second = (CLAIM.index("  - Category: taxi"), CLAIM.index("  - Category: travel"))
    moved = CLAIM[:first] + CLAIM[second:] + CLAIM[first:second]
    (folder / "a.yaml").unlink()
    write(folder / "sub" / "moved.yaml", "# moved\n" + moved.replace("230.10", "231"))
    code, report = run(capsys, "sub/moved.yaml")
    assert (code, rules(report), len(report["waived"])) == (0, [], 2)


def test_equal_findings_are_told_apart_by_their_number(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    item = CLAIM[CLAIM.index("  - Category: taxi") : CLAIM.index("  - Category: travel")]
    write(folder / "a.yaml", CLAIM.replace("230.10", "280.20") + item)
    write(folder / "waivers.yaml", RECEIPT)
    assert rules(run(capsys, "a.yaml")[1]) == ["receipt-missing"]
    write(folder / "waivers.yaml", RECEIPT + RECEIPT.replace("  reason", "  nth: 2\n  reason"))
    assert rules(run(capsys, "a.yaml")[1]) == []


def test_a_comment_comes_before_a_waiver(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "a.yaml", "# jixiao: ignore-file[receipt-missing] lost\n" + CLAIM)
    write(folder / "waivers.yaml", RECEIPT + "  path: a.yaml\n")
    report = run(capsys, "a.yaml")[1]
    assert (report["summary"]["suppressed"], report["summary"]["waived"]) == (1, 0)
    assert rules(report) == ["unused-waiver"]


# When it stops


def test_a_value_that_changed_brings_the_finding_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "waivers.yaml", RECEIPT + TOTAL)
    write(folder / "a.yaml", CLAIM.replace("230.10", "235"))
    code, report = run(capsys, "a.yaml")
    assert (code, rules(report)) == (1, ["waiver-value-changed", "items-not-total"])
    changed = report["diagnostics"][0]
    assert changed["location"]["path"] == "waivers.yaml"
    assert changed["location"]["text"] == "231 / 230.1美元"
    assert "“235 / 230.1美元”" in changed["message"]
    assert changed["related"][0]["location"]["path"] == "a.yaml"


def test_so_does_another_summand(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "waivers.yaml", RECEIPT + TOTAL)
    write(folder / "a.yaml", CLAIM.replace("230.10", "231").replace("Amount: 180", "Amount: 190"))
    assert rules(run(capsys, "a.yaml")[1]) == ["waiver-value-changed", "items-not-total"]


@pytest.mark.parametrize(("today", "holds"), [("2026-06-30", True), ("2026-07-01", False)])
def test_it_holds_until_its_last_day(folder: Path, capsys: pytest.CaptureFixture[str], today: str, holds: bool) -> None:
    write(folder / "waivers.yaml", RECEIPT)
    report = run(capsys, "a.yaml", "--select", "receipt-missing", "--today", today)[1]
    assert rules(report) == ([] if holds else ["waiver-expired", "receipt-missing"])
    if not holds:
        assert report["diagnostics"][0]["location"]["text"] == "2026-06-30"


def test_one_that_is_of_no_use_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "waivers.yaml", RECEIPT + "  path: a.yaml\n")
    write(folder / "a.yaml", CLAIM.replace("50.10\n", "50.10\n    Receipt: R1\n"))
    code, report = run(capsys, "a.yaml")
    assert (code, rules(report)) == (0, ["unused-waiver"])
    assert run(capsys, "a.yaml", "--ignore", "unused-waiver")[1]["diagnostics"] == []
    assert run(capsys, "a.yaml", "--no-waivers")[1]["diagnostics"] == []


def test_without_a_path_another_file_may_need_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "waivers.yaml", RECEIPT)
    write(folder / "a.yaml", CLAIM.replace("50.10\n", "50.10\n    Receipt: R1\n"))
    assert run(capsys, "a.yaml")[1]["diagnostics"] == []
    assert "unused-waiver" in rules(run(capsys, ".")[1])


def test_one_for_a_file_that_was_not_checked_is_not_of_no_use(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = RECEIPT.replace("Conference", "No such claim")
    write(folder / "waivers.yaml", RECEIPT + gone + RECEIPT.replace("project: Conference", "path: gone.yaml"))
    assert rules(run(capsys, "sub/b.yaml")[1]) == ["receipt-missing"]
    assert rules(run(capsys, "sub")[1]) == ["receipt-missing"]
    # All that the waivers could be about was checked, so what they are about is gone.
    assert rules(run(capsys, ".")[1]).count("unused-waiver") == 2
    write(folder / "broken.yaml", CLAIM.replace("Items:", "Items: ["))
    assert "unused-waiver" not in rules(run(capsys, ".")[1])


def test_one_whose_rule_did_not_run_or_could_not_tell_is_not_of_no_use(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "waivers.yaml", TOTAL)
    assert "unused-waiver" not in rules(run(capsys, ".", "--select", "receipt-missing")[1])
    assert "unused-waiver" not in rules(run(capsys, ".", "--ignore", "items-not-total")[1])
    write(folder / "a.yaml", CLAIM.replace("Amount: 180", "Amount: a lot"))
    report = run(capsys, "a.yaml")[1]
    assert "unused-waiver" not in rules(report)
    assert report["summary"]["undetermined"] > 0


def test_an_unknown_rule_is_said_with_what_was_meant(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "waivers.yaml", RECEIPT.replace("receipt-missing", "reciept-missing"))
    report = run(capsys, "a.yaml")[1]
    assert rules(report)[0] == "unknown-waiver"
    assert "receipt-missing" in report["diagnostics"][0]["help"]


def test_what_says_that_a_file_was_not_checked_is_not_waived(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "a.yaml", "Employee: [\n")
    write(folder / "waivers.yaml", "- {rule: syntax-error, path: a.yaml, reason: known}\n")
    code, report = run(capsys, "a.yaml")
    assert code == 1
    assert "syntax-error" in rules(report)
    assert report["waived"] == []


# What is wrong with the file


@pytest.mark.parametrize(
    ("text", "rule", "line", "said"),
    [
        (RECEIPT.replace("  reason: lost, see note 3\n", ""), "missing-field", 1, "reason"),
        (RECEIPT.replace("lost, see note 3", '"  "'), "structure", 5, "reason"),
        (RECEIPT.replace("  project: Conference\n", ""), "missing-field", 1, "project"),
        (RECEIPT.replace("approved-by", "approvedby"), "unknown-field", 6, "approved-by"),
        (RECEIPT.replace("2026-06-30", "30.6.2026"), "structure", 7, "expires"),
        (RECEIPT.replace("2026-06-30", "2026-02-30"), "structure", 7, "YYYY-MM-DD"),
        (RECEIPT + "  nth: 0\n", "structure", 8, "nth"),
        ("rule: receipt-missing\n", "wrong-type", 1, "waivers.yaml"),
        ("- rule: [\n", "syntax-error", 2, ""),
        (RECEIPT + "---\n" + RECEIPT, "wrong-type", 9, "waivers.yaml"),
    ],
)
def test_a_wrong_file_stops_the_run_at_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, rule: str, line: int, said: str
) -> None:
    write(folder / "waivers.yaml", text)
    code, report = run(capsys, "a.yaml")
    assert (code, rules(report)) == (2, [rule])
    one = report["diagnostics"][0]
    assert (one["location"]["path"], one["location"]["range"]["start"]["line"]) == ("waivers.yaml", line)
    assert said in one["message"] + (one["help"] or "")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "[]\n"])
def test_a_file_without_entries_is_fine(folder: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    write(folder / "waivers.yaml", text)
    code, report = run(capsys, "sub/b.yaml")
    assert (code, rules(report)) == (0, ["receipt-missing"])


def test_values_need_no_quotes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers are compared as they are written."""
    write(folder / "a.yaml", CLAIM.replace("What: airport", "What: 007").replace("50.10", "about 50"))
    entry = "- {rule: not-a-number, project: Conference, row: 007, field: amount, value: about 50, reason: asked}\n"
    write(folder / "waivers.yaml", entry)
    assert "not-a-number" not in rules(run(capsys, "a.yaml")[1])


# Where the file is


def test_it_lies_beside_the_settings_or_where_they_say(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "waivers.yaml", RECEIPT.replace("project: Conference", "path: sub/c.yaml"))
    write(folder / "jixiao.yaml", "language: en\n")
    write(folder / "sub" / "c.yaml", CLAIM)
    import os

    os.chdir(folder / "sub")
    assert len(run(capsys, "c.yaml")[1]["waived"]) == 1
    write(folder / "jixiao.yaml", "waivers: kept/ours.yaml\n")
    code, report = run(capsys, "c.yaml")
    assert (code, rules(report)) == (2, ["missing-path"])
    (folder / "kept").mkdir()
    write(folder / "kept" / "ours.yaml", RECEIPT)
    assert len(run(capsys, "c.yaml")[1]["waived"]) == 1
    assert run(capsys, "c.yaml", "--no-config")[1]["waived"] == []
    write(folder / "jixiao.yaml", "waivers: ../outside.yaml\n")
    assert rules(run(capsys, "c.yaml")[1]) == ["settings-refused"]


def test_or_where_the_option_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "mine.yaml", RECEIPT)
    assert len(run(capsys, "a.yaml", "--waivers", "mine.yaml")[1]["waived"]) == 1
    code, report = run(capsys, "a.yaml", "--waivers", "none.yaml")
    assert (code, rules(report)) == (2, ["missing-path"])


def test_options_that_contradict_each_other(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--write-waivers", "--prune-waivers", "--waivers=w.yaml"):
        assert record(capsys, "a.yaml", "--no-waivers", option)[0] == 2
    assert record(capsys, "a.yaml", "--today", "tomorrow")[0] == 2
