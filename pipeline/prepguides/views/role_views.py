"""Roles, their competencies and the people they work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..model.content.base import Block, Date, Inline, Line
from ..model.view import EntityView, EntriesView, SectionView


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitView:
    """One responsibility or skill of a role."""

    title: Line
    """Its name."""
    detail: Inline
    """What it means."""
    claims: tuple[str, ...]
    """Claims that it states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyWhatWhenView:
    """Who answers each of the four questions, in the role's words."""

    why: Inline
    """Who says why."""
    what: Inline
    """Who says what."""
    when: Inline
    """Who says when."""
    how: Inline
    """Who says how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewStyleView:
    """How much of the loop asks what you would do, and how much what you did."""

    theoretical: int
    """Percent of the loop that asks what you would do."""
    experiential: int
    """Percent of the loop that asks what you did."""
    note: Inline
    """What follows from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyVariationView:
    """How a real company departs from the typical loop."""

    company: Line
    """Its name."""
    detail: Inline
    """What differs."""
    as_of: Date
    """The day of which it is true."""
    source: str
    """Id of the resource that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleView(EntityView):
    """A role as its own sections print it."""

    KIND: ClassVar[str] = "roles"

    name: Line
    """Its full name."""
    short: Line
    """What it is called where room is short."""
    promise: Line
    """What the role is for, in one sentence."""
    mission: Block
    """What it is there for."""
    accountability: Block
    """What it answers for."""
    responsibilities: tuple[TraitView, ...]
    """What it does."""
    skills: tuple[TraitView, ...]
    """What it takes."""
    ways_of_working: Block
    """How the week goes."""
    why_what_when: WhyWhatWhenView
    """Who answers each of the four questions."""
    absence: Block
    """What goes wrong without the role."""
    interview_style: InterviewStyleView
    """Of what kind its interviews are."""
    company_variations: tuple[CompanyVariationView, ...]
    """How real companies depart from its loop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSection(SectionView):
    """The job itself, of each role of the guide."""

    roles: tuple[RoleView, ...]
    """The guide's roles, in its order."""

    def entities(self) -> tuple[EntityView, ...]:
        return self.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyWhatWhen(RoleSection):
    """The four questions, and what goes wrong without the role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderLinkView(EntityView):
    """What passes between a role and a stakeholder, and where they pull apart."""

    KIND: ClassVar[str] = "stakeholder_links"

    role: str
    """Id of the role."""
    stakeholder: str
    """Id of the stakeholder."""
    name: Line
    """The stakeholder's name."""
    gives: Inline
    """What the role gives."""
    gets: Inline
    """What it gets."""
    tension: Inline
    """Where the two pull apart."""
    phase_names: tuple[Line, ...]
    """The phases in which they meet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakeholders(SectionView):
    """Whom the guide's roles work with."""

    links: tuple[StakeholderLinkView, ...]
    """One for each role and stakeholder."""

    def entities(self) -> tuple[EntityView, ...]:
        return self.links


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelNoteView:
    """What a competency means at one level of seniority."""

    level: Line
    """Which level."""
    note: Inline
    """What is expected there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyView(EntityView):
    """A capability that interviewers score."""

    KIND: ClassVar[str] = "competencies"

    name: Line
    """Its name."""
    definition: Inline
    """What it is."""
    signals: tuple[Inline, ...]
    """What an interviewer can see or hear."""
    levels: tuple[LevelNoteView, ...]
    """What is expected at each level, where the content says so."""
    weight: int
    """Percent of the role's score; of several roles', the last one's that names it."""
    tested_in: tuple[Line, ...]
    """Names of the interview types that test it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Competencies(EntriesView):
    """What gets scored."""

    entries: tuple[CompetencyView, ...]
    """The roles' competencies, the heaviest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline(Competencies):
    """The same competencies, for candidates to rate themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherView(EntityView):
    """A resource where it is named as a source."""

    KIND: ClassVar[str] = "resources"

    title: Line
    """Its title."""
    publisher: Line
    """Who stands behind it."""
    address: str
    """Where it can be read: `https://` or `mailto:`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedVariationView(CompanyVariationView):
    """The same with the resource that says so."""

    source_entry: PublisherView | None
    """That resource; none where the cohort leaves it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyVariations(SectionView):
    """How companies vary."""

    variations: tuple[SourcedVariationView, ...]
    """Of the guide's roles, in their order."""

    @property
    def is_empty(self) -> bool:
        return not self.variations

    def entities(self) -> tuple[EntityView, ...]:
        return tuple(variation.source_entry for variation in self.variations if variation.source_entry)

    def citations(self) -> tuple[str, ...]:
        return (*SectionView.citations(self), *(variation.source for variation in self.variations))
