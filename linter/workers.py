"""The same work over several processes: results in order, and a process that dies or hangs costs one item only.

The parent gives each worker a few items at a time and takes one result after another, so it always knows which item
a worker is at.  A worker that ends by itself, or is at one item for too long, is replaced; the item it was at is
lost, the others that it had go to its replacement.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import connection, get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from typing import Any, Generic, Literal, TypeVar

from linter import limits

Item = TypeVar("Item")
Result = TypeVar("Result")
Cause = Literal["worker-died", "time-limit"]  # reasons of builtin.yaml

_BATCH = 16  # items that a worker has at once: enough that it seldom waits
_AHEAD = 4096  # results that wait for an earlier one; beyond this the quicker workers wait too


def processors(wanted: str) -> int | None:
    """`auto` or a number of processes; None if it is neither."""
    if wanted == "auto":
        usable: Callable[[int], Any] | None = getattr(os, "sched_getaffinity", None)
        return len(usable(0)) if usable is not None else os.cpu_count() or 1
    return int(wanted) if wanted.isascii() and wanted.isdecimal() and int(wanted) > 0 else None


def run(
    items: Sequence[Item],
    work: Callable[[Item], Result],
    lost: Callable[[Item, Cause], Result],
    processes: int,
    seconds: float = limits.WORKER_SECONDS,
) -> Iterator[Result]:
    """`work` of every item, in the order of `items`; `lost` gives the result of an item whose worker died or hung.

    Where processes cannot be forked, `work` is pickled.  Closing the iterator ends the workers.
    """
    if processes <= 1 or len(items) <= 1:
        yield from map(work, items)
        return
    team = _Team(items, work, lost, seconds)
    try:
        yield from team.results(min(processes, len(items)))
    finally:
        team.stop()


class _Worker:
    """A process, the pipe to it, and the places of the items it has; the first is the one it is at."""

    def __init__(self, context: BaseContext, work: Callable[[Any], Any], others: list[_Worker]) -> None:
        self.pipe, inner = context.Pipe()
        ours = [other.pipe for other in others] + [self.pipe]
        self.process: Any = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(inner, work, ours if context.get_start_method() == "fork" else []), daemon=True
        )
        self.process.start()
        inner.close()
        self.has: deque[int] = deque()
        self.since = time.monotonic()


def _serve(pipe: connection.Connection, work: Callable[[Any], Any], inherited: list[connection.Connection]) -> None:
    """The life of a worker: items in, results out, until the pipe closes."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to handle
    for other in inherited:  # a pipe that stays open here would never end for its own worker
        other.close()
    try:
        while True:
            for item in pipe.recv():
                pipe.send(work(item))
    except (EOFError, OSError):  # the parent is done with us, or gone
        return


class _Team(Generic[Item, Result]):
    def __init__(
        self,
        items: Sequence[Item],
        work: Callable[[Item], Result],
        lost: Callable[[Item, Cause], Result],
        seconds: float,
    ) -> None:
        self.items, self.work, self.lost, self.seconds = items, work, lost, seconds
        self.context = get_context("fork" if "fork" in get_all_start_methods() else None)
        self.workers: list[_Worker] = []
        self.todo = deque(range(len(items)))
        self.done: dict[int, Result] = {}

    def results(self, processes: int) -> Iterator[Result]:
        for _ in range(processes):
            self._hire()
        for place in range(len(self.items)):
            while place not in self.done:
                self._take(place)
            yield self.done.pop(place)

    def stop(self) -> None:
        for worker in self.workers:
            worker.pipe.close()
        for worker in self.workers:
            worker.process.terminate()
            worker.process.join()

    def _hire(self) -> None:
        self.workers.append(_Worker(self.context, self.work, self.workers))
        self._give(self.workers[-1], 0)

    def _give(self, worker: _Worker, wanted: int) -> None:
        """The next items for a worker that has none left, unless the results run too far ahead of `wanted`."""
        places: list[int] = []
        while self.todo and len(places) < _BATCH and self.todo[0] < wanted + _AHEAD:
            places.append(self.todo.popleft())
        if not places:
            return
        worker.has.extend(places)
        worker.since = time.monotonic()
        with suppress(OSError):  # it has died: `_take` sees that its pipe has ended
            worker.pipe.send([self.items[place] for place in places])

    def _take(self, wanted: int) -> None:
        """Wait for the next result of any worker, and replace those that have died or hang."""
        for worker in self.workers:
            if not worker.has:
                self._give(worker, wanted)
        waiting = {worker.pipe: worker for worker in self.workers}
        ready = connection.wait(list(waiting), timeout=min(1.0, self.seconds))
        for pipe in ready:
            self._receive(waiting[pipe])  # type: ignore[index]
        for worker in list(self.workers):
            if worker.has and time.monotonic() - worker.since > self.seconds:
                self._replace(worker, "time-limit")

    def _receive(self, worker: _Worker) -> None:
        try:
            result = worker.pipe.recv()
        except Exception:  # its end, or what a dying process left of a message
            self._replace(worker, "worker-died")
            return
        self.done[worker.has.popleft()] = result
        worker.since = time.monotonic()

    def _replace(self, worker: _Worker, cause: Cause) -> None:
        self.workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        if worker.has:
            place = worker.has.popleft()
            self.done[place] = self.lost(self.items[place], cause)
        self.todo.extendleft(reversed(worker.has))  # in their order, before all others
        self._hire()
