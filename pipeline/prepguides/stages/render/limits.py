"""How much processor time and memory templates may take: a theme can be anybody's, and a loop in it is no reason to wait or to swap.

Both limits hold in the main thread of a process on Linux and macOS, which is where workers render.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import process_time

from ..process_size import address_space

SECONDS = 10.0
"""Of processor time, for all templates of an edition. The largest shipped guide takes one."""
MEMORY = 512 * 1024 * 1024
"""Bytes beyond what the process has when a template begins."""
MOST_HTML = 32 * 1024 * 1024
"""Characters that an edition's document may have. The largest shipped one has 1.2 million."""
HINT = "templates print what they are given; count and compute less"
_LEAST = 0.05
"""Seconds that a template is given when others have used up the edition's."""


class TooSlow(Exception):
    """The time is over."""


class TooLong(Exception):
    """A document that nobody could print."""


@dataclass
class Budget:
    """What is left of an edition's processor time."""

    begin: Callable[[str], None] = lambda name: None
    """Told the name of the template that is rendered next."""
    left: float = field(default_factory=lambda: SECONDS)
    most: int = -1
    """Bytes of address space, once that is known."""

    @contextmanager
    def spent(self, name: str) -> Iterator[None]:
        """The template's share: the block ends with TooSlow when the time is over, and with MemoryError when it takes too much memory."""
        self.begin(name)
        if threading.current_thread() is not threading.main_thread() or sys.platform == "win32":
            yield
            return
        started, running = process_time(), [True]

        def stop(number: int, frame: object) -> None:
            if running:  # a signal that comes late finds the block left
                raise TooSlow

        handler = signal.signal(signal.SIGVTALRM, stop)
        signal.setitimer(signal.ITIMER_VIRTUAL, max(self.left, _LEAST), 1)  # again each second, should a filter catch it
        try:
            with _memory(self._most()):
                yield
        finally:
            running.clear()
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, handler)
            self.left -= process_time() - started

    def _most(self) -> int:
        """Bytes of address space for all templates of the edition: what one of them left behind is the next one's too. 0 for any number."""
        if self.most < 0:
            self.most = (size + MEMORY) if (size := address_space()) else 0
        return self.most


@contextmanager
def _memory(most: int) -> Iterator[None]:
    """No more address space than that; nothing is limited where the system does not say how much there is."""
    import resource

    if not most:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = min([most, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)])
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
