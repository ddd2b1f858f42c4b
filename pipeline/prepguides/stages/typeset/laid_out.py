"""The laid-out pages as the checks read them: page by page, box by box, text by text.

WeasyPrint has no public way to ask. `Page._page_box` is private and read here alone, so that the package is pinned to one version of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from weasyprint.formatting_structure import boxes

from .untyped import Box

POINTS = 0.75
"""In a CSS pixel."""


class Text(NamedTuple):
    """A stretch of text in one style."""

    words: str
    """As they are drawn, never blank, without the spaces around them."""
    box: Box
    line: Box
    """The innermost line that it stands in. Texts of one line follow each other."""


def numbered(pages: Iterable[Box]) -> Iterator[tuple[int, Box]]:
    """Each page's box with its number, from 1."""
    for number, page in enumerate(pages, 1):
        yield number, page._page_box  # noqa: SLF001


def children(box: Box) -> tuple[Box, ...]:
    """The boxes in a box, out of the place holders that stand for floats and what is positioned."""
    return tuple(getattr(child, "_box", child) for child in box.all_children()) if hasattr(box, "all_children") else ()


def below(box: Box, enter: Callable[[Box], bool] = lambda _: True) -> Iterator[Box]:
    """All boxes in a box, each before those in it. A box that `enter` refuses is left out with all that is in it."""
    for child in children(box):
        if enter(child):
            yield child
            yield from below(child, enter)


def texts(box: Box, enter: Callable[[Box], bool] = lambda _: True, line: Box = None) -> Iterator[Text]:
    """The texts in a box, in the order of the boxes, headers and footers included; `enter` as for `below`."""
    for child in children(box):
        if not enter(child):
            continue
        if isinstance(child, boxes.TextBox):
            if words := (child.text or "").strip():
                yield Text(words, child, line)
        else:
            yield from texts(child, enter, child if isinstance(child, boxes.LineBox) else line)
