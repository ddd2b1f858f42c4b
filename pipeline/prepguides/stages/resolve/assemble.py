"""A guide, an audience and a cohort -> one edition: its parts built, numbered and linked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from ...model.content.base import Audience
from ...model.content.cohort import Cohort
from ...model.content.guide import Guide, Part, Section
from ...model.content.own_labels import OwnWords
from ...model.content.roles import Role
from ...model.edition import Brand, Edition, EditionPart, EditionSection, Fonts, Palette, Programme, RoleNames
from ...model.settings import Settings
from ...model.view import SectionView
from ...text.color import INK, SHARES, tint
from ...text.labels import direction, labels_in, own_words
from ...views.from_entity import view_of
from ...views.reference_views import Resources
from .cohort_view import STANDARD, CohortView
from .context import EditionContext
from .interview_sections import opener
from .layers import Stack, settled, settled_list
from .linking import linked
from .practice_sections import cited
from .section_kind import SectionKind

NO_WORDS: OwnWords = MappingProxyType({})


@dataclass(frozen=True)
class Emptied:
    """A section that has nothing to print: as its guide or cohort writes it, and the part that it stands in."""

    part: Part
    section: Section
    title: str


@dataclass(frozen=True)
class Assembled:
    """An edition, the faulty entities that it would have printed, and the sections that it leaves out as they have nothing to print."""

    edition: Edition
    missing: frozenset[str]
    emptied: tuple[Emptied, ...]
    written: Mapping[str, Section]
    """By its HTML id, each section as its guide or cohort writes it."""


@dataclass(frozen=True)
class _Built:
    """A section with its view; None when the cohort goes without all that it is about."""

    written: Section
    anchor: str
    title: str | None
    view: SectionView | None

    @property
    def is_empty(self) -> bool:
        return self.view is None or self.view.is_empty


def assemble(
    guide: Guide,
    audience: Audience,
    view: CohortView,
    stack: Stack,
    kinds: Mapping[str, SectionKind],
    words: OwnWords = NO_WORDS,
) -> Assembled:
    """One edition of a guide that the cohort has composed; `kinds` has every section kind in it, `words` its theme's for labels."""
    language = settled("language", stack)
    own = own_words(language, words, stack.library.settings.labels)
    context = EditionContext(view.library, guide, audience, view.cohort, labels_in(language, own))
    read = [part for part in guide.parts if part.audience == "candidate" or audience == "coach"]
    openers = [_opener(context, part) for part in read]
    built = _with_cited(context, [_sections(context, part, kinds) for part in read], [view for view, _ in openers])
    emptied = tuple(
        Emptied(part, section.written, section.title or section.written.kind)
        for part, sections in zip(read, built, strict=True)
        for section in sections
        if section.is_empty
    )
    parts: list[EditionPart] = []
    number = 0
    for part, (view_of_part, lost), sections in zip(read, openers, built, strict=True):
        number += part.opener and guide.form == "book"
        if not sections or not all(section.is_empty for section in sections):
            parts.append(
                _part(context, part, number if part.opener and not lost and guide.form == "book" else None, view_of_part, sections)
            )
    edition = replace(_edition(guide, audience, view.cohort, stack, context.roles, linked(parts)), labels=own)
    written = {section.anchor: section.written for sections in built for section in sections}
    return Assembled(edition, frozenset(context.missing), emptied, written)


def build_section(context: EditionContext, part: Part, section: Section, kind: SectionKind) -> SectionView | None:
    """What a section prints; None when that is nothing."""
    view = kind.build(context, part, _for_audience(part, section))
    return None if view is None or view.is_empty else view


def _for_audience(part: Part, section: Section) -> Section:
    """The section, which in a part for the coach is for the coach too."""
    return section.model_copy(update={"audience": "coach"}) if part.audience == "coach" else section


def _opener(context: EditionContext, part: Part) -> tuple[SectionView | None, bool]:
    """What the part's first page shows, and whether it needs an entity that is missing."""
    return context.whole(lambda: opener(context, part)) if part.audience == "candidate" else (None, False)


def _sections(context: EditionContext, part: Part, kinds: Mapping[str, SectionKind]) -> list[_Built]:
    """The part's sections for the edition's audience, without those that need an entity that is missing."""
    shown = [section for section in part.sections if "coach" in (context.audience, part.audience) or section.audience == "candidate"]
    built = [
        _section(context, part, section, kinds[section.kind], f"{part.id}-{index + 1}-{section.kind}")
        for index, section in enumerate(shown)
    ]
    return [section for section in built if section is not None]


def _section(context: EditionContext, part: Part, section: Section, kind: SectionKind, anchor: str) -> _Built | None:
    view, lost = context.whole(lambda: kind.build(context, part, _for_audience(part, section)))
    heading = view.heading if view else None
    title = section.title or heading or (context.labels.gettext(kind.title) if kind.title else None)
    return None if lost else _Built(section, anchor, title, view)


def _with_cited(context: EditionContext, parts: Sequence[list[_Built]], openers: Iterable[SectionView | None]) -> list[list[_Built]]:
    """The sections, those of resources told what the whole guide cites, which is known only now."""
    views = (*openers, *(section.view for sections in parts for section in sections))
    ids = tuple(dict.fromkeys(id for view in views if view is not None for id in view.citations()))
    return [[_told(context, section, ids) for section in sections] for sections in parts]


def _told(context: EditionContext, section: _Built, ids: Sequence[str]) -> _Built:
    if not isinstance(section.view, Resources):
        return section
    return replace(section, view=replace(section.view, cited=cited(context, ids, section.view.entries)))


def _part(context: EditionContext, part: Part, number: int | None, view: SectionView | None, sections: Iterable[_Built]) -> EditionPart:
    return EditionPart(
        id=part.id,
        title=part.title,
        summary=part.summary,
        cold_open=part.cold_open,
        band=view is None and (part.band or len(context.roles) == 1),
        anchor=f"part-{part.interview_type if part.interview_type and part.audience == 'candidate' else part.id}",
        audience=part.audience,
        number=number,
        view=view,
        sections=tuple(
            EditionSection(
                kind=section.written.kind, title=section.title, anchor=section.anchor, view=section.view, start=section.written.start
            )
            for section in sections
            if section.view is not None and not section.is_empty
        ),
    )


def _edition(
    guide: Guide, audience: Audience, cohort: Cohort, stack: Stack, roles: tuple[Role, ...], parts: tuple[EditionPart, ...]
) -> Edition:
    settings = stack.library.settings
    plain = cohort.id == STANDARD.id
    return Edition(
        guide=guide.id,
        cohort=cohort.id,
        audience=audience,
        theme=settled("theme", stack),
        language=settled("language", stack),
        direction=direction(settled("language", stack)),
        form=guide.form,
        title=settled("title", stack),
        subtitle=settled("subtitle", stack),
        promise=settled("promise", stack),
        date=settings.edition_date,
        brand=_brand(settled("name", stack), cohort, settings),
        palette=_palette(settled("accent", stack), settled("tint", stack), settled("rule", stack), cohort, roles),
        fonts=_fonts(cohort, stack),
        roles=tuple(view_of(RoleNames, role) for role in roles),
        parts=parts,
        must_cover=guide.must_cover,
        papers=settled_list("papers", stack),
        variants=tuple(dict.fromkeys(settled_list("variants", stack))),
        programme=None if plain else _programme(cohort),
        page_budget=_page_budget(guide, audience) if plain else None,
        page_multiple=guide.page_multiple if guide.form == "book" else 1,
    )


def _fonts(cohort: Cohort, stack: Stack) -> Fonts:
    own = cohort.brand.fonts
    return Fonts(serif=settled("serif", stack) or None, sans=settled("sans", stack) or None, faces=own.faces, fallback=own.fallback)


def _page_budget(guide: Guide, audience: Audience) -> tuple[int, int] | None:
    budget = guide.page_budget if audience == "candidate" else guide.coach_pages
    return (budget.least, budget.most) if budget else None


def _brand(name: str, cohort: Cohort, settings: Settings) -> Brand:
    return Brand(name=name, publisher=settings.publisher, logo=cohort.brand.logo, logo_alt=cohort.brand.logo_alt)


def _programme(cohort: Cohort) -> Programme:
    start, end = (cohort.dates.start, cohort.dates.end) if cohort.dates else (None, None)
    return Programme(name=cohort.programme, start=start, end=end, time_zone=cohort.time_zone)


def _palette(accent: str, behind: str, rule: str, cohort: Cohort, roles: tuple[Role, ...]) -> Palette:
    accent = accent or INK
    return Palette(
        accent=accent,
        tint=behind or tint(accent, SHARES["tint"]),
        rule=rule or tint(accent, SHARES["rule"]),
        sides={role.id: cohort.brand.palette.sides.get(role.id, role.accent) for role in roles},
    )
