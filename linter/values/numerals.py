"""Chinese numerals."""

from decimal import Decimal
from typing import Final

DIGITS: Final = {
    sign: value for value, signs in enumerate(["零〇○", "一壹", "二两兩贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"]) for sign in signs
}  # fmt: skip
_HAN_PLACES: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_HAN_GROUPS: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}


def han_number(text: str) -> Decimal:
    """A number in Chinese numerals: 一百二十 → 120, 二〇二三 → 2023, 九十五点五 → 95.5."""
    whole, _, fraction = text.partition("点")
    if len(whole) > 1 and all(sign in DIGITS for sign in whole):
        number = Decimal("".join(str(DIGITS[sign]) for sign in whole))
    else:
        number = Decimal(_han_whole(whole))
    if fraction:
        number += Decimal("0." + "".join(str(DIGITS[sign]) for sign in fraction))
    return number


def _han_whole(text: str) -> int:
    total = section = digit = 0
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in _HAN_PLACES:
            section += (digit or 1) * _HAN_PLACES[sign]
            digit = 0
        else:
            total = (total + section + digit) * _HAN_GROUPS[sign]
            section = digit = 0
    return total + section + digit
