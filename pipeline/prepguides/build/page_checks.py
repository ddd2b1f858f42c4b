"""Checks on finished pages: as many as the guide may have, and what the worker found on them, at the content's lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..model.content.base import Ref
from ..model.diagnostic import Diagnostic
from ..model.edition import Edition
from ..model.library import Library
from ..model.manifest import Artifact
from ..model.page_finding import PageFinding
from ..model.rules import RULES
from ..model.source_map import SourceMap
from ..model.theme import Theme
from ..stages.checks.locate import Locator
from .prepare import Prepared


@dataclass(frozen=True)
class PageChecks:
    """What places need that are looked up from pages: the library's texts, the way to them, the templates' own words."""

    locator: Locator
    sources: Mapping[str, SourceMap]
    """By the edition's name."""
    themes: Mapping[str, Theme]
    """By the edition's key of its theme."""

    @classmethod
    def of(cls, prepared: Prepared) -> PageChecks | None:
        """None for a project without a library, which has no pages."""
        return cls(Locator(prepared.library), prepared.sources, prepared.themes) if prepared.library else None

    def problems(self, edition: Edition, printed: Artifact) -> tuple[Diagnostic, ...]:
        """What is wrong with an edition's pages, printed now or by an earlier build."""
        return (*_over_budget(edition, printed, self.locator.library), *self.located(edition, printed.findings))

    def located(self, edition: Edition, findings: Iterable[PageFinding]) -> Iterator[Diagnostic]:
        """What was found on pages, where it is written. Pages less than half full are reported where the project asks for it."""
        sources, theme = self.sources.get(edition.name, SourceMap()), self.themes.get(edition.theme_key)
        for finding in findings:
            if finding.code != "PG706" or self.locator.library.settings.bars.half_full_pages:
                yield self.locator.diagnostic(finding, sources, edition.name, theme)


def _over_budget(edition: Edition, printed: Artifact, library: Library) -> Iterator[Diagnostic]:
    """Of a coach's edition only what it adds is counted: the rest is the candidate's, and has a budget of its own."""
    counted, field, whose = (
        (printed.pages, "page_budget", "") if edition.audience == "candidate" else (printed.coach_pages, "coach_pages", " for the coach")
    )
    least, most = edition.page_budget or (0, counted)
    if not least <= counted <= most:
        place = library.place(Ref("guides", edition.guide), (field,), key=True)
        message = f"{counted} pages{whose}, where {least} to {most} are allowed"
        yield Diagnostic(RULES["PG704"], message, place, "cut sections, or change the budget")
