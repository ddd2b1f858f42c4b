"""SIGTERM and SIGHUP end a command as Ctrl-C does: its processes are ended, its temporary files removed."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..stages.record import ENDING


@contextmanager
def endings() -> Iterator[list[int]]:
    """The first such signal in the block raises KeyboardInterrupt and stands in the list; those that follow do not disturb the clearing up.

    One that the command was started to ignore, as by nohup, stays ignored.
    """
    heard: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        heard.append(number)
        for ending in ENDING:
            signal.signal(ending, signal.SIG_IGN)
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield heard
        return
    before = {number: signal.getsignal(number) for number in ENDING}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, end)
    try:
        yield heard
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
