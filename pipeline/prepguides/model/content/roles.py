"""Roles and what surrounds them: competencies, phases, stakeholders."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import (
    Accent,
    Block,
    ClaimId,
    CompetencyId,
    Date,
    DimensionId,
    Entity,
    Flag,
    Frozen,
    Inline,
    InterviewTypeId,
    Line,
    PhaseId,
    ResourceId,
    RoleId,
    StakeholderId,
)

Percent = Annotated[int, Field(ge=0, le=100)]
Part = Literal["lead", "co-lead", "contribute", "inform"]
"""How much of a phase is this role's: decides, decides together, does some of the work, is told."""


class LevelNote(Frozen):
    level: Line
    note: Inline


class Competency(Entity):
    """A capability that interviewers score."""

    name: Line
    roles: tuple[RoleId, ...] = Field(min_length=1)
    definition: Inline
    signals: tuple[Inline, ...] = Field(min_length=3)
    """What an interviewer can see or hear."""
    levels: tuple[LevelNote, ...] = ()


class Trait(Frozen):
    """One responsibility or skill."""

    title: Line
    detail: Inline
    claims: tuple[ClaimId, ...] = ()


class WhyWhatWhen(Frozen):
    """Who answers each of the four questions, in this role's words."""

    why: Inline
    what: Inline
    when: Inline
    how: Inline


class InterviewStyle(Frozen):
    """How much of the loop asks what you would do (theoretical) and what you did (experiential); totals 100."""

    theoretical: Percent
    experiential: Percent
    note: Inline


class CompetencyWeight(Frozen):
    competency: CompetencyId
    weight: Percent


class CompanyVariation(Frozen):
    """How a real company departs from the typical loop; says when and who says so."""

    company: Line
    detail: Inline
    as_of: Date
    source: ResourceId


class Role(Entity):
    """A job that a guide prepares for."""

    name: Line
    short: Line
    accent: Accent
    promise: Line
    """What the role is for, in one sentence."""
    mission: Block
    accountability: Block
    responsibilities: tuple[Trait, ...] = Field(min_length=3)
    skills: tuple[Trait, ...] = Field(min_length=2)
    ways_of_working: Block
    why_what_when: WhyWhatWhen
    absence: Block
    """What goes wrong without the role."""
    interview_style: InterviewStyle
    interview_types: tuple[InterviewTypeId, ...] = Field(min_length=1)
    competencies: tuple[CompetencyWeight, ...] = Field(min_length=2)
    company_variations: tuple[CompanyVariation, ...] = ()
    sides: dict[DimensionId, Inline] = {}
    """This role's cell in each comparison dimension."""


class Phase(Entity):
    """A stretch of the product life cycle."""

    name: Line
    order: int
    question: Line
    """What the team must answer before it leaves the phase."""


class Involvement(Entity):
    """A role's part in a phase."""

    role: RoleId
    phase: PhaseId
    part: Part
    decisions: Inline
    outputs: Inline
    addition: Flag = False
    """True where the fact base is silent and the guide adds its own judgment."""


class Stakeholder(Entity):
    """A group that roles work with."""

    name: Line


class StakeholderLink(Entity):
    """What passes between a role and a stakeholder, and where they pull apart."""

    role: RoleId
    stakeholder: StakeholderId
    gives: Inline
    gets: Inline
    tension: Inline
    phases: tuple[PhaseId, ...] = ()
