"""Section kinds that set roles side by side."""

from __future__ import annotations

from ...model.content.comparison import Conflict, Dimension, DualAnswer, Handshake, Misconception, Quiz, SwitchPlan
from ...model.content.guide import Part, Section
from ...model.content.interviews import InterviewType
from ...model.content.roles import Competency
from ...views.comparison_views import (
    CompetencyOverlap,
    Conflicts,
    ConflictView,
    Dimensions,
    DimensionView,
    DualAnswers,
    DualAnswerView,
    Handshakes,
    HandshakeView,
    LoopView,
    QuizSection,
    QuizView,
    SharedWeightView,
    TypeMap,
)
from ...views.from_entity import view_of
from ...views.guide_views import ScoredTypeView
from ...views.role_views import RoleView
from ...views.switch_views import Misconceptions, MisconceptionView, SwitchPlans, SwitchPlanView
from .context import EditionContext
from .section_kind import SectionKind, anchored, one_item, role_views


def dimensions(context: EditionContext, part: Part, section: Section) -> Dimensions:
    """Each dimension with each role's own words for it."""
    found = sorted(context.collect(Dimension, section, lambda dimension: True), key=lambda dimension: dimension.order)
    entries = (
        view_of(DimensionView, dimension, sides={role.id: role.sides[dimension.id] for role in context.roles if dimension.id in role.sides})
        for dimension in found
    )
    return Dimensions(entries=tuple(entries), roles=role_views(context))


def handshakes(context: EditionContext, part: Part, section: Section) -> Handshakes:
    found = context.collect(Handshake, section, lambda entity: True)
    return Handshakes(entries=tuple(view_of(HandshakeView, entity) for entity in found), roles=role_views(context))


def conflicts(context: EditionContext, part: Part, section: Section) -> Conflicts:
    found = context.collect(Conflict, section, lambda entity: True)
    return Conflicts(entries=tuple(view_of(ConflictView, entity) for entity in found), roles=role_views(context))


def dual_answers(context: EditionContext, part: Part, section: Section) -> DualAnswers:
    found = context.collect(DualAnswer, section, lambda entity: True)
    return DualAnswers(entries=tuple(view_of(DualAnswerView, entity) for entity in found), roles=role_views(context))


def misconceptions(context: EditionContext, part: Part, section: Section) -> Misconceptions:
    found = context.collect(Misconception, section, lambda entity: True)
    return Misconceptions(entries=tuple(view_of(MisconceptionView, entity) for entity in found), roles=role_views(context))


def switch_plans(context: EditionContext, part: Part, section: Section) -> SwitchPlans:
    found = context.collect(SwitchPlan, section, lambda entity: True)
    return SwitchPlans(entries=tuple(view_of(SwitchPlanView, entity) for entity in found), roles=role_views(context))


def competency_overlap(context: EditionContext, part: Part, section: Section) -> CompetencyOverlap:
    """Competencies with their weights: those that all of the guide's roles share, then each role's own, heaviest first."""
    weights = {role.id: {item.competency: item.weight for item in role.competencies} for role in context.roles}
    ids = dict.fromkeys(id for group in weights.values() for id in group)
    shared = [id for id in ids if all(id in group for group in weights.values())]
    own = {role: sorted((id for id in group if id not in shared), key=lambda id: -group[id]) for role, group in weights.items()}

    def entry(id: str) -> SharedWeightView:
        of_roles = {role: group.get(id, 0) for role, group in weights.items()}
        return SharedWeightView(id=id, name=context.name(Competency, id), weights=of_roles)

    return CompetencyOverlap(
        shared=tuple(map(entry, shared)),
        own={role: tuple(map(entry, group)) for role, group in own.items()},
        shared_weight={role: sum(group[id] for id in shared) for role, group in weights.items()},
        roles=role_views(context),
    )


def type_map(context: EditionContext, part: Part, section: Section) -> TypeMap:
    """The interview types of each role, with what each measures."""
    rows = []
    for role in context.roles:
        types = context.some(InterviewType, role.interview_types)
        views = (view_of(ScoredTypeView, type, competency_names=context.names(Competency, type.competencies)) for type in types)
        rows.append(LoopView(role=view_of(RoleView, role), types=tuple(views)))
    return TypeMap(rows=tuple(rows))


KINDS: dict[str, SectionKind] = {
    "dimensions": SectionKind(Dimensions, dimensions, "Side by side"),
    "quiz": SectionKind(QuizSection, one_item(Quiz, lambda quiz: QuizSection(quiz=anchored(QuizView, quiz))), item="quizzes"),
    "handshake": SectionKind(Handshakes, handshakes, "The launch handshake"),
    "conflicts": SectionKind(Conflicts, conflicts, "Whose call is it?"),
    "competency-overlap": SectionKind(CompetencyOverlap, competency_overlap, "Where the competencies overlap"),
    "type-map": SectionKind(TypeMap, type_map, "The interviews of each loop"),
    "dual-answers": SectionKind(DualAnswers, dual_answers, "One prompt, two answers"),
    "misconceptions": SectionKind(Misconceptions, misconceptions, "What people get wrong"),
    "switch-plans": SectionKind(SwitchPlans, switch_plans, "Switching"),
}
