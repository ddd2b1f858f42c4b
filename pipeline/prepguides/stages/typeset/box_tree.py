"""From a document's text to its boxes before layout. WeasyPrint has no public way to stop there, and the context of a layout tells more
than its pages: hence what is private here, and the package pinned to one version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import weasyprint
from weasyprint import DEFAULT_OPTIONS
from weasyprint.document import Document as Joined
from weasyprint.formatting_structure.build import build_formatting_structure

from ...model.assets import BASE_ADDRESS
from .untyped import Box, Context, Document

if TYPE_CHECKING:
    from .typesetter import Typesetter


def prepared(html: str, typesetter: Typesetter) -> tuple[Document, Context]:
    """A document, parsed, and the context of its layout with every style computed."""
    source = weasyprint.HTML(string=html, base_url=f"{BASE_ADDRESS}assets/", url_fetcher=typesetter.fetcher)
    options = {**DEFAULT_OPTIONS, "stylesheets": typesetter.stylesheets, "pdf_forms": True}
    return source, Joined._build_layout_context(source, typesetter.font_config, typesetter.counter_style, {}, options)  # noqa: SLF001


def built(source: Document, context: Context) -> Box:
    """The document's boxes before they are laid out."""
    return build_formatting_structure(
        source.etree_element,
        context.style_for,
        context.get_image_from_uri,
        source.base_url,
        context.target_collector,
        context.counter_style,
        context.footnotes,
    )
