"""SIGTERM and SIGHUP end a command as Ctrl-C does: its processes are ended, its temporary files removed."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ..stages.record import ENDING

AGAIN = 0.05
"""Seconds until a signal that came while an object was going away is sent again."""


@contextmanager
def endings() -> Iterator[list[int]]:
    """The first such signal in the block raises KeyboardInterrupt and stands in the list; those that follow do not disturb the clearing up.

    One that the command was started to ignore, as by nohup, stays ignored. What an object raises while it goes away reaches nobody: a
    signal that comes just then is sent again, once, and never after the block.
    """
    heard: list[int] = []
    resent: list[threading.Timer] = []

    def end(number: int, frame: FrameType | None) -> None:
        heard.append(number)
        for ending in ENDING:
            signal.signal(ending, signal.SIG_IGN)
        raise KeyboardInterrupt

    def tell(unraisable: sys.UnraisableHookArgs) -> None:
        if not heard or not issubclass(unraisable.exc_type, KeyboardInterrupt):
            usual(unraisable)
            return
        withdraw()
        number = heard.pop()
        again = threading.Timer(AGAIN, os.kill, (os.getpid(), number))
        again.daemon = True
        resent.append(again)
        again.start()
        signal.signal(number, end)

    def withdraw() -> None:
        while resent:
            timer = resent.pop()
            timer.cancel()
            timer.join()

    if threading.current_thread() is not threading.main_thread():
        yield heard
        return
    before, usual = {number: signal.getsignal(number) for number in ENDING}, sys.unraisablehook
    sys.unraisablehook = tell
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, end)
    try:
        yield heard
    finally:
        sys.unraisablehook = usual
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, signal.SIG_IGN)
        withdraw()
        for number, handler in before.items():
            signal.signal(number, handler)
