"""What a plain scalar of YAML means."""

from typing import Any

from linter.decimals import decimal

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def resolve(text: str) -> Any:
    """Null, a truth value, an exact number, or the text itself."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text[0] in "+-.0123456789" and "," not in text:
        number = decimal(text)
        if number is not None:
            return number
    return text
