"""What a rule and a pack are once they are compiled: immutable records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from linter.diagnostic import Outcome, Safety, Severity
from linter.document import Node
from linter.expressions.syntax import Syntax
from linter.packs import PackFile
from linter.parameters import Parameter, Vocabulary
from linter.schema import DocumentKind
from linter.values import Unit, UnitTable


@dataclass(frozen=True, eq=False)
class Pack:
    """A pack in force: its document kind, words and parameters."""

    id: str
    version: str
    title: Mapping[str, str]
    kind: DocumentKind
    profile: str | None
    digest: str
    params: Mapping[str, Parameter]
    lists: Mapping[str, Sequence[str]]
    vocabularies: Mapping[str, Vocabulary]
    units: UnitTable | None  # where the pack has units of its own
    severities: Mapping[str, str]  # of rules, where the pack or the profile gives another; `off` leaves one out
    file: PackFile = field(repr=False)

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """The parameters' values by name, as expressions see them below `params`."""
        return {name: parameter.value for name, parameter in self.params.items()}

    @cached_property
    def canonical(self) -> Mapping[str, Callable[[str], str | None]]:
        """For each vocabulary, how a word as written becomes the canonical one."""
        return {name: vocabulary.canonical for name, vocabulary in self.vocabularies.items()}

    @cached_property
    def words(self) -> Mapping[str, Sequence[str]]:
        """What expressions see below `lists`: the pack's lists and the words of its vocabularies."""
        return {**{name: list(vocabulary.words) for name, vocabulary in self.vocabularies.items()}, **self.lists}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What stands between the braces of a message: an expression, and the unit it is shown in."""

    expression: Syntax
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class Template:
    """A text with placeholders, by what is written between their braces."""

    text: str
    placeholders: Mapping[str, Placeholder]


@dataclass(frozen=True, slots=True)
class Example:
    """One of a rule's own tests: what a fragment of a submission should give."""

    expected: Outcome
    given: Node
    params: Node | None
    at: tuple[str, ...]
    message: str | None
    fixed: tuple[str, ...]  # the texts of the nodes that the rule's fix changes, as it leaves them
    node: Node


@dataclass(frozen=True, slots=True)
class Correction:
    """How a rule mends what it finds, in the nodes `at` (None: those that the rule points at).

    The replacements of `notes` take the place of what the notes are about; without notes, what `replace` gives takes
    the place of the whole text.
    """

    title: Mapping[str, str]
    safety: Safety
    at: Syntax | None
    notes: tuple[str, ...]
    replace: Syntax | None


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule, checked and ready to run."""

    id: str
    pack: Pack
    severity: Severity
    title: Mapping[str, str]
    why: Mapping[str, str]
    basis: Mapping[str, str]
    tags: tuple[str, ...]
    aliases: tuple[str, ...]
    each: Syntax
    rows: str | None  # the parameter whose rows it runs on
    let: Mapping[str, Syntax]
    when: Syntax | None
    condition: Syntax
    at: Syntax | None
    message: Mapping[str, Template]
    help: Mapping[str, Template]
    fix: Correction | None
    yields_to: tuple[str, ...]
    examples: tuple[Example, ...]
    reads: frozenset[str]  # patterns of the fields its expressions name
    file: PackFile = field(repr=False)

    def is_called(self, name: str) -> bool:
        """Whether --select NAME means this rule: its id, an alias, a tag or its pack."""
        return name == self.id or name in self.aliases or name in self.tags or name == self.pack.id
