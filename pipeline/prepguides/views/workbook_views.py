"""Room to work, and what finds its way back to it: practice pages, the tracker of all questions and their index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..model.content.base import Line
from ..model.view import EntityView, EntriesView, SectionView
from .question_views import JudgedQuestionView


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint(SectionView):
    """The title page and the imprint, which are made from `edition`."""

    PRINTS_ENTITIES: ClassVar[bool] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedQuestionView(JudgedQuestionView):
    """A question in a list that runs over several interview types."""

    type_name: Line
    """The interview type that asks it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredRowView:
    """A row of a rubric that a question is scored by."""

    id: str
    """The criterion's id, by which a field for its score is named."""
    name: Line
    """The criterion, as the rubric calls it."""
    gate: bool
    """Whether it is the row that decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticedQuestionView(ListedQuestionView):
    """A question with a page of room for its answer."""

    scored_rows: tuple[ScoredRowView, ...]
    """The rows of the rubric that it gives room for, in the rubric's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticePages(EntriesView):
    """A page of room for each of some questions of an interview type."""

    entries: tuple[PracticedQuestionView, ...]
    """The questions, numbered as the bank numbers them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGroupView:
    """Questions that are listed under one head."""

    name: Line
    """The head: an interview type, a competency, a level or a tag."""
    entries: tuple[ListedQuestionView, ...]
    """The questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGroups(SectionView):
    """Questions of the whole guide under several heads."""

    groups: tuple[QuestionGroupView, ...]
    """The heads with their questions."""

    def entities(self) -> tuple[EntityView, ...]:
        return tuple(entry for group in self.groups for entry in group.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTracker(QuestionGroups):
    """A row a question, to fill with dates and scores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionIndex(QuestionGroups):
    """Where a competency's questions stand, and those of a level or a tag."""

    level_groups: tuple[QuestionGroupView, ...]
    """The levels of a career, from the first, each with the questions that are asked at it."""
    tag_groups: tuple[QuestionGroupView, ...]
    """The tags, each with the questions that carry it."""
