"""What the documentation shows is what the program does."""

import re
import shlex
from pathlib import Path

import pytest

from linter.cli import main
from linter.packtest import run_examples
from linter.rulebook import load_rulebook

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_BLOCK = re.compile(r"^```(console|yaml rule)\n(.*?)^```$", re.M | re.S)


def blocks(kind: str) -> list[tuple[str, str]]:
    found = [
        (page.relative_to(ROOT).as_posix(), match.group(2))
        for page in PAGES
        for match in _BLOCK.finditer(page.read_text(encoding="utf-8"))
        if match.group(1) == kind
    ]
    assert found, f"no {kind} block was found, so nothing would be tested"
    return found


@pytest.mark.parametrize(("page", "text"), blocks("console"))
def test_console_block(
    page: str, text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command gives the lines below it; `…` alone on a line stands for any number of lines."""
    monkeypatch.chdir(ROOT)
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, _, expected = part.partition("\n")
        words = shlex.split(command)
        assert words[0] == "jixiao", page
        main(words[1:])
        shown = capsys.readouterr().out
        pieces = [piece.strip("\n") for piece in re.split(r"^…$", expected, flags=re.M)]
        position = 0
        for piece in filter(None, pieces):
            found = shown.find(piece, position)
            assert found >= 0, f"{page}: {command}\nnot shown:\n{piece}\nbut:\n{shown}"
            position = found + len(piece)


@pytest.mark.parametrize(("page", "text"), blocks("yaml rule"))
def test_rule_block(page: str, text: str, tmp_path: Path) -> None:
    """Each rule loads into a pack with the words of the bundled one, and its examples hold."""
    folder = tmp_path / "shown"
    folder.mkdir()
    pack = (ROOT / "rules" / "target-table" / "pack.yaml").read_text(encoding="utf-8")
    (folder / "pack.yaml").write_text(pack, encoding="utf-8")
    name = re.search(r"^id: (\S+)$", text, re.M)
    assert name is not None, page
    (folder / f"{name.group(1)}.yaml").write_text(text, encoding="utf-8")
    book = load_rulebook([str(folder)])
    # The words and parameters of the bundled pack are for many rules; here there is one.
    own = [one for one in book.problems if not str(one.words.get("name", "")).startswith(("params.", "lists."))]
    assert not own, page
    tested = list(run_examples(book))
    assert len(tested) >= 2
    assert not [one.problem for one in tested if one.problem]
