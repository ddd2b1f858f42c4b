"""What is wrong on the laid-out pages, with the way back to what is written there."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.page_finding import PageFinding
from .collisions import collisions
from .complaints import OnPages
from .fullness import thin_pages
from .laid_out import below, numbered, texts
from .overflow import overflows
from .trails import area_of, trail_of
from .type_sizes import odd_sizes
from .untyped import Box

_SIZES_HINT = "set it in one of the sizes that the theme's tokens name, such as var(--note-size)"
_GLYPH_HINT = "write it in other characters, or add a font that has it to the theme or the cohort"


def findings(pages: Box, sizes: frozenset[float]) -> Iterator[PageFinding]:
    """Text over an edge or over text, sizes that the theme does not have, pages less than half full. Pages count from 1."""
    by_number = dict(numbered(pages))

    def at(box: Box | None, page: int, code: str, message: str, hint: str = "", subject: str = "") -> PageFinding:
        return _finding(by_number, box, page, code, message, hint, subject)

    for edge in overflows(pages):
        yield at(edge.box, edge.page, "PG702", f"“{edge.words}” crosses {edge.edge}", "shorten it, or give it room")
    for pair in collisions(pages):
        yield at(pair.box, pair.page, "PG707", f"“{pair.words}” is drawn over “{pair.others}”", "give it room of its own")
    for odd in odd_sizes(pages, sizes):
        message = f"“{odd.words}” is set in {odd.points:g} pt"
        yield at(odd.box, odd.page, "PG708", message, _SIZES_HINT, f"{odd.points:g} pt")
    for thin in thin_pages(pages):
        yield at(thin.last, thin.page, "PG706", f"it is {thin.percent}% full", "cut it, fill it, or give it lines to write on")


def of_complaints(pages: Box, complained: OnPages, strange: frozenset[str]) -> Iterator[PageFinding]:
    """Where on the pages of a whole document the families stand that are not the theme's, and what WeasyPrint knew by a name alone."""
    by_number = dict(numbered(pages))
    for number, box, family in _foreign(by_number, strange):
        message, hint = f'the font "{family}" is not the theme\'s', "set font-family on html and @page alike"
        yield _finding(by_number, box, number, "PG701", message, hint)
    for number, box, code, message, hint in _complained(by_number, complained):
        yield _finding(by_number, box, number, code, message, hint)


def _finding(pages: dict[int, Box], box: Box | None, page: int, code: str, message: str, hint: str, subject: str = "") -> PageFinding:
    if box is None:
        return PageFinding(code, page, message, hint, subject=subject)
    return PageFinding(code, page, message, hint, trail_of(pages[page], box), area_of(box), subject)


def _foreign(pages: dict[int, Box], families: frozenset[str]) -> Iterator[tuple[int, Box | None, str]]:
    """Each family that is not the theme's, where a style sheet first asks for it; on no page where a lacking character brought it."""
    asked: dict[str, tuple[int, Box]] = {}
    for number, page_box in pages.items() if families else ():
        for _, box, _ in texts(page_box):
            for family in box.style["font_family"]:
                asked.setdefault(family, (number, box))
    for family in sorted(families):
        number, box = asked.get(family, (0, None))
        yield number, box, family


def _complained(pages: dict[int, Box], complained: OnPages) -> Iterator[tuple[int, Box | None, str, str, str]]:
    """What WeasyPrint knew by a name alone, where it stands; on no page where it stands on none."""
    links, ids = (_first(pages, attribute) if names else {} for attribute, names in (("href", complained.dead), ("id", complained.doubled)))
    for name in sorted(complained.dead):
        number, box = links.get(f"#{name}", (0, None))
        yield number, box, "PG604", f"a link leads to #{name}, which is nowhere", "print what it leads to, or take the link out"
    for name in sorted(complained.doubled):
        number, box = ids.get(name, (0, None))
        yield number, box, "PG604", f'two elements have the id "{name}"', "links cannot tell them apart"
    for character in sorted(complained.glyphless):
        found = ((number, text.box) for number, page_box in pages.items() for text in texts(page_box) if character in text.words)
        number, box = next(found, (0, None))
        yield number, box, "PG605", f"no font of the theme has “{character}” (U+{ord(character):04X})", _GLYPH_HINT


def _first(pages: dict[int, Box], attribute: str) -> dict[str, tuple[int, Box]]:
    """The values of an attribute, each with the first box of an element that has it."""
    found: dict[str, tuple[int, Box]] = {}
    for number, page_box in pages.items():
        for box in below(page_box):
            if box.element is not None and (value := box.element.get(attribute)):
                found.setdefault(value, (number, box))
    return found
