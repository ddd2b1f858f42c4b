"""Drawings, laid out as far as numbers go: what CSS cannot compute is computed, and words are left for boxes that wrap them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..model.content.base import Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A box, a row or a point of a drawing."""

    label: str
    """What it is called."""
    note: str | None
    """A few words below it."""
    number: int | None
    """Printed before the label: of a sequence its place, elsewhere the framework's step that it is; none where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchView(ItemView):
    """A branch of a tree."""

    leaves: tuple[ItemView, ...]
    """What hangs from it."""
    rows: int
    """How many rows it takes: one for each leaf, and at least one."""
    sign: str | None
    """How it joins the branch above it: a sign of arithmetic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeView:
    """What a thing is made of."""

    kind: Literal["tree"]
    """Its partial's name."""
    alt: str
    """The whole drawing in sentences."""
    root: ItemView
    """What is divided."""
    branches: tuple[BranchView, ...]
    """What it is divided into, from the top."""
    rows: int
    """How many rows all branches take."""
    deep: bool
    """Whether any branch has leaves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnView:
    """A way back."""

    after: int
    """From which step."""
    to: int
    """To which step."""
    when: str
    """When it is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceView:
    """Numbered steps with arrows."""

    kind: Literal["sequence"]
    """Its partial's name."""
    alt: str
    """The whole drawing in sentences."""
    rows: tuple[tuple[ItemView, ...], ...]
    """The steps in rows of equal length, as many as their longest words allow."""
    returns: tuple[ReturnView, ...]
    """Ways back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodView(ItemView):
    """A row of a timeline."""

    left: float
    """Where it starts, in percent of the scale."""
    width: float
    """How long it is, in percent of the scale; 0 for a moment."""
    amount: str
    """How long it is, or when a moment is, as a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TickView:
    """A stretch of a scale."""

    width: float
    """How long it is, in percent of the scale."""
    label: str
    """What is printed at its start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """Periods to scale."""

    kind: Literal["timeline"]
    """Its partial's name."""
    alt: str
    """The whole drawing in sentences."""
    unit: str
    """What the scale counts."""
    periods: tuple[PeriodView, ...]
    """Its rows."""
    ticks: tuple[TickView, ...]
    """The scale, from left to right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisView:
    """An axis of a matrix."""

    name: str
    """What grows along it."""
    low: str
    """What its low end is called."""
    high: str
    """What its high end is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuadrantView(ItemView):
    """A quadrant of a matrix."""

    items: tuple[ItemView, ...]
    """What lies in it."""
    best: bool
    """Whether it is set off from the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixView:
    """Two axes and four quadrants."""

    kind: Literal["matrix"]
    """Its partial's name."""
    alt: str
    """The whole drawing in sentences."""
    across: AxisView
    """From left to right."""
    up: AxisView
    """From bottom to top."""
    rows: tuple[tuple[QuadrantView, ...], ...]
    """The quadrants, two in each row, from the top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelStageView(ItemView):
    """A stage of a funnel."""

    width: float
    """How many are left, in percent of the most."""
    lost: float
    """How many of the stage before are lost, in the same percent."""
    amount: str | None
    """How many are left, as a number; none where the stages have no values."""
    share: str | None
    """Which part of the stage before they are; none at the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelView:
    """Stages that fewer and fewer pass."""

    kind: Literal["funnel"]
    """Its partial's name."""
    alt: str
    """The whole drawing in sentences."""
    unit: str | None
    """What the values count."""
    stages: tuple[FunnelStageView, ...]
    """From the first to the last."""
    counted: bool
    """Whether the stages have values."""


DrawingView = TreeView | SequenceView | TimelineView | MatrixView | FunnelView


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatePageView:
    """What a candidate draws beside the words of an answer."""

    drawing: DrawingView
    """As drawn."""
    caption: Inline
    """What is to be seen on it."""
