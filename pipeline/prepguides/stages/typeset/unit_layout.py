"""Lays one unit out: its pages, and what they leave to the next unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from time import process_time
from xml.etree import ElementTree

from weasyprint.layout import layout_document

from .box_tree import built, prepared
from .complaints import complaints, document_problems, on_pages
from .drawn_page import DrawnPage
from .laid_out_unit import LaidOut
from .let_go import let_go
from .pace import told_of_pages
from .page_again import Layout, PageAgain
from .rest_of_page import SPARE, Room, room_for_notes, with_room_for_notes
from .typesetter import Typesetter
from .units import Carried, Running, Unit
from .unprintable import printable
from .untyped import Box, Context, Document, Value


def lay_out(unit: Unit, carried: Carried, html: str, typesetter: Typesetter) -> LaidOut:
    """The unit laid out, of which `html` is the document."""
    started = process_time()
    with printable(carried.page, unit.anchor):
        made, layout = _lay_out_once(unit, carried, html, typesetter)
        rooms = room_for_notes(unit, made.pages)
        if rooms:
            made = _with_notes(made, layout, rooms, typesetter) or _laid_out_with_notes(made, unit, carried, html, rooms, typesetter)
        let_go(layout.context, layout.pages)
    return replace(made, seconds=process_time() - started)


def _lay_out_once(unit: Unit, carried: Carried, html: str, typesetter: Typesetter) -> tuple[LaidOut, Layout]:
    failures = typesetter.fetcher.failures
    failures.clear()
    with complaints() as messages:
        source, context = prepared(html, typesetter)
        root = built(source, context)
        with told_of_pages(typesetter.pace.page):
            boxes = list(layout_document(source, root, context))
    pages = [DrawnPage(box, typesetter.faces, typesetter.fetcher) for box in boxes[0 if unit.opens is None else 1 :]]
    leaves = _left(unit, carried, context, source, len(pages))
    problems = tuple(document_problems(messages, failures))
    made = LaidOut(pages, carried.page, leaves, problems, on_pages(messages), typesetter.fetcher.table, typesetter.theme.sizes, 0)
    return made, Layout(source, context, root, boxes)


def _with_notes(made: LaidOut, layout: Layout, rooms: Sequence[Room], typesetter: Typesetter) -> LaidOut | None:
    """The unit with room for notes where it fits, its pages laid out again by themselves. None where one of them cannot be."""
    dropped = len(layout.pages) - len(made.pages)
    again = [(room, PageAgain(layout, dropped + room.page, room.id)) for room in rooms]
    if not all(page.can_be_made for _, page in again):
        return None
    failures, pages = len(typesetter.fetcher.failures), [*made.pages]
    with complaints() as messages:
        for room, page in again:
            typesetter.pace.page(page.number)
            box = next(filter(None, (page.showing(room.height - spare) for spare in SPARE)), None)
            if box is not None:
                pages[room.page - 1] = DrawnPage(box, typesetter.faces, typesetter.fetcher)
    problems = document_problems(messages, typesetter.fetcher.failures[failures:])
    return replace(made, pages=pages, problems=(*made.problems, *problems), complained=made.complained | on_pages(messages))


def _laid_out_with_notes(made: LaidOut, unit: Unit, carried: Carried, html: str, rooms: Sequence[Room], typesetter: Typesetter) -> LaidOut:
    """The unit with room for notes, all of it laid out again; as it was where it does not fit."""
    for spare in SPARE:
        filled, layout = _lay_out_once(unit, carried, with_room_for_notes(html, rooms, spare), typesetter)
        let_go(layout.context, layout.pages)
        if len(filled.pages) == len(made.pages):
            return filled
    return made


def _left(unit: Unit, carried: Carried, context: Context, source: Document, pages: int) -> Carried:
    """What the next unit needs to know of this one."""
    strings = {**dict(carried.strings), **{name: _last(found) for name, found in context.string_set.items() if any(found.values())}}
    running = tuple(
        _running(name, _last(found), unit, source.etree_element) for name, found in context.running_elements.items() if any(found.values())
    )
    return Carried(carried.page + pages, tuple(sorted(strings.items())), tuple(sorted(running, key=lambda each: each.name)))


def _last(found: dict[int, list[Value]]) -> Value:
    """What was set last, of values by page."""
    return found[max(page for page, values in found.items() if values)][-1]


def _running(name: str, box: Box, unit: Unit, root: Value) -> Running:
    """A running element, cut out of the document with the elements around it in its block."""
    parents = {child: parent for parent in root.iter() for child in parent}
    path = [box.element]
    while parents[path[-1]].tag != "body":
        path.append(parents[path[-1]])
    *inner, block, part = path
    place = (list(parents[part]).index(part), list(part).index(block))
    if not inner:
        return Running(name, place, "")
    html = _written(inner[0])
    for element in inner[1:]:
        html = _around(element, html)
    return Running(name, place, html)


_PREFIX = re.compile(r"(</?)ns\d+:|\sxmlns:ns\d+=\"[^\"]*\"")


def _written(element: Value) -> str:
    text = ElementTree.tostring(element, "unicode", method="html")
    return _PREFIX.sub(r"\1", text.removesuffix(element.tail or ""))


def _around(element: Value, html: str) -> str:
    """An element with nothing in it but this."""
    empty = _written(ElementTree.Element(element.tag, element.attrib))
    return empty.replace("></", f">{html}</", 1)
