"""One worker of a pool that is kept from task to task: what it has loaded and compiled is there for the next one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from .pool import Lost, Pool, PoolWorker

T = TypeVar("T")
R = TypeVar("R")


@dataclass
class KeptWorker(Generic[T, R]):
    """Does tasks of any thread, one after the other. A worker that was lost, or that had its share, is replaced."""

    pool: Pool[T, R]
    """What makes the worker, with its limits."""
    _worker: PoolWorker[R] | None = None
    _lock: Lock = field(default_factory=Lock)

    def start(self) -> None:
        """Have a worker wait for the next task. Done by that task otherwise."""
        with self._lock, contextlib.suppress(OSError):  # said by the task
            self._ready()

    @property
    def pid(self) -> int | None:
        """Of the worker's process; None while there is none."""
        worker = self._worker
        return worker.process.pid if worker else None

    def result(self, task: Callable[[bool], T]) -> R | Lost:
        """What came of a task. It is made when the worker is there, and told whether that is a new one, which has done none before."""
        with self._lock:
            try:
                worker = self._ready()
            except OSError as error:
                return Lost(f"could not be started: {error.strerror or error}")
            self.pool.give(worker, 0, [task(worker.done == 0)])
            while (ended := self.pool.ended(worker)) is None:
                self.pool.wait([worker])
            if isinstance(ended[1], Lost) or self.pool.is_worn(worker):
                self._end()
            return ended[1]

    def close(self) -> None:
        """End the process, whatever it is at: who waits for a result is told that it was lost."""
        if worker := self._worker:
            worker.process.kill()
        with self._lock:
            self._end()

    def _ready(self) -> PoolWorker[R]:
        if self._worker is not None and not self._worker.process.is_alive():
            self._end()
        self._worker = self._worker or self.pool.start()
        return self._worker

    def _end(self) -> None:
        if self._worker is not None:
            self.pool.stop(self._worker)
        self._worker = None
