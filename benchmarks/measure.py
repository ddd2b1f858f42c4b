"""Wall time, CPU time and peak memory of a command with all of its descendants, those included that it does not wait for."""

from __future__ import annotations

import ctypes
import os
import shlex
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
    # Orphans, such as the fork server of a build that has ended, become ours to wait for.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryFile() as said:
        started = perf_counter()
        process = subprocess.Popen([str(word) for word in command], stdout=said, stderr=said, start_new_session=True)
        sampler = _Sampler(process.pid)
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - started
        cpu = usage.ru_utime + usage.ru_stime
        process.returncode = os.waitstatus_to_exitcode(status)
        while True:
            try:
                _, _, usage = os.wait4(-1, 0)
            except ChildProcessError:
                break
            cpu += usage.ru_utime + usage.ru_stime
        sampler.stop()
        if process.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, said.read().decode(errors="replace")[-2000:])
    return Cost(wall, cpu, sampler.peak)


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
            self.peak = max(self.peak, sum(map(_memory, self._processes())))

    def stop(self) -> None:
        self._ended.set()
        self.join()

    def _processes(self) -> list[Path]:
        return [folder for folder in Path("/proc").iterdir() if folder.name.isdigit() and _session(folder) == self.session]


def _session(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[3])
    except (OSError, ValueError, IndexError):
        return 0


def _memory(process: Path) -> int:
    """Proportional set size in bytes: pages that workers share are counted once."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
