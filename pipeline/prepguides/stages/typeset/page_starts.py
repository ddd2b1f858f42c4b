"""Where a style sheet has a new page begin between two blocks of a document, told from the document without its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from weasyprint.formatting_structure import boxes
from weasyprint.layout.block import block_level_page_break, block_level_page_name

from ...text.html_blocks import Book
from .box_tree import built
from .units import PageStart, Place
from .untyped import Box, Context, Document

_FORCED = ("page", "left", "right", "recto", "verso")
_ACROSS = re.compile(
    r"target-|counter-(?:reset|increment|set)|counters?\(\s*(?!page\s*[,)])|:first(?![-\w])|:nth\(|position\s*:\s*fixed|@footnote|:\s*footnote"
)
"""What a page owes to pages before or behind it: counters, the first page of all, boxes that every page repeats, notes that run over."""
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)


def can_be_cut(css: Sequence[str]) -> bool:
    """Whether pages depend on those before them by nothing but their number, their side, running words and running elements."""
    return not any(_ACROSS.search(_COMMENT.sub("", text)) for text in css)


def page_starts(book: Book, prepared: Callable[[str], tuple[Document, Context]]) -> dict[Place, PageStart]:
    """The blocks that begin a page. `prepared` parses a document and makes the context of its layout.

    Nothing is said of blocks in a part that is laid out otherwise than block below block.
    """
    source, context = prepared(book.outline)
    elements = list(source.etree_element.find("body"))
    if [len(element) for element in elements] != [len(part.blocks) for part in book.parts]:
        return {}
    root = built(source, context)
    places = {id(element): (number, 0) for number, element in enumerate(elements)}
    places |= {id(block): (number, index) for number, element in enumerate(elements) for index, block in enumerate(element)}
    return dict(_starts(root, places))


def _starts(root: Box, places: dict[int, Place]) -> Iterator[tuple[Place, PageStart]]:
    body = next((child for child in root.children if child.element_tag == "body"), None)
    if body is None or not _stacks(root) or not _stacks(body):
        return
    yield from _between(body, places)
    for part in body.children:
        if _stacks(part):
            yield from _between(part, places)


def _between(parent: Box, places: dict[int, Place]) -> Iterator[tuple[Place, PageStart]]:
    """The children that a forced break stands before."""
    before: Box = None
    for box in parent.children:
        if not (isinstance(box, boxes.BlockLevelBox) and box.is_in_normal_flow()):
            continue
        place = places.get(id(box.element))
        if before is not None and place is not None:
            forced, named = block_level_page_break(before, box), block_level_page_name(before, box)
            if forced in _FORCED or named:
                yield place, PageStart(forced if forced in _FORCED else "page", before.page_values()[1] or "auto")
        before = box


def _stacks(box: Box) -> bool:
    """Whether its blocks follow one another down the page, in one column."""
    plain = type(box) is boxes.BlockBox and box.is_in_normal_flow()
    return bool(plain and box.style["column_width"] == "auto" and box.style["column_count"] == "auto")
