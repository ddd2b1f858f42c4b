"""A learner's own pages, brought into the guide's document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

Object = Any
"""An object of a PDF, of whatever type."""
VERSO_AND_RECTO = ("/OwnerVerso", "/OwnerRecto")
"""The forms with the learner's name, as pages call them."""


@dataclass(frozen=True)
class Front:
    """What has been copied of the learner's document; it knows the guide's objects alone."""

    pages: tuple[Object, ...]
    strips: Mapping[str, Object]
    """Their name in the foot of a page, as a form, by what pages call it."""
    fields: tuple[Object, ...]
    form: Object
    """The learner's own form, emptied; None when they have no fields."""
    elements: tuple[Object, ...]
    """The tags of the pages, as those of one document."""
    owners: Mapping[int, Object]
    """The parent tree of the pages: keys to what owns the marks on them."""
    _numbers: Mapping[tuple[int, int], int]
    """Of the learner's document: which page an object is, from 0."""

    @classmethod
    def of(cls, document: pikepdf.Pdf, theirs: pikepdf.Pdf, strips: int) -> Front:
        """All of the learner's document, the last pages of which are the strips."""
        count = len(theirs.pages) - strips
        own = [page.obj for page in theirs.pages]
        numbers = {page.objgen: index for index, page in enumerate(own)}
        verso, recto = (_form(document, theirs, pikepdf.Page(own[count + index])) for index in range(strips))
        root = document.copy_foreign(theirs.make_indirect(_tree(theirs, own)))
        pages = tuple(root.Pages)[:count]
        for page in pages:
            page["/Type"] = Name.Page
        form = root.get("/Form")
        shown = {page.objgen for page in pages}
        owners = dict(zip(map(int, list(root.Nums)[::2]), list(root.Nums)[1::2], strict=True))
        fields = tuple(field for field in form.Fields if field.P.objgen in shown) if form is not None else ()
        return cls(pages, dict(zip(VERSO_AND_RECTO, (verso, recto), strict=True)), fields, form, tuple(root.Kids), owners, numbers)

    def page_of(self, page: Object) -> Object:
        """The page of the guide's document that a page of the learner's has become; None for a strip."""
        index = self._numbers.get(page.objgen, len(self.pages))
        return self.pages[index] if index < len(self.pages) else None


def _tree(theirs: pikepdf.Pdf, pages: list[Object]) -> Dictionary:
    """All that is copied, so that what it shares is copied once.

    Pages lose their parent, which would bring the whole document along, and for a moment their type: qpdf copies no page with
    what names it.
    """
    tree = theirs.Root.StructTreeRoot
    kids = tree.K if isinstance(tree.K, Array) else [tree.K]
    elements = [below for kid in kids for below in (kid.K if isinstance(kid.K, Array) else [kid.K])]
    for element in elements:
        if "/P" in element:
            del element["/P"]
    for page in pages:
        del page["/Parent"]
        del page["/Type"]
    gathered = Dictionary(Pages=Array(pages), Kids=Array(elements), Nums=tree.ParentTree.Nums)
    if "/AcroForm" in theirs.Root:
        gathered["/Form"] = theirs.Root.AcroForm
    return gathered


def _form(document: pikepdf.Pdf, theirs: pikepdf.Pdf, page: pikepdf.Page) -> Object:
    """What a page draws, as a form to be drawn on others of its size."""
    page.contents_coalesce()
    drawn = page.obj.Contents.read_bytes()
    form = theirs.make_stream(drawn, Type=Name.XObject, Subtype=Name.Form, BBox=page.obj.MediaBox, Resources=page.obj.Resources)
    return document.copy_foreign(form)
