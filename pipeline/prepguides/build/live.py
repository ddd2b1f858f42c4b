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

import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from ..model.assets import Folder
from ..model.diagnostic import Checked, Diagnostic, Place, in_order
from ..model.edition import Edition
from ..model.library import Library
from ..model.page_finding import PageFinding, Trail
from ..model.request import Project, Selection
from ..model.rules import RULES
from ..model.source_map import SourceMap
from ..stages.render import RenderedHtml
from ..stages.resolve import Sets
from ..stages.resolve_assets import resolve_assets, resolver_for
from .layout_process import Gone, LayoutProcess
from .live_messages import Draw, PageLine, Point, Read, Show
from .page_checks import PageChecks
from .page_cut import PageRegion
from .prepare import Prepared, checked_page, prepare, problems_of_blocked

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


_KEYS = count()
SELDOM = 50
"""Updates after which all memory of this process is walked for what has become garbage."""


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
    _updated: int = 0
    """How many times pages have settled."""

    def updates(self, view: int = 1) -> Iterator[LiveUpdate]:
        """Read the project, and tell what there is to see now: the pages around number `view` first, in the end all of them.

        Pages are shown as long as the document can be rendered, whatever else is wrong. Whoever stops listening early loses nothing.
        RuntimeError with the traceback for a bug of ours in a worker process; the next call begins anew.
        """
        yield from self._updates(view)
        self._tidy_up()

    def _tidy_up(self) -> None:
        """Collect garbage while nobody waits, and walk what is left no more: Python takes a tenth of a second for that, amid an edit."""
        self._updated += 1
        if self._updated % SELDOM == 0:
            gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _updates(self, view: int) -> Iterator[LiveUpdate]:
        self.process.start()
        prepared = prepare(self.project, self.selection, sets=self.sets)
        found = (*prepared.diagnostics, *problems_of_blocked(prepared, self.project, self.process.renderer))
        pages = PageChecks.of(prepared, self.sets)
        if not prepared.editions or pages is None:
            yield self._told(replace(self._last, settled=False, diagnostics=found))
            return
        edition, self._read = prepared.editions[0], (prepared, pages)
        (page,) = self.process.renderer((edition,), prepared.themes)
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
        prepared, pages = self._read
        theme = prepared.themes[edition.theme_key]
        checks: tuple[Diagnostic, ...] | None = None
        resolver = resolver_for(theme, Folder(self.project.assets, self.project.root))
        assets = resolve_assets(page.value.html, theme, resolver, edition.name).value
        for number, shown in enumerate(self.process.shown(Show(0, self._key, page.value.html, theme, assets, view))):
            if shown.crash:
                raise RuntimeError(f"{edition.name} could not be laid out\n{shown.crash}")
            if number and checks is None:
                checks = checked_page(edition, page, prepared, self.project).diagnostics
            located = tuple((problem, finding) for finding in shown.findings for problem in pages.located(edition, (finding,)))
            on_pages = tuple(problem for problem, _ in located)
            yield self._told(
                LiveUpdate(
                    pages=shown.pages or self._last.pages,
                    changed=(),
                    settled=shown.settled,
                    diagnostics=(*found, *(checks or ()), *shown.diagnostics, *on_pages),
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
