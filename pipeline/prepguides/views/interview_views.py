"""What an interview type is prepared with: frameworks, worked examples, cases, drills, mocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from ..model.content.base import Audience, Block, Inline, Line, Ref
from ..model.view import AnchoredView, EntriesView, SectionView
from .drawing_views import CandidatePageView, DrawingView
from .passage_views import PassageView, SegmentView
from .question_views import AnsweredSection, AnsweredView, CriterionView


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureModeView:
    """A way that good candidates lose the interview."""

    name: Line
    """Its name."""
    looks_like: Inline
    """How it shows."""
    instead: Inline
    """What to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureModes(SectionView):
    """How good people fail the type of interview."""

    type: str
    """Id of the interview type."""
    entries: tuple[FailureModeView, ...]
    """The ways."""

    @property
    def is_empty(self) -> bool:
        return not self.entries

    def items(self) -> tuple[Ref, ...]:
        return (Ref("interview_types", self.type),)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningAnswerView(AnchoredView):
    """The question that opens a part, answered."""

    KIND: ClassVar[str] = "interview_types"

    cold_open: Inline
    """The question, as the part's first page asks it."""
    opening_answer: Block
    """What a strong answer says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningAnswers(EntriesView):
    """The answer to the question that opens the part."""

    entries: tuple[OpeningAnswerView, ...]
    """The one answer; none where the interview type has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkStepView:
    """A step of a framework."""

    name: Line
    """Its name."""
    detail: Inline
    """What to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkView(AnchoredView):
    """A way to structure an answer."""

    KIND: ClassVar[str] = "frameworks"

    name: Line
    """Its name."""
    also_called: tuple[Line, ...]
    """Names that others use."""
    summary: Inline
    """What it is."""
    drawing: DrawingView | None
    """Its shape; none where its steps are all there is to see."""
    steps: tuple[FrameworkStepView, ...]
    """Its steps, in their order."""
    use_when: Inline
    """When it fits."""
    not_when: Inline
    """When it does not."""
    failure_sign: Inline
    """How it fails."""
    credit: Inline | None
    """Whose it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frameworks(EntriesView):
    """Ways to think."""

    entries: tuple[FrameworkView, ...]
    """The frameworks of the interview type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleView(AnsweredView):
    """A worked example: an answer with what it scores."""

    KIND: ClassVar[str] = "worked_examples"

    title: Line
    """Its title."""
    audience: Audience
    """Whom it is written for."""
    rationale: Block
    """What is to be learned from it."""
    criteria: Mapping[str, CriterionView]
    """By id, the criteria of the interview type's rubric."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FullAnswerView(ExampleView):
    """A whole answer, annotated."""

    scores: Mapping[str, int]
    """By criterion id, 1 to 4."""
    segments: tuple[SegmentView, ...]
    """What is said, stretch by stretch."""
    turns: tuple[tuple[PassageView, ...], ...]
    """The same in rows, none of which is broken over pages: a passage without notes joins the row before while that has room."""
    page: CandidatePageView | None
    """What the candidate draws beside the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FullAnswers(AnsweredSection):
    """Whole answers, annotated against the rubric of the interview type."""

    entries: tuple[FullAnswerView, ...]
    """The answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RewriteView:
    """The same moment of an answer, before and after."""

    weak: Inline
    """Before."""
    strong: Inline
    """After."""
    change: Line
    """What changed, named."""
    criterion: str
    """Id of the criterion that it earns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RewrittenView(ExampleView):
    """A weak answer made strong, move by move."""

    pairs: tuple[RewriteView, ...]
    """The moves."""
    scores_before: Mapping[str, int]
    """By criterion id, what the weak answer scores."""
    scores_after: Mapping[str, int]
    """By criterion id, what the strong one scores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrites(AnsweredSection):
    """Weak answers made strong."""

    entries: tuple[RewrittenView, ...]
    """The answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatView:
    """What the coach does at a minute of the mock."""

    minute: int
    """The minute."""
    say: Inline
    """What to say."""
    listen_for: Inline
    """What to listen for."""
    probe: Inline | None
    """What to ask when it does not come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MockScriptView(AnsweredView):
    """A mock interview that a coach can run from the page."""

    KIND: ClassVar[str] = "mock_scripts"

    minutes: int
    """How long it takes."""
    setup: Inline
    """What to prepare."""
    beats: tuple[BeatView, ...]
    """What happens, minute by minute."""
    close: Inline
    """What to do afterward."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MockScripts(AnsweredSection):
    """Mock interviews."""

    entries: tuple[MockScriptView, ...]
    """The scripts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibratedAnswerView:
    """An answer at one score."""

    answer: Block
    """What is said."""
    why: Inline
    """Why it scores that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationView(AnsweredView):
    """One question answered at three scores."""

    KIND: ClassVar[str] = "calibrations"

    answers: Mapping[Literal["2", "3", "4"], CalibratedAnswerView]
    """By score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrations(AnsweredSection):
    """Answers for interviewers to agree on."""

    entries: tuple[CalibrationView, ...]
    """The questions with their answers."""
