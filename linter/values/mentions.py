"""Quantities inside running text."""

import re
from functools import cache

from linter import limits
from linter.values.attached import denominator_atom
from linter.values.lexicon import expand
from linter.values.normalise import normalise
from linter.values.numerals import han_number
from linter.values.quantity import Quantity, exact
from linter.values.units import Unit, table


@cache
def _pattern() -> re.Pattern[str]:
    number = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d{1,20})?|(?<![\d.,])\d{1,30}(?:\.\d{1,20})?"
    return re.compile(expand(rf"(?:({number})|(<<chinese>>))(<<unit>>)((?:[/·]<<unit>>|每<<unit>>){{0,3}})", table()))


def find(text: str) -> list[tuple[Quantity, tuple[int, int]]]:
    """Quantities with known units and where they stand (code points), in order; dates are none."""
    found: list[tuple[Quantity, tuple[int, int]]] = []
    source = normalise(text[: limits.VALUE_CHARACTERS * 10])
    for match in _pattern().finditer(source.text):
        digits, han, unit, rates = match[1], match[2], match[3], match[4]
        number = exact.create_decimal(digits.replace(",", "")) if digits else han_number(han)
        atom = table().atom(unit)
        if atom is None or (unit in ("年", "年度", "月", "日", "号", "月份") and _date_like(source.text, match)):
            continue
        atoms = [atom, *(denominator_atom(part).inverse() for part in re.split("[/·每]", rates) if part)]
        found.append((Quantity(number, Unit(tuple(atoms))), source.span(*match.span())))
    return found


def _date_like(text: str, match: re.Match[str]) -> bool:
    """2023年 and 12月31日 are dates, 3年 and 5月 are durations or dates and stay."""
    if match[3] in ("年", "年度"):
        return len(match[1] or match[2] or "") == 4
    before, after = text[: match.start()][-1:], text[match.end() : match.end() + 1]
    return before in ("年", "月") or after.isdigit() or after in ("底", "末", "初", "前")
