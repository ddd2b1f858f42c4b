"""The way from a place on a printed page back to the content that an author can change.

HTML ids are what both sides know: resolve says in a `SourceMap` which entities the element with an id prints, and the laid-out pages say in
a `Trail` which ids stand around a box and which words. Neither holds a file's line. Lines are looked up last, in the library
(`stages/checks/locate.py`), so that a line that moves changes no page, and templates need no marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .content.base import Ref
from .page_finding import Trail
from .source import Loc


@dataclass(frozen=True)
class Written:
    """A value of the content: an entity, or what stands at `loc` inside it."""

    ref: Ref
    loc: Loc = ()


@dataclass(frozen=True)
class SourceMap:
    """What an edition's elements print."""

    elements: Mapping[str, tuple[Written, ...]] = field(default_factory=dict)
    """By HTML id, the values that the element prints, what it is about first. Of a section and a part the first is its own entry in the
    guide or the cohort."""
    whole: Written | None = None
    """What the document as a whole is written in: its guide."""

    def around(self, trail: Trail) -> Iterator[tuple[Written, ...]]:
        """What the known elements around a place print, the innermost first."""
        return (self.elements[id] for id in trail.ids if id in self.elements)
