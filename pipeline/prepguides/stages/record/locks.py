"""One change of an output folder at a time, each of them whole: others wait their turn, and signals wait for the end."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

from ...model.request import PATIENCE

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals that ask a process to end."""
_BETWEEN_TRIES = 0.02
"""Seconds."""


class Busy(OSError):
    """Another process has held the folder for as long as we cared to wait."""


@contextlib.contextmanager
def locked(folder: Path, wait: float = PATIENCE) -> Iterator[None]:
    """Nobody else changes the folder's files or its manifest during the block. Makes the folder. Busy after `wait` seconds; OSError.

    The lock is the folder's own, so that it leaves no file behind, and ends with the process that holds it.
    """
    until = monotonic() + wait
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            _take(handle, fcntl.LOCK_EX, folder, until, wait)
            if _is_still(handle, folder):
                with uninterrupted():
                    yield
                return
        finally:
            os.close(handle)


@contextlib.contextmanager
def unchanging(folder: Path, wait: float = PATIENCE) -> Iterator[None]:
    """As `locked`, for who only reads: they do not wait for each other, and a folder that is not there or not readable is not locked."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        yield
        return
    try:
        _take(handle, fcntl.LOCK_SH, folder, monotonic() + wait, wait)
        yield
    finally:
        os.close(handle)


def _take(handle: int, kind: int, folder: Path, until: float, wait: float) -> None:
    """Nothing is locked on a file system without locks, where two builds at once were never safe."""
    while True:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() >= until:
                message = f"another prepguides has been writing here for {wait:g} seconds"
                raise Busy(errno.EAGAIN, message, str(folder)) from None
            sleep(_BETWEEN_TRIES)
            continue
        except OSError:
            pass
        return


def _is_still(handle: int, folder: Path) -> bool:
    """Whether the folder that was opened lies there still, and was not removed and made again by somebody meanwhile."""
    try:
        return os.path.samestat(os.fstat(handle), folder.stat())
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C and other requests to end wait for the end of the block: a finished file without its record would be nobody's."""
    if threading.current_thread() is not threading.main_thread():  # where no signal is heard
        yield
        return
    heard: list[int] = []
    handlers = {number: signal.getsignal(number) for number in ENDING}
    for number, handler in handlers.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, lambda number, frame: heard.append(number))
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        if heard:
            signal.raise_signal(heard[0])
