"""Section kinds that give room to work, and that find a question again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from ...model.content.guide import Part, Section
from ...model.content.interviews import InterviewType
from ...model.content.question import Question, Seniority, Tag
from ...model.content.roles import Competency
from ...views.workbook_views import Imprint, ListedQuestionView, PracticePages, QuestionGroupView, QuestionIndex, ScoreTracker
from .context import EditionContext
from .questions import listed, practiced
from .section_kind import SectionKind

T = TypeVar("T")

PRACTICE_PAGES = 4
"""As many as an interview type has when the guide does not say."""


def imprint(context: EditionContext, part: Part, section: Section) -> Imprint:
    return Imprint()


def practice_pages(context: EditionContext, part: Part, section: Section) -> PracticePages:
    """A page each for the questions that the section lists, or for some from the easiest to the hardest."""
    type = context.one(InterviewType, part.interview_type) if part.interview_type else None
    every = practiced(context, part, section, type.name) if type else ()
    named = context.listed(section, Question)
    chosen = [entry for id in named for entry in every if entry.id == id] if named else spread(every, section.take or PRACTICE_PAGES)
    return PracticePages(entries=tuple(chosen))


def spread(items: Sequence[T], most: int) -> list[T]:
    """So many of the items, the first and the last among them and the others as far apart as can be."""
    if len(items) <= most:
        return list(items)
    if most == 1:
        return [items[0]]
    return [items[round(index * (len(items) - 1) / (most - 1))] for index in range(most)]


def score_tracker(context: EditionContext, part: Part, section: Section) -> ScoreTracker:
    """All questions that the guide asks, by interview type."""
    groups = (QuestionGroupView(name=type.name, entries=found) for type, found in _asked(context, section))
    return ScoreTracker(groups=tuple(group for group in groups if group.entries))


def question_index(context: EditionContext, part: Part, section: Section) -> QuestionIndex:
    """All questions that the guide asks: under each competency of its roles, each level that one of them names, and each tag."""
    every = [entry for _, found in _asked(context, section) for entry in found]
    competencies = (context.name(Competency, item.competency) for role in context.roles for item in role.competencies)
    levels = [level.name for level in sorted(context.library.all(Seniority), key=lambda level: level.order)]
    tags = [tag.name for tag in context.library.all(Tag)]
    return QuestionIndex(
        groups=_under(competencies, every, lambda entry: entry.competency_names),
        level_groups=_under(levels, every, lambda entry: entry.level_names),
        tag_groups=_under(tags, every, lambda entry: entry.tag_names),
    )


def _under(
    heads: Iterable[str], every: Sequence[ListedQuestionView], heads_of: Callable[[ListedQuestionView], Sequence[str]]
) -> tuple[QuestionGroupView, ...]:
    """Each head once, with the questions that stand under it; none without a question."""
    groups = (
        QuestionGroupView(name=head, entries=tuple(entry for entry in every if head in heads_of(entry))) for head in dict.fromkeys(heads)
    )
    return tuple(group for group in groups if group.entries)


def _asked(context: EditionContext, section: Section) -> Iterator[tuple[InterviewType, tuple[ListedQuestionView, ...]]]:
    """Each interview type with a bank in the candidate's parts, and its questions as the bank numbers them."""
    for part in context.guide.parts:
        has_bank = part.audience == "candidate" and any(found.kind == "question-bank" for found in part.sections)
        type = context.one(InterviewType, part.interview_type) if part.interview_type and has_bank else None
        if type is not None:
            yield type, listed(context, part, section, type.name)


KINDS: dict[str, SectionKind] = {
    "imprint": SectionKind(Imprint, imprint),
    "practice-page": SectionKind(PracticePages, practice_pages, "Practice"),
    "score-tracker": SectionKind(ScoreTracker, score_tracker, "Score tracker"),
    "question-index": SectionKind(QuestionIndex, question_index, "Index of questions"),
}
