"""The words of the laid-out pages: what a style sheet adds is in no HTML, and drawn all the same."""

from __future__ import annotations

from collections.abc import Iterable

from pydyf import String

from .laid_out import below, numbered, texts
from .untyped import Box


def words_of(pages: Iterable[Box]) -> str:
    """All that is drawn as text, in the order of the boxes, headers and footers included."""
    return " ".join(text.words for _, page_box in numbered(pages) for text in texts(page_box))


def name_links(pages: Iterable[Box]) -> None:
    """What a link's annotation says of itself (PDF/UA-1, 7.18.5): its words, where WeasyPrint says the id that it leads to."""
    for _, page_box in numbered(pages):
        for box in below(page_box):
            if box.link_annotation and (words := " ".join(text.words for text in texts(box))):
                box.link_annotation["Contents"] = String(" ".join(words.split()))
