"""A document laid out unit by unit, until the page numbers that it prints are those of its pages."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256

from ...model.assets import BASE_ADDRESS, AssetTable
from ...text.html_blocks import Book, blocks_of
from ...text.page_numbers import changed_numbers, ids, linked, placeholder_pages, with_page_numbers
from .box_tree import prepared
from .laid_out_unit import LaidOut
from .page_starts import can_be_cut, page_starts
from .renumbered import can_be_renumbered, renumbered
from .spare_pages import spare_ids, without_spare_pages
from .typesetter import Typesetter
from .unit_layout import lay_out
from .unit_memory import UnitKey
from .units import Carried, PageStart, Place, Unit, document_of, units_of

MOST_ROUNDS = 6
"""Two are the rule: the first finds the page numbers, the second prints them."""


class Superseded(Exception):
    """Somebody waits for another document."""


@dataclass(frozen=True)
class LaidOutBook:
    """A document's units, laid out."""

    units: tuple[Unit, ...]
    keys: tuple[UnitKey, ...]
    laid_out: tuple[LaidOut, ...]
    reused: tuple[bool, ...]
    """Of each unit, whether its pages were in memory before."""
    unsettled: tuple[str, ...] = ()
    """Ids whose page numbers are not what is printed: whatever is printed, the pages move."""

    @property
    def places(self) -> dict[str, int]:
        """HTML id to the page (from 1) on which its element begins."""
        return places_of(self.laid_out)

    @property
    def shared_ids(self) -> tuple[str, ...]:
        """Ids that elements of two units have: within one, WeasyPrint complains."""
        seen: set[str] = set()
        found: list[str] = []
        for unit in self.units:
            own = set(ids("".join(block for number, first, last in unit.blocks() for block in unit.book.parts[number].blocks[first:last])))
            found += sorted(own & seen)
            seen |= own
        return tuple(dict.fromkeys(found))


def anchors_of(units: Sequence[Unit]) -> tuple[str, ...]:
    """The first HTML id of each unit."""
    return tuple(unit.anchor for unit in units)


def units_in(html: str, typesetter: Typesetter) -> tuple[Unit, ...]:
    """The document in units; in one when its structure or its style sheets do not let it be cut."""
    book = book_to_cut(html, typesetter)
    if book is None:
        return (Unit(Book(html, "", ()), (0, 0), (0, 0), None),)
    return units_of(book, starts_in(book, typesetter))


def book_to_cut(html: str, typesetter: Typesetter) -> Book | None:
    """The document in blocks. None when its structure or its style sheets do not let it be cut."""
    book = blocks_of(html)
    return book if book and can_be_cut([*(file.text for file in typesetter.theme.styles), book.head]) else None


def starts_in(book: Book, typesetter: Typesetter) -> Mapping[Place, PageStart]:
    """Where its style sheets begin a page. Remembered by its outline."""
    starts, outline = typesetter.page_starts, book.outline
    if outline not in starts:
        while len(starts) >= MOST_OUTLINES:
            del starts[next(iter(starts))]
        starts[outline] = page_starts(book, lambda text: prepared(text, typesetter))
    return starts[outline]


MOST_OUTLINES = 8
"""That a typesetter remembers the page starts of."""


def laid_out_book(html: str, typesetter: Typesetter) -> LaidOutBook:
    """The document, its page numbers settled."""
    book = settled(Rounds(html, units_in(html, typesetter), typesetter))
    return replace(book, laid_out=without_spare_pages(spare_ids(html), book.laid_out))


def settled(rounds: Rounds) -> LaidOutBook:
    """Round after round, each with the page numbers of the one before.

    Those of the first round are placeholders made from the document alone, never taken from an earlier layout: a document that could settle
    on either of two sets of numbers settles on the same one, whatever was laid out before.
    """
    numbers = placeholder_pages(rounds.html)
    keys, found = rounds.first(numbers)
    unsettled: tuple[str, ...] = ()
    for _ in range(MOST_ROUNDS - 1):
        numbers, before = places_of(found), keys
        keys, found = rounds.run(numbers)
        if keys == before:
            break
    else:
        places = places_of(found)
        unsettled = tuple(sorted(id for id in linked(rounds.html) if places.get(id) != numbers.get(id)))
    return LaidOutBook(rounds.units, tuple(keys), tuple(found), tuple(key not in rounds.made for key in keys), unsettled)


def places_of(laid_out: Sequence[LaidOut]) -> dict[str, int]:
    """HTML id to the first page that has it."""
    return {id: number for unit in reversed(laid_out) for id, number in unit.places.items()}


@dataclass
class Rounds:
    """The layouts of one document's units. What is in the typesetter's memory is not laid out again."""

    html: str
    units: tuple[Unit, ...]
    typesetter: Typesetter
    made: dict[UnitKey, LaidOut] = field(default_factory=dict)
    """What had to be laid out."""

    last: dict[Place, tuple[UnitKey, str, LaidOut]] = field(default_factory=dict)
    """Each unit as it was met last, by its first block, with its document."""

    go_on: Callable[[], bool] = lambda: True
    """Asked before a unit is laid out: Superseded is raised when there is no use in it any more."""

    @cached_property
    def files(self) -> LoadedFiles:
        """What its units may load."""
        return LoadedFiles(self.html, self.typesetter.fetcher.table)

    @cached_property
    def can_be_renumbered(self) -> bool:
        """Whether numbers in references may be changed without a layout."""
        return can_be_renumbered([*(file.text for file in self.typesetter.theme.styles), self.html.partition("<body")[0]])

    def first(self, numbers: Mapping[str, int]) -> tuple[list[UnitKey], list[LaidOut]]:
        """With placeholders, and the numbers of the pages that are there already."""
        return deque(self.growing(numbers), maxlen=1)[0]

    def growing(self, numbers: Mapping[str, int]) -> Iterator[tuple[list[UnitKey], list[LaidOut]]]:
        """The same, unit by unit: all that is laid out so far."""
        known = dict(numbers)
        keys: list[UnitKey] = []
        found: list[LaidOut] = []
        for key, unit in self.each(known):
            keys.append(key)
            found.append(unit)
            known |= places_of(found)
            yield keys, found

    def run(self, numbers: Mapping[str, int]) -> tuple[list[UnitKey], list[LaidOut]]:
        """With these numbers."""
        keys, found = zip(*self.each(numbers), strict=True)
        return list(keys), list(found)

    def each(self, numbers: Mapping[str, int]) -> Iterator[tuple[UnitKey, LaidOut]]:
        """One unit after the other, each given what the one before leaves to it. `numbers` may change meanwhile."""
        carried = Carried()
        for unit in self.units:
            key, laid_out = self.unit(unit, carried, numbers)
            yield key, laid_out
            carried = laid_out.leaves

    def unit(self, unit: Unit, carried: Carried, numbers: Mapping[str, int]) -> tuple[UnitKey, LaidOut]:
        """A unit with such page numbers printed, from memory if it is there."""
        self.typesetter.pace.unit(unit.anchor, carried.page)
        document = with_page_numbers(document_of(unit, carried), numbers)
        key = UnitKey(self.typesetter.style_key, _digest(document), self.files.digest(document))
        known = self.made.get(key) or self.typesetter.memory.find(key)
        if known is None:
            if not self.go_on():
                raise Superseded
            known = self._renumbered(unit, key, document) or self._made(unit, key, carried, document)
        else:
            self._tell(known)
        self.last[unit.start] = (key, document, known)
        return key, known

    def _tell(self, known: LaidOut) -> None:
        for number in range(1, len(known.pages) + 1):
            self.typesetter.pace.page(number)

    def _made(self, unit: Unit, key: UnitKey, carried: Carried, document: str) -> LaidOut:
        """The unit, laid out."""
        self.typesetter.memory.make_room()
        made = self.made[key] = lay_out(unit, carried, document, self.typesetter)
        if not self.typesetter.fetcher.failures:  # a file may be there the next time
            self.typesetter.memory.keep(key, made, len(made.pages))
        return made

    def _renumbered(self, unit: Unit, key: UnitKey, document: str) -> LaidOut | None:
        """The unit from the round before, when its references alone changed and nothing moves by that."""
        before, said, known = self.last.get(unit.start, (key, "", None))
        if known is None or not self.can_be_renumbered or before._replace(document="") != key._replace(document=""):
            return None
        numbers = changed_numbers(said, document)
        made = None if numbers is None else renumbered(known, numbers, self.typesetter)
        if made is not None:
            self._tell(made)
            self.made[key] = made
            if not made.problems:  # as with failures above
                self.typesetter.memory.keep(key, made, 0)
        return made


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


class LoadedFiles:
    """The files that a document's units may load: those that a unit names, and those that style sheets do, which nothing in it names."""

    def __init__(self, html: str, table: AssetTable) -> None:
        known = [(url.removeprefix(f"{BASE_ADDRESS}assets/"), asset.sha256) for url, asset in table.files.items()]
        known += [(url.removeprefix(f"{BASE_ADDRESS}assets/"), str(failure)) for url, failure in table.failures.items()]
        self.known = [(name, content, name not in html) for name, content in known]

    def digest(self, unit: str) -> str:
        """Of those that a unit may load, by its document."""
        return _digest("\n".join(f"{name} {content}" for name, content, of_styles in self.known if of_styles or name in unit))
