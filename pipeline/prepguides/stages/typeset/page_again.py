"""One page of a layout made again with an element that was hidden, in place of all pages.

WeasyPrint keeps of each page where in the boxes it begins, so that a page can be made again by itself; it does so for page counters. The
element's boxes are made, put where they would have been, and the page is made once more. It has to end where it ended, so that the pages
around it are as they were. What would be more than that (footnotes, boxes on every page, columns around the element) is not tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf

from weasyprint.css import ComputedStyle, declaration_precedence
from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import create_anonymous_boxes, element_to_box
from weasyprint.layout.background import layout_backgrounds
from weasyprint.layout.page import make_margin_boxes, remake_page

from .patches import are_tested
from .untyped import Box, Context, Document, Style, Value


@dataclass(frozen=True)
class Layout:
    """Pages, and what they were made from."""

    source: Document
    context: Context
    root: Box
    """The boxes before layout."""
    pages: list[Box]

    @cached_property
    def parents(self) -> Mapping[Value, Value]:
        """Each element of the document, with the one that it stands in."""
        return {child: parent for parent in self.source.etree_element.iter() for child in parent}


class PageAgain:
    """A page (from 1) of a layout, and an element of its document that is hidden and would end it."""

    def __init__(self, layout: Layout, number: int, id: str) -> None:
        """`id` is the HTML id of the element."""
        self.layout, self.number = layout, number
        self._place = _place_of(layout, id) if are_tested() and _is_plain(layout, layout.pages[number - 1]) else None

    @property
    def can_be_made(self) -> bool:
        """Whether the page can be told from the layout of all."""
        return self._place is not None

    def showing(self, height: float) -> Box | None:
        """The page with the element on it, so many CSS pixels high. None when it does not fit, or a style sheet insists to hide it."""
        if self._place is None:
            return None
        element, parent, index = self._place
        shown = _shown(self.layout.context.style_for(element), height)
        if shown is None:
            return None
        untouched = parent.children
        parent.children = [*untouched[:index], _box_of(element, shown, self.layout), *untouched[index:]]
        try:
            return self._made()
        finally:
            parent.children = untouched

    def _made(self) -> Box | None:
        context, before = self.layout.context, self.layout.pages[self.number - 1]
        behind = context.page_maker[self.number]
        page, _ = remake_page(self.number - 1, context, self.layout.root, self.layout.source)
        if context.page_maker[self.number] is not behind or context.broken_out_of_flow:
            context.page_maker[self.number] = behind
            context.broken_out_of_flow.clear()
            return None
        _name_bookmarks_once(page, before)
        context.current_page = self.number
        root, *areas = page.children
        page.children = (root, *(area for area in areas if area.children), *make_margin_boxes(context, page, behind[3]))
        layout_backgrounds(page, context.get_image_from_uri)
        return page


def _is_plain(layout: Layout, page: Box) -> bool:
    """Whether nothing on the page comes from other pages, and nothing on it asks for numbers of them."""
    context = layout.context
    return (
        not (context.footnotes or context.page_footnotes or context.rendered_notes)
        and not any(each.fixed_boxes for each in layout.pages)
        and [child.element_tag for child in page.children[0].children] == ["body"]
        and not any(box.missing_link for box in page.descendants())
    )


def _place_of(layout: Layout, id: str) -> tuple[Value, Box, int] | None:
    """The element, the box before layout that its own would stand in, and the place among the boxes there; None where that is not plain."""
    parents = layout.parents
    element = next((each for each in parents if each.get("id") == id), None)
    if element is None:
        return None
    path = [parents[element]]
    while path[-1] in parents:
        path.append(parents[path[-1]])
    box: Box = layout.root
    for inner in reversed(path[:-1]):
        box = next((child for child in _stacked(box) if child.element is inner), None)
    own = [child.element for child in _stacked(box)]
    if box is None or path[0] in own:  # words or generated boxes among the blocks
        return None
    before = set(list(path[0])[: list(path[0]).index(element)])
    return element, box, sum(each in before for each in own)


def _stacked(box: Box) -> Iterator[Box]:
    """The boxes in a box that are laid out one below the other down the page; none where they are laid out otherwise."""
    plain = box is not None and type(box) is boxes.BlockBox and box.is_in_normal_flow()
    if plain and box.style["column_width"] == "auto" and box.style["column_count"] == "auto":
        yield from box.children


def _shown(style: Style, height: float) -> Style | None:
    """The style of a hidden element as if its `style` attribute showed it in this height; None where a style sheet outweighs that."""
    weight = (declaration_precedence("author", False), inf, (1, 0, 0))
    known = style.cascaded.get("display")
    if known is not None and known[1] > weight:
        return None
    cascaded = {**style.cascaded, "display": (("block", "flow"), weight), "height": (Dimension(round(height, 2), "px"), weight)}
    words = (cascaded, style.pseudo_type, style.root_style, style.base_url, style.font_config, style.initial_page_sizes)
    return ComputedStyle(style.parent_style, *words)


def _box_of(element: Value, style: Style, layout: Layout) -> Box:
    """The element's boxes before layout, with this style."""
    context = layout.context

    def style_for(asked: Value, pseudo_type: str | None = None) -> Style:
        return style if asked is element and pseudo_type is None else context.style_for(asked, pseudo_type)

    images, base, targets = context.get_image_from_uri, layout.source.base_url, context.target_collector
    (box,) = element_to_box(element, style_for, images, base, targets, context.counter_style, context.footnotes)
    box.process_whitespace()
    box.process_text_transform()
    return create_anonymous_boxes(box)


def _name_bookmarks_once(page: Box, before: Box) -> None:
    """An element that is on several pages has its bookmark on the first, as `before`, the page that this one replaces, says."""
    named = {(box.element, box.element_tag) for box in before.descendants() if box.bookmark_label}
    for box in page.descendants():
        if box.bookmark_label and (box.element, box.element_tag) not in named:
            box.bookmark_label = ""
        named.discard((box.element, box.element_tag))
