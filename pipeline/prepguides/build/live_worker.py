"""The process behind a preview: it keeps fonts, style sheets and laid-out units, lays out what changed and draws pages.

WeasyPrint is loaded here, never in the process of a server. One request at a time; a newer document ends the layout of an older one.
"""

from __future__ import annotations

import contextlib
import gc
import signal
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from ..model.assets import AssetTable
from ..model.diagnostic import Diagnostic
from ..model.page_finding import PageFinding
from ..model.sheet import SHEETS
from ..model.theme import Theme
from .pool import Limits, allow, limit_memory
from .worker import Worker

if TYPE_CHECKING:
    from ..stages.typeset.live_book import LiveBook, LivePage


PAUSE = 1.0
"""Seconds without a request after which there is time to collect garbage."""
MOST_UNTIDY = 10
"""Documents after which it is collected without a pause."""
MOST_BOOKS = 8
"""Live editions whose pages are kept; those of the one that was shown longest ago go first."""


@dataclass(frozen=True)
class Show:
    """A document to lay out, whose page `view` is looked at."""

    serial: int
    key: int
    """Of the live edition."""
    html: str
    theme: Theme
    assets: AssetTable
    view: int


@dataclass(frozen=True)
class Draw:
    """A page to draw: a PNG for a sheet's name and `scale` pixels to a point; the page's own PDF without a sheet."""

    serial: int
    key: int
    page: str
    sheet: str = ""
    scale: float = 1.0


@dataclass(frozen=True)
class Shown:
    """What there is to see: the ids of all pages. Diagnostics and places are known once page numbers are `settled`."""

    serial: int
    pages: tuple[str, ...]
    settled: bool = False
    ended: bool = False
    """Whether nothing more is told of this document."""
    places: Mapping[str, int] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    """Of style sheets."""
    findings: tuple[PageFinding, ...] = ()
    laid_out: tuple[str, ...] = ()
    """The first HTML id of each unit that had to be laid out."""
    crash: str = ""


@dataclass(frozen=True)
class PageRegion:
    """Where an element with an HTML id is on its page, in shares of the sheet's width and height."""

    id: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Drawn:
    """The picture, empty when the page is gone; for a sheet also where the elements on it are."""

    serial: int
    content: bytes
    regions: tuple[PageRegion, ...] = ()
    crash: str = ""


@dataclass
class LiveWorker:
    """Answers one preview."""

    pipe: Connection
    worker: Worker = field(default_factory=Worker)
    books: dict[int, LiveBook] = field(default_factory=dict)
    themes: dict[int, tuple[Theme, AssetTable]] = field(default_factory=dict)
    next: Show | None = None
    """A newer document, that came while another was laid out."""

    def answer(self, asked: Show | Draw) -> None:
        """All that there is to say to a request; MemoryError is for the system to handle."""
        try:
            for answer in self.show(asked) if isinstance(asked, Show) else (self.draw(asked),):
                self.pipe.send(answer)
        except (MemoryError, BrokenPipeError):
            raise
        except Exception:
            failed = traceback.format_exc()
            self.pipe.send(
                Shown(asked.serial, (), ended=True, crash=failed) if isinstance(asked, Show) else Drawn(asked.serial, b"", (), failed)
            )

    def go_on(self) -> bool:
        """Whether no newer document waits. Pages that are asked for meanwhile are drawn."""
        while self.next is None and self.pipe.poll():
            asked = self.pipe.recv()
            if isinstance(asked, Show):
                self.next = asked
            else:
                self.answer(asked)
        return self.next is None

    def show(self, asked: Show) -> Iterator[Shown]:
        from ..stages.typeset import looked_over
        from ..stages.typeset.book import anchors_of
        from ..stages.typeset.live_book import LiveBook

        book = self.books.pop(asked.key) if asked.key in self.books else LiveBook()
        self.books[asked.key] = book
        while len(self.books) > MOST_BOOKS:
            del self.books[next(iter(self.books))]
        typesetter = self.worker.typesetter_of(asked.theme, asked.assets)
        typesetter.fetcher.table = asked.assets
        self.themes[asked.key] = (asked.theme, asked.assets)
        for whole in book.updates(asked.html, typesetter, asked.view, self.go_on):
            pages = tuple(page.id for page in book.pages)
            if whole is None:
                yield Shown(asked.serial, pages)
                continue
            yield Shown(asked.serial, pages, settled=True, places=whole.places)
            made = tuple(anchor for anchor, reused in zip(anchors_of(whole.units), whole.reused, strict=True) if not reused)
            yield Shown(
                asked.serial,
                pages,
                settled=True,
                ended=True,
                places=whole.places,
                diagnostics=tuple(typesetter.problems),
                findings=looked_over(whole, asked.html),
                laid_out=made,
            )
            return
        yield Shown(asked.serial, tuple(page.id for page in book.pages), ended=True)

    def draw(self, asked: Draw) -> Drawn:
        from ..stages.draw import picture
        from ..stages.typeset.live_book import pages_of

        pages = self.books[asked.key].pages if asked.key in self.books else []
        found = next(((number, page) for number, page in enumerate(pages) if page.id == asked.page), None)
        if found is None:
            return Drawn(asked.serial, b"")
        number, page = found
        pdf = pages_of([page.page], self.worker.typesetter_of(*self.themes[asked.key]))
        if not asked.sheet:
            return Drawn(asked.serial, pdf)
        recto = (number % 2 == 0) is not self.themes[asked.key][0].from_right
        content = picture(pdf, SHEETS[asked.sheet], recto=recto, scale=asked.scale)
        return Drawn(asked.serial, content, tuple(_regions(page, asked.sheet, recto=recto)))


def _regions(page: LivePage, sheet_name: str, *, recto: bool) -> Iterator[PageRegion]:
    from ..model.sheet import CANVAS, window
    from ..stages.typeset.live_book import regions

    sheet, pixels = SHEETS[sheet_name], 96 / 25.4
    left, _, _, top = window(sheet, recto=recto)
    for region in regions(page.page):
        x, y = region.left / pixels - left, region.top / pixels - (CANVAS.height - top)
        width, height = region.width / pixels / sheet.width, region.height / pixels / sheet.height
        yield PageRegion(region.id, x / sheet.width, y / sheet.height, width, height)


def serve(pipe: Connection, limits: Limits) -> None:
    """The worker's life, until the other end closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(limits)
    gc.disable()
    live, untidy = LiveWorker(pipe), 0
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            asked: Show | Draw = live.next or pipe.recv()
            live.next = None
            allow(limits.seconds)
            live.answer(asked)
            untidy += isinstance(asked, Show)
            if live.next is None and untidy and (untidy >= MOST_UNTIDY or not pipe.poll(PAUSE)):
                live.worker.tidy_up()
                untidy = 0
