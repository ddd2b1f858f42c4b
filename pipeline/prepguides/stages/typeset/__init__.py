"""HTML -> the canvas PDF. The only stage that knows WeasyPrint; run it in a worker process."""

from __future__ import annotations

from . import loading  # noqa: F401 - imports WeasyPrint, before others do

# isort: split

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import weasyprint
from pydyf import PDF, Dictionary
from weasyprint.document import Document as Joined
from weasyprint.document import DocumentMetadata
from weasyprint.html import get_html_metadata

from ...model.assets import BASE_ADDRESS, AssetTable
from ...model.diagnostic import Checked
from ...model.manifest import LaidOutUnit
from ...model.page_finding import PageFinding, Trail
from ...model.theme import Theme
from ...text.page_numbers import linked
from .book import LaidOutBook, anchors_of, laid_out_book
from .complaints import OnPages, complaints, document_problems, on_pages
from .figure_tags import tag_figures
from .findings import of_complaints, of_headings
from .headings import later
from .laid_out_unit import LaidOut
from .outward_links import OUTWARD, name_outward_links
from .pace import told_of_drawing
from .patches import CacheHits, remembering
from .typesetter import Typesetter, style_key_of
from .unit_memory import UnitMemory
from .unprintable import Unprintable, printable
from .untyped import Box, Document
from .wording import name_links

__all__ = ["OUTWARD", "TypesetResult", "Typesetter", "UnitMemory", "Unprintable", "looked_over", "style_key_of", "typeset"]


@dataclass(frozen=True)
class TypesetResult:
    """A typeset guide on its canvas: not yet any paper."""

    pdf: bytes
    pages: int
    families: frozenset[str]
    """Font families drawn with."""
    findings: tuple[PageFinding, ...] = ()
    """What is wrong on its pages."""
    words: str = ""
    """All that is drawn as text."""
    cache_hits: CacheHits = field(default_factory=CacheHits)
    places: Mapping[str, int] = field(default_factory=dict)
    """HTML id to the page (from 1) on which its element begins."""
    units: tuple[LaidOutUnit, ...] = ()
    """In the order of its pages."""


def typeset(
    html: str,
    typesetter: Typesetter,
    finish: Callable[[PDF], object] = lambda _: None,
    assets: AssetTable | None = None,
) -> Checked[TypesetResult]:
    """Lay the document out and write it as tagged PDF/UA-1. Everything WeasyPrint complains of is an error here, or a finding on a page.

    `finish` is given the document before it is written. Without `assets`, they are the typesetter's. Unprintable where WeasyPrint cannot.
    """
    typesetter.fetcher.table = assets or typesetter.assets

    def finisher(document: Document, pdf: PDF) -> None:
        typesetter.pace.written()
        name_links(document.pages)
        name_outward_links(pdf)
        _turn(pdf, typesetter.theme)
        finish(pdf)

    with complaints() as messages, remembering() as taken:
        with printable():
            book = laid_out_book(html, typesetter)
        document, pdf = _written(book, html, typesetter, finisher)
    families = frozenset(_families(document))
    problems = [problem for unit in book.laid_out for problem in unit.problems]
    problems += document_problems(messages, typesetter.fetcher.failures)
    canvas = TypesetResult(
        pdf=pdf,
        pages=len(document.pages),
        families=families,
        findings=(*dict.fromkeys(problems), *_findings(book, document.pages, on_pages(messages), families - typesetter.theme.families)),
        words=_text_of(book),
        cache_hits=taken.cache_hits,
        places=book.places,
        units=tuple(_uses(book)),
    )
    return Checked(canvas, tuple(typesetter.problems))


def _written(book: LaidOutBook, html: str, typesetter: Typesetter, finisher: Callable[[Document, PDF], None]) -> tuple[Document, bytes]:
    """The pages of a book as one document, and its file."""
    typesetter.fetcher.failures.clear()
    target = io.BytesIO()
    units = ((unit.anchor, laid_out.pages) for unit, laid_out in zip(book.units, book.laid_out, strict=True))
    with printable(), told_of_drawing(units, typesetter.pace.drawn):
        document = joined(book.laid_out, html, typesetter)
        tag_figures(document.pages)
        document.write_pdf(target, finisher=finisher, pdf_variant="pdf/ua-1", pdf_tags=True)
    return document, target.getvalue()


def _findings(book: LaidOutBook, pages: Box, complained: OnPages, strange: frozenset[str]) -> tuple[PageFinding, ...]:
    """What is wrong on the pages of the units, and what only all of them tell."""
    return (*_of_units(book), *_of_the_whole(book, pages, complained, strange))


def _of_units(book: LaidOutBook) -> Iterator[PageFinding]:
    """What has a subject is said once."""
    met: set[tuple[str, str]] = set()
    for unit in book.laid_out:
        for finding in unit.findings:
            if not finding.subject or (finding.code, finding.subject) not in met:
                met.add((finding.code, finding.subject))
                yield replace(finding, page=unit.first - 1 + finding.page)


def _of_the_whole(book: LaidOutBook, pages: Box, complained: OnPages, strange: frozenset[str]) -> Iterator[PageFinding]:
    for unit in book.laid_out:
        complained |= unit.complained
    yield from of_headings(pages, [item for unit in book.laid_out for item in later(unit.flow, unit.first - 1)])
    yield from of_complaints(pages, complained | OnPages(doubled=frozenset(book.shared_ids)), strange)
    for id in book.unsettled:
        message = f"whichever number a reference to it prints, #{id} moves to another page"
        hint = "add or take a line before it, or begin its section on a page of its own"
        yield PageFinding("PG709", book.places.get(id, 0), message, hint, Trail((id,)))


def _turn(pdf: PDF, theme: Theme) -> None:
    """Say that pages are turned from left to right, for viewers that show two, and for whoever cuts papers."""
    if theme.from_right:
        pdf.catalog["ViewerPreferences"] = Dictionary({**pdf.catalog.get("ViewerPreferences", {}), "Direction": "/R2L"})


def _text_of(book: LaidOutBook) -> str:
    return " ".join(unit.words for unit in book.laid_out)


def _uses(book: LaidOutBook) -> Iterator[LaidOutUnit]:
    for anchor, laid_out, reused in zip(anchors_of(book.units), book.laid_out, book.reused, strict=True):
        if laid_out.pages:
            yield LaidOutUnit(anchor, laid_out.first, len(laid_out.pages), reused)


def looked_over(book: LaidOutBook, html: str) -> tuple[PageFinding, ...]:
    """What is wrong with pages that are not written; of fonts nothing is known before they are drawn."""
    problems = dict.fromkeys(problem for unit in book.laid_out for problem in unit.problems)
    places, pages = book.places, [page for unit in book.laid_out for page in unit.pages]
    dead = OnPages(dead=frozenset(id for id in linked(html) if id not in places))
    return (*problems, *_findings(book, pages, dead, frozenset()))


def joined(units: Sequence[LaidOut], html: str, typesetter: Typesetter) -> Document:
    """The pages of units as one document, to be written once: tags, bookmarks, links, fields and fonts are made then."""
    # Links that attach a file are metadata to WeasyPrint, wherever they stand; they are refused when it is written.
    said = html if "attachment" in html else f"{html.partition('<body')[0]}<body></body></html>"
    source = weasyprint.HTML(string=said, base_url=f"{BASE_ADDRESS}assets/", url_fetcher=typesetter.fetcher)
    pages = [page for unit in units for page in unit.pages]
    return Joined(pages, DocumentMetadata(**get_html_metadata(source)), typesetter.fetcher, typesetter.font_config, {}, None)


def _families(document: Document) -> Iterator[str]:
    for font in document.fonts.values() if hasattr(document, "fonts") else ():
        family = font.family
        yield family.decode() if isinstance(family, bytes) else str(family)
