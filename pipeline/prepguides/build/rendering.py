"""Editions rendered in worker processes: a theme can be anybody's, and a process that has nothing to give is what it runs in.

The limits of `stages/render` end what takes too long or too much, and say at which line. Behind them stands the system, with a limit for
the step that cannot be interrupted, and without files or network for whatever gets out of the sandbox.
"""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.edition import Edition
from ..model.rules import RULES
from ..model.theme import Theme
from ..stages.render import PrintedSections, RenderedHtml, limits, render
from .allowance import write_note
from .pool import TRUST_HINT, Limits, Lost, Pool, distrusted

RENDERING = ("prepguides.stages.render", "prepguides.build.prepare")
"""What a worker needs that renders and does nothing else: editions are made of much, which takes half a second to load."""
MARGIN = 3.0
"""Seconds of processor time between the limit that names a line and the one that ends the process."""
MEMORY = 768 * 1024**2
"""Bytes of address space: those that templates may have, and 256 MiB for the program with its libraries."""
TASKS = 200
"""Editions after which a worker is replaced."""

Page = Checked[RenderedHtml | None]
Renderer = Callable[[Sequence[Edition], Mapping[str, Theme]], Iterator[Page]]
"""Editions and themes by their keys to the editions' documents, in the same order."""


@dataclass(frozen=True)
class Rendered:
    """What came of an edition; `crash` is the traceback of a bug."""

    page: Page
    crash: str = ""


@dataclass(frozen=True)
class RenderWorker:
    """Handed to each worker process once, with all themes; each task is an edition."""

    themes: Mapping[str, Theme]
    before: PrintedSections | None = None
    """What the sections of the edition printed the last time."""

    def __call__(self, edition: Edition) -> Rendered:
        """Raises MemoryError and SystemError only: one edition's failure is not another's."""
        try:
            return Rendered(render(edition, self.themes[edition.theme_key], _note, self.before))
        except (MemoryError, SystemError):
            raise
        except Exception:
            return Rendered(Checked(None), traceback.format_exc())


def _note(template: str) -> None:
    """Where the worker is, should the system end it there."""
    write_note(os.getpid(), Path(tempfile.gettempdir()), limits.SECONDS + MARGIN, template)


def rendered(
    editions: Sequence[Edition], themes: Mapping[str, Theme], workers: int | None = None, preload: Sequence[str] = RENDERING
) -> Iterator[Page]:
    """The document of each edition, in their order, by so many workers; `preload` are modules that later workers need too.

    RuntimeError with the traceback for a bug of ours.
    """
    if not editions:
        return
    size = min(workers or os.cpu_count() or 1, len(editions))
    worker, allowed = RenderWorker(themes), Limits(limits.SECONDS + MARGIN, MEMORY, TASKS)
    pool: Pool[Edition, Rendered] = Pool(worker, Rendered, size, allowed, preload=preload)
    ready: dict[int, Page] = {}
    following = 0
    for index, made in pool.run(editions, groups=[edition.guide for edition in editions]):
        ready[index] = page_of(made, editions[index], themes)
        while following in ready:
            yield ready.pop(following)
            following += 1


def page_of(made: Rendered | Lost, edition: Edition, themes: Mapping[str, Theme]) -> Page:
    """What a worker made of an edition, or what ended it at which template. RuntimeError with the traceback for a bug of ours."""
    if isinstance(made, Rendered) and made.page.value is None and not (made.page.diagnostics or made.crash):
        made = distrusted("it has neither a page nor a reason")
    if isinstance(made, Lost):
        return Checked(None, (_lost(made, edition, themes[edition.theme_key]),))
    if made.crash:
        raise RuntimeError(f"{edition.name} could not be rendered\n{made.crash}")
    return made.page


def _lost(lost: Lost, edition: Edition, theme: Theme) -> Diagnostic:
    """That a worker ended, at the template which it was at."""
    file = theme.templates.get(lost.at)
    place = Place(file.path, 1, 1, 1, file.line(1)) if file else Place.of_subject(edition.name)
    if lost.limit == "trust":
        return Diagnostic(RULES["PG802"], f"the worker process {lost.reason}", place, TRUST_HINT)
    if lost.limit:
        return Diagnostic(RULES["PG505"], f"the worker process {lost.reason}", place, limits.HINT)
    return Diagnostic(RULES["PG802"], f"the worker process {lost.reason}", place, "try again, with fewer other programs running")
