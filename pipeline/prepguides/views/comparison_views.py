"""Roles side by side. What differs between them is by role id."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from ..model.content.base import Block, Inline, Line, Ref
from ..model.view import AnchoredView, EntityView, EntriesView, SectionView
from .guide_views import ScoredTypeView
from .role_views import RoleView


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionView(EntityView):
    """A question that both roles answer."""

    KIND: ClassVar[str] = "dimensions"

    title: Line
    """Its title."""
    question: Line
    """The question."""
    overlap: Inline
    """What is true of both roles."""
    interview: Inline
    """What the difference changes in the interview."""
    sides: Mapping[str, Inline]
    """By role id, that role's answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimensions(EntriesView):
    """What both roles are asked, and what each says."""

    entries: tuple[DimensionView, ...]
    """The questions, in their order."""
    roles: tuple[RoleView, ...]
    """The guide's roles, in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizOptionView:
    """A way to answer."""

    text: Inline
    """The answer."""
    points: Mapping[str, int]
    """By role id, what it counts for that role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizQuestionView:
    """A question of the quiz."""

    prompt: Inline
    """The question."""
    options: tuple[QuizOptionView, ...]
    """The ways to answer, two to four."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizBandView:
    """A result of the quiz."""

    ahead: str | None
    """Id of the role whose total leads; none for the results without such a lead."""
    by: int
    """Fewest points by which it leads."""
    least: int
    """Fewest points of the role that leads; without one, of all roles together."""
    means: Inline
    """What it means."""
    do_next: Inline
    """What to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizView(AnchoredView):
    """A quiz: which of the roles fits."""

    KIND: ClassVar[str] = "quizzes"

    title: Line
    """What stands above it."""
    intro: Inline
    """What it is for."""
    questions: tuple[QuizQuestionView, ...]
    """Its questions."""
    least_answers: int
    """With fewer questions answered the totals decide nothing."""
    bands: tuple[QuizBandView, ...]
    """Its results, read from the top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizSection(SectionView):
    """One quiz."""

    quiz: QuizView
    """The quiz that the section names."""

    @property
    def heading(self) -> str | None:
        return self.quiz.title

    def entities(self) -> tuple[EntityView, ...]:
        return (self.quiz,)

    def beside(self, taken: Set[str]) -> Self:
        return replace(self, quiz=self.quiz.beside(taken))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandshakeStepView:
    """Something that passes between the roles."""

    when: Line
    """When."""
    sides: Mapping[str, Inline]
    """By role id, what that role brings."""
    together: Inline
    """What both do."""
    artifact: Line
    """What is on paper after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandshakeView(EntityView):
    """Who hands what to whom as a launch comes near."""

    KIND: ClassVar[str] = "handshakes"

    title: Line
    """Its title."""
    intro: Inline
    """What it begins with."""
    steps: tuple[HandshakeStepView, ...]
    """Its steps, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handshakes(EntriesView):
    """How the roles work together."""

    entries: tuple[HandshakeView, ...]
    """The occasions."""
    roles: tuple[RoleView, ...]
    """The guide's roles, in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView(EntityView):
    """A decision that both roles think is theirs."""

    KIND: ClassVar[str] = "conflicts"

    title: Line
    """Its title."""
    situation: Inline
    """What happened."""
    views: Mapping[str, Inline]
    """By role id, how that role sees it."""
    settle: Inline
    """How to settle it."""
    who_decides: Inline
    """Who decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts(EntriesView):
    """Whose call it is."""

    entries: tuple[ConflictView, ...]
    """The decisions."""
    roles: tuple[RoleView, ...]
    """The guide's roles, in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedWeightView:
    """A competency with its weight for each role."""

    id: str
    """The competency's id."""
    name: Line
    """The competency's name."""
    weights: Mapping[str, int]
    """By role id, percent of that role's score; 0 where it is not scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyOverlap(SectionView):
    """Which competencies the roles share, and which are one role's own."""

    shared: tuple[SharedWeightView, ...]
    """Those of all roles."""
    own: Mapping[str, tuple[SharedWeightView, ...]]
    """By role id, those that are not shared, the heaviest first."""
    shared_weight: Mapping[str, int]
    """By role id, percent of that role's score that the shared ones make up."""
    roles: tuple[RoleView, ...]
    """The guide's roles, in its order."""

    @property
    def is_empty(self) -> bool:
        return not self.items()

    def items(self) -> tuple[Ref, ...]:
        listed = (*self.shared, *(weight for group in self.own.values() for weight in group))
        return tuple(dict.fromkeys(Ref("competencies", weight.id) for weight in listed))


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopView:
    """The loop of one role."""

    role: RoleView
    """The role."""
    types: tuple[ScoredTypeView, ...]
    """Its interview types, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeMap(SectionView):
    """The roles' loops side by side."""

    rows: tuple[LoopView, ...]
    """A loop for each role of the guide."""

    def entities(self) -> tuple[EntityView, ...]:
        return tuple(type for row in self.rows for type in row.types)


@dataclass(frozen=True, slots=True, kw_only=True)
class DualAnswerView(EntityView):
    """One prompt, answered as each role would."""

    KIND: ClassVar[str] = "dual_answers"

    title: Line
    """Its title."""
    prompt: Inline
    """What both are asked."""
    answers: Mapping[str, Block]
    """By role id, that role's answer."""
    commentary: Block
    """What differs, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DualAnswers(EntriesView):
    """One prompt, two answers."""

    entries: tuple[DualAnswerView, ...]
    """The prompts."""
    roles: tuple[RoleView, ...]
    """The guide's roles, in its order."""
