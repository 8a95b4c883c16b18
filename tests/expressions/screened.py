"""Documents for the tests of screening: tables of the corpus, as they are and with cells and rows changed."""

import random
from collections.abc import Iterator
from pathlib import Path

from linter import prepare, readers
from linter.diagnostic import Outcome
from linter.document import Document, Kind, Node, sequence
from linter.outcomes import judge
from linter.rule import Rule
from linter.rulebook import RuleBook

TESTS = Path(__file__).parent.parent
FILES = sorted(
    path
    for folder in (TESTS / "corpus/clean", TESTS / "corpus/broken", TESTS / "data/tables")
    for path in folder.iterdir()
    if path.suffix in (".txt", ".yaml")
)
assert len(FILES) >= 20, "too few tables to say anything"

# What cells are changed to: forms of values, words of other columns, nothing.
TEXTS = (
    *(
        "",
        "  ",
        "无",
        "≥5",
        "5",
        "5万元",
        "≤3万元/人",
        "≤0万元",
        "95%",
        "≥200人次",
        "显著",
        "2023年12月",
        "abc",
        "0",
        "-3",
        "1e5",
    ),
    *("预算支出标准", "历史标准", "质量指标", "满意度指标", "按评判等级赋分", "xx率", "…合计", "≥95", "10-20人"),
)


def documents(path: Path, book: RuleBook) -> list[Document]:
    """The submissions of a file, not prepared yet."""
    return list(readers.read(path.read_bytes(), path.name, book.kinds).documents)


def prepared(document: Document, book: RuleBook) -> Document:
    pack = book.pack_for(document.kind)
    list(prepare.prepare(document, pack.canonical, pack.units))
    return document


def mangled(document: Document, chance: random.Random) -> Document:
    """The document with a few things changed in place: cells, rows, whether the form has a column."""
    nodes = [node for node in document.root.walk() if node.parent is not None]
    for _ in range(chance.randint(1, 6)):
        node = chance.choice(nodes)
        scalars = [one for one in nodes if one.kind is Kind.SCALAR]
        match chance.randrange(7):
            case 0:
                _remove(node)
            case 1 if node.kind is Kind.SCALAR:
                node.text = node.value = chance.choice(TEXTS)
            case 2 if node.kind is Kind.SCALAR:
                node.text = node.value = chance.choice(scalars).text
            case 3:
                patterns = [field.pattern for field in document.kind.root.walk() if field.pattern]
                document.absent |= {chance.choice(patterns)}
            case 4 if node.kind is Kind.SCALAR:
                node.value = None
            case 5 if node.kind is Kind.SCALAR and node.parent is not None and node.parent.kind is Kind.MAPPING:
                made = sequence(node.place)
                made.field = node.field
                node.parent.put(str(node.key), made)
            case 6:
                for one in nodes:  # a whole column
                    if one.field is node.field and one.kind is Kind.SCALAR:
                        _remove(one)
    return document


def _remove(node: Node) -> None:
    assert node.parent is not None
    if node.parent.kind is Kind.MAPPING:
        node.parent.children.pop(node.key, None)
    elif node in node.parent.children:
        node.parent.children.remove(node)


def reported(rule: Rule, document: Document) -> Iterator[int]:
    """The numbers of the runs that are neither passed nor not applicable."""
    for number, verdict in enumerate(judge(rule, document)):
        if verdict.outcome not in (Outcome.PASS, Outcome.NOT_APPLICABLE):
            yield number


def missed(rule: Rule, document: Document, looked_at: int) -> list[int]:
    """The runs that should have been looked at; a rule with rows of a parameter is looked at as a whole."""
    return [number for number in reported(rule, document) if not looked_at >> number & 1]
