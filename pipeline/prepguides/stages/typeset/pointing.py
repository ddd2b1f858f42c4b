"""What stands where on a laid-out page: the trail of a point, and the words of each line with their place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...model.page_finding import Area, Trail
from .laid_out import below, numbered, texts
from .trails import area_of, trail_of
from .untyped import Box


class Line(NamedTuple):
    """A line of text."""

    words: str
    area: Area


def trail_at(page: Box, x: float, y: float) -> Trail | None:
    """The trail of what is drawn at a point, in CSS pixels of the canvas; of several boxes there, of the smallest.

    None where there is none.
    """
    for _, page_box in numbered([page]):
        there = [box for box in below(page_box) if _is_drawn(box) and _holds(area_of(box), x, y)]
        if there:
            return trail_of(page_box, min(there, key=lambda box: area_of(box).width * area_of(box).height))
    return None


def _is_drawn(box: Box) -> bool:
    return box.element is not None and box.element_tag not in ("html", "body")


def _holds(area: Area, x: float, y: float) -> bool:
    return area.x <= x <= area.x + area.width and area.y <= y <= area.y + area.height


def lines_of(page: Box) -> Iterator[Line]:
    """The lines of a page in the order of its boxes, headers and footers included."""
    for _, page_box in numbered([page]):
        lines: dict[int, tuple[Box, list[str]]] = {}
        for text in texts(page_box):
            box = text.box if text.line is None else text.line
            lines.setdefault(id(box), (box, []))[1].append(text.words)
        for box, words in lines.values():
            yield Line(" ".join(words), Area(box.position_x, box.position_y, float(box.width or 0), float(box.height or 0)))
