"""For folding: two pages side by side on the paper turned sideways, in the order in which folded sheets are stitched.

The sheets are printed on both sides and turned over at the short edge. Tags, links and bookmarks come along: whoever listens to the file
hears the pages in their own order, whatever sheet they stand on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from .tagged_pages import elements, kids, owners, set_owners, size

_MARK = re.compile(rb"/MCID\s+(\d+)")
_PAINTED = re.compile(rb"/(\S+)\s+(?:scn|SCN)\b")
"""A pattern that is taken for what is filled or drawn next."""


def booklet_order(pages: int) -> Iterator[tuple[int, int]]:
    """Left and right page (from 0) of each side of each sheet, the outermost sheet first. `pages` is a multiple of four."""
    for sheet in range(pages // 4):
        first, last = 2 * sheet, pages - 1 - 2 * sheet
        yield last, first
        yield first + 1, last - 1


@dataclass(frozen=True)
class _Placed:
    """Where a page has come to stand: on which sheet, how large, how far from the origin, and what its marks count from there."""

    sheet: Any
    scale: float
    across: float
    up: float
    marks_before: int

    def moved(self, x: float, y: float) -> tuple[float, float]:
        return round(x * self.scale + self.across, 3), round(y * self.scale + self.up, 3)


def as_booklet(document: pikepdf.Pdf) -> None:
    """Replaces the pages by sheets with two of them on each side."""
    pages = list(document.pages)
    placed: dict[tuple[int, int], _Placed] = {}
    entries = owners(document)
    sheets = [_sheet(document, [pages[index] for index in sides], entries, placed) for sides in booklet_order(len(pages))]
    set_owners(document, entries)
    _move_tags(document, placed)
    for destination in _destinations(document):
        _move_destination(destination, placed)
    for name in ("/PageLabels", "/OpenAction", "/PageLayout"):
        if name in document.Root:  # said of single pages
            del document.Root[name]
    del document.pages[:]
    for sheet in sheets:
        document.pages.append(pikepdf.Page(sheet))


def _sheet(document: pikepdf.Pdf, pages: list[pikepdf.Page], entries: dict[int, Any], placed: dict[tuple[int, int], _Placed]) -> Any:
    """One side of a sheet that is folded once. The canvas has one set of resources for all its pages, so that no name is there twice."""
    width, height = size(pages[0])
    sheet = document.make_indirect(Dictionary(Type=Name.Page, MediaBox=[0, 0, height, width], Tabs=Name.S))
    content, annotations, marks, keys = b"", Array(), Array(), []
    for place, page in enumerate(pages):
        here = _place(page, place, sheet, len(marks))
        placed[page.obj.objgen] = here
        content += _drawn(page, here)
        _move_patterns(page, here)
        for annotation in page.obj.get("/Annots", []):
            _move_annotation(annotation, here)
            annotations.append(annotation)
        if "/StructParents" in page.obj:
            keys.append(int(page.obj.StructParents))
            marks.extend(entries.pop(keys[-1], Array()))
            sheet["/Resources"] = page.obj.Resources
    if keys:
        sheet["/StructParents"] = keys[0]
        entries[keys[0]] = document.make_indirect(marks)
    if len(annotations):
        sheet["/Annots"] = annotations
    sheet["/Contents"] = document.make_stream(content)
    return sheet


def _place(page: pikepdf.Page, place: int, sheet: Any, marks_before: int) -> _Placed:
    """As large as it goes into its half of the sheet, and in the middle of that."""
    width, height = size(page)
    half, left, bottom = height / 2, float(page.mediabox[0]), float(page.mediabox[1])
    scale = min(half / width, width / height)
    across = place * half + (half - width * scale) / 2 - left * scale
    return _Placed(sheet, scale, across, (width - height * scale) / 2 - bottom * scale, marks_before)


def _drawn(page: pikepdf.Page, here: _Placed) -> bytes:
    """What the page draws, within its edges, its marked content counted on from that of the page beside it."""
    page.contents_coalesce()
    left, bottom = float(page.mediabox[0]), float(page.mediabox[1])
    width, height = size(page)
    drawn = _MARK.sub(lambda match: b"/MCID %d" % (int(match[1]) + here.marks_before), page.obj.Contents.read_bytes())
    placing = f"q {here.scale:.6f} 0 0 {here.scale:.6f} {here.across:.3f} {here.up:.3f} cm"
    return f"{placing} {left:.3f} {bottom:.3f} {width:.3f} {height:.3f} re W n\n".encode() + drawn + b"\nQ\n"


def _move_patterns(page: pikepdf.Page, here: _Placed) -> None:
    """What repeats, such as lines to write on, begins where the sheet does, whatever the page's own place and size on it.

    Each pattern fills one element, so that it is moved once; those in a form begin where the form does.
    """
    patterns = page.obj.get("/Resources", Dictionary()).get("/Pattern", Dictionary())
    for name in sorted({match.decode() for match in _PAINTED.findall(page.obj.Contents.read_bytes())}):
        pattern = patterns["/" + name]
        *turned, x, y = map(float, pattern.get("/Matrix", [1, 0, 0, 1, 0, 0]))
        pattern["/Matrix"] = Array([*(round(number * here.scale, 6) for number in turned), *here.moved(x, y)])


def _move_annotation(annotation: Any, here: _Placed) -> None:
    left, bottom, right, top = map(float, annotation.Rect)
    annotation["/Rect"] = Array([*here.moved(left, bottom), *here.moved(right, top)])
    if "/P" in annotation:
        annotation["/P"] = here.sheet


def _move_tags(document: pikepdf.Pdf, placed: dict[tuple[int, int], _Placed]) -> None:
    """Elements, and what they say of annotations, name the sheet in place of the page."""
    for element, _ in elements(document):
        here = placed.get(element.Pg.objgen) if "/Pg" in element else None
        if here:
            element["/K"] = Array([kid + here.marks_before if isinstance(kid, int) else kid for kid in kids(element)])
            element["/Pg"] = here.sheet
        for kid in kids(element):
            if isinstance(kid, Dictionary) and "/S" not in kid and "/Pg" in kid and (there := placed.get(kid.Pg.objgen)):
                kid["/Pg"] = there.sheet
                if "/MCID" in kid:
                    kid["/MCID"] = int(kid.MCID) + there.marks_before


def _destinations(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every place that a name, a bookmark or a link leads to."""
    named = document.Root.get("/Names", Dictionary()).get("/Dests", Dictionary())
    yield from list(named.get("/Names", []))[1::2]
    waiting = [document.Root.Outlines.First] if "/First" in document.Root.get("/Outlines", Dictionary()) else []
    while waiting:
        item = waiting.pop()
        waiting += [item[key] for key in ("/First", "/Next") if key in item]
        yield item.get("/Dest")
    for page in document.pages:
        yield from (annotation.get("/Dest") for annotation in page.obj.get("/Annots", []))


def _move_destination(destination: Any, placed: dict[tuple[int, int], _Placed]) -> None:
    """Of the form `[page /XYZ left top zoom]`; names are looked up elsewhere."""
    if isinstance(destination, Array) and len(destination) and isinstance(destination[0], Dictionary):
        here = placed.get(destination[0].objgen)
        if here:
            destination[0] = here.sheet
            if len(destination) >= 4 and destination[1] == Name.XYZ:
                destination[2], destination[3] = here.moved(float(destination[2]), float(destination[3]))
