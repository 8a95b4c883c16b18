"""Texts with more than one measure: two bounds, a frequency, a duration in two units, or several values."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from linter.values import amounts
from linter.values.amounts import Surroundings
from linter.values.attached import is_time
from linter.values.draft import Draft
from linter.values.model import Value
from linter.values.pieces import Comparator, Dates, Every, Mark, Measure, Place, Unreadable, Word
from linter.values.quantity import exact, plain
from linter.values.units import table

Reader = Callable[..., Value]
_MEASURES: Final = (Measure, Dates)


def merge(draft: Draft, pieces: list[Any]) -> list[Any]:
    """The pieces with those measures joined that are one; raises Unreadable for numbers that only stand together."""
    for index, piece in enumerate(pieces):
        if type(piece) is Mark and piece.text in (",", ":") and _inside_number(draft, pieces, index):
            note = "bad-thousands" if piece.text == "," else "proportion"
            raise Unreadable(note, (piece.place[0] - 1, piece.place[1] + 1))
    _hand_over(pieces)
    return _frequency(draft, pieces) or _mixed(draft, pieces) or pieces


def _inside_number(draft: Draft, pieces: list[Any], index: int) -> bool:
    start, end = pieces[index].place
    body = draft.body
    return start > 0 and end < len(body) and body[start - 1].isdigit() and body[end].isdigit()


def _hand_over(pieces: list[Any]) -> None:
    """In 3期每期50人 the 每期 after the first amount belongs to the second."""
    for index, piece in enumerate(pieces[:-1]):
        if type(piece) is not Measure or piece.high is not None or piece.suffix is not None:
            continue
        spelled = [one for one in piece.low.per if one.spelled]
        following = pieces[index + 1]
        if type(following) is Word and index + 2 < len(pieces):
            following = pieces[index + 2]
        if not spelled or type(following) is not Measure:
            continue
        piece.low.per = [one for one in piece.low.per if not one.spelled]
        start = spelled[0].place[0] - 1
        piece.low.place = (piece.low.place[0], start)
        piece.place = (piece.place[0], start)
        (following.low).per = spelled + following.low.per
        following.place = (start, following.place[1])


def _frequency(draft: Draft, pieces: list[Any]) -> list[Any] | None:
    """一年两次, 3年1次: the first is what the second is counted by."""
    for index, piece in enumerate(pieces[:-1]):
        following = pieces[index + 1]
        if type(piece) is not Measure or type(following) is not Measure or following.high is not None:
            continue
        low = piece.low
        if (
            piece.high
            or piece.suffix
            or low.per
            or not is_time(low)
            or following.low.unit is None
            or is_time(following.low)
        ):
            continue
        start = low.unit_place[0] if low.number == 1 and low.unit_place else low.place[0]
        place = (start, low.place[1])
        every = Every(draft.body[slice(*place)], place, low.place)
        return [*pieces[:index], every, *pieces[index + 1 :]]
    return None


def _mixed(draft: Draft, pieces: list[Any]) -> list[Any] | None:
    """2小时30分钟, 1亿2000万元: one amount in two units, read in the smaller one."""
    for index, piece in enumerate(pieces[:-1]):
        following = pieces[index + 1]
        if type(piece) is not Measure or type(following) is not Measure or piece.suffix or following.high or piece.high:
            continue
        low, high = piece.low, following.low
        if low.unit is None or high.unit is None or low.per or low.number != low.number.to_integral_value():
            continue
        factor = _times(low.unit, high.unit)
        if factor is None:
            continue
        number = exact.add(exact.multiply(low.number, factor), high.number)
        place = (low.number_place[0], high.number_place[1])
        both = replace(high, number=number, number_place=place, place=(low.place[0], high.place[1]))
        draft.note("mixed-units", both.place, plain(number) + high.unit)
        return [
            *pieces[:index],
            replace(following, low=both, place=(piece.place[0], following.place[1])),
            *pieces[index + 2 :],
        ]
    return None


def _times(large: str, small: str) -> Any:
    """How many of the small unit one of the large one is, if that is a whole number above one."""
    last = small.lstrip("十百千万亿")
    if large and all(sign in "十百千万亿" for sign in large) and last:
        large = large + last
    if small == "分":
        small = "分钟"
    one, other = table().atom(large), table().atom(small)
    if one is None or other is None or one.base != other.base or one.factor <= other.factor:
        return None
    if one.dimension_class not in ("time", "money"):
        return None
    return one.factor / other.factor if one.factor % other.factor == 0 else None


def bounds(draft: Draft, pieces: list[Any]) -> Value | None:
    """≥90%且≤95%, 90%≤x≤95%: a range by its two bounds."""
    at = [index for index, piece in enumerate(pieces) if type(piece) is Measure]
    if len(at) != 2 or any(type(piece) is Dates for piece in pieces):
        return None
    one, other = pieces[at[0]], pieces[at[1]]
    signs = [piece for piece in pieces if type(piece) is Comparator]
    between = pieces[at[0] + 1 : at[1]]
    if one.high or other.high:
        return None
    ops = [_own_op(pieces, index) for index in at]
    flipped = (
        len(signs) == 2 and ops[0] is None and [type(piece) for piece in between] == [Comparator, Word, Comparator]
    )
    if flipped:
        if signs[0].op[0] != signs[1].op[0] or signs[0].op[0] not in "<>":
            return None
        low, high = (one.low, other.low) if signs[0].op[0] == "<" else (other.low, one.low)
    elif amounts.opposite(*ops) and all(type(piece) in (Mark, Comparator) for piece in between):
        low, high = (one.low, other.low) if str(ops[0])[0] == ">" else (other.low, one.low)
    else:
        return None
    if low.unit is not None and high.unit is not None and _classes(low.unit) != _classes(high.unit):
        return None
    for index, sign in enumerate(signs):
        draft.mark("comparator" if index == 0 else f"comparator.{index}", sign.place)
    draft.note("bounds", (one.place[0], other.place[1]))
    around = Surroundings(every=[piece for piece in pieces if type(piece) is Every])
    return amounts.span_of_numbers(draft, Measure(low, high, None, (one.place[0], other.place[1]), "range"), around)


def _own_op(pieces: list[Any], index: int) -> Any:
    before = pieces[index - 1] if index else None
    if type(before) is Comparator:
        return before.op
    return pieces[index].suffix.op if pieces[index].suffix else None


def _classes(text: str) -> Any:
    atom = table().atom(text)
    return atom.base if atom else text


def compound(draft: Draft, pieces: list[Any], read: Reader) -> Value:
    """Several values in one text; each part is read by itself, and a last suffix holds for a bare list."""
    draft.notes.clear()
    draft.note("several-values", draft.whole())
    for piece in pieces:
        if type(piece) is Mark and piece.sign == "times":
            draft.note("formula", piece.place)
    if draft.nested:
        return draft.value("compound")
    parts: list[Value] = []
    for number, place in enumerate(_part_places(pieces)):
        start, end = draft.at(place)
        parts.append(read(draft.text[start:end], draft.context, True))
        draft.spans.append((f"part.{number}", (start, end)))
    last = pieces[-1]
    bare = all(type(piece) in (Measure, Mark) for piece in pieces)
    if bare and type(last) is Measure and last.suffix is not None and all(part.op is None for part in parts[:-1]):
        draft.note("shared-suffix", last.suffix.place)
        op = parts[-1].op
        parts = [
            replace(part, op=op, notes=tuple(n for n in part.notes if n.id != "comparator-missing")) for part in parts
        ]
    return draft.value("compound", parts=tuple(parts))


def _part_places(pieces: list[Any]) -> list[Place]:
    """One place per measure: from the last separator, or the measure before, to the next."""
    places: list[Place] = []
    start: int | None = None
    measure: int | None = None
    for piece in pieces:
        if type(piece) is Mark:
            if measure is not None and start is not None:
                places.append((start, measure))
            start = measure = None
            continue
        if measure is not None and start is not None and (type(piece) in (*_MEASURES, Comparator, Every)):
            places.append((start, measure))
            start, measure = piece.place[0] if type(piece) is not Every else piece.whole[0], None
        if start is None:
            start = piece.whole[0] if type(piece) is Every else piece.place[0]
        if type(piece) in _MEASURES or (measure is not None and type(piece) is Word):
            measure = piece.place[1]
    if measure is not None and start is not None:
        places.append((start, measure))
    return places
