"""The pages of a unit, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...model.assets import AssetTable
from ...model.page_finding import PageFinding
from .complaints import OnPages
from .findings import findings
from .headings import Flow, flow_of
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
    problems: tuple[PageFinding, ...]
    """What was complained of, on whichever page."""
    complained: OnPages
    """What was complained of that stands on its pages."""
    assets: AssetTable
    """What it may load."""
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
        return tuple(findings(self.pages, self.sizes, self.assets))

    @cached_property
    def flow(self) -> Flow:
        """Its headings among what else is printed."""
        return flow_of(self.pages)

    @cached_property
    def words(self) -> str:
        return words_of(self.pages)
