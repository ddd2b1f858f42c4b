"""A unit of layout: blocks of a document that begin a page, as a document of their own that is laid out like the whole would be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from ...text.html_blocks import Book, hollow, opening_tag
from ...text.page_numbers import first_id

Place = tuple[int, int]
"""A block: the number of its part in the document, and its own in the part, both from 0."""


@dataclass(frozen=True)
class PageStart:
    """That a block begins a page: the break before it, and the name of the page before it, as CSS calls them."""

    break_before: str
    page_before: str


@dataclass(frozen=True)
class Running:
    """A running element that later pages may show."""

    name: str
    place: Place
    """The block that it stands in."""
    html: str
    """It and what it stands in there; empty when it is the block itself."""


@dataclass(frozen=True)
class Carried:
    """What the pages before a unit leave to it."""

    page: int = 1
    """The number of its first page, which is a recto when that is odd."""
    strings: tuple[tuple[str, str], ...] = ()
    """Running words by name."""
    running: tuple[Running, ...] = ()


@dataclass(frozen=True)
class Unit:
    """Blocks from one that begins a page to the next that does."""

    book: Book
    start: Place
    end: Place
    """The first block after it; the number of parts and 0 for the last unit."""
    opens: PageStart | None
    """None for the first unit."""

    @property
    def text(self) -> str:
        """Its blocks, and the tags of the parts that it begins."""
        parts = self.book.parts
        found = ((parts[number], first, last) for number, first, last in self.blocks())
        return "".join(f"{'' if first else part.opening}{''.join(part.blocks[first:last])}" for part, first, last in found)

    @property
    def anchor(self) -> str:
        """The first HTML id of the block that it begins with, or of the part when it begins that too; empty where it has none."""
        if not self.book.parts:
            return first_id(self.book.head)
        part, index = self.book.parts[self.start[0]], self.start[1]
        return (first_id(part.opening) if index == 0 else "") or (first_id(part.blocks[index]) if part.blocks else "")

    def blocks(self) -> Iterator[tuple[int, int, int]]:
        """The numbers of its parts, and of each which blocks are its own: from one, up to another."""
        for number in range(self.start[0], min(self.end[0] + 1, len(self.book.parts))):
            first = self.start[1] if number == self.start[0] else 0
            last = self.end[1] if number == self.end[0] else len(self.book.parts[number].blocks)
            if number < self.end[0] or last:
                yield number, first, last


_HTML = re.compile(r"<html\b", re.IGNORECASE)
_GONE = "display: none !important"


def units_of(book: Book, starts: Mapping[Place, PageStart]) -> tuple[Unit, ...]:
    """All of the document, in units."""
    begins: list[Place] = [(0, 0), *sorted(place for place in starts if place != (0, 0))]
    ends = [*begins[1:], (len(book.parts), 0)]
    return tuple(Unit(book, start, end, starts.get(start)) for start, end in zip(begins, ends, strict=True))


def document_of(unit: Unit, carried: Carried) -> str:
    """The unit as a document. What stands beside it in its part, and the parts before it, are there as empty elements.

    One of these makes a page before the unit's own, which is to be dropped: it hands on running words and elements, and behind it stands
    the break that stands there in the whole document.
    """
    if not unit.book.parts:
        return unit.book.head
    parts = "".join([*_before(unit, carried), *_inside(unit, carried)])
    head, body = unit.book.page_head, unit.book.body
    if unit.opens is not None:
        from_right = ' dir="rtl"' in head.partition("<head")[0]
        side = "left" if (carried.page % 2 == 1) is not from_right else "right"
        head = _HTML.sub(f'<html style="break-before: {side} !important"', head, count=1)
        head = head.replace("</head>", f"<style>@page :first {{ counter-reset: page {carried.page - 1} !important }}</style></head>", 1)
    return f"{head}{body}{parts}</body></html>"


def _before(unit: Unit, carried: Carried) -> Iterator[str]:
    """The parts before the unit's first."""
    for number in range(unit.start[0]):
        part = unit.book.parts[number]
        held = sorted({running.place for running in carried.running if running.place[0] == number})
        inner = "".join(_beside(unit, part.blocks[place[1]], place, carried) for place in held)
        is_turn = unit.start == (number + 1, 0)
        yield hollow(part.opening, _turn(unit, carried) if is_turn else _kept(unit) if inner else _GONE, inner)


def _inside(unit: Unit, carried: Carried) -> Iterator[str]:
    """The unit's own parts, with what stands in them before and behind it."""
    for number, first, last in unit.blocks():
        part = unit.book.parts[number]
        yield part.opening
        for index, block in enumerate(part.blocks[:first]):
            is_turn = index == first - 1
            yield _beside(unit, block, (number, index), carried, _turn(unit, carried) if is_turn else "")
        yield from part.blocks[first:last]
        yield from (hollow(opening_tag(block), _GONE) for block in part.blocks[last:])
        yield part.closing


def _beside(unit: Unit, block: str, place: Place, carried: Carried, style: str = "") -> str:
    """A block that is no part of the unit, with nothing in it but the running elements that it holds, or whole when it is one."""
    held = [running.html for running in carried.running if running.place == place]
    if "" in held:
        return block
    return hollow(opening_tag(block), style or (_kept(unit) if held else _GONE), "".join(held))


_EMPTY = (
    "display: block !important; position: static !important; float: none !important; height: 0 !important; min-height: 0 !important; "
    "margin: 0 !important; padding: 0 !important; border: none !important; overflow: visible !important; string-set: none !important; "
    "break-before: auto !important; break-after: auto !important; break-inside: auto !important; bookmark-level: none !important"
)


def _kept(unit: Unit) -> str:
    """The style of an element for what it holds. Its page has the name of the one before the unit, or there would be two of them."""
    return f"{_EMPTY}; page: {unit.opens.page_before if unit.opens else 'auto'} !important"


def _turn(unit: Unit, carried: Carried) -> str:
    """The style of the element that makes the page before the unit."""
    opens = unit.opens or PageStart("auto", "auto")
    words = ", ".join(f"{name} {_css_string(value)}" for name, value in carried.strings)
    style = _EMPTY.replace("break-after: auto", f"break-after: {opens.break_before}")
    return f"{style.replace('string-set: none', f'string-set: {words}') if words else style}; page: {opens.page_before} !important"


def _css_string(text: str) -> str:
    """A string of CSS in an attribute of HTML."""
    quoted = "".join(f"\\{ord(character):x} " if character in '\\"\n\r\f' else character for character in text)
    return escape(f'"{quoted}"', quote=True)
