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
from linter.values.units import UnitTable, table

if TYPE_CHECKING:
    from lark import Lark

Strength = Literal["sign", "strong", "weak", "reach", "hold"]

SIGNS: Final[Mapping[str, Op]] = {
    ">=": ">=", "=>": ">=", "≥": ">=", "≥=": ">=", "<=": "<=", "=<": "<=", "≤": "<=", "≤=": "<=",
    "=": "=", ">": ">", "<": "<", "≈": "~", "约=": "~", "~": "~",
}  # fmt: skip

HAN_DIGIT: Final = "零〇一二两三四五六七八九兩壹贰叁肆伍陆柒捌玖"
_HAN: Final = (
    rf"(?:[{HAN_DIGIT}十百千拾佰仟]|[万亿萬億](?=[{HAN_DIGIT}十]))"
    rf"{{1,16}}(?:点[{HAN_DIGIT}]{{1,8}})?"
)
_TEMPLATE: Final = re.compile(r"<<(\w+)>>")


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


def _weak(listed: list[str]) -> str:
    """Weak comparators; one that also ends other words (节约, 公共) does not count after those words' beginnings."""
    ends = words()["not_after"]
    safe = alternation(word for word in listed if word not in ends)
    return f"(?:{safe}|{'|'.join(f'(?<![{before}]){word}' for word, before in ends.items())})"


def _unit_pattern(units: UnitTable) -> str:
    """Every spelling with up to three multipliers; Latin ones in any case and never inside a longer Latin word."""
    latin = [text for text in units.spellings() if text[0].isascii() and text[0].isalpha()]
    other = [text for text in units.spellings() if text not in latin]
    multiplier = f"[{''.join(units.multipliers)}]"
    word = rf"(?:{alternation(other)}|(?i:{alternation(latin)})(?![A-Za-z]))"
    counted = rf"{word}\({word}\)(?=$|[/以及·左])"  # 台(套) is one unit
    return rf"(?:{counted}|{word}|{multiplier}{{1,3}}(?:{counted}|{word})?)"


@cache
def fragments(units: UnitTable) -> dict[str, str]:
    """What each `<<name>>` of the grammar stands for."""
    data = words()
    unit = _unit_pattern(units)
    strength: dict[str, list[str]] = {"strong": [], "weak": [], "reach": [], "hold": []}
    for word, (_, kind) in comparator_words().items():
        strength[kind].append(word)
    before = alternation(data["before"])
    edges = [word for name, listed in data["edges"].items() for word in listed]
    suffix = alternation(suffix_words())
    more = alternation(data["more"])
    boundary = rf"(?:$|[^\u4e00-\u9fff]|{suffix}|{before}|每|之间|至|到|且|{more})"
    period = alternation(["年", "月", "周", "天", "日", "季度", "季", "个月", "学期"])
    counters = alternation(data["numeral_before_noun"])
    not_words = alternation(data["numeral_words"])
    not_before = alternation(data["numeral_not_before"])
    chinese = rf"(?<![第0-9])(?!{not_words}){_HAN}(?:(?!{not_before})(?={more}?{unit}{boundary}|(?:{counters})(?![/一二三四五六七八九十]))|(?={period}{_HAN}{unit}{boundary}))"
    parts = rf"(?:{_HAN}分之|[万萬]分之|百分(?=百))"
    doubling = alternation([*data["change"]["doubling"]])
    figure = rf"(?:[+-]?\.?[0-9]|[*]{{1,2}}|[xX×]{{2}}|{parts}|{chinese}|\(?[<>=≥≤])"
    halves = alternation(word for listed in data["halves"].values() for word in listed)
    month = r"(?:1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])"
    relative_years = alternation([*data["this_year"], *data["next_year"], *data["last_year"]])
    year_edge = alternation(word for word in edges if word[0] in "年月季")
    relative_year = rf"{relative_years}(?={month}月|年?[底末内初]|{year_edge})"
    weak = _weak([*strength["weak"], *strength["reach"]])
    strong = alternation([*strength["strong"], *strength["hold"]])
    stop = (
        rf"{strong}|(?:{weak})(?={figure})|每(?!况)|{chinese}|{parts}|{doubling}|{year_edge}|{halves}"
        rf"|{alternation(data['whole_year'])}|{relative_year}|±|介于|第[一二三四]季度|[一二三四]季度"
        rf"|[〇零一二三四五六七八九]{{4}}年|{month}月(?:[底末]|{before}|份)|十[一二]?月|"
        rf"(?:并且|同时|且|或者?)(?=[<>=≥≤]|{figure}|{strong})|(?:{alternation(data['prefix_units'])})(?=[0-9.])"
    )
    return {
        "unit": unit,
        "strong": strong,
        "weak": weak,
        "figure": figure,
        "parts": parts,
        "chinese": chinese,
        "han_number": _HAN,
        "year4": "(?:19|20)[0-9]{2}",
        "cnyear": "[〇零○一二三四五六七八九]{4}(?=年)",
        "month": month,
        "day": r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])",
        "before": before,
        "bound": alternation([*data["before"], *data["within"], *data["after"]]),
        "edge": alternation(edges),
        "year_edge": year_edge,
        "relative_year": relative_year,
        "half": halves,
        "whole_year": alternation(data["whole_year"]),
        "doubling": doubling,
        "prefix": alternation(data["prefix_units"]),
        "more": more,
        "suffix": suffix,
        "inclusive": alternation(data["inclusive"]),
        "names": alternation(data["names"]),
        "stop": stop,
    }


def expand(pattern: str, units: UnitTable) -> str:
    """A terminal's pattern with its fragments in place; digits are ASCII ones only."""
    known = fragments(units)
    filled = _TEMPLATE.sub(lambda match: f"(?:{known[match[1]]})", pattern)
    return re.sub(r"(?<!\\)(\[\^?)\\d", r"\g<1>0-9", filled).replace(r"\d", "[0-9]")


@dataclass(frozen=True)
class Language:
    """The parser and the pattern that finds a placeholder anywhere."""

    lark: "Lark"
    placeholder: re.Pattern[str]
    mojibake: re.Pattern[str]


@cache
def language(units: UnitTable | None = None) -> Language:
    """The language over a unit table (the one that ships, unless a pack extends it)."""
    from lark import Lark
    from lark.lexer import PatternRE, TerminalDef

    from linter.values.builder import Builder

    units = units or table()
    placeholder: list[str] = []

    def fill(terminal: TerminalDef) -> None:
        pattern = expand(terminal.pattern.value, units) if isinstance(terminal.pattern, PatternRE) else None
        if pattern is not None:
            terminal.pattern = PatternRE(pattern, terminal.pattern.flags)
        if terminal.name == "PLACEHOLDER":
            placeholder.append(pattern or "")

    grammar = resources.data_file("values", "grammar.lark").read_text(encoding="utf-8")
    lark = Lark(
        grammar,
        parser="lalr",
        lexer="contextual",
        edit_terminals=fill,
        transformer=Builder(units),
        maybe_placeholders=False,
        keep_all_tokens=True,
        g_regex_flags=0,
    )
    controls = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\ud800-\udfff\ue000-\uf8ff]"
    return Language(lark, re.compile(placeholder[0]), re.compile(f"{controls}|{alternation(words()['mojibake'])}"))
