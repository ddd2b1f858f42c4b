"""Section kinds of an interview type's part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from string import ascii_lowercase

from ...model.content.frameworks import Framework
from ...model.content.guide import Part, Section
from ...model.content.interviews import (
    Calibration,
    CaseScenario,
    FullAnswer,
    InterviewType,
    MockScript,
    Rubric,
    Segment,
    WeakToStrong,
)
from ...model.content.practice import Worksheet
from ...model.content.question import Question
from ...model.content.roles import Competency
from ...model.content.scoring import HireScale
from ...views.case_views import Cases, CaseView
from ...views.from_entity import view_of
from ...views.guide_views import InterviewTypeView, Opener
from ...views.interview_views import (
    Calibrations,
    CalibrationView,
    FailureModes,
    FailureModeView,
    Frameworks,
    FrameworkView,
    FullAnswers,
    FullAnswerView,
    MockScripts,
    MockScriptView,
    OpeningAnswers,
    OpeningAnswerView,
    Rewrites,
    RewrittenView,
)
from ...views.passage_views import NoteView, SegmentView
from ...views.plan_views import AnswerSheets
from ...views.question_views import (
    AnswerKey,
    CriterionView,
    HireScaleView,
    NumericKeys,
    Probes,
    QuestionBank,
    RubricSection,
    RubricView,
    ScoreSheet,
)
from .annotated import in_order, turns
from .context import EditionContext
from .drawn import drawing_view, page_view
from .opening_room import cold_lines, cold_lines_large
from .practice_sections import worksheet
from .questions import asked, judged, keyed, recalled
from .section_kind import Build, SectionKind, anchored

PROMPT_LINE, KEY_LINE = 44, 60
"""Characters a line of a column, of prompts and of what is listened for."""
LOOK_FORS, RED_FLAGS = 3, 1
"""Of each question, what the answer key prints; the rest is among the coach's probes."""


def opener(context: EditionContext, part: Part) -> Opener | None:
    """What the first page of an interview type's part shows: the time map and what is scored."""
    type = context.one(InterviewType, part.interview_type) if part.interview_type else None
    if type is None:
        return None
    return Opener(
        type=view_of(InterviewTypeView, type),
        competencies=context.names(Competency, type.competencies),
        answer_link=_opening_answer(type.id) if type.opening_answer else None,
        cold_lines=cold_lines(type),
        cold_lines_large=cold_lines_large(type),
    )


def opening_answers(context: EditionContext, part: Part, section: Section) -> OpeningAnswers:
    """What a strong answer to the question on the part's first page says."""
    type = context.one(InterviewType, _type_id(part))
    answered = [type] if type and type.opening_answer else []
    return OpeningAnswers(entries=tuple(view_of(OpeningAnswerView, one, anchor=_opening_answer(one.id)) for one in answered))


def _opening_answer(type_id: str) -> str:
    """The HTML id of where the question that opens the type's part is answered."""
    return f"opening-answer--{type_id}"


def failure_modes(context: EditionContext, part: Part, section: Section) -> FailureModes | None:
    """How good people fail the type of interview, and what to do instead."""
    type = context.one(InterviewType, _type_id(part))
    if type is None:
        return None
    return FailureModes(type=type.id, entries=tuple(view_of(FailureModeView, mode) for mode in type.failure_modes))


def frameworks(context: EditionContext, part: Part, section: Section) -> Frameworks | None:
    type = context.one(InterviewType, _type_id(part))
    if type is None:
        return None
    found = context.some(Framework, context.listed(section, Framework) or type.frameworks)
    return Frameworks(entries=tuple(_framework(entity) for entity in found))


def _framework(framework: Framework) -> FrameworkView:
    steps = [step.name for step in framework.steps]
    return anchored(FrameworkView, framework, drawing=drawing_view(framework.drawing, steps) if framework.drawing else None)


def full_answers(context: EditionContext, part: Part, section: Section) -> FullAnswers:
    """Whole answers, each with its question, its rubric's criteria and its score strip."""
    found = context.collect(FullAnswer, section, lambda item: _type_of(context, item.question) == part.interview_type)
    entries = []
    for answer in found:
        if question := recalled(context, answer.question):
            segments = _lettered(answer.segments)
            criteria = _criteria(context, answer.question)
            more = {"segments": segments, "turns": turns(segments), "page": page_view(answer.page) if answer.page else None}
            entries.append(anchored(FullAnswerView, answer, question_entry=question, criteria=criteria, **more))
    return FullAnswers(entries=tuple(entries))


def weak_to_strong(context: EditionContext, part: Part, section: Section) -> Rewrites:
    """Weak answers made strong, each with its question and its rubric's criteria."""
    found = context.collect(WeakToStrong, section, lambda item: _type_of(context, item.question) == part.interview_type)
    return Rewrites(
        entries=tuple(
            anchored(RewrittenView, answer, question_entry=question, criteria=_criteria(context, answer.question))
            for answer in found
            if (question := recalled(context, answer.question))
        )
    )


def _lettered(segments: Sequence[Segment]) -> tuple[SegmentView, ...]:
    """Margin notes are lettered through the whole answer, past z with two letters."""
    numbers = count()
    return tuple(
        view_of(
            SegmentView,
            segment,
            notes=tuple(
                view_of(NoteView, note, mark=_mark(number))
                for note, number in zip(in_order(segment.text, segment.notes), numbers, strict=False)
            ),
        )
        for segment in segments
    )


def _mark(number: int) -> str:
    lap, letter = divmod(number, len(ascii_lowercase))
    return (ascii_lowercase[lap - 1] if lap else "") + ascii_lowercase[letter]


def _criteria(context: EditionContext, question_id: str) -> Mapping[str, CriterionView]:
    """By id, the criteria that answers to the question are scored by."""
    question = context.one(Question, question_id)
    type = context.one(InterviewType, question.interview_type) if question else None
    rubric = context.one(Rubric, type.rubric) if type else None
    return {view.id: view for view in _criterion_views(context, rubric)} if rubric else {}


def _criterion_views(context: EditionContext, rubric: Rubric) -> tuple[CriterionView, ...]:
    return tuple(
        view_of(CriterionView, criterion, competency_name=context.name(Competency, criterion.competency)) for criterion in rubric.criteria
    )


def question_bank(context: EditionContext, part: Part, section: Section) -> QuestionBank:
    entries = asked(context, part, section)
    return QuestionBank(entries=entries, split=_split([_lines([entry.prompt], PROMPT_LINE) for entry in entries]))


def answer_key(context: EditionContext, part: Part, section: Section) -> AnswerKey:
    """What decides each question, to be ticked after answering: of its look-fors and red flags the first few, which authors put first."""
    entries = judged(context, part, section, slice(LOOK_FORS), slice(RED_FLAGS))
    return AnswerKey(entries=entries, split=_split([_lines([*entry.looks_for, *entry.red_flags], KEY_LINE) for entry in entries]))


def probes(context: EditionContext, part: Part, section: Section) -> Probes:
    """What the interviewer needs of each question besides the key: the follow-ups, the hints, the other look-fors and red flags."""
    return Probes(entries=judged(context, part, section, slice(LOOK_FORS, None), slice(RED_FLAGS, None)))


def numeric_keys(context: EditionContext, part: Part, section: Section) -> NumericKeys:
    """The questions of the type whose answer is a number, with the steps that lead to it. Numbered as in the bank."""
    return NumericKeys(entries=keyed(context, part, section))


def _lines(texts: Sequence[str], width: int) -> int:
    """Lines of so many characters that the texts take, a paragraph each, and two for what stands above and below them."""
    return sum(-(-len(line) // width) for text in texts for line in text.splitlines()) + 2


def _split(lines: Sequence[int]) -> int:
    """How many entries stand in the left of two columns, so that the taller column is as low as it can be."""
    return min(range(len(lines) + 1), key=lambda left: max(sum(lines[:left]), sum(lines[left:])))


def rubric(view: type[RubricSection]) -> Build:
    """How the part's type of interview is scored; a part of no type lists the type among the section's items."""

    def build(context: EditionContext, part: Part, section: Section) -> RubricSection | None:
        type = context.one(InterviewType, next(iter(context.listed(section, InterviewType)), _type_id(part)))
        entity = context.one(Rubric, type.rubric) if type else None
        return view(rubric=_rubric_view(context, entity)) if entity else None

    return build


def _rubric_view(context: EditionContext, rubric: Rubric) -> RubricView:
    scale = context.one(HireScale, rubric.hire_scale) if rubric.hire_scale else None
    shown = view_of(HireScaleView, scale) if scale else None
    return anchored(RubricView, rubric, criteria=_criterion_views(context, rubric), scale=shown)


def worksheets(context: EditionContext, part: Part, section: Section) -> AnswerSheets:
    found = context.collect(Worksheet, section, lambda sheet: part.interview_type in sheet.interview_types)
    return AnswerSheets(entries=tuple(worksheet(sheet) for sheet in found))


def cases(context: EditionContext, part: Part, section: Section) -> Cases:
    """Cases: for candidates to work on and then to compare, for coaches to tell."""
    wanted = {part.interview_type} if part.interview_type else {type.id for type in context.interview_types}
    found = context.collect(CaseScenario, section, lambda case: bool(wanted & set(case.interview_types)))
    told = section.audience == "coach"
    return Cases(entries=tuple(anchored(CaseView, case, told=told, telling=case.telling if told else None) for case in found))


def mock_scripts(context: EditionContext, part: Part, section: Section) -> MockScripts:
    found = context.collect(MockScript, section, lambda script: script.interview_type == part.interview_type)
    return MockScripts(
        entries=tuple(
            anchored(MockScriptView, script, question_entry=question)
            for script in found
            if (question := recalled(context, script.question))
        )
    )


def calibrations(context: EditionContext, part: Part, section: Section) -> Calibrations:
    found = context.collect(Calibration, section, lambda item: _type_of(context, item.question) == part.interview_type)
    return Calibrations(
        entries=tuple(
            anchored(CalibrationView, item, question_entry=question) for item in found if (question := recalled(context, item.question))
        )
    )


def _type_of(context: EditionContext, question_id: str) -> str | None:
    question = context.library.find(Question, question_id)
    return question.interview_type if question else None


def _type_id(part: Part) -> str:
    return part.interview_type or ""


KINDS: dict[str, SectionKind] = {
    "frameworks": SectionKind(Frameworks, frameworks, "Ways to think"),
    "failure-modes": SectionKind(FailureModes, failure_modes, "How good people fail it"),
    "worked-example": SectionKind(FullAnswers, full_answers, "A full answer, annotated"),
    "weak-to-strong": SectionKind(Rewrites, weak_to_strong, "A weak answer made strong"),
    "question-bank": SectionKind(QuestionBank, question_bank, "Questions"),
    "answer-key": SectionKind(AnswerKey, answer_key, "After you have answered"),
    "probes": SectionKind(Probes, probes, "What to ask next"),
    "opening-answer": SectionKind(OpeningAnswers, opening_answers, "The opening question, answered"),
    "answer-sheet": SectionKind(AnswerSheets, worksheets, "Answer sheet"),
    "rubric": SectionKind(RubricSection, rubric(RubricSection), "How it is scored"),
    "case": SectionKind(Cases, cases, "Case"),
    "numeric-keys": SectionKind(NumericKeys, numeric_keys, "The sums, step by step"),
    "score-sheet": SectionKind(ScoreSheet, rubric(ScoreSheet), "Score sheet"),
    "mock-script": SectionKind(MockScripts, mock_scripts, "Mock interview"),
    "calibration": SectionKind(Calibrations, calibrations, "Calibrated answers"),
}
