"""The pages about rules say what the rules say."""

from tests.packs.pages import FOLDER, pages


def test_the_pages_are_up_to_date() -> None:
    wanted = pages()
    found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert sorted(found) == sorted(wanted)
    outdated = [name for name, text in wanted.items() if found[name] != text]
    assert not outdated, "python -m tests.packs.pages --write"
