"""Headings that have nothing below them: on their page, or at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from weasyprint.formatting_structure import boxes

from .fullness import OPENINGS, is_print
from .laid_out import below, numbered, texts
from .untyped import Box

LEVELS = {f"h{level}": level for level in range(1, 7)}


@dataclass(frozen=True)
class Heading:
    """A heading on a page (from 1), of a level from 1."""

    page: int
    level: int
    words: str
    box: Box
    opens: bool
    """Whether its page is a book's or a part's opening, which may stand alone."""


@dataclass(frozen=True)
class Lonely:
    """A heading, and what is wrong with it."""

    heading: Heading
    fault: Literal["bare", "stranded"]


Flow = Sequence[Heading | int]
"""Headings, and the numbers of the pages of what else is printed, in the order of the text."""


def lonely_headings(flow: Flow) -> Iterator[Lonely]:
    """Headings that another of their level or above follows, or the end: bare; and those whose text begins on a later page: stranded."""
    before: Heading | None = None
    for item in (*flow, None):
        if before is not None and before.words:
            if item is None or (isinstance(item, Heading) and item.level <= before.level):
                yield Lonely(before, "bare")
            elif _page_of(item) > before.page and not before.opens:
                yield Lonely(before, "stranded")
        before = item if isinstance(item, Heading) else None


def later(flow: Flow, pages: int) -> Flow:
    """The same, so many pages later."""
    return [replace(item, page=item.page + pages) if isinstance(item, Heading) else item + pages for item in flow]


def flow_of(pages: Iterable[Box]) -> Flow:
    """What is printed on the pages, from 1."""
    return tuple(_flow(pages))


def _flow(pages: Iterable[Box]) -> Iterator[Heading | int]:
    for number, page_box in numbered(pages):
        opens = page_box.page_type.name in OPENINGS
        found: list[Heading] = []

        def enter(box: Box, number: int = number, opens: bool = opens, found: list[Heading] = found) -> bool:
            if isinstance(box, boxes.MarginBox):
                return False
            if isinstance(box, boxes.BlockBox) and box.element_tag in LEVELS:
                words = " ".join(text.words for text in texts(box))
                found.append(Heading(number, LEVELS[box.element_tag], words, box, opens))
                return False
            return True

        for box in below(page_box, enter):
            yield from found
            found.clear()
            if is_print(box):
                yield number
        yield from found


def _page_of(item: Heading | int) -> int:
    return item.page if isinstance(item, Heading) else item
