"""What is wrong within one entity, before anyone asked where that entity is written."""

from __future__ import annotations

from typing import NamedTuple

from ...model.content.base import Ref
from ...model.diagnostic import Diagnostic
from ...model.library import Library
from ...model.rules import RULES
from ...model.source import Spot

Found = tuple[Ref, Diagnostic]
"""A problem, and the entity that has it."""


class Finding(NamedTuple):
    """A problem of the rule `code` at `spot` of an entity."""

    code: str
    spot: Spot
    message: str
    hint: str = ""

    def of(self, ref: Ref, library: Library) -> Found:
        """As the problem of the entity that is so called, at its place."""
        return ref, Diagnostic(RULES[self.code], self.message, library.place(ref, self.spot), self.hint)
