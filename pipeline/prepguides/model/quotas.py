"""How much content a project asks of itself; `content/project.yaml` says it under `bars:`, the name for quotas there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from .content.base import Flag, Frozen, ItemRef, Slug
from .content.roles import Percent

Count = Annotated[int, Field(ge=0, le=500)]


class ByDifficulty(Frozen):
    easy: Count = 0
    medium: Count = 0
    hard: Count = 0


class TypeQuotas(Frozen):
    """Of each interview type."""

    questions: Count = 0
    by_difficulty: ByDifficulty = ByDifficulty()
    tags: Mapping[Slug, Count] = {}
    """Questions with each of these tags."""
    tag_groups: Mapping[Slug, Count] = {}
    """Questions with a tag of each of these groups."""
    gates: Count = 0
    """Questions that name the row of the rubric that decides."""
    levels: Count = 0
    """Questions that name the levels at which they are asked."""
    opening_answers: Count = 0
    worked_examples: Count = 0
    coach_worked_examples: Count = 0
    """Of the worked examples, those that are kept for the coach."""
    rewrites: Count = 0
    frameworks: Count = 0
    rubrics: Count = 0
    cases: Count = 0
    drills: Count = 0
    mock_scripts: Count = 0
    worksheets: Count = 0


class RoleQuotas(Frozen):
    """Of each role."""

    questions: Count = 0
    story_prompts: Count = 0
    questions_to_ask: Count = 0
    glossary: Count = 0
    flashcards: Count = 0
    study_plans: Count = 0
    planned_questions: Mapping[Slug, Count] = {}
    """Different questions in each study plan of so many days, such as `"14": 30`."""
    planned_mocks: Mapping[Slug, Count] = {}
    """Sessions with a partner in each study plan of so many days, such as `"14": 3`."""


class CompetencyQuotas(Frozen):
    """Of each competency."""

    questions: Count = 0


class GuideQuotas(Frozen):
    """Of each guide to one role that `guides` lists: of the candidate's edition, where nothing else is said."""

    parts: Mapping[Slug, Count] = {}
    """Sections in each of these parts."""
    sections: Mapping[Slug, Count] = {}
    """Sections of each of these kinds."""
    type_sections: Mapping[Slug, Count] = {}
    """Sections of each of these kinds about every interview type of its role: in a part about the type, or showing the type itself."""
    coach_type_sections: Mapping[Slug, Count] = {}
    """The same, of sections that only the coach's edition has."""
    items: tuple[ItemRef, ...] = ()
    """What a section of it has to show."""


class QuizQuotas(Frozen):
    """Of each result of a quiz: how many percent of all patterns of answers have it, at least and at most."""

    least_percent: Percent = 0
    most_percent: Percent = 100


class Quotas(Frozen):
    """The least that each must have; nothing is asked of a project that says nothing."""

    interview_type: TypeQuotas = TypeQuotas()
    role: RoleQuotas = RoleQuotas()
    competency: CompetencyQuotas = CompetencyQuotas()
    guide: GuideQuotas = GuideQuotas()
    quiz: QuizQuotas = QuizQuotas()
    practice_by_style: Flag = True
    """Whether an interview type that asks about the past needs a story prompt, and one that does not, a case. A mixed one needs both."""
    half_full_pages: Flag = False
    """Whether a page that is less than half full is reported; openings and pages to write on are not."""
