"""What a number counts: its unit and denominators, with the notes on how they are written."""

from decimal import Decimal
from typing import Final

from linter.values.draft import Draft
from linter.values.lexicon import HAN_DIGIT
from linter.values.numerals import han_number
from linter.values.pieces import Amount, Denominator, Every, Place, Unreadable, Word
from linter.values.quantity import plain
from linter.values.units import PLAIN, Atom, Row, Unit, counted_atom, named_atom, table

_COUNTERS: Final = frozenset({"count", "person"})
MULTIPLIERS: Final = "十百千万亿萬億"


def written_unit(text: str) -> tuple[str, Row | None]:
    """How a unit is shown (% for all its spellings) and its row."""
    found = table().find(text)
    if found is None:
        return text, None
    row, prefix = found
    return ("%" if row.name == "%" and not prefix else text), row


def unit_atom(draft: Draft, text: str, place: Place | None) -> Atom:
    """The atom of a written unit; notes on its spelling."""
    if all(sign in MULTIPLIERS for sign in text):
        factor = Decimal(1)
        for sign in text:
            factor *= table().multipliers[sign]
        money = draft.money_row
        if place is not None:
            draft.note("currency-suffix-missing", place, text + "元" if money else None)
        return Atom(text + "元", "元", factor, "money") if money else Atom(text, "", factor, "number")
    house = table().house(text)
    if house is not None and place is not None and "(" not in text:
        draft.note("unit-alias", place, house)
    atom = table().atom(text) or table().atom(text.replace("(", "").replace(")", ""))
    if atom is None and "(" in text:
        atom = table().atom(text.partition("(")[0])
    if atom is None and place is not None:
        draft.note("unit-unknown", place)
    return atom or named_atom(text)


def denominator_atom(text: str) -> Atom:
    """年, 10万公顷, 两年, or a word such as 机构."""
    atom = counted_atom(text)
    if atom is not None:
        return atom
    digits = len(text) - len(text.lstrip(HAN_DIGIT + "十百"))
    known = table().atom(text[digits:]) if digits else None
    if known is None:
        return named_atom(text)
    return Atom(text, known.base, known.factor * han_number(text[:digits]), known.dimension_class)


def _slip(draft: Draft, amount: Amount, every: list[Every]) -> str | None:
    """人/次 where 人次 is meant: a unit of its own, not a rate."""
    unit, per = amount.unit, amount.per
    if unit is None or every or len(per) != 1 or per[0].text != "次" or per[0].spelled:
        return None
    found = table().find(unit + "次")
    if found is None or not amount.unit_place:
        return None
    place = amount.unit_place[0], per[0].place[1]
    draft.note("unit-order", place, unit + "次")
    amount.unit_place, amount.per = place, []
    return unit + "次"


def full_unit(draft: Draft, amount: Amount, every: list[Every]) -> tuple[str | None, tuple[str, ...], Unit]:
    """The unit as shown, the denominators, and the whole unit."""
    slip = _slip(draft, amount, every)
    denominators = [Denominator(one.text, one.place) for one in every] + amount.per
    atoms: list[Atom] = []
    unit: str | None = None
    if amount.unit is not None:
        unit = f"{slip[:-1]}/次" if slip else written_unit(amount.unit)[0]
        for part in (slip or amount.unit).split("·"):
            atoms.append(unit_atom(draft, part, None if slip else amount.unit_place))
        draft.mark("unit", amount.unit_place)
    elif denominators:
        money = draft.money_row
        draft.note("currency-suffix-missing", amount.number_place, plain(amount.number) + "元" if money else None)
        if money:
            atoms.append(Atom("元", "元", Decimal(1), "money"))
    for index, one in enumerate(denominators):
        draft.mark(f"per.{index}", one.place)
        house = table().house(one.text)
        if house is not None:
            draft.note("unit-alias", one.place, house)
        atoms.append(denominator_atom(one.text).inverse())
    return unit, tuple(one.text for one in denominators), Unit(tuple(atoms)) if atoms else PLAIN


def adopt_tail(draft: Draft, amount: Amount, tail: Word | None) -> None:
    """A short word right after a bare number is its unit, if an unknown one; a unit after a unit is a slip."""
    if tail is None or tail.place[0] != amount.place[1]:
        return
    atom = table().atom(tail.text)
    last = amount.per[-1] if amount.per else None
    if last is not None and last.text.lstrip("0123456789.") in MULTIPLIERS and len(tail.text) <= 2 and atom is None:
        last.text, last.place = last.text + tail.text, (last.place[0], tail.place[1])  # 次/万车
        return
    if amount.unit is not None and all(sign in MULTIPLIERS for sign in amount.unit) and len(tail.text) <= 2:
        if amount.unit_place and tail.place[1] == len(draft.body) and not amount.per:  # 万园
            amount.unit, amount.unit_place = amount.unit + tail.text, (amount.unit_place[0], tail.place[1])
        return
    if amount.unit is not None:
        own = table().atom(amount.unit)
        if atom is not None and not (own and own.dimension_class in _COUNTERS and atom.dimension_class in _COUNTERS):
            raise Unreadable("unit-stacked", tail.place)
        return
    if tail.text.isascii():
        raise Unreadable("unreadable", tail.place)
    if len(tail.text) <= 4 and tail.place[1] == len(draft.body) and not amount.per:
        amount.unit, amount.unit_place = tail.text, tail.place


def is_time(amount: Amount) -> bool:
    """Whether an amount is a duration."""
    atom = table().atom(amount.unit or "")
    return atom is not None and atom.dimension_class == "time"
