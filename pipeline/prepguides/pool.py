"""Worker processes that may fail: one that dies, hangs or outgrows its memory costs its own task and no other.

WeasyPrint's libraries corrupt the heap when threads share them and abort the process when memory runs out, so every
task runs in a process of its own keeping. Workers start from a fork server that has WeasyPrint loaded, take one task at a
time, and are replaced after a number of tasks, because each document leaves a little memory behind.
"""

from __future__ import annotations

import contextlib
import resource
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")
PRELOAD = ["prepguides.stages.press", "prepguides.stages.mend", "prepguides.stages.cut", "prepguides.stages.proof"]


@dataclass(frozen=True)
class Limits:
    """What one task may cost."""

    seconds: float = 300.0
    memory: int = 4 * 1024**3
    """Bytes of address space of a worker."""
    tasks: int = 20
    """After so many, a worker is replaced."""


@dataclass(frozen=True)
class Lost:
    """A task without a result, and why."""

    reason: str


@dataclass
class _Worker(Generic[T]):
    process: Any
    pipe: Connection
    task: int | None = None
    since: float = 0.0
    done: int = 0


@dataclass
class Pool(Generic[T, R]):
    """Runs `work`, an importable function, on each task in its own process."""

    work: Callable[[T], R]
    size: int
    limits: Limits = field(default_factory=Limits)

    def run(self, tasks: Sequence[T], started: Callable[[int], None] = lambda _: None) -> Iterator[tuple[int, R | Lost]]:
        """Index and result of each task as it ends, in no order. Ends all workers whatever happens, Ctrl-C included."""
        context = get_context("forkserver")
        context.set_forkserver_preload(PRELOAD)
        waiting = deque(range(len(tasks)))
        workers: list[_Worker[T]] = [self._start(context) for _ in range(min(self.size, len(tasks)))]
        try:
            while waiting or any(worker.task is not None for worker in workers):
                for worker in workers:
                    if worker.task is None and waiting:
                        self._give(worker, waiting.popleft(), tasks, started)
                self._wait(workers)
                for worker in tuple(workers):
                    ended = self._ended(worker)
                    if ended is None:
                        continue
                    yield ended
                    if isinstance(ended[1], Lost) or worker.done >= self.limits.tasks:
                        self._stop(worker)
                        workers.remove(worker)
                        workers += [self._start(context)] if waiting else []
        finally:
            for worker in workers:
                self._stop(worker)

    def _start(self, context: Any) -> _Worker[T]:
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.work, self.limits.memory), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    @staticmethod
    def _give(worker: _Worker[T], index: int, tasks: Sequence[T], started: Callable[[int], None]) -> None:
        worker.task, worker.since = index, monotonic()
        started(index)
        with contextlib.suppress(BrokenPipeError):  # a worker that died at once is noticed in _ended
            worker.pipe.send(tasks[index])

    def _wait(self, workers: Sequence[_Worker[T]]) -> None:
        busy = [worker for worker in workers if worker.task is not None]
        left = min(worker.since + self.limits.seconds - monotonic() for worker in busy)
        connection.wait([item for worker in busy for item in (worker.pipe, worker.process.sentinel)], max(0.0, left))

    def _ended(self, worker: _Worker[T]) -> tuple[int, R | Lost] | None:
        """The worker's result, or the reason why there will be none; None while it works."""
        if worker.task is None:
            return None
        index: int = worker.task
        try:
            if worker.pipe.poll():
                result: R = worker.pipe.recv()
                worker.task, worker.done = None, worker.done + 1
                return index, result
        except (EOFError, OSError):
            return self._lost(worker, _last_words(worker.process))
        if not worker.process.is_alive():
            return self._lost(worker, _last_words(worker.process))
        if monotonic() - worker.since >= self.limits.seconds:
            return self._lost(worker, f"took more than {self.limits.seconds:.0f} seconds")
        return None

    @staticmethod
    def _lost(worker: _Worker[T], reason: str) -> tuple[int, Lost]:
        index = worker.task
        worker.task = None
        return int(index or 0), Lost(reason)

    @staticmethod
    def _stop(worker: _Worker[T]) -> None:
        worker.pipe.close()
        worker.process.join(0.05)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()


def _last_words(process: Any) -> str:
    process.join(1.0)
    code = process.exitcode
    if code is not None and code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"


def _serve(pipe: Connection, work: Callable[[Any], Any], memory: int) -> None:
    """A worker's life: tasks in, results out, until the parent closes the pipe. Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        pipe.send(work(task))
