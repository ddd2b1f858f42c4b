"""Pages that are less than half full, found in the laid-out boxes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes

from .laid_out import below, numbered
from .untyped import Box

OPENINGS = ("cover", "opener")
"""Names that `@page` gives to a book's and a part's opening; white space is theirs to use."""
LEAF = "leaf"
"""The name that `@page` gives to a leaf to tear out, whose back holds nothing."""
_ON_A_LEAF = ("right", "recto")
"""Where a sheet begins that has two pages."""
_HALF = 0.5
"""Of the text block, from its top."""
_LINE = 6 * 96 / 25.4
"""CSS pixels of 6 mm: nobody writes in less."""


@dataclass(frozen=True)
class ThinPage:
    """A page (from 1), how full it is, and the last that is printed on it; none on a page without any print."""

    page: int
    percent: int
    last: Box | None


def thin_pages(pages: Iterable[Box], full: float = _HALF) -> Iterator[ThinPage]:
    """Each page whose print, room to write included, ends above the middle of its text block, or another share of it from its top.

    Openings, pages left blank and the empty backs of leaves to tear out are as they should be. One row to write in does not fill a
    page; ruled lines down to its foot do.
    """
    for number, page_box in numbered(pages):
        if page_box.page_type.blank or page_box.page_type.name in OPENINGS:
            continue
        top, height = page_box.content_box_y(), page_box.height
        lowest, last = top, None
        for box in _printed(page_box):
            lowest, last = max(lowest, box.border_box_y() + box.border_height()), box
            if lowest >= top + height * full:
                break
        else:
            if last is None and page_box.page_type.name == LEAF:
                continue
            yield ThinPage(number, round(100 * (lowest - top) / height), last)


@dataclass(frozen=True)
class RunOver:
    """A page (from 1) on which a sheet goes on that has no more, and what is printed there first."""

    page: int
    first: Box
    most: int
    """The pages that the sheet has."""


def run_over(pages: Iterable[Box]) -> Iterator[RunOver]:
    """The first page too many of each sheet: an element of the class `single`, which is handed out by itself.

    It has one page, or both sides of a leaf where it begins on a right-hand page, as the theme says for large print.
    """
    counts: Counter[str] = Counter()
    for number, page_box in numbered(pages):
        for sheet in below(page_box):
            if sheet.element is None or "single" not in sheet.element.get("class", "").split():
                continue
            id, most = sheet.element.get("id", ""), 2 if sheet.style["break_before"] in _ON_A_LEAF else 1
            first = next(_printed(sheet), None)
            counts[id] += first is not None
            if first is not None and counts[id] == most + 1:
                yield RunOver(number, first, most)


def _printed(box: Box) -> Iterator[Box]:
    """What is drawn in the text block: words, pictures, fields, and whatever has an edge or a color."""
    for inner in below(box, lambda inner: not isinstance(inner, boxes.MarginBox)):
        if isinstance(inner, boxes.TextBox):
            if inner.text.strip():
                yield inner
        elif isinstance(inner, boxes.ReplacedBox) or _is_drawn(inner) or _is_for_writing(inner):
            yield inner


def is_print(box: Box) -> bool:
    """Whether the box itself is something to see: words, a picture, a field, an edge or a color."""
    if isinstance(box, boxes.TextBox):
        return bool(box.text.strip())
    return isinstance(box, boxes.ReplacedBox) or box.element_tag in ("input", "textarea") or _is_drawn(box)


def _is_drawn(box: Box) -> bool:
    if box.element is None or box.element_tag in ("html", "body") or isinstance(box, boxes.LineBox):
        return False
    pictured = any(kind != "none" for kind, _ in box.style["background_image"])
    return bool(box.border_bottom_width or pictured or get_color(box.style, "background_color").alpha)


def _is_for_writing(box: Box) -> bool:
    """Text fields, and table rows most of whose cells are empty. Boxes with a line under them are drawn."""
    if box.element_tag == "textarea" or (box.element_tag == "input" and box.element.get("type", "text") == "text"):
        return True
    if not isinstance(box, boxes.TableRowBox):
        return False
    empty = sum(not any(_printed(cell)) for cell in box.children)
    return box.height >= _LINE and 2 * empty >= max(2, len(box.children))
