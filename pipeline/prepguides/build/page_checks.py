"""Checks on finished pages: as many as the guide may have, and what the worker found on them, at the content's lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from ..model.content.base import Ref
from ..model.diagnostic import Diagnostic, Place
from ..model.edition import Edition
from ..model.library import Library
from ..model.manifest import Artifact
from ..model.page_finding import PageFinding
from ..model.rules import RULES
from ..model.source_map import SourceMap
from ..model.theme import Theme
from ..model.variant import STANDARD
from ..stages.checks.locate import Locator
from ..stages.resolve import Sets
from ..text.css_tokens import color_in
from .prepare import Prepared, place_of_field


@dataclass(frozen=True)
class PageChecks:
    """What places need that are looked up from pages: the library's texts, the way to them, the templates' own words."""

    locator: Locator
    sources: Mapping[str, SourceMap]
    """By the edition's name."""
    themes: Mapping[str, Theme]
    """By the edition's key of its theme."""

    place_of: Callable[[str, Edition], Place | None] = lambda _field, _edition: None
    """Where a color of an edition's palette was written."""

    @classmethod
    def of(cls, prepared: Prepared, sets: Sets = ()) -> PageChecks | None:
        """None for a project without a library, which has no pages. `sets` are fields that the command line settles."""
        if prepared.library is None:
            return None
        place_of = partial(place_of_field, library=prepared.library, sets=sets)
        return cls(Locator(prepared.library), prepared.sources, prepared.themes, place_of)

    def problems(self, edition: Edition, printed: Artifact) -> tuple[Diagnostic, ...]:
        """What is wrong with an edition's pages, printed now or by an earlier build."""
        found = tuple(self.located(edition, printed.findings))
        told = any(problem.rule.code == "PG704" for problem in found)  # a sheet that runs over, which is why there are too many
        return found if told else (*_over_budget(edition, printed, self.locator.library), *found)

    def located(self, edition: Edition, findings: Iterable[PageFinding]) -> Iterator[Diagnostic]:
        """What was found on pages, where it is written.

        Pages less than half full are reported where the project asks for it, and in the standard layout alone: where larger type turns the
        page, nobody has chosen.
        """
        sources, theme = self.sources.get(edition.name, SourceMap()), self.themes.get(edition.theme_key)
        counts_thin = edition.layout == STANDARD and self.locator.library.settings.bars.half_full_pages
        for finding in findings:
            if finding.code != "PG706" or counts_thin:
                found = self.locator.diagnostic(finding, sources, edition.name, theme)
                color = self._place_of_color(edition, finding) if finding.code == "PG711" else None
                yield replace(found, place=color) if color else found

    def at_guide(self, edition: Edition, problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """What only the finished file tells: where no line is known, at the guide."""
        for problem in problems:
            if problem.place.is_file:
                yield problem
            else:
                place = self.locator.library.place(Ref("guides", edition.guide))
                yield replace(problem, place=place, message=f"{edition.name}: {problem.message}")

    def _place_of_color(self, edition: Edition, finding: PageFinding) -> Place | None:
        """Where a theme that extends another says a color that the finding is about, for the palette is sound by itself; else where the
        edition was given one: its accent, which it was told, before what follows from it."""
        said = _color_of(self.themes.get(edition.theme_key), finding.subject.split(" on "))
        if said is not None:
            return said
        colors = {field: getattr(edition.palette, field).upper() for field in ("accent", "tint", "rule")}
        field = next((field for field, color in colors.items() if color in finding.subject), None)
        return self.place_of(field, edition) if field else None


def _color_of(theme: Theme | None, colors: Iterable[str]) -> Place | None:
    """Where the theme, or a parent that extends another itself, says the first of these colors that one of them says."""
    own = tuple(f"templates/{folder.path.name}/" for folder in theme.folders[:-1]) if theme else ()
    files = [file for file in (*theme.styles, *theme.templates.values()) if file.path.startswith(own)] if theme else []
    places = (file.place_at(at.start, len(at)) for color in colors for file in files if (at := color_in(file.text, color)))
    return next(places, None)


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
