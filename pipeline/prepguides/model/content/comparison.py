"""Two roles side by side."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .base import Block, Entity, Frozen, Inline, Line, PhaseId, RoleId

Sides = dict[RoleId, Inline]
"""Role id to that role's words; every role of the comparison has its own."""


class Dimension(Entity):
    """A question that both roles answer. The cells are `Role.sides`, so that they cannot drift."""

    title: Line
    order: int
    question: Line
    overlap: Inline
    interview: Inline
    """What the difference changes in the interview."""


class QuizOption(Frozen):
    text: Inline
    points: dict[RoleId, Annotated[int, Field(ge=0, le=3)]]


class QuizQuestion(Frozen):
    prompt: Inline
    options: tuple[QuizOption, ...] = Field(min_length=2, max_length=4)


class QuizBand(Frozen):
    """A result: whose totals it reads, what they mean and what to do about it."""

    ahead: RoleId | None = None
    """The role whose total leads; none for the results without such a lead."""
    by: Annotated[int, Field(ge=1)] = 1
    """Fewest points by which it leads each other role."""
    least: Annotated[int, Field(ge=0)] = 0
    """Fewest points of the role that leads; without one, of all roles together."""
    means: Inline
    do_next: Inline


class Quiz(Entity):
    title: Line
    intro: Inline
    roles: tuple[RoleId, ...] = Field(min_length=2)
    questions: tuple[QuizQuestion, ...] = Field(min_length=6)
    least_answers: Annotated[int, Field(ge=1)]
    """With fewer questions answered the totals decide nothing, and the guide says so."""
    bands: tuple[QuizBand, ...] = Field(min_length=3)
    """Read from the top: the first that fits is the reader's. The last one takes all totals that are left."""


class Conflict(Entity):
    """A decision that both roles think is theirs, and how to settle it."""

    title: Line
    situation: Inline
    views: Sides
    settle: Inline
    who_decides: Inline


class HandshakeStep(Frozen):
    when: Line
    sides: Sides
    together: Inline
    artifact: Line


class Handshake(Entity):
    """Who hands what to whom as a launch comes near."""

    title: Line
    intro: Inline
    phase: PhaseId
    steps: tuple[HandshakeStep, ...] = Field(min_length=4)


class DualAnswer(Entity):
    """One prompt, answered as each role would."""

    title: Line
    prompt: Inline
    answers: dict[RoleId, Block]
    commentary: Block
    """What differs, and why."""


class Misconception(Entity):
    myth: Line
    truth: Inline
    in_the_interview: Inline


class SwitchStep(Frozen):
    when: Line
    do: Inline
    proof: Inline


class SwitchPlan(Entity):
    """From one role to the other."""

    title: Line
    start: RoleId
    target: RoleId
    carries_over: Inline
    missing: Inline
    steps: tuple[SwitchStep, ...] = Field(min_length=3)
