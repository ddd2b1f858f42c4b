"""Text that hardly stands out from what it stands on, found in the laid-out boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes

from ...text.color import PAPER, contrast, gray_of_lightness
from .laid_out import POINTS, below, children, numbered
from .untyped import Box, Value

LEAST, LEAST_LARGE = 4.5, 3.0
"""Contrast of text (WCAG 2.2, 1.4.3), and of large text."""
_LARGE, _LARGE_BOLD = 18.0, 14.0
"""Points from which text is large."""
_BOLD = 700


@dataclass(frozen=True)
class Pale:
    """Words on a page (from 1) in a color that is too near to that of their ground."""

    page: int
    words: str
    color: str
    ground: str
    ratio: float
    box: Box


@dataclass(frozen=True)
class Ground:
    """What is painted below a box: a color, None for a picture; and areas that are painted over it, as grounds placed by hand are."""

    color: str | None
    areas: tuple[tuple[Box, str], ...] = ()

    def under(self, box: Box) -> str | None:
        """The color below the middle of a box."""
        x, y = box.position_x + (box.width or 0) / 2, box.position_y + (box.height or 0) / 2
        found = [color for area, color in self.areas if _holds(area, x, y)]
        return found[-1] if found else self.color


def pale_texts(pages: Iterable[Box]) -> Iterator[Pale]:
    """Each pair of colors, once, whose contrast is too low for the text that is set in them."""
    met: set[tuple[str, str, bool]] = set()
    for number, page_box in numbered(pages):
        for box, ground in grounded(page_box):
            words = (box.text or "").strip() if isinstance(box, boxes.TextBox) else ""
            if not any(map(str.isalnum, words)) or box.style["visibility"] != "visible":
                continue
            behind = ground.under(box)
            if behind is None:
                continue
            color, large = _hex(get_color(box.style, "color"), behind), _is_large(box)
            if (color, behind, large) not in met:
                met.add((color, behind, large))
                ratio = contrast(color, behind)
                if ratio < (LEAST_LARGE if large else LEAST):
                    yield Pale(number, words[:40], color, behind, ratio, box)


def grounded(box: Box, ground: Ground | None = None) -> Iterator[tuple[Box, Ground]]:
    """All boxes below a box with what is painted below each."""
    ground = _painted(box, ground or Ground(PAPER))
    yield box, ground
    for child in children(box):
        yield from grounded(child, ground)


def _painted(box: Box, ground: Ground) -> Ground:
    """The ground of what is in a box: its own, where it has one, and the grounds that are placed behind its contents by hand."""
    own = _background(box, ground)
    if box.style["position"] in ("absolute", "relative", "fixed") and box.style["z_index"] != "auto":
        areas = ((area, _background(area, own).color) for area in below(box) if _is_behind(area))
        return Ground(own.color, (*own.areas, *((area, color) for area, color in areas if color)))
    return own


def _background(box: Box, ground: Ground) -> Ground:
    if any(kind != "none" for kind, _ in box.style["background_image"]):
        return Ground(None)
    color = get_color(box.style, "background_color")
    return Ground(_hex(color, ground.color or PAPER)) if color.alpha else ground


def _is_behind(box: Box) -> bool:
    return box.style["position"] in ("absolute", "fixed") and isinstance(box.style["z_index"], int) and box.style["z_index"] < 0


def _holds(area: Box, x: float, y: float) -> bool:
    left, top = area.border_box_x(), area.border_box_y()
    return bool(left <= x <= left + area.border_width() and top <= y <= top + area.border_height())


def _is_large(box: Box) -> bool:
    size = float(box.style["font_size"]) * POINTS
    return size >= _LARGE or (size >= _LARGE_BOLD and int(box.style["font_weight"]) >= _BOLD)


def _hex(color: Value, behind: str) -> str:
    """#RRGGBB of a color of CSS, on the color behind it where it is transparent."""
    under = [int(behind[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    mixed = (color.alpha * channel + (1 - color.alpha) * below for channel, below in zip(_channels(color), under, strict=True))
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, channel))):02X}" for channel in mixed)


def _channels(color: Value) -> tuple[float, ...]:
    """Red, green and blue, 0 to 1. What the library does not convert: printer's inks are mixed plainly, of Lab the lightness counts."""
    if color.space == "device-cmyk":
        *inks, black = color.coordinates
        return tuple((1 - ink) * (1 - black) for ink in inks)
    if color.space in ("lab", "lch"):
        return (gray_of_lightness(color.coordinates[0]),) * 3
    return tuple(color.to("srgb").coordinates)
