"""What is asked of the process that lays out, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model.assets import AssetTable
from ..model.diagnostic import Diagnostic
from ..model.page_finding import PageFinding, Trail
from ..model.theme import Theme
from .page_cut import PageRegion


@dataclass(frozen=True)
class Show:
    """A document to lay out, whose page `view` is looked at."""

    serial: int
    key: int
    """Of the live edition."""
    html: str
    theme: Theme
    assets: AssetTable
    view: int


@dataclass(frozen=True)
class Draw:
    """A page to draw: a PNG for a sheet's name and `scale` pixels to a point; the page's own PDF without a sheet."""

    serial: int
    key: int
    page: str
    sheet: str = ""
    scale: float = 1.0


@dataclass(frozen=True)
class Point:
    """A point of a page on a sheet, in shares of its width and height: what is written there?"""

    serial: int
    key: int
    page: str
    sheet: str
    x: float
    y: float


@dataclass(frozen=True)
class Read:
    """All the words of a live edition, or of one of its pages."""

    serial: int
    key: int
    sheet: str
    page: str = ""


Request = Show | Draw | Point | Read


@dataclass(frozen=True)
class Shown:
    """What there is to see: the ids of all pages. Diagnostics and places are known once page numbers are `settled`."""

    serial: int
    pages: tuple[str, ...]
    settled: bool = False
    ended: bool = False
    """Whether nothing more is told of this document."""
    places: Mapping[str, int] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    """Of style sheets."""
    findings: tuple[PageFinding, ...] = ()
    laid_out: tuple[str, ...] = ()
    """The first HTML id of each unit that had to be laid out."""
    crash: str = ""


@dataclass(frozen=True)
class Drawn:
    """The picture, empty when the page is gone; for a sheet also where the elements on it are."""

    serial: int
    content: bytes
    regions: tuple[PageRegion, ...] = ()
    crash: str = ""


@dataclass(frozen=True)
class Pointed:
    """The way back from a point; none where nothing is drawn, or the page is gone."""

    serial: int
    trail: Trail | None
    crash: str = ""


@dataclass(frozen=True)
class PageLine:
    """A line of text on page number `page`, and where it is."""

    page: int
    words: str
    region: PageRegion


@dataclass(frozen=True)
class WordsRead:
    """Line by line."""

    serial: int
    lines: tuple[PageLine, ...]
    crash: str = ""


Answer = Shown | Drawn | Pointed | WordsRead
