"""Drawings that are made of boxes and words: one figure each for a screen reader, with alternative text."""

from __future__ import annotations

from collections.abc import Iterable

from .laid_out import below, numbered
from .untyped import Box


def tag_figures(pages: Iterable[Box]) -> None:
    """A `figure` with `alt` is tagged as a Figure with Alt (PDF/UA-1, 7.3). WeasyPrint does that to pictures alone, whose name it bears."""
    for _, page_box in numbered(pages):
        known: set[int] = set()
        for box in below(page_box):
            if box.element is not None and box.element.tag == "figure" and box.element.get("alt") and id(box.element) not in known:
                known.add(id(box.element))  # boxes inside it that have no element of their own bear its
                box.element_tag = "img"
