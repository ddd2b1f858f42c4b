"""Wall time, CPU time and peak memory of a command with all of its descendants, those included that it does not wait for."""

from __future__ import annotations

import ctypes
import os
import shlex
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

_PR_SET_CHILD_SUBREAPER = 36
_SAMPLE_SECONDS = 0.25


@dataclass(frozen=True)
class Cost:
    """Seconds, seconds, bytes; 0 bytes when the command was too short to be sampled."""

    wall: float
    cpu: float
    peak: int


def cost(command: Sequence[str | Path]) -> Cost:
    """Run a command to its end, and to the end of what it left running. CalledProcessError when it fails."""
    with tempfile.TemporaryFile() as said, _heir_of_orphans():
        started = perf_counter()
        process = subprocess.Popen([str(word) for word in command], stdout=said, stderr=said, start_new_session=True)
        sampler = _Sampler(process.pid)
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - started
        cpu = usage.ru_utime + usage.ru_stime + sum(map(_waited_for, iter(partial(_child_in, process.pid), None)))
        process.returncode = os.waitstatus_to_exitcode(status)
        sampler.stop()
        if process.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, said.read().decode(errors="replace")[-2000:])
    return Cost(wall, cpu, sampler.peak)


@contextmanager
def _heir_of_orphans() -> Iterator[None]:
    """Orphans, such as the fork server of a build that has ended, become children of this process, which can wait for them."""
    prctl = ctypes.CDLL(None).prctl
    prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _child_in(session: int) -> int | None:
    """A child of this process that belongs to the session. Other children, such as workers of its own, are not waited for."""
    return next((int(process.name) for process in _processes() if _family(process) == (os.getpid(), session)), None)


def _waited_for(child: int) -> float:
    """Seconds of CPU of a child, once it has ended."""
    _, _, usage = os.wait4(child, 0)
    return usage.ru_utime + usage.ru_stime


def cost_of_all(commands: Iterable[Sequence[str | Path]], at_a_time: int) -> Cost:
    """Run commands, so many at a time."""
    with tempfile.NamedTemporaryFile("w", suffix=".commands") as listed:
        listed.write("\0".join(shlex.join(map(str, command)) for command in commands))
        listed.flush()
        return cost(["xargs", "-0", "-a", listed.name, "-n", "1", "-P", str(at_a_time), "sh", "-c"])


def middle(times: int, run: Callable[[], Cost]) -> Cost:
    """The median of each, over some runs."""
    costs = [run() for _ in range(times)]
    return Cost(median(one.wall for one in costs), median(one.cpu for one in costs), max(one.peak for one in costs))


class _Sampler(threading.Thread):
    """Adds up the proportional memory of a session's processes, now and then."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session, self.peak, self._ended = session, 0, threading.Event()

    def run(self) -> None:
        while not self._ended.wait(_SAMPLE_SECONDS):
            self.peak = max(self.peak, sum(_memory(process) for process in _processes() if _family(process)[1] == self.session))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _processes() -> list[Path]:
    return [folder for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def _family(process: Path) -> tuple[int, int]:
    """Its parent and its session."""
    try:
        _, parent, _, session, *_ = (process / "stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return 0, 0
    return int(parent), int(session)


def _memory(process: Path) -> int:
    """Proportional set size in bytes: pages that workers share are counted once."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
