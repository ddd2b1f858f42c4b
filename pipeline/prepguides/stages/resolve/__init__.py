"""Library + Request -> Editions. Every lookup and every precedence is settled here. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

from ...model.content.base import Audience, Ref
from ...model.content.cohort import Cohort
from ...model.content.guide import Guide, Section
from ...model.content.own_labels import OwnWords
from ...model.diagnostic import Checked, Diagnostic, Place, nearest
from ...model.edition import Edition, EditionName
from ...model.library import Library
from ...model.request import Selection
from ...model.rules import RULES
from ...model.source import Loc
from ...model.source_map import SourceMap
from ...model.theme import OwnSection
from ...model.variant import STANDARD as STANDARD_LAYOUT
from ...model.variant import VARIANTS
from . import nothing_to_print
from .assemble import assemble
from .cohort_view import STANDARD, CohortView, composed, guides_of, view_for, written_at
from .declared import Declared, declared_companions
from .layers import COHORT_ONLY, FIELDS, JOINED, Layer, Sets, Stack, bad_sets, layers, settled, unknown_field
from .linking import unprinted
from .personal import PERSONAL_KINDS, personal
from .provenance import source_map
from .section_kind import SectionKind
from .section_kinds import SECTION_KINDS, with_own

__all__ = [
    "COHORT_ONLY",
    "FIELDS",
    "JOINED",
    "PERSONAL_KINDS",
    "SECTION_KINDS",
    "Blocked",
    "CohortView",
    "Declared",
    "Layer",
    "Resolved",
    "Sets",
    "declared_companions",
    "every_edition",
    "explained",
    "personal",
    "resolve",
    "unknown_field",
    "view_for",
]


@dataclass(frozen=True)
class Blocked:
    """An edition that is not built, because it would print entities that have errors of their own."""

    name: str
    missing: tuple[str, ...]
    remains: Edition | None = None
    """The edition without the sections that need those entities: not to be printed, but its templates can be checked."""


@dataclass(frozen=True)
class Resolved:
    editions: tuple[Edition, ...]
    blocked: tuple[Blocked, ...] = ()
    sources: Mapping[str, SourceMap] = field(default_factory=dict)
    """By the edition's name, the way back from its pages to the content."""


def resolve(
    library: Library,
    selection: Selection,
    sets: Sets = (),
    own: Mapping[str, Mapping[str, OwnSection]] | None = None,
    words: Mapping[str, OwnWords] | None = None,
) -> Checked[Resolved]:
    """The editions that were selected. One that needs a faulty entity is blocked; the others are whole.

    `own` are the section kinds that themes bring, by theme, and `words` theirs for labels.
    """
    bad = tuple(bad_sets(sets))
    if bad:
        return Checked(Resolved(()), bad)
    resolution = _Resolution([], [], [], {}, own or {}, words or {})
    for id in _cohort_ids(library, selection):
        if library.find(Cohort, id) is None and id != STANDARD.id:
            _unknown("cohorts", id, id in selection.cohorts, library, resolution)
            continue
        view = view_for(id, library)
        resolution.diagnostics.extend(view.diagnostics)
        if view.value is None:
            resolution.blocked.append(Blocked(id, (f"cohorts/{id}",)))
        else:
            _of_cohort(view.value, library, selection, sets, resolution)
    return Checked(Resolved(tuple(resolution.editions), tuple(resolution.blocked), resolution.sources), tuple(resolution.diagnostics))


def explained(field: str, guide_id: str, cohort_id: str, library: Library, sets: Sets = ()) -> tuple[Layer, ...]:
    """Every layer of a value of one edition, the weakest first; empty when there is no such guide or cohort."""
    guide, view = library.find(Guide, guide_id), view_for(cohort_id, library).value
    return layers(field, Stack(library, guide, view.chain, sets)) if guide and view else ()


def every_edition(library: Library) -> Iterator[EditionName]:
    """Whatever could be asked for: each guide that a cohort may have, for both audiences, listed in the settings or not."""
    for id in dict.fromkeys((STANDARD.id, *library.entities["cohorts"])):
        yield from ((id, guide, audience) for guide in guides_of(id, library) for audience in get_args(Audience))


@dataclass
class _Resolution:
    editions: list[Edition]
    blocked: list[Blocked]
    diagnostics: list[Diagnostic]
    sources: dict[str, SourceMap]
    own: Mapping[str, Mapping[str, OwnSection]]
    words: Mapping[str, OwnWords]

    def block(self, name: str, missing: str, problems: Iterable[Diagnostic]) -> bool:
        """Whether there are problems; they are reported, and what has them is blocked."""
        before = len(self.diagnostics)
        self.diagnostics.extend(problems)
        if len(self.diagnostics) > before:
            self.blocked.append(Blocked(name, (missing,)))
        return len(self.diagnostics) > before


def _cohort_ids(library: Library, selection: Selection) -> tuple[str, ...]:
    """Those asked for, else those that the settings list; "all" is every cohort, the plain guides first."""
    asked = selection.cohorts or library.settings.cohorts
    return tuple(dict.fromkeys((STANDARD.id, *library.entities["cohorts"]))) if "all" in asked else asked


def _of_cohort(view: CohortView, library: Library, selection: Selection, sets: Sets, resolution: _Resolution) -> None:
    """The cohort's editions of the guides that it has and that were asked for."""
    everywhere = with_own({name: section for brought in resolution.own.values() for name, section in brought.items()})
    if resolution.block(view.cohort.id, f"cohorts/{view.cohort.id}", _include_problems(view, library, everywhere)):
        return
    guides = view.cohort.guides or library.settings.guides
    if selection.guides:
        guides = tuple(id for id in selection.guides if id in guides or not view.cohort.guides or library.find(Guide, id) is None)
    for id in guides:
        if ("guides", id) in view.library.withheld:
            continue
        guide = library.find(Guide, id)
        if guide is None:
            _unknown("guides", id, id in selection.guides, library, resolution)
            continue
        _of_guide(guide, view, library, selection, sets, resolution)


def _of_guide(guide: Guide, view: CohortView, library: Library, selection: Selection, sets: Sets, resolution: _Resolution) -> None:
    """The cohort's editions of one guide."""
    worded, stack = view.library.get(Guide, guide.id), Stack(library, guide, view.chain, sets, _selected(selection))
    composed_guide, theme = composed(worded, view), settled("theme", stack)
    kinds = with_own(resolution.own.get(theme, {}))
    problems = (
        problem
        for part in composed_guide.parts
        for section in part.sections
        for problem in _section_problems(
            section, *written_at(section, worded, view), kinds, library, _themes_with(section.kind, resolution)
        )
    )
    if resolution.block(guide.id, f"guides/{guide.id}", problems):
        return
    for audience in selection.editions or library.settings.editions:
        made = assemble(composed_guide, audience, view, stack, kinds, resolution.words.get(theme, {}))
        editions = tuple(in_layouts(made.edition))
        sources = source_map(made, worded, view)
        resolution.sources.update((edition.name, sources) for edition in (made.edition, *editions))
        if made.missing:
            resolution.blocked.append(Blocked(made.edition.name, tuple(sorted(made.missing)), made.edition))
        else:
            resolution.diagnostics.extend(nothing_to_print.problems(made, worded, view, library, kinds))
            resolution.diagnostics.extend(_without_a_page(made.edition, library))
            resolution.editions.extend(editions)


def _selected(selection: Selection) -> dict[str, tuple[str, ...]]:
    return {"papers": selection.papers, "variants": selection.variants}


def in_layouts(edition: Edition) -> Iterator[Edition]:
    """The edition once for each layout that its variants have. A page budget is said of the standard one."""
    for layout in dict.fromkeys(VARIANTS[name].layout for name in edition.variants):
        variants = tuple(name for name in edition.variants if VARIANTS[name].layout == layout)
        yield replace(edition, layout=layout, variants=variants, page_budget=edition.page_budget if layout == STANDARD_LAYOUT else None)


def _themes_with(kind: str, resolution: _Resolution) -> list[str]:
    """The themes that bring a section kind."""
    return [theme for theme, brought in resolution.own.items() if kind in brought]


def _unknown(kind: str, id: str, asked: bool, library: Library, resolution: _Resolution) -> None:
    """A guide or cohort that is not there: faulty, so that its faults are reported already, or unknown."""
    if any(lost.kind == kind and lost.id in (id, "") for lost in library.faulty):
        resolution.blocked.append(Blocked(id, (f"{kind}/{id}",)))
        return
    known = list(library.entities[kind])
    hint = nearest(id, known) or f"{kind} are {', '.join(known) or 'none yet'}"
    listed: tuple[str, ...] = getattr(library.settings, kind)
    place = Place.of_subject("command line") if asked else library.place_of_setting(kind, listed.index(id) if id in listed else 0)
    resolution.diagnostics.append(Diagnostic(RULES["PG405"], f'no {kind.removesuffix("s")} "{id}"', place, hint))


def _without_a_page(edition: Edition, library: Library) -> Iterator[Diagnostic]:
    """What the candidate's study plans send them to and their guide does not print. A cohort's guide may leave things out."""
    if edition.audience != "candidate" or edition.programme is not None:
        return
    for plan, loc, ref in unprinted(section.view for section in edition.sections):
        place = library.place(Ref("study_plans", plan), loc)
        hint = "name something that the candidate has, or print this in a part that is theirs"
        yield Diagnostic(RULES["PG416"], f"{ref} is on no page of the candidate's {edition.guide}", place, hint)


def _include_problems(view: CohortView, library: Library, kinds: Mapping[str, SectionKind]) -> Iterator[Diagnostic]:
    """Of the sections that the cohort and its parents add, whichever theme its guides have."""
    for cohort in view.chain:
        for index, include in enumerate(cohort.includes):
            yield from _section_problems(include.section, Ref("cohorts", cohort.id), ("includes", index, "section"), kinds, library, [])


def _section_problems(
    section: Section, owner: Ref, loc: Loc, kinds: Mapping[str, SectionKind], library: Library, elsewhere: Sequence[str]
) -> Iterator[Diagnostic]:
    """A kind that the guide's theme does not have, or that shows one item and is not told which. Themes `elsewhere` have such a kind."""
    kind = kinds.get(section.kind)
    if kind is None:
        place = library.place(owner, (*loc, "kind"))
        hint = f"the theme {elsewhere[0]} has one: give the guide that theme" if elsewhere else nearest(section.kind, kinds)
        yield Diagnostic(RULES["PG402"], f'no section kind "{section.kind}"', place, hint)
    elif kind.item and (section.item is None or not section.item.startswith(f"{kind.item}/")):
        place = library.place(owner, (*loc, "item") if section.item else loc)
        yield Diagnostic(RULES["PG403"], f'a "{section.kind}" section shows one of {kind.item}', place, f"add  item: {kind.item}/ID")
