"""A worker that is kept does task after task; one that was lost, or that had its share, is replaced, and says nothing of the last."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from prepguides.build.kept_worker import KeptWorker
from prepguides.build.pool import Limits, Lost, Pool


@contextmanager
def kept(work: Callable[[Any], Any], **allowed: float) -> Iterator[KeptWorker[Any, Any]]:
    worker: KeptWorker[Any, Any] = KeptWorker(Pool(work, type(None), 1, Limits(**allowed)))  # type: ignore[arg-type]
    try:
        yield worker
    finally:
        worker.close()


def test_one_process_does_all_and_knows_whether_it_is_new() -> None:
    told: list[bool] = []

    def task(is_new: bool) -> int:
        told.append(is_new)
        return signal.SIGCONT

    with kept(signal.raise_signal) as worker:
        worker.start()
        pid = worker.pid
        assert [worker.result(task) for _ in range(3)] == [None] * 3
        assert worker.pid == pid
    assert told == [True, False, False]
    assert worker.pid is None


def test_one_that_dies_over_a_task_loses_that_task_alone() -> None:
    with kept(signal.raise_signal) as worker:
        assert worker.result(lambda _: signal.SIGKILL) == Lost("was ended by SIGKILL")
        assert worker.result(lambda is_new: signal.SIGCONT if is_new else signal.SIGKILL) is None


def test_one_that_was_killed_while_it_waited_costs_nothing() -> None:
    with kept(signal.raise_signal) as worker:
        worker.start()
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        while worker._worker is not None and worker._worker.process.is_alive():
            time.sleep(0.01)
        assert worker.result(lambda _: signal.SIGCONT) is None


def test_one_that_had_its_share_is_replaced() -> None:
    with kept(signal.raise_signal, tasks=2) as worker:
        told: list[bool] = []
        for _ in range(4):
            worker.result(lambda is_new: told.append(is_new) or signal.SIGCONT)  # type: ignore[func-returns-value]
    assert told == [True, False, True, False]


def test_one_that_hangs_is_ended_by_the_clock() -> None:
    with kept(time.sleep, seconds=1.0, patience=1.0) as worker:
        assert worker.result(lambda _: 100.0) == Lost("had no result after 1 seconds by the clock", "time")


def test_who_waits_is_told_when_it_is_closed() -> None:
    found: list[object] = []
    with kept(time.sleep) as worker:
        worker.start()
        waiting = Thread(target=lambda: found.append(worker.result(lambda _: 100.0)))
        waiting.start()
        while worker._worker is None or worker._worker.task is None:
            time.sleep(0.01)
        worker.close()
        waiting.join(30)
    assert found == [Lost("was ended by SIGKILL")]


def test_why_none_could_be_started_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> Path:
        raise OSError(28, "No space left on device", "/tmp/full")

    monkeypatch.setattr("prepguides.build.pool.scratch", full)
    with kept(time.sleep) as worker:
        worker.start()
        assert worker.result(lambda _: 0.0) == Lost("could not be started: No space left on device")
