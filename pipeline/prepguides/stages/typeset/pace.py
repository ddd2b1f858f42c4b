"""Who is told how a layout gets on: of each unit before it is looked for, and of each page when it is laid out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol


class Pace(Protocol):
    """May end the layout by raising Unprintable."""

    def unit(self, anchor: str, *, is_first: bool) -> None:
        """The unit whose first HTML id this is comes next."""

    def page(self) -> None:
        """A page of it is there."""

    def written(self) -> None:
        """All pages are there, and are written next."""


class AnyPace:
    """Nobody is told."""

    def unit(self, anchor: str, *, is_first: bool) -> None: ...

    def page(self) -> None: ...

    def written(self) -> None: ...


@contextmanager
def told_of_pages(told: Callable[[], None]) -> Iterator[None]:
    """While the block runs, `told` is called for each page that WeasyPrint begins: its progress log says so, by the function that logs."""

    class _Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.funcName == "make_all_pages":
                told()

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
