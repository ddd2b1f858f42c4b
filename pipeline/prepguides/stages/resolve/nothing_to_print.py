"""Sections and guides with nothing to print, each reported at what emptied it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model.content import KINDS
from ...model.content.base import Audience, Ref
from ...model.content.guide import Guide
from ...model.diagnostic import Diagnostic, Place
from ...model.edition import Edition
from ...model.library import Library
from ...model.rules import RULES
from .assemble import Assembled, Emptied, build_section
from .cohort_view import CohortView, written_at
from .context import EditionContext
from .section_kind import SectionKind


def problems(made: Assembled, worded: Guide, view: CohortView, library: Library, kinds: Mapping[str, SectionKind]) -> Iterator[Diagnostic]:
    """What an edition's cohort left nothing of, and sections that had nothing before: `worded` is the guide as the cohort words it."""
    if not made.edition.parts and view.cohort.excludes and not made.emptied:
        place = _place_of(view.cohort.excludes, view, library)
        hint = f"leave the guide out: guides/{worded.id}"
        yield Diagnostic(RULES["PG415"], f"{worded.id} is left without a part", place, hint)
    for emptied in made.emptied:
        culprits = _culprits(emptied, worded, made.edition.audience, view, kinds[emptied.section.kind])
        if culprits:
            message = f'the section "{emptied.title}" of {worded.id} is left with nothing to show'
            place, hint = _place_of(culprits, view, library), f"leave the section out too: section/{emptied.section.kind}"
            yield Diagnostic(RULES["PG415"], message, place, hint)
        else:
            name = _name(made.edition) if view.cohort.overrides else worded.id
            message = f'the section "{emptied.title}" of {name} has nothing to show'
            hint = "take the section out, or write what it is to print"
            owner, loc = written_at(emptied.section, worded, view)
            yield Diagnostic(RULES["PG417"], message, library.place(owner, (*loc, "kind")), hint)


def _name(edition: Edition) -> str:
    return f"{edition.guide} in {edition.cohort}" if edition.programme else edition.guide


def _culprits(emptied: Emptied, worded: Guide, audience: Audience, view: CohortView, kind: SectionKind) -> tuple[str, ...]:
    """The cohort's excludes that emptied a section: those without which it would print something, else, where several would empty it
    by themselves, each of these. None when it has nothing to print anyway."""
    excludes = tuple(target for target in view.cohort.excludes if Ref.of(target).kind in KINDS)

    def prints(without: tuple[str, ...]) -> bool:
        context = EditionContext(view.without(*without), worded, audience, view.cohort)
        return build_section(context, emptied.part, emptied.section, kind) is not None

    if not excludes or not prints(()):
        return ()
    needed = tuple(target for target in excludes if prints(tuple(other for other in excludes if other != target)))
    return needed or tuple(target for target in excludes if not prints((target,))) or excludes


def _place_of(culprits: tuple[str, ...], view: CohortView, library: Library) -> Place:
    """The one exclude, or the list of them, in the nearest cohort that has it."""
    cohort = next(cohort for cohort in reversed(view.chain) if set(culprits) & set(cohort.excludes))
    ref = Ref("cohorts", cohort.id)
    if len(culprits) == 1:
        return library.place(ref, ("excludes", cohort.excludes.index(culprits[0])))
    return library.place(ref, ("excludes",), key=True)
