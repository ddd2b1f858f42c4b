"""A guide that is looked at while it is written: each save is checked, rendered, and laid out where it changed.

    with LayoutProcess(project.root) as process:
        edition = LiveEdition(project, Selection(("my-guide",)), process)
        for update in edition.updates(view=12):
            ...                                   # what there is to see: the ids of all pages, problems, the page of each HTML id
        process.picture(edition, update.pages[11], "a4", scale=1.5)

`updates` reads the project anew each time it is called. The first update that shows something comes as soon as the page in view is laid
out; the last is `settled`. A page's id says all that it is made from: a picture of an id never goes out of date.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from types import TracebackType
from typing import Self

from ..model.assets import Folder
from ..model.diagnostic import Checked, Diagnostic, Place, in_order
from ..model.edition import Edition
from ..model.library import Library
from ..model.page_finding import PageFinding, Trail
from ..model.request import Project, Selection
from ..model.rules import RULES
from ..model.source_map import SourceMap
from ..project import bundled
from ..stages.render import RenderedHtml, render
from ..stages.resolve import Sets
from ..stages.resolve_assets import resolve_assets, resolver_for
from .lifeline import scratch
from .live_messages import Answer, Draw, Drawn, PageLine, Point, Pointed, Read, Request, Show, Shown, WordsRead
from .live_worker import serve
from .page_checks import PageChecks
from .page_cut import PageRegion
from .pool import PRELOAD, Limits
from .prepare import Prepared, checked_page, prepare, problems_of_blocked
from .rendering import rendered_here

__all__ = ["Gone", "LayoutProcess", "LiveEdition", "LiveUpdate", "PageLine", "PageRegion", "Picture"]


@dataclass(frozen=True)
class LiveUpdate:
    """What there is to see, and to say."""

    pages: tuple[str, ...]
    """The id of each page. While content is faulty, those of the last pages that were sound."""
    changed: tuple[int, ...]
    """The numbers (from 1) of pages that the update before did not show, as far as they are still there."""
    settled: bool
    """Whether these are the pages that a build would print; else page numbers may still move, and checks are to come."""
    diagnostics: tuple[Diagnostic, ...]
    """All that is known to be wrong with this save so far."""
    places: Mapping[str, int] = field(default_factory=dict)
    """HTML id to the page (from 1) on which its element begins, as of the last settled layout."""
    found: tuple[tuple[Diagnostic, PageFinding], ...] = ()
    """Those of the diagnostics that were found on pages, each with its page and where on it it is seen."""
    laid_out: tuple[str, ...] = ()
    """The first HTML id of each unit that was laid out for a settled update."""


@dataclass(frozen=True)
class Picture:
    """A page as it is cut to a sheet: a PNG, and where the elements with ids are on it."""

    png: bytes
    regions: tuple[PageRegion, ...]


class Gone(Exception):
    """The worker process ended; the next request starts another."""


class LayoutProcess:
    """The worker process that any number of live editions share: pages that are alike are laid out once.

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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Have the process load what a layout needs while the project is being read. Done by the first request otherwise."""
        with self._lock:
            self._start()

    @property
    def pid(self) -> int | None:
        """Of the process; None before it was started."""
        return self._process.pid if self._process is not None else None

    def _start(self) -> None:
        if self._process is not None and self._process.is_alive():
            return
        context = get_context("forkserver")
        context.set_forkserver_preload([*PRELOAD, "prepguides.stages.draw"])
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, self._limits, scratch(), self._readable), daemon=True)
        self._process.start()
        theirs.close()
        Thread(target=self._listen, args=(self._pipe, self._waiting), daemon=True).start()

    def close(self) -> None:
        """End the process, whatever it is at."""
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.join()
            self._process = None

    @staticmethod
    def _listen(pipe: Connection, waiting: dict[int, SimpleQueue[Answer | None]]) -> None:
        """Hand each answer to who waits for it, until the process ends."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                answer: Answer = pipe.recv()
                if answer.serial in waiting:
                    waiting[answer.serial].put(answer)
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
        return next(answer for answer in self._answers(draw) if isinstance(answer, Drawn))

    def pointed(self, point: Point) -> Trail | None:
        """What stands at a point of a page. Gone when the process ends over it."""
        return next(answer.trail for answer in self._answers(point) if isinstance(answer, Pointed))

    def read(self, read: Read) -> tuple[PageLine, ...]:
        """The lines of pages. Gone when the process ends over it."""
        return next(answer.lines for answer in self._answers(read) if isinstance(answer, WordsRead))

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
            self.close()
        finally:
            self._waiting.pop(serial, None)
        raise Gone


_KEYS = count()


@dataclass
class LiveEdition:
    """One edition: the first of those that `selection` names."""

    project: Project
    selection: Selection
    process: LayoutProcess
    sets: Sets = ()
    _key: int = field(default_factory=lambda: next(_KEYS))
    _last: LiveUpdate = LiveUpdate((), (), False, ())
    _read: tuple[Prepared, PageChecks] | None = None
    """What the last update was made from."""

    def updates(self, view: int = 1) -> Iterator[LiveUpdate]:
        """Read the project, and tell what there is to see now: the pages around number `view` first, in the end all of them.

        Pages are shown as long as the document can be rendered, whatever else is wrong. Whoever stops listening early loses nothing.
        """
        self.process.start()
        prepared = prepare(self.project, self.selection, sets=self.sets)
        found = (*prepared.diagnostics, *problems_of_blocked(prepared, self.project, rendered_here))
        pages = PageChecks.of(prepared, self.sets)
        if not prepared.editions or pages is None:
            yield self._told(replace(self._last, settled=False, diagnostics=found))
            return
        edition, self._read = prepared.editions[0], (prepared, pages)
        page = render(edition, prepared.themes[edition.theme_key])
        if page.value is None:
            yield self._told(replace(self._last, settled=False, diagnostics=(*found, *page.diagnostics)))
            return
        try:
            yield from self._shown(edition, page, found, view)
        except Gone:
            lost = Diagnostic(RULES["PG802"], "the worker process ended", Place.of_subject(edition.name), "save again")
            yield self._told(replace(self._last, settled=False, diagnostics=(*found, lost)))

    def _shown(
        self, edition: Edition, page: Checked[RenderedHtml | None], found: tuple[Diagnostic, ...], view: int
    ) -> Iterator[LiveUpdate]:
        """What the worker makes of a document. The slower checks are made here while it lays out what is not looked at."""
        if self._read is None or page.value is None:
            return
        (prepared, pages), checks = self._read, tuple[Diagnostic, ...]()
        theme, is_first = prepared.themes[edition.theme_key], True
        resolver = resolver_for(theme, Folder(self.project.assets, self.project.root))
        assets = resolve_assets(page.value.html, theme, resolver, edition.name).value
        for shown in self.process.shown(Show(0, self._key, page.value.html, theme, assets, view)):
            if not is_first and not checks:
                checks = checked_page(edition, page, prepared, self.project).diagnostics
            is_first = False
            located = tuple((problem, finding) for finding in shown.findings for problem in pages.located(edition, (finding,)))
            on_pages = tuple(problem for problem, _ in located)
            yield self._told(
                LiveUpdate(
                    pages=shown.pages or self._last.pages,
                    changed=(),
                    settled=shown.settled,
                    diagnostics=(*found, *checks, *shown.diagnostics, *on_pages),
                    places=shown.places or self._last.places,
                    found=located,
                    laid_out=shown.laid_out,
                )
            )

    def _told(self, update: LiveUpdate) -> LiveUpdate:
        """The update that follows on the last."""
        known = set(self._last.pages)
        changed = tuple(number for number, id in enumerate(update.pages, 1) if id not in known)
        self._last = replace(update, changed=changed, diagnostics=in_order(dict.fromkeys(update.diagnostics)))
        return self._last

    @property
    def library(self) -> Library | None:
        """What the last update was made from; None before one was shown."""
        return self._read[0].library if self._read else None

    @property
    def shown(self) -> Edition | None:
        """The edition itself."""
        return self._read[0].editions[0] if self._read else None

    @property
    def ways_back(self) -> SourceMap:
        """From the edition's elements to the content."""
        return self._read[0].sources.get(self._read[0].editions[0].name, SourceMap()) if self._read else SourceMap()

    def source(self, trail: Trail) -> Place | None:
        """Where that is written which stands on a page among elements with these ids and has these words."""
        if self._read is None:
            return None
        prepared, pages = self._read
        edition = prepared.editions[0]
        return pages.locator.place(trail, self.ways_back, prepared.themes[edition.theme_key])

    def source_at(self, page: str, sheet: str, x: float, y: float) -> Place | None:
        """Where that is written which is drawn at a point of a page by its id, in shares of the sheet. None where nothing is drawn."""
        trail = self.process.pointed(Point(0, self._key, page, sheet, x, y))
        return self.source(trail) if trail else None

    def lines(self, sheet: str, page: str = "") -> tuple[PageLine, ...]:
        """The lines of a page by its id, or of all pages, each with its place on the sheet."""
        return self.process.read(Read(0, self._key, sheet, page))

    def picture(self, page: str, sheet: str, scale: float = 1.0) -> Picture:
        """A page by its id, on a paper, at so many pixels to a point. Its PNG is empty when no layout has it any more."""
        drawn = self.process.drawn(Draw(0, self._key, page, sheet, scale))
        return Picture(drawn.content, drawn.regions)

    def pdf(self, page: str) -> bytes:
        """A page by its id as a PDF of its own, on the canvas of all papers."""
        return self.process.drawn(Draw(0, self._key, page)).content
