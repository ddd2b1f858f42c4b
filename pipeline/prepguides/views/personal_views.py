"""What is in a learner's copy alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..model.content.base import Date, Inline, Line
from ..model.view import SectionView
from .plan_views import SittingView
from .workbook_views import ListedQuestionView


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedSittingView(SittingView):
    """A sitting in a learner's own plan."""

    date: Date | None
    """When; none where the day of the interview is not known."""
    focused: bool
    """Whether it works on what they practice first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalPlan(SectionView):
    """What a learner practices first, and a study plan with dates that are counted back from the interview."""

    PRINTS_ENTITIES: ClassVar[bool] = False

    questions: tuple[ListedQuestionView, ...]
    """Questions on their focus competencies, in the guide's order."""
    title: Line | None
    """The study plan's title; none where the guide has no plan."""
    summary: Inline | None
    """Whom the plan is for."""
    sessions: tuple[DatedSittingView, ...]
    """Its sittings that fit before the interview."""
    left_out: tuple[SittingView, ...]
    """Those for which there is no day left."""
