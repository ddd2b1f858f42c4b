"""Text that leaves its place, found in the laid-out boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import strut

from .laid_out import children, numbered
from .untyped import Box

_SLACK = 0.75
"""CSS pixels: rounding is not overflow."""


@dataclass(frozen=True)
class Overflow:
    """Words on a page (from 1) that cross `edge`."""

    page: int
    edge: str
    words: str
    box: Box


@dataclass(frozen=True)
class _Frame:
    left: float
    top: float
    right: float
    bottom: float
    name: str

    def crossed_by(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        return x0 < self.left - _SLACK or y0 < self.top - _SLACK or x1 > self.right + _SLACK or y1 > self.bottom + _SLACK


def overflows(pages: Iterable[Box]) -> Iterator[Overflow]:
    """Text and images over the page's edge, over a box of fixed height, a table cell, or into the margins."""
    for number, page_box in numbered(pages):
        edge = _Frame(0, 0, page_box.margin_width(), page_box.margin_height(), "the page's edge")
        x, y = page_box.content_box_x(), page_box.content_box_y()
        margin = _Frame(x, float("-inf"), x + page_box.width, y + page_box.height, "the margin")
        for child in children(page_box):
            yield from _in_box(child, number, edge, margin)


def _in_box(box: Box, page: int, edge: _Frame, frame: _Frame) -> Iterator[Overflow]:
    if box.style["transform"] or box.style["position"] == "absolute":
        return
    if isinstance(box, boxes.MarginBox):
        frame = _content_frame(box, "its margin box")
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield from _of_leaf(box, page, edge, frame)
        return
    if (
        isinstance(box, boxes.BlockBox | boxes.TableCellBox)
        and not isinstance(box, boxes.MarginBox)
        and box.element is not None
        and _clips(box)
    ):
        classes = f" {box.element.get('class')}" if box.element.get("class") else ""
        frame = _padding_frame(box, f"<{box.element_tag}{classes}>")
    for child in children(box):
        yield from _in_box(child, page, edge, frame)


def _of_leaf(box: Box, page: int, edge: _Frame, frame: _Frame) -> Iterator[Overflow]:
    words = (box.text or "").strip() if isinstance(box, boxes.TextBox) else f"<{box.element_tag}>"
    if not words or box.style["visibility"] != "visible":
        return
    corners = (box.position_x, box.position_y, box.position_x + (box.width or 0), box.position_y + (box.height or 0))
    for crossed in (edge, frame):
        if crossed.crossed_by(*corners) and crossed.crossed_by(*_on_its_line(box, corners)):
            yield Overflow(page, crossed.name, words[:40], box)
            return


def _on_its_line(box: Box, corners: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The corners without what a face's own height exceeds the height of its line by: set close, letters still stay in their lines."""
    if not isinstance(box, boxes.TextBox):
        return corners
    left, top, right, bottom = corners
    height, baseline = strut(box.style)
    begins = top + box.baseline - baseline
    return left, max(top, begins), right, min(bottom, begins + height)


def _clips(box: Box) -> bool:
    return box.style["overflow"] != "visible" or isinstance(box, boxes.TableCellBox) or box.style["height"] != "auto"


def _content_frame(box: Box, name: str) -> _Frame:
    x, y = box.content_box_x(), box.content_box_y()
    return _Frame(x, y, x + box.width, y + box.height, name)


def _padding_frame(box: Box, name: str) -> _Frame:
    x, y = box.padding_box_x(), box.padding_box_y()
    return _Frame(x, y, x + box.padding_width(), y + box.padding_height(), name)
