"""What is said in a full answer, and the notes on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..model.content.base import Block, Inline, Line


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """What the words beside it earn."""

    mark: str
    """Its letter; notes are lettered through the whole answer."""
    criterion: str
    """Id of the criterion."""
    at: Line | None
    """The words of the passage that it judges; none where it judges all of them."""
    note: Inline
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentView:
    """A stretch of a spoken answer."""

    minute: int
    """When it begins."""
    text: Block
    """What is said."""
    speaker: Literal["candidate", "interviewer"]
    """Who says it."""
    notes: tuple[NoteView, ...]
    """What it earns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """Some sentences of a segment, with the notes that stand beside them: no more than fit there."""

    minute: int | None
    """When the segment begins; none where an earlier passage is of the same segment."""
    text: Block
    """What is said."""
    speaker: Literal["candidate", "interviewer"]
    """Who says it."""
    notes: tuple[tuple[NoteView, ...], ...]
    """What it earns, in the order of the phrases that they judge; together those that stand one below the other. The filter `annotated`
    prints text and notes."""
