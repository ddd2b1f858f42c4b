"""The product life cycle with each role's part in it, and the cover that may be drawn from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from ..model.content.base import Inline, Line, Ref
from ..model.view import EntityView, SectionView
from .guide_views import InterviewTypeView
from .role_views import RoleView


@dataclass(frozen=True, slots=True, kw_only=True)
class InvolvementView(EntityView):
    """A role's part in a phase."""

    KIND: ClassVar[str] = "involvements"

    part: Literal["lead", "co-lead", "contribute", "inform"]
    """How much of the phase is the role's."""
    decisions: Inline
    """What it decides."""
    outputs: Inline
    """What it leaves behind."""
    addition: bool
    """Whether the guide adds its own judgment where the fact base is silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseView(EntityView):
    """A stretch of the product life cycle."""

    KIND: ClassVar[str] = "phases"

    name: Line
    """Its name."""
    question: Line
    """What the team must answer before it leaves the phase."""
    sides: Mapping[str, InvolvementView | None]
    """By role id, each role's part in it; none where it has no part."""

    def items(self) -> tuple[Ref, ...]:
        return (self.ref, *(side.ref for side in self.sides.values() if side))

    def citations(self) -> tuple[str, ...]:
        return (*self.sources, *(id for side in self.sides.values() if side for id in side.sources))


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeCycle(SectionView):
    """The phases, and each role's part in them."""

    phases: tuple[PhaseView, ...]
    """From the first to the last."""
    roles: tuple[RoleView, ...]
    """The guide's roles, in its order."""

    def entities(self) -> tuple[EntityView, ...]:
        return self.phases


@dataclass(frozen=True, slots=True, kw_only=True)
class Swimlane(LifeCycle):
    """The life cycle with a lane for each of two roles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(LifeCycle):
    """The first page: the edition's title over a drawing of its interviews, or of the life cycle."""

    PRINTS_ENTITIES: ClassVar[bool] = False

    types: tuple[InterviewTypeView, ...] = ()
    """The interview types that the edition has parts for, with their stages."""
