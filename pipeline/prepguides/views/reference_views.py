"""What is looked up: terms, cards, numbers, reading; and what a coach plans meetings by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..model.content.base import Date, Inline, Line
from ..model.view import AnchoredView, EntityView, EntriesView, SectionView
from .role_views import PublisherView


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionToAskView(EntityView):
    """A question for the candidate to put."""

    KIND: ClassVar[str] = "questions_to_ask"

    to: Line
    """Whom to ask."""
    question: Inline
    """The question."""
    tells_you: Inline
    """What the answer gives away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPersonView:
    """The questions for one person."""

    to: Line
    """Whom to ask."""
    entries: tuple[QuestionToAskView, ...]
    """What to ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsToAsk(EntriesView):
    """What to ask the interviewers."""

    entries: tuple[QuestionToAskView, ...]
    """All questions."""
    groups: tuple[AskedPersonView, ...]
    """The same, together for each person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceNumberView(EntityView):
    """A number to estimate from."""

    KIND: ClassVar[str] = "reference_numbers"

    label: Line
    """What it counts."""
    value: Line
    """What it is exactly."""
    rounded: Line
    """What to say."""
    region: Line
    """Where it holds."""
    as_of: Date
    """The day of which it is true."""
    source: str
    """Id of the resource that says so."""
    use: Inline
    """What to use it for."""
    source_entry: PublisherView | None
    """That resource; none where the cohort leaves it out."""

    def citations(self) -> tuple[str, ...]:
        return (*self.sources, self.source, *(self.source_entry.sources if self.source_entry else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceNumbers(EntriesView):
    """Numbers to estimate from."""

    entries: tuple[ReferenceNumberView, ...]
    """The numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView(AnchoredView):
    """A term of the glossary."""

    KIND: ClassVar[str] = "glossary"

    term: Line
    """The term."""
    expansion: Line | None
    """What an acronym stands for."""
    definition: Inline
    """What it means."""
    see_names: tuple[Line, ...]
    """Terms to look up next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary(EntriesView):
    """The words of the job."""

    entries: tuple[TermView, ...]
    """The terms, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlashcardView(EntityView):
    """A card to learn by."""

    KIND: ClassVar[str] = "flashcards"

    front: Inline
    """What to ask oneself."""
    back: Inline
    """The answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flashcards(EntriesView):
    """Cards to learn by."""

    entries: tuple[FlashcardView, ...]
    """The cards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceView(PublisherView):
    """Something to read."""

    note: Inline | None
    """Why to read it."""
    said: str | None
    """When its publisher said it, a year, a month or a day; none where that is not known."""
    accessed: Date
    """When it was last read."""
    licence: Line
    """On what terms it may be used."""
    shown: str
    """What is printed of its address where it is listed: all of a short one, of a long one the site."""
    whole: str
    """Its address without the scheme."""
    alone: str | None
    """In a guide to several roles, the id of the one role that it is for; none where it is for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources(SectionView):
    """What is worth reading, and where the facts come from."""

    entries: tuple[ResourceView, ...]
    """What is worth reading, by title."""
    cited: tuple[ResourceView, ...]
    """What the edition cites besides, by publisher and title."""
    qr_codes: bool
    """Whether a QR code stands beside the address of what is worth reading."""

    @property
    def is_empty(self) -> bool:
        return not self.entries and not self.cited

    def entities(self) -> tuple[EntityView, ...]:
        return (*self.entries, *self.cited)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachSessionView:
    """One meeting of a coach and a candidate."""

    title: Line
    """Its title."""
    minutes: int
    """How long it takes."""
    before: Inline
    """What the coach reads or prints."""
    steps: tuple[Inline, ...]
    """What happens, minute by minute."""
    homework: Inline
    """What the candidate does until the next."""
    watch_for: Inline
    """What the coach should notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlanView(EntityView):
    """How a coach takes a candidate through the guide."""

    KIND: ClassVar[str] = "session_plans"

    title: Line
    """Its title."""
    summary: Inline
    """Whom it is for."""
    sessions: tuple[CoachSessionView, ...]
    """The meetings, from the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlans(EntriesView):
    """Plans for a coach's meetings with a candidate."""

    entries: tuple[SessionPlanView, ...]
    """The plans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingErrorView(EntityView):
    """A way in which scores go wrong."""

    KIND: ClassVar[str] = "rating_errors"

    name: Line
    """Its name."""
    happens: Inline
    """How it happens."""
    notice: Inline
    """What the rater can notice in their own notes."""
    instead: Inline
    """What to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingErrors(EntriesView):
    """How ratings go wrong."""

    entries: tuple[RatingErrorView, ...]
    """The errors."""
