"""Room for notes on what a section leaves of its last page.

A theme writes an element of class `rest`, which its style sheet hides, at the end of each section and of whatever else may end a page; its
id is the id of what it ends, and "-rest". Where a page is less than half full and nothing follows on it, it is shown in the height that is
left. What comes after begins the next page with it as without it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from weasyprint.formatting_structure import boxes

from .fullness import thin_pages
from .laid_out import below, numbered
from .units import Unit
from .untyped import Box

_REST = re.compile(r'<\w+ class="rest" id="([^"]+)-rest"')
SPARE = (0, 30, 60, 90)
"""CSS pixels to give up, one after the other, until it fits: margins, which fall together at the end of a page, come back above it."""


def room_for_notes(unit: Unit, pages: Sequence[Box]) -> Mapping[str, float]:
    """The room that is left on thin pages: the HTML ids of the elements to show, each with the CSS pixels of height that are there."""
    ids = frozenset(_REST.findall(unit.text))
    return {f"{id}-rest": height for id, height in _left(pages, ids).items()} if ids else {}


def with_room_for_notes(html: str, room: Mapping[str, float], spare: float) -> str:
    """The unit's document with these elements shown, `spare` less high than that."""
    for match in [*_REST.finditer(html)]:
        height = room.get(f"{match[1]}-rest")
        if height is not None:
            shown = f'{match[0]} style="display: block; height: {height - spare:.2f}px"'
            html = html.replace(match[0], shown, 1)
    return html


def _left(pages: Sequence[Box], ids: Container[str]) -> dict[str, float]:
    """Of each element (by its HTML id) that ends on a thin page, and below which nothing is printed there: the CSS pixels below it."""
    left: dict[str, float] = {}
    for thin in thin_pages(pages):
        ((_, page_box),) = numbered(pages[thin.page - 1 : thin.page])
        beyond = pages[thin.page].anchors if thin.page < len(pages) else {}
        printed = thin.last.border_box_y() + thin.last.border_height() if thin.last else 0
        for box in below(page_box):
            id: str = (box.element.get("id") or "") if box.element is not None else ""
            if id in ids and id not in beyond and isinstance(box, boxes.BlockBox) and box.is_in_normal_flow():
                end = box.content_box_y() + box.height
                if end >= printed - 1:
                    left[id] = round(page_box.content_box_y() + page_box.height - end - 1, 2)
                    break
    return left
