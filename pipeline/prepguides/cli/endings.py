"""SIGTERM and SIGHUP end a command as Ctrl-C does: its processes are ended, its temporary files removed."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
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
        _ignore(ENDING)
        raise KeyboardInterrupt

    def tell(unraisable: sys.UnraisableHookArgs) -> None:
        if not heard or not issubclass(unraisable.exc_type, KeyboardInterrupt):
            usual(unraisable)
            return
        _withdraw(resent)
        number = heard.pop()
        again = threading.Timer(AGAIN, os.kill, (os.getpid(), number))
        again.daemon = True
        resent.append(again)
        again.start()
        signal.signal(number, end)

    if threading.current_thread() is not threading.main_thread():
        yield heard
        return
    before, usual = {number: signal.getsignal(number) for number in ENDING}, sys.unraisablehook
    awaited = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    sys.unraisablehook = tell
    for number in awaited:
        signal.signal(number, end)
    try:
        yield heard
    finally:
        sys.unraisablehook = usual
        _ignore(awaited)
        _withdraw(resent)
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore(signals: Iterable[signal.Signals]) -> None:
    for number in signals:
        signal.signal(number, signal.SIG_IGN)


def _withdraw(timers: list[threading.Timer]) -> None:
    while timers:
        timer = timers.pop()
        timer.cancel()
        timer.join()
