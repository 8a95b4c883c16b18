"""Work over several processes: the order, and what dying and hanging workers cost."""

import os
import signal
import time
from collections.abc import Callable

import pytest

from linter import workers

ITEMS = list(range(100))


def lost(item: int, cause: workers.Cause) -> str:
    return f"{item} {cause}"


def name(item: int) -> str:
    return f"{item} done"


def slower_first(item: int) -> str:
    time.sleep(0.002 if item % 2 else 0.0)
    return name(item)


@pytest.mark.parametrize("processes", [1, 2, 3, 200])
def test_results_come_in_order(processes: int) -> None:
    assert list(workers.run(ITEMS, slower_first, lost, processes)) == [name(item) for item in ITEMS]


def dying(at: set[int]) -> Callable[[int], str]:
    def work(item: int) -> str:
        if item in at:
            os.kill(os.getpid(), signal.SIGKILL)
        return name(item)

    return work


@pytest.mark.parametrize("at", [{0}, {99}, {17, 18, 19}, {3, 50, 51, 98}])
def test_a_killed_worker_costs_the_item_it_was_at(at: set[int]) -> None:
    expected = [lost(item, "worker-died") if item in at else name(item) for item in ITEMS]
    assert list(workers.run(ITEMS, dying(at), lost, 2)) == expected


def test_every_worker_may_die() -> None:
    assert list(workers.run(ITEMS[:20], dying(set(ITEMS)), lost, 2)) == [
        lost(item, "worker-died") for item in ITEMS[:20]
    ]


def hanging(item: int) -> str:
    if item == 7:
        time.sleep(60)
    return name(item)


def test_a_hanging_worker_is_ended() -> None:
    expected = [lost(item, "time-limit") if item == 7 else name(item) for item in ITEMS]
    assert list(workers.run(ITEMS, hanging, lost, 2, seconds=0.5)) == expected


def test_results_larger_than_a_pipe() -> None:
    found = list(workers.run(ITEMS[:20], lambda item: "x" * 300_000, lost, 2))
    assert [len(one) for one in found] == [300_000] * 20


def test_closing_ends_the_workers() -> None:
    started = workers.run(ITEMS, lambda item: str(os.getpid()), lost, 2)
    number = int(next(started))
    started.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_processors() -> None:
    assert workers.processors("3") == 3
    assert (workers.processors("auto") or 0) >= 1
    assert [workers.processors(text) for text in ("0", "-1", "two", "", "1.5", "²")] == [None] * 6
