"""The whole run on one page: documents and a rule book in, a report out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from linter import catalogue, files, findings, limits, prepare, readers, suppressions
from linter.catalogue import Language
from linter.diagnostic import Diagnostic, Outcome, Problem
from linter.document import Document, Kind
from linter.files import FileProblem, Found
from linter.identity import identified, project
from linter.outcomes import judge
from linter.overrides import Books, Override
from linter.readers import Reading
from linter.report import Fate, FileResult, Report, RuleInfo, is_fault
from linter.rule import Rule
from linter.rulebook import RuleBook
from linter.source import whole_file
from linter.suppressions import Suppressed
from linter.waivers import Waivers


@dataclass(frozen=True, slots=True)
class Options:
    """How to run; nothing here changes what a rule means."""

    language: Language = "zh"
    skip_unrecognized: bool = False  # named files without a submission are skipped too
    ignore: frozenset[str] = frozenset()  # ids of the engine's own diagnostics that are not reported
    exclude: tuple[files.Excluded, ...] = ()  # what a walk leaves out
    overrides: tuple[Override, ...] = ()  # what differs for some files
    reason_required: bool = True  # of a comment that suppresses findings
    waivers: Waivers = field(default_factory=Waivers)
    most: int = limits.DIAGNOSTICS_PER_FILE  # findings of one file that are listed


FileCheck = Callable[[Found, RuleBook, Options], FileResult]
Run = Callable[[Sequence[Found], Callable[[Found], FileResult]], Iterator[FileResult]]
ContentCheck = Callable[[Found, bytes, RuleBook, Options], FileResult]


def lint(
    paths: Sequence[str],
    book: RuleBook,
    options: Options = Options(),
    check_file: FileCheck | None = None,
    run: Run | None = None,
) -> Report:
    """Check the files that `paths` (files and folders) lead to.

    `check_file` may do more with each of them; `run` gives the results of all, in order, in whatever process.
    """
    if not book.usable:
        return broken(book, options)
    found = files.discover(list(paths), readers.SUFFIXES, options.exclude)
    books = Books(book, options.overrides)
    results, interrupted = _all(found.found, check_file or lint_file, books, options, run)
    for path, reason, detail in found.unreadable:
        cause = catalogue.reason(reason, {"detail": detail}, options.language)
        results.append(FileResult(path, Fate.FAILED, reason=cause))
    checked = options.skip_unrecognized or any(one.fate is not Fate.SKIPPED for one in results)
    problems = [] if checked else [_nothing(path) for path in paths or ["."]]
    whole = not interrupted and _whole(paths, results, options)
    problems += _about_waivers(results, book, options, whole)
    report = _report(results, problems, book, options)  # what `rules check` warns of is for the pack's author
    return replace(report, interrupted=interrupted, whole=whole)


def _whole(paths: Sequence[str], results: Sequence[FileResult], options: Options) -> bool:
    """Whether everything in the waivers' folder was read: only then is a waiver that met nothing of no use."""
    unread = any(one.fate is Fate.FAILED or (one.diagnostics and not one.submissions) for one in results)
    return not unread and any(files.inside(options.waivers.folder, path) for path in paths)


def _all(
    found: Sequence[Found], check_file: FileCheck, books: Books, options: Options, run: Run | None
) -> tuple[list[FileResult], bool]:
    """The results of all files; when the user interrupts, what is known so far, and True."""

    def work(one: Found) -> FileResult:
        result = check_file(one, books.book_for(one.path), options)
        shown = result.diagnostics or result.suppressed or result.waived
        return result if shown else replace(result, source=None)  # a long run keeps no text that nothing points into

    results: list[FileResult] = []
    try:
        for result in run(found, work) if run is not None else map(work, found):
            results.append(result)
    except KeyboardInterrupt:
        reason = catalogue.reason("interrupted", {}, options.language)
        results += [FileResult(one.path, Fate.SKIPPED, reason=reason) for one in found[len(results) :]]
        return results, True
    return results, False


def lost(found: Found, cause: str, options: Options) -> FileResult:
    """The result of a file whose worker died (`worker-died`) or took too long (`time-limit`)."""
    return _failed(found.path, Problem("unfinished-file", whole_file(found.path), {"reason": cause}), options)


def lint_text(
    path: str, data: bytes, book: RuleBook, options: Options = Options(), check_content: ContentCheck | None = None
) -> Report:
    """Check content that is not in a file yet, under the name it will have; `check_content` may do more with it."""
    if not book.usable:
        return broken(book, options)
    own = Books(book, options.overrides).book_for(path)
    result = (check_content or lint_content)(Found(path, True), data, own, options)
    return _report([result], _about_waivers([result], book, options), book, options)


def broken(book: RuleBook, options: Options) -> Report:
    """The report on a rule book that cannot be used: what is wrong with it, and nothing else."""
    return _report([], book.problems, book, options)


def lint_file(found: Found, book: RuleBook, options: Options) -> FileResult:
    """Check one file; whatever is wrong with it is in the result."""
    return _guarded(found, lambda: files.read(found.path), book, options)


def lint_content(found: Found, data: bytes, book: RuleBook, options: Options) -> FileResult:
    """As `lint_file`, for content that is there already."""
    return _guarded(found, lambda: files.bounded(data), book, options)


def _guarded(found: Found, read: Callable[[], bytes], book: RuleBook, options: Options) -> FileResult:
    try:
        return lint_bytes(found, read(), book, options)
    except FileProblem as problem:
        id = "missing-path" if problem.reason == "missing-path" else "unreadable-file"
        words = {"reason": problem.reason, "detail": problem.detail}
        return _failed(found.path, Problem(id, whole_file(found.path), words), options)
    except Exception as error:  # a fault of ours in one file must not end the run
        words = {"detail": f"{type(error).__name__}: {error}"}
        return _failed(found.path, Problem("internal-error", whole_file(found.path), words), options)


def lint_bytes(found: Found, data: bytes, book: RuleBook, options: Options) -> FileResult:
    """Check the content of one file: read, prepare, check, sort."""
    reading = readers.read(data, found.path, book.kinds)
    skipped = _skipped(found, reading, book, options)
    if skipped is not None:
        return skipped
    if reading.failed:
        return _failed(found.path, reading.problems[0], options)
    if not reading.recognised and not reading.problems:
        reading = replace(reading, problems=(Problem("no-table-found", whole_file(found.path), _kind_words(book)),))
    by_number = {document.number: document for document in reading.documents}
    diagnostics = [
        findings.own(problem, by_number.get(problem.submission or 0), options.language) for problem in reading.problems
    ]
    for document in reading.documents:
        own = [one for one in reading.problems if one.submission in (None, document.number)]
        reported = [one.location.pointer for one in own if one.location.pointer is not None]
        diagnostics += check(document, book, options.language, reported)
    kept = [one for one in diagnostics if one.rule not in options.ignore or _says_unchecked(one)]
    return _result(found.path, reading, identified(kept), book, options)


def _says_unchecked(one: Diagnostic) -> bool:
    """What says that something was not checked cannot be ignored: it would look like a clean file."""
    return one.submission is None or is_fault(one)


def check(document: Document, book: RuleBook, language: Language, reported: Iterable[str] = ()) -> Iterator[Diagnostic]:
    """Every finding of one submission: values, structure, rules."""
    pack = book.pack_for(document.kind)
    problems = list(prepare.prepare(document, pack.canonical, pack.units))
    places = {*reported, *(problem.location.pointer or "" for problem in problems)}
    problems += prepare.check(document, places)
    for problem in problems:
        yield findings.own(problem, document, language)
    yield from _rules(document, book.doubtful(document), language)


def _rules(document: Document, rules: Sequence[tuple[Rule, int]], language: Language) -> Iterator[Diagnostic]:
    """What the rules find in those of their runs that have to be looked at; a rule is silent where one that it yields
    to has reported."""
    found: dict[str, list[Diagnostic]] = {}
    for rule, runs in rules:
        try:
            found[rule.id] = list(_findings(rule, document, language, runs))
        except Exception as error:  # a fault of ours in one rule must not end the run
            words = {"detail": f"{rule.id}: {type(error).__name__}: {error}"}
            problem = Problem("internal-error", whole_file(document.source.path), words)
            found[rule.id] = [findings.own(problem, document, language)]
    for rule, _ in rules:
        better = [other for id in rule.yields_to for other in found.get(id, ()) if other.outcome is Outcome.FAIL]
        yield from (one for one in found[rule.id] if not any(_same_place(one, other) for other in better))


def _findings(rule: Rule, document: Document, language: Language, runs: int) -> Iterator[Diagnostic]:
    told = False
    for verdict in judge(rule, document, runs):
        if verdict.outcome is Outcome.FAIL:
            yield findings.failure(rule, document, verdict, language)
        elif verdict.outcome is Outcome.RULE_ERROR:
            yield findings.rule_error(rule, document, verdict, language)
        elif verdict.outcome is Outcome.UNDETERMINED and not told:
            told = True  # once for each rule and submission
            yield findings.undetermined(rule, document, verdict, language)


def _same_place(one: Diagnostic, other: Diagnostic) -> bool:
    a, b = one.location.pointer or "", other.location.pointer or ""
    return a == b or a.startswith(b + "/") or b.startswith(a + "/")


def _skipped(found: Found, reading: Reading, book: RuleBook, options: Options) -> FileResult | None:
    """Files that hold no submission are passed over with a reason, unless the user named them."""
    if found.named and not options.skip_unrecognized:
        return None
    if reading.recognised:
        return None
    id = reading.problems[0].id if reading.problems else "not-a-submission"
    words = {**_kind_words(book), **(reading.problems[0].words if reading.problems else {})}
    return FileResult(found.path, Fate.SKIPPED, reason=catalogue.reason(id, words, options.language))


def _failed(path: str, problem: Problem, options: Options) -> FileResult:
    """A file that was not checked, and why."""
    reason = catalogue.reason(str(problem.words.get("reason", problem.id)), problem.words, options.language)
    return FileResult(path, Fate.FAILED, tuple(_own([problem], options)), reason)


def _kind_words(book: RuleBook) -> dict[str, str]:
    return {"kind": "、".join(kind.title for kind in book.kinds)}


def _result(path: str, reading: Reading, diagnostics: list[Diagnostic], book: RuleBook, options: Options) -> FileResult:
    """The result of a file: comments and waivers take out findings, then the worst are listed."""
    undetermined = sum(1 for one in diagnostics if one.outcome is Outcome.UNDETERMINED)
    judged = book.judged - options.ignore
    commented = Suppressed(diagnostics)
    if reading.comments and reading.source is not None:
        commented = suppressions.apply(reading.source, diagnostics, book.known, judged, options.reason_required)
    projects = [project(document) or "" for document in reading.documents]
    waived = options.waivers.apply(commented.kept, path, projects, book.known, judged)
    shown = _listed(path, [*waived.kept, *_own(_wanted(commented.problems, options), options)], options)
    return FileResult(
        path,
        Fate.WITH_FINDINGS if any(one.outcome is not Outcome.UNDETERMINED for one in shown) else Fate.CLEAN,
        tuple(shown),
        submissions=len(reading.documents),
        rows=sum(_row_count(document) for document in reading.documents),
        undetermined=undetermined,
        suppressed=tuple(commented.suppressed),
        waived=tuple(waived.waived),
        met=tuple(waived.met),
        source=reading.source,
    )


def _listed(path: str, diagnostics: Sequence[Diagnostic], options: Options) -> list[Diagnostic]:
    """The findings in order.  Of too many the worst stay: what is left out must not change what the run comes to."""
    worst = sorted(diagnostics, key=lambda one: (-one.severity, one.sort_key))[: options.most]
    shown = sorted(worst, key=lambda one: one.sort_key)
    if len(diagnostics) > len(shown):
        words = {"limit": options.most, "count": len(diagnostics) - len(shown)}
        shown += _own([Problem("too-many-diagnostics", whole_file(path), words)], options)
    return shown


def _own(problems: Iterable[Problem], options: Options) -> list[Diagnostic]:
    """The findings for problems of the run or of a file as a whole."""
    return identified([catalogue.diagnostic(one, options.language) for one in problems])


def _wanted(problems: Iterable[Problem], options: Options) -> list[Problem]:
    return [one for one in problems if one.id not in options.ignore]


def _about_waivers(
    results: Sequence[FileResult], book: RuleBook, options: Options, whole: bool = False
) -> list[Problem]:
    """What is to be said about the waivers; `whole` when the run read everything in their folder."""
    judged = book.judged - options.ignore if whole else frozenset()
    return _wanted(options.waivers.report(results, book.known, judged, whole), options)


def _row_count(document: Document) -> int:
    rows = document.kind.rows
    node = document.find("/" + "/".join(rows.path)) if rows is not None else None
    return len(node.children) if node is not None and node.kind is Kind.SEQUENCE else 0


def _nothing(path: str) -> Problem:
    return Problem("nothing-to-check", whole_file(path), {"suffixes": sorted(readers.SUFFIXES)})


def _report(results: Sequence[FileResult], problems: Sequence[Problem], book: RuleBook, options: Options) -> Report:
    shown = sorted(_own(problems, options), key=lambda one: one.sort_key)
    rules = tuple(_info(rule, options.language) for rule in book.rules)
    return Report(tuple(results), book.info, tuple(shown), book.sources, rules)


def _info(rule: Rule, language: Language) -> RuleInfo:
    basis, pack = rule.basis.get(language), rule.pack.id
    title, why = rule.title[language], rule.why[language]
    return RuleInfo(rule.id, rule.severity, title, why, basis, rule.tags, rule.aliases, pack)
