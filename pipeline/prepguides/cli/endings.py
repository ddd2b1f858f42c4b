"""SIGTERM and SIGHUP end a command as Ctrl-C does: its processes are ended, its temporary files removed."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
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
    if threading.current_thread() is not threading.main_thread():
        yield []
        return
    before, usual = {number: signal.getsignal(number) for number in ENDING}, sys.unraisablehook
    awaited = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    signals = _Signals(usual)
    sys.unraisablehook = signals.tell
    for number in awaited:
        signal.signal(number, signals.end)
    try:
        yield signals.heard
    finally:
        sys.unraisablehook = usual
        _ignore(awaited)
        signals.withdraw()
        for number, handler in before.items():
            signal.signal(number, handler)


class _Signals:
    """What was heard, and what is to be sent again."""

    def __init__(self, usual: Callable[[sys.UnraisableHookArgs], object]) -> None:
        self.heard: list[int] = []
        self._again: threading.Timer | None = None
        self._usual = usual

    def end(self, number: int, frame: FrameType | None) -> None:
        self.heard.append(number)
        _ignore(ENDING)
        raise KeyboardInterrupt

    def tell(self, unraisable: sys.UnraisableHookArgs) -> None:
        """Of what could not be raised, all but a signal is told as usual."""
        if not self.heard or not issubclass(unraisable.exc_type, KeyboardInterrupt):
            self._usual(unraisable)
            return
        self.withdraw()
        number = self.heard.pop()
        self._again = threading.Timer(AGAIN, os.kill, (os.getpid(), number))
        self._again.daemon = True
        self._again.start()
        signal.signal(number, self.end)

    def withdraw(self) -> None:
        """Nothing is sent again from now on."""
        if self._again:
            self._again.cancel()
            self._again.join()


def _ignore(signals: Iterable[signal.Signals]) -> None:
    for number in signals:
        signal.signal(number, signal.SIG_IGN)
