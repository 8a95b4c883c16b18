"""jixiao: a linter for submissions, structured documents that one organisation fills in and another checks.

from linter import lint, load_rulebook

report = lint(["tables/"], load_rulebook())
for finding in report.diagnostics:
    print(finding.location.path, finding.location.line, finding.rule, finding.message)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from linter.diagnostic import Diagnostic, Location, Severity
    from linter.engine import Options, lint, lint_text
    from linter.report import Report
    from linter.rulebook import RuleBook, load_rulebook

__version__ = "0.1.0"

# Imported when they are asked for: `import linter` alone must cost next to nothing.
_HOMES = {
    "Diagnostic": "diagnostic",
    "Location": "diagnostic",
    "Options": "engine",
    "Report": "report",
    "RuleBook": "rulebook",
    "Severity": "diagnostic",
    "lint": "engine",
    "lint_text": "engine",
    "load_rulebook": "rulebook",
}

__all__ = [
    "Diagnostic",
    "Location",
    "Options",
    "Report",
    "RuleBook",
    "Severity",
    "__version__",
    "lint",
    "lint_text",
    "load_rulebook",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"linter.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
