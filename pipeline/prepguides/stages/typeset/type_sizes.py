"""Text that is set in a size which the theme does not have, found in the laid-out boxes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from .laid_out import POINTS, numbered, texts
from .untyped import Box


@dataclass(frozen=True)
class OddSize:
    """A size in points, and the first words that are set in it, on a page from 1."""

    page: int
    points: float
    words: str
    box: Box


def odd_sizes(pages: Box, sizes: Collection[float]) -> Iterator[OddSize]:
    """Each size, once, that is none of the theme's. A theme that names no sizes is not asked."""
    known = {round(size, 2) for size in sizes}
    if not known:
        return
    for number, page_box in numbered(pages):
        for words, box, _ in texts(page_box):
            points = round(float(box.style["font_size"]) * POINTS, 2)
            if points not in known:
                known.add(points)
                yield OddSize(number, points, words[:40], box)
