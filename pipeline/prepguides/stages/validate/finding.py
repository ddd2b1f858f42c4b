"""What is wrong within one entity, before anyone asked where that entity is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from ...model.content.base import Identified, Ref
from ...model.diagnostic import Diagnostic
from ...model.library import Library
from ...model.rules import RULES
from ...model.source import Spot

NO_PRACTICE = 'say "bars: {practice_by_style: false}" in project.yaml'
"""The hint for whoever wants no story prompts or cases."""

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


E = TypeVar("E", bound=Identified)
Judge = Callable[[E, Library], Iterator[Finding]]
"""What is wrong with an entity of one model."""


def judge_of(model: type[E], *judges: Judge[E]) -> Judge[Identified]:
    """The judges as one, which finds nothing in an entity of another model."""

    def judge(entity: Identified, library: Library) -> Iterator[Finding]:
        if isinstance(entity, model):
            for each in judges:
                yield from each(entity, library)

    return judge
