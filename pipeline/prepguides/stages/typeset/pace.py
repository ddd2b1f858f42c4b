"""Who is told how a layout gets on: of each unit before it is looked for, of each page when it is laid out, and when it is drawn."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Protocol

from .unprintable import printable

if TYPE_CHECKING:
    from weasyprint.document import Page


class Pace(Protocol):
    """May end the layout by raising Unprintable."""

    def unit(self, anchor: str, first: int) -> None:
        """The unit whose first HTML id this is comes next, and begins on that page, from 1."""

    def page(self, number: int) -> None:
        """A page of it is there, its first being 1. Each is there as often as it is laid out."""

    def drawn(self, anchor: str) -> None:
        """A page of the unit with this first HTML id is drawn next."""

    def written(self) -> None:
        """All pages are drawn, and the file is written next."""


class AnyPace:
    """Nobody is told."""

    def unit(self, anchor: str, first: int) -> None: ...

    def page(self, number: int) -> None: ...

    def drawn(self, anchor: str) -> None: ...

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


@contextmanager
def told_of_drawing(units: Iterable[tuple[str, Sequence[Page]]], told: Callable[[str], None]) -> Iterator[None]:
    """While the block runs, `told` is called with the first HTML id of its unit before each of these pages is drawn.

    Unprintable, at that id.
    """
    drawn: list[Page] = []
    try:
        for anchor, pages in units:
            for page in pages:
                page.paint = partial(_painted, page.paint, anchor, told)
                drawn.append(page)
        yield
    finally:
        for page in drawn:
            del page.paint  # the class's own is behind it; the page may be in memory for another edition


def _painted(paint: Callable[..., None], anchor: str, told: Callable[[str], None], *words: object) -> None:
    told(anchor)
    with printable(anchor=anchor):
        paint(*words)
