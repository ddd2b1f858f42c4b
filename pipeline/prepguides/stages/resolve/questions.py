"""A type's questions as its sections print them, and the figures of their keys as they are written by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from ...model.content.base import Ref
from ...model.content.guide import Part, Section
from ...model.content.interviews import InterviewType, Rubric
from ...model.content.question import FollowUpKey, Format, NumericKey, Question, Seniority, Step, Tag
from ...model.content.roles import Competency
from ...model.naming import anchor_of
from ...text import chart_scales, markdown
from ...text.labels import gettext_noop
from ...text.numbers import MINUS, localized, with_minus
from ...views.from_entity import view_of
from ...views.question_views import (
    AskedQuestionView,
    Figure,
    FollowUpKeyView,
    JudgedQuestionView,
    KeyedQuestionView,
    NumericKeyView,
    QuestionView,
    RecalledQuestionView,
    StepView,
)
from ...views.workbook_views import ListedQuestionView, PracticedQuestionView, ScoredRowView
from .context import EditionContext

Q = TypeVar("Q", bound=QuestionView)

DIFFICULTY = {1: gettext_noop("easy"), 2: gettext_noop("medium"), 3: gettext_noop("hard")}
SHORT = 46
"""Characters of a prompt where it is only recalled: one line of a column."""
RECALLED = 84
"""Characters of a prompt that is recalled in a line across the page."""
_SCALES = frozenset({"thousand", "million", "billion"})
"""Words of a unit after which a tenth is no longer ten cents."""
_TERM = re.compile(r"[a-z]\w*|\d[\d_]*(?:\.\d+)?")
"""The id of a step, or a number."""


def asked(context: EditionContext, part: Part, section: Section) -> tuple[AskedQuestionView, ...]:
    """The questions of the part's type from easy to hard, numbered."""
    return tuple(
        _question(context, AskedQuestionView, question, number, anchor=anchor_of(Ref("questions", question.id)))
        for number, question in enumerate(_of_type(context, part, section), 1)
    )


def judged(context: EditionContext, part: Part, section: Section, look_fors: slice, red_flags: slice) -> tuple[JudgedQuestionView, ...]:
    """The same questions, printed beside their own place, with some of what an answer is judged by."""
    return tuple(
        _question(
            context,
            JudgedQuestionView,
            question,
            number,
            at=anchor_of(Ref("questions", question.id)),
            looks_for=question.looks_for[look_fors],
            red_flags=question.red_flags[red_flags],
        )
        for number, question in enumerate(_of_type(context, part, section), 1)
    )


def listed(context: EditionContext, part: Part, section: Section, type_name: str) -> tuple[ListedQuestionView, ...]:
    """The same questions in a list over several types. What the section lists or takes does not change their numbers."""
    every = section.model_copy(update={"items": (), "take": None})
    return tuple(
        _question(context, ListedQuestionView, question, number, at=anchor_of(Ref("questions", question.id)), type_name=type_name)
        for number, question in enumerate(_of_type(context, part, every), 1)
    )


def practiced(context: EditionContext, part: Part, section: Section, type_name: str) -> tuple[PracticedQuestionView, ...]:
    """The questions of a type as in a list, each with the rows of the rubric that score it."""
    every = section.model_copy(update={"items": (), "take": None})
    return tuple(
        _question(
            context,
            PracticedQuestionView,
            question,
            number,
            at=anchor_of(Ref("questions", question.id)),
            type_name=type_name,
            scored_rows=_scored_rows(context, question),
        )
        for number, question in enumerate(_of_type(context, part, every), 1)
    )


def _scored_rows(context: EditionContext, question: Question) -> tuple[ScoredRowView, ...]:
    """Of a question that names no rows, all of them."""
    return tuple(
        ScoredRowView(id=id, name=name, gate=id == question.gate)
        for id, name in _criterion_names(context, question).items()
        if not question.rows or id in (*question.rows, question.gate)
    )


def keyed(context: EditionContext, part: Part, section: Section) -> tuple[KeyedQuestionView, ...]:
    """Of the same questions those whose answer is a number, numbered as in the bank."""
    language = context.labels.locale
    numbered = ((number, question, question.numeric_key) for number, question in enumerate(_of_type(context, part, section), 1))
    return tuple(
        _question(
            context, KeyedQuestionView, question, number, at=anchor_of(Ref("questions", question.id)), numeric_key=_key(key, language)
        )
        for number, question, key in numbered
        if key
    )


def recalled(context: EditionContext, id: str) -> RecalledQuestionView | None:
    """The question of an example, a script or a calibration; `link` points to where the guide asks it, if it does."""
    question = context.one(Question, id)
    if question is None:
        return None
    short = shortened(markdown.plain(question.prompt, language=context.labels.locale), RECALLED)
    return view_of(RecalledQuestionView, question, short=short, link=anchor_of(Ref("questions", id)), number=None)


def _of_type(context: EditionContext, part: Part, section: Section) -> Sequence[Question]:
    found = context.collect(Question, section, lambda question: question.interview_type == part.interview_type)
    return sorted(found, key=lambda question: question.difficulty)


def _question(context: EditionContext, view: type[Q], question: Question, number: int, **more: object) -> Q:
    criteria = _criterion_names(context, question)
    return view_of(
        view,
        question,
        number=number,
        short=shortened(markdown.plain(question.prompt, language=context.labels.locale), SHORT),
        difficulty_name=context.labels.gettext(DIFFICULTY[question.difficulty]),
        format_name=context.name(Format, question.format),
        competency_names=context.names(Competency, question.competencies),
        level_names=context.names(Seniority, question.levels),
        tag_names=context.names(Tag, question.tags),
        gate_name=criteria.get(question.gate or ""),
        row_names=tuple(criteria[row] for row in question.rows if row in criteria),
        **more,
    )


def _criterion_names(context: EditionContext, question: Question) -> Mapping[str, str]:
    """By id, the names of the criteria that answers are scored by."""
    type = context.one(InterviewType, question.interview_type)
    rubric = context.one(Rubric, type.rubric) if type else None
    return {criterion.id: criterion.name for criterion in rubric.criteria} if rubric else {}


def _key(key: NumericKey, language: str) -> NumericKeyView:
    values = {step.id: step.value for step in key.steps}
    then = _follow_up(key.follow_up, values, language) if key.follow_up else None
    steps = _steps(key.steps, values, language)
    return view_of(NumericKeyView, key, answer=_measured(key.value, key.unit, language), steps=steps, follow_up=then)


def _follow_up(then: FollowUpKey, values: Mapping[str, float], language: str) -> FollowUpKeyView:
    values = {**values, **{step.id: step.value for step in then.steps}}
    return FollowUpKeyView(ask=then.ask, answer=_measured(then.value, then.unit, language), steps=_steps(then.steps, values, language))


def _steps(steps: Sequence[Step], values: Mapping[str, float], language: str) -> tuple[StepView, ...]:
    return tuple(
        StepView(label=step.label, worked=_written(step.calc, values, language), found=_measured(step.value, step.unit or "", language))
        for step in steps
    )


def _written(calc: str, values: Mapping[str, float], language: str) -> str:
    """Arithmetic as it is written by hand: its thousands set apart, and what earlier steps came to in place of their ids."""

    def term(found: re.Match[str]) -> str:
        if found[0] in values:
            number = localized(chart_scales.short(values[found[0]]), language)
            return f"({number})" if values[found[0]] < 0 else number
        whole, point, decimals = found[0].replace("_", "").partition(".")
        return localized(f"{int(whole):,}{point}{decimals}", language) if whole.isdecimal() else found[0]

    for typed, written in (("**", " ^ "), ("*", "×"), ("/", "÷")):
        calc = calc.replace(typed, written)
    return _TERM.sub(term, " ".join(with_minus(calc).split()))


def _measured(value: float, unit: str, language: str) -> Figure:
    """A figure with the sign that touches it, and the rest of its unit: `$60`, `25%`, `4` months."""
    short = chart_scales.short(value)
    if unit.startswith("$"):
        number = localized(_with_cents(short, unit[1:].split()), language)
        return f"{MINUS}${number.removeprefix(MINUS)}" if value < 0 else f"${number}", unit[1:].strip()
    number = localized(short, language)
    if unit.startswith("%"):
        return f"{number}%", unit[1:].strip()
    return number, unit


def _with_cents(number: str, unit: Sequence[str]) -> str:
    """An amount of money with two digits of cents, if it has any: `1.50`, but `1.5` million."""
    tenths_only = len(number.partition(".")[2]) == 1
    return f"{number}0" if tenths_only and not _SCALES.intersection(unit) else number


def shortened(text: str, most: int) -> str:
    """The beginning of a text: whole sentences if they fit, else up to the last clause or word that does, and an ellipsis."""
    if len(text) <= most:
        return text
    head = text[: most + 1]
    for marks, least in (((". ", "? ", "! "), 24), ((", ", "; ", ": ", " ("), most // 2), ((" ",), 0)):
        at = max(head.rfind(mark) for mark in marks)
        if at >= least:
            return head[: at + 1].rstrip() if marks[0] == ". " else head[:at].rstrip(",;: ") + " …"
    return head[:most] + "…"
