"""Section kinds of drills."""

from __future__ import annotations

from ...model.content import ref_of
from ...model.content.guide import Part, Section
from ...model.content.interviews import Drill
from ...model.naming import anchor_of
from ...views.drill_views import DrillAnswers, DrillAnswerView, Drills, DrillView
from ...views.from_entity import view_of
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


KINDS: dict[str, SectionKind] = {
    "drill": SectionKind(Drills, drills, "Drill"),
    "drill-answers": SectionKind(DrillAnswers, drill_answers, "The drill, answered"),
}
