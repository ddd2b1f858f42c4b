"""The entities that authors write, and the table of their kinds."""

from __future__ import annotations

from typing import cast, get_args

from .base import Identified, Ref
from .claim import Claim
from .cohort import Cohort
from .comparison import Conflict, Dimension, DualAnswer, Handshake, Misconception, Quiz, SwitchPlan
from .frameworks import Framework
from .guide import Guide
from .interviews import Calibration, CaseScenario, Drill, InterviewType, MockScript, Rubric, WorkedExample
from .practice import (
    Checklist,
    Flashcard,
    Page,
    QuestionToAsk,
    RatingError,
    ReferenceNumber,
    Resource,
    SessionPlan,
    StoryPrompt,
    StudyPlan,
    Term,
    Worksheet,
)
from .question import Format, Question, Seniority, Tag
from .roles import Competency, Involvement, Phase, Role, Stakeholder, StakeholderLink
from .scoring import HireScale

KINDS: dict[str, type[Identified]] = {
    "claims": Claim,
    "roles": Role,
    "competencies": Competency,
    "phases": Phase,
    "involvements": Involvement,
    "stakeholders": Stakeholder,
    "stakeholder_links": StakeholderLink,
    "formats": Format,
    "tags": Tag,
    "seniorities": Seniority,
    "interview_types": InterviewType,
    "questions": Question,
    "rubrics": Rubric,
    "hire_scales": HireScale,
    "frameworks": Framework,
    "worked_examples": cast(type[Identified], WorkedExample),  # a union of two models, which Pydantic reads like one
    "calibrations": Calibration,
    "cases": CaseScenario,
    "drills": Drill,
    "mock_scripts": MockScript,
    "worksheets": Worksheet,
    "story_prompts": StoryPrompt,
    "study_plans": StudyPlan,
    "checklists": Checklist,
    "glossary": Term,
    "flashcards": Flashcard,
    "questions_to_ask": QuestionToAsk,
    "reference_numbers": ReferenceNumber,
    "resources": Resource,
    "session_plans": SessionPlan,
    "rating_errors": RatingError,
    "pages": Page,
    "dimensions": Dimension,
    "quizzes": Quiz,
    "conflicts": Conflict,
    "handshakes": Handshake,
    "dual_answers": DualAnswer,
    "misconceptions": Misconception,
    "switch_plans": SwitchPlan,
    "guides": Guide,
    "cohorts": Cohort,
}
"""Kind, as files and references spell it, to its model. One more kind is one more line."""

KIND_OF: dict[type[Identified], str] = {
    member: kind for kind, model in KINDS.items() for member in ((model,) if isinstance(model, type) else get_args(get_args(model)[0]))
}
"""Model to its kind; the members of a union, such as the two sorts of worked examples, are of one kind."""


def ref_of(entity: Identified) -> Ref:
    """How others refer to the entity."""
    return Ref(KIND_OF[type(entity)], entity.id)


__all__ = ["KINDS", "KIND_OF", "ref_of"]
