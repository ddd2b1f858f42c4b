"""A document that is looked at while it is written: what changed is laid out, what is looked at first of all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from weasyprint.document import Document as Joined
from weasyprint.document import DocumentMetadata

from ...text.html_blocks import Book
from ...text.page_numbers import placeholder_pages
from .book import LaidOutBook, Rounds, Superseded, anchors_of, book_to_cut, places_of, settled, starts_in, units_in
from .complaints import complaints
from .laid_out import below, numbered
from .laid_out_unit import LaidOut
from .patches import remembering
from .spare_pages import spare_ids, without_spare_pages
from .typesetter import Typesetter
from .unit_memory import UnitKey
from .units import Carried, PageStart, Place, units_of
from .untyped import Box


@dataclass(frozen=True)
class LivePage:
    """A laid-out page, and an id that says all that it is made from: pages with one id are one picture."""

    id: str
    page: Box


@dataclass(frozen=True)
class Region:
    """Where an element with an HTML id is on a page, in CSS pixels from the upper left corner of the canvas."""

    id: str
    left: float
    top: float
    width: float
    height: float


@dataclass
class LiveBook:
    """One document, as it was laid out last."""

    spare: frozenset[str] = frozenset()
    """The ids of its pages for notes, of which some may be too many."""
    keys: list[UnitKey] = field(default_factory=list)
    laid_out: list[LaidOut] = field(default_factory=list)
    anchors: tuple[str, ...] = ()
    starts: Mapping[Place, PageStart] = field(default_factory=dict)
    """Where its units begin."""
    shape: tuple[int, ...] = ()
    """How many blocks each of its parts has."""

    @property
    def is_whole(self) -> bool:
        """Whether it was laid out to its end."""
        return 0 < len(self.anchors) == len(self.laid_out)

    @property
    def pages(self) -> list[LivePage]:
        found = []
        for key, unit in zip(self.keys, without_spare_pages(self.spare, self.laid_out), strict=True):
            name = f"{key.style_key[:8]}{key.document[:16]}{key.assets[:8]}"
            found += [LivePage(f"{name}-{index}", page) for index, page in enumerate(unit.pages)]
        return found

    def updates(self, html: str, typesetter: Typesetter, view: int, go_on: Callable[[], bool]) -> Iterator[LaidOutBook | None]:
        """Lay out what changed. None whenever there is something new to see, the whole book when its page numbers are settled.

        The unit with page `view` comes first, then those around it, with the page numbers of the last layout. `go_on` is asked before a
        unit is laid out; the updates end when it says no.
        """
        self.spare = spare_ids(html)
        with remembering():
            early = Rounds(html, (), typesetter, go_on=go_on)
            try:
                for _ in self._early(early, view):
                    yield None
                rounds = replace(early, units=units_in(html, typesetter))
                if self.is_whole:
                    again = self._again(rounds, view)
                else:
                    self.anchors = anchors_of(rounds.units)
                    again = self._anew(rounds, view)
                for _ in again:
                    yield None
                book = settled(rounds)
            except Superseded:
                return
            self.keys, self.laid_out, self.anchors = list(book.keys), list(book.laid_out), anchors_of(book.units)
            self.starts = {unit.start: unit.opens for unit in book.units if unit.opens}
            self.shape = _shape_of(book.units[0].book)
            yield replace(book, laid_out=without_spare_pages(self.spare, book.laid_out))

    def _early(self, rounds: Rounds, view: int) -> Iterator[None]:
        """What is looked at, before it is known where all units begin, which takes as long as two of them to lay out.

        A book that has as many blocks as before is taken to begin its units where it did, and of a new one the first part is read alone.
        What is wrong with that is put right when all is known, and else nothing is done twice.
        """
        book = book_to_cut(rounds.html, rounds.typesetter)
        if book is None or book.outline in rounds.typesetter.page_starts:
            return
        if not self.is_whole:
            first = replace(book, parts=book.parts[:1])
            if len(book.parts) > 1:
                yield from self._anew(replace(rounds, units=units_of(first, starts_in(first, rounds.typesetter))), view)
        elif self.shape == _shape_of(book):
            units, seen = units_of(book, self.starts), self._seen(view)
            carried = self.laid_out[seen - 1].leaves if seen else Carried()
            yield from self._put(seen, *rounds.unit(units[seen], carried, places_of(self.laid_out)))

    def _anew(self, rounds: Rounds, view: int) -> Iterator[None]:
        """From the beginning: nothing is known of the pages yet."""
        shown = [key for key, unit in zip(self.keys, self.laid_out, strict=True) if unit.leaves.page > view]
        for keys, found in rounds.growing(placeholder_pages(rounds.html)):
            self.keys, self.laid_out = list(keys), list(found)
            if found[-1].leaves.page > view and keys[-1] not in shown:
                yield

    def _seen(self, view: int) -> int:
        """The unit with that page."""
        return next((index for index, unit in enumerate(self.laid_out) if view < unit.leaves.page), len(self.laid_out) - 1)

    def _put(self, index: int, key: UnitKey, laid_out: LaidOut) -> Iterator[None]:
        """A unit in the place of the one that was there. None if it is another."""
        if key != self.keys[index]:
            self.keys[index], self.laid_out[index] = key, laid_out
            yield

    def _again(self, rounds: Rounds, view: int) -> Iterator[None]:
        """Units that changed, as long as what they leave to the next is what they left to it before."""
        anchors = anchors_of(rounds.units)
        seen, numbers = self._seen(view), places_of(self.laid_out)
        for index in sorted(range(len(self.laid_out)), key=lambda index: abs(index - seen)):
            if anchors != self.anchors and self.anchors[index] not in anchors:
                return
            unit = rounds.units[index if anchors == self.anchors else anchors.index(self.anchors[index])]
            before, carried = self.laid_out[index], self.laid_out[index - 1].leaves if index else Carried()
            key, laid_out = rounds.unit(unit, carried, numbers)
            if key == self.keys[index]:
                continue
            yield from self._put(index, key, laid_out)
            if laid_out.leaves != before.leaves or anchors != self.anchors:
                return


def _shape_of(book: Book) -> tuple[int, ...]:
    return tuple(len(part.blocks) for part in book.parts)


def pages_of(pages: Sequence[Box], typesetter: Typesetter, *, compressed: bool = True) -> bytes:
    """A PDF of some pages, without tags, fields and links to others: to be looked at. Not compressed, it is made in half the time."""
    document = Joined(list(pages), DocumentMetadata(), typesetter.fetcher, typesetter.font_config, {}, None)
    with complaints():  # of links that lead to other pages
        return bytes(document.write_pdf(pdf_tags=False, uncompressed_pdf=not compressed))


def regions(page: Box) -> Sequence[Region]:
    """Where the elements with ids are on a page, the outer ones first."""
    found = []
    for _, page_box in numbered([page]):
        for box in below(page_box):
            id = box.element.get("id") if box.element is not None and "::" not in str(box.element_tag) else None
            if id and hasattr(box, "border_width"):
                found.append(Region(id, box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()))
    return found
