"""Who is told how a layout gets on: of each unit before it is looked for, and of each page when it is laid out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol


class Pace(Protocol):
    """May end the layout by raising Unprintable."""

    def unit(self, anchor: str, first: int) -> None:
        """The unit whose first HTML id this is comes next, and begins on that page, from 1."""

    def page(self, number: int) -> None:
        """A page of it is there, its first being 1. Each is there as often as it is laid out."""

    def written(self) -> None:
        """All pages are there, and are written next."""


class AnyPace:
    """Nobody is told."""

    def unit(self, anchor: str, first: int) -> None: ...

    def page(self, number: int) -> None: ...

    def written(self) -> None: ...


@contextmanager
def told_of_pages(told: Callable[[int], None]) -> Iterator[None]:
    """While the block runs, `told` is called with the number of each page that WeasyPrint begins.

    Its progress log says so, by the function that logs: the number, from 1, is what that function fills in.
    """

    class _Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.funcName == "make_all_pages" and isinstance(record.args, tuple) and isinstance(record.args[0], int):
                told(record.args[0])

    logger = logging.getLogger("weasyprint.progress")
    listener, level, propagate = _Listener(), logger.level, logger.propagate
    logger.addHandler(listener)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
        logger.propagate = propagate
