"""Exact numbers from text: the one place where digits become a `Decimal`."""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation, Overflow
from functools import lru_cache

from linter import limits

_REMEMBERED = 4_096  # texts; forms repeat their numbers
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d{1,4})?", re.ASCII)
_DIGIT = re.compile(r"[+-]?\.?[0-9]")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．－＋，", "0123456789.-+,")


def decimal(text: str) -> Decimal | None:
    """The number that all of `text` is, or None.

    Full-width digits and thousands separators are understood.  More than `limits.NUMBER_DIGITS` digits, or
    an exponent beyond `limits.EXPONENT`, is no number: arithmetic on it could take for ever.
    """
    text = text.strip()
    return _decimal(text) if len(text) <= limits.NUMBER_DIGITS else None


@lru_cache(_REMEMBERED)
def _decimal(text: str) -> Decimal | None:
    text = text.translate(_HALF_WIDTH)
    if not _NUMBER.fullmatch(text) or not _DIGIT.match(text):
        return None
    number = Decimal(text.replace(",", ""))
    exponent = re.search(r"[eE]([+-]?\d+)", text)
    if exponent is not None and abs(int(exponent.group(1))) > limits.EXPONENT:
        return None
    return number


def plain(number: Decimal) -> str:
    """A decimal as digits: no exponent, no trailing zeros after the point."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


# Sums and products are exact or they are refused; only division rounds.
EXACT = Context(prec=1_000, Emax=2_000, Emin=-2_000, traps=[Inexact, InvalidOperation, Overflow])
DIVISION = Context(prec=50, rounding=ROUND_HALF_EVEN, Emax=2_000, Emin=-2_000)
