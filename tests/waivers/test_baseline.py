"""The file of waivers is written and pruned, and what stands in it otherwise stays byte for byte."""

import os
import shutil
from pathlib import Path

import pytest

from linter.baseline import LayoutProblem, with_findings, without
from linter.engine import Options, lint_text
from linter.rulebook import load_rulebook
from linter.source import Source
from linter.waiver_file import parse
from linter.waivers import Waivers
from tests.suppressions.claims import CLAIM, PACK
from tests.waivers.test_waivers import RECEIPT, TOTAL, folder, record, rules, run, write

__all__ = ["folder"]

ROOT = Path(__file__).resolve().parent.parent.parent


# Writing


def test_after_a_baseline_nothing_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown = record(capsys, ".", "--write-waivers")
    assert (code, shown) == (0, "waivers.yaml: 3 waivers added, 0 removed\n")
    code, report = run(capsys, ".", "--max-warnings", "0")
    assert (code, rules(report), report["summary"]["waived"]) == (0, [], 3)
    text = (folder / "waivers.yaml").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert text.count('reason: "baseline 2026-01-31"') == 3
    assert "approved-by:" not in text
    assert record(capsys, ".", "--write-waivers") == (0, "waivers.yaml: 0 waivers added, 0 removed\n")
    assert (folder / "waivers.yaml").read_text(encoding="utf-8") == text


def test_real_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The example tables in three formats, with every kind of finding that they have."""
    from linter.cli import main

    for path in (ROOT / "examples").glob("korla*"):
        shutil.copy(path, tmp_path)
    assert len(list(tmp_path.iterdir())) >= 4
    monkeypatch.chdir(tmp_path)
    assert main(["check", ".", "--write-waivers"]) == 0
    capsys.readouterr()
    assert main(["check", ".", "--max-warnings", "0", "--output-format", "concise", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert len(shown.splitlines()) == 1
    assert "0 errors, 0 warnings, 0 infos" in shown


def test_a_changed_value_is_back_and_the_rest_stays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(capsys, ".", "--write-waivers")
    write(folder / "a.yaml", CLAIM.replace("230.10", "235"))
    code, report = run(capsys, ".")
    assert (code, rules(report), report["summary"]["waived"]) == (1, ["waiver-value-changed", "items-not-total"], 2)
    assert record(capsys, ".", "--prune-waivers", "--write-waivers")[1].endswith("1 waivers added, 1 removed\n")
    code, report = run(capsys, ".", "--max-warnings", "0")
    assert (code, rules(report), report["summary"]["waived"]) == (0, [], 3)


def test_what_is_there_stays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = f"# ours\r\n\r\n# the bank\r\n{TOTAL}# end".replace("\r\n", "\n").replace("\n", "\r\n")
    (folder / "waivers.yaml").write_bytes(b"\xef\xbb\xbf" + before.encode())
    assert record(capsys, "a.yaml", "--write-waivers")[1] == "waivers.yaml: 1 waivers added, 0 removed\n"
    after = (folder / "waivers.yaml").read_bytes()
    assert after.startswith(b"\xef\xbb\xbf" + before.encode() + b"\r\n")
    assert after.count(b"\n") == after.count(b"\r\n")
    assert rules(run(capsys, "a.yaml")[1]) == []


def test_more_findings_than_a_report_lists(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = CLAIM[: CLAIM.index("  - Category")].replace("230.10", str(50 * 1100))
    write(folder / "a.yaml", head + "".join(f"  - {{What: n{number}, Amount: 50}}\n" for number in range(1100)))
    assert "1100 waivers added" in record(capsys, "a.yaml", "--write-waivers")[1]
    assert rules(run(capsys, "a.yaml")[1]) == []


def test_equal_findings_get_numbers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    item = CLAIM[CLAIM.index("  - Category: taxi") : CLAIM.index("  - Category: travel")]
    write(folder / "a.yaml", CLAIM.replace("230.10", "280.20") + item)
    record(capsys, "a.yaml", "--write-waivers")
    assert "  nth: 2\n" in (folder / "waivers.yaml").read_text(encoding="utf-8")
    assert rules(run(capsys, "a.yaml")[1]) == []


def test_claims_without_a_name_go_by_their_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nameless = CLAIM.replace("Reason for travel: Conference", "Reason for travel:")
    write(folder / "sub" / "n.yaml", f"{nameless}---\n{nameless}---\n{CLAIM}")
    record(capsys, "sub/n.yaml", "--write-waivers")
    assert 'path: "sub/n.yaml"' in (folder / "waivers.yaml").read_text(encoding="utf-8")
    assert rules(run(capsys, "sub/n.yaml")[1]) == []


@pytest.mark.parametrize(
    "name", ["007", "yes", "a: b # c", '"q"', "- x", "x\ty", "\\", "\u2028\x85\x7f\x1b", "𠮷", "~", "  "]
)
def test_any_text_can_be_written_down(name: str) -> None:
    """Rows with whatever names, as JSON can hold them."""
    import json

    book = load_rulebook([str(PACK)])
    claim = {"Employee": "A", "Reason for travel": name, "Currency": "美元", "Total claimed": 50,
             "Items": [{"What": name, "Amount": 50}]}  # fmt: skip
    data = json.dumps(claim).encode()
    found = lint_text("a.json", data, book, Options("en"))
    assert found.diagnostics
    made, count = with_findings(Waivers(path="waivers.yaml"), found.diagnostics, "x", "x")
    assert count == len(found.diagnostics)
    made.text.encode()
    again = parse(made, Waivers().today)
    report = lint_text("a.json", data, book, Options("en", waivers=again))
    assert (again.problems, report.diagnostics) == ((), [])


def test_a_run_that_cannot_be_trusted_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown = record(capsys, "a.yaml", "missing.yaml", "--write-waivers")
    assert code == 2
    assert "missing-path" in shown
    assert not (folder / "waivers.yaml").exists()


def test_a_new_file_where_the_option_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert record(capsys, "a.yaml", "--waivers", "sub/w.yaml", "--write-waivers")[0] == 0
    assert rules(run(capsys, "a.yaml", "--waivers", "sub/w.yaml")[1]) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="to others, mode bits say it")
def test_a_read_only_file_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "waivers.yaml", TOTAL)
    (folder / "waivers.yaml").chmod(0o444)
    assert record(capsys, "a.yaml", "--write-waivers")[0] == 2
    assert (folder / "waivers.yaml").read_text(encoding="utf-8") == TOTAL


# Pruning

USELESS = RECEIPT.replace("airport", "no such item")
CHANGED = TOTAL.replace("231", "232")


def test_pruning_takes_out_what_is_of_no_use(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = RECEIPT.replace("Conference", "Elsewhere")
    before = ["# ours\n", "\n", USELESS, "\n# kept\n", RECEIPT, "# a note\n", CHANGED, elsewhere, "\n# end\n"]
    write(folder / "waivers.yaml", "".join(before))
    assert record(capsys, "a.yaml", "--prune-waivers") == (0, "waivers.yaml: 0 waivers added, 0 removed\n")
    assert record(capsys, ".", "--prune-waivers") == (0, "waivers.yaml: 0 waivers added, 2 removed\n")
    kept = "".join(part for part in before if part not in (USELESS, CHANGED))
    assert (folder / "waivers.yaml").read_text(encoding="utf-8") == kept


def test_an_expired_waiver_is_not_pruned(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "waivers.yaml", RECEIPT)
    assert record(capsys, "a.yaml", "--prune-waivers", "--today", "2027-01-01")[1].endswith("0 removed\n")


LAYOUTS = {
    "plain": RECEIPT,
    "a comment inside": RECEIPT.replace("  row", "  # of the taxi\n  row") + "# after\n",
    "a comment at its end": RECEIPT.rstrip("\n") + " # so be it\n",
    "a block of text": RECEIPT.replace("  reason: lost, see note 3\n", "") + "  reason: |\n    lost\n\n    # 3\n\n",
    "braces": "- {rule: receipt-missing, project: Conference,\n   row: airport, field: receipt, reason: lost}\n",
    "the dash alone": "-\n" + RECEIPT.replace("- rule", "  rule"),
    "no value at its end": RECEIPT + "  value:\n",
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("indent", ["", "  "])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_any_entry_of_any_layout_can_go(layout: str, indent: str, newline: str) -> None:
    def laid(text: str) -> str:
        return "".join(indent + line if line.strip() else line for line in text.splitlines(True)).replace("\n", newline)

    others = [laid(TOTAL), laid(RECEIPT.replace("airport", "hotel"))]
    for parts in ([laid(layout), *others], [others[0], laid(layout), others[1]], [*others, laid(layout)]):
        text = f"# head{newline}---{newline}{''.join(parts)}"
        waivers = parse(Source("waivers.yaml", text), Waivers().today)
        assert (waivers.problems, len(waivers.entries)) == ((), 3)
        number = parts.index(laid(layout))
        made = without(waivers, [number]).text
        left = parse(Source("waivers.yaml", made), Waivers().today)
        assert [one.row for one in left.entries] == [one.row for one in waivers.entries if one.number != number]
        kept = [line for index, part in enumerate(parts) if index != number for line in part.splitlines(True)]
        assert [line for line in made.splitlines(True) if line in kept] == kept
        assert made.startswith(f"# head{newline}---{newline}")
        assert ("# after" in made) == ("# after" in layout)


def test_all_of_them_can_go() -> None:
    waivers = parse(Source("waivers.yaml", f"# head\n{RECEIPT}{TOTAL}# end\n"), Waivers().today)
    assert without(waivers, [0, 1]).text == "# head\n# end\n"


@pytest.mark.parametrize(
    "text", ["[{rule: a, project: b, reason: c}, {rule: d, project: b, reason: c}]\n", f"--- [\n]\n{RECEIPT}"]
)
def test_what_cannot_be_edited_entry_by_entry_is_left_alone(text: str) -> None:
    waivers = parse(Source("waivers.yaml", text), Waivers().today)
    if not waivers.problems:
        with pytest.raises(LayoutProblem):
            without(waivers, [0])
        found = lint_text("a.yaml", CLAIM.encode(), load_rulebook([str(PACK)]), Options("en"))
        with pytest.raises(LayoutProblem):
            with_findings(waivers, found.diagnostics, "x", "x")


def test_the_command_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "waivers.yaml", "[]\n")
    code, shown = record(capsys, "a.yaml", "--write-waivers")
    assert code == 2
    assert "waivers.yaml cannot be edited" in shown
    assert (folder / "waivers.yaml").read_text(encoding="utf-8") == "[]\n"
