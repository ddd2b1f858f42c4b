"""A worker that dies, hangs, spins or outgrows its memory costs its own task and no other."""

from __future__ import annotations

import gc
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from prepguides.build import pool
from prepguides.build.pool import Limits, Lost, Pool

PLAIN: type = int | float | None  # type: ignore[assignment]
"""What the tasks of these tests result in."""


def run(work: Callable[[Any], Any], tasks: list[Any], size: int = 2, limits: Limits | None = None) -> dict[int, Any]:
    return dict(Pool(work, PLAIN, size, limits or Limits()).run(tasks))


def test_each_task_gets_its_own_result() -> None:
    assert run(math.sqrt, [16.0, 9.0, 4.0, 1.0]) == {0: 4.0, 1: 3.0, 2: 2.0, 3: 1.0}


def test_workers_look_for_garbage_but_not_in_what_was_loaded_before_them() -> None:
    assert run(_frozen_objects, [None], size=1)[0] > 10_000


def _frozen_objects(_: None) -> int:
    return gc.get_freeze_count() if gc.isenabled() else 0


def test_no_tasks_are_no_work() -> None:
    assert run(math.sqrt, []) == {}


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV])
def test_a_worker_that_dies_loses_one_task_and_the_rest_are_done(death: signal.Signals) -> None:
    """Signal 0 does nothing: those tasks are the healthy ones."""
    results = run(signal.raise_signal, [signal.SIGCONT, death, signal.SIGCONT, signal.SIGCONT])
    assert results == {0: None, 1: Lost(f"was ended by {death.name}"), 2: None, 3: None}


def test_every_worker_may_die_and_every_task_is_answered() -> None:
    results = run(signal.raise_signal, [signal.SIGKILL] * 5)
    assert results == dict.fromkeys(range(5), Lost("was ended by SIGKILL"))


def test_a_worker_that_leaves_is_lost() -> None:
    assert run(os._exit, [7], size=1) == {0: Lost("ended with code 7")}


LONG = 100_000.0
"""Seconds that nothing here takes, on any machine."""


def test_a_worker_that_hangs_is_ended_by_the_clock() -> None:
    assert run(time.sleep, [LONG], limits=Limits(seconds=1.0, patience=2.0)) == {
        0: Lost("had no result after 2 seconds by the clock", "time")
    }


def test_a_limit_may_be_longer_than_the_system_can_wait() -> None:
    assert run(math.sqrt, [4.0], limits=Limits(seconds=1e8, patience=10.0)) == {0: 2.0}


def test_a_worker_that_hangs_costs_no_other_task(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still until the healthy task is done, however long the machine takes over that."""
    now = 0.0
    monkeypatch.setattr(pool, "monotonic", lambda: now)
    results = {}
    for index, result in Pool(time.sleep, PLAIN, 2, Limits(seconds=LONG, patience=1.0)).run([LONG, 0.0]):
        results[index] = result
        now += LONG
    assert list(results.items()) == [(1, None), (0, Lost("had no result after 100000 seconds by the clock", "time"))]


def test_a_worker_that_spins_is_ended_by_its_own_time() -> None:
    results = run(_spin, [LONG, 0.01, 0.01], limits=Limits(seconds=1.0, patience=LONG))
    assert results == {0: Lost("took more than 1 seconds of CPU time", "time"), 1: None, 2: None}


def test_a_worker_that_waits_for_its_turn_is_not_lost() -> None:
    """On a busy machine the clock runs, and the worker does not."""
    assert run(time.sleep, [2.5], limits=Limits(seconds=1.0, patience=LONG)) == {0: None}


def test_each_task_has_the_whole_of_its_time() -> None:
    assert run(_spin, [0.8] * 4, size=1, limits=Limits(seconds=2.0, patience=LONG)) == dict.fromkeys(range(4))


def _spin(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_a_worker_that_outgrows_its_memory_is_lost_and_the_rest_are_done() -> None:
    results = run(_fill, [8 * 1024**3, 10, 10], limits=Limits(memory=2 * 1024**3))
    assert results == {0: Lost("needed more than 2048 MiB of memory", "memory"), 1: 10, 2: 10}


def _fill(size: int) -> int:
    return len(bytearray(size))


def test_workers_are_replaced_after_a_number_of_tasks() -> None:
    pids = run(_pid, list(range(4)), size=1, limits=Limits(tasks=2))
    assert len(set(pids.values())) == 2
    assert os.getpid() not in pids.values()


def _pid(_: object) -> int:
    return os.getpid()


def test_a_listener_hears_of_each_task_once() -> None:
    heard: list[int] = []
    dict(Pool(math.sqrt, float, 2).run([1.0, 4.0, 9.0], heard.append))
    assert sorted(heard) == [0, 1, 2]


def test_workers_end_with_a_run_that_is_abandoned() -> None:
    results = Pool(_pid, int, 1).run([1, 2, 3])
    _, pid = next(results)
    assert isinstance(pid, int)
    del results  # what closes a generator that is not run to its end
    deadline = time.monotonic() + 120  # a process that was killed is there until its parent has looked
    while time.monotonic() < deadline and _runs(pid):
        time.sleep(0.05)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_workers_whose_parent_was_killed_end_without_a_word() -> None:
    """What they finish has no reader; their end of the error output is closed when the last of them is gone."""
    code = (
        "import os, signal, time\n"
        "from prepguides.build.pool import Limits, Pool\n"
        "def die_at_the_last(index):\n"
        "    if index == 2: os.kill(os.getpid(), signal.SIGKILL)\n"
        "list(Pool(time.sleep, type(None), 2, Limits()).run([0, 2, 2], die_at_the_last))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (-signal.SIGKILL, "")


def test_a_worker_whose_answer_nobody_reads_any_more_ends_without_a_word() -> None:
    """What lies unread when the other end is killed is an error of another kind than the end of a pipe."""
    code = (
        "import os, signal, time\n"
        "from prepguides.build.pool import Limits, Pool\n"
        "def die_at_the_second(index):\n"
        "    if index == 1: time.sleep(1); os.kill(os.getpid(), signal.SIGKILL)\n"
        "list(Pool(time.sleep, type(None), 2, Limits()).run([0, 0], die_at_the_second))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (-signal.SIGKILL, "")


@pytest.mark.parametrize("sent", [b"", b"\x80\x04\x95\x10\x00", b"\x80\x04"])
def test_a_worker_whose_command_was_killed_while_it_started_it_says_nothing(sent: bytes) -> None:
    """The message that says what it is to do breaks off."""
    code = (
        "import os, sys\n"
        "from multiprocessing.forkserver import _forkserver\n"
        "from prepguides.build.pool import begin_loading\n"
        "begin_loading([])\n"
        "status, message = _forkserver.connect_to_new_process([])\n"
        f"os.write(message, {sent!r}); os.close(message)\n"
        "while os.read(status, 1000): pass\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_other_errors_of_the_process_that_workers_come_from_are_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    from prepguides.build import orphans

    gc.enable()  # which it switches off
    orphans.say(EOFError, EOFError("not of a message"), None)
    assert "not of a message" in capsys.readouterr().err


@pytest.mark.parametrize(("error", "said"), [(MemoryError(), False), (ValueError("of ours"), True)], ids=["memory", "bug"])
def test_a_worker_without_memory_says_nothing_of_what_goes_away(error: Exception, said: bool) -> None:
    """The task's own end tells it, with a place; what Python says of it breaks off in the middle of a line."""
    script = (
        "import gc, sys; from prepguides.build import orphans; gc.enable()\n"
        "class Leaving:\n    def __del__(self): raise eval(sys.argv[1])\n"
        "Leaving()"
    )
    done = subprocess.run([sys.executable, "-c", script, repr(error)], capture_output=True, text=True, check=True)
    assert ("of ours" in done.stderr, done.stderr != "") == (said, said)


def test_a_limit_of_memory_that_the_machine_sets_lower_is_kept() -> None:
    """`ulimit -v` before the command: a worker asks for no more than it may have."""
    script = (
        "import resource; from prepguides.build.pool import Limits, limit_memory;"
        "resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31));"
        "limit_memory(Limits(memory=2**32)); print(resource.getrlimit(resource.RLIMIT_AS))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == str((2**31, 2**31))


_KEPT: list[bytearray] = []


def _keep(size: int) -> int:
    _KEPT.append(bytearray(size))
    return os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux alone")
def test_a_worker_that_has_little_memory_left_gives_way_to_a_new_one() -> None:
    pids = run(_keep, [200 * 1024**2] * 12, size=1, limits=Limits(memory=1200 * 1024**2))
    assert not [result for result in pids.values() if isinstance(result, Lost)]
    assert 1 < len(set(pids.values())) < 12, "each keeps what it can"
