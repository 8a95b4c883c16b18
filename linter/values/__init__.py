"""The language of target values: reading, exact quantities, comparison.

`parse` reads a text to a `Value`; `unit` and `Quantity` are the units and amounts that rules compute with.  The
words and units are data (`words.yaml`, `units.yaml`), the forms are `grammar.lark`, and `notes.yaml` explains every
note a reading can carry.
"""

from decimal import Decimal
from typing import Final

from linter.values.algebra import Interval, Unknown, interval, satisfies, worse_than
from linter.values.mentions import find as mentions
from linter.values.model import Context, Note, NoteId, Value
from linter.values.notes import NoteText, keeps_meaning, note_ids, note_text, offers_replacement
from linter.values.parser import parse
from linter.values.quantity import Quantity, UnitMismatch, ValueTooLarge
from linter.values.units import PLAIN, Unit, UnitTable, closest_units, table, unit

ONE: Final = Decimal(1)

__all__ = [
    "ONE",
    "PLAIN",
    "Context",
    "Interval",
    "Note",
    "NoteId",
    "NoteText",
    "Quantity",
    "Unit",
    "UnitMismatch",
    "UnitTable",
    "Unknown",
    "Value",
    "ValueTooLarge",
    "closest_units",
    "interval",
    "keeps_meaning",
    "mentions",
    "note_ids",
    "note_text",
    "offers_replacement",
    "parse",
    "satisfies",
    "table",
    "unit",
    "worse_than",
]
