"""Units: what is written after a number, as a product of known atoms with exact factors."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import Any, Final

from linter import resources
from linter.decimals import EXACT, decimal

Dimension = tuple[tuple[str, int], ...]

_OVER_UNDER: Final = re.compile(r"[/·.•]每?|每")
_COUNTED: Final = re.compile(r"([0-9]{1,30}(?:\.[0-9]{1,30})?)(.*)", re.DOTALL)
_SIMPLIFIED: Final = str.maketrans("萬億", "万亿")


@dataclass(frozen=True, slots=True)
class Atom:
    """One simple unit, such as 万元 or 10万公顷, to a power; `factor` says how many of `base` it is.

    The base of a pure number (万, or the 3 in 1:3) is empty.
    """

    text: str
    base: str
    factor: Decimal
    dimension_class: str
    exponent: int = 1

    def inverse(self) -> "Atom":
        return replace(self, exponent=-self.exponent)


@dataclass(frozen=True)
class Unit:
    """A product of atoms; the empty product is the unit of a plain number."""

    atoms: tuple[Atom, ...] = ()

    @cached_property
    def text(self) -> str:
        """The unit as shown: numerators joined by `·`, then each denominator after a `/`."""
        over = [atom.text for atom in self.atoms for _ in range(atom.exponent)]
        under = [atom.text for atom in self.atoms for _ in range(-atom.exponent)]
        return "·".join(over) + "".join("/" + text for text in under)

    @cached_property
    def dimension(self) -> Dimension:
        """Bases and their powers, sorted; `()` for a plain number."""
        powers: dict[str, int] = {}
        for atom in self.atoms:
            powers[atom.base] = powers.get(atom.base, 0) + atom.exponent
        return tuple(sorted((base, power) for base, power in powers.items() if power and base))

    @cached_property
    def dimension_class(self) -> str:
        """The class of the first numerator (`money`, `count`, …), `number` when there is none."""
        return next((atom.dimension_class for atom in self.atoms if atom.exponent > 0), "number")

    @cached_property
    def scale(self) -> tuple[Decimal, Decimal]:
        """Numerator and denominator of the factor to base units, both exact."""
        over = under = Decimal(1)
        for atom in self.atoms:
            power = EXACT.power(atom.factor, abs(atom.exponent))
            if atom.exponent > 0:
                over = EXACT.multiply(over, power)
            else:
                under = EXACT.multiply(under, power)
        return over, under

    @property
    def factor(self) -> Decimal:
        """The factor to base units (rounded to 50 digits where it is no finite decimal)."""
        from linter.values.quantity import divide

        return divide(*self.scale)

    @property
    def pure_ratio(self) -> bool:
        return self.dimension == (("ratio", 1),)

    def __str__(self) -> str:
        return self.text


PLAIN: Final = Unit()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the unit table."""

    name: str
    dimension_class: str
    base: str
    factor: Decimal = Decimal(1)
    also: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.also, *self.aliases, *self.unclear)


@dataclass(frozen=True, eq=False)
class UnitTable:
    """All known units; immutable.  `extended` gives a table with more rows."""

    rows: tuple[Row, ...]
    multipliers: Mapping[str, Decimal]
    _spelling: dict[str, Row] = field(init=False, repr=False)
    _folded: dict[str, Row] = field(init=False, repr=False)
    _signs: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        spelling = {text: row for row in self.rows for text in row.spellings}
        folded = {text.casefold(): row for text, row in reversed(spelling.items()) if len(text) > 1}
        object.__setattr__(self, "_spelling", spelling)
        object.__setattr__(self, "_folded", folded)
        object.__setattr__(self, "_signs", "".join(self.multipliers))

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> "UnitTable":
        """A table from the shape of `units.yaml`; raises ValueError for a factor that is no number above zero."""
        multipliers = {text: _factor(size, text) for text, size in data["multipliers"].items()}
        return UnitTable(tuple(_rows(data)), multipliers)

    def extended(self, data: Mapping[str, Any]) -> "UnitTable":
        """This table and the rows of `data` (class → unit → row); a later spelling replaces an earlier.

        Raises ValueError as `from_data`.
        """
        return UnitTable((*self.rows, *_rows(data)), self.multipliers)

    @lru_cache(maxsize=4096)  # noqa: B019  (tables live as long as the program)
    def find(self, text: str) -> tuple[Row, str] | None:
        """The row of one simple unit and the multiplier before it: 万亩 → (亩, 万); None if unknown.

        Longer Latin spellings are found in any case: m means metres and M millions, but KM is km.
        """
        for start in range(min(len(text), 4)):
            word = text[start:]
            row = self._spelling.get(word) or self._folded.get(word.casefold())
            if row is not None:
                return row, text[:start]
            if text[start] not in self.multipliers:
                return None
        return None

    @lru_cache(maxsize=4096)  # noqa: B019
    def atom(self, text: str) -> Atom | None:
        """The atom of a simple unit: 万元, %, 平方米; None if unknown."""
        found = self.find(text)
        if found is None:
            return None
        row, prefix = found
        return Atom(text, row.base, EXACT.multiply(self.multiplier(prefix), row.factor), row.dimension_class)

    def multiplier(self, text: str) -> Decimal:
        """The product of multipliers: 十万 → 100000; 1 for no text.  Raises KeyError for anything else."""
        factor = Decimal(1)
        for sign in text:
            factor = EXACT.multiply(factor, self.multipliers[sign])
        return factor

    def only_multiplies(self, text: str) -> bool:
        """Whether a text is multipliers and nothing else: 万, 千万."""
        return not text.strip(self._signs)

    def counted_atom(self, text: str) -> Atom | None:
        """The atom of a denominator, with its number if it has one: 年, 10万公顷, 千人, 10万, or the 3 of 1:3."""
        match = _COUNTED.fullmatch(text)
        digits, name = match.groups() if match is not None else ("1", text)
        if text and self.only_multiplies(name):
            return Atom(text, "", EXACT.multiply(Decimal(digits), self.multiplier(name)), "number")
        atom = self.atom(name)
        return atom and replace(atom, text=text, factor=EXACT.multiply(atom.factor, Decimal(digits)))

    @lru_cache(maxsize=4096)  # noqa: B019
    def house(self, text: str) -> str | None:
        """The house spelling if `text` is an alias; None when it is fine or unknown."""
        found = self.find(text)
        if found is None:
            return None
        row, prefix = found
        own = text[len(prefix) :]
        house = prefix.translate(_SIMPLIFIED) + (own if own in (*row.also, *row.unclear) else row.name)
        return None if house == text else house

    def unclear(self, text: str) -> bool:
        """Whether a spelling may also mean something else: M is read as metres."""
        found = self.find(text)
        return found is not None and text[len(found[1]) :] in found[0].unclear

    def spellings(self) -> Iterable[str]:
        return self._spelling


def _factor(text: Any, name: str) -> Decimal:
    factor = decimal(str(text))
    if factor is None or factor <= 0:
        raise ValueError(f"{name}: {text}")
    return factor


def _rows(data: Mapping[str, Any]) -> Iterable[Row]:
    for dimension_class, rows in data.items():
        if dimension_class == "multipliers":
            continue
        for name, row in rows.items():
            given = row or {}
            yield Row(
                name,
                dimension_class,
                given.get("base", name),
                _factor(given.get("factor", "1"), name),
                tuple(given.get("also", ())),
                tuple(given.get("aliases", ())),
                tuple(given.get("unclear", ())),
            )


@cache
def table() -> UnitTable:
    """The table that ships with the package."""
    return UnitTable.from_data(resources.load_yaml(resources.data_file("values", "units.yaml")))


@lru_cache(maxsize=4096)
def unit(text: str, units: UnitTable | None = None) -> Unit | None:
    """The unit a text names: 万元, %, 万元/人/年, 元/人·月, 次/10万公顷; None if a part is unknown."""
    units = units or table()
    text = text.strip()
    simple = units.atom(text)
    if simple is not None:
        return Unit((simple,))
    text = re.sub(r"[()（）\s]", "", text).replace("／", "/")
    atoms: list[Atom] = []
    for part, under in _parts(text):
        atom = units.counted_atom(part) if under else units.atom(part)
        if atom is None:
            return None
        atoms.append(atom.inverse() if under else atom)
    return Unit(tuple(atoms))


def _parts(text: str) -> list[tuple[str, bool]]:
    """The simple units of a written unit and whether each is a denominator.

    A `·` before the first `/` multiplies (人·年); after it, it joins denominators (元/人·月).
    """
    parts: list[tuple[str, bool]] = []
    under, start = False, 0
    for sign in _OVER_UNDER.finditer(text):
        parts.append((text[start : sign.start()], under))
        under = under or sign[0] != "·"
        start = sign.end()
    return [*parts, (text[start:], under)]


def named_atom(text: str) -> Atom:
    """The atom of a word that is no known unit: it counts itself."""
    return Atom(text, text, Decimal(1), "count")


def closest_units(text: str, n: int = 3) -> list[str]:
    """Known units that look like `text`, best first: 万园 → 万元."""
    known = list(table().spellings())
    rest = text.lstrip("".join(table().multipliers))
    prefix = text[: len(text) - len(rest)]
    found = difflib.get_close_matches(text, known, n, 0.5)
    if prefix and rest:
        near = difflib.get_close_matches(rest, known, n, 0.5)
        if not near and len(rest) == 1:  # one wrong character shares nothing with any unit; mostly 元 was meant
            near = ["元"]
        found = list(dict.fromkeys([*(prefix + word for word in near), *found]))
    return found[:n]
