"""Section kinds of drills, and of the clock that they are done by."""

from __future__ import annotations

from ...model.content import ref_of
from ...model.content.guide import Part, Section
from ...model.content.interviews import Drill, InterviewType
from ...model.naming import anchor_of
from ...views.drill_views import DrillAnswers, DrillAnswerView, Drills, DrillView
from ...views.from_entity import view_of
from ...views.guide_views import InterviewTypeView, TimeMap
from .context import EditionContext
from .section_kind import SectionKind, anchored


def drills(context: EditionContext, part: Part, section: Section) -> Drills:
    found = context.collect(Drill, section, lambda drill: drill.interview_type == part.interview_type)
    return Drills(entries=tuple(anchored(DrillView, drill) for drill in found))


def drill_answers(context: EditionContext, part: Part, section: Section) -> DrillAnswers:
    """One way through the rounds of each drill that has one."""
    found = context.collect(Drill, section, lambda drill: drill.interview_type == part.interview_type)
    entries = (
        view_of(DrillAnswerView, drill, at=anchor_of(ref := ref_of(drill)), anchor=f"{anchor_of(ref)}-answer")
        for drill in found
        if drill.answer is not None
    )
    return DrillAnswers(entries=tuple(entries))


def time_map(context: EditionContext, part: Part, section: Section) -> TimeMap | None:
    """The stages of the part's type of interview, and what each is for."""
    type = context.one(InterviewType, part.interview_type) if part.interview_type else None
    return TimeMap(type=view_of(InterviewTypeView, type)) if type else None


KINDS: dict[str, SectionKind] = {
    "drill": SectionKind(Drills, drills, "Drill"),
    "time-map": SectionKind(TimeMap, time_map, "The clock"),
    "drill-answers": SectionKind(DrillAnswers, drill_answers, "The drill, answered"),
}
