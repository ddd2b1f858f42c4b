"""The tags of a learner's own pages before those of the guide, in one tree. The tags of the guide's cover are taken out before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from .front import Front

Element = Any
"""A structure element, or the tree's root."""


def join_tags(document: pikepdf.Pdf, front: Front, cover: pikepdf.Object) -> None:
    """One structure tree and one parent tree, in which each page and annotation has a key of its own. The cover has no tags any more."""
    tree = document.Root.StructTreeRoot
    top, owners = _top(tree), _owners(tree)
    first = max(owners, default=-1) + 1
    strips = {page.objgen for page in front.pages}
    own = [element for element in front.elements if _keeps(element, strips)]
    for element in own:
        element["/P"] = top
    top["/K"] = Array([*own, *_kids(top)])
    for page in front.pages:
        _renumber(page, first)
        for key in _keys(page):
            owners[key] = front.owners[key - first]
    _own(tree, owners)


def without_tags(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
    """Takes a page out of the tags of its document."""
    tree = document.Root.StructTreeRoot
    owners = _owners(tree)
    for key in _keys(page):
        owners.pop(key, None)
    _without(_top(tree), page)
    _own(tree, owners)


def _top(tree: Element) -> Element:
    """The element that holds all others."""
    return tree.K[0] if isinstance(tree.K, Array) else tree.K


def _owners(tree: Element) -> dict[int, Element]:
    """The parent tree: keys to what owns the marks on a page, or an annotation."""
    listed = list(tree.ParentTree.Nums)
    return dict(zip(map(int, listed[::2]), listed[1::2], strict=True))


def _own(tree: Element, owners: dict[int, Element]) -> None:
    entries = Array()
    for key in sorted(owners):
        entries.append(key)
        entries.append(owners[key])
    tree.ParentTree["/Nums"] = entries


def _keys(page: pikepdf.Object) -> Iterator[int]:
    """Under which a page and its annotations stand in the parent tree."""
    if "/StructParents" in page:
        yield int(page.StructParents)
    yield from (int(annotation.StructParent) for annotation in page.get("/Annots", []) if "/StructParent" in annotation)


def _renumber(page: pikepdf.Object, first: int) -> None:
    page["/StructParents"] = int(page.StructParents) + first
    for annotation in page.get("/Annots", []):
        if "/StructParent" in annotation:
            annotation["/StructParent"] = int(annotation.StructParent) + first


def _kids(element: Element) -> list[Any]:
    found = element.get("/K")
    return [] if found is None else list(found) if isinstance(found, Array) else [found]


def _keeps(element: Element, pages: set[tuple[int, int]]) -> bool:
    """Whether an element of the learner's has anything on these pages: the strips have none."""
    return "/Pg" not in element or element.Pg.objgen in pages


def _without(element: Element, page: pikepdf.Object) -> bool:
    """Takes out of an element what it holds on the page. Whether anything is left of one that held something there."""
    here = "/Pg" in element and element.Pg.objgen == page.objgen
    before = _kids(element)
    kept = []
    for kid in before:
        if isinstance(kid, int):
            is_kept = not here
        elif isinstance(kid, Dictionary) and "/S" in kid:
            is_kept = _without(kid, page)
        else:
            is_kept = not (kid.Pg.objgen == page.objgen if "/Pg" in kid else here)
        if is_kept:
            kept.append(kid)
    if len(kept) == len(before) and not here:
        return True
    element["/K"] = Array(kept)
    if here:
        del element["/Pg"]
    return bool(kept)
