"""Cases and their exhibits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from ..model.content.base import Block, Inline, Line
from ..model.view import AnchoredView, EntriesView


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBackFactView:
    """A fact that has to be asked for."""

    ask: Inline
    """What the candidate has to ask for."""
    fact: Inline
    """The fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitView:
    """Data that a case shows."""

    id: str
    """Its id, unique within the case."""
    title: Line
    """What stands above it."""
    chart: Literal["table", "bars", "lines", "funnel", "retention"]
    """How it is drawn."""
    unit: Line
    """What its numbers count."""
    alt: Line
    """What a reader who cannot see the drawing needs to know."""
    columns: tuple[Line, ...]
    """Heads, the first one that of the labels."""
    rows: tuple[tuple[str | float, ...], ...]
    """A label, then one number for each column after the first."""
    note: Inline | None
    """What stands below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView(AnchoredView):
    """A situation at a fictional company."""

    KIND: ClassVar[str] = "cases"

    title: Line
    """Its title."""
    company: Line
    """The company's name."""
    setting: Block
    """The situation."""
    prompt: Block
    """What is asked."""
    facts_given: tuple[Inline, ...]
    """What candidates are told."""
    facts_held_back: tuple[HeldBackFactView, ...]
    """What they have to ask for. Candidates read it overleaf, after they have answered."""
    exhibits: tuple[ExhibitView, ...]
    """What they are shown."""
    solution_path: tuple[Inline, ...]
    """A way through, likewise."""
    checks: tuple[Inline, ...]
    """What a candidate who works alone may tick afterward."""
    telling: Inline | None
    """How an interviewer plays it; none for candidates."""
    told: bool
    """Whether an interviewer tells it from the page: then it has no room to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases(EntriesView):
    """Cases of an interview type, or of all of the guide's."""

    entries: tuple[CaseView, ...]
    """The cases."""
