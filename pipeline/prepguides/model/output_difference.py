"""What differs between two output folders: editions, files, pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .difference import Run

PageChangeKind = Literal["added", "removed", "reworded", "numbers", "look"]


@dataclass(frozen=True)
class PageChange:
    """What became of one page of a file. Pages are counted from 1, as a viewer counts them."""

    kind: PageChangeKind
    """`numbers`: its words are the same, and numbers differ, as where pages were put in before it; `look`: the text is the same."""
    old: int | None
    new: int | None
    words: tuple[Run, ...] = ()
    """Of a page that was reworded, both texts in one; of others the whole text."""


@dataclass(frozen=True)
class EditionChange:
    """What became of one edition, as its manifests and its files say."""

    kind: Literal["added", "removed", "changed"]
    key: str
    """As the manifest calls it: `standard/portfolio/candidate`."""
    pages: tuple[int, int]
    """How many it had and has; 0 where there is none."""
    reasons: tuple[str, ...] = ()
    """The inputs whose digests differ: content, templates, tools."""
    files: tuple[str, ...] = ()
    """Its files that differ."""
    compared: str = ""
    """The one of them whose pages were compared."""
    changes: tuple[PageChange, ...] = ()
    note: str = ""
    """Why its pages were not compared, or what their text does not tell."""


@dataclass(frozen=True)
class OutputDifference:
    """Every edition that differs."""

    editions: tuple[EditionChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.editions)


Marks = tuple[tuple[float, float, float, float], ...]
"""Left, top, width and height of words that changed, in parts of the page."""


@dataclass(frozen=True)
class Shot:
    """A picture of a page, and where on it words changed."""

    webp: bytes
    marks: Marks = ()
