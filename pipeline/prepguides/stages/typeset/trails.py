"""From a laid-out box back to its elements: the trail by which its source is found.

It is looked for when something is amiss, and costs a sound document nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from weasyprint.formatting_structure import boxes

from ...model.page_finding import Area, Trail
from .laid_out import children
from .untyped import Box, Value

_SECTIONS = ("section", "article", "body", "html")
LONGEST = 4_000
"""Characters of a block: what is longer is no paragraph and no row, and its words tell nothing."""


def trail_of(page_box: Box, box: Box) -> Trail:
    """The ids and the words around a box of that page."""
    path = _path(page_box, box)[::-1]
    ids = dict.fromkeys(id for each in path if each.element is not None and (id := each.element.get("id")))
    return Trail(tuple(ids), (_drawn(box), *dict.fromkeys(_blocks(path))))


def area_of(box: Box) -> Area:
    """Where the box is."""
    if isinstance(box, boxes.TextBox):
        return Area(box.position_x, box.position_y, float(box.width or 0), float(box.height or 0))
    return Area(box.border_box_x(), box.border_box_y(), float(box.border_width()), float(box.border_height()))


def _path(holder: Box, wanted: Box) -> tuple[Box, ...]:
    """The boxes from one down to another in it, both included; none when it is not there."""
    waiting: list[tuple[Box, tuple[Box, ...]]] = [(holder, (holder,))]
    while waiting:
        box, path = waiting.pop()
        if box is wanted:
            return path
        waiting += [(child, (*path, child)) for child in children(box)]
    return ()


def _drawn(box: Box) -> str:
    if isinstance(box, boxes.TextBox):
        return " ".join((box.text or "").split())
    return _text_of(box.element) if box.element is not None else ""


def _blocks(path: tuple[Box, ...]) -> Iterator[str]:
    """The words of each block, from the innermost: to the first that has an id, short of sections and of what is long."""
    for box in path:
        if box.element is None or isinstance(box, boxes.LineBox | boxes.TextBox | boxes.InlineBox):
            continue
        words = _text_of(box.element)
        if len(words) > LONGEST or box.element_tag in _SECTIONS:
            return
        if words:
            yield words
        if box.element.get("id"):
            return


def _text_of(element: Value) -> str:
    """All that is said in an element, alternative texts included."""
    spoken = (each.get("alt", "") for each in element.iter("img"))
    return " ".join(" ".join((*element.itertext(), *spoken)).split())
