"""What the laid-out pages are found to have wrong, before anybody knows in which file it is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from .rules import RULES


@dataclass(frozen=True)
class Trail:
    """Where something stands in a document. Plain data: it comes from a worker's process, and lies in manifests."""

    ids: tuple[str, ...] = ()
    """HTML ids of the elements around it, the innermost first."""
    words: tuple[str, ...] = ()
    """What is drawn there, then the words of each block around it, the innermost first, as long as they are a paragraph or a row."""


@dataclass(frozen=True)
class Area:
    """A rectangle on the canvas in CSS pixels, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class PageFinding:
    """A problem on a page. Plain data: it comes from a worker's process, and what is no error lies in the manifest."""

    code: str
    """The rule."""
    page: int
    """From 1; 0 for what is on none, or on all."""
    message: str
    hint: str = ""
    trail: Trail = field(default_factory=Trail)
    """The way back to the content."""
    area: Area | None = None
    """Where on the page it is seen."""
    subject: str = ""
    """What it is about, where once in a document is enough: a size, a pair of colors, an image's address."""

    @property
    def is_error(self) -> bool:
        return RULES[self.code].severity == "error"
