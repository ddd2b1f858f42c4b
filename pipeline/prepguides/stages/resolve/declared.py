"""Which companions the content asks for: of every guide that a cohort may have, and of every cohort. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from ...model.companion import CompanionKind, GuideCompanion
from ...model.content.guide import Guide
from ...model.diagnostic import Place
from ...model.library import Library
from .cohort_view import STANDARD, chain_of, guides_of
from .layers import Layer, Sets, Stack, layers


@dataclass(frozen=True)
class Declared:
    """A companion that is asked for."""

    kind: CompanionKind
    cohort: str
    guide: str | None
    """None for a cohort's own."""
    place: Place | None
    """Where a guide or a cohort asks for it by itself; none where the project does, for all that have something to put into it."""


def declared_companions(library: Library, sets: Sets = ()) -> Iterator[Declared]:
    """Every companion that the project, a guide, a cohort or the command line asks for."""
    for cohort in dict.fromkeys((STANDARD.id, *library.entities["cohorts"])):
        chain = chain_of(cohort, library)
        guides = [guide for id in guides_of(cohort, library) if (guide := library.find(Guide, id))]
        for guide in guides:
            said = _said(Stack(library, guide, chain, sets))
            for kind in get_args(GuideCompanion):
                if kind in _names(said):
                    yield Declared(kind, cohort, guide.id, _own_place(said, cohort))
        if guides and chain:
            said = _said(Stack(library, guides[0], chain, sets), without="guide")
            if "calendar" in _names(said):
                yield Declared("calendar", cohort, None, _own_place(said, cohort))


def _said(stack: Stack, without: str = "") -> Layer:
    """The last layer that speaks, if only to say that there are none."""
    told = [layer for layer in layers("companions", stack) if layer.value is not None and layer.name != without]
    return told[-1]


def _names(layer: Layer) -> tuple[str, ...]:
    return layer.value if isinstance(layer.value, tuple) else ()


def _own_place(layer: Layer, cohort: str) -> Place | None:
    """Of a guide's list for plain guides, and of a cohort's for itself: what others inherit may well suit them less."""
    own = "guide" if cohort == STANDARD.id else f"cohort {cohort}"
    return layer.place if layer.name == own else None
