"""References to a page that is not there: "p." and no number, found in what is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .laid_out import below, numbered, texts
from .untyped import Box

_NUMBERLESS = re.compile(r"\bpp?\.\s*(?:0+)?$")
"""What is left of "p. 12" without its number; an abbreviation of English, as the marks of references are, whatever the language."""
_MARKS = ("::before", "::after")


@dataclass(frozen=True)
class Unresolved:
    """The words of a reference on a page (from 1) that give no number."""

    page: int
    words: str
    box: Box


def unresolved(pages: Iterable[Box]) -> Iterator[Unresolved]:
    """Links in the document that end in a page's number without one, and marks before or after them whose number is none."""
    for number, page_box in numbered(pages):
        for box in below(page_box):
            if box.element is None or not _is_link(box):
                continue
            words = " ".join(" ".join(text.words for text in texts(box)).split())
            if _NUMBERLESS.search(words) or (box.element_tag.endswith(_MARKS) and words == "0"):
                yield Unresolved(number, words, box)


def _is_link(box: Box) -> bool:
    return box.element.tag == "a" and (box.element.get("href") or "").startswith("#")
