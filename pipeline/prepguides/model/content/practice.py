"""What a candidate practices with: stories, plans, worksheets, words, numbers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import (
    Audience,
    Block,
    CompetencyId,
    Date,
    Entity,
    Flag,
    Frozen,
    Inline,
    InterviewTypeId,
    ItemRef,
    Line,
    Minutes,
    PastDate,
    ResourceId,
    RoleId,
    TermId,
    WebAddress,
)


class StoryPrompt(Entity):
    """A question about the past, and the probes that follow."""

    roles: tuple[RoleId, ...] = Field(min_length=1)
    competencies: tuple[CompetencyId, ...] = Field(min_length=1)
    prompt: Inline
    probes: tuple[Inline, ...] = Field(min_length=2)


class Session(Frozen):
    """One sitting. `items` are what it works on; `output` is what the candidate has in hand after it."""

    day: Annotated[int, Field(ge=1)]
    minutes: Minutes
    goal: Inline
    items: tuple[ItemRef, ...] = Field(min_length=1)
    output: Inline
    mock: Flag = False
    """Whether a partner or a coach plays the interviewer."""


class StudyPlan(Entity):
    """How to spend the days left. Sessions stay inside `days` and `minutes_a_day`."""

    roles: tuple[RoleId, ...] = Field(min_length=1)
    title: Line
    days: Annotated[int, Field(ge=1, le=120)]
    minutes_a_day: Minutes
    summary: Inline
    sessions: tuple[Session, ...] = Field(min_length=1)


class WorksheetField(Frozen):
    """Room to write in."""

    label: Line
    kind: Literal["line", "lines", "box", "choice", "scale", "table"]
    words: Annotated[int, Field(ge=1, le=600)] | None = None
    """How many are expected: the page rules lines for so many, and a box is as high as those lines. 5 when nothing is said, in a box 27."""
    help: Inline | None = None
    example: Inline | None = None
    """Set lightly above the field."""
    options: tuple[Line, ...] = ()
    """For choice: what to tick, at least one. For scale: the words at its two ends."""
    columns: tuple[Line, ...] = ()
    """For table: the heads of what is filled in, at least one."""
    rows: tuple[Line, ...] = ()
    """For table: row heads, which stand in a column of their own before the others, without a head. A blank row is written as "—"; all
    of them blank, there is no such column. Three blank rows when nothing is said."""


class Worksheet(Entity):
    """A page to fill in."""

    roles: tuple[RoleId, ...] = Field(min_length=1)
    interview_types: tuple[InterviewTypeId, ...] = ()
    audience: Audience = "candidate"
    title: Line
    purpose: Inline
    fields: tuple[WorksheetField, ...] = Field(min_length=1)


class ChecklistItem(Frozen):
    text: Inline
    detail: Inline | None = None


class ChecklistGroup(Frozen):
    title: Line
    items: tuple[ChecklistItem, ...] = Field(min_length=2)


class Checklist(Entity):
    """Things to tick off, in groups."""

    roles: tuple[RoleId, ...] = Field(min_length=1)
    title: Line
    purpose: Inline
    groups: tuple[ChecklistGroup, ...] = Field(min_length=1)


class Term(Entity):
    """A glossary entry."""

    term: Line
    roles: tuple[RoleId, ...] = Field(min_length=1)
    expansion: Line | None = None
    """What an acronym stands for."""
    definition: Inline
    see: tuple[TermId, ...] = ()


class Flashcard(Entity):
    roles: tuple[RoleId, ...] = Field(min_length=1)
    front: Inline
    back: Inline


class QuestionToAsk(Entity):
    """A question for the candidate to put, and what the answer gives away."""

    roles: tuple[RoleId, ...] = Field(min_length=1)
    to: Line
    question: Inline
    tells_you: Inline


class ReferenceNumber(Entity):
    """A number to estimate from."""

    roles: tuple[RoleId, ...] = Field(min_length=1)
    label: Line
    value: Line
    rounded: Line
    region: Line
    as_of: Date
    source: ResourceId
    use: Inline


class Resource(Entity):
    """Something to read, and the place a fact can be checked."""

    title: Line
    roles: tuple[RoleId, ...] = ()
    """Whose candidates should read it; empty means everyone's."""
    publisher: Line
    address: WebAddress
    said: PastDate | None = None
    """When its publisher said it: `2024`, `2024-03` or `2024-03-18`. An undated page has none."""
    accessed: Date
    """When it was last read."""
    review: Date | None = None
    """From this day `check --stale` asks to read it again, however lately it was read."""
    licence: Line = "All rights reserved"
    note: Inline | None = None
    listed: Flag = True
    """Whether it appears under resources, or only where it is cited."""


class CoachSession(Frozen):
    """One meeting of a coach and a candidate."""

    title: Line
    minutes: Minutes
    before: Inline
    """What the coach reads or prints."""
    steps: tuple[Inline, ...] = Field(min_length=2)
    homework: Inline
    watch_for: Inline


class SessionPlan(Entity):
    """How a coach takes a candidate through the guide. For the coach alone."""

    roles: tuple[RoleId, ...] = Field(min_length=1)
    title: Line
    summary: Inline
    sessions: tuple[CoachSession, ...] = Field(min_length=2)


class RatingError(Entity):
    """A way in which scores go wrong, and what a rater does about it. For the coach alone."""

    name: Line
    happens: Inline
    notice: Inline
    """What the rater can notice in their own notes."""
    instead: Inline


class Page(Entity):
    """A page of prose, written as a Markdown file with front matter."""

    title: Line
    audience: Audience = "candidate"
    lead: Inline | None = None
    body: Block
