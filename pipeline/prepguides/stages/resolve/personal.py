"""Edition × learner -> the pages that are theirs alone: a cover, a plan with days, a tracker. The rest of a copy is the guide's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, replace

from ...model.content.question import Question
from ...model.edition import Edition, EditionPart, EditionSection
from ...model.learner import Learner
from ...model.library import Library
from ...text.labels import gettext_noop, labels_in
from ...views.personal_views import PersonalPlan
from ...views.plan_views import StudyPlans
from ...views.question_views import QuestionBank
from ...views.workbook_views import ListedQuestionView, QuestionGroupView, ScoreTracker
from .dated_plan import chosen
from .section_kind import SectionKind

PERSONAL_KINDS: Mapping[str, SectionKind] = {
    "personal-plan": SectionKind(PersonalPlan, lambda context, part, section: None, "Your plan"),
}
"""Section kinds of learners' copies, which no guide lists."""
PART = "personal"
"""The id of the part that is theirs, with which the HTML ids in it begin."""


def personal(edition: Edition, learner: Learner, library: Library) -> Edition:
    """The learner's own pages, as an edition of one part. `edition` is the guide that they are bound with."""
    labels = labels_in(edition.language, edition.labels)
    asked = tuple(_questions(edition))
    focus = tuple(entry for entry in asked if _is_focus(entry.id, learner, library))
    plan = _plan(edition, learner, {str(entry.ref) for entry in focus})
    cover = next((section for section in edition.sections if section.kind == "cover"), None)
    sections = [replace(cover, anchor=f"{PART}-cover")] if cover else []
    sections.append(_section("personal-plan", labels.gettext(gettext_noop("Your plan")), replace(plan, questions=focus)))
    tracked = tuple(_grouped(focus or _planned(asked, plan)))
    if tracked:
        sections.append(_section("score-tracker", labels.gettext(gettext_noop("Your tracker")), ScoreTracker(groups=tracked)))
    part = EditionPart(
        id=PART,
        title=labels.gettext(gettext_noop("Your plan")),
        summary=None,
        cold_open=None,
        band=False,
        anchor=PART,
        number=None,
        view=None,
        audience="candidate",
        sections=tuple(sections),
    )
    return replace(edition, learner=learner, parts=(part,), must_cover=(), page_budget=None, page_multiple=1)


def _section(kind: str, title: str, view: PersonalPlan | ScoreTracker) -> EditionSection:
    return EditionSection(kind=kind, title=title, anchor=f"{PART}-{kind}", view=view)


def _questions(edition: Edition) -> Iterator[ListedQuestionView]:
    """All questions that the guide asks, where it asks them, each once."""
    met: set[str] = set()
    for part in edition.parts:
        for section in part.sections:
            for entry in section.view.entries if isinstance(section.view, QuestionBank) else ():
                if entry.id not in met:
                    met.add(entry.id)
                    told = {field.name: getattr(entry, field.name) for field in fields(entry) if field.name not in ("anchor", "earlier")}
                    yield ListedQuestionView(**told, at=entry.anchor, type_name=part.title)


def _is_focus(id: str, learner: Learner, library: Library) -> bool:
    question = library.find(Question, id)
    if question is None or not set(learner.focus) & set(question.competencies):
        return False
    return learner.level is None or not question.levels or learner.level in question.levels


def _planned(asked: tuple[ListedQuestionView, ...], plan: PersonalPlan) -> tuple[ListedQuestionView, ...]:
    """The questions that the plan works on; all where it names none."""
    named = {item for sitting in plan.sessions for item in sitting.items}
    return tuple(entry for entry in asked if str(entry.ref) in named) or asked


def _grouped(entries: tuple[ListedQuestionView, ...]) -> Iterator[QuestionGroupView]:
    for name in dict.fromkeys(entry.type_name for entry in entries):
        yield QuestionGroupView(name=name, entries=tuple(entry for entry in entries if entry.type_name == name))


def _plan(edition: Edition, learner: Learner, focus: Collection[str]) -> PersonalPlan:
    plans = [plan for section in edition.sections if isinstance(section.view, StudyPlans) for plan in section.view.plans]
    dated = chosen(plans, edition, learner)
    if dated is None:
        return PersonalPlan(questions=(), title=None, summary=None, sessions=(), left_out=())
    title, summary = dated.plan.title, dated.plan.summary
    return PersonalPlan(questions=(), title=title, summary=summary, sessions=dated.sessions(focus), left_out=dated.left_out())
