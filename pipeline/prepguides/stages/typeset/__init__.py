"""HTML -> the canvas PDF. The only stage that knows WeasyPrint; run it in a worker process."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import weasyprint
from pydyf import PDF
from weasyprint.document import Document as Joined
from weasyprint.document import DocumentMetadata
from weasyprint.html import get_html_metadata

from ...model.assets import BASE_ADDRESS, AssetTable
from ...model.diagnostic import Checked, Diagnostic, Place
from ...model.rules import RULES
from .book import LaidOutBook, laid_out_book
from .complaints import complaints, document_problems
from .laid_out_unit import LaidOut
from .patches import CacheHits, remembering
from .typesetter import Typesetter
from .unit_memory import UnitMemory
from .untyped import Document
from .wording import name_links

__all__ = ["TypesetResult", "Typesetter", "UnitMemory", "UnitUse", "typeset"]


@dataclass(frozen=True)
class UnitUse:
    """A unit of a document: where it begins, how much of it there is, and whether it was laid out for it."""

    anchor: str
    """The HTML id of the element that it begins with."""
    first: int
    """The number of its first page."""
    pages: int
    reused: bool
    """Whether its pages were in memory."""


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
    units: tuple[UnitUse, ...] = ()
    """In the order of its pages."""


_SIZES_HINT = "set it in one of the sizes that the theme's tokens name, such as var(--note-size)"


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
    typesetter.fetcher.table = assets or typesetter.assets

    def finisher(document: Document, pdf: PDF) -> None:
        name_links(document.pages)
        finish(pdf)

    with complaints() as messages, remembering() as taken:
        book = laid_out_book(html, typesetter)
        typesetter.fetcher.failures.clear()
        document = joined(book.laid_out, html, typesetter)
        target = io.BytesIO()
        document.write_pdf(target, finisher=finisher, pdf_variant="pdf/ua-1", pdf_tags=True)
    diagnostics = [*typesetter.problems]
    families = frozenset(_families(document))
    diagnostics += _problems(book, name)
    diagnostics += document_problems(messages, typesetter.fetcher.failures, name)
    diagnostics += _page_problems(book.laid_out, families - typesetter.theme.families, name)
    canvas = TypesetResult(
        pdf=target.getvalue(),
        pages=len(document.pages),
        families=families,
        thin=_thin(book),
        words=_words(book),
        cache_hits=taken.cache_hits,
        places=book.places,
        units=tuple(_uses(book)),
    )
    return Checked(canvas if not any(problem.is_error for problem in diagnostics) else None, tuple(diagnostics))


def _thin(book: LaidOutBook) -> tuple[tuple[int, int], ...]:
    return tuple((unit.first - 1 + page, percent) for unit in book.laid_out for page, percent in unit.thin)


def _words(book: LaidOutBook) -> str:
    return " ".join(unit.words for unit in book.laid_out)


def _uses(book: LaidOutBook) -> Iterator[UnitUse]:
    for anchor, laid_out, reused in zip(book.anchors, book.laid_out, book.reused, strict=True):
        yield UnitUse(anchor, laid_out.first, len(laid_out.pages), reused)


def joined(units: Sequence[LaidOut], html: str, typesetter: Typesetter) -> Document:
    """The pages of units as one document, to be written once: tags, bookmarks, links, fields and fonts are made then."""
    # Links that attach a file are metadata to WeasyPrint, wherever they stand; they are refused when it is written.
    said = html if "attachment" in html else f"{html.partition('<body')[0]}<body></body></html>"
    source = weasyprint.HTML(string=said, base_url=f"{BASE_ADDRESS}assets/", url_fetcher=typesetter.fetcher)
    pages = [page for unit in units for page in unit.pages]
    return Joined(pages, DocumentMetadata(**get_html_metadata(source)), typesetter.fetcher, typesetter.font_config, {}, None)


def _problems(book: LaidOutBook, name: str) -> Iterator[Diagnostic]:
    """What was complained of while units were laid out, and what is wrong between them."""
    whole = Place.of_subject(name)
    yield from dict.fromkeys(replace(problem, place=whole) for unit in book.laid_out for problem in unit.problems)
    for id in book.shared_ids:
        yield Diagnostic(RULES["PG604"], f"two elements have the id {id}", whole)
    for id in book.unsettled:
        message = f"page {book.places.get(id)}: whichever number a reference to it prints, #{id} moves to another page"
        yield Diagnostic(RULES["PG709"], message, whole, "add or take a line before it, or begin its section on a page of its own")


def _page_problems(units: Sequence[LaidOut], strange: frozenset[str], name: str) -> list[Diagnostic]:
    """What is wrong on the laid-out pages: text over an edge or over text, odd sizes, fonts that are not the theme's."""
    return list(_found_on_pages(units, strange, Place.of_subject(name)))


def _found_on_pages(units: Sequence[LaidOut], strange: frozenset[str], whole: Place) -> Iterator[Diagnostic]:
    odd_sizes: set[float] = set()
    for unit in units:
        before = unit.first - 1
        for edge in unit.overflow:
            message = f"page {before + edge.page}: “{edge.words}” crosses {edge.edge}"
            yield Diagnostic(RULES["PG702"], message, whole, "shorten it, or give it room")
        for pair in unit.over:
            message = f"page {before + pair.page}: “{pair.words}” is drawn over “{pair.others}”"
            yield Diagnostic(RULES["PG707"], message, whole, "give it room of its own")
        for odd in unit.odd:
            if odd.points not in odd_sizes:
                odd_sizes.add(odd.points)
                message = f"page {before + odd.page}: “{odd.words}” is set in {odd.points:g} pt"
                yield Diagnostic(RULES["PG708"], message, whole, _SIZES_HINT)
    for family in sorted(strange):
        message = f'the font "{family}" is not the theme\'s'
        yield Diagnostic(RULES["PG701"], message, whole, "set font-family on html and @page alike")


def _families(document: Document) -> Iterator[str]:
    for font in document.fonts.values() if hasattr(document, "fonts") else ():
        family = font.family
        yield family.decode() if isinstance(family, bytes) else str(family)
