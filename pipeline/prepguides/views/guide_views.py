"""Pages that belong to the guide itself: contents, prose, the loop at a glance, the cohort's page, room for notes."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, Self

from ..model.content.base import Block, Date, Inline, Line
from ..model.view import AnchoredView, EntityView, SectionView
from .plan_views import LinkView
from .role_views import RoleView


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents(SectionView):
    """The table of contents, which is made from `edition.parts`."""

    PRINTS_ENTITIES: ClassVar[bool] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView(AnchoredView):
    """A page of prose, written in Markdown."""

    KIND: ClassVar[str] = "pages"

    title: Line
    """What stands above it."""
    lead: Inline | None
    """What it begins with, set larger."""
    body: Block
    """The prose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSection(SectionView):
    """One page of prose."""

    page: PageView
    """The page that the section names."""

    @property
    def heading(self) -> str | None:
        return self.page.title

    def entities(self) -> tuple[EntityView, ...]:
        return (self.page,)

    def beside(self, taken: Set[str]) -> Self:
        return replace(self, page=self.page.beside(taken))


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """A stretch of an interview on the clock."""

    name: Line
    """Its name."""
    minutes: int
    """How long it takes."""
    goal: Inline
    """What it is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewTypeView(EntityView):
    """A kind of interview in a loop."""

    KIND: ClassVar[str] = "interview_types"

    name: Line
    """Its name."""
    measures: Line
    """What it measures, in one sentence."""
    purpose: Block
    """Why it is held."""
    style: Literal["theoretical", "experiential", "mixed"]
    """Whether it asks what you would do or what you did."""
    minutes: int
    """How long it takes; the stages add up to it."""
    stages: tuple[StageView, ...]
    """Its stages, in their order."""
    cold_open: Inline
    """One question to answer before reading on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMap(SectionView):
    """The clock of a kind of interview."""

    type: InterviewTypeView
    """The interview type, with its stages."""

    def entities(self) -> tuple[EntityView, ...]:
        return (self.type,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredTypeView(InterviewTypeView):
    """A kind of interview with what is scored in it."""

    competency_names: tuple[Line, ...]
    """Names of the competencies that it tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTypeView(ScoredTypeView):
    """A kind of interview with its place in the guide."""

    anchor: str
    """The HTML id of its part, which is there when the guide has such a part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightView:
    """How much a competency counts in a role's loop."""

    id: str
    """The competency's id."""
    name: Line
    """The competency's name."""
    weight: int
    """Percent of the role's score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtAGlance(SectionView):
    """The loop on one page."""

    types: tuple[ListedTypeView, ...]
    """The interview types of the guide's roles."""
    weights: tuple[WeightView, ...]
    """What is scored, by role and as heavy as it is."""
    roles: tuple[RoleView, ...]
    """The guide's roles, in its order."""

    def entities(self) -> tuple[EntityView, ...]:
        return self.types


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener(SectionView):
    """What the first page of an interview type's part shows: `part.view` in `opener.html`."""

    type: InterviewTypeView
    """The interview type, with its stages and its question to answer cold."""
    competencies: tuple[Line, ...]
    """Names of what is scored."""
    answer_link: str | None
    """The HTML id of where the edition answers that question; none where it does not."""
    cold_lines: int
    """Lines to write on below that question: what its page has room for, or the next."""
    cold_lines_large: int
    """The same in large print."""

    def entities(self) -> tuple[EntityView, ...]:
        return (self.type,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """Somebody whom a cohort's members may ask."""

    name: Line
    """Their name."""
    role: Line
    """What they are asked about."""
    address: str
    """`https://` or `mailto:`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentView:
    """Something in the cohort's calendar."""

    date: Date
    """The day."""
    time: str | None
    """The time of day, `09:30`."""
    minutes: int | None
    """How long it takes."""
    title: Line
    """What it is."""
    place: Line | None
    """Where it is."""
    entries: tuple[LinkView, ...]
    """What to have worked through by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSection(SectionView):
    """The cohort's own page."""

    PRINTS_ENTITIES: ClassVar[bool] = False

    welcome: Inline | None
    """What its members are told first."""
    contacts: tuple[ContactView, ...]
    """Whom to ask."""
    schedule: tuple[AppointmentView, ...]
    """Its calendar, from the first day."""
    time_zone: str | None
    """Whose times those are, `America/New_York`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes(SectionView):
    """Pages to write on."""

    PRINTS_ENTITIES: ClassVar[bool] = False

    pages: int
    """How many."""
