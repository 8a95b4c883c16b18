"""The easy tier of YAML against the parser: the same nodes, or none at all."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bench.corpus import corpus
from linter.document import Node
from linter.readers import easy_yaml, yaml
from linter.source import Source

EXAMPLES = Path(__file__).parents[2] / "examples"


def seen(node: Node) -> Any:
    """All that a node says, and where."""
    places = [(one.start, one.end, one.text_start) if one else None for one in (node.place, node.key_place)]
    own = (node.kind, node.text, node.value, type(node.value), node.key, node.label, node.quoted, places)
    return (own, [(seen(below), below.parent is node) for below in node.items()])


def agrees(text: str) -> bool:
    """Whether the easy tier took a text; fails where it took it otherwise than the parser does."""
    found = easy_yaml.parse(text)
    if found is None:
        return False
    roots, problems = yaml.parse(Source("a.yaml", text))
    assert problems == []
    assert [seen(root) for root in roots] == [seen(found)]
    return True


def test_the_canonical_form_is_easy() -> None:
    for made, _ in corpus(30, distinct=True):
        assert agrees("\n".join(made.lines()) + "\n")
    documents = (EXAMPLES / "korla-2023.yaml").read_text(encoding="utf-8").split("---\n")[1:]
    assert len(documents) == 3
    assert all(map(agrees, documents))


# One slip each, as people and programs make them, in a text that is easy otherwise.
PLAIN = [
    "1",
    "-1",
    "1.50",
    "true",
    "null",
    "~",
    "2023-01-01",
    "a b",
    "甲，乙",
    "1_000",
    "≥95%",
    "=100%",
    "<5",
    "100%",
    ">5",
]
PLAIN += [
    ">=1人",
    "@x",
    "`x",
    "%x",
    "*x",
    "&x",
    "!x",
    "!x y",
    "|",
    "> x",
    "- x",
    "-x",
    "?x",
    "? x",
    ":x",
    "a:b",
    "a: b",
    "a:",
]
PLAIN += [
    "a #b",
    "a#b",
    "# b",
    '"a"',
    "'a'",
    '"a" b',
    '"a',
    "'a''b'",
    '"a\\n"',
    "[a]",
    "[a, b]",
    "[a,b]",
    "[]",
    "[a, ]",
]
PLAIN += [
    "[a,, b]",
    "[a b, c]",
    "[a , b]",
    "[1, ~]",
    "[a: b]",
    "[a",
    "{a: b}",
    "a\tb",
    "\ta",
    "a\u3000",
    "\u3000a",
    "\ufeffa",
]
PLAIN += [
    "a\u2028b",
    "a\x85b",
    "a\x07",
    "é",
    "𠮷",
    "<<",
    "=",
    "---",
    "...",
    "a ",
    " a",
    "",
    "12:30",
    "权重：20",
    "[甲，乙]",
]
KEYS = [
    "a",
    "指标",
    "项目资金（万元）",
    "a b",
    '"a"',
    "1",
    "-a",
    "a.b",
    "a:b",
    "?a",
    "[a]",
    "null",
    "A_1",
    "<<",
    "a/b",
    "、a",
    "··",
]
LINES = [
    "",
    " ",
    "# x",
    "  # x",
    "---",
    "...",
    "%YAML 1.2",
    "\t",
    "x",
    "  x",
    "- x",
    "  - x",
    "- - x",
    "-",
    "-  a: b",
    "? a",
    ": b",
]


@pytest.mark.parametrize("value", PLAIN)
@pytest.mark.parametrize(
    "frame",
    ["k: {}\n", "k:\n  - {}\n  - x\n", "k:\n- {}\n", "k:\n  l: {}\nm: x\n", "k: {}", "k:\n  - l: {}\n    m: 1\n"],
)
def test_values(value: str, frame: str) -> None:
    agrees(frame.format(value))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    "frame", ["{}: x\n", "k:\n  {}: x\n", "k:\n  - {}: x\n", "{}:\n", "a: x\n{}: y\n", "{} : x\n", "{}:x\n"]
)
def test_keys(key: str, frame: str) -> None:
    agrees(frame.format(key))


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("before", ["", "k: x\n", "k:\n", "k:\n  - a\n", "k:\n  a: b\n", "k:\n  - a: b\n"])
@pytest.mark.parametrize("after", ["", "m: x\n", "  n: x\n", "  - n: x\n", "    o: x\n", "    x\n"])
def test_lines(before: str, line: str, after: str) -> None:
    agrees(before + line + "\n" + after)
    agrees(before + line + after)


def test_many_slips_are_still_easy() -> None:
    frames = [f"k:\n  - l: {value}\n    m: 1\n" for value in PLAIN]
    assert sum(map(agrees, frames)) > len(frames) // 3


VALUES = st.sampled_from(PLAIN) | st.text(alphabet="ab01.-:,#[]{}\"'\\ 甲：，>|&*!%@`~≥", max_size=6)
BLOCK = st.tuples(
    st.sampled_from(["", "  ", "    ", "   ", "      "]),
    st.sampled_from(["", "", "", "- ", "-  ", "-"]),
    st.sampled_from(["", "a: ", "b: ", "c: ", "指标: ", "a:", "b:", "a:  "]),
    VALUES,
).map("".join)


@given(
    st.lists(BLOCK | st.sampled_from(LINES), min_size=1, max_size=10),
    st.sampled_from(["", "\n", "\n\n", "\n# x", "\r\n"]),
)
@example(["a:", "- b", "c: d"], "\n")
@example(["a:", "  - b: c", "    d:", "    - e", "  # x", "", "f: g"], "\n")
@example(["a: b", "  c: d"], "\n")
@example(["a:", "  - b", "  c: d"], "\n")
def test_generated_texts(lines: list[str], end: str) -> None:
    agrees("\n".join(lines) + end)


@given(st.integers(1, 40), st.data())
def test_mangled_submissions(number: int, data: st.DataObject) -> None:
    made = next(one for one, _ in corpus(number) if one.number == number)
    lines = made.lines()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        cut = data.draw(st.integers(0, len(line)))
        slip = data.draw(
            st.sampled_from(["", " ", "  ", "\t", ":", "-", "#", '"', "[", ",", "：", "~", "\n", "\r", "\u3000"])
        )
        lines[at] = line[:cut] + slip + line[cut + data.draw(st.integers(0, 2)) :]
    agrees("\n".join(lines) + "\n")
