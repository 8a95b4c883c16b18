"""Chinese numerals, and digits of any script."""

from decimal import Decimal
from typing import Final

_DIGITS: Final = {
    sign: value
    for value, signs in enumerate(
        ["零〇○0O", "一壹", "二两兩贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"]
    )
    for sign in signs
}
_PLACES: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}


def han_number(text: str) -> Decimal:
    """A number in Chinese numerals: 一百二十 → 120, 二〇二三 → 2023, 九十五点五 → 95.5, 半 → 0.5."""
    whole, _, fraction = text.partition("点")
    if len(whole) > 1 and all(sign in _DIGITS for sign in whole):
        number = Decimal("".join(str(_DIGITS[sign]) for sign in whole))
    else:
        number = Decimal(_whole(whole.replace("半", "")))
    if "半" in whole:
        number += Decimal("0.5")
    if fraction:
        number += Decimal("0." + "".join(str(_DIGITS[sign]) for sign in fraction))
    return number


def _whole(text: str) -> int:
    total = section = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _PLACES:
            section += (digit or 1) * _PLACES[sign]
            digit = 0
        else:  # 万; a number with 亿 is read in two parts
            total += (section + digit or 1) * 10**4
            section = digit = 0
    return total + section + digit


def has_digit(text: str) -> bool:
    """Whether a text has a digit of any script; numerals (一次性) and Roman grades (Ⅲ类) are none by themselves."""
    return any(sign.isnumeric() and not "\u4e00" <= sign <= "\u9fff" and not "Ⅰ" <= sign <= "ↈ" for sign in text)
