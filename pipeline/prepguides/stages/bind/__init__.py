"""A learner's own pages and the guide that all share -> their copy. Nothing is laid out again, and no copy is made from another's."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name

from .front import Front, Object
from .merge import CopyFile, merge
from .outlines import join_outlines
from .owner_forms import OwnerStreams, forms_with_owner
from .shared_guide import SharedGuide
from .tag_trees import join_tags

__all__ = ["CopyFile", "SharedGuide", "bind", "merge"]

STRIPS = 2
"""Pages at the end of a learner's own that hold their name alone, a verso and a recto: they are drawn over all others but the cover."""


def bind(guide: SharedGuide, own: bytes) -> bytes:
    """The copy: the learner's own pages in place of the guide's cover, then the rest of the guide. Their name is in every foot.

    Tags, links, bookmarks, fields and destinations are those of all its pages; title and metadata are the learner's own. Deterministic.
    """
    with pikepdf.open(io.BytesIO(guide.without_cover)) as document, pikepdf.open(io.BytesIO(own)) as theirs:
        front = Front.of(document, theirs, STRIPS)
        cover = document.pages[0].obj
        _draw_owner(document, front)
        join_tags(document, front, cover)
        join_outlines(document, theirs, front, cover)
        _join_destinations(document, theirs, front, cover)
        _join_fields(document, front, cover)
        _number(document, len(front.pages))
        for index, page in enumerate(front.pages):
            document.pages.insert(index + 1, pikepdf.Page(page))
        del document.pages[0]
        document.Root["/Metadata"] = document.copy_foreign(theirs.Root.Metadata)
        document.trailer["/Info"] = document.make_indirect(document.copy_foreign(theirs.docinfo))
        target = io.BytesIO()
        document.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return target.getvalue()


def _draw_owner(document: pikepdf.Pdf, front: Front) -> None:
    """The learner's name over every page but their cover: a form for each side, which the pages' resources name."""
    shared = [page.obj for page in document.pages][1:]
    if shared:
        shared[0].Resources["/XObject"] = forms_with_owner(shared[0].Resources, front.strips)
    own = front.pages[1:]
    if own:
        # A dictionary of its own: the forms are set in the first, and nothing may hold itself.
        resources = Dictionary(own[0].Resources)
        resources["/XObject"] = forms_with_owner(own[0].Resources, front.strips)
        named = document.make_indirect(resources)
        for page in own:
            page["/Resources"] = named
    streams = OwnerStreams.of(document)
    for number, page in [*enumerate(own, 2), *enumerate(shared, 2)]:
        page["/Contents"] = streams.around(page, number)


def _join_destinations(document: pikepdf.Pdf, theirs: pikepdf.Pdf, front: Front, cover: pikepdf.Object) -> None:
    """Names that links lead to. What stood on the guide's cover stands on the learner's."""
    found: dict[bytes, Object] = {}
    for name, place in _named(document):
        if place[0].objgen == cover.objgen:
            place[0] = front.pages[0]
        found[name] = place
    for name, place in _named(theirs):
        page = front.page_of(place[0])
        if page is not None:
            found[name] = Array([page, *list(place)[1:]])
    listed = Array()
    for name in sorted(found):
        listed.append(pikepdf.String(name))
        listed.append(found[name])
    names = document.Root.get("/Names", Dictionary())
    names["/Dests"] = Dictionary(Names=listed)
    document.Root["/Names"] = names


def _named(document: pikepdf.Pdf) -> list[tuple[bytes, Object]]:
    listed = list(document.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", []))
    return [(bytes(name), place) for name, place in zip(listed[::2], listed[1::2], strict=True)]


def _join_fields(document: pikepdf.Pdf, front: Front, cover: pikepdf.Object) -> None:
    """The fields of all pages but the guide's cover. A form that all share brings what its fields are set in."""
    form = document.Root.get("/AcroForm")
    fields = [field for field in form.Fields if field.P.objgen != cover.objgen] if form is not None else []
    fields += front.fields
    if not fields:
        return
    if form is None:
        form = front.form
    form["/Fields"] = Array(fields)
    document.Root["/AcroForm"] = form


def _number(document: pikepdf.Pdf, own: int) -> None:
    """The learner's pages are numbered i, ii, iii, as front matter is; the guide's keep the numbers that are printed on them."""
    roman, arabic = Dictionary(S=Name.r, St=1), Dictionary(S=Name.D, St=2)
    document.Root["/PageLabels"] = Dictionary(Nums=Array([0, roman, own, arabic]))
