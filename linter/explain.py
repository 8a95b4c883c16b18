"""What a rule or one of the engine's own diagnostics is about, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from linter import catalogue
from linter.catalogue import Language
from linter.diagnostic import Outcome
from linter.document import Node
from linter.rule import Example, Rule
from linter.rulebook import RuleBook

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "severity": "级别",
        "pack": "规则包",
        "tags": "标签",
        "aliases": "别名",
        "basis": "依据",
        "params": "参数",
        "safe": "可自动修改",
        "unsafe": "可自动修改，须核对",
        "fixed": "改成",
        "pass": "通过的例子",
        "fail": "不通过的例子",
        "undetermined": "无法判定的例子",
        "says": "报告",
        "off": "不用这条规则",
        "level": "换一个级别，在 jixiao.yaml 里写",
        "suppress": "YAML 里忽略一处，在行末或上一行写",
        "waive": "把现有的问题记入 waivers.yaml 予以保留",
        "because": "理由",
        "error": "错误",
        "warning": "警告",
        "info": "提示",
        "own": "程序自身的提示",
    },
    "en": {
        "severity": "severity",
        "pack": "pack",
        "tags": "tags",
        "aliases": "aliases",
        "basis": "basis",
        "params": "parameters",
        "safe": "fixable",
        "unsafe": "fixable, to be checked",
        "fixed": "fixed",
        "pass": "passes",
        "fail": "fails",
        "undetermined": "cannot be determined",
        "says": "says",
        "off": "to leave this rule out",
        "level": "to give it another severity, in jixiao.yaml",
        "suppress": "to suppress one finding in YAML, at the end of its line or on the line above",
        "waive": "to let the findings there are stand, recorded in waivers.yaml",
        "because": "reason",
        "error": "error",
        "warning": "warning",
        "info": "info",
        "own": "one of the program's own diagnostics",
    },
}
_BETWEEN = {"zh": "：", "en": ": "}
_OUTCOMES = {Outcome.PASS: "pass", Outcome.FAIL: "fail", Outcome.UNDETERMINED: "undetermined"}


def explain(name: str, book: RuleBook, language: Language) -> str | None:
    """The explanation of a rule (by id or alias) or of a diagnostic of the engine; None for neither."""
    rule = book.rule(name)
    if rule is not None:
        return "\n".join(_rule(rule, language)) + "\n"
    if name in catalogue.ids():
        return "\n".join(_own(name, language)) + "\n"
    return None


def known(book: RuleBook) -> list[str]:
    """Everything that can be explained."""
    return [*(rule.id for rule in book.rules), *catalogue.ids()]


def listing(book: RuleBook, language: Language) -> str:
    """The rules in force, a line each, by pack."""
    lines = []
    for pack in book.packs:
        profile = f" · {pack.profile}" if pack.profile else ""
        lines.append(f"{pack.id} {pack.version}{profile} · {pack.title.get(language, '')}")
        rules = sorted((rule for rule in book.rules if rule.pack is pack), key=lambda rule: rule.id)
        width = max((len(rule.id) for rule in rules), default=0)
        for rule in rules:
            lines.append(f"  {rule.id:<{width}}  {_WORDS[language][str(rule.severity)]:<7}  {rule.title[language]}")
    return "\n".join(lines) + "\n"


def _line(word: str, text: str, language: Language) -> str:
    return f"{_WORDS[language][word]}{_BETWEEN[language]}{text}"


def _rule(rule: Rule, language: Language) -> Iterator[str]:
    words = _WORDS[language]
    yield f"{rule.id} · {rule.title[language]}"
    yield ""
    yield _line("severity", words[str(rule.severity)], language)
    yield _line("pack", f"{rule.pack.id} {rule.pack.version}", language)
    for name, listed in (("tags", rule.tags), ("aliases", rule.aliases)):
        if listed:
            yield _line(name, " ".join(listed), language)
    if rule.basis:
        yield _line("basis", rule.basis[language], language)
    if rule.fix is not None:
        yield _line(str(rule.fix.safety), rule.fix.title[language], language)
    yield ""
    yield rule.why[language]
    for parameter in rule.pack.params.values():
        if any(f"params.{parameter.name}" in node.text for node in _expressions(rule)):
            yield ""
            yield f"params.{parameter.name} = {_shown(parameter.node.children['default'])}"
            yield f"  {parameter.why[language]}"
    for example in rule.examples:
        yield ""
        yield from _example(example, language)
    yield ""
    yield _line("suppress", f"# jixiao: ignore[{rule.id}] {words['because']}", language)
    yield _line("waive", f"jixiao check --select {rule.id} --write-waivers", language)
    yield _line("level", f"severities: {{{rule.id}: info}}", language)
    yield _line("off", f"jixiao check --ignore {rule.id}", language)


def _expressions(rule: Rule) -> Iterator[Node]:
    for node in rule.file.root.walk():
        if isinstance(node.text, str):
            yield node


def _example(example: Example, language: Language) -> Iterator[str]:
    yield _WORDS[language][_OUTCOMES[example.expected]] + _BETWEEN[language].rstrip()
    yield from (f"  {line}" for line in _yaml(example.given))
    if example.message:
        yield f"  → {_line('says', example.message, language)}"
    if example.fixed:
        yield f"  → {_line('fixed', catalogue.show(example.fixed, language), language)}"


def _yaml(node: Node, indent: str = "") -> Iterator[str]:
    """A node as block YAML, close to how it was written."""
    for key, below in node.children.items():
        if not below.children and below.children is None:
            yield f"{indent}{key}: {_shown(below)}"
        elif isinstance(below.children, dict):
            yield f"{indent}{key}:"
            yield from _yaml(below, indent + "  ")
        else:
            yield from _list(key, below, indent)


def _list(key: str, node: Node, indent: str) -> Iterator[str]:
    if all(item.children is None for item in node.children):
        yield f"{indent}{key}: [{', '.join(_shown(item) for item in node.children)}]"
        return
    yield f"{indent}{key}:"
    for item in node.children:
        lines = list(_yaml(item))
        yield f"{indent}  - {lines[0] if lines else '{}'}"
        yield from (f"{indent}    {line}" for line in lines[1:])


def _shown(node: Node) -> str:
    if node.children is not None:
        return ", ".join(_shown(item) for item in node.items())
    return f'"{node.text}"' if node.quoted else node.text


def _own(name: str, language: Language) -> Iterator[str]:
    entry = catalogue.entry(name)
    yield f"{name} · {entry.text('title', language)}"
    yield ""
    yield _line("severity", _WORDS[language][str(entry.severity)], language)
    yield _WORDS[language]["own"]
    yield ""
    yield entry.text("why", language)
    advice = entry.text("help", language)
    if advice:
        yield ""
        yield advice
