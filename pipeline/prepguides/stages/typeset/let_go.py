"""Pages that go at once when they are dropped, without a walk of all memory for what is left of them.

A drawing in SVG on a page knows the layout that the page came from, to set its words, and the layout knows drawings and boxes: each keeps
the other, so that Python frees neither before it has looked through everything that the process holds, which takes seconds. Once a unit is
laid out, nothing of that is needed but what sets words, and what goes back is made to hold nothing.
"""

# ruff: noqa: SLF001  Which of a library's objects know one another is its private matter: nothing is cut in a version that was not tested.

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from weakref import proxy

from weasyprint.images import SVGImage
from weasyprint.layout import LayoutContext
from weasyprint.svg import LazyDefs

from .patches import are_tested
from .untyped import Box, Context, Style


def let_go(context: Context, pages: Iterable[Box]) -> None:
    """Of a layout that is finished, and of which these are the pages. They are drawn as before."""
    if not are_tested():
        return
    boxes = [box for page in pages for box in (page, *page.descendants())]
    loads = context.get_image_from_uri
    images = (*loads.keywords["cache"].values(), *(getattr(box, "replacement", None) for box in boxes))
    _empty(context)
    for image in {id(image): image for image in images if isinstance(image, SVGImage)}.values():
        for defined in [each for each in vars(image._svg).values() if isinstance(each, LazyDefs)]:
            defined._svg = proxy(image._svg)
    known: set[int] = set()
    for style in context.style_for._computed_styles.values():
        _untie(style, known)
    for box in boxes:
        _untie(box.style, known)
        _untie(getattr(box, "first_line_style", None), known)


def _empty(context: Context) -> None:
    """What a context has found goes; what words are set with stays, and it still loads images."""
    loads = context.get_image_from_uri
    again = partial(loads.func, **{**loads.keywords, "cache": {}})
    fresh = LayoutContext(context.style_for, again, context.font_config, context.counter_style, type(context.target_collector)())
    context.__dict__.update({**vars(fresh), "dictionaries": context.dictionaries, "page_maker": []})
    context.get_image_from_uri = partial(again, context=proxy(context))


def _untie(style: Style, known: set[int]) -> None:
    """A style knows the one for boxes without an element in it, which knows it and itself."""
    while style is not None and id(style) not in known:
        known.add(id(style))
        anonymous = style.__dict__.pop("anonymous_style", None)
        if style.specified is style:
            style.specified = proxy(style)
        _untie(anonymous, known)
        style = style.parent_style
