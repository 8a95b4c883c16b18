"""What the files of the repository promise each other."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "linter"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# linter/files.py opens and writes what the user names, linter/resources.py reads what the package brings,
# linter/cache.py keeps what is its own.
MAY_OPEN = {"files.py", "resources.py", "cache.py"}
OPENING = {
    "open",
    "fdopen",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "mkstemp",
    "NamedTemporaryFile",
}

# Words of the first document kind.  They belong in rules, schemas and the label tables of readers/form.py.
DOMAIN_WORDS = ("指标", "预算", "绩效", "佐证", "财政", "满意度", "目标表", "赋分")

# Folders and files that are ours; a clone may hold others.
OURS = ("linter", "rules", "schemas", "examples", "tests", "docs", "bench", ".ci", ".github")
OURS_ON_TOP = ("*.md", "*.toml", "*.yaml", ".*.yaml", "Makefile", ".editorconfig", ".git*")


def modules() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.py"))
    assert found, "no module was found, so nothing would be tested"
    return found


def grammars() -> list[Path]:
    found = sorted(PACKAGE.rglob("*.lark"))
    assert found, "no grammar was found, so nothing would be tested"
    return found


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_two_hook_manifests_are_equal() -> None:
    # pre-commit reads the dotted file only; the other one is there for people who look for it.
    read = (ROOT / ".pre-commit-hooks.yaml").read_bytes()
    assert read
    assert read == (ROOT / "pre-commit-hooks.yaml").read_bytes()


def test_hooks_call_the_installed_command() -> None:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"^  entry: (\S+)", text, re.MULTILINE)
    assert entries
    assert set(entries) <= set(PYPROJECT["project"]["scripts"])


def test_hooks_are_offered_the_files_that_have_a_reader() -> None:
    from linter import readers

    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    patterns = re.findall(r"^  files: '(.+)'$", text, re.MULTILINE)
    assert patterns
    left_out = {suffix for suffix in readers.SUFFIXES if not re.search(patterns[0], f"table{suffix}")}
    assert not left_out


def test_development_tools_are_the_same_as_extra_and_as_group() -> None:
    extra = PYPROJECT["project"]["optional-dependencies"]["dev"]
    assert extra
    assert extra == PYPROJECT["dependency-groups"]["dev"]


def test_the_version_stands_in_one_place_and_in_the_changelog() -> None:
    assert PYPROJECT["project"]["dynamic"] == ["version"]
    assert PYPROJECT["tool"]["hatch"]["version"]["path"] == "linter/__init__.py"
    text = (PACKAGE / "__init__.py").read_text(encoding="utf-8")
    versions = re.findall(r'^__version__(?:: [\w\[\]]+)? = "(.+)"$', text, re.MULTILINE)
    assert len(versions) == 1
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[?{re.escape(versions[0])}\]?", changelog, re.MULTILINE)


@pytest.mark.parametrize(
    "required",
    [
        "README.md", "README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE",
        "linter/py.typed", "examples/README.md",
    ],
)  # fmt: skip
def test_required_file(required: str) -> None:
    assert (ROOT / required).is_file()


@pytest.mark.parametrize("path", modules(), ids=name)
def test_files_are_opened_in_one_place(path: Path) -> None:
    if path.relative_to(PACKAGE).as_posix() in MAY_OPEN:
        pytest.skip("this is the place")
    assert not list(opens(ast.parse(path.read_bytes())))


def test_the_place_where_files_are_opened_is_found() -> None:
    for allowed in MAY_OPEN:
        assert list(opens(ast.parse((PACKAGE / allowed).read_bytes()))), allowed


def opens(tree: ast.AST) -> Iterator[str]:
    """Calls and names that open, read or write a file, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in OPENING:
            yield f"line {node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Name) and node.id in OPENING:
            yield f"line {node.lineno}: {node.id}"


@pytest.mark.parametrize("path", [*modules(), *grammars()], ids=name)
def test_the_core_does_not_know_the_domain(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tables = label_tables(text) if name(path) == "linter/readers/form.py" else set()
    assert not [
        f"line {number}: {line.strip()}"
        for number, line in enumerate(text.splitlines(), 1)
        if number not in tables and any(word in line for word in DOMAIN_WORDS)
    ]


def label_tables(text: str) -> set[int]:
    """The lines of assignments at the top of a module, with the comments above them."""
    lines = text.splitlines()
    found: set[int] = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            first = node.lineno
            while first > 1 and lines[first - 2].startswith("#"):
                first -= 1
            found.update(range(first, (node.end_lineno or first) + 1))
    return found


def test_no_path_of_somebodys_machine() -> None:
    homes = re.compile(rb"(?<![\w.:/])/(?:home|Users|root|work)/\w|[A-Z]:\\Users\\")
    paths = [path for folder in OURS for path in (ROOT / folder).rglob("*") if path.is_file()]
    paths += [path for pattern in OURS_ON_TOP for path in ROOT.glob(pattern) if path.is_file()]
    paths = [path for path in paths if "__pycache__" not in path.parts and path != Path(__file__).resolve()]
    assert len(paths) > 20
    assert not [name(path) for path in paths if homes.search(path.read_bytes())]
