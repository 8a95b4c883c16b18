"""Units: what is written after a number, as a product of known atoms with exact factors."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import Any, Final

from linter import resources

Dimension = tuple[tuple[str, int], ...]

_SEPARATORS: Final = "/·.•每"
_DIVISION: Final = 50  # digits of a factor that has no exact decimal form (元/月 in terms of 元/年)
_LATIN: Final = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Atom:
    """One simple unit, such as 万元 or 10万公顷, to a power; `factor` says how many of `base` it is."""

    text: str
    base: str
    factor: Decimal
    dimension_class: str
    exponent: int = 1

    def inverse(self) -> "Atom":
        return Atom(self.text, self.base, self.factor, self.dimension_class, -self.exponent)


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
        from linter.values.quantity import exact

        over = under = Decimal(1)
        for atom in self.atoms:
            power = exact.power(atom.factor, abs(atom.exponent))
            if atom.exponent > 0:
                over = exact.multiply(over, power)
            else:
                under = exact.multiply(under, power)
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

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.also, *self.aliases)


@dataclass(frozen=True, eq=False)
class UnitTable:
    """All known units; immutable.  `extended` gives a table with more rows."""

    rows: tuple[Row, ...]
    multipliers: Mapping[str, Decimal]
    _spelling: dict[str, Row] = field(init=False, repr=False)
    _folded: dict[str, Row] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        spelling = {text: row for row in self.rows for text in row.spellings}
        folded: dict[str, Row] = {}
        for text, row in spelling.items():
            folded.setdefault(text.casefold(), row)
        object.__setattr__(self, "_spelling", spelling)
        object.__setattr__(self, "_folded", folded)

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> "UnitTable":
        """A table from the shape of `units.yaml`; raises ValueError for a factor that is no number."""
        multipliers = {text: Decimal(size) for text, size in data["multipliers"].items()}
        return UnitTable(tuple(_rows(data)), multipliers)

    def extended(self, data: Mapping[str, Any]) -> "UnitTable":
        """This table and the rows of `data` (class → unit → row); a later spelling replaces an earlier."""
        return UnitTable((*self.rows, *_rows(data)), self.multipliers)

    def find(self, text: str) -> tuple[Row, str] | None:
        """The row of one simple unit and the multiplier before it: 万亩 → (亩, 万); None if unknown."""
        start = 0
        while True:
            word = text[start:]
            row = self._spelling.get(word) or self._folded.get(word.casefold())
            if row is not None:
                return row, text[:start]
            if start >= min(len(text) - 1, 3) or text[start] not in self.multipliers:
                return None
            start += 1

    def atom(self, text: str) -> Atom | None:
        """The atom of a simple unit; a bare 万 or 亿 is a plain number's multiplier."""
        found = self.find(text)
        if found is None:
            return None
        row, prefix = found
        factor = row.factor
        for sign in prefix:
            factor *= self.multipliers[sign]
        return Atom(text, row.base, factor, row.dimension_class)

    def house(self, text: str) -> str | None:
        """The house spelling if `text` is an alias; None when it is fine or unknown."""
        found = self.find(text)
        if found is None:
            return None
        row, prefix = found
        own = text[len(prefix) :]
        plain = prefix.replace("萬", "万").replace("億", "亿") + (own if own in row.also else row.name)
        return None if plain == text else plain

    def spellings(self) -> Iterable[str]:
        return self._spelling


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
                Decimal(given.get("factor", "1")),
                tuple(given.get("also", ())),
                tuple(given.get("aliases", ())),
            )


@cache
def table() -> UnitTable:
    """The table that ships with the package."""
    return UnitTable.from_data(resources.load_yaml(resources.data_file("values", "units.yaml")))


def _split(text: str) -> list[tuple[str, bool]] | None:
    """The simple units of a written unit and whether each is a denominator; None if a part is blank.

    A `·` before the first `/` multiplies (人·年); after it, it joins denominators (元/人·月).
    """
    parts: list[tuple[str, bool]] = []
    under, start = False, 0
    for end in range(len(text) + 1):
        if end < len(text) and text[end] not in _SEPARATORS:
            continue
        if end > start:
            parts.append((text[start:end], under))
        elif end == len(text) or text[end] != "每":  # 元/每人 has both signs
            return None
        under = under or (end < len(text) and text[end] in "/每.•")
        start = end + 1
    return parts


@lru_cache(maxsize=4096)
def unit(text: str) -> Unit | None:
    """The unit a text names: 万元, %, 万元/人/年, 元/人·月, 次/10万公顷; None if a part is unknown."""
    text = text.strip()
    if not text:
        return None
    simple = table().atom(text)
    if simple is not None:
        return Unit((simple,))
    parts = _split(re.sub(r"[()（）\s]", "", text).replace("／", "/"))
    if parts is None:
        return None
    atoms = []
    for part, under in parts:
        atom = counted_atom(part) if under else table().atom(part)
        if atom is None:
            return None
        atoms.append(atom.inverse() if under else atom)
    return Unit(tuple(atoms))


_COUNTED = re.compile(r"([0-9]{1,30}(?:\.[0-9]{1,30})?)?(.+)", re.DOTALL)


def counted_atom(text: str) -> Atom | None:
    """An atom with a number before it, as denominators have: 10万公顷, 千人, 年."""
    match = _COUNTED.fullmatch(text)
    atom = table().atom(match[2]) if match else None
    if match is None or atom is None or not match[1]:
        return atom
    return Atom(text, atom.base, atom.factor * Decimal(match[1]), atom.dimension_class)


def named_atom(text: str) -> Atom:
    """The atom of a word that is no known unit: it counts itself."""
    return Atom(text, text, Decimal(1), "count")


def closest_units(text: str, n: int = 3) -> list[str]:
    """Known units that look like `text`, best first: 万园 → 万元."""
    found = difflib.get_close_matches(text, list(table().spellings()), n, 0.5)
    prefix = ""
    for sign in text[:3]:
        if sign not in table().multipliers:
            break
        prefix += sign
    rest = text[len(prefix) :]
    if prefix and rest and len(found) < n:
        near = difflib.get_close_matches(rest, list(table().spellings()), n, 0.5) or _near_money(rest)
        found = list(dict.fromkeys([*(prefix + word for word in near), *found]))
    return found[:n]


def _near_money(rest: str) -> list[str]:
    """One wrong character after a multiplier shares nothing with any unit; mostly 元 was meant."""
    return ["元"] if len(rest) == 1 else []
