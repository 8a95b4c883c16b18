"""What many tests need: a cache of their own, and the default rule book, loaded once."""

import os
import shutil
import tempfile

import pytest

from linter import cache
from linter.rulebook import RuleBook, load_rulebook


def pytest_configure(config: pytest.Config) -> None:
    """No test reads or fills the cache of whoever runs it."""
    os.environ[cache.VARIABLE] = tempfile.mkdtemp(prefix="jixiao-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(os.environ[cache.VARIABLE], ignore_errors=True)


@pytest.fixture(scope="session")
def book() -> RuleBook:
    found = load_rulebook()
    assert found.usable, found.problems
    assert found.rules, "without rules these tests would prove nothing"
    return found
