"""What candidates plan and practice with: study plans, stories, sheets, checklists."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, Self

from ..model.content.base import Inline, Line
from ..model.view import AnchoredView, EntityView, EntriesView, SectionView


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """Something that a plan sends the reader to."""

    ref: str
    """The entity, as the content refers to it: `questions/metric-drop`."""
    link: str | None
    """The HTML id of where the edition prints it; none where it does not."""
    number: int | None
    """The number printed with it there."""
    name: Line
    """What it is called by itself."""
    owner: Line
    """The interview type that has several of the kind; empty where `what` is enough."""
    what: Line
    """What it is called beside others of its owner: `question`."""
    many: Line
    """What several such are called: `questions`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeView:
    """Links that are called alike."""

    what: Line
    """What one of them is called: `question`."""
    many: Line
    """What they are called together: `questions`."""
    entries: tuple[LinkView, ...]
    """The links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGroupView:
    """The links of one interview type, or those that have none."""

    name: Line
    """The interview type; empty where there is none."""
    kinds: tuple[AlikeView, ...]
    """Its links, those together that are called alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingView:
    """One sitting of a study plan."""

    day: int
    """Its day, from 1."""
    minutes: int
    """How long it takes."""
    goal: Inline
    """What for."""
    items: tuple[str, ...]
    """What it works on, as the content refers to it."""
    output: Inline
    """What the candidate has in hand after it."""
    entries: tuple[LinkView, ...]
    """What it works on, one by one."""
    groups: tuple[LinkGroupView, ...]
    """The same, those of one interview type together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPlanView(EntityView):
    """How to spend the days that are left."""

    KIND: ClassVar[str] = "study_plans"

    title: Line
    """Its title."""
    days: int
    """How many days it takes."""
    minutes_a_day: int
    """The most that a day takes."""
    summary: Inline
    """Whom it is for."""
    sessions: tuple[SittingView, ...]
    """Its sittings, from the first day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPlans(SectionView):
    """Study plans, from the shortest."""

    plans: tuple[StudyPlanView, ...]
    """The plans."""

    def entities(self) -> tuple[EntityView, ...]:
        return self.plans


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPromptView(AnchoredView):
    """A question about the past, and the probes that follow."""

    KIND: ClassVar[str] = "story_prompts"

    number: int
    """The number printed with it."""
    prompt: Inline
    """The question."""
    probes: tuple[Inline, ...]
    """What is asked next."""
    competency_names: tuple[Line, ...]
    """What it gives evidence of."""

    def anchors(self) -> Mapping[str, int | None]:
        return {self.anchor: self.number}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPrompts(EntriesView):
    """Questions about the past, to write one's own stories under."""

    entries: tuple[StoryPromptView, ...]
    """The prompts, numbered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMatrix(SectionView):
    """Stories down, competencies across: blank, to be filled in."""

    PRINTS_ENTITIES: ClassVar[bool] = False

    competencies: tuple[Line, ...]
    """Names of what the roles are scored on."""
    rows: int
    """How many stories there is room for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """Room to write in."""

    name: str
    """Its name in the form, unique among all worksheets: where one is printed again, the name ends in `-again`."""
    label: Line
    """What it is for."""
    kind: Literal["line", "lines", "box", "choice", "scale", "table"]
    """What it looks like."""
    words: int
    """How many words it has room for."""
    help: Inline | None
    """What to write there."""
    example: Inline | None
    """Something that could stand there."""
    options: tuple[Line, ...]
    """Of a choice: what to tick. Of a scale: the words at its two ends."""
    columns: tuple[Line, ...]
    """Of a table: its heads."""
    rows: tuple[str, ...]
    """Of a table: the heads of its rows, empty where there is none."""
    headed: bool
    """Of a table: whether any row has a head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksheetView(AnchoredView):
    """A page to fill in, on paper or on screen."""

    KIND: ClassVar[str] = "worksheets"

    title: Line
    """What stands above it."""
    purpose: Inline
    """What it is for."""
    fields: tuple[FieldView, ...]
    """What to fill in."""

    def beside(self, taken: Set[str]) -> Self:
        other = AnchoredView.beside(self, taken)
        again = other.anchor.removeprefix(self.anchor)
        return replace(other, fields=tuple(replace(field, name=field.name + again) for field in self.fields))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksheetSection(SectionView):
    """One worksheet."""

    worksheet: WorksheetView
    """The worksheet that the section names."""

    @property
    def heading(self) -> str | None:
        return self.worksheet.title

    def entities(self) -> tuple[EntityView, ...]:
        return (self.worksheet,)

    def beside(self, taken: Set[str]) -> Self:
        return replace(self, worksheet=self.worksheet.beside(taken))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSheets(EntriesView):
    """The worksheets of an interview type."""

    entries: tuple[WorksheetView, ...]
    """The worksheets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItemView:
    """Something to do and to tick."""

    text: Inline
    """What to do."""
    detail: Inline | None
    """What else there is to say of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistGroupView:
    """Things that are done together."""

    title: Line
    """When, or on what occasion."""
    items: tuple[ChecklistItemView, ...]
    """What to tick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistView(AnchoredView):
    """A list to be ticked off."""

    KIND: ClassVar[str] = "checklists"

    title: Line
    """What stands above it."""
    purpose: Inline
    """What it is for."""
    groups: tuple[ChecklistGroupView, ...]
    """Its items, in groups."""
    name: str
    """What the names of its boxes in the form begin with: its id, with `-again` where it is printed again."""

    def beside(self, taken: Set[str]) -> Self:
        other = AnchoredView.beside(self, taken)
        return replace(other, name=self.name + other.anchor.removeprefix(self.anchor))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistSection(SectionView):
    """One checklist."""

    checklist: ChecklistView
    """The checklist that the section names."""

    @property
    def heading(self) -> str | None:
        return self.checklist.title

    def entities(self) -> tuple[EntityView, ...]:
        return (self.checklist,)

    def beside(self, taken: Set[str]) -> Self:
        return replace(self, checklist=self.checklist.beside(taken))
