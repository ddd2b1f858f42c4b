"""Drills of an interview type, and one way through each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..model.content.base import Block, Inline, Line
from ..model.view import AnchoredView, EntriesView


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillView(AnchoredView):
    """A short timed exercise."""

    KIND: ClassVar[str] = "drills"

    title: Line
    """Its title."""
    minutes: int
    """How long it takes."""
    setup: Inline
    """What to prepare."""
    rounds: tuple[Inline, ...]
    """What to do, round by round."""
    done_when: Inline
    """When it is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drills(EntriesView):
    """Drills of an interview type."""

    entries: tuple[DrillView, ...]
    """The drills."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillAnswerView(AnchoredView):
    """One way through the rounds of a drill."""

    KIND: ClassVar[str] = "drills"

    title: Line
    """The drill's title."""
    at: str
    """The HTML id of the drill."""
    answer: Block
    """What a strong answer says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillAnswers(EntriesView):
    """Drills of an interview type, answered."""

    entries: tuple[DrillAnswerView, ...]
    """The drills that have an answer."""
