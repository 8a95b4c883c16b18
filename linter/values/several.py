"""Texts with more than one measure: two bounds, a frequency, a duration in two units, or several values."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from linter.decimals import EXACT
from linter.values import amounts
from linter.values.amounts import Surroundings
from linter.values.counted import is_time
from linter.values.draft import Draft, Reader
from linter.values.model import Op, Value
from linter.values.pieces import Comparator, Dates, Denominator, Every, Mark, Measure, Piece, Place, Unreadable, Word
from linter.values.quantity import divide, plain

_FLIPPED: Final[Mapping[Op, Op]] = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}


# measures that are one


def merge(draft: Draft, pieces: list[Piece]) -> list[Piece]:
    """The pieces with those measures joined that are one; raises Unreadable for numbers that only stand together."""
    for piece in pieces:
        if isinstance(piece, Mark) and _inside_number(draft, piece):
            raise Unreadable(
                "bad-thousands" if piece.text == "," else "clock-time", (piece.place[0] - 1, piece.place[1] + 1)
            )
    _hand_over(pieces)
    return _baseline(draft, pieces) or _mixed(draft, pieces) or _frequency(draft, pieces) or pieces


def _inside_number(draft: Draft, mark: Mark) -> bool:
    around = draft.body[mark.place[0] - 1 : mark.place[0]] + draft.body[mark.place[1] : mark.place[1] + 1]
    return mark.text in (",", ":") and len(around) == 2 and around.isascii() and around.isdigit()


def _hand_over(pieces: list[Piece]) -> None:
    """In 3期每期50人 the 每期 after the first amount belongs to the second."""
    for index, piece in enumerate(pieces[:-1]):
        if not isinstance(piece, Measure) or piece.high is not None or piece.suffix is not None:
            continue
        spelled = [one for one in piece.low.per if one.spelled]
        following = next((one for one in pieces[index + 1 : index + 3] if not isinstance(one, Word)), None)
        if not spelled or not isinstance(following, Measure):
            continue
        start = spelled[0].place[0] - 1
        piece.low.per = [one for one in piece.low.per if not one.spelled]
        piece.low.place, piece.place = (piece.low.place[0], start), (piece.place[0], start)
        following.low.per = spelled + following.low.per
        following.place = (start, following.place[1])


def _baseline(draft: Draft, pieces: list[Piece]) -> list[Piece] | None:
    """由85%提升至95%: the first amount is where the change starts from."""
    for index in range(len(pieces) - 2):
        first, moved, last = pieces[index : index + 3]
        if not isinstance(first, Measure) or not isinstance(last, Measure) or not isinstance(moved, Comparator):
            continue
        if moved.strength in ("reach", "hold") and moved.text[-1:] in ("到", "至") and first.high is None:
            draft.note("baseline", first.place)
            return [*pieces[:index], Word("", first.place), *pieces[index + 1 :]]
    return None


def _frequency(draft: Draft, pieces: list[Piece]) -> list[Piece] | None:
    """一年两次, 3年1次: the first is what the second is counted by."""
    for index, (piece, following) in enumerate(pairwise(pieces)):
        if not isinstance(piece, Measure) or not isinstance(following, Measure) or following.high is not None:
            continue
        low = piece.low
        if piece.high or piece.suffix or low.per or low.unit_place is None or not is_time(draft, low):
            continue
        if following.low.unit is None or is_time(draft, following.low):
            continue
        place = (low.unit_place[0] if low.number == 1 else low.place[0], low.place[1])
        every = Every(Denominator(draft.body[slice(*place)], place), low.place)
        return [*pieces[:index], every, *pieces[index + 1 :]]
    return None


def _mixed(draft: Draft, pieces: list[Piece]) -> list[Piece] | None:
    """2小时30分钟, 1亿2000万元: one amount in two units, read in the smaller one."""
    for index, (piece, following) in enumerate(pairwise(pieces)):
        if not isinstance(piece, Measure) or not isinstance(following, Measure):
            continue
        low, high = piece.low, following.low
        if high.unit == "分" and is_time(draft, low):  # 1小时30分 is no score
            high = replace(high, unit="分钟")
        if piece.suffix or piece.high or following.high or low.per or low.unit is None or high.unit is None:
            continue
        factor = _times(draft, low.unit, high.unit)
        if factor is None or low.number != low.number.to_integral_value():
            continue
        number = EXACT.add(EXACT.multiply(low.number, factor), high.number)
        place = (low.number_place[0], high.number_place[1])
        both = replace(high, number=number, number_place=place, place=(low.place[0], high.place[1]))
        both.numeral, both.notes = False, []  # the note on the whole says the number
        end = high.unit_place[1] if high.unit_place else high.place[1]
        draft.note("mixed-units", (low.place[0], end), plain(number) + high.unit)
        joined = replace(following, low=both, place=(piece.place[0], following.place[1]))
        return [*pieces[:index], joined, *pieces[index + 2 :]]
    return None


def _times(draft: Draft, large: str, small: str) -> Decimal | None:
    """How many of the small unit one of the large one is, if that is a whole number above one."""
    units = draft.units
    last = small.lstrip("".join(units.multipliers))
    bare = units.only_multiplies(large)  # 1亿2000万元
    if bare and last:
        large += last
    one, other = units.atom(large), units.atom(small)
    if one is None or other is None or one.base != other.base or one.factor <= other.factor:
        return None
    times = divide(one.factor, other.factor)
    if (one.dimension_class not in ("time", "money") and not bare) or times != times.to_integral_value():
        return None
    return times


# two bounds


def bounds(draft: Draft, pieces: list[Piece]) -> Value | None:
    """≥90%且≤95%, 90%≤x≤95%: a range by its two bounds."""
    at = [index for index, piece in enumerate(pieces) if isinstance(piece, Measure)]
    if len(at) != 2 or any(isinstance(piece, Dates) for piece in pieces):
        return None
    one, other = pieces[at[0]], pieces[at[1]]
    if not isinstance(one, Measure) or not isinstance(other, Measure) or one.high or other.high:
        return None
    ops = _both_ops(pieces, at)
    if ops is None or not amounts.opposite(*ops):
        return None
    upward = ops[0] in (">", ">=")
    low, high = (one.low, other.low) if upward else (other.low, one.low)
    if low.unit is not None and high.unit is not None and _base(draft, low.unit) != _base(draft, high.unit):
        return None
    signs = [piece for piece in pieces if isinstance(piece, Comparator)]
    for index, sign in enumerate(signs):
        draft.mark("comparator" if index == 0 else f"comparator.{index}", sign.place)
    place = (one.place[0], other.place[1])
    draft.note("bounds", place)
    around = Surroundings(every=[piece.of for piece in pieces if isinstance(piece, Every)])
    strict = ">" in ops, "<" in ops
    return amounts.span_of_numbers(draft, Measure(low, high, None, place, "range", strict), around)


def _both_ops(pieces: list[Piece], at: list[int]) -> tuple[Op | None, Op | None] | None:
    """How two numbers bound one thing: 90%≤x<95% and ≥90%且<95% are (>=, <); None for two things."""
    first, second = (_own_op(pieces, index) for index in at)
    between = pieces[at[0] + 1 : at[1]]
    if first is None and len(between) == 3:
        sign, _, other = between
        if isinstance(sign, Comparator) and isinstance(other, Comparator):
            return _FLIPPED.get(sign.op), other.op
    return (first, second) if all(isinstance(piece, (Mark, Comparator)) for piece in between) else None


def _own_op(pieces: list[Piece], index: int) -> Op | None:
    before, measure = pieces[index - 1] if index else None, pieces[index]
    if isinstance(before, Comparator):
        return before.op
    return measure.suffix.op if isinstance(measure, Measure) and measure.suffix else None


def _base(draft: Draft, text: str) -> str:
    atom = draft.units.atom(text)
    return atom.base if atom else text


# several values


def compound(draft: Draft, pieces: list[Piece], read: Reader) -> Value:
    """Several values in one text; each part is read by itself, and a last suffix holds for a bare list."""
    draft.notes.clear()
    draft.note("several-values", draft.whole())
    for piece in pieces:
        if isinstance(piece, Mark) and piece.sign == "times":
            draft.note("formula", piece.place)
            break
    if draft.nested:
        return draft.value("compound")
    parts: list[Value] = []
    for number, place in enumerate(_part_places(pieces)):
        start, end = draft.at(place)
        parts.append(read(draft.text[start:end], draft.context, True))
        draft.spans.append((f"part.{number}", (start, end)))
    last = pieces[-1]
    if isinstance(last, Measure) and last.suffix is not None and _bare_list(pieces, parts):
        draft.note("shared-suffix", last.suffix.place)
        parts = [_bounded(part, parts[-1].op) for part in parts]
    return draft.value("compound", parts=tuple(parts))


def _bare_list(pieces: list[Piece], parts: list[Value]) -> bool:
    """4%、3%、8%以下: nothing but amounts, of which only the last is bounded."""
    return all(isinstance(piece, (Measure, Mark)) for piece in pieces) and all(part.op is None for part in parts[:-1])


def _bounded(part: Value, op: Op | None) -> Value:
    return replace(part, op=op, notes=tuple(note for note in part.notes if note.id != "comparator-missing"))


def _part_places(pieces: list[Piece]) -> list[Place]:
    """One place per measure: from the last separator, or the measure before, to the next."""
    places: list[Place] = []
    start = end = -1  # of the part under way; `end` only once it has a measure
    for piece in [*pieces, Mark("comma", "", (0, 0))]:
        begins = isinstance(piece, (Measure, Dates, Comparator, Every, Mark))
        if end >= 0 and begins:
            places.append((start, end))
            start = end = -1
        if isinstance(piece, Mark):
            start = end = -1
            continue
        start = piece.place[0] if start < 0 else start
        if isinstance(piece, (Measure, Dates)) or (end >= 0 and isinstance(piece, Word)):
            end = piece.place[1]
    return places
