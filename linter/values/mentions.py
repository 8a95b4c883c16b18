"""Quantities inside running text."""

import re
from functools import lru_cache

from linter import limits
from linter.decimals import EXACT
from linter.values.counted import denominator_atom
from linter.values.lexicon import expand, word_set
from linter.values.normalise import normalise
from linter.values.numerals import han_number
from linter.values.quantity import Quantity
from linter.values.units import Unit, UnitTable, table

_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d{1,20})?|(?<![\d.])(?<!\d,)\d{1,30}(?:\.\d{1,20})?"
_NUMERAL = "(?<![第数几])(?!<<numeral_words>>)<<han>>"
_RATES = "((?:[/·]<<unit>>|每<<unit>>){0,3})"


@lru_cache(maxsize=4)
def _pattern(units: UnitTable) -> re.Pattern[str]:
    return re.compile(expand(rf"(?:({_NUMBER})|({_NUMERAL}))(<<unit>>){_RATES}", units), re.ASCII)


def find(text: str, units: UnitTable | None = None) -> list[tuple[Quantity, tuple[int, int]]]:
    """Quantities with known units and where they stand (code points), in order; dates are none."""
    units = units or table()
    found: list[tuple[Quantity, tuple[int, int]]] = []
    source = normalise(text[: limits.VALUE_CHARACTERS * 10])
    for match in _pattern(units).finditer(source.text):
        digits, numeral, unit, rates = match.groups()
        atom = units.atom(unit)
        if atom is None or _is_no_amount(source.text, match):
            continue
        number = EXACT.create_decimal(digits.replace(",", "")) if digits else han_number(numeral)
        atoms = [atom, *(denominator_atom(units, part).inverse() for part in re.split("[/·每]", rates) if part)]
        found.append((Quantity(number, Unit(tuple(atoms))), source.span(*match.span())))
    return found


def _is_no_amount(text: str, match: re.Match[str]) -> bool:
    """2023年 and 12月31日 are dates (3年 and 5月 may be durations and stay); 一级 and 一组织 count nothing."""
    number, unit = match[1] or match[2], match[3]
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 2]
    if match[2] and not _numeral_counts(unit, after):
        return True
    if unit in ("年", "年度"):
        return len(number) == 4
    if unit not in word_set("date_units"):
        return False
    return before in ("年", "月") or after[:1].isdigit() or after[:1] in ("底", "末", "初", "前")


def _numeral_counts(unit: str, after: str) -> bool:
    """Whether a numeral before a unit counts: at the end of its clause, or of things and before words that say so."""
    if unit in word_set("numeral_orders"):
        return False
    ended = not "\u4e00" <= after[:1] <= "\u9fff"
    return ended or unit in word_set("numeral_before_noun") or after in word_set("numeral_before_verb")
