"""From a rule file to a checked rule: names, types, units, placeholders, examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from linter import values
from linter.catalogue import is_error, open_brace, placeholders
from linter.diagnostic import Outcome, Problem, Severity
from linter.document import Kind, Node
from linter.expressions.checker import ANY, Checker, Scope, Type, value_type
from linter.expressions.syntax import All, Comparison, ExpressionError, Member, Name, Select, Syntax, parse, plain
from linter.expressions.types import unit_name
from linter.fixcheck import IT, FixCompiler
from linter.packs import PackFile, Written, texts
from linter.rule import Example, Pack, Placeholder, Rule, Template

_SIDES = ("left", "right", "difference")
_OUTCOMES = {"pass": Outcome.PASS, "fail": Outcome.FAIL, "undetermined": Outcome.UNDETERMINED}


class Compiler:
    """Compiles the rules of one pack; `problems` collects what is wrong, `used` the names they use."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.problems: list[Problem] = []
        self.used: set[str] = set()

    def rule(self, file: PackFile) -> Rule | None:
        """The rule in `file`, or None when something is wrong with it."""
        before = len(self.problems)
        rule = _RuleCompiler(self, file).compile()
        return None if any(map(is_error, self.problems[before:])) else rule


class _RuleCompiler:
    def __init__(self, owner: Compiler, file: PackFile) -> None:
        self.pack, self.file, self.problems = owner.pack, file, owner.problems
        self.used = owner.used
        self.root = Type("node", field=self.pack.kind.root)
        self.scope = Scope(self.root, self.root, self._names(), self._vocabularies())

    def compile(self) -> Rule | None:
        file = self.file
        before = len(self.problems)
        each, rows = self._each()
        if len(self.problems) > before:
            return None  # what names mean is unknown then, and everything else would seem wrong
        let = self._let()
        when = self._expression("when", condition=True)
        condition = self._expression("assert", condition=True, given=(when,) if when is not None else ())
        at = self._expression("at")
        self._add_sides(condition)
        message, help = self._templates("message"), self._templates("help")
        fix = FixCompiler(file, self.scope, self._expression_at, self.problems).compile(at)
        self._unused(let)
        examples = tuple(self._examples())
        if fix is not None and not any(example.fixed for example in examples):
            self.problems.append(Problem("missing-example", file.at(file.root.child("fix")), {"what": "fixed"}))
        self._metadata()
        self.used |= self.scope.used
        return Rule(
            id=file.text("id"),
            pack=self.pack,
            severity=Severity.parse(file.text("severity")),
            title=texts(file.root.child("title")),
            why=texts(file.root.child("why")),
            basis=texts(file.root.child("basis")),
            tags=self._words("tags"),
            aliases=self._words("aliases"),
            each=each or _NOTHING,
            rows=rows,
            let=let,
            when=when,
            condition=condition or _NOTHING,
            at=at,
            message=message,
            help=help,
            fix=fix,
            yields_to=self._words("yields_to"),
            examples=examples,
            reads=frozenset(getattr(self.scope, "read", ())),
            file=file,
        )

    # What names mean

    def _names(self) -> dict[str, Type]:
        pack = self.pack
        params = {name: value_type(parameter.value) for name, parameter in pack.params.items()}
        lists = {name: Type("list", Type("text")) for name in pack.words}
        return {"params": Type("node", members=params), "lists": Type("node", members=lists)}

    def _vocabularies(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(vocabulary.words) for name, vocabulary in self.pack.vocabularies.items()}

    # Expressions

    def _written(self, key: str) -> Written | None:
        return self._written_at(self.file.root.child(key))

    def _written_at(self, node: Node | None) -> Written | None:
        return Written(node.text, node, self.file.source) if node is not None else None

    def _parse(self, written: Written) -> Syntax | None:
        try:
            return parse(written.text, self.pack.units)
        except ExpressionError as error:
            self.problems.append(written.problem(error))
            return None

    def _check(
        self,
        syntax: Syntax,
        written: Written,
        shift: int = 0,
        condition: bool = False,
        given: tuple[Syntax, ...] = (),
    ) -> Type:
        checker = Checker(self.scope)
        found = checker.check(syntax, condition, given)
        self.problems += [written.problem(error, shift) for error in checker.problems]
        return found

    def _expression(self, key: str, condition: bool = False, given: tuple[Syntax, ...] = ()) -> Syntax | None:
        return self._expression_at(self.file.root.child(key), condition, given)

    def _expression_at(
        self, node: Node | None, condition: bool = False, given: tuple[Syntax, ...] = ()
    ) -> Syntax | None:
        written = self._written_at(node)
        syntax = self._parse(written) if written is not None else None
        if syntax is not None and written is not None:
            self._check(syntax, written, condition=condition, given=given)
        return syntax

    def _each(self) -> tuple[Syntax | None, str | None]:
        """The path of the nodes the rule runs on, and the parameter if it is the rows of one."""
        written = self._written("each")
        syntax = self._parse(written) if written is not None else None
        if syntax is None or written is None:
            return None, None
        found = self._check(syntax, written)
        rows = _parameter_rows(syntax)
        if rows is not None:
            self.scope.names["row"] = found.item or ANY
            return syntax, rows
        this = found.item if found.kind == "list" and found.several else found
        self.scope.this = this or ANY
        return syntax, None

    def _let(self) -> dict[str, Syntax]:
        """The bindings in order; each may use those before it."""
        found: dict[str, Syntax] = {}
        node = self.file.root.child("let")
        for name, below in node.children.items() if node is not None else ():
            written = Written(below.text, below, self.file.source)
            if name in self.scope.names or name in (*_SIDES, IT) or not name.isidentifier():
                self.problems.append(Problem("name-taken", self.file.at(below), {"name": name}))
                continue
            syntax = self._parse(written)
            if syntax is not None:
                self.scope.names[name] = replace(self._check(syntax, written), several=False)
                found[name] = syntax
        return found

    def _unused(self, let: Mapping[str, Syntax]) -> None:
        node = self.file.root.child("let")
        for name in let:
            if name not in self.scope.used and node is not None:
                place = self.file.at(node.children[name])
                self.problems.append(Problem("unused-binding", place, {"name": name}))

    # Texts

    def _add_sides(self, condition: Syntax | None) -> None:
        """{left}, {right} and {difference} exist when the assertion is one comparison."""
        condition = plain(condition) if condition is not None else None
        if not isinstance(condition, Comparison) or condition.operator == "in":
            return
        quiet = Checker(self.scope)
        left, right = quiet.check(condition.left), quiet.check(condition.right)
        amount = left if left.kind == "quantity" else right
        for name, found in zip(_SIDES, (left, right, amount), strict=True):
            self.scope.names.setdefault(name, found)

    def _templates(self, key: str) -> dict[str, Template]:
        """A text in both languages, with the same placeholders in each."""
        node = self.file.root.child(key)
        if node is None:
            return {}
        before = len(self.problems)
        found = {language: self._template(below) for language, below in node.children.items()}
        if len(self.problems) > before:  # a wrong placeholder would also differ
            return found
        asked = {language: sorted(template.placeholders) for language, template in found.items()}
        if asked["zh"] != asked["en"]:
            differing = sorted(set(asked["zh"]) ^ set(asked["en"]))
            words = {"detail": ", ".join("{" + name + "}" for name in differing)}
            self.problems.append(Problem("placeholders-differ", self.file.at(node.children["en"]), words))
        return found

    def _template(self, node: Node) -> Template:
        written = Written(node.text, node, self.file.source)
        brace = open_brace(node.text)
        if brace is not None:
            place = written.location(brace, brace + 1)
            self.problems.append(Problem("brace-unmatched", place, {"text": node.text[brace : brace + 20]}))
        found: dict[str, Placeholder] = {}
        for name in placeholders(node.text):
            shift = node.text.index("{" + name) + 1
            expression, _, unit = name.partition(":")
            try:
                syntax = parse(expression)
            except ExpressionError as error:
                self.problems.append(written.problem(error, shift))
                continue
            if not _is_path(syntax):
                self.problems.append(self._unknown_placeholder(written, name, shift))
                continue
            before = len(self.problems)
            shown = self._check(syntax, written, shift)
            for index in range(before, len(self.problems)):
                if self.problems[index].id == "unknown-name":
                    self.problems[index] = self._unknown_placeholder(written, name, shift)
            found[name] = Placeholder(syntax, self._unit(unit, shown, written, shift + len(expression) + 1))
        return Template(node.text.strip(), found)

    def _unknown_placeholder(self, written: Written, name: str, shift: int) -> Problem:
        fields = self.scope.this.field.properties if self.scope.this.field is not None else ()
        words = {"name": name, "choices": [*self.scope.names, *fields]}
        return Problem("placeholder-unknown", written.location(shift, shift + len(name)), words)

    def _unit(self, text: str, shown: Type, written: Written, shift: int) -> values.Unit | None:
        if not text:
            return None
        unit = values.unit(text, self.pack.units)
        place = written.location(shift, shift + len(text))
        if unit is None:
            words = {"name": text, "choices": values.closest_units(text)}
            self.problems.append(Problem("unknown-unit", place, words))
        elif shown.kind == "number" or (shown.dimension is not None and shown.dimension != unit.dimension):
            found = unit_name(shown.dimension) if shown.kind == "quantity" else ""
            self.problems.append(Problem("unit-does-not-fit", place, {"unit": text, "found": found}))
        return unit

    # Examples and metadata

    def _examples(self) -> Iterator[Example]:
        node = self.file.root.child("examples")
        for name, outcome in _OUTCOMES.items():
            listed = node.child(name) if node is not None else None
            if outcome is not Outcome.UNDETERMINED and (listed is None or not listed.children):
                place = self.file.at(node)
                self.problems.append(Problem("missing-example", place, {"what": name}))
            for item in listed.children if listed is not None else ():
                yield _example(item, outcome)

    def _metadata(self) -> None:
        file = self.file
        id_node = file.root.child("id")
        name = file.source.path.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
        if file.text("id") != name:
            self.problems.append(
                Problem("id-is-not-file-name", file.at(id_node), {"name": file.text("id"), "file": name})
            )
        if file.text("severity") == "error" and file.root.child("basis") is None:
            self.problems.append(Problem("missing-basis", file.at(id_node)))

    def _words(self, key: str) -> tuple[str, ...]:
        node = self.file.root.child(key)
        return tuple(item.text for item in node.children) if node is not None else ()


_NOTHING = Name((0, 0), "this")


def _parameter_rows(syntax: Syntax) -> str | None:
    """The parameter of `params.NAME[*]`."""
    if not isinstance(syntax, Select) or len(syntax.selectors) != 1 or not isinstance(syntax.selectors[0], All):
        return None
    target = syntax.target
    if isinstance(target, Member) and isinstance(target.target, Name) and target.target.name == "params":
        return target.name
    return None


def _is_path(syntax: Syntax) -> bool:
    while isinstance(syntax, Member):
        syntax = syntax.target
    return isinstance(syntax, Name)


def _example(node: Node, outcome: Outcome) -> Example:
    """An example is a fragment, or has one below `given`."""
    given = node.child("given")
    if given is None:
        return Example(outcome, node, None, (), None, (), node)
    message = node.child("message")
    said = message.text.strip() if message is not None else None
    at, fixed = _one_or_more(node.child("at")), _one_or_more(node.child("fixed"))
    return Example(outcome, given, node.child("params"), at, said, fixed, node)


def _one_or_more(node: Node | None) -> tuple[str, ...]:
    """The texts of a list, or the one text that stands in its place."""
    items: Sequence[Node] = [] if node is None else node.children if node.kind is Kind.SEQUENCE else [node]
    return tuple(item.text for item in items)


def check_book(pack: Pack, rules: Sequence[Rule], used: set[str]) -> Iterator[Problem]:
    """What shows only in a pack as a whole: unused parameters and lists, rules that check the same."""
    for name, parameter in pack.params.items():
        if f"params.{name}" not in used:
            yield Problem("unused-binding", parameter.file.at(parameter.node), {"name": f"params.{name}"})
    words = pack.file.root.child("lists")
    for name, node in words.children.items() if words is not None else ():
        if f"lists.{name}" not in used:
            yield Problem("unused-binding", pack.file.at(node), {"name": f"lists.{name}"})
    known = {rule.id for rule in rules}
    for rule in rules:
        yields = rule.file.root.child("yields_to")
        for item in yields.children if yields is not None else ():
            if item.text not in known:
                yield Problem("unknown-selection", rule.file.at(item), {"name": item.text, "choices": sorted(known)})
    seen: dict[tuple[str, ...], Rule] = {}
    for rule in rules:
        key = tuple(" ".join(rule.file.text(part).split()) for part in ("each", "when", "assert"))
        let = tuple(f"{name}={' '.join(node.text.split())}" for name, node in _let_nodes(rule))
        first = seen.setdefault((*key, *let), rule)
        if first is not rule:
            yield Problem("identical-rule", rule.file.at(rule.file.root.child("assert")), {"other": first.id})


def _let_nodes(rule: Rule) -> list[tuple[str, Node]]:
    node = rule.file.root.child("let")
    return list(node.children.items()) if node is not None else []
