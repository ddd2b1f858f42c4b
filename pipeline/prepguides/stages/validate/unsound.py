"""An item of a file that did not become an entity: what it names is looked up all the same, so that all of its faults are told at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...model.content import KINDS
from ...model.content.base import MAX_TEXT, Markup, Refers
from ...model.diagnostic import Place
from ...model.source import Loc, Source, Spot
from ...model.unread import Written, marked_in


@dataclass(frozen=True)
class Unsound:
    """An item as it is written, and the places at which something is known to be wrong with it."""

    kind: str
    raw: object
    source: Source
    loc: Loc
    reported: frozenset[Place]

    def place(self, spot: Spot, *, key: bool = False) -> Place:
        return self.source.place((*self.loc, *spot), key=key)

    def references(self) -> Iterator[tuple[Written[Refers], Place]]:
        """All that it names, but where the value itself is at fault."""
        for each in marked_in(self.raw, KINDS[self.kind], Refers):
            place = self.place(each.loc, key=each.is_key)
            if place not in self.reported and (*self.loc, *each.loc) not in self.source.damaged_values:
                yield each, place

    def texts(self) -> Iterator[tuple[Loc, str]]:
        """All Markdown in it that a field could hold."""
        for each in marked_in(self.raw, KINDS[self.kind], Markup):
            if len(each.text) <= MAX_TEXT:
                yield each.loc, each.text
