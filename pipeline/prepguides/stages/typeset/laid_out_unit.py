"""The pages of a unit, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...model.diagnostic import Diagnostic
from ...model.page_finding import PageFinding
from .complaints import OnPages
from .findings import findings
from .units import Carried
from .untyped import Box
from .wording import words_of


@dataclass(frozen=True)
class LaidOut:
    """A unit's pages and what is to be said of them: pages are counted from 1, whichever the unit's first is in its book."""

    pages: Sequence[Box]
    first: int
    """The number of its first page."""
    leaves: Carried
    problems: tuple[Diagnostic, ...]
    """What was complained of, of no document in particular."""
    complained: OnPages
    """What was complained of that stands on its pages."""
    sizes: frozenset[float]
    """Sizes of type that the theme has."""
    seconds: float
    """Of CPU that it took."""

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The HTML ids on its pages, each with the number of the first page that has it."""
        return {id: number for number, page in reversed([*enumerate(self.pages, self.first)]) for id in page.anchors}

    @cached_property
    def findings(self) -> tuple[PageFinding, ...]:
        """What is wrong on its pages."""
        return tuple(findings(self.pages, self.sizes))

    @cached_property
    def words(self) -> str:
        return words_of(self.pages)
