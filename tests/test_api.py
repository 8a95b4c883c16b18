"""The package as other programs use it."""

import subprocess
import sys
from pathlib import Path

import linter

SEED = Path(__file__).resolve().parent.parent / "examples" / "korla-2023.txt"
HEAVY = ("lark", "jsonschema", "ruamel.yaml", "re2", "wcwidth", "pathspec", "xlrd", "pdfminer")


def test_the_public_names() -> None:
    for name in linter.__all__:
        assert getattr(linter, name) is not None
    report = linter.lint([str(SEED)], linter.load_rulebook())
    assert report.count(linter.Severity.WARNING) == 7
    assert isinstance(report.diagnostics[0], linter.Diagnostic)


def test_an_import_brings_nothing_heavy() -> None:
    code = f"import sys, linter, linter.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
