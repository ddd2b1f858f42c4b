"""Questions: what is asked, what an interviewer listens for, and the words that they are sorted by."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import (
    Block,
    CompetencyId,
    Difficulty,
    Entity,
    FormatId,
    Frozen,
    Inline,
    InterviewTypeId,
    Line,
    Minutes,
    RoleId,
    SeniorityId,
    Slug,
    TagId,
)


class Format(Entity):
    """How a question is put. `asks_about` past needs "tell me about a time", future must not."""

    name: Line
    asks_about: Literal["past", "future", "either"] = "either"


class Tag(Entity):
    """A word that questions are sorted by, such as a market or a subject."""

    name: Line
    """As it is printed beside a question."""
    group: Slug | None = None
    """What it says about a question, such as its market. Quotas may ask that each question has a tag of a group."""


class Seniority(Entity):
    """A level of a career, such as senior PM."""

    name: Line
    order: Annotated[int, Field(ge=1, le=20)]
    """Its place on the ladder, from 1."""
    roles: tuple[RoleId, ...] = Field(min_length=1)


class Step(Frozen):
    """One line of arithmetic: `calc` may use numbers, + - * / ** ( ) and the ids of earlier steps."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label: Line
    calc: Line
    value: float
    unit: Line | None = None


class FollowUpKey(Frozen):
    """The sum of the next question. Its steps may use the ids of the key's own."""

    ask: Inline
    """The question: `And if a third of them never open the app?`"""
    value: float
    unit: Line
    steps: tuple[Step, ...] = Field(min_length=1)


class NumericKey(Frozen):
    """The number that a good answer lands near. The build works the steps again."""

    value: float
    low: float
    high: float
    unit: Line
    steps: tuple[Step, ...] = Field(min_length=1)
    follow_up: FollowUpKey | None = None
    """The next question, which changes a number, with its own sum."""


class Question(Entity):
    """A prompt and what an interviewer listens for in answers to it."""

    status: Literal["draft"] | None = None
    """`draft` for a question that is not finished: it may lack any other field, and only `build --draft` prints it."""
    interview_type: InterviewTypeId
    competencies: tuple[CompetencyId, ...] = Field(min_length=1, max_length=3)
    format: FormatId
    difficulty: Difficulty
    minutes: Minutes
    prompt: Block
    looks_for: tuple[Inline, ...] = Field(min_length=3)
    red_flags: tuple[Inline, ...] = Field(min_length=2)
    follow_ups: tuple[Inline, ...] = Field(min_length=2)
    hints: tuple[Inline, ...] = ()
    numeric_key: NumericKey | None = None
    gate: Slug | None = None
    """The criterion of the rubric that decides: without a 3 in its row nothing else counts."""
    rows: tuple[Slug, ...] = ()
    """The criteria that the question gives room for; empty means all."""
    levels: tuple[SeniorityId, ...] = ()
    """The levels of a career at which it is asked; empty means all."""
    tags: tuple[TagId, ...] = ()
    """What else can be said of it, such as the market that it is about."""
