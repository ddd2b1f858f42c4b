"""Checks on finished pages: as many as the guide may have, and none that is nearly empty."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.content.base import Ref
from ..model.diagnostic import Diagnostic, Place
from ..model.edition import Edition
from ..model.library import Library
from ..model.manifest import Artifact
from ..model.rules import RULES


def problems_of_pages(edition: Edition, printed: Artifact, library: Library) -> tuple[Diagnostic, ...]:
    """What is wrong with an edition's pages, printed now or by an earlier build."""
    return (*_over_budget(edition, printed, library), *_half_full(edition, printed, library))


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


def _half_full(edition: Edition, printed: Artifact, library: Library) -> Iterator[Diagnostic]:
    if library.settings.bars.half_full_pages:
        hint = "cut it, fill it, or give it lines to write on"
        for page, percent in printed.thin:
            yield Diagnostic(RULES["PG706"], f"page {page} is {percent}% full", Place.of_subject(edition.name), hint)
