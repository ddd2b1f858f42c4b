"""What a screen reader needs of the document's structure, looked for in the laid-out boxes, where its source is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from weasyprint.formatting_structure import boxes

from .headings import Flow, Heading
from .laid_out import below, numbered
from .untyped import Box

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Unsound:
    """What PDF/UA does not let pass, on a page (from 1)."""

    page: int
    message: str
    hint: str
    box: Box


def undescribed(pages: Iterable[Box]) -> Iterator[Unsound]:
    """Figures without words."""
    for number, page_box in numbered(pages):
        for box in below(page_box):
            if isinstance(box, boxes.ReplacedBox) and box.element is not None and not _described(box):
                yield Unsound(number, "a figure without alternative text", "give an SVG a <title>, an image an alt", box)


def skipped_levels(flow: Flow) -> Iterator[Unsound]:
    """Headings that skip a level."""
    before = 0
    for heading in flow:
        if isinstance(heading, Heading):
            if heading.level > before + 1:
                message = f"“{heading.words[:40]}”, a heading of level {heading.level}, follows one of level {before or 'none'}"
                hint = "levels may not be skipped" if before else "begin with a cover, or give the first part an opener"
                yield Unsound(heading.page, message, hint, heading.box)
            before = heading.level


def _described(box: Box) -> bool:
    """Whether it is no figure, or is one with words."""
    if box.element.tag == f"{_SVG}svg":
        title = box.element.find(f"{_SVG}title")
        return title is not None and bool(title.text)
    return box.element.tag != "img" or bool(box.element.get("alt"))
