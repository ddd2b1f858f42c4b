"""What runs in a worker process: one guide typeset, its tags repaired, preflighted, cropped, imposed. WeasyPrint is loaded here alone."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from ..model.assets import AssetTable
from ..model.diagnostic import Diagnostic, Place
from ..model.job import Target
from ..model.manifest import LaidOutUnit
from ..model.page_finding import PageFinding
from ..model.theme import Theme
from ..stages.record import refused
from .allowance import Allowance, Earning, is_filling

if TYPE_CHECKING:
    from ..stages.typeset import Typesetter, UnitMemory


@dataclass(frozen=True)
class Task:
    """All that printing an edition needs; travels to the worker."""

    name: str
    html: str
    theme: Theme
    assets: AssetTable
    targets: tuple[Target, ...]
    """The files to make."""
    coach_texts: Mapping[str, Place] = field(default_factory=dict)
    """Texts that must not be found in the finished files, and where they are written."""
    coach_anchor: str | None = None
    """HTML id of the first part that is for the coach."""
    is_draft: bool = False
    """Whether there are to be files whatever is wrong with them."""
    only: frozenset[str] = frozenset()
    """HTML ids of the elements whose pages are wanted; none for all pages."""
    allowance: Allowance | None = None
    """What it may take; None where the worker's limits say."""
    first_pages: Mapping[str, int] = field(default_factory=dict)
    """Where units began that were printed last, by their first HTML id."""


@dataclass(frozen=True)
class WorkerResult:
    """Finished files by destination; `crash` is the traceback of a bug."""

    name: str
    pages: int
    seconds: float
    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]
    crash: str = ""
    findings: tuple[PageFinding, ...] = ()
    """What is wrong on its pages."""
    coach_pages: int = 0
    """Pages from the first of the coach's parts to the end."""
    units: tuple[LaidOutUnit, ...] = ()


MOST_TYPESETTERS = 4
"""A typesetter keeps its fonts and style sheets in memory."""


@dataclass
class Worker:
    """What a worker process does with each task. It is copied to each process, and there keeps what tasks have in common."""

    typesetters: dict[str, Typesetter] = field(default_factory=dict)
    """By their style keys, the one used last at the end."""
    memory: UnitMemory | None = None
    """The units that were laid out, of all looks."""

    def __call__(self, task: Task) -> WorkerResult:
        """Raises MemoryError and SystemError only: whatever else goes wrong travels back, so that one guide's failure is not another's."""
        started = perf_counter()
        # A collection walks the whole laid out document: it takes a tenth of layout's time, and half of what follows. The one place
        # that switches it off, for the life of the process.
        gc.disable()
        try:
            result = self._printed(task)
        except (MemoryError, SystemError):  # the second is what libraries in C make of the first
            raise
        except Exception as error:
            lost = WorkerResult(task.name, 0, perf_counter() - started, {}, ())
            if isinstance(error, OSError) and error.errno is not None:  # of the system, and of no library
                return replace(lost, diagnostics=(refused(error, Path(task.name)),))
            return replace(lost, crash=traceback.format_exc())
        if self.memory is not None:
            self.memory.drawn += result.pages
        return replace(result, seconds=perf_counter() - started)

    def _printed(self, task: Task) -> WorkerResult:
        from ..stages.crop import crop, open_canvas
        from ..stages.preflight import preflight
        from ..stages.repair_tags import repair_tags
        from ..stages.typeset import Unprintable, typeset

        pace = Earning(task.allowance) if task.allowance else None  # before fonts and style sheets are read
        ready = self.typesetter_of(task.theme, task.assets)
        ready.pace = pace or ready.pace
        try:
            if task.only:
                return _excerpt(task, ready)
            made = typeset(task.html, ready, repair_tags, task.assets)
        except Unprintable as unprintable:
            return WorkerResult(task.name, 0, 0.0, {}, tuple(ready.problems), findings=(unprintable.finding,))
        canvas = made.value
        with open_canvas(canvas.pdf) as document:
            allowed = task.theme.families | canvas.families  # a family that is not the theme's is a finding already
            amiss = preflight(document, task.name, allowed, task.coach_texts, canvas.words)
            if any(finding.code == "PG703" for finding in canvas.findings):
                amiss = tuple(problem for problem in amiss if problem.rule.code != "PG703")  # it is known where
            sound = not (made.has_errors or amiss or any(finding.is_error for finding in canvas.findings))
            papers = crop(document, {target.sheet for target in task.targets}) if sound or task.is_draft else {}
        files = {target.path: _finished(papers[target.sheet.name], target, task) for target in task.targets if papers}
        coach_pages = canvas.pages + 1 - canvas.places.get(task.coach_anchor or "", canvas.pages + 1)
        diagnostics = (*made.diagnostics, *amiss)
        return WorkerResult(task.name, canvas.pages, 0.0, files, diagnostics, "", canvas.findings, coach_pages, canvas.units)

    def typesetter_of(self, theme: Theme, assets: AssetTable) -> Typesetter:
        """Made once for all that look alike, whatever cohort they are for: fonts and style sheets are parsed once."""
        from ..stages.typeset import Typesetter, UnitMemory, style_key_of

        self.memory = self.memory or UnitMemory(is_filling=is_filling)
        key = style_key_of(theme, assets)
        ready = self.typesetters.pop(key, None) or Typesetter(theme, assets, self.memory)
        self.typesetters[key] = ready
        while len(self.typesetters) > MOST_TYPESETTERS:
            gone = next(iter(self.typesetters))
            del self.typesetters[gone]
            self.memory.forget(gone)
        return ready


def _finished(paper: bytes, target: Target, task: Task) -> bytes:
    """The paper as its variant; in a draft as it was laid out, for that is where its problems are marked."""
    from ..stages.impose import impose

    return paper if task.is_draft else impose(paper, target.variant)


def _excerpt(task: Task, typesetter: Typesetter) -> WorkerResult:
    """The pages of some elements, on their papers."""
    from ..stages.crop import crop, open_canvas
    from ..stages.typeset.excerpt import excerpt

    made = excerpt(task.html, typesetter, task.only, task.first_pages, task.assets)
    if not made.pdf:
        return WorkerResult(task.name, 0, 0.0, {}, tuple(typesetter.problems), findings=made.findings)
    with open_canvas(made.pdf) as document:
        papers = crop(document, {target.sheet for target in task.targets}, made.numbers)
    files = {target.path: papers[target.sheet.name] for target in task.targets}
    return WorkerResult(task.name, len(made.numbers), 0.0, files, tuple(typesetter.problems), findings=made.findings)
