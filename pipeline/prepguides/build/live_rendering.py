"""The documents of a preview, rendered as those of a build are, in a worker process that is kept.

An edition is told by what is new in it: to take it apart for its way to the worker takes longer than to compare it with the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from ..model.edition import Edition, EditionSection
from ..model.theme import Theme
from ..stages.render import PrintedSections, limits
from .kept_worker import KeptWorker
from .pool import Limits, Pool
from .recent import Recent
from .rendering import MARGIN, MEMORY, TASKS, Page, Rendered, RenderWorker, page_of

MOST_EDITIONS = 4
"""Whose sections are not rendered again unless they changed: a long guide's are a million characters."""

Told = tuple[tuple[EditionSection | str, ...], ...]
"""The sections of each part; of one that stood in the edition before, the anchor alone."""


@dataclass(frozen=True)
class RenderTask:
    """An edition on its way to the worker."""

    edition: Edition
    """Its parts without their sections."""
    sections: Told
    theme: Theme


@dataclass
class LiveRenderWorker:
    """In the worker process: knows the sections of the last edition, and what those of a few editions printed."""

    known: dict[str, EditionSection] = field(default_factory=dict)
    printed: Recent[PrintedSections] = field(default_factory=lambda: Recent(MOST_EDITIONS))
    """By the names of editions."""

    def __call__(self, task: RenderTask) -> Rendered:
        sections = [tuple(self.known[each] if isinstance(each, str) else each for each in part) for part in task.sections]
        parts = tuple(replace(part, sections=own) for part, own in zip(task.edition.parts, sections, strict=True))
        edition = replace(task.edition, parts=parts)
        self.known = sections_of(edition)
        return RenderWorker({edition.theme_key: task.theme}, self.printed.get(edition.name, PrintedSections))(edition)


class LiveRenderer:
    """Renders for any number of live editions. A template that ends the worker costs one look: the next one has another worker."""

    def __init__(self, preload: Sequence[str]) -> None:
        """`preload` are modules that the process needs from which workers come."""
        allowed = Limits(limits.SECONDS + MARGIN, MEMORY, TASKS)
        self.worker: KeptWorker[RenderTask, Rendered] = KeptWorker(Pool(LiveRenderWorker(), Rendered, 1, allowed, preload=preload))
        self._sent: dict[str, EditionSection] = {}

    def __call__(self, editions: Sequence[Edition], themes: Mapping[str, Theme]) -> Iterator[Page]:
        """The document of each edition, in their order. RuntimeError with the traceback for a bug of ours."""
        for edition in editions:
            yield page_of(self.worker.result(partial(self._task, edition, themes[edition.theme_key])), edition, themes)

    def _task(self, edition: Edition, theme: Theme, is_new: bool) -> RenderTask:
        before = {} if is_new else self._sent
        self._sent = sections_of(edition)
        sections = tuple(
            tuple(each.anchor if before.get(each.anchor) == each else each for each in part.sections) for part in edition.parts
        )
        parts = tuple(replace(part, sections=()) for part in edition.parts)
        return RenderTask(replace(edition, parts=parts), sections, theme)


def sections_of(edition: Edition) -> dict[str, EditionSection]:
    """By their anchors."""
    return {section.anchor: section for part in edition.parts for section in part.sections}
