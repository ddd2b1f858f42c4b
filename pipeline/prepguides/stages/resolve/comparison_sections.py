"""Section kinds that set roles side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...model.content.guide import Part, Section
from .context import EditionContext
from .sections import SectionKind, View, dump, life_cycle, one_item


def dimensions(context: EditionContext, part: Part, section: Section) -> View:
    """Each dimension with each role's own words for it."""
    found = sorted(context.collect("dimensions", section, lambda dimension: True), key=lambda dimension: dimension.order)
    roles = context.roles
    return {
        "entries": [{**dump(dimension), "sides": {role.id: role.sides.get(dimension.id) for role in roles}} for dimension in found],
        "roles": [dump(role) for role in roles],
    }


def with_roles(kind: str) -> Callable[[EditionContext, Part, Section], View]:
    """All entities of the kind, with the roles whose sides they have."""

    def build(context: EditionContext, part: Part, section: Section) -> View:
        found = context.collect(kind, section, lambda entity: True)
        return {"entries": [dump(entity) for entity in found], "roles": [dump(role) for role in context.roles]}

    return build


def competency_overlap(context: EditionContext, part: Part, section: Section) -> View:
    """Competencies with their weights: those that all of the guide's roles share, then each role's own, heaviest first."""
    weights = {role.id: {item.competency: item.weight for item in role.competencies} for role in context.roles}
    ids = dict.fromkeys(id for group in weights.values() for id in group)
    shared = [id for id in ids if all(id in group for group in weights.values())]
    own = {role: sorted((id for id in group if id not in shared), key=lambda id: -group[id]) for role, group in weights.items()}

    def entry(id: str) -> dict[str, Any]:
        return {"name": context.name("competencies", id), "weights": {role: group.get(id, 0) for role, group in weights.items()}}

    return {
        "shared": [entry(id) for id in shared],
        "own": {role: [entry(id) for id in group] for role, group in own.items()},
        "shared_weight": {role: sum(group[id] for id in shared) for role, group in weights.items()},
        "roles": [dump(role) for role in context.roles],
    }


def type_map(context: EditionContext, part: Part, section: Section) -> View:
    """The interview types of each role, with what each measures."""
    rows = [
        {
            "role": dump(role),
            "types": [
                {**dump(type), "competency_names": [context.name("competencies", id) for id in type.competencies]}
                for type in context.some("interview_types", role.interview_types)
            ],
        }
        for role in context.roles
    ]
    return {"rows": rows}


KINDS: dict[str, SectionKind] = {
    "dimensions": SectionKind(dimensions, "Side by side"),
    "swimlane": SectionKind(life_cycle, "One life cycle, two lanes"),
    "quiz": SectionKind(one_item("quizzes", "quiz"), item="quizzes"),
    "handshake": SectionKind(with_roles("handshakes"), "The launch handshake"),
    "conflicts": SectionKind(with_roles("conflicts"), "Whose call is it?"),
    "competency-overlap": SectionKind(competency_overlap, "Where the competencies overlap"),
    "type-map": SectionKind(type_map, "Eight interviews, two loops"),
    "dual-answers": SectionKind(with_roles("dual_answers"), "One prompt, two answers"),
    "misconceptions": SectionKind(with_roles("misconceptions"), "What people get wrong"),
    "switch-plans": SectionKind(with_roles("switch_plans"), "Switching"),
}
