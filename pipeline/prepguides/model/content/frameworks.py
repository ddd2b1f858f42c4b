"""Ways to structure an answer."""

from __future__ import annotations

from pydantic import Field

from .base import Entity, Frozen, Inline, InterviewTypeId, Line
from .drawings import Drawing


class FrameworkStep(Frozen):
    name: Line
    detail: Inline


class Framework(Entity):
    """A way to structure an answer, with the situations that it does not fit."""

    name: Line
    also_called: tuple[Line, ...] = ()
    """Names that others use for it or for what is closest to it."""
    interview_types: tuple[InterviewTypeId, ...] = Field(min_length=1)
    summary: Inline
    drawing: Drawing | None = None
    """Its shape, where it has one."""
    steps: tuple[FrameworkStep, ...] = Field(min_length=3)
    use_when: Inline
    not_when: Inline
    failure_sign: Inline
    credit: Inline | None = None
