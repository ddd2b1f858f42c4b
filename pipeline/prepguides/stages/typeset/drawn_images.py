"""Images as they are printed: how many dots they have there, and whether they can be told from their ground."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from weasyprint.formatting_structure import boxes
from weasyprint.images import RasterImage
from weasyprint.layout.replaced import replacedbox_layout

from ...model.assets import BASE_ADDRESS, Asset, AssetTable
from ...text.color import luminance
from .laid_out import numbered
from .legibility import grounded
from .untyped import Box

LEAST_DOTS = 200
"""Per inch, in print."""
MOST_DOTS = 600
"""Per inch: more are seen by no reader and by no printer."""
HEAVY_FILE = 1_000_000
"""Bytes: from here on, a file adds to a guide what it adds to a mailbox."""
LEAST_CONTRAST = 3.0
"""Of what has to be told from its ground (WCAG 2.2, 1.4.11)."""
_PIXELS_AN_INCH = 96


@dataclass(frozen=True)
class DrawnImage:
    """An image on a page (from 1)."""

    page: int
    address: str
    """As the document says it."""
    box: Box
    dots: float | None
    """Per inch; none for a drawing, which has any number."""
    size: int
    """Of its file, in bytes."""
    contrast: float | None
    """The greatest that any of it has with its ground; none where one of the two is not known."""


def drawn_images(pages: Iterable[Box], assets: AssetTable) -> Iterator[DrawnImage]:
    """Every image of the document that a file holds."""
    for number, page_box in numbered(pages):
        for box, ground in grounded(page_box):
            address = box.element.get("src") if isinstance(box, boxes.ReplacedBox) and box.element is not None else None
            if address:
                asset = assets.files.get(urljoin(f"{BASE_ADDRESS}assets/", address))
                yield DrawnImage(number, address, box, _dots(box), asset.size if asset else 0, _contrast(ground.under(box), asset))


def _dots(box: Box) -> float | None:
    if not isinstance(box.replacement, RasterImage):
        return None
    width, height, *_ = replacedbox_layout(box)
    sides = ((box.replacement.width, width), (box.replacement.height, height))
    return min((dots * _PIXELS_AN_INCH / size for dots, size in sides if size), default=None)


def _contrast(ground: str | None, asset: Asset | None) -> float | None:
    if asset is None or asset.tones is None or ground is None:
        return None
    behind = luminance(ground)
    return max((max(tone, behind) + 0.05) / (min(tone, behind) + 0.05) for tone in asset.tones)
