"""JUnit XML: a suite for each file, in it a case for each rule, which passes if the rule found nothing there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from xml.etree import ElementTree as xml

from linter.diagnostic import Diagnostic, Outcome, Severity
from linter.report import Fate, FileResult, Report, is_fault
from linter.reporters.exchange import portable
from linter.reporters.notes import headline
from linter.reporters.style import Style
from linter.reporters.summary import failure, summary_line
from linter.reporters.terminal import escape
from linter.reporters.text import finding_lines
from linter.source import Source

# With more cases than this, rules that found nothing are left out: GitLab reads only so much.
MOST_CASES = 20_000

_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}
_WORST_FIRST = ("error", "failure", "skipped")

# Where one of these is reported, rules may have found more than is listed.
_PARTLY = frozenset({"internal-error", "too-many-diagnostics"})

# Two characters that XML does not know, and `escape` leaves.
_NO_XML = re.compile("[\ufffe\uffff]")


def render(report: Report, style: Style) -> str:
    """The run as a suite of its own, then the files.  A rule keeps its case when its findings are gone."""
    style = replace(style, color=False)
    sources = report.sources
    said = [summary_line(report, style)]
    rules = [rule.id for rule in report.rules]
    if len(rules) * len(report.files) > MOST_CASES:
        rules = []
        said.append(style.phrase("passes-cut", limit=MOST_CASES))
    suites = [_suite("jixiao", _cases(report.problems, [], sources, style, broken=True))]
    suites[0].append(_element("system-out", "\n".join(said)))
    for file in report.files:
        suites.append(_suite(portable(file.path), _file_cases(file, rules, sources, style)))
    totals = {
        count: str(sum(int(suite.get(count, 0)) for suite in suites)) for count in ("tests", "failures", "errors")
    }
    root = _element("testsuites", name="jixiao", **totals)
    root.extend(suites)
    xml.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml.tostring(root, encoding="unicode")}\n'


def _element(tag: str, text: str | None = None, **attributes: str) -> xml.Element:
    """An element; foreign text in it must have been escaped."""
    made = xml.Element(tag, {name: _known(value) for name, value in attributes.items()})
    made.text = text if text is None else _known(text)
    return made


def _known(text: str) -> str:
    return _NO_XML.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _suite(name: str, cases: Sequence[xml.Element]) -> xml.Element:
    counts = {
        count: str(sum(1 for case in cases if case.find(status) is not None)) for count, status in _COUNTED.items()
    }
    made = _element("testsuite", name=escape(name), tests=str(len(cases)), **counts)
    for case in cases:
        case.set("classname", made.get("name", ""))
    made.extend(cases)
    return made


def _file_cases(
    file: FileResult, rules: Sequence[str], sources: Mapping[str, Source], style: Style
) -> list[xml.Element]:
    if file.fate is Fate.SKIPPED:
        case = _element("testcase", name="run")
        case.append(_element("skipped", message=escape(file.reason or "")))
        return [case]
    if file.fate is Fate.FAILED:
        return _cases(file.diagnostics or [failure(file, style)], [], sources, style, broken=True)
    # What could not be determined is no pass, shown elsewhere or not.
    told = [one for one in file.diagnostics if style.shows(one) or one.outcome is Outcome.UNDETERMINED]
    whole = file.submissions > 0 and not any(one.rule in _PARTLY for one in file.diagnostics)
    return _cases(told, rules if whole else [], sources, style)


def _cases(
    findings: Iterable[Diagnostic],
    names: Iterable[str],
    sources: Mapping[str, Source],
    style: Style,
    broken: bool = False,
) -> list[xml.Element]:
    """A case for each name, found or not, and for each other rule that found something; at least one."""
    by_rule: dict[str, list[Diagnostic]] = {name: [] for name in names}
    for one in findings:
        by_rule.setdefault(one.rule, []).append(one)
    by_rule = by_rule or {"run": []}
    return [_case(name, found, sources, style, broken) for name, found in by_rule.items()]


def _case(
    name: str, found: Sequence[Diagnostic], sources: Mapping[str, Source], style: Style, broken: bool
) -> xml.Element:
    """One result for a rule and a file, however many findings: readers of the format take no more."""
    case = _element("testcase", name=escape(name))
    if not found:
        return case
    body = "\n\n".join("\n".join(finding_lines(one, sources, style)) for one in found)
    by_status = {status: [one for one in found if _status(one, broken) == status] for status in _WORST_FIRST}
    status, meant = next(((status, some) for status, some in by_status.items() if some), ("system-out", []))
    if not meant:
        case.append(_element(status, body))
        return case
    message = headline(meant[0], style)
    if len(meant) > 1:
        message = style.phrase("more-findings", message=message, n=len(meant) - 1)
    case.append(_element(status, body, message=message, type=str(meant[0].severity)))
    return case


def _status(one: Diagnostic, broken: bool) -> str | None:
    """Findings fail their case, faults of the run are errors; a hint leaves the case as passed."""
    if is_fault(one) or (broken and one.severity is Severity.ERROR):
        return "error"
    if one.outcome is Outcome.UNDETERMINED:
        return "skipped"
    return "failure" if one.severity >= Severity.WARNING else None
