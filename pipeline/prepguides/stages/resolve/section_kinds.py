"""The table of section kinds. One more is one more line in a family's table, a builder, a view and a partial."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...model.theme import OwnSection, PrintedKind
from . import comparison_sections, drill_sections, interview_sections, practice_sections, role_sections, workbook_sections
from .section_kind import SectionKind

SECTION_KINDS: Mapping[str, SectionKind] = {
    **role_sections.KINDS,
    **practice_sections.KINDS,
    **interview_sections.KINDS,
    **drill_sections.KINDS,
    **comparison_sections.KINDS,
    **workbook_sections.KINDS,
}

PRINTED_BY: Mapping[PrintedKind, str] = {
    "roles": "role",
    "competencies": "competencies",
    "phases": "life-cycle",
    "stakeholder_links": "stakeholders",
    "interview_types": "at-a-glance",
    "questions": "question-bank",
    "rubrics": "rubric",
    "frameworks": "frameworks",
    "worked_examples": "worked-example",
    "calibrations": "calibration",
    "cases": "case",
    "drills": "drill",
    "mock_scripts": "mock-script",
    "worksheets": "worksheet",
    "story_prompts": "story-prompts",
    "study_plans": "study-plans",
    "checklists": "checklist",
    "glossary": "glossary",
    "flashcards": "flashcards",
    "questions_to_ask": "questions-to-ask",
    "reference_numbers": "reference-numbers",
    "resources": "resources",
    "session_plans": "session-plan",
    "rating_errors": "rating-errors",
    "dimensions": "dimensions",
    "quizzes": "quiz",
    "conflicts": "conflicts",
    "handshakes": "handshake",
    "dual_answers": "dual-answers",
    "misconceptions": "misconceptions",
    "switch_plans": "switch-plans",
}
"""Content kind to the section kind whose view a theme's own section of it reads."""


def with_own(own: Mapping[str, OwnSection]) -> Mapping[str, SectionKind]:
    """The section kinds of a theme: the shipped ones, and those that it brings, which print what a shipped one does."""
    return {**{name: _kind_of(section) for name, section in own.items()}, **SECTION_KINDS}


def _kind_of(own: OwnSection) -> SectionKind:
    return replace(SECTION_KINDS[PRINTED_BY[own.kind] if own.kind else "page"], title=own.title)
