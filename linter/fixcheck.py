"""The `fix` of a rule, checked: what it changes, what it puts there, whether it may call itself safe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from linter import values
from linter.diagnostic import Problem, Safety
from linter.document import Node
from linter.expressions.checker import ANY, Checker, Scope, Type
from linter.expressions.syntax import Syntax
from linter.packs import PackFile, texts
from linter.rule import Correction

IT = "it"  # the text that is being changed, in `replace`


@dataclass(slots=True)
class FixCompiler:
    """Compiles the fix of one rule; `expression` parses and checks one that stands at a node, in `scope`."""

    file: PackFile
    scope: Scope
    expression: Callable[[Node | None], Syntax | None]
    problems: list[Problem]

    def compile(self, rule_at: Syntax | None) -> Correction | None:
        """The fix, None if the rule has none; `rule_at` is what the rule itself points at."""
        node = self.file.root.child("fix")
        if node is None:
            return None
        safety = Safety(node.children["safety"].text)
        at_node, notes = node.child("at"), node.child("notes")
        at = self.expression(at_node)
        target = self._target(at or rule_at)
        wanted = ("value",) if notes is not None else ("value", "text", "number", "quantity", "bool", "null")
        if target.kind not in (*wanted, "any"):
            self._mismatch(at_node or notes or node, wanted[0], target.kind)
        for note in notes.children if notes is not None else ():
            self.problems.extend(self._note(note, safety))
        return Correction(
            texts(node.child("title")),
            safety,
            at,
            tuple(note.text for note in notes.children) if notes is not None else (),
            self._replace(node.child("replace"), target),
        )

    def _target(self, at: Syntax | None) -> Type:
        """The type of each node that is changed."""
        found = Checker(self.scope).check(at) if at is not None else self.scope.this
        return found.item or ANY if found.kind == "list" else found

    def _replace(self, node: Node | None, target: Type) -> Syntax | None:
        if node is None:
            return None
        self.scope.names[IT] = target
        before = len(self.problems)
        syntax = self.expression(node)
        if syntax is not None and len(self.problems) == before:
            found = Checker(self.scope).check(syntax)
            if found.kind not in ("text", "any"):
                self._mismatch(node, "text", found.kind)
        del self.scope.names[IT]
        return syntax

    def _note(self, node: Node, safety: Safety) -> Iterator[Problem]:
        """What keeps a note from being used: there is no such one, it offers nothing, or something not safe."""
        known, place = values.note_ids(), self.file.at(node)
        if node.text not in known:
            yield Problem("unknown-word", place, {"word": node.text, "choices": list(known)})
        elif not values.offers_replacement(node.text):
            yield Problem("fix-refused", place, {"reason": "note-offers-nothing", "name": node.text})
        elif safety is Safety.SAFE and not values.keeps_meaning(node.text):
            yield Problem("fix-refused", place, {"reason": "note-changes-meaning", "name": node.text})

    def _mismatch(self, node: Node, wanted: str, found: str) -> None:
        kind = {"bool": "boolean", "node": "mapping"}.get(found, found)
        self.problems.append(Problem("type-mismatch", self.file.at(node), {"wanted": wanted, "found": kind}))
