"""What the notes of a reading mean, in both languages (`notes.yaml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from linter import resources


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note in one language: its title, how the text was read and why it matters, and what to write instead."""

    title: str
    text: str
    instead: str


@cache
def catalogue() -> Mapping[str, Any]:
    """The data of `notes.yaml`."""
    data: Mapping[str, Any] = resources.load_yaml(resources.data_file("values", "notes.yaml"))
    return data


def note_ids() -> tuple[str, ...]:
    """Every note, in the order of the catalogue."""
    return tuple(catalogue())


def note_text(note: str, language: Literal["zh", "en"]) -> NoteText:
    """What a note means; raises KeyError for an id that is none."""
    entry = catalogue()[note]
    return NoteText(entry["title"][language], entry["text"][language], entry["instead"][language])


def offers_replacement(note: str) -> bool:
    """Whether the note may say what to write in place of what it is about."""
    return "replacement" in catalogue()[note]


def keeps_meaning(note: str) -> bool:
    """Whether putting the note's replacement in its place changes nothing but the spelling."""
    return bool(catalogue()[note].get("replacement") == "same")
