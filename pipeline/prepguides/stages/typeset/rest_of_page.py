"""Room for notes on what a section leaves of its last page.

A theme writes an element of class `rest`, which its style sheet hides, at the end of each section and of whatever else may end a page; its
id is the id of what it ends, and "-rest". Where a page is less than half full and nothing follows on it, it is shown in the height that is
left. What comes after begins the next page with it as without it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from weasyprint.formatting_structure import boxes

from .fullness import thin_pages
from .laid_out import below, numbered
from .units import Unit
from .untyped import Box

_REST = re.compile(r'<\w+ class="rest" id="([^"]+)-rest"')
_SPARE = (0, 30, 60, 90)
"""CSS pixels to give up, one after the other, until it fits: margins, which fall together at the end of a page, come back above it."""


def with_room_for_notes(html: str, unit: Unit, pages: Sequence[Box]) -> Iterator[str]:
    """The unit's document with room for notes where its pages are thin, in falling heights. Nothing when they need none or have none.

    `pages` are those of `html` as it is.
    """
    openings = {match[1]: match[0] for match in _REST.finditer(unit.text)}
    left = _left(pages, openings) if openings else {}
    for spare in _SPARE if left else ():
        fuller = html
        for id, height in left.items():
            shown = f'{openings[id]} style="display: block; height: {height - spare:.2f}px"'
            fuller = fuller.replace(openings[id], shown, 1)
        yield fuller


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
                    left[id] = page_box.content_box_y() + page_box.height - end - 1
                    break
    return left
