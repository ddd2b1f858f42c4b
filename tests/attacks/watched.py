"""Runs a command to the end of its last process: `python watched.py SECONDS COMMAND...` prints what it said, took and left, as JSON."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time

_SET_SUBREAPER = 36
"""Of the system call prctl: processes whose parent ended become children of this one, and are counted too."""
_SAFETY = 3 * 1024**3
"""Bytes of address space for a process of this program, so that what has no limit does not cost the machine."""
_MOST = 40
"""Seconds of processor time for a process, after which the system ends it; likewise."""


def main() -> None:
    patience, command = float(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_SUBREAPER, 1)
    resource.setrlimit(resource.RLIMIT_AS, (_SAFETY, _SAFETY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST, _MOST))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True)
        code, seconds, kilobytes = _reaped(child.pid, time.monotonic() + patience)
        out.seek(0)
        err.seek(0)
        said = {"out": out.read().decode("utf-8", "replace"), "err": err.read().decode("utf-8", "replace")}
    print(json.dumps({"code": code, "seconds": seconds, "mib": kilobytes / 1024, **said}))


def _reaped(first: int, end: float) -> tuple[int | None, float, int]:
    """The command's exit code (None when it had to be ended), the processor time of all its processes, the memory of the largest."""
    code: int | None = None
    seconds, largest = 0.0, 0
    while True:
        try:
            pid, status, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return code, seconds, largest
        if pid == 0:
            if time.monotonic() > end:
                _end(first)
            time.sleep(0.02)
            continue
        seconds += used.ru_utime + used.ru_stime
        largest = max(largest, used.ru_maxrss)
        if pid == first and time.monotonic() <= end:
            code = os.waitstatus_to_exitcode(status)


def _end(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    main()
