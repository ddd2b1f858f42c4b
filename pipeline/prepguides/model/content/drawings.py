"""What is drawn beside words: a framework's shape, or the page that a candidate would sketch."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import Flag, Frozen, Inline, Plain

LABEL, REMARK = 60, 90
"""Characters that a box of a drawing holds in a few lines: what it is called, and what is said of it."""
MOST = 12
"""Rows, steps, periods, stages or placed items of one drawing; more are no longer seen at once."""

MOST_LINES = 40
"""Lines of a page that a drawing may take, so that it stands on one page with its title."""

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LABEL, pattern=r"^[^\n]*$"), Plain()]
Remark = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=REMARK, pattern=r"^[^\n]*$"), Plain()]
Place = Annotated[int, Field(ge=1, le=MOST)]
"""Which step: the first is 1."""
Amount = Annotated[float, Field(ge=0)]


class Item(Frozen):
    """A box, a row or a point of a drawing. It has a `label`, or the number of a `step` of the framework, whose name it then bears."""

    label: Label | None = None
    note: Remark | None = None
    """A few words below the label."""
    step: Place | None = None
    """A step of the framework that is drawn, by its number, which is printed."""


class Branch(Item):
    leaves: tuple[Item, ...] = Field(default=(), max_length=MOST)
    sign: Literal["+", "-", "×", "÷"] | None = None
    """How it joins the branch above it, where branches are terms of a formula."""


class TreeDrawing(Frozen):
    """What a thing is made of: root, branches and leaves, from left to right. At most 12 rows."""

    kind: Literal["tree"]
    root: Item
    branches: tuple[Branch, ...] = Field(min_length=1, max_length=MOST)


class Return(Frozen):
    """A way back from the step `after` to the step `to`."""

    after: Place
    to: Place
    when: Remark


class SequenceDrawing(Frozen):
    """Numbered steps with arrows. Without `steps`, those of the framework."""

    kind: Literal["sequence"]
    steps: tuple[Item, ...] = Field(default=(), max_length=MOST)
    numbered: Flag = True
    """Whether the boxes bear numbers; not where they are no steps of the framework."""
    returns: tuple[Return, ...] = Field(default=(), max_length=3)
    """Where it goes back, and when."""


class Period(Item):
    lasts: Amount
    """How long, in the unit of the timeline; 0 is a moment."""
    starts: float | None = None
    """Without, where the one before it ends."""


class TimelineDrawing(Frozen):
    """Periods to scale, each in a row of its own, so that they may overlap."""

    kind: Literal["timeline"]
    unit: Label
    """What `lasts` and `starts` count: minutes, weeks."""
    periods: tuple[Period, ...] = Field(min_length=1, max_length=MOST)


class Axis(Frozen):
    name: Label
    low: Label
    high: Label


class Quadrant(Item):
    items: tuple[Item, ...] = Field(default=(), max_length=MOST)
    """What lies here."""
    best: Flag = False
    """Set off from the others: where a reader wants to be."""


class MatrixDrawing(Frozen):
    """Two axes, four quadrants, and what lies in each. At most 12 items."""

    kind: Literal["matrix"]
    across: Axis
    """From low on the left to high on the right."""
    up: Axis
    """From low at the bottom to high at the top."""
    top_left: Quadrant
    top_right: Quadrant
    bottom_left: Quadrant
    bottom_right: Quadrant


class FunnelStage(Item):
    value: Amount | None = None
    """How many are left here. All stages have one, or none: then all are drawn equally wide."""


class FunnelDrawing(Frozen):
    """Stages that fewer and fewer pass, from the first to the last."""

    kind: Literal["funnel"]
    unit: Label | None = None
    """What the values count."""
    stages: tuple[FunnelStage, ...] = Field(min_length=1, max_length=MOST)


Drawing = Annotated[TreeDrawing | SequenceDrawing | TimelineDrawing | MatrixDrawing | FunnelDrawing, Field(discriminator="kind")]


class CandidatePage(Frozen):
    """What a candidate would have drawn by the end of an answer."""

    drawing: Drawing
    caption: Inline
