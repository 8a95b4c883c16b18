"""SARIF 2.1.0, as the standard says and as GitHub code scanning takes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from linter.diagnostic import Diagnostic
from linter.report import Excused, Fate, FileResult, Report, is_fault
from linter.reporters.columns import Columns
from linter.reporters.exchange import fingerprints, json_text
from linter.reporters.notes import message_lines
from linter.reporters.sarif_result import LEVELS, Context, artifact_location, location, message, result, suppression
from linter.reporters.sarif_rules import driver, fault_id, rules_of
from linter.reporters.style import Style
from linter.reporters.summary import failure, skipped_lines, summary_line
from linter.source import utf16_length

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

# GitHub refuses a run with more.
MOST_RESULTS = 25_000

_ENCODINGS = {"utf-8": "UTF-8", "utf-16-le": "UTF-16LE", "utf-16-be": "UTF-16BE", "gb18030": "GB18030"}


def render(report: Report, style: Style) -> str:
    """One run: its rules, its files, its results, and as notifications what went wrong with the run itself."""
    found, faults = _split(report, style)
    kept = _worst(found, MOST_RESULTS)
    excused = _excused(report, style)[: MOST_RESULTS - len(kept)]
    shown = [*kept, *(one.finding for one, _ in excused)]
    rules = rules_of(report, shown, style)
    files = [file for file in report.files if file.fate is not Fate.SKIPPED]
    tool = driver(rules, faults, style)
    context = Context(
        style,
        Columns(report.sources, utf16_length),
        rules={rule.id: index for index, rule in enumerate(rules)},
        faults={one["id"]: index for index, one in enumerate(tool["notifications"])},
        files={file.path: index for index, file in enumerate(files)},
    )
    results = [result(one, mark, context) for one, mark in zip(shown, fingerprints(shown), strict=True)]
    for made, (one, kind) in zip(results[len(kept) :], excused, strict=True):
        made["suppressions"] = [suppression(one, kind, context)]
    run = {
        "tool": {"driver": tool},
        "language": tool["language"],
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": style.phrase("paths")}}},
        "invocations": [_invocation(report, faults, (len(found), len(kept)), context)],
        "artifacts": [_artifact(file) for file in files],
        "results": results,
        **_packs(report),
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _split(report: Report, style: Style) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """What was found, and the faults: what kept something from being checked."""
    found: list[Diagnostic] = []
    faults = list(report.problems)
    for file in report.files:
        if file.fate is Fate.FAILED:
            faults += file.diagnostics or (failure(file, style),)
            continue
        faults += (one for one in file.diagnostics if is_fault(one))
        found += (one for one in file.diagnostics if style.shows(one) and not is_fault(one))
    return found, faults


def _excused(report: Report, style: Style) -> list[tuple[Excused, str]]:
    """What comments and waivers keep from counting, each with what the standard calls its kind."""
    found = [(one, "inSource") for one in report.suppressed] + [(one, "external") for one in report.waived]
    return [pair for pair in found if style.shows(pair[0].finding)]


def _worst(found: Sequence[Diagnostic], most: int) -> Sequence[Diagnostic]:
    """The `most` worst findings, in the order they have."""
    if len(found) <= most:
        return found
    worst_first = sorted(range(len(found)), key=lambda index: -found[index].severity)
    return [found[index] for index in sorted(worst_first[:most])]


def _invocation(
    report: Report, faults: Sequence[Diagnostic], counts: tuple[int, int], context: Context
) -> dict[str, Any]:
    """How the run went: its faults, the files that were skipped, and the summary, so that nothing is silent."""
    configuration = {source.path for source in report.texts}
    told: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for one in faults:
        told[one.location.path in configuration].append(_notification(one, context))
    style, (found, kept) = context.style, counts
    said = [("note", line) for line in [*skipped_lines(report, style), summary_line(report, style)]]
    if kept < found:
        said.insert(0, ("warning", style.phrase("results-cut", found=found, kept=kept)))
    notes = [{"level": level, "message": message(line)} for level, line in said]
    return {
        "executionSuccessful": report.trusted,
        "toolExecutionNotifications": told[False] + notes,
        "toolConfigurationNotifications": told[True],
    }


def _notification(one: Diagnostic, context: Context) -> dict[str, Any]:
    made = {
        "descriptor": {"id": fault_id(one), "index": context.faults[fault_id(one)]},
        "level": LEVELS[one.severity],
        "message": message("\n".join(message_lines(one, context.style))),
        "locations": [location(one.location, context)],
    }
    if one.rule in context.rules:
        made["associatedRule"] = {"id": one.rule, "index": context.rules[one.rule]}
    return made


def _artifact(file: FileResult) -> dict[str, Any]:
    made: dict[str, Any] = {"location": artifact_location(file.path), "roles": ["analysisTarget"]}
    if file.source is not None:
        made["encoding"] = _ENCODINGS.get(file.source.encoding, file.source.encoding)
    return made


def _packs(report: Report) -> dict[str, Any]:
    if not report.packs:
        return {}
    packs = [
        {"id": pack.id, "version": pack.version, "profile": pack.profile, "digest": pack.digest}
        for pack in report.packs
    ]
    # What stands before the last slash is the category by which GitHub keeps runs apart.
    category = "jixiao/" + "+".join(pack.id for pack in report.packs)
    return {"automationDetails": {"id": f"{category}/"}, "properties": {"packs": packs}}
