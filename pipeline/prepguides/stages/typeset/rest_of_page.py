"""Room for notes on what a section leaves of its last page.

A theme writes an element of class `rest`, which its style sheet hides, at the end of each section and of whatever else may end a page; its
id is the id of what it ends, and "-rest". Where a third of a page is left and nothing follows there, it is shown in the height that is
left. What comes after begins the next page with it as without it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from weasyprint.formatting_structure import boxes

from .fullness import thin_pages
from .laid_out import below, numbered
from .units import Unit
from .untyped import Box

_REST = re.compile(r'<\w+ class="rest" id="([^"]+)-rest"')
SPARE = (0, 30, 60, 90)
"""CSS pixels to give up, one after the other, until it fits: margins, which fall together at the end of a page, come back above it."""


FULL = 2 / 3
"""Of a page's text block, from its top: what is left below is little to write on, and looks like the end of a chapter."""


@dataclass(frozen=True)
class Room:
    """What is left on a page."""

    page: int
    """From 1."""
    id: str
    """HTML id of the element to show."""
    height: float
    """In CSS pixels, to two decimals."""


def room_for_notes(unit: Unit, pages: Sequence[Box]) -> tuple[Room, ...]:
    """The room that is left on the unit's pages, where its sections end."""
    ids = frozenset(_REST.findall(unit.text))
    return tuple(_left(pages, ids)) if ids else ()


def with_room_for_notes(html: str, rooms: Sequence[Room], spare: float) -> str:
    """The unit's document with these elements shown, `spare` less high than the room is."""
    heights = {room.id: room.height for room in rooms}
    for match in [*_REST.finditer(html)]:
        height = heights.get(f"{match[1]}-rest")
        if height is not None:
            html = html.replace(match[0], f'{match[0]} style="display: block; height: {height - spare:.2f}px"', 1)
    return html


def _left(pages: Sequence[Box], ids: Container[str]) -> Iterator[Room]:
    """Below each element (by its HTML id) that ends on a page with room, and below which nothing is printed there."""
    for thin in thin_pages(pages, FULL):
        ((_, page_box),) = numbered(pages[thin.page - 1 : thin.page])
        beyond = pages[thin.page].anchors if thin.page < len(pages) else {}
        printed = thin.last.border_box_y() + thin.last.border_height() if thin.last else 0
        for box in below(page_box):
            id: str = (box.element.get("id") or "") if box.element is not None else ""
            if id in ids and id not in beyond and isinstance(box, boxes.BlockBox) and box.is_in_normal_flow():
                end = box.content_box_y() + box.height
                if end >= printed - 1:
                    yield Room(thin.page, f"{id}-rest", round(page_box.content_box_y() + page_box.height - end - 1, 2))
                    break
