"""What scores decide: a scale that rubrics share."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .base import Entity, Frozen, Inline, Level, Line

WeightedScore = Annotated[float, Field(ge=1, le=4)]


class Verdict(Frozen):
    """A result, and the least that it takes; all of it has to be there."""

    name: Line
    least: WeightedScore | None = None
    """Fewest points, weighted over the rows that were scored."""
    gate: Level | None = None
    """The least score of the row that decides."""
    lowest: Level | None = None
    """The least score of every row."""

    def fits(self, total: float, gate: int | None, lowest: int) -> bool:
        """Whether scores come to it. Where a question has no row that decides, none is asked for."""
        asked = ((self.least, total), (self.gate, gate), (self.lowest, lowest))
        return all(least is None or score is None or score >= least for least, score in asked)


class HireScale(Entity):
    """What weighted scores decide. Read from the top: the first verdict that fits. The last one takes what is left."""

    verdicts: tuple[Verdict, ...] = Field(min_length=2)
    note: Inline | None = None
    """Printed below the verdicts."""

    def verdict(self, total: float, gate: int | None, lowest: int) -> Verdict:
        """The first that fits."""
        return next((verdict for verdict in self.verdicts if verdict.fits(total, gate, lowest)), self.verdicts[-1])
