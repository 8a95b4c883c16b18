"""Comments are found where YAML sees them, whichever parser is there."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter import composer

TEXT = """\
%YAML 1.2
# one
--- # two
a: 1 # three
b: | # four
  text # no

  # no

# five
c: "q # no" # six
d:
  - x: 'a

      # no' # seven
  # eight
  - {a: b#no, # nine
     b: 2}
e: >-
   # no
 # ten
f: plain
  cont # eleven
g: [1,
# twelve
2]
... # thirteen
# fourteen"""

NAMES = re.findall(r"# (?!no\b)(\w+)", TEXT)


@pytest.fixture(params=["C", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "pure":
        monkeypatch.setattr(composer, "_c_loader", lambda: None)
    return str(request.param)


def test_every_comment_and_nothing_else(parser: str) -> None:
    found, _ = composer.comments(TEXT)
    assert [TEXT[start:end] for start, end in found] == [f"# {name}" for name in NAMES]


def test_tokens_and_dashes(parser: str) -> None:
    _, tokens = composer.comments(TEXT)
    assert [TEXT[token.start : token.end] for token in tokens if token.dash] == ["-", "-"]
    assert TEXT[tokens[0].start : tokens[0].end] == "a"


def test_line_ends(parser: str) -> None:
    for newline in ("\r\n", "\r"):
        text = TEXT.replace("\n", newline)
        found, _ = composer.comments(text)
        assert len(found) == len(NAMES) == 14
        assert not any(re.search(r"[\r\n]", text[start:end]) for start, end in found)


PIECES = ("a: ", "b", "'", '"', "#", " # c", "\n", "\n  ", "- ", "|\n  ", ">\n ", "[", "]", "{", "}", ",", "\r\n", "工")


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_what_is_left_without_comments_means_the_same(text: str) -> None:
    """A comment is what may be blanked out without changing what is read."""
    before = parsed(text)
    if before is None:
        return
    found, _ = composer.comments(text)
    blanked = list(text)
    for start, end in found:
        blanked[start:end] = " " * (end - start)
    assert parsed("".join(blanked)) == before


def parsed(text: str) -> list[str] | None:
    from ruamel.yaml.error import YAMLError

    try:
        return [shape(root) for root in composer.compose(text)]
    except (YAMLError, composer.TooDeep, RecursionError, IndexError, AttributeError, ValueError):
        return None


def shape(node: object, depth: int = 0) -> str:
    value = getattr(node, "value", "")
    if depth > 20 or isinstance(value, str):
        return repr(value)
    below = [one for item in value for one in (item if isinstance(item, tuple) else [item])]
    return repr([shape(one, depth + 1) for one in below])
