"""What many tests need: the default rule book, loaded once."""

import pytest

from linter.rulebook import RuleBook, load_rulebook


@pytest.fixture(scope="session")
def book() -> RuleBook:
    found = load_rulebook()
    assert found.usable, found.problems
    assert found.rules, "without rules these tests would prove nothing"
    return found
