"""Quantities: an exact decimal and a unit, with the arithmetic rules use.

Sums, products and comparisons are exact: a result that needs more than 1000 digits raises `ValueTooLarge`
instead of being rounded.  Only division rounds, half-even to 50 digits, and only when it does not end; that
of a conversion too (元/天 in 元/周 needs a seventh), which sums avoid by taking the unit that needs none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from fractions import Fraction
from functools import lru_cache

from linter.decimals import DIVISION, EXACT
from linter.values.units import PLAIN, Atom, Unit


class UnitMismatch(Exception):
    """Two quantities whose units do not convert; `left` and `right` are the units."""

    def __init__(self, left: Unit, right: Unit) -> None:
        super().__init__(f"{left.text or '1'} / {right.text or '1'}")
        self.left = left
        self.right = right


class ValueTooLarge(ArithmeticError):
    """A result that has no exact form within the limits."""


def _compute(operation: Callable[[Decimal, Decimal], Decimal], left: Decimal, right: Decimal) -> Decimal:
    try:
        return operation(left, right)
    except DecimalException as error:
        raise ValueTooLarge from error


def _multiply(left: Decimal, right: Decimal) -> Decimal:
    return _compute(EXACT.multiply, left, right)


def divide(left: Decimal, right: Decimal) -> Decimal:
    """`left / right`, which is not zero: exact if the result ends within 1000 digits, else rounded half-even to 50."""
    if right == 1:
        return left
    try:
        return EXACT.divide(left, right)
    except DecimalException:
        return _compute(DIVISION.divide, left, right)


def plain(number: Decimal) -> str:
    """A decimal as digits, without exponent; zeros after the point are kept as they are."""
    text = format(number, "f")
    return text[1:] if text.startswith("-") and not number else text


def _trimmed(number: Decimal) -> Decimal:
    """A computed number without the trailing zeros that arithmetic leaves."""
    return _compute(lambda one, _: EXACT.normalize(one), number, number) if number else Decimal(0)


@lru_cache(maxsize=4096)
def _ratio(source: Unit, target: Unit) -> tuple[Decimal, Decimal]:
    """What a number in `source` is multiplied and divided by to be one in `target`."""
    if source.dimension != target.dimension:
        raise UnitMismatch(target, source)  # what is converted stands on the right
    (over, under), (target_over, target_under) = source.scale, target.scale
    return _multiply(over, target_under), _multiply(under, target_over)


@lru_cache(maxsize=4096)
def _product(left: Unit, right: Unit) -> tuple[Unit, Decimal, Decimal]:
    """The unit of a product, and what the product of the numbers is multiplied and divided by.

    Atoms of one base cancel or merge into the left one's spelling; a pure ratio scales what it multiplies.
    """
    if right.pure_ratio and left.atoms and not left.pure_ratio:
        return left, *right.scale
    if left.pure_ratio and right.atoms and not right.pure_ratio:
        return right, *left.scale
    if left.pure_ratio and right.pure_ratio:
        return left, *right.scale
    atoms: list[Atom] = list(left.atoms)
    over = under = Decimal(1)
    for atom in right.atoms:
        place = next((index for index, own in enumerate(atoms) if own.base == atom.base), None)
        if place is None:
            atoms.append(atom)
            continue
        own = atoms[place]
        power = EXACT.power(atom.factor, abs(atom.exponent))
        own_power = EXACT.power(own.factor, abs(atom.exponent))
        if atom.exponent > 0:
            over, under = _multiply(over, power), _multiply(under, own_power)
        else:
            over, under = _multiply(over, own_power), _multiply(under, power)
        atoms[place] = Atom(own.text, own.base, own.factor, own.dimension_class, own.exponent + atom.exponent)
    return Unit(tuple(atom for atom in atoms if atom.exponent)), over, under


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """A number with a unit.  A plain number has the empty unit."""

    number: Decimal
    unit: Unit = PLAIN

    @property
    def text(self) -> str:
        """As a reader writes it: `15万元`, `1万元/人/年`, `95%`."""
        return plain(self.number) + self.unit.text

    def __str__(self) -> str:
        return self.text

    def to(self, unit: Unit) -> "Quantity":
        """The same amount in `unit`; raises UnitMismatch when the units do not convert."""
        if unit == self.unit:
            return self
        if unit.dimension != self.unit.dimension:
            raise UnitMismatch(self.unit, unit)
        over, under = _ratio(self.unit, unit)
        return Quantity(_trimmed(divide(_multiply(self.number, over), under)), unit)

    def _aligned(self, other: object) -> tuple[Decimal, Decimal]:
        """Both numbers in a common unit, exactly."""
        right = _quantity(other)
        if right.unit is self.unit or right.unit == self.unit:
            return self.number, right.number
        over, under = _ratio(right.unit, self.unit)
        return _multiply(self.number, under), _multiply(right.number, over)

    def __add__(self, other: "Quantity | Decimal") -> "Quantity":
        left, right = self, _quantity(other)
        if right.unit is not left.unit and right.unit != left.unit:
            if not right._converts_exactly(left.unit) and left._converts_exactly(right.unit):
                left = left.to(right.unit)
            right = right.to(left.unit)
        return Quantity(_trimmed(_compute(EXACT.add, left.number, right.number)), left.unit)

    def _converts_exactly(self, unit: Unit) -> bool:
        """Whether the number has a finite form in `unit`; raises UnitMismatch."""
        over, under = _ratio(self.unit, unit)
        found = divide(_multiply(self.number, over), under)
        return _multiply(found, under) == _multiply(self.number, over)

    def __sub__(self, other: "Quantity | Decimal") -> "Quantity":
        return self + -_quantity(other)

    def __neg__(self) -> "Quantity":
        return Quantity(self.number.copy_negate(), self.unit)

    def __mul__(self, other: "Quantity | Decimal") -> "Quantity":
        right = _quantity(other)
        unit, over, under = _product(self.unit, right.unit)
        number = _multiply(_multiply(self.number, right.number), over)
        return Quantity(_trimmed(divide(number, under)), unit)

    __rmul__ = __mul__

    def __truediv__(self, other: "Quantity | Decimal") -> "Quantity":
        right = _quantity(other)
        if not right.number:
            raise ZeroDivisionError
        if right.unit.dimension == self.unit.dimension:
            left_number, right_number = self._aligned(right)
            return Quantity(_trimmed(divide(left_number, right_number)), PLAIN)
        if right.unit.pure_ratio:
            over, under = right.unit.scale
            number = divide(_multiply(self.number, under), _multiply(right.number, over))
            return Quantity(_trimmed(number), self.unit)
        inverse = Unit(tuple(atom.inverse() for atom in right.unit.atoms))
        unit, over, under = _product(self.unit, inverse)
        return Quantity(_trimmed(divide(_multiply(self.number, over), _multiply(right.number, under))), unit)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Quantity, Decimal)):
            return NotImplemented
        left, right = self._aligned(other)
        return left == right

    def __lt__(self, other: "Quantity | Decimal") -> bool:
        left, right = self._aligned(other)
        return left < right

    def __le__(self, other: "Quantity | Decimal") -> bool:
        left, right = self._aligned(other)
        return left <= right

    def __gt__(self, other: "Quantity | Decimal") -> bool:
        left, right = self._aligned(other)
        return left > right

    def __ge__(self, other: "Quantity | Decimal") -> bool:
        left, right = self._aligned(other)
        return left >= right

    def __hash__(self) -> int:
        over, under = self.unit.scale
        number = Fraction(self.number) * Fraction(over) / Fraction(under)
        return hash((self.unit.dimension, number)) if self.unit.dimension else hash(number)


def _quantity(value: object) -> Quantity:
    if isinstance(value, Quantity):
        return value
    if isinstance(value, Decimal):
        return Quantity(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Quantity(Decimal(value))
    raise TypeError(f"no quantity: {type(value).__name__}")
