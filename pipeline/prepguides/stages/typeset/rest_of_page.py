"""Room for notes on what a section leaves of its last page.

A theme writes an element of class `rest` at the end of each section, which its style sheet hides. Where a page is less than half full and a
section ends on it, that section's is shown, in the height that is left. What follows begins the next page with it as without it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from weasyprint.formatting_structure import boxes

from .fullness import thin_pages
from .laid_out import below, children, numbered
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
    """Of each section (by its HTML id) that ends on a thin page, and that no other follows there: the CSS pixels below it."""
    left: dict[str, float] = {}
    for thin in thin_pages(pages):
        page_box = pages[thin.page - 1]
        section = _last_section(page_box)
        if section is None or (id := section.element.get("id")) not in ids:
            continue
        if thin.page == len(pages) or id not in pages[thin.page].anchors:
            end = section.content_box_y() + section.height
            ((_, page),) = numbered([page_box])
            left[id] = page.content_box_y() + page.height - end - 1
    return left


def _last_section(page: Box) -> Box:
    """The last section, closing or whatever else stands directly in a part, on this page; None on one without."""
    ((_, page_box),) = numbered([page])
    parts = [box for box in below(page_box) if box.element_tag == "section" and box.is_in_normal_flow() and isinstance(box, boxes.BlockBox)]
    blocks = [child for box in parts if "section" not in _classes(box) for child in children(box) if child.element is not None]
    return blocks[-1] if blocks and "section" in _classes(blocks[-1]) else None


def _classes(box: Box) -> list[str]:
    return (box.element.get("class") or "").split()
