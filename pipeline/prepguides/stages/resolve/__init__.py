"""Library + Request -> Editions. Every lookup and every precedence is settled here. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from ...model.content.base import Audience, Ref
from ...model.content.cohort import Cohort
from ...model.content.guide import Guide, Part, Section
from ...model.diagnostic import Checked, Diagnostic, Place, in_order, nearest
from ...model.edition import Brand, Edition, EditionName, EditionPart, EditionSection, Fonts, Palette, Programme
from ...model.library import Library
from ...model.request import Request
from ...model.rules import RULES
from ...model.settings import Settings
from ...model.source import Loc
from ...text.color import INK, SHARES, tint
from . import comparison_sections, interview_sections, sections
from .cohort_view import STANDARD, CohortView, composed, guides_of, view_for
from .context import EditionContext
from .layers import COHORT_ONLY, FIELDS, Layer, Stack, bad_sets, layers, settled, unknown_field

__all__ = [
    "COHORT_ONLY",
    "FIELDS",
    "SECTION_KINDS",
    "Blocked",
    "Layer",
    "Resolved",
    "every_edition",
    "explained",
    "resolve",
    "unknown_field",
]

SECTION_KINDS: Mapping[str, sections.SectionKind] = {**sections.KINDS, **interview_sections.KINDS, **comparison_sections.KINDS}


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


def resolve(library: Library, request: Request) -> Checked[Resolved]:
    """The editions that were asked for. One that needs a faulty entity is blocked; the others are whole."""
    bad = tuple(bad_sets(request.sets))
    if bad:
        return Checked(Resolved(()), bad)
    found = _Found([], [], [])
    for id in _cohort_ids(library, request):
        if library.find(Cohort, id) is None and id != STANDARD.id:
            _unknown("cohorts", id, id in request.cohorts, library, found)
            continue
        view = view_for(id, library)
        found.diagnostics.extend(view.diagnostics)
        if view.value is None:
            found.blocked.append(Blocked(id, (f"cohorts/{id}",)))
        else:
            _of_cohort(view.value, library, request, found)
    return Checked(Resolved(tuple(found.editions), tuple(found.blocked)), in_order(found.diagnostics))


def explained(field: str, guide_id: str, cohort_id: str, library: Library, request: Request) -> tuple[Layer, ...]:
    """Every layer of a value of one edition, the weakest first; empty when there is no such guide or cohort."""
    guide, view = library.find(Guide, guide_id), view_for(cohort_id, library).value
    return layers(field, Stack(library, guide, view.chain, _sets(request))) if guide and view else ()


def every_edition(library: Library) -> Iterator[EditionName]:
    """Whatever could be asked for: each guide that a cohort may have, for both audiences, listed in the settings or not."""
    for id in dict.fromkeys((STANDARD.id, *library.entities["cohorts"])):
        yield from ((id, guide, audience) for guide in guides_of(id, library) for audience in get_args(Audience))


_LISTED = ("entries", "plans", "links")
"""What sections call the list of all that they show."""


@dataclass
class _Found:
    editions: list[Edition]
    blocked: list[Blocked]
    diagnostics: list[Diagnostic]


def _cohort_ids(library: Library, request: Request) -> tuple[str, ...]:
    """Those asked for, else those that the settings list; "all" is every cohort, the plain guides first."""
    asked = request.cohorts or library.settings.cohorts
    return tuple(dict.fromkeys((STANDARD.id, *library.entities["cohorts"]))) if "all" in asked else asked


def _of_cohort(view: CohortView, library: Library, request: Request, found: _Found) -> None:
    """The cohort's editions of the guides that it has and that were asked for."""
    problems = tuple(_include_problems(view, library))
    found.diagnostics.extend(problems)
    if problems:
        found.blocked.append(Blocked(view.cohort.id, (f"cohorts/{view.cohort.id}",)))
        return
    guides = view.cohort.guides or library.settings.guides
    if request.guides:
        guides = tuple(id for id in request.guides if id in guides or not view.cohort.guides or library.find(Guide, id) is None)
    for id in guides:
        if ("guides", id) in view.library.withheld:
            continue
        guide = library.find(Guide, id)
        if guide is None:
            _unknown("guides", id, id in request.guides, library, found)
            continue
        problems = tuple(_guide_problems(guide, library))
        found.diagnostics.extend(problems)
        if problems:
            found.blocked.append(Blocked(id, (f"guides/{id}",)))
            continue
        for audience in request.editions or library.settings.editions:
            edition, missing = _edition(view.library.get(Guide, id), audience, view, Stack(library, guide, view.chain, _sets(request)))
            if missing:
                found.blocked.append(Blocked(edition.name, tuple(sorted(missing)), edition))
            else:
                found.diagnostics.extend(_emptied(edition, view, library))
                found.diagnostics.extend(_without_a_page(edition, library))
                found.editions.append(edition)


def _unknown(kind: str, id: str, asked: bool, library: Library, found: _Found) -> None:
    """A guide or cohort that is not there: faulty, so that its faults are reported already, or unknown."""
    if any(lost.kind == kind and lost.id in (id, "") for lost in library.faulty):
        found.blocked.append(Blocked(id, (f"{kind}/{id}",)))
        return
    known = list(library.entities[kind])
    hint = nearest(id, known) or f"{kind} are {', '.join(known) or 'none yet'}"
    listed: tuple[str, ...] = getattr(library.settings, kind)
    place = Place("command line") if asked else library.place_of_setting(kind, listed.index(id) if id in listed else 0)
    found.diagnostics.append(Diagnostic(RULES["PG405"], f'no {kind.removesuffix("s")} "{id}"', place, hint))


def _emptied(edition: Edition, view: CohortView, library: Library) -> Iterator[Diagnostic]:
    """Sections that the cohort's excludes left with nothing to show."""
    if not view.cohort.excludes or library.find(Cohort, view.cohort.id) is None:
        return
    place = library.place(Ref("cohorts", view.cohort.id), ("excludes",), key=True)
    if not edition.parts:
        yield Diagnostic(RULES["PG415"], f"{edition.guide} is left without a part", place, f"leave the guide out: guides/{edition.guide}")
    for part in edition.parts:
        for section in part.sections:
            if any(section.view.get(name) == [] for name in _LISTED):
                message = f'the section "{section.title or section.kind}" of {edition.guide} is left with nothing to show'
                yield Diagnostic(RULES["PG415"], message, place, f"leave the section out too: section/{section.kind}")


def _without_a_page(edition: Edition, library: Library) -> Iterator[Diagnostic]:
    """What the candidate's study plans send them to and their guide does not print. A cohort's guide may leave things out."""
    if edition.audience != "candidate" or edition.programme is not None:
        return
    for plan, loc, ref in sections.unprinted([section.view for part in edition.parts for section in part.sections]):
        place = library.place(Ref("study_plans", plan), loc)
        hint = "name something that the candidate has, or print this in a part that is theirs"
        yield Diagnostic(RULES["PG416"], f"{ref} is on no page of the candidate's {edition.guide}", place, hint)


def _guide_problems(guide: Guide, library: Library) -> Iterator[Diagnostic]:
    for p, part in enumerate(guide.parts):
        for s, section in enumerate(part.sections):
            yield from _section_problems(section, Ref("guides", guide.id), ("parts", p, "sections", s), library)


def _include_problems(view: CohortView, library: Library) -> Iterator[Diagnostic]:
    """Of the sections that the cohort and its parents add."""
    for cohort in view.chain:
        for index, include in enumerate(cohort.includes):
            yield from _section_problems(include.section, Ref("cohorts", cohort.id), ("includes", index, "section"), library)


def _section_problems(section: Section, owner: Ref, loc: Loc, library: Library) -> Iterator[Diagnostic]:
    """A kind that does not exist, or that shows one item and is not told which."""
    kind = SECTION_KINDS.get(section.kind)
    if kind is None:
        place = library.place(owner, (*loc, "kind"))
        yield Diagnostic(RULES["PG402"], f'no section kind "{section.kind}"', place, nearest(section.kind, SECTION_KINDS))
    elif kind.item and (section.item is None or not section.item.startswith(f"{kind.item}/")):
        place = library.place(owner, (*loc, "item") if section.item else loc)
        yield Diagnostic(RULES["PG403"], f'a "{section.kind}" section shows one of {kind.item}', place, f"add  item: {kind.item}/ID")


def _sets(request: Request) -> tuple[tuple[str, str], ...]:
    """What the command line settles; papers have an option of their own."""
    return (*request.sets, *((("papers", ",".join(request.papers)),) if request.papers else ()))


def _edition(worded: Guide, audience: Audience, view: CohortView, stack: Stack) -> tuple[Edition, set[str]]:
    """One edition of a guide, in the cohort's words, and the faulty entities that it would have printed."""
    guide = composed(worded, view)
    library, cohort = view.library, view.cohort
    context = EditionContext(library, guide, audience, cohort)
    parts: list[EditionPart] = []
    number = 0
    for part in guide.parts:
        if part.audience == "coach" and audience == "candidate":
            continue
        if part.opener:
            number += 1
        parts.append(_part(context, part, number if part.opener else None))
    cited = cited_in(parts)
    parts = [_with_cited(part, context, cited) for part in parts]
    # The candidate's parts first, and among themselves: what is for the coach alone must not change a page of theirs.
    for referring in ([part for part in parts if part.audience == "candidate"], parts):
        sections.refer([section.view for part in referring for section in part.sections], [part.anchor for part in referring])
    roles = context.roles
    settings = library.settings
    plain = cohort.id == STANDARD.id
    edition = Edition(
        guide=guide.id,
        cohort=cohort.id,
        audience=audience,
        theme=settled("theme", stack),
        language=settled("language", stack),
        title=settled("title", stack),
        subtitle=settled("subtitle", stack),
        promise=settled("promise", stack),
        date=settings.edition_date,
        brand=_brand(settled("name", stack), cohort, settings),
        palette=_palette(settled("accent", stack), settled("tint", stack), settled("rule", stack), cohort, roles),
        fonts=Fonts(serif=settled("serif", stack), sans=settled("sans", stack), faces=cohort.brand.fonts.faces),
        roles=tuple({"id": role.id, "name": role.name, "short": role.short, "promise": role.promise} for role in roles),
        parts=tuple(parts),
        must_cover=guide.must_cover,
        papers=settled("papers", stack),
        programme=None if plain else _programme(cohort),
        page_budget=_page_budget(guide, audience) if plain else None,
    )
    return edition, context.missing


def _page_budget(guide: Guide, audience: Audience) -> tuple[int, int] | None:
    budget = guide.page_budget if audience == "candidate" else guide.coach_pages
    return (budget.least, budget.most) if budget else None


def _with_cited(part: EditionPart, context: EditionContext, cited: tuple[str, ...]) -> EditionPart:
    """The part with its resources sections told what the whole guide cites, which is known only now."""
    return part.model_copy(
        update={
            "sections": tuple(
                section.model_copy(update={"view": {**section.view, "cited": sections.cited(context, cited, section.view["entries"])}})
                if section.kind == "resources"
                else section
                for section in part.sections
            )
        }
    )


def cited_in(parts: Iterable[EditionPart]) -> tuple[str, ...]:
    """The ids of resources named under `source` or `sources` anywhere in what a guide prints, once each."""
    views = [view for part in parts for view in (part.view, *(section.view for section in part.sections))]
    found = (id for entity in sections.mappings(views) for id in (entity.get("source"), *(entity.get("sources") or ())))
    return tuple(dict.fromkeys(id for id in found if isinstance(id, str)))


def _brand(name: str, cohort: Cohort, settings: Settings) -> Brand:
    return Brand(name=name, publisher=settings.publisher, logo=cohort.brand.logo, logo_alt=cohort.brand.logo_alt)


def _programme(cohort: Cohort) -> Programme:
    start, end = (cohort.dates.start, cohort.dates.end) if cohort.dates else (None, None)
    return Programme(name=cohort.programme, start=start, end=end, time_zone=cohort.time_zone)


def _palette(accent: str | None, behind: str | None, rule: str | None, cohort: Cohort, roles: tuple[Any, ...]) -> Palette:
    accent = accent or INK
    return Palette(
        accent=accent,
        tint=behind or tint(accent, SHARES["tint"]),
        rule=rule or tint(accent, SHARES["rule"]),
        sides={role.id: cohort.brand.palette.sides.get(role.id, role.accent) for role in roles},
    )


def _part(context: EditionContext, part: Part, number: int | None) -> EditionPart:
    view = context.whole(lambda: interview_sections.opener(context, part) if part.audience == "candidate" else {})
    if part.audience == "coach":
        part = part.model_copy(update={"sections": tuple(section.model_copy(update={"audience": "coach"}) for section in part.sections)})
    shown = [section for section in part.sections if context.audience == "coach" or section.audience == "candidate"]
    built = [_section(context, part, section, index) for index, section in enumerate(shown)]
    return EditionPart(
        id=part.id,
        title=part.title,
        summary=part.summary,
        cold_open=part.cold_open,
        band=not view and (part.band or len(context.roles) == 1),
        anchor=f"part-{part.interview_type if part.interview_type and part.audience == 'candidate' else part.id}",
        audience=part.audience,
        number=number if view is not None else None,
        view=view or {},
        sections=tuple(section for section in built if section is not None),
    )


def _section(context: EditionContext, part: Part, section: Section, index: int) -> EditionSection | None:
    """The section with its view; None when it needs an entity that is missing."""
    kind = SECTION_KINDS[section.kind]
    view = context.whole(lambda: kind.build(context, part, section))
    if view is None:
        return None
    item = next((value for key, value in view.items() if isinstance(value, dict) and "title" in value), None) if kind.item else None
    title = section.title or (item["title"] if item else None) or kind.title
    return EditionSection(kind=section.kind, title=title, anchor=f"{part.id}-{index + 1}-{section.kind}", view=view)
