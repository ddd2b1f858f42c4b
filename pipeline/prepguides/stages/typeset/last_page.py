"""The last page of a layout laid out again with an element that was hidden, in place of all pages.

WeasyPrint keeps of each page where in the boxes it begins, so that a page can be made again by itself; it does so for page counters. The
element's boxes are made, put where they would have been, and the page is made once more: what stands before them on earlier pages is laid
out as it was. What would be more than that (footnotes, boxes that stand on every page, columns around the element) is not tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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


class LastPage:
    """The last page of a layout, and an element of its document that is hidden. Afterwards nothing else is made with the layout."""

    def __init__(self, layout: Layout, id: str) -> None:
        """`id` is the HTML id of the element."""
        self.layout = layout
        self._place = _place_of(layout, id) if are_tested() and _is_plain(layout) else None

    @property
    def can_be_made_again(self) -> bool:
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
            return self._made_again()
        finally:
            parent.children = untouched

    def _made_again(self) -> Box | None:
        layout, number = self.layout, len(self.layout.pages)
        page, resume_at = remake_page(number - 1, layout.context, layout.root, layout.source)
        if resume_at is not None:
            return None
        _name_bookmarks_once(page, layout.pages[-1])
        layout.context.current_page = number
        root, *areas = page.children
        margins = make_margin_boxes(layout.context, page, layout.context.page_maker[number][3])
        page.children = (root, *(area for area in areas if area.children), *margins)
        layout_backgrounds(page, layout.context.get_image_from_uri)
        return page


def _is_plain(layout: Layout) -> bool:
    """Whether nothing on the last page comes from other pages, and nothing on it asks for numbers of them."""
    context, last = layout.context, layout.pages[-1]
    root = last.children[0]
    return (
        not (context.footnotes or context.page_footnotes or context.rendered_notes)
        and not any(page.fixed_boxes for page in layout.pages)
        and [child.element_tag for child in root.children] == ["body"]
        and not any(box.missing_link for box in last.descendants())
    )


def _place_of(layout: Layout, id: str) -> tuple[Value, Box, int] | None:
    """The element, the box before layout that its own would stand in, and the place among the boxes there; None where that is not plain."""
    root = layout.source.etree_element
    parents = {child: parent for parent in root.iter() for child in parent}
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
