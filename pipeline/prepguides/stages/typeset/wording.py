"""The words of the laid-out pages: what a style sheet adds is in no HTML, and drawn all the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydyf import String
from weasyprint.formatting_structure import boxes

from .overflow import children
from .untyped import Box


def words_of(pages: Iterable[Box]) -> str:
    """All that is drawn as text, in the order of the boxes, headers and footers included."""
    return " ".join(word for page in pages for word in _words(page._page_box))  # noqa: SLF001


def name_links(pages: Iterable[Box]) -> None:
    """What a link's annotation says of itself (PDF/UA-1, 7.18.5): its words, where WeasyPrint says the id that it leads to."""
    waiting = [page._page_box for page in pages]  # noqa: SLF001
    while waiting:
        box = waiting.pop()
        if box.link_annotation and (words := " ".join(" ".join(_words(box)).split())):
            box.link_annotation["Contents"] = String(words)
        waiting += children(box)


def _words(box: Box) -> Iterator[str]:
    for child in children(box):
        if isinstance(child, boxes.TextBox):
            yield child.text
        else:
            yield from _words(child)
