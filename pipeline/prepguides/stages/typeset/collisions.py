"""Text that is drawn over other text, found in the laid-out boxes.

What `overflow` lets pass is looked at here: boxes that are placed by hand, pulled by a negative margin or float over what follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from .laid_out import numbered, texts
from .untyped import Box

ASCENT, DESCENT = 0.62, 0.05
"""Of the font size: what of a letter stands above and below its baseline for certain. Lines set close are no collision."""
LEAST = 1.0
"""CSS pixels in both directions that two texts share before a reader would notice."""


@dataclass(frozen=True)
class Collision:
    """Words on a page (from 1) that are drawn over `others`."""

    page: int
    words: str
    others: str
    box: Box


class _Drawn(NamedTuple):
    """Where a stretch of text leaves its ink, and the line of text that it belongs to. Its fields are in the order of the sweep."""

    top: float
    bottom: float
    left: float
    right: float
    line: int
    words: str
    order: int
    """Of the boxes, which themselves have none."""
    box: Box


def collisions(pages: Box) -> Iterator[Collision]:
    """Each pair of texts that share ink; of one pair of lines the first."""
    for number, page_box in numbered(pages):
        seen: set[tuple[int, int]] = set()
        for text, other in _sharing_ink(sorted(_drawn(page_box))):
            pair = (min(text.line, other.line), max(text.line, other.line))
            if pair not in seen:
                seen.add(pair)
                yield Collision(number, text.words[:40], other.words[:40], text.box)


def _sharing_ink(drawn: list[_Drawn]) -> Iterator[tuple[_Drawn, _Drawn]]:
    """Texts of different lines whose ink overlaps. Sorted by their tops, so that each is compared with those beside it alone."""
    for index, text in enumerate(drawn):
        _, bottom, left, right, line = text[:5]
        for other in islice(drawn, index + 1, None):
            if other[0] >= bottom - LEAST:
                break
            if other[4] != line and min(right, other[3]) - max(left, other[2]) > LEAST and min(bottom, other[1]) - other[0] > LEAST:
                yield text, other


def _drawn(page_box: Box) -> Iterator[_Drawn]:
    """The texts of a page, each where its ink is."""
    for order, (words, box, line) in enumerate(texts(page_box, _is_where_it_is_seen)):
        if box.width:
            size = float(box.style["font_size"])
            baseline = box.position_y + box.baseline
            top, left = baseline - ASCENT * size, box.position_x
            yield _Drawn(top, baseline + DESCENT * size, left, left + box.width, id(line), words, order, box)


def _is_where_it_is_seen(box: Box) -> bool:
    """Not turned and not hidden: of others, the place in the layout is not where they are seen."""
    return not box.style["transform"] and box.style["visibility"] == "visible"
