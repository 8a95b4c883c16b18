"""The words and units as regular expressions, and the parser built with them.

`grammar.lark` refers to fragments as `<<name>>`; here they are made from the two tables.  Everything is built once,
on first use.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from linter import resources
from linter.values.model import Op
from linter.values.units import UnitTable

if TYPE_CHECKING:
    from lark import Lark

Strength = Literal["sign", "strong", "loose", "weak", "reach", "hold"]

SIGNS: Final[Mapping[str, Op]] = {
    ">=": ">=", "=>": ">=", "≥": ">=", "≥=": ">=", "<=": "<=", "=<": "<=", "≤": "<=", "≤=": "<=",
    "=": "=", ">": ">", "<": "<", "≈": "~", "约=": "~", "~": "~",
}  # fmt: skip

HAN_DIGIT: Final = "零〇一二两三四五六七八九兩壹贰叁肆伍陆柒捌玖"
# 千 after 百 begins a unit: 一百千克.
_HAN_SIGN: Final = f"(?:[{HAN_DIGIT}十百拾佰半]|(?<![十百千拾佰仟])[千仟])"
_HAN: Final = rf"{_HAN_SIGN}(?:{_HAN_SIGN}|[万萬](?=[{HAN_DIGIT}十])){{0,15}}(?:点[{HAN_DIGIT}]{{1,8}})?"
_MONTH: Final = "(?:1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])"
_DAY: Final = (
    "(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
)
_OTHER_SIGNS: Final = "年月日号时點点季比"  # of dates and proportions
_TEMPLATE: Final = re.compile(r"<<(\w+)>>")
# What a template leaves to be filled in; a text that holds one anywhere is a placeholder.
_HOLE: Final = (
    r"\*{2,}|[×xX]{2,}(?!\d)|_{2,}|□+|○{2,}|〇{2,}(?!年)|\?{2,}|…+|\.{3,}"
    r"|(?<![/(·].)(?<![/(·]..)(?<![/(·]...)(?<!\d[^年月])[*×xX](?=<<unit>>(?:$|[^A-Za-z0-9]))"
    r"|(?<=[<>=≥≤])[*×xXN?_](?![\d.<>=≥≤])"
)
_CONTROLS: Final = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\ud800-\udfff\ue000-\uf8ff"


@cache
def words() -> dict[str, Any]:
    """The data of `words.yaml`."""
    data: dict[str, Any] = resources.load_yaml(resources.data_file("values", "words.yaml"))
    return data


@cache
def word_set(name: str) -> frozenset[str]:
    return frozenset(words()[name])


@cache
def comparator_words() -> dict[str, tuple[Op, Strength]]:
    """Each comparator word with its operator and how firmly it is one."""
    found: dict[str, tuple[Op, Strength]] = {}
    for op, kinds in words()["comparators"].items():
        for strength, listed in kinds.items():
            found.update(dict.fromkeys(listed, (op, strength)))
    found.update(dict.fromkeys(words()["reach"], (">=", "reach")))
    found.update(dict.fromkeys(words()["hold"], ("<=", "hold")))
    found.update(dict.fromkeys(words()["until"], ("<=", "weak")))
    return found


@cache
def suffix_words() -> dict[str, Op]:
    return {word: op for op, listed in words()["suffixes"].items() for word in listed}


@cache
def edge_words() -> dict[str, str]:
    """年底 → end, 月初 → start, …"""
    return {word: name for name, listed in words()["edges"].items() for word in listed}


def alternation(listed: Iterable[str]) -> str:
    """The words as one pattern, longest first, sharing common beginnings so that matching stays cheap."""
    trie: dict[str, Any] = {}
    for word in listed:
        node = trie
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = {}
    return _branch(trie)


def _branch(node: dict[str, Any]) -> str:
    ways = [re.escape(sign) + _branch(below) for sign, below in node.items() if sign]
    if not ways:
        return ""
    if len(ways) == 1 and "" not in node:
        return ways[0]
    return f"(?:{'|'.join(ways)}){'?' if '' in node else ''}"


def _unit(units: UnitTable) -> str:
    """Every spelling with up to three multipliers; Latin ones never inside a longer Latin word."""
    latin = [text for text in units.spellings() if text[0].isascii() and text[0].isalpha()]
    other = [text for text in units.spellings() if text not in latin]
    folded = {text.casefold() for text in latin if len(text) > 1}
    exact = [text for text in latin if len(text) == 1]
    word = f"(?:{alternation(other)}|(?:(?i:{alternation(folded)})|{alternation(exact)})(?![A-Za-z]))"
    multiplier = f"[{''.join(units.multipliers)}]"
    return f"{multiplier}{{0,3}}?{word}|{multiplier}{{1,3}}"


def _weak(strengths: Mapping[str, list[str]]) -> str:
    """Comparators that only a number makes one; those that end other words (节约, 公共) not after their beginnings."""
    ends: Mapping[str, str] = words()["not_after"]
    listed = [*strengths["weak"], *strengths["reach"]]
    safe = alternation(word for word in listed if word not in ends)
    return "|".join([safe, *(f"(?<![{before}]){word}" for word, before in ends.items())])


def _plain(listed: Iterable[str]) -> str:
    """A character that begins no word of the grammar."""
    begins = {word[0] for word in listed if ord(word[0]) > 0x7F}
    return (
        rf"[^\x00-\x7f{''.join(sorted(begins))}每第介在正且并同或一二三四五六七八九十两百千万萬半零〇≥≤≈±×·、。￥¥＄]"
    )


@cache
def fragments(units: UnitTable) -> dict[str, str]:
    """What each `<<name>>` of the grammar stands for."""
    data = words()
    strengths: dict[str, list[str]] = {"strong": [], "loose": [], "weak": [], "reach": [], "hold": []}
    for word, (_, kind) in comparator_words().items():
        strengths[kind].append(word)
    before = alternation(data["before"])
    edges = [*edge_words()]
    year_edges = [word for word in edges if word[0] in "年月季"]
    halves = [word for listed in data["halves"].values() for word in listed]
    years = [*data["this_year"], *data["next_year"], *data["last_year"]]
    begun = [*comparator_words(), *year_edges, *halves, *years, *data["whole_year"], *data["prefix_units"]]
    begun += [*data["change"]["doubling"], *data["names"], *data["idioms"]]
    year_edge = alternation(year_edges)
    unit_starts = {text[0] for text in (*units.spellings(), *units.multipliers)}
    return {
        "unit": _unit(units),
        "unit_start": f"[{re.escape(''.join(sorted(unit_starts)))}]",
        "counter": f"[{''.join(sorted(sign for sign in unit_starts - set(_OTHER_SIGNS) if ord(sign) > 0x7F))}%]",
        "strong": alternation([*strengths["strong"], *strengths["loose"], *strengths["hold"]]),
        "weak": _weak(strengths),
        "until": alternation(data["until"]),
        "figure": rf"[+-]?\.?[0-9]|{_HAN_SIGN}|[万萬]分之|\(?[<>=≥≤]|\([0-9]",
        "han": _HAN,
        "han_sign": _HAN_SIGN,
        "parts": rf"(?:{_HAN}|[十百千]?[万萬亿])分之(?:{_HAN}|[0-9]+(?:\.[0-9]+)?)|百分百",
        "numeral_words": alternation(data["numeral_words"]),
        "doubling": alternation(data["change"]["doubling"]),
        "prefix": alternation(data["prefix_units"]),
        "more": alternation(data["more"]),
        "suffix": alternation(suffix_words()),
        "including": rf"\((?:{alternation([*data['inclusive'], *data['exclusive']])})(?:[0-9][^()]{{0,8}})?\)",
        "year4": "(?:19|20)[0-9]{2}",
        "compact": "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])",
        "cnyear": "[一二][〇零○0O一二三四五六七八九]{3}(?=年)",
        "month": _MONTH,
        "day": _DAY,
        "before": before,
        "bound": alternation([*data["before"], *data["within"], *data["since"], *data["after"]]),
        "edge": alternation(edges),
        "year_edge": year_edge,
        "relative_year": f"{alternation(years)}(?={_MONTH}月|年?[底末内初]|{year_edge}|{_DAY}日)",
        "half": alternation(halves),
        "whole_year": alternation(data["whole_year"]),
        "names": alternation(data["names"]),
        "idioms": alternation(data["idioms"]),
        "hotlines": alternation(data["hotlines"]),
        "plain": _plain(begun),
    }


def expand(pattern: str, units: UnitTable) -> str:
    """A pattern with its fragments in place; to be compiled with `re.ASCII`, so that \\d is 0 to 9."""
    known = fragments(units)
    return _TEMPLATE.sub(lambda match: f"(?:{known[match[1]]})", pattern)


@dataclass(frozen=True)
class Language:
    """The parser, and the pattern that finds a gap to fill in (group 1) or damaged text anywhere."""

    lark: "Lark"
    refusal: type[Exception]  # raised by `lark` for a text that the grammar does not know
    spoilt: re.Pattern[str]


@cache
def language(units: UnitTable) -> Language:
    """The language over a unit table."""
    from lark import Lark
    from lark.exceptions import UnexpectedInput
    from lark.lexer import PatternRE, TerminalDef

    from linter.values.builder import Builder

    def fill(terminal: TerminalDef) -> None:
        if isinstance(terminal.pattern, PatternRE):
            terminal.pattern = PatternRE(expand(terminal.pattern.value, units), terminal.pattern.flags)

    lark = Lark(
        resources.load_text(resources.data_file("values", "grammar.lark")),
        parser="lalr",
        lexer="contextual",
        edit_terminals=fill,
        transformer=Builder(units),
        maybe_placeholders=False,
        keep_all_tokens=True,
        g_regex_flags=re.ASCII,
    )
    return Language(lark, UnexpectedInput, re.compile(_spoilt(units), re.ASCII))


def _spoilt(units: UnitTable) -> str:
    """A gap or damage; the look-ahead at one character keeps the search cheap where there is neither."""
    mojibake = words()["mojibake"]
    begins = re.escape("*×xXN_□○〇?…." + "".join(sorted({word[0] for word in mojibake})))
    return f"(?=[{begins}{_CONTROLS}])(?:({expand(_HOLE, units)})|[{_CONTROLS}]|{alternation(mojibake)})"
