"""The pages of `docs/rules`, made from the rules: `python -m tests.packs.pages --write` brings them up to date."""

import sys
from collections.abc import Iterator
from pathlib import Path

from linter import explain
from linter.rule import Rule
from linter.rulebook import RuleBook, load_rulebook

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "docs" / "rules"
_HEAD = """\
# 规则 / Rules

`jixiao explain ID` 在终端里显示同样的内容。 / `jixiao explain ID` shows the same in a terminal.
"""


def pages() -> dict[str, str]:
    """Every page by its file name."""
    book = load_rulebook()
    assert book.rules, "without rules there would be no pages"
    made = {f"{rule.id}.md": _page(rule, book) for rule in book.rules}
    return {"README.md": "\n".join([_HEAD, *_index(book)]) + "\n", **made}


def _page(rule: Rule, book: RuleBook) -> str:
    texts = [explain.explain(rule.id, book, language) for language in ("zh", "en")]
    blocks = [f"```text\n{text}```\n" for text in texts if text is not None]
    return f"# {rule.id}\n\n" + "\n".join(blocks)


def _index(book: RuleBook) -> Iterator[str]:
    for pack in book.packs:
        yield from (f"## {pack.id} · {pack.title['zh']} / {pack.title['en']}", "")
        families: dict[str, list[Rule]] = {}
        for rule in book.rules:
            if rule.pack is pack:
                families.setdefault(Path(rule.file.source.path).parent.name, []).append(rule)
        for family, members in sorted(families.items()):
            yield from (f"### {family}", "", "| id | | 内容 | what |", "|---|---|---|---|")
            for rule in sorted(members, key=lambda one: one.id):
                yield f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {rule.title['zh']} | {rule.title['en']} |"
            yield ""


def main() -> None:
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
