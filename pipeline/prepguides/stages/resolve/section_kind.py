"""What a section kind is, and what builders of views share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ...model.content.base import Entity, Identified, Ref
from ...model.content.guide import Part, Section
from ...model.naming import anchor_of
from ...model.view import AnchoredView, SectionView
from ...views.from_entity import view_of
from ...views.role_views import RoleView
from .context import EditionContext

E = TypeVar("E", bound=Identified)
A = TypeVar("A", bound=AnchoredView)

Build = Callable[[EditionContext, Part, Section], SectionView | None]
"""Makes a section's view from the library; None when the cohort goes without all that the section is about."""


@dataclass(frozen=True)
class SectionKind:
    """`build` makes views of the class `view`; `title` is the default heading; `item` the kind of entity to name, if any."""

    view: type[SectionView]
    build: Build
    title: str | None = None
    item: str | None = None


def anchored(view: type[A], entity: Entity, **more: object) -> A:
    """The entity's view with its anchor."""
    return view_of(view, entity, anchor=anchor_of(Ref(view.KIND, entity.id)), **more)


def role_views(context: EditionContext) -> tuple[RoleView, ...]:
    """The guide's roles."""
    return tuple(view_of(RoleView, role) for role in context.roles)


def one_item(model: type[E], show: Callable[[E], SectionView]) -> Build:
    """A view of the one entity that the section names."""

    def build(context: EditionContext, part: Part, section: Section) -> SectionView | None:
        entity = context.item(section, model)
        return show(entity) if entity else None

    return build
