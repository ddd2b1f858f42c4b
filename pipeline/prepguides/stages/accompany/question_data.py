"""A coach's edition and the library -> a bank: the questions that it asks and all that they refer to, as JSON, with its schema.

For other programs: everything that is said of a question is in it, what is for the coach too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Literal, TypeVar

from pydantic import ConfigDict, Field

from ...model.companion import Bank, companion_paths
from ...model.content.base import Date, Frozen, Identified, Line, Slug
from ...model.content.frameworks import Framework
from ...model.content.interviews import InterviewType, Rubric
from ...model.content.practice import Flashcard, Term
from ...model.content.question import Format, Question, Seniority, Tag
from ...model.content.roles import Competency
from ...model.content.scoring import HireScale
from ...model.edition import Edition
from ...model.library import Library
from ...views.question_views import QuestionBank
from ...views.reference_views import Flashcards, Glossary

E = TypeVar("E", bound=Identified)

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MARK = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\{(?:ref|claim)=[^}]*\}")
"""Words that lead to a page, or state a claim: what is between the brackets is the words."""
_OURS = ("claims", "cohorts", "sources")
"""What only printing needs of an entity."""


class BankGuide(Frozen):
    """The guide whose questions these are."""

    id: Slug
    title: Line
    language: Line
    cohort: Slug
    date: Date
    """Of the edition."""


class QuestionData(Frozen):
    """The questions of a guide, and whatever they refer to by id. Texts are Markdown."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    schema_file: Line = Field(alias="$schema")
    """The file that describes this one, beside it."""
    version: Literal[1]
    """Of this form of data."""
    guide: BankGuide
    questions: tuple[Question, ...]
    """In the order in which the guide asks them."""
    interview_types: tuple[InterviewType, ...]
    rubrics: tuple[Rubric, ...]
    hire_scales: tuple[HireScale, ...]
    frameworks: tuple[Framework, ...]
    competencies: tuple[Competency, ...]
    formats: tuple[Format, ...]
    seniorities: tuple[Seniority, ...]
    tags: tuple[Tag, ...]
    glossary: tuple[Term, ...]
    flashcards: tuple[Flashcard, ...]


def bank_of(edition: Edition, library: Library) -> Bank | None:
    """The bank; None where the edition asks no question. `library` is the cohort's own view."""
    asked = [entry.id for section in edition.sections if isinstance(section.view, QuestionBank) for entry in section.view.entries]
    questions = _some(library, Question, asked)
    if not questions:
        return None
    types = _some(library, InterviewType, (question.interview_type for question in questions))
    rubrics = _some(library, Rubric, (type.rubric for type in types))
    ids = [
        *(id for question in questions for id in question.competencies),
        *(id for type in types for id in type.competencies),
        *(row.competency for rubric in rubrics for row in rubric.criteria),
    ]
    data = QuestionData.model_construct(
        schema_file=companion_paths("bank", edition.cohort, edition.guide)[1].rpartition("/")[2],
        version=1,
        guide=BankGuide(id=edition.guide, title=edition.title, language=edition.language, cohort=edition.cohort, date=edition.date),
        questions=questions,
        interview_types=types,
        rubrics=rubrics,
        hire_scales=_some(library, HireScale, (rubric.hire_scale or "" for rubric in rubrics)),
        frameworks=_some(library, Framework, (id for type in types for id in type.frameworks)),
        competencies=_some(library, Competency, ids),
        formats=_some(library, Format, (question.format for question in questions)),
        seniorities=_some(library, Seniority, (id for question in questions for id in question.levels)),
        tags=_some(library, Tag, (id for question in questions for id in question.tags)),
        glossary=_some(library, Term, _printed(edition, Glossary)),
        flashcards=_some(library, Flashcard, _printed(edition, Flashcards)),
    )
    return Bank(_json(_readable(data.model_dump(mode="json", by_alias=True, exclude_none=True))), _schema(), len(questions))


def _some(library: Library, model: type[E], ids: Iterable[str]) -> tuple[E, ...]:
    """Each once; without those that the cohort goes without."""
    return tuple(entity for id in dict.fromkeys(ids) if (entity := library.find(model, id)))


def _printed(edition: Edition, kind: type[Glossary | Flashcards]) -> Iterator[str]:
    for section in edition.sections:
        if isinstance(section.view, kind):
            yield from (entry.id for entry in section.view.entries)


def _readable(value: object) -> object:
    """Plain data without what only printing needs."""
    if isinstance(value, dict):
        return {key: _readable(inner) for key, inner in value.items() if key not in _OURS}
    if isinstance(value, list):
        return [_readable(inner) for inner in value]
    return _MARK.sub(r"\1", value) if isinstance(value, str) else value


def _schema() -> str:
    made = QuestionData.model_json_schema(by_alias=True)
    return _json({"$schema": DIALECT, **made, "title": "A question bank of Prepguides"})


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
