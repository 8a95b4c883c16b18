"""`jixiao rules …` on the command line."""

from pathlib import Path

import pytest

from linter.cli import main
from tests.packs.samples import PACK, RULE, write_pack


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main([*arguments, "--lang", "en"])
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def test_check_of_the_bundled_pack(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run(capsys, "rules", "check", "target-table")
    assert code == 0
    assert "0 errors, 0 warnings" in text


def test_check_names_the_place_of_a_slip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = write_pack(tmp_path, PACK, {"weight-positive.yaml": RULE.replace("weight > 0", "wieght > 0")})
    code, text = run(capsys, "rules", "check", own)
    assert code == 1
    assert "weight-positive.yaml:7:9: error" in text
    assert "[unknown-name]" in text
    assert "did you mean “weight”?" in text
    assert text.count("^") == len("wieght")


def test_examples_that_do_not_hold_are_shown_in_the_rule_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = RULE.replace("weight: 5", "weight: 0")
    own = write_pack(tmp_path, PACK, {"weight-positive.yaml": text})
    code, shown = run(capsys, "rules", "test", own)
    line = text.split("\n").index("    - indicators: [{name: 甲, weight: 0}]") + 1
    assert code == 1
    assert f"weight-positive.yaml:{line}:" in shown
    assert "example-failed" in shown
    assert "2 examples, 1 do not hold" in shown


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at: /indicators/0/weight", "at: /indicators/0/name"),
        ("at: /indicators/0/weight", "at: /indicators/0/weight\n      message: 别的话"),
        ("{name: 甲, weight: 5}", "{name: 甲, wieght: 5}"),
    ],
)
def test_a_wrong_expectation_is_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str) -> None:
    assert old in RULE
    own = write_pack(tmp_path, PACK, {"weight-positive.yaml": RULE.replace(old, new)})
    code, _ = run(capsys, "rules", "test", own)
    assert code == 1


def test_mutants_and_coverage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = write_pack(tmp_path, PACK, {"weight-positive.yaml": RULE})
    code, text = run(capsys, "rules", "test", own, "--mutate", "--coverage")
    assert code == 0
    # `> 0` becomes `>= 0`, which the failing example notices; `0` becomes `1`, which nothing does.
    assert "no example notices “0” becoming “1”" in text
    assert "2 mutants, 1 killed (50 %)" in text
    assert "no rule reads: target-table /indicators/*/name" in text
    assert "/indicators/*/weight" not in text


def test_a_new_rule_passes_check_and_test(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = write_pack(tmp_path)
    code, text = run(capsys, "rules", "new", "leader-missing", "--rules", own)
    assert code == 0
    assert "leader-missing.yaml" in text
    for command in ("check", "test"):
        code, text = run(capsys, "rules", command, own)
        assert code == 0, text
    code, text = run(capsys, "rules", "new", "leader-missing", "--rules", own)
    assert code == 1
    assert "already" in text


def test_a_new_rule_overwrites_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = write_pack(tmp_path)
    path = tmp_path / "leader-missing.yaml"
    path.symlink_to(tmp_path / "elsewhere.yaml")
    code, _ = run(capsys, "rules", "new", "leader-missing", "--rules", own)
    assert code == 1
    assert not (tmp_path / "elsewhere.yaml").exists()


@pytest.mark.parametrize("id", ["Weight", "weight_missing", "../x", "a--b", ""])
def test_a_malformed_id_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], id: str) -> None:
    own = write_pack(tmp_path)
    code, _ = run(capsys, "rules", "new", id, "--rules", own)
    assert code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pack.yaml"]


def test_explain_and_list(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run(capsys, "explain", "CST801")
    assert code == 0
    assert text.startswith("cost-over-budget · Cost indicators exceed the annual budget")
    assert "basis:" in text
    assert "≤60000元" in text
    code, text = run(capsys, "explain", "value-must-be-quoted")
    assert code == 0
    assert "folded" in text
    code, text = run(capsys, "rules", "list")
    assert code == 0
    assert "cost-over-budget" in text
