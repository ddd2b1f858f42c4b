"""Questions, as the bank asks them, the key judges them and examples recall them; and the rubrics that they are scored by."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, Self

from ..model.content.base import Block, Inline, Line, Ref
from ..model.view import AnchoredView, EntityView, EntriesView, SectionView, free

Figure = tuple[str, str]
"""A number with the sign that touches it, and the rest of its unit: `$60` and nothing, `4` and `months`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One line of arithmetic."""

    label: Line
    """What it finds."""
    worked: str
    """The arithmetic, as it is written by hand."""
    found: Figure
    """What it comes to: the number with its sign, and the rest of its unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpKeyView:
    """The sum of the next question, which changes a number."""

    ask: Inline
    """The question."""
    answer: Figure
    """The number with its sign, and the rest of its unit."""
    steps: tuple[StepView, ...]
    """How it is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumericKeyView:
    """The number that a good answer lands near."""

    answer: Figure
    """The number with its sign, and the rest of its unit."""
    low: float
    """The least that is accepted."""
    high: float
    """The most that is accepted."""
    steps: tuple[StepView, ...]
    """How it is found."""
    follow_up: FollowUpKeyView | None
    """The next question with its own sum, if there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView(EntityView):
    """A prompt and what an interviewer listens for in answers to it."""

    KIND: ClassVar[str] = "questions"

    number: int
    """The number printed with it; questions are numbered from easy to hard."""
    prompt: Block
    """What is asked."""
    short: str
    """Its first words, one line of a column."""
    difficulty: int
    """1 easy, 2 medium, 3 hard."""
    difficulty_name: str
    """The difficulty in a word."""
    minutes: int
    """How long an answer takes."""
    format_name: Line
    """How it is put."""
    competency_names: tuple[Line, ...]
    """What it is scored on."""
    looks_for: tuple[Inline, ...]
    """What an interviewer looks for; in an answer key the first few, among probes the others."""
    red_flags: tuple[Inline, ...]
    """What spoils an answer; in an answer key the first, among probes the others."""
    follow_ups: tuple[Inline, ...]
    """What is asked next."""
    hints: tuple[Inline, ...]
    """How to help without giving it away."""
    level_names: tuple[Line, ...]
    """The levels at which it is asked; empty where it is asked at all."""
    tag_names: tuple[Line, ...]
    """What it is about besides, such as a market."""
    gate_name: Line | None
    """The row of the rubric that decides, if one does."""
    row_names: tuple[Line, ...]
    """The rows of the rubric that it gives room for, the gate among them; empty where all of them have some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestionView(QuestionView):
    """A question where the guide asks it."""

    anchor: str
    """The HTML id of the element that prints it."""
    earlier: str | None = None
    """The HTML id of where the edition printed it before; none where this is the first time."""

    def anchors(self) -> Mapping[str, int | None]:
        return {self.anchor: self.number}

    def beside(self, taken: Set[str]) -> Self:
        return replace(self, anchor=free(self.anchor, taken), earlier=self.anchor) if self.anchor in taken else self


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedQuestionView(QuestionView):
    """A question beside the place where the guide asks it."""

    at: str
    """The HTML id of that place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedQuestionView(JudgedQuestionView):
    """A question whose answer is a number."""

    numeric_key: NumericKeyView
    """The number that a good answer lands near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionBank(EntriesView):
    """The questions of an interview type, from easy to hard."""

    entries: tuple[AskedQuestionView, ...]
    """The questions, numbered."""
    split: int
    """How many stand in the left of two columns, so that the taller is as low as it can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerKey(EntriesView):
    """What decides each question, to be ticked after answering."""

    entries: tuple[JudgedQuestionView, ...]
    """The questions, with the first of their look-fors and red flags."""
    split: int
    """How many stand in the left of two columns, so that the taller is as low as it can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probes(EntriesView):
    """What the interviewer needs of each question besides the key."""

    entries: tuple[JudgedQuestionView, ...]
    """The questions, with the look-fors and red flags that the key leaves out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumericKeys(EntriesView):
    """The questions whose answer is a number, with the steps that lead to it."""

    entries: tuple[KeyedQuestionView, ...]
    """The questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalledQuestionView(EntityView):
    """The question that an example, a script or a calibration is about."""

    KIND: ClassVar[str] = "questions"

    prompt: Block
    """What is asked."""
    short: str
    """Its first words, one line across the page."""
    minutes: int
    """How long an answer takes."""
    link: str | None
    """The HTML id of where the edition asks it; none where it does not."""
    number: int | None
    """The number printed with it there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredView(AnchoredView):
    """Something that is about one question."""

    question_entry: RecalledQuestionView
    """The question."""

    def items(self) -> tuple[Ref, ...]:
        return (self.ref, self.question_entry.ref)

    def citations(self) -> tuple[str, ...]:
        return (*self.sources, *self.question_entry.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredSection(EntriesView):
    """A section whose entries are each about one question."""

    entries: tuple[AnsweredView, ...]
    """The entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionView:
    """One row of a rubric."""

    id: str
    """Its id, which scores and notes name."""
    name: Line
    """Its name."""
    weight: int
    """Percent of the whole score."""
    competency_name: Line
    """The competency that it gives evidence of."""
    anchors: Mapping[Literal["1", "2", "3", "4"], Inline]
    """By score, a behavior that an interviewer can see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictView:
    """A result, and the least that it takes; the last one takes what is left."""

    name: Line
    """Its name."""
    least: float | None
    """Fewest points, weighted over the rows that were scored."""
    gate: int | None
    """The least score of the row that decides."""
    lowest: int | None
    """The least score of every row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HireScaleView(EntityView):
    """What weighted scores decide."""

    KIND: ClassVar[str] = "hire_scales"

    verdicts: tuple[VerdictView, ...]
    """The results, from the best."""
    note: Inline | None
    """What stands below them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricView(AnchoredView):
    """How an interview is scored, 1 to 4, and what the scores decide."""

    KIND: ClassVar[str] = "rubrics"

    name: Line
    """Its name."""
    criteria: tuple[CriterionView, ...]
    """Its rows."""
    scale: HireScaleView | None
    """What the weighted scores decide; none where nobody has said."""
    decision_rule: Block
    """What an interviewer needs besides, to come to a decision."""

    def items(self) -> tuple[Ref, ...]:
        return (self.ref, self.scale.ref) if self.scale else (self.ref,)

    def citations(self) -> tuple[str, ...]:
        return (*self.sources, *self.scale.sources) if self.scale else self.sources


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricSection(SectionView):
    """The rubric of an interview type."""

    rubric: RubricView
    """The rubric."""

    def entities(self) -> tuple[EntityView, ...]:
        return (self.rubric,)

    def beside(self, taken: Set[str]) -> Self:
        return replace(self, rubric=self.rubric.beside(taken))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSheet(RubricSection):
    """The same criteria on a leaf to write on, where no link leads."""

    def anchors(self) -> Mapping[str, int | None]:
        return {}

    def beside(self, taken: Set[str]) -> Self:
        return self
