"""What people get wrong about two roles, and how they go from one to the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..model.content.base import Inline, Line
from ..model.view import EntityView, EntriesView
from .role_views import RoleView


@dataclass(frozen=True, slots=True, kw_only=True)
class MisconceptionView(EntityView):
    """Something that people get wrong."""

    KIND: ClassVar[str] = "misconceptions"

    myth: Line
    """What they say."""
    truth: Inline
    """What is so."""
    in_the_interview: Inline
    """What to say in the interview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconceptions(EntriesView):
    """What people get wrong."""

    entries: tuple[MisconceptionView, ...]
    """What they say, one by one."""
    roles: tuple[RoleView, ...]
    """The guide's roles, in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchStepView:
    """A step from one role to the other."""

    when: Line
    """When."""
    do: Inline
    """What to do."""
    proof: Inline
    """What one could show for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchPlanView(EntityView):
    """From one role to the other."""

    KIND: ClassVar[str] = "switch_plans"

    title: Line
    """Its title."""
    start: str
    """Id of the role that one comes from."""
    target: str
    """Id of the role that one goes to."""
    carries_over: Inline
    """What carries over."""
    missing: Inline
    """What is missing."""
    steps: tuple[SwitchStepView, ...]
    """The steps, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchPlans(EntriesView):
    """How to switch."""

    entries: tuple[SwitchPlanView, ...]
    """The plans."""
    roles: tuple[RoleView, ...]
    """The guide's roles, in its order."""
