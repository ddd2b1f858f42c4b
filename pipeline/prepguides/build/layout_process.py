"""The process that lays out what previews show, and one that renders it, as they see them: requests go in, answers come back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from types import TracebackType
from typing import Self, TypeVar

from ..model.page_finding import Trail
from ..project import bundled
from .lifeline import scratch
from .live_messages import Answer, Draw, Drawn, PageLine, Point, Pointed, Read, Request, Show, Shown, WordsRead
from .live_rendering import LiveRenderer
from .live_worker import serve
from .pool import PRELOAD, Limits, started_from
from .wire_format import Inbox, Malformed, wait_at_most

LIVE = (*PRELOAD, "prepguides.stages.draw")
"""What the process has loaded from which the workers come."""
_SECONDS_TO_END = 10.0
"""That a process has after it was killed."""
A = TypeVar("A", Drawn, Pointed, WordsRead)


class Gone(Exception):
    """The worker process ended; the next request starts another."""


class LayoutProcess:
    """The worker process that any number of live editions share, and one that renders for it: pages that are alike are laid out once.

    What is asked of a page raises RuntimeError with the traceback for a bug of ours.
    Requests may come from any thread. A page is drawn between two units of a layout; a newer document ends the layout of an older one.
    """

    def __init__(self, *readable: Path, limits: Limits | None = None) -> None:
        """`readable` are the folders of its projects: besides them and the shipped themes, it reads no files of the machine."""
        self._readable = (*readable, bundled.templates())
        self._limits = limits or Limits()
        self._lock = Lock()
        self._serial = 0
        self._pipe: Connection | None = None
        self._process: ForkServerProcess | None = None
        self._waiting: dict[int, SimpleQueue[Answer | None]] = {}
        self.renderer = LiveRenderer(LIVE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Have the processes load what they need while the project is being read. Done by the first request otherwise."""
        with self._lock:
            self._start()
        self.renderer.worker.start()

    @property
    def pid(self) -> int | None:
        """Of the process that lays out; None before it was started."""
        return self._process.pid if self._process is not None else None

    @property
    def pids(self) -> tuple[int, ...]:
        """Of both processes, as far as they were started."""
        return tuple(pid for pid in (self.pid, self.renderer.worker.pid) if pid is not None)

    def _start(self) -> None:
        if self._process is not None and self._process.is_alive():
            return
        context = started_from(LIVE)
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, self._limits, scratch(), self._readable), daemon=True)
        self._process.start()
        theirs.close()
        wait_at_most(self._pipe, self._limits.clock)
        inbox: Inbox[Answer] = Inbox(self._pipe, Answer, self._limits.memory)
        Thread(target=self._listen, args=(inbox, self._process, self._waiting), daemon=True).start()

    def close(self) -> None:
        """End the processes, whatever they are at."""
        self.renderer.worker.close()
        self._end()

    def _end(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.join()
            self._process = None

    @staticmethod
    def _listen(inbox: Inbox[Answer], process: ForkServerProcess, waiting: dict[int, SimpleQueue[Answer | None]]) -> None:
        """Hand each answer to who waits for it, until the process ends. One that sends what is no answer is ended."""
        try:
            while True:
                if inbox.read_on() and (answer := inbox.answer()).serial in waiting:
                    waiting[answer.serial].put(answer)
        except Malformed:
            process.kill()
        except (EOFError, OSError):
            pass
        connection.wait([process.sentinel], _SECONDS_TO_END)  # a request that comes now starts another
        for queue in tuple(waiting.values()):
            queue.put(None)

    def shown(self, show: Show) -> Iterator[Shown]:
        """What comes of a document. Gone when the process ends over it."""
        for answer in self._answers(show):
            if isinstance(answer, Shown):
                yield answer
                if answer.ended:
                    return

    def drawn(self, draw: Draw) -> Drawn:
        """A page as a picture, or as a PDF of its own. Empty when no layout has it any more. Gone when the process ends over it."""
        return _sound(next(answer for answer in self._answers(draw) if isinstance(answer, Drawn)))

    def pointed(self, point: Point) -> Trail | None:
        """What stands at a point of a page. Gone when the process ends over it."""
        return _sound(next(answer for answer in self._answers(point) if isinstance(answer, Pointed))).trail

    def read(self, read: Read) -> tuple[PageLine, ...]:
        """The lines of pages. Gone when the process ends over it."""
        return _sound(next(answer for answer in self._answers(read) if isinstance(answer, WordsRead))).lines

    def _answers(self, request: Request) -> Iterator[Answer]:
        queue: SimpleQueue[Answer | None] = SimpleQueue()
        with self._lock:
            self._start()
            self._serial += 1
            serial = self._serial
            self._waiting[serial] = queue
            with contextlib.suppress(OSError):  # a process that has just ended is noticed by who listens
                if self._pipe is not None:
                    self._pipe.send(replace(request, serial=serial))
        try:
            while (answer := queue.get(timeout=self._limits.clock)) is not None:
                yield answer
        except Empty:
            self._end()
        finally:
            self._waiting.pop(serial, None)
        raise Gone


def _sound(answer: A) -> A:
    """The answer, unless the worker met a bug over it."""
    if answer.crash:
        raise RuntimeError(f"a page could not be drawn or read\n{answer.crash}")
    return answer
