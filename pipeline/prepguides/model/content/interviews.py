"""Interview types and all that is scored in them: questions, rubrics, answers, cases."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import (
    Audience,
    Block,
    CompetencyId,
    Difficulty,
    Entity,
    FrameworkId,
    Frozen,
    HireScaleId,
    Inline,
    InterviewTypeId,
    Level,
    Line,
    Minutes,
    QuestionId,
    RoleId,
    RubricId,
    Slug,
)
from .drawings import CandidatePage
from .roles import Percent


class Stage(Frozen):
    """A stretch of the interview on the clock."""

    name: Line
    minutes: Minutes
    goal: Inline


class FailureMode(Frozen):
    """A way that good candidates lose this interview."""

    name: Line
    looks_like: Inline
    instead: Inline


class InterviewType(Entity):
    """One kind of interview in a loop. Stage minutes add up to `minutes`."""

    name: Line
    roles: tuple[RoleId, ...] = Field(min_length=1)
    measures: Line
    """What it measures, in one sentence."""
    purpose: Block
    style: Literal["theoretical", "experiential", "mixed"]
    minutes: Minutes
    stages: tuple[Stage, ...] = Field(min_length=2)
    competencies: tuple[CompetencyId, ...] = Field(min_length=2, max_length=5)
    frameworks: tuple[FrameworkId, ...] = Field(min_length=1)
    rubric: RubricId
    failure_modes: tuple[FailureMode, ...] = Field(min_length=3)
    cold_open: Inline
    """One question to answer before reading on."""
    opening_answer: Block | None = None
    """What a strong answer to it says. Printed after the questions and the pages to practice on."""


class Criterion(Frozen):
    """One row of a rubric; each anchor is a behavior an interviewer can see."""

    id: Slug
    name: Line
    competency: CompetencyId
    weight: Percent
    anchors: dict[Literal["1", "2", "3", "4"], Inline]
    """Each score to what earns it."""


class Rubric(Entity):
    """How an interview is scored, 1 to 4, and what the scores decide. Weights total 100."""

    name: Line
    criteria: tuple[Criterion, ...] = Field(min_length=4, max_length=5)
    hire_scale: HireScaleId | None = None
    """What the weighted scores decide."""
    decision_rule: Block
    """What an interviewer needs besides, to come to a decision."""


class Note(Frozen):
    """A margin note: which criterion the words beside it earn, and why."""

    criterion: Slug
    at: Line | None = None
    """The words that it judges, as the segment has them: they are marked in the text, and the note stands beside their line. Without, it
    judges the whole segment."""
    note: Inline


class Segment(Frozen):
    """A stretch of a spoken answer, from `minute` on. `speaker` names the interviewer's interruptions."""

    minute: Annotated[int, Field(ge=0, le=120)]
    text: Block
    speaker: Literal["candidate", "interviewer"] = "candidate"
    notes: tuple[Note, ...] = ()


class FullAnswer(Entity):
    """A whole answer, annotated against the rubric of its interview type."""

    kind: Literal["full"]
    question: QuestionId
    audience: Audience = "candidate"
    title: Line
    segments: tuple[Segment, ...] = Field(min_length=4)
    page: CandidatePage | None = None
    """What the candidate draws beside the words."""
    scores: dict[Slug, Level]
    """Criterion id to score; every criterion with an annotation behind it."""
    rationale: Block


class Rewrite(Frozen):
    """The same moment of an answer, before and after."""

    weak: Inline
    strong: Inline
    change: Line
    """What changed, named."""
    criterion: Slug


class WeakToStrong(Entity):
    """A weak answer made strong, move by move."""

    kind: Literal["weak-to-strong"]
    question: QuestionId
    audience: Audience = "candidate"
    title: Line
    pairs: tuple[Rewrite, ...] = Field(min_length=3)
    scores_before: dict[Slug, Level]
    scores_after: dict[Slug, Level]
    rationale: Block


WorkedExample = Annotated[FullAnswer | WeakToStrong, Field(discriminator="kind")]


class CalibratedAnswer(Frozen):
    answer: Block
    why: Inline


class Calibration(Entity):
    """One question answered at three scores, for interviewers to agree on what each looks like."""

    question: QuestionId
    answers: dict[Literal["2", "3", "4"], CalibratedAnswer]


class HeldBackFact(Frozen):
    ask: Inline
    """What the candidate has to ask for."""
    fact: Inline


class Exhibit(Frozen):
    """Data that a case shows."""

    id: Slug
    title: Line
    chart: Literal["table", "bars", "lines", "funnel", "retention"]
    """In `lines` and `retention` each row is a line from left to right. In `bars` and `funnel` each row has a bar for each column."""
    unit: Line
    alt: Line
    """What a reader who cannot see the drawing needs to know."""
    columns: tuple[Line, ...] = Field(min_length=2)
    """What the rows are called, then what their numbers are. Of `lines` and `retention`, the points below the lines, evenly spaced, such as
    weeks: at least two."""
    rows: tuple[tuple[Line | float, ...], ...] = Field(min_length=2)
    """A label, and one cell per column after the first: a number, but in a table."""
    note: Inline | None = None


class Figure(Frozen):
    """A number in the case's words that its exhibits give. The build works it again; nothing of it is printed."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] | None = None
    """A name by which later figures call the exact result."""
    says: Line
    """Words of the case as they stand there, with one number: `total opens fell by 90,000`. Or a cell that follows from others."""
    calc: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=r"^[^\n]*$")]
    """Numbers, + - * / ** ( ), names of earlier figures, and cells: `<row | column>`, or `<exhibit | row | column>` where two exhibits
    have such a cell."""


class CaseDifficulty(Frozen):
    quantitative: Difficulty
    qualitative: Difficulty
    overall: Difficulty


class CaseScenario(Entity):
    """A situation at a fictional company, with facts that must be asked for."""

    interview_types: tuple[InterviewTypeId, ...] = Field(min_length=1)
    roles: tuple[RoleId, ...] = Field(min_length=1)
    title: Line
    company: Line
    setting: Block
    prompt: Block
    facts_given: tuple[Inline, ...] = Field(min_length=2)
    facts_held_back: tuple[HeldBackFact, ...] = Field(min_length=2)
    exhibits: tuple[Exhibit, ...] = Field(min_length=1)
    figures: tuple[Figure, ...] = ()
    """Which numbers of the texts rest on which cells."""
    questions: tuple[QuestionId, ...] = Field(min_length=1)
    solution_path: tuple[Inline, ...] = Field(min_length=3)
    checks: tuple[Inline, ...] = ()
    """What a candidate who works alone may tick afterward: it judges an answer and gives none."""
    telling: Inline | None = None
    """How an interviewer plays it. For the coach alone."""
    difficulty: CaseDifficulty


class Drill(Entity):
    """A short timed exercise for one muscle of the interview."""

    interview_type: InterviewTypeId
    title: Line
    minutes: Minutes
    setup: Inline
    rounds: tuple[Inline, ...] = Field(min_length=3)
    done_when: Inline
    answer: Block | None = None
    """One way through its rounds, printed on a later page."""


class Beat(Frozen):
    """What the coach does at a minute of the mock."""

    minute: Annotated[int, Field(ge=0, le=120)]
    say: Inline
    listen_for: Inline
    probe: Inline | None = None


class MockScript(Entity):
    """A mock interview that a coach can run from the page. For the coach alone."""

    interview_type: InterviewTypeId
    question: QuestionId
    minutes: Minutes
    setup: Inline
    beats: tuple[Beat, ...] = Field(min_length=5)
    close: Inline
