"""The loop closes, and both editions say the same: every key, score and threshold that the candidate reads is the coach's too."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from kit import ROOT
from prepguides.build.prepare import prepare
from prepguides.model.content.guide import Guide
from prepguides.model.content.interviews import InterviewType
from prepguides.model.content.question import Question
from prepguides.model.edition import Edition
from prepguides.model.library import Library
from prepguides.model.request import Project, Selection
from prepguides.views.guide_views import Opener
from prepguides.views.interview_views import FullAnswers, Rewrites
from prepguides.views.question_views import AnswerKey, NumericKeys, QuestionBank, RubricSection

OF_ONE_ROLE = ("pm", "pmm")
EVERY_GUIDE = pytest.mark.parametrize("guide", OF_ONE_ROLE)
Said = dict[tuple[str, str], object]


@cache
def library_and_editions() -> tuple[Library, dict[str, Edition]]:
    prepared = prepare(Project(ROOT), Selection(editions=("candidate", "coach")))
    assert prepared.library is not None
    return prepared.library, {f"{edition.guide} {edition.audience}": edition for edition in prepared.editions}


def figures(edition: Edition) -> Iterator[tuple[tuple[str, str], object]]:
    """What an edition says in numbers: of each key, answer, rubric and question, by its kind and id."""
    for section in edition.sections:
        view = section.view
        if isinstance(view, NumericKeys):
            yield from ((("key", entry.id), entry.numeric_key) for entry in view.entries)
        elif isinstance(view, FullAnswers):
            yield from ((("full answer", entry.id), dict(entry.scores)) for entry in view.entries)
        elif isinstance(view, Rewrites):
            yield from ((("rewrite", entry.id), (dict(entry.scores_before), dict(entry.scores_after))) for entry in view.entries)
        elif isinstance(view, RubricSection):
            rubric = view.rubric
            yield ("rubric", rubric.id), ([(row.id, row.name, row.weight, dict(row.anchors)) for row in rubric.criteria], rubric.scale)
        elif isinstance(view, AnswerKey):
            yield from ((("gate", entry.id), (entry.number, entry.gate_name, entry.row_names)) for entry in view.entries)


def said(guide: str, audience: str) -> dict[tuple[str, str], list[object]]:
    found: dict[tuple[str, str], list[object]] = {}
    for what, figure in figures(library_and_editions()[1][f"{guide} {audience}"]):
        found.setdefault(what, []).append(figure)
    return found


@EVERY_GUIDE
def test_each_figure_is_the_same_wherever_it_is_printed(guide: str) -> None:
    coach = said(guide, "coach")
    for what, figures_of in said(guide, "candidate").items():
        assert all(figure == figures_of[0] for figure in (*figures_of, *coach[what])), what
    assert {kind for kind, _ in coach} == {"key", "full answer", "rewrite", "rubric", "gate"}


@EVERY_GUIDE
def test_the_candidate_has_every_key_gate_and_threshold(guide: str) -> None:
    library, _ = library_and_editions()
    roles = library.get(Guide, guide).roles
    types = [type for type in library.all(InterviewType) if set(type.roles) & set(roles)]
    ids = {type.id for type in types}
    questions = [question for question in library.all(Question) if question.interview_type in ids and not question.cohorts]
    found = said(guide, "candidate")
    assert {id for kind, id in found if kind == "key"} == {question.id for question in questions if question.numeric_key}
    assert {id for kind, id in found if kind == "gate"} == {question.id for question in questions}
    assert all(found["gate", question.id] != [None] and question.gate for question in questions)
    assert {id for kind, id in found if kind == "rubric"} == {type.rubric for type in types}
    assert all(rubric[0][1] for (kind, _), rubric in found.items() if kind == "rubric")  # type: ignore[index]


@EVERY_GUIDE
def test_what_is_asked_stands_before_what_answers_it(guide: str) -> None:
    edition = library_and_editions()[1][f"{guide} candidate"]
    asked = [part for part in edition.parts if isinstance(part.view, Opener)]
    assert len(asked) == 4
    for part in asked:
        kinds = [section.kind for section in part.sections]
        bank = next(index for index, section in enumerate(part.sections) if isinstance(section.view, QuestionBank))
        assert all(
            bank < kinds.index(kind) for kind in ("answer-key", "numeric-keys", "opening-answer", "worked-example", "weak-to-strong")
        )
        assert isinstance(part.view, Opener)
        assert part.view.answer_link is not None
