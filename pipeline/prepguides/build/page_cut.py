"""From the canvas that pages are laid out on to the sheet that a picture shows, and back."""

from __future__ import annotations

from dataclasses import dataclass

from ..model.page_finding import Area
from ..model.sheet import CANVAS, Sheet, window

_PIXELS = 96 / 25.4
"""In a millimeter."""


@dataclass(frozen=True)
class PageRegion:
    """Where an element with an HTML id is on its page, in shares of the sheet's width and height."""

    id: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Cut:
    """How a page is cut from the canvas: from CSS pixels there to shares of the sheet, and back."""

    sheet: Sheet
    recto: bool

    @property
    def _corner(self) -> tuple[float, float]:
        """Of the sheet on the canvas, the upper left one, in millimeters."""
        left, _, _, top = window(self.sheet, recto=self.recto)
        return left, CANVAS.height - top

    def region(self, id: str, area: Area) -> PageRegion:
        (left, top), width, height = self._corner, self.sheet.width, self.sheet.height
        x, y = (area.x / _PIXELS - left) / width, (area.y / _PIXELS - top) / height
        return PageRegion(id, x, y, area.width / _PIXELS / width, area.height / _PIXELS / height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        left, top = self._corner
        return (x * self.sheet.width + left) * _PIXELS, (y * self.sheet.height + top) * _PIXELS
