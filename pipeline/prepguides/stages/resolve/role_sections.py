"""Section kinds about the job, its loop and the guide itself."""

from __future__ import annotations

from ...model.content.base import Ref
from ...model.content.guide import Part, Section
from ...model.content.practice import Page, Resource
from ...model.content.roles import Competency, Involvement, Phase, Stakeholder, StakeholderLink
from ...model.naming import anchor_of
from ...views.from_entity import view_of
from ...views.guide_views import (
    AppointmentView,
    AtAGlance,
    ContactView,
    Contents,
    ListedTypeView,
    Notes,
    PageSection,
    PageView,
    ProgrammeSection,
    WeightView,
)
from ...views.life_cycle_views import Cover, InvolvementView, LifeCycle, PhaseView, Swimlane
from ...views.role_views import (
    Baseline,
    CompanyVariations,
    Competencies,
    CompetencyView,
    PublisherView,
    RoleSection,
    SourcedVariationView,
    StakeholderLinkView,
    Stakeholders,
    WhyWhatWhen,
)
from .context import EditionContext
from .plan_links import links_to
from .section_kind import Build, SectionKind, anchored, one_item, role_views


def contents(context: EditionContext, part: Part, section: Section) -> Contents:
    """Its partial reads the edition alone."""
    return Contents()


def role(view: type[RoleSection]) -> Build:
    return lambda context, part, section: view(roles=role_views(context))


def at_a_glance(context: EditionContext, part: Part, section: Section) -> AtAGlance:
    """The loop: its types with minutes, style and competencies."""
    types = tuple(
        view_of(
            ListedTypeView,
            type,
            competency_names=context.names(Competency, type.competencies),
            anchor=anchor_of(Ref("interview_types", type.id)),
        )
        for type in context.interview_types
    )
    weights = tuple(
        WeightView(id=item.competency, name=context.name(Competency, item.competency), weight=item.weight)
        for role in context.roles
        for item in role.competencies
    )
    return AtAGlance(types=types, weights=weights, roles=role_views(context))


def stakeholders(context: EditionContext, part: Part, section: Section) -> Stakeholders:
    links = context.collect(StakeholderLink, section, lambda link: link.role in context.guide.roles)
    return Stakeholders(
        links=tuple(
            view_of(
                StakeholderLinkView,
                link,
                name=context.name(Stakeholder, link.stakeholder),
                phase_names=context.names(Phase, link.phases),
            )
            for link in links
        )
    )


def life_cycle(view: type[LifeCycle]) -> Build:
    """Each phase with each role's part in it; the drawings are made from this."""

    def build(context: EditionContext, part: Part, section: Section) -> LifeCycle:
        phases = sorted(context.collect(Phase, section, lambda phase: True), key=lambda phase: phase.order)
        involvements = context.collect(Involvement, section, lambda item: item.role in context.guide.roles)
        by_place = {(item.phase, item.role): view_of(InvolvementView, item) for item in involvements}
        return view(
            phases=tuple(
                view_of(PhaseView, phase, sides={id: by_place.get((phase.id, id)) for id in context.guide.roles}) for phase in phases
            ),
            roles=role_views(context),
        )

    return build


def competencies(view: type[Competencies]) -> Build:
    """The roles' competencies, heaviest first, with the interview types that test each."""

    def build(context: EditionContext, part: Part, section: Section) -> Competencies:
        weights = {item.competency: item.weight for role in context.roles for item in role.competencies}
        entries = []
        for competency in context.some(Competency, sorted(weights, key=lambda id: -weights[id])):
            tested = tuple(type.name for type in context.interview_types if competency.id in type.competencies)
            entries.append(view_of(CompetencyView, competency, weight=weights[competency.id], tested_in=tested))
        return view(entries=tuple(entries))

    return build


def company_variations(context: EditionContext, part: Part, section: Section) -> CompanyVariations:
    return CompanyVariations(
        variations=tuple(
            view_of(SourcedVariationView, variation, source_entry=publisher_of(context, variation.source))
            for role in context.roles
            for variation in role.company_variations
        )
    )


def publisher_of(context: EditionContext, id: str) -> PublisherView | None:
    """The resource that a fact rests on."""
    resource = context.one(Resource, id)
    return view_of(PublisherView, resource) if resource else None


def programme(context: EditionContext, part: Part, section: Section) -> ProgrammeSection:
    """The cohort's welcome, contacts and calendar, each appointment with what to have worked through."""
    cohort = context.cohort
    schedule = sorted(cohort.schedule, key=lambda item: (item.date, item.time or ""))
    return ProgrammeSection(
        welcome=cohort.welcome,
        contacts=tuple(view_of(ContactView, contact) for contact in cohort.contacts),
        schedule=tuple(view_of(AppointmentView, appointment, entries=links_to(context, appointment.items)) for appointment in schedule),
        time_zone=cohort.time_zone,
    )


def notes(context: EditionContext, part: Part, section: Section) -> Notes:
    return Notes(pages=section.take or 1)


KINDS: dict[str, SectionKind] = {
    "cover": SectionKind(Cover, life_cycle(Cover)),
    "contents": SectionKind(Contents, contents, "Contents"),
    "page": SectionKind(PageSection, one_item(Page, lambda page: PageSection(page=anchored(PageView, page))), item="pages"),
    "at-a-glance": SectionKind(AtAGlance, at_a_glance, "The loop on one page"),
    "role": SectionKind(RoleSection, role(RoleSection), "The job itself"),
    "why-what-when": SectionKind(WhyWhatWhen, role(WhyWhatWhen), "Why, what and when"),
    "stakeholders": SectionKind(Stakeholders, stakeholders, "Who you work with"),
    "life-cycle": SectionKind(LifeCycle, life_cycle(LifeCycle), "The life cycle and your part"),
    "swimlane": SectionKind(Swimlane, life_cycle(Swimlane), "One life cycle, two lanes"),
    "competencies": SectionKind(Competencies, competencies(Competencies), "What gets scored"),
    "baseline": SectionKind(Baseline, competencies(Baseline), "Where you stand today"),
    "company-variations": SectionKind(CompanyVariations, company_variations, "How companies vary"),
    "programme": SectionKind(ProgrammeSection, programme, "Your program"),
    "notes": SectionKind(Notes, notes, "Notes"),
}
