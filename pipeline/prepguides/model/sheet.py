"""Papers, and the one canvas that all of them are windows on.

The text block (header and footer included) is 165 × 240 mm on every paper, so a guide is laid out once, on a canvas as
large as the largest paper in each direction. A paper is a window on it: docs/adr/0002-one-layout-every-paper.md.
All lengths are in millimeters.
"""

from __future__ import annotations

from dataclasses import dataclass

BLOCK_WIDTH = 165.0
BLOCK_HEIGHT = 240.0
INNER_MARGIN = 25.0
"""Clear of 2-, 3- and 4-hole punches (ISO 838)."""
HEADER = 8.9
"""Of the block, above the text; with the footer it leaves 222.2 mm: 42 lines of 15 pt."""
FOOTER = 8.9
VERSO_WIDER = 0.1
"""By which the text of a left-hand page is wider than that of a right-hand one. Nobody sees it, and style sheets can tell the two apart by
it: `calc((100% - var(--block)) * 490)` is nothing on a recto and 49 mm on a verso (docs/adr/0016-notes-on-the-outer-side.md)."""
BLEED = 3.0
WRITE_GAP = 8.5
"""Between ruled lines, unless the tokens of a theme say otherwise: wide ruled paper."""
POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Sheet:
    """A paper, upright."""

    name: str
    title: str
    width: float
    height: float


SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        Sheet("a4", "A4", 210.0, 297.0),
        Sheet("letter", "Letter", 215.9, 279.4),
    )
}


@dataclass(frozen=True)
class Canvas:
    """What a guide is laid out on: the union of all sheets, aligned at the inner edge and centered in height."""

    width: float = max(sheet.width for sheet in SHEETS.values())
    height: float = max(sheet.height for sheet in SHEETS.values())
    bleed: float = BLEED

    @property
    def margin_inner(self) -> float:
        return INNER_MARGIN

    @property
    def margin_outer(self) -> float:
        return self.width - INNER_MARGIN - BLOCK_WIDTH

    @property
    def margin_block(self) -> float:
        """Above and below the text block."""
        return (self.height - BLOCK_HEIGHT) / 2


CANVAS = Canvas()


def window(sheet: Sheet, *, recto: bool) -> tuple[float, float, float, float]:
    """The sheet's left, bottom, right, top on the canvas without its bleed: inner edges meet, heights are centered."""
    left = 0.0 if recto else CANVAS.width - sheet.width
    bottom = (CANVAS.height - sheet.height) / 2
    return (left, bottom, left + sheet.width, bottom + sheet.height)
