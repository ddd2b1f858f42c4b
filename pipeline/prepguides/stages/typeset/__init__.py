"""HTML -> the canvas PDF. The only stage that knows WeasyPrint; run it in a worker process."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import weasyprint
from pydyf import PDF
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration

from ...model.assets import BASE_ADDRESS, AssetTable
from ...model.diagnostic import Checked, Diagnostic, Place
from ...model.rules import RULES
from ...model.sheet import CANVAS, FOOTER, HEADER
from ...model.theme import Theme, ThemeFile
from .asset_fetcher import AssetFetcher
from .collisions import Collision, collisions
from .complaints import complaints, css_problem, document_problems
from .fullness import thin_pages
from .overflow import Overflow, overflows
from .patches import CacheHits, remembering
from .type_sizes import odd_sizes
from .untyped import Box, Document
from .wording import name_links, words_of

__all__ = ["TypesetResult", "Typesetter", "typeset"]


@dataclass(frozen=True)
class TypesetResult:
    """A pressed guide on its canvas: not yet any paper."""

    pdf: bytes
    pages: int
    families: frozenset[str]
    """Font families drawn with."""
    thin: tuple[tuple[int, int], ...] = ()
    """Number and percent of the pages that are less than half full."""
    words: str = ""
    """All that is drawn as text."""
    cache_hits: CacheHits = field(default_factory=CacheHits)
    places: Mapping[str, int] = field(default_factory=dict)
    """HTML id to the page (from 1) on which its element begins."""


_SIZES_HINT = "set it in one of the sizes that the theme's tokens name, such as var(--note-size)"


class Typesetter:
    """WeasyPrint made ready for one theme: fonts and style sheets are parsed once and shared by a worker's documents."""

    def __init__(self, theme: Theme, assets: AssetTable) -> None:
        self.theme, self.assets = theme, assets
        self.fetcher = AssetFetcher(assets)
        self.font_config = FontConfiguration()
        self.counter_style = CounterStyle()
        self.problems: list[Diagnostic] = []
        self.stylesheets = [self._stylesheet(_prelude(theme), None)]
        self.stylesheets += [self._stylesheet(file.text, file) for file in theme.styles]

    def _stylesheet(self, text: str, file: ThemeFile | None) -> weasyprint.CSS:
        with complaints() as messages:
            sheet = weasyprint.CSS(
                string=text,
                base_url=f"{BASE_ADDRESS}assets/",
                url_fetcher=self.fetcher,
                font_config=self.font_config,
                counter_style=self.counter_style,
            )
        self.problems.extend(css_problem(record, file) for record in messages)
        return sheet


def typeset(
    html: str,
    typesetter: Typesetter,
    name: str,
    finish: Callable[[PDF], object] = lambda _: None,
    assets: AssetTable | None = None,
) -> Checked[TypesetResult | None]:
    """Lay the document out and write it as tagged PDF/UA-1. Everything WeasyPrint complains of is an error here.

    `finish` is given the document before it is written. `assets` are the document's; without, those that the typesetter was made with.
    """
    failures = typesetter.fetcher.failures
    failures.clear()
    typesetter.fetcher.table = assets or typesetter.assets

    def finisher(document: Document, pdf: PDF) -> None:
        name_links(document.pages)
        finish(pdf)

    with complaints() as messages, remembering() as taken:
        source = weasyprint.HTML(string=html, base_url=f"{BASE_ADDRESS}assets/", url_fetcher=typesetter.fetcher)
        document = source.render(
            font_config=typesetter.font_config,
            counter_style=typesetter.counter_style,
            stylesheets=typesetter.stylesheets,
            pdf_forms=True,
        )
        target = io.BytesIO()
        document.write_pdf(target, finisher=finisher, pdf_variant="pdf/ua-1", pdf_tags=True)
    diagnostics = [*typesetter.problems]
    diagnostics += document_problems(messages, failures, name)
    families = frozenset(_families(document))
    overflow, over, thin, words = looked_over(document.pages)
    diagnostics += _page_problems(document, typesetter.theme, families, overflow, over, name)
    places = {id: number for number, page in reversed([*enumerate(document.pages, 1)]) for id in page.anchors}
    canvas = TypesetResult(target.getvalue(), len(document.pages), families, thin, words, taken.cache_hits, places)
    return Checked(canvas if not any(problem.is_error for problem in diagnostics) else None, tuple(diagnostics))


def _page_problems(
    document: Document, theme: Theme, families: frozenset[str], overflow: list[Overflow], over: list[Collision], name: str
) -> Iterator[Diagnostic]:
    """What is wrong on the laid-out pages: text over an edge or over text, odd sizes, fonts that are not the theme's."""
    whole = Place.of_subject(name)
    for edge in overflow:
        message = f"page {edge.page}: “{edge.words}” crosses {edge.edge}"
        yield Diagnostic(RULES["PG702"], message, whole, "shorten it, or give it room")
    for pair in over:
        message = f"page {pair.page}: “{pair.words}” is drawn over “{pair.others}”"
        yield Diagnostic(RULES["PG707"], message, whole, "give it room of its own")
    for odd in odd_sizes(document.pages, theme.sizes):
        yield Diagnostic(RULES["PG708"], f"page {odd.page}: “{odd.words}” is set in {odd.points:g} pt", whole, _SIZES_HINT)
    for family in sorted(families - theme.families):
        message = f'the font "{family}" is not the theme\'s'
        yield Diagnostic(RULES["PG701"], message, whole, "set font-family on html and @page alike")


def looked_over(pages: Box) -> tuple[list[Overflow], list[Collision], tuple[tuple[int, int], ...], str]:
    """What only the laid out boxes tell: text over an edge or over text, pages less than half full, all that is drawn as text."""
    return list(overflows(pages)), list(collisions(pages)), tuple(thin_pages(pages)), words_of(pages)


def _prelude(theme: Theme) -> str:
    """Fonts and page geometry: what only Python knows."""
    fonts = theme.font_rules(lambda font: f"{BASE_ADDRESS}{font.address}")
    top, bottom = CANVAS.margin_block + HEADER, CANVAS.margin_block + FOOTER
    inner, outer = CANVAS.margin_inner, CANVAS.margin_outer
    return (
        f"{fonts}@page {{ size: {CANVAS.width}mm {CANVAS.height}mm; bleed: {CANVAS.bleed}mm;"
        f" margin: {top}mm {outer}mm {bottom}mm {inner}mm }}\n"
        f"@page :left {{ margin-left: {outer}mm; margin-right: {inner}mm }}\n"
    )


def _families(document: Document) -> Iterator[str]:
    for font in document.fonts.values() if hasattr(document, "fonts") else ():
        family = font.family
        yield family.decode() if isinstance(family, bytes) else str(family)
