"""What a number counts: its unit and denominators, with the notes on how they are written."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from linter.decimals import EXACT
from linter.values.draft import Draft
from linter.values.lexicon import HAN_DIGIT, word_set
from linter.values.model import NoteId
from linter.values.numerals import han_number
from linter.values.pieces import Amount, Denominator, Place, Unreadable, Word
from linter.values.quantity import plain
from linter.values.units import PLAIN, Atom, Unit, UnitTable, named_atom, unit

_NUMERALS: Final = frozenset(HAN_DIGIT + "十百千半")
_COUNTERS: Final = frozenset({"count", "person"})
_SERIALS: Final = (36526, 55153)  # 2000-01-01 to 2050-12-31 as Excel counts days
_DAY_ZERO: Final = date(1899, 12, 30)
_HUNDRED: Final = Decimal(100)
_DECIMAL_RATIO: Final = Unit((Atom("", "ratio", Decimal(1), "ratio"),))
# A longer word after a bare number is what was counted, not what it is counted in.
_MISSPELT: Final = re.compile("[\u4e00-\u9fff]{1,2}")
_FACTORS: Final = re.compile("[·*×]")
_UNKNOWN: Final = re.compile("[\u4e00-\u9fff]{1,3}(?:/[\u4e00-\u9fff]{1,3})*")


@dataclass(frozen=True, slots=True)
class _Spelling:
    """What a unit's spelling alone says; `house` is the usual one where the note is that it is another."""

    unit: Unit
    under: Atom  # as a denominator
    shown: str
    known: bool
    note: NoteId | None
    house: str | None


@lru_cache(maxsize=4096)
def _spelling(units: UnitTable, text: str) -> _Spelling:
    atoms = [(_atom(units, part), part) for part in _FACTORS.split(text)]
    unit = Unit(tuple(atom or named_atom(part) for atom, part in atoms))
    found, house = units.find(text), units.house(text)
    shown = "%" if found is not None and found[0].name == "%" and not found[1] else text
    note: NoteId | None = "unit-alias" if house is not None else "unit-unclear" if units.unclear(text) else None
    known = all(atom is not None for atom, _ in atoms)
    return _Spelling(unit, denominator_atom(units, text).inverse(), shown, known, note, house)


def full_unit(draft: Draft, amount: Amount, every: list[Denominator]) -> tuple[str | None, tuple[str, ...], Unit]:
    """The unit as shown, the denominators, and the unit to compute with."""
    slip = _order_slip(draft, amount, every)
    denominators = every + amount.per
    if amount.unit is None:
        over = _currency(draft, amount, denominators) if denominators else PLAIN
        shown = None
    else:
        over = _numerator(draft, slip.replace("/", "") if slip else amount.unit, None if slip else amount.unit_place)
        shown = slip or _shown(draft, amount.unit, amount.unit_place)
        draft.mark("unit", amount.unit_place)
    if not denominators:
        return shown, (), over
    under: list[Atom] = []
    for index, one in enumerate(denominators):
        draft.mark(f"per.{index}", one.place)
        under.append(_noted(draft, one.text, one.place).under)
    return shown, tuple(_shown(draft, one.text, one.place) for one in denominators), Unit((*over.atoms, *under))


def _currency(draft: Draft, amount: Amount, denominators: list[Denominator]) -> Unit:
    """The unit of a rate that names none: 28.40/株 is money in a table about money, 18/10万 a proportion."""
    if any(_spelling(draft.units, one.text).under.base for one in denominators):
        money = draft.money_table
        draft.note("currency-suffix-missing", amount.number_place, plain(amount.number) + "元" if money else None)
        return Unit((Atom("元", "元", Decimal(1), "money"),)) if money else PLAIN
    if not any(note == "proportion" for note, _ in amount.notes):
        draft.note("proportion", (amount.number_place[0], denominators[-1].place[1]))
    return PLAIN


def bare_unit(draft: Draft, number: Decimal, place: Place, alone: bool) -> Unit:
    """What a number without a unit counts, with the note that says so: the unit in the name's brackets, a share of
    one, the table's currency, or nothing.  The end of a range is not `alone`, and gets no replacement.
    """
    serial = draft.date_row and number == number.to_integral_value() and _SERIALS[0] <= number <= _SERIALS[1]
    if serial and alone:
        draft.note("excel-serial-date", place, (_DAY_ZERO + timedelta(days=int(number))).isoformat())
        return PLAIN
    meant = _named_unit(draft)
    if meant is None and _is_share(draft, number):
        percent = plain(EXACT.normalize(EXACT.multiply(number, _HUNDRED))) + "%"
        draft.note("ratio-as-decimal" if alone else "unit-missing", place, percent if alone else None)
        return _DECIMAL_RATIO
    if meant is None and draft.money_row:
        meant = draft.context.currency
    draft.note("unit-missing", place, draft.written(place) + meant if meant and alone else None)
    return unit(meant or "", draft.units) or PLAIN


def _named_unit(draft: Draft) -> str | None:
    """The unit in the last brackets of the row's name: 湿地保有量(公顷) → 公顷."""
    name = (draft.context.name or "").replace("（", "(").replace("）", ")").replace("％", "%").rstrip()
    if not name.endswith(")"):
        return None
    inner = name[name.rfind("(") + 1 : -1].lstrip("≥≤<>=* ").strip()
    return inner if draft.units.atom(inner) else None


def _is_share(draft: Draft, number: Decimal) -> bool:
    """Whether a bare number is a share of one: 0.95 in a row whose name ends in 率."""
    name = (draft.context.name or "").rstrip(")） ")
    return 0 < number <= 1 and name.endswith(tuple(word_set("share_names")))


def _shown(draft: Draft, text: str, place: Place | None) -> str:
    """A unit as written: 台（套） keeps its brackets; only % has one spelling."""
    return draft.written(place) if text[-1] == ")" and place is not None else _spelling(draft.units, text).shown


def _order_slip(draft: Draft, amount: Amount, every: list[Denominator]) -> str | None:
    """人/次 where 人次 is meant: a unit of its own, not a rate."""
    unit, per = amount.unit, amount.per
    if unit is None or amount.unit_place is None or every or len(per) != 1 or per[0].text != "次" or per[0].spelled:
        return None
    if per[0].place[0] != amount.unit_place[1] + 1:
        return None
    if draft.units.find(unit + "次") is None:
        return None
    amount.unit_place, amount.per = (amount.unit_place[0], per[0].place[1]), []
    draft.note("unit-order", amount.unit_place, unit + "次")
    return unit + "/次"


def _numerator(draft: Draft, text: str, place: Place | None) -> Unit:
    """The unit that a text is; notes on its spelling, unless `place` is None."""
    units = draft.units
    if units.only_multiplies(text):
        money, factor = draft.money_table, units.multiplier(text)
        if place is not None:
            draft.note("currency-suffix-missing", place, text + "元" if money else None)
        return Unit((Atom(text + "元", "元", factor, "money") if money else Atom(text, "", factor, "number"),))
    if place is None:
        return _spelling(units, text).unit
    spelling = _noted(draft, text, place)
    if not spelling.known:
        draft.note("unit-unknown", place)
    return spelling.unit


def _atom(units: UnitTable, text: str) -> Atom | None:
    """The atom of a unit that may have another in brackets: 台(套) is 台套, 项(个) is 项."""
    if not text.endswith(")"):
        return units.atom(text)
    first, _, second = text[:-1].partition("(")
    return units.atom(first + second) or units.atom(first)


def _noted(draft: Draft, text: str, place: Place) -> _Spelling:
    """What a spelling says, with the note if it is an alias or unclear."""
    spelling = _spelling(draft.units, text)
    if spelling.note is not None:
        house, before = spelling.house, draft.body[place[0] - 1 : place[0]]
        merges = house is not None and house[0] in draft.units.multipliers and before in _NUMERALS  # 十二KM
        draft.note(spelling.note, place, None if merges else house)
    return spelling


def denominator_atom(units: UnitTable, text: str) -> Atom:
    """年, 10万公顷, 两年, or a word such as 机构."""
    atom = units.counted_atom(text) or _atom(units, text)
    if atom is not None:
        return atom
    numeral = text[: len(text) - len(text.lstrip(HAN_DIGIT + "十百半"))]
    known = units.atom(text[len(numeral) :]) if numeral else None
    if known is None:
        return named_atom(text)
    return Atom(text, known.base, EXACT.multiply(known.factor, han_number(numeral)), known.dimension_class)


def adopt_tail(draft: Draft, amount: Amount, tail: Word | None) -> None:
    """What a word right after an amount adds to its unit; raises Unreadable for a unit after a unit."""
    if tail is None or tail.place[0] != amount.place[1]:
        return
    units, at_end = draft.units, tail.place[1] == len(draft.body)
    if amount.per:
        _lengthen(units, amount.per[-1], tail)
    elif amount.unit is None:
        _unknown_unit(amount, tail, at_end)
    elif units.only_multiplies(amount.unit):
        place = amount.unit_place
        if at_end and _MISSPELT.fullmatch(tail.text) and place is not None and place[1] == tail.place[0]:  # 万园
            amount.unit, amount.unit_place = amount.unit + tail.text, (place[0], tail.place[1])
    else:
        own, other = units.atom(amount.unit), units.atom(tail.text)
        if other is not None and (own in (None, other) or _classes(own, other) - _COUNTERS):
            raise Unreadable("unit-stacked", tail.place)


def _classes(*atoms: Atom | None) -> set[str]:
    return {atom.dimension_class for atom in atoms if atom is not None}


def _lengthen(units: UnitTable, last: Denominator, tail: Word) -> None:
    """次/万车: after a multiplier a word goes on with the denominator."""
    rest = last.text.lstrip("0123456789.")
    if rest and units.only_multiplies(rest) and last.place[1] == tail.place[0] and _UNKNOWN.fullmatch(tail.text):
        last.text, last.place = last.text + tail.text, (last.place[0], tail.place[1])


def _unknown_unit(amount: Amount, tail: Word, at_end: bool) -> None:
    """A short word at the end is the unit of a bare number, and may have denominators: 3餐/天."""
    if tail.counts or not _UNKNOWN.match(tail.text):
        raise Unreadable("unreadable", tail.place)
    name, *per = tail.text.split("/")
    if not at_end or not _UNKNOWN.fullmatch(tail.text) or name.endswith(tuple(word_set("share_names"))):
        return
    if name in word_set("numeral_before_verb"):
        return
    start = tail.place[0]
    amount.unit, amount.unit_place = name, (start, start + len(name))
    start += len(name)
    for text in per:
        amount.per.append(Denominator(text, (start + 1, start + 1 + len(text))))
        start += 1 + len(text)


def is_time(draft: Draft, amount: Amount) -> bool:
    """Whether an amount is a duration."""
    atom = draft.units.atom(amount.unit or "")
    return atom is not None and atom.dimension_class == "time"
