"""What worker processes have of the command that started them: the folder for their temporary files, and its end, which is theirs.

The folder goes with the command. When the command is killed, its workers end all the same, and the next command removes the folder.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import signal
import stat
import sys
import tempfile
from functools import cache
from multiprocessing import connection, parent_process, util
from pathlib import Path
from threading import Thread

from ..model.diagnostic import Diagnostic
from ..project import doctor
from ..stages.record import refused

_MARK = "prepguides"
"""A file by which we know our folders among those of other programs."""
_LONGEST = 70
"""Characters of the system's temporary folder: the path of a socket, which lies in a folder of ours in it, has room for little more."""
_SET_DEATH_SIGNAL = 1
"""Of the system call prctl: the signal that a process gets when its parent ends."""


@cache
def scratch() -> Path:
    """The folder of this process for temporary files, made at the first call and removed when the process ends. OSError.

    It is the one that multiprocessing has for its sockets. A lock tells others that this process lives.
    """
    sweep_scratch()
    usual = tempfile.tempdir
    try:
        tempfile.tempdir = _short_enough(tempfile.gettempdir())
        folder = Path(util.get_temp_dir())
    finally:
        tempfile.tempdir = usual
    with contextlib.suppress(OSError):  # without locks nothing is swept either
        fcntl.flock(os.open(folder, os.O_RDONLY | os.O_DIRECTORY), fcntl.LOCK_EX | fcntl.LOCK_NB)  # held to the end, so never closed
    (folder / _MARK).touch()
    return folder


def _short_enough(folder: str) -> str:
    return folder if len(folder) <= _LONGEST or not Path("/tmp").is_dir() else "/tmp"  # noqa: S108 - only for folders of random names in it


def sweep_scratch() -> None:
    """Remove the folders of commands that were killed."""
    for root in {tempfile.gettempdir(), _short_enough(tempfile.gettempdir())}:
        for mark in Path(root).glob(f"pymp-*/{_MARK}"):
            with contextlib.suppress(OSError):  # it is somebody else's, in use, or gone meanwhile
                _remove_unused(mark.parent)


def _remove_unused(folder: Path) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)


def unready() -> tuple[Diagnostic, ...]:
    """Why no worker can work on this machine: libraries that are missing, no room for temporary files."""
    try:
        scratch()
    except OSError as error:
        return (*doctor.diagnose(), refused(error, Path(error.filename or "temporary files")))
    return doctor.diagnose()


def share(folder: Path) -> None:
    """In a worker: keep temporary files there, leave Ctrl-C and a closed terminal to the command, and end when it ends."""
    tempfile.tempdir = str(folder)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    parent = parent_process()
    if parent is None:
        return
    if sys.platform == "linux":  # its parent is the fork server, which ends with the command
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
        if not parent.is_alive():
            os.kill(os.getpid(), signal.SIGKILL)
    else:
        Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os.kill(os.getpid(), signal.SIGKILL)
