"""Bookmarks: a learner's own under the title, then the guide's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, OutlineItem

from .front import Front

Item = Any
"""A bookmark of a PDF."""


def join_outlines(document: pikepdf.Pdf, theirs: pikepdf.Pdf, front: Front, cover: pikepdf.Object) -> None:
    """The bookmark of the guide's cover gives way to that of the learner's, and what stood under it stands behind what is theirs."""
    own = [_made(item, front) for item in _below(theirs.Root.get("/Outlines"))]
    with document.open_outline() as outline:
        first = outline.root[0] if outline.root else None
        if first is not None and own and _page_of(first) == cover.objgen:
            own[-1].children.extend(first.children)
            del outline.root[0]
        outline.root[:0] = own


def _page_of(item: OutlineItem) -> tuple[int, int]:
    place = item.destination
    return place[0].objgen if isinstance(place, Array) else (0, 0)


def _below(parent: Item) -> Iterator[Item]:
    item = parent.get("/First") if parent is not None else None
    while item is not None:
        yield item
        item = item.get("/Next")


def _made(item: Item, front: Front) -> OutlineItem:
    place = list(item.Dest)
    made = OutlineItem(str(item.Title), Array([front.page_of(place[0]), *place[1:]]))
    made.children.extend(_made(kid, front) for kid in _below(item))
    return made
