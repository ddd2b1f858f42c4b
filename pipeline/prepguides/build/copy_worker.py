"""What runs in a worker process for learners' copies: their own pages rendered, typeset, preflighted, cropped, bound with the guide."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..model.assets import AssetTable
from ..model.diagnostic import Diagnostic
from ..model.edition import Edition
from ..model.page_finding import PageFinding
from ..model.sheet import Sheet
from ..model.theme import Theme

if TYPE_CHECKING:
    from ..stages.bind import SharedGuide
    from ..stages.typeset import Typesetter

BETWEEN_COLLECTIONS = 10
"""Copies after which memory is collected."""
MOST_PAGES = 32
"""Of learners' own that are kept laid out: those whose plan is the same come one after the other, and differ in their covers alone."""


@dataclass(frozen=True)
class CopyResult:
    """A learner's finished copies by sheet; none when anything is wrong with their pages. `crash` is the traceback of a bug."""

    files: Mapping[str, bytes]
    pages: int = 0
    findings: tuple[PageFinding, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    crash: str = ""


@dataclass
class CopyWorker:
    """Handed to each worker process once, with all that the copies have in common; each task is an edition of one learner's pages."""

    theme: Theme
    assets: AssetTable
    guides: Mapping[str, SharedGuide]
    """The finished guide, by the name of its sheet."""
    sheets: tuple[Sheet, ...]
    done: int = 0
    typesetter: Typesetter | None = field(default=None, repr=False)

    def __call__(self, edition: Edition) -> CopyResult:
        """Raises MemoryError and SystemError only: one learner's failure is not another's."""
        gc.disable()  # for the life of the process, as in `worker`
        self.done += 1
        if self.done % BETWEEN_COLLECTIONS == 0:
            gc.collect()
        try:
            return self._bound(edition)
        except (MemoryError, SystemError):
            raise
        except Exception:
            return CopyResult({}, crash=traceback.format_exc())

    def _bound(self, edition: Edition) -> CopyResult:
        from ..stages.bind import bind
        from ..stages.crop import crop, open_canvas
        from ..stages.preflight import preflight
        from ..stages.render import render
        from ..stages.repair_tags import repair_tags
        from ..stages.typeset import OUTWARD, Typesetter, UnitMemory, Unprintable, typeset
        from ..text.page_numbers import with_outward_links

        page = render(edition, self.theme)
        if page.value is None:
            return CopyResult({}, diagnostics=page.diagnostics)
        if self.typesetter is None:
            self.typesetter = Typesetter(self.theme, self.assets, UnitMemory(MOST_PAGES))
        guide = self.guides[self.sheets[0].name]
        try:
            made = typeset(with_outward_links(page.value.html, guide.places, OUTWARD), self.typesetter, repair_tags, self.assets)
        except Unprintable as unprintable:
            return CopyResult({}, 0, (unprintable.finding,), tuple(self.typesetter.problems))
        with open_canvas(made.value.pdf) as canvas:
            amiss = preflight(canvas, "", self.theme.families | made.value.families)
            faults = tuple(finding for finding in made.value.findings if finding.is_error)
            if made.has_errors or faults or any(problem.is_error for problem in amiss):
                return CopyResult({}, 0, faults, (*made.diagnostics, *amiss))
            papers = crop(canvas, self.sheets)
        files = {sheet.name: bind(self.guides[sheet.name], papers[sheet.name]) for sheet in self.sheets}
        return CopyResult(files, guide.pages + made.value.pages - 3)
