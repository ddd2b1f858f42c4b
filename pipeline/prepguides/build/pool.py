"""Worker processes that may fail: one that dies, hangs, spins or outgrows its memory costs its own task and no other.

WeasyPrint's libraries corrupt the heap when threads share them and abort the process when memory runs out, so every
task runs in a process of its own keeping. Workers start from a fork server that has WeasyPrint loaded, take one task at a
time, and are replaced after a number of tasks, because each document leaves a little memory behind.

What a task may take is counted in its own CPU seconds, so that a busy machine fails nobody; the clock is for those that sleep.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Hashable, Sequence
from dataclasses import dataclass, field
from multiprocessing import connection, forkserver, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from time import monotonic
from typing import Generic, Literal, TypeVar

from ..model.request import MEMORY_LIMIT, TIME_LIMIT
from ..stages.process_size import address_space
from .allowance import allow, last_note
from .groups import Groups
from .isolation import isolate
from .lifeline import scratch, share
from .wire_format import Inbox, Malformed, send, wait_at_most

T = TypeVar("T")
R = TypeVar("R")
PRELOAD = [
    *(f"prepguides.stages.{stage}" for stage in ("typeset", "repair_tags", "crop", "preflight", "impose", "render")),
    "prepguides.build.prepare",
]  # a worker that is short of memory could not load a library any more

_OUT_OF_MEMORY = 77
"""The exit code of a worker that cannot send a result any more."""
FULL = 0.8
"""Of the memory that a worker may have: one that has taken more gives way to a new one before the next task."""

TRUST_HINT = "a template, style sheet, font or picture may have taken it over: build again without those that you do not know"
LONGEST_WAIT = 3600.0
"""Seconds; the system counts no wait of more than 24 days."""


def started_from(preload: Sequence[str]) -> ForkServerContext:
    """What starts workers: a process that has loaded these modules. Of a command's, the first one's are what counts."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["prepguides.build.orphans", *preload, "prepguides.build.loaded"])
    return context


def begin_loading(preload: Sequence[str]) -> None:
    """Have the process that workers come from load these modules while this one goes on."""
    started_from(preload)
    forkserver.ensure_running()


@dataclass(frozen=True)
class Limits:
    """What one task may cost."""

    seconds: float = TIME_LIMIT
    """Of CPU time; the system counts in whole seconds."""
    memory: int = MEMORY_LIMIT * 1024**2
    """Bytes of address space of a worker; enforced on Linux."""
    tasks: int = 20
    """After so many, a worker is replaced."""
    patience: float = 4.0
    """How many times as long a task may take by the clock: on a machine with other work, and for a worker that sleeps."""

    @property
    def clock(self) -> float:
        """Seconds after which a task without a result is taken to hang."""
        return self.seconds * self.patience


@dataclass(frozen=True)
class Lost:
    """A task without a result, and why; `limit` is what it ran into."""

    reason: str
    limit: Literal["", "time", "memory", "cluster", "trust"] = ""
    at: str = ""
    """The HTML id of the element, or the template, at which the worker was, as far as it wrote that down."""


@dataclass
class PoolWorker(Generic[R]):
    process: ForkServerProcess
    pipe: Connection
    inbox: Inbox[R | Lost]
    task: int | None = None
    since: float = 0.0
    done: int = 0
    group: Hashable = None
    """Of its last task."""


@dataclass
class Pool(Generic[T, R]):
    """Runs `work`, an importable function, on each task in its own process."""

    work: Callable[[T], R]
    makes: type[R]
    """The type of its results; no worker gets anything else across."""
    size: int
    limits: Limits = field(default_factory=Limits)
    readable: tuple[Path, ...] = ()
    """Files and folders that tasks need to read: a worker is kept from all others, where the system can do that."""
    preload: Sequence[str] = tuple(PRELOAD)
    """Modules that workers begin with; of a command's pools, the first one's."""

    def run(
        self, tasks: Sequence[T], started: Callable[[int], None] = lambda _: None, groups: Sequence[Hashable] | None = None
    ) -> Generator[tuple[int, R | Lost], None, None]:
        """Index and result of each task as it ends, in no order. Ends all workers whatever happens, Ctrl-C included.

        `groups` says which tasks had better be done by one worker.
        """
        grouped = Groups(groups or range(len(tasks)), self.size)
        waiting = deque(range(len(tasks)))
        workers, refused = self._started(min(self.size, len(tasks)))
        try:
            while waiting or any(worker.task is not None for worker in workers):
                if not workers:
                    yield from ((index, Lost(f"could not be started: {refused}")) for index in waiting)
                    return
                for worker in workers:
                    held = {other.group for other in workers if other is not worker and other.task is not None}
                    index = grouped.choose(worker.group, held, waiting) if worker.task is None else None
                    if index is not None:
                        waiting.remove(index)
                        worker.group = grouped.of(index)
                        self.give(worker, index, tasks, started)
                self.wait(workers)
                for worker in tuple(workers):
                    ended = self.ended(worker)
                    if ended is None:
                        continue
                    yield ended
                    if isinstance(ended[1], Lost) or self.is_worn(worker):
                        self.stop(worker)
                        workers.remove(worker)
                        more, refused = self._started(1 if waiting else 0)
                        workers += more
        finally:
            for worker in workers:
                self.stop(worker)

    def is_worn(self, worker: PoolWorker[R]) -> bool:
        """Whether it had its tasks, or what it keeps leaves too little memory to the next one, as far as the system says."""
        return worker.done >= self.limits.tasks or address_space(worker.process.pid or 0) > FULL * self.limits.memory

    def _started(self, number: int) -> tuple[list[PoolWorker[R]], str]:
        """So many workers, or as many as the system allows, and what it said then."""
        workers: list[PoolWorker[R]] = []
        for _ in range(number):
            try:
                workers.append(self.start())
            except OSError as error:
                return workers, error.strerror or str(error)
        return workers, ""

    def start(self) -> PoolWorker[R]:
        """A worker more. OSError when the system has no room for it."""
        context = started_from(self.preload)
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.work, self.limits, scratch(), self.readable), daemon=True)
        process.start()
        theirs.close()
        wait_at_most(ours, min(self.limits.clock, LONGEST_WAIT))
        return PoolWorker(process, ours, Inbox(ours, self.makes | Lost, self.limits.memory))

    @staticmethod
    def give(worker: PoolWorker[R], index: int, tasks: Sequence[T], started: Callable[[int], None] = lambda _: None) -> None:
        """The task of this index to do."""
        worker.task, worker.since = index, monotonic()
        started(index)
        try:
            worker.pipe.send(tasks[index])
        except BlockingIOError:
            worker.process.kill()
        except ConnectionError:  # a worker that died at once is noticed in `ended`
            pass

    def wait(self, workers: Sequence[PoolWorker[R]]) -> None:
        """Until one of those at work has something to say, or the time of one is over."""
        busy = [worker for worker in workers if worker.task is not None]
        left = min(worker.since + self.limits.clock - monotonic() for worker in busy)
        ends = [item for worker in busy for item in (worker.pipe, worker.process.sentinel)]
        connection.wait(ends, min(max(0.0, left), LONGEST_WAIT))

    def ended(self, worker: PoolWorker[R]) -> tuple[int, R | Lost] | None:
        """The worker's result, or the reason why there will be none; None while it works."""
        if worker.task is None:
            return None
        index: int = worker.task
        try:
            while worker.pipe.poll():
                if worker.inbox.read_on():
                    result = worker.inbox.answer()
                    worker.task, worker.done = None, worker.done + 1
                    return index, result
        except Malformed as why:
            worker.process.kill()
            return self._lost(worker, distrusted(str(why), last_note(worker.process.pid or 0, scratch())[1]))
        except (EOFError, OSError):
            return self._lost(worker, self._last_output(worker.process))
        if not worker.process.is_alive():
            return self._lost(worker, self._last_output(worker.process))
        if monotonic() - worker.since >= self.limits.clock:
            worker.process.kill()
            _, at = last_note(worker.process.pid or 0, scratch())
            return self._lost(worker, Lost(f"had no result after {self.limits.clock:.0f} seconds by the clock", "time", at))
        return None

    @staticmethod
    def _lost(worker: PoolWorker[R], why: Lost) -> tuple[int, Lost]:
        index = worker.task
        worker.task = None
        return int(index or 0), why

    def _last_output(self, process: ForkServerProcess) -> Lost:
        process.join(60.0)  # its pipe is closed, so it is as good as gone; a busy machine may take a while over the rest
        code = process.exitcode
        if code == _OUT_OF_MEMORY:
            return _without_memory(self.limits, process.pid or 0, scratch())
        allowed, at = last_note(process.pid or 0, scratch())
        if code == -signal.SIGXCPU:
            return Lost(f"took more than {allowed or self.limits.seconds:.0f} seconds of CPU time", "time", at)
        if code is not None and code < 0:
            return Lost(f"was ended by {signal.Signals(-code).name}", at=at)
        return Lost(f"ended with code {code}", at=at)

    @staticmethod
    def stop(worker: PoolWorker[R]) -> None:
        """One that waits for work ends by itself when its pipe closes, and is let; one that was left at work is killed."""
        worker.pipe.close()
        worker.process.join(5.0 if worker.task is None else 0.0)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()


def distrusted(why: str, at: str = "") -> Lost:
    """What a worker sent is not what workers send."""
    return Lost(f"sent what is no answer: {why}", "trust", at)


def _without_memory(limits: Limits, pid: int, folder: Path) -> Lost:
    return Lost(f"needed more than {limits.memory // 1024**2} MiB of memory", "memory", last_note(pid, folder)[1])


def _serve(pipe: Connection, work: Callable[[T], R], limits: Limits, folder: Path, readable: tuple[Path, ...]) -> None:
    """A worker's life: tasks in, results out, until the parent closes the pipe."""
    share(folder)
    limit_memory(limits)
    isolate(readable, [folder])
    try:
        _work(pipe, work, limits, folder)
    except (MemoryError, SystemError):  # there is none left to say so
        os._exit(_OUT_OF_MEMORY)


def _work(pipe: Connection, work: Callable[[T], R], limits: Limits, folder: Path) -> None:
    while True:
        try:
            task: T = pipe.recv()
        except (EOFError, OSError):  # the second where the parent was killed: with an answer unread, or in the middle of a task
            return
        allow(limits.seconds)
        try:
            result: R | Lost = work(task)
        except MemoryError:
            result = _without_memory(limits, os.getpid(), folder)
        try:
            send(pipe, result)
        except ConnectionError:  # the parent was killed, and its last words are enough
            return


def limit_memory(limits: Limits) -> None:
    """For the life of this process."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))  # a limit is no reason for a dump
    if sys.platform == "linux":
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = limits.memory if most == resource.RLIM_INFINITY else min(limits.memory, most)  # no process may raise its own limit
        resource.setrlimit(resource.RLIMIT_AS, (wanted, wanted))
