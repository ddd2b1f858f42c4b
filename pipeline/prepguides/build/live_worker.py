"""The process behind a preview: it keeps fonts, style sheets and laid-out units, lays out what changed and draws pages.

WeasyPrint is loaded here, never in the process of a server. One request at a time; a newer document ends the layout of an older one.
"""

from __future__ import annotations

import contextlib
import gc
import math
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.assets import AssetTable
from ..model.page_finding import Area, Trail
from ..model.sheet import SHEETS
from ..model.theme import Theme
from .allowance import allow, is_filling
from .isolation import isolate
from .lifeline import share
from .live_messages import Answer, Draw, Drawn, PageLine, Point, Pointed, Read, Request, Show, Shown, WordsRead
from .page_cut import Cut
from .pool import Limits, limit_memory
from .recent import Recent
from .wire_format import send
from .worker import Worker

if TYPE_CHECKING:
    from ..stages.typeset.live_book import LiveBook, LivePage


PAUSE = 1.0
"""Seconds without a request after which there is time to collect garbage."""
MOMENT = 0.15
"""Seconds in which who sees a new page asks for its picture. Nothing else is laid out before that."""
MOST_PDFS = 24
"""Pages whose own PDFs are kept: one is asked for as a picture, as a thumbnail, and magnified. Each is half a megabyte."""
MOST_UNTIDY = 10
"""Documents after which it is collected without a pause."""
MOST_BOOKS = 8
"""Live editions whose pages are kept; those of the one that was shown longest ago go first."""
PAGES_BEFORE = 60
"""Pages that are kept besides those that are shown, for an edit that is taken back: a hundred take about 160 MB."""
FEW_GARBAGE = 600
"""Pages that were dropped, after which a pause is used to walk all of memory: an edit of a question drops some eight, and leaves a
megabyte that is not freed with them."""
MANY_GARBAGE = 1_500
"""The same where nobody makes a pause: a long guide's walk takes two to six seconds."""
UNKNOWN_PAGES = 600
"""Of a document that was not laid out yet."""
MANY_UNITS = 10
"""Units of one document after which so much garbage is no reason to wait for a pause: all its pages look different."""


@dataclass
class LiveWorker:
    """Answers one preview."""

    pipe: Connection
    worker: Worker = field(default_factory=Worker)
    books: dict[int, LiveBook] = field(default_factory=dict)
    themes: dict[int, tuple[Theme, AssetTable]] = field(default_factory=dict)
    next: Show | None = None
    """A newer document, that came while another was laid out."""
    begun: int = 0
    """Units of the document that were laid out, or are."""
    pdfs: Recent[bytes] = field(default_factory=lambda: Recent(MOST_PDFS))
    """Of pages by their ids, each by itself."""

    def answer(self, asked: Request) -> None:
        """All that there is to say to a request; MemoryError is for the system to handle."""
        try:
            for answer in self.answers(asked):
                send(self.pipe, answer)
        except (MemoryError, ConnectionError):
            raise
        except Exception:
            send(self.pipe, replace(_nothing(asked), crash=traceback.format_exc()))

    def answers(self, asked: Request) -> Iterator[Answer]:
        from ..stages.typeset import Unprintable

        if isinstance(asked, Show):
            try:
                yield from self.show(asked)
            except Unprintable as unprintable:
                yield Shown(asked.serial, (), settled=True, ended=True, findings=(unprintable.finding,))
        elif isinstance(asked, Draw):
            yield self.draw(asked)
        elif isinstance(asked, Point):
            yield Pointed(asked.serial, self.trail(asked))
        else:
            yield WordsRead(asked.serial, tuple(self.lines(asked)))

    def go_on(self, seconds: float = 0.0) -> bool:
        """Whether no newer document waits, or comes within so many seconds. Pages that are asked for meanwhile are drawn."""
        while self.next is None and self.pipe.poll(seconds):
            asked, seconds = self.pipe.recv(), 0.0
            if isinstance(asked, Show):
                self.next = asked
            else:
                self.answer(asked)
        return self.next is None

    def next_unit(self, key: int) -> bool:
        """Whether to lay out another unit. The garbage of the one before is collected now: that of forty at once takes two seconds."""
        if not self.go_on():
            return False
        if self.begun:
            self.tidy_up(FEW_GARBAGE if self.begun > MANY_UNITS else math.inf)
        self.begun += 1
        self.limit_pages(key, is_laid_out=False)
        return True

    def tidy_up(self, most_garbage: float) -> None:
        """Collect what was left behind since the last time, of dropped pages from so many on."""
        if self.worker.memory is not None:
            self.worker.memory.tidy_up(most_garbage=most_garbage)

    def limit_pages(self, key: int, *, is_laid_out: bool) -> None:
        """To the pages that are shown, and a few more. While the book of this key is laid out, all of its pages may be new, and those that
        looked different are let go as new ones take their places."""
        memory, book = self.worker.memory, self.books.get(key)
        if memory is None or book is None:
            return
        shown = {unit_key: unit for each in self.books.values() for unit_key, unit in zip(each.keys, each.laid_out, strict=True)}
        if is_laid_out:
            spare = PAGES_BEFORE
        else:
            spare = max(PAGES_BEFORE, sum(len(unit.pages) for unit in book.laid_out)) if book.is_whole else UNKNOWN_PAGES
            memory.forget_unless(shown.keys(), self.worker.typesetter_of(*self.themes[key]).style_key)
        memory.limit(len({id(page) for unit in shown.values() for page in unit.pages}) + spare, shown.keys())

    def show(self, asked: Show) -> Iterator[Shown]:
        from ..stages.typeset import looked_over
        from ..stages.typeset.book import anchors_of
        from ..stages.typeset.live_book import LiveBook

        book = self.books.pop(asked.key) if asked.key in self.books else LiveBook()
        self.books[asked.key] = book
        while len(self.books) > (1 if is_filling() else MOST_BOOKS):
            del self.books[next(iter(self.books))]
        typesetter = self.worker.typesetter_of(asked.theme, asked.assets)
        typesetter.fetcher.table = asked.assets
        self.themes[asked.key] = (asked.theme, asked.assets)
        self.begun, moment = 0, MOMENT
        for whole in book.updates(asked.html, typesetter, asked.view, partial(self.next_unit, asked.key)):
            pages = tuple(page.id for page in book.pages)
            if whole is None:
                yield Shown(asked.serial, pages)
                self.go_on(moment)
                moment = 0.0
                continue
            yield Shown(asked.serial, pages, settled=True, places=whole.places)
            self.limit_pages(asked.key, is_laid_out=True)
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
        from ..stages.typeset.live_book import regions

        for number, page in self._pages(asked.key, asked.page):
            pdf = self.pdfs.get(page.id, partial(self._pdf, asked.key, page))
            if not asked.sheet:
                return Drawn(asked.serial, pdf)
            cut = self._cut(asked.key, asked.sheet, number)
            content = picture(pdf, cut.sheet, recto=cut.recto, scale=asked.scale)
            areas = ((region.id, Area(region.left, region.top, region.width, region.height)) for region in regions(page.page))
            return Drawn(asked.serial, content, tuple(cut.region(id, area) for id, area in areas))
        return Drawn(asked.serial, b"")

    def _pdf(self, key: int, page: LivePage) -> bytes:
        from ..stages.typeset.live_book import pages_of

        return pages_of([page.page], self.worker.typesetter_of(*self.themes[key]), compressed=False)

    def trail(self, asked: Point) -> Trail | None:
        from ..stages.typeset.pointing import trail_at

        for number, page in self._pages(asked.key, asked.page):
            return trail_at(page.page, *self._cut(asked.key, asked.sheet, number).point(asked.x, asked.y))
        return None

    def lines(self, asked: Read) -> Iterator[PageLine]:
        from ..stages.typeset.pointing import lines_of

        for number, page in self._pages(asked.key, asked.page):
            cut = self._cut(asked.key, asked.sheet, number)
            for line in lines_of(page.page):
                yield PageLine(number, line.words, cut.region("", line.area))

    def _pages(self, key: int, id: str) -> Iterator[tuple[int, LivePage]]:
        """The page of an id, or all, each with its number from 1."""
        pages = self.books[key].pages if key in self.books else []
        return ((number, page) for number, page in enumerate(pages, 1) if id in ("", page.id))

    def _cut(self, key: int, sheet: str, number: int) -> Cut:
        return Cut(SHEETS[sheet], (number % 2 == 1) is not self.themes[key][0].from_right)


def _nothing(asked: Request) -> Answer:
    """What is said to a request that failed."""
    if isinstance(asked, Show):
        return Shown(asked.serial, (), ended=True)
    if isinstance(asked, Draw):
        return Drawn(asked.serial, b"")
    return Pointed(asked.serial, None) if isinstance(asked, Point) else WordsRead(asked.serial, ())


def serve(pipe: Connection, limits: Limits, folder: Path, readable: tuple[Path, ...]) -> None:
    """The worker's life, until the other end closes the pipe."""
    share(folder)
    limit_memory(limits)
    isolate(readable, [folder])
    gc.disable()
    attend(LiveWorker(pipe), partial(allow, limits.seconds))


def attend(live: LiveWorker, begin: Callable[[], None]) -> None:
    """Answer one request after the other, and collect garbage in the pauses between them. `begin` is called before each."""
    untidy = 0
    with contextlib.suppress(EOFError, OSError):  # the second where the other end was killed
        while True:
            asked: Request = live.next or live.pipe.recv()
            live.next = None
            begin()
            live.answer(asked)
            untidy += isinstance(asked, Show)
            if live.next is None and untidy:
                paused = not live.pipe.poll(PAUSE)
                if paused or untidy >= MOST_UNTIDY:
                    live.tidy_up(FEW_GARBAGE if paused else MANY_GARBAGE)
                    untidy = 0
