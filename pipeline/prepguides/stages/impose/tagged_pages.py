"""What finishes share: pages and the tags of a document, whose structure tree `repair_tags` left sound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

Element = Any
"""A structure element, or the tree's root."""


def size(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height in points."""
    left, bottom, right, top = map(float, page.mediabox)
    return right - left, top - bottom


def fill_signature(document: pikepdf.Pdf, signature: int) -> None:
    """Blank pages at the end until the pages are a multiple."""
    while len(document.pages) % signature:
        document.add_blank_page(page_size=size(document.pages[-1]))


def kids(element: Element) -> list[Any]:
    """Elements, references to annotations, and numbers of marked content."""
    found = element.get("/K")
    return [] if found is None else list(found) if isinstance(found, Array) else [found]


def elements(document: pikepdf.Pdf) -> Iterator[tuple[Element, Element]]:
    """Each element of the structure tree with its parent, parents first."""
    root = document.Root.get("/StructTreeRoot")
    waiting = [root] if root is not None else []
    while waiting:
        parent = waiting.pop()
        below = [kid for kid in kids(parent) if isinstance(kid, Dictionary) and "/S" in kid]
        yield from ((kid, parent) for kid in below)
        waiting.extend(reversed(below))


def owners(document: pikepdf.Pdf) -> dict[int, Any]:
    """The parent tree: the key of a page or an annotation to the elements that own what is marked on it."""
    root = document.Root.get("/StructTreeRoot")
    listed = list(root.ParentTree.Nums) if root is not None else []
    return {int(key): value for key, value in zip(listed[::2], listed[1::2], strict=True)}


def set_owners(document: pikepdf.Pdf, entries: dict[int, Any]) -> None:
    if "/StructTreeRoot" in document.Root:
        listed = Array()
        for key in sorted(entries):
            listed.append(key)
            listed.append(entries[key])
        document.Root.StructTreeRoot.ParentTree.Nums = listed


_EMPTIABLE = ("/Form", "/Div", "/P", "/Span", "/NonStruct")


def without_fields(document: pikepdf.Pdf) -> None:
    """Takes the form fields out, with their tags; the boxes and lines to write on are drawn on the page and stay."""
    if "/AcroForm" in document.Root:
        del document.Root["/AcroForm"]
    dropped: set[int] = set()
    for page in document.pages:
        annotations = list(page.obj.get("/Annots", []))
        kept = [annotation for annotation in annotations if annotation.Subtype != Name.Widget]
        dropped |= {int(annotation.get("/StructParent", -1)) for annotation in annotations if annotation.Subtype == Name.Widget}
        if kept:
            page.obj["/Annots"] = Array(kept)
        elif annotations:
            del page.obj["/Annots"]
    if dropped:
        set_owners(document, {key: value for key, value in owners(document).items() if key not in dropped})
        _drop_tags_of_fields(document)


def _drop_tags_of_fields(document: pikepdf.Pdf) -> None:
    """A Form that has lost its field has nothing to say, nor has a paragraph that held nothing else. Children before parents."""
    gone: set[tuple[int, int]] = set()
    for element, _ in reversed([*elements(document)]):
        before = kids(element)
        kept = [kid for kid in before if not _is_field(kid) and not (isinstance(kid, Dictionary) and kid.objgen in gone)]
        if len(kept) < len(before):
            element["/K"] = Array(kept)
            if not kept and str(element.S) in _EMPTIABLE:
                gone.add(element.objgen)
            elif Name.Form == element.S:
                element["/S"] = Name.Div


def _is_field(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR and kid.Obj.Subtype == Name.Widget
