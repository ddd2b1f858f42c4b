"""Text that is set in a size which the theme does not have, found in the laid-out boxes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from weasyprint.formatting_structure import boxes

from .overflow import children
from .untyped import Box

POINTS = 0.75
"""In a CSS pixel."""


@dataclass(frozen=True)
class OddSize:
    """A size in points, and the first words that are set in it, on a page from 1."""

    page: int
    points: float
    words: str


def odd_sizes(pages: Box, sizes: Collection[float]) -> Iterator[OddSize]:
    """Each size, once, that is none of the theme's. A theme that names no sizes is not asked."""
    known = {round(size, 2) for size in sizes}
    if not known:
        return
    for number, page in enumerate(pages, 1):
        for points, words in _set_in(page._page_box):  # noqa: SLF001
            if points not in known:
                known.add(points)
                yield OddSize(number, points, words[:40])


def _set_in(box: Box) -> Iterator[tuple[float, str]]:
    if isinstance(box, boxes.TextBox):
        words = (box.text or "").strip()
        if words:
            yield round(float(box.style["font_size"]) * POINTS, 2), words
        return
    for child in children(box):
        yield from _set_in(child)
