"""Quantities inside running text."""

import re
from decimal import Decimal
from functools import lru_cache

from linter import limits
from linter.decimals import EXACT
from linter.values.counted import denominator_atom
from linter.values.figures import FIGURES
from linter.values.lexicon import expand, word_set
from linter.values.normalise import normalise
from linter.values.numerals import han_number
from linter.values.quantity import Quantity
from linter.values.units import Unit, UnitTable, table

_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d{1,20})?|(?<![\d.])(?<!\d,)\d{1,30}(?:\.\d{1,20})?"
_NUMERAL = "(?<![第数几])(?!<<numeral_words>>)<<han>>(?!分之)"
_UNIT = "(?P<many>[十百千万亿]{0,2})(?:<<more>>)(?P<rough><<unit>>)|(?P<unit><<unit>>)"
_RATES = "(?P<rates>(?:[/·]<<unit>>|每<<unit>>){0,3})"
_LONGEST_SHARE = 40


@lru_cache(maxsize=4)
def _pattern(units: UnitTable) -> re.Pattern[str]:
    amount = f"(?:(?P<number>{_NUMBER})|(?P<numeral>{_NUMERAL}))(?:{_UNIT}){_RATES}"
    return re.compile(expand(f"(?P<share><<parts>>)|{amount}", units), re.ASCII)


def find(text: str, units: UnitTable | None = None) -> list[tuple[Quantity, tuple[int, int]]]:
    """Quantities with known units and where they stand (code points), in order; dates are none.

    A rough number is the number it is near: 20余处 is 20处.
    """
    units = units or table()
    found: list[tuple[Quantity, tuple[int, int]]] = []
    source = normalise(text[: limits.VALUE_CHARACTERS * 10])
    for match in _pattern(units).finditer(source.text):
        quantity = _share(match[0], units) if match["share"] else _amount(source.text, match, units)
        if quantity is not None:
            found.append((quantity, source.span(*match.span())))
    return found


def _share(text: str, units: UnitTable) -> Quantity | None:
    """百分之九十; a fraction such as 三分之二 is of something that is not said."""
    if len(text) > _LONGEST_SHARE:
        return None
    amount = FIGURES["PARTS"](text, (0, len(text)))
    atom = units.atom(amount.unit or "")
    return Quantity(amount.number, Unit((atom,))) if atom is not None else None


def _amount(text: str, match: re.Match[str], units: UnitTable) -> Quantity | None:
    unit = match["unit"] or match["many"] + match["rough"]
    atom = units.atom(unit)
    if atom is None or _is_no_amount(text, match, unit):
        return None
    atoms = [atom, *(denominator_atom(units, part).inverse() for part in re.split("[/·每]", match["rates"]) if part)]
    return Quantity(_number(match), Unit(tuple(atoms)))


def _number(match: re.Match[str]) -> Decimal:
    digits = match["number"]
    return EXACT.create_decimal(digits.replace(",", "")) if digits else han_number(match["numeral"])


def _is_no_amount(text: str, match: re.Match[str], unit: str) -> bool:
    """2023年 and 12月31日 are dates (3年 and 5月 may be durations and stay); 一级 and 一组织 count nothing."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 2]
    if match["numeral"] and not match["rough"] and not _numeral_counts(unit, after):
        return True
    if unit in ("年", "年度"):
        return len(match["number"] or match["numeral"]) == 4
    if unit not in word_set("date_units"):
        return False
    return before in ("年", "月") or after[:1].isdigit() or after[:1] in ("底", "末", "初", "前")


def _numeral_counts(unit: str, after: str) -> bool:
    """Whether a numeral before a unit counts: at the end of its clause, or of things and before words that say so."""
    if unit in word_set("numeral_orders"):
        return False
    ended = not "\u4e00" <= after[:1] <= "\u9fff"
    return ended or unit in word_set("numeral_before_noun") or after in word_set("numeral_before_verb")
