"""What plans send their readers to, and what to call it there."""

from __future__ import annotations

from collections.abc import Sequence

from ...model.content.base import Identified, Ref
from ...model.content.interviews import FullAnswer, InterviewType, Rubric, WeakToStrong
from ...model.content.practice import StoryPrompt
from ...model.content.question import Question
from ...model.naming import anchor_of
from ...text.labels import gettext_noop
from ...views.plan_views import AlikeView, LinkGroupView, LinkView
from .context import EditionContext

_SEVERAL = {
    gettext_noop("question"): gettext_noop("questions"),
    gettext_noop("full answer"): gettext_noop("full answers"),
    gettext_noop("rewrite"): gettext_noop("rewrites"),
    gettext_noop("rubric"): gettext_noop("rubrics"),
    gettext_noop("Story prompt"): gettext_noop("Story prompts"),
}
"""What crowded tables call kinds of entities, one of them and several."""


def links_to(context: EditionContext, items: Sequence[str]) -> tuple[LinkView, ...]:
    """A link to each entity. `linking` settles where each stands once the whole edition is known."""
    links = []
    for written in items:
        ref = Ref.of(written)
        entity = context.entity(ref)
        if entity:
            owner, what = _called(context, entity)
            many = context.labels.gettext(_SEVERAL[what]) if what in _SEVERAL else what
            what = context.labels.gettext(what) if what in _SEVERAL else what
            name = _label(context, entity)
            links.append(LinkView(ref=written, link=anchor_of(ref), number=None, name=name, owner=owner, what=what, many=many))
    return tuple(links)


def grouped(links: Sequence[LinkView]) -> tuple[LinkGroupView, ...]:
    """Links of one owner together, and in it those called alike: "Analytical", with its questions, its full answer, its rubric."""
    owners: dict[str, dict[str, list[LinkView]]] = {}
    for link in links:
        owners.setdefault(link.owner or link.what, {}).setdefault(link.what, []).append(link)
    return tuple(
        LinkGroupView(
            name=owner if owner not in kinds else "",
            kinds=tuple(AlikeView(what=what, many=found[0].many, entries=tuple(found)) for what, found in kinds.items()),
        )
        for owner, kinds in owners.items()
    )


def _called(context: EditionContext, entity: Identified) -> tuple[str, str]:
    """What a crowded table calls an entity: its interview type if that has several of the kind, and its kind; else its title."""
    if isinstance(entity, Question):
        return context.name(InterviewType, entity.interview_type), "question"
    if isinstance(entity, FullAnswer | WeakToStrong):
        question = context.one(Question, entity.question)
        owner = context.name(InterviewType, question.interview_type) if question else ""
        return owner, "full answer" if isinstance(entity, FullAnswer) else "rewrite"
    if isinstance(entity, Rubric):
        return next((type.name for type in context.interview_types if type.rubric == entity.id), ""), "rubric"
    return "", "Story prompt" if isinstance(entity, StoryPrompt) else _label(context, entity)


def _label(context: EditionContext, entity: Identified) -> str:
    """What a plan calls an entity: its title, or its kind where it is printed with a number."""
    if isinstance(entity, Question):
        return context.labels.gettext("%(type)s, question", type=context.name(InterviewType, entity.interview_type))
    if isinstance(entity, StoryPrompt):
        return context.labels.gettext("Story prompt")
    if isinstance(entity, Rubric):
        names = (type.name for type in context.interview_types if type.rubric == entity.id)
        return next((context.labels.gettext("%(type)s rubric", type=name) for name in names), context.labels.gettext("Rubric"))
    for attribute in ("title", "name", "term"):
        if hasattr(entity, attribute):
            return str(getattr(entity, attribute))
    return entity.id.replace("-", " ")
