"""What is wrong on the laid-out pages, with the way back to what is written there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...model.assets import AssetTable
from ...model.page_finding import PageFinding, Trail
from .collisions import collisions
from .complaints import OnPages
from .cross_references import unresolved
from .drawn_images import HEAVY_FILE, LEAST_CONTRAST, LEAST_DOTS, MOST_DOTS, drawn_images
from .fullness import run_over, thin_pages
from .headings import Flow, lonely_headings
from .laid_out import below, numbered, texts
from .legibility import pale_texts
from .overflow import overflows
from .structure import skipped_levels, undescribed
from .trails import area_of, trail_of
from .type_sizes import odd_sizes
from .untyped import Box

_SIZES_HINT = "set it in one of the sizes that the theme's tokens name, such as var(--note-size)"
_CONTRAST_HINT = "choose a darker or a lighter color; text needs 4.5:1, large text 3:1"
_LONELY = {
    "bare": ("PG714", "has nothing below it", "write what it is about, or take it out"),
    "stranded": ("PG710", "stands at the end of its page, and its text on the next", "keep them together, or begin a page"),
}
_DOUBLED_HINT = "print it once, or the second time with ids of its own: links and forms cannot tell the two apart"
_GLYPH_HINT = "write it in other characters, or add a font that has it to the theme or the cohort"


Amiss = Iterator[tuple[Box | None, int, str, str, str, str]]
"""A box, its page, and of its finding the rule, the message, the hint and the subject."""


def findings(pages: Box, sizes: frozenset[float], assets: AssetTable) -> Iterator[PageFinding]:
    """What a unit's pages tell by themselves. Pages count from 1."""
    by_number = dict(numbered(pages))
    for found in (*_out_of_place(pages), *_illegible(pages, sizes), *_images(pages, assets), *_thin(pages), *_run_over(pages)):
        yield _finding(by_number, *found)


def _out_of_place(pages: Box) -> Amiss:
    """Text over an edge or over text."""
    for edge in overflows(pages):
        yield edge.box, edge.page, "PG702", f"“{edge.words}” crosses {edge.edge}", "shorten it, or give it room", ""
    for pair in collisions(pages):
        yield pair.box, pair.page, "PG707", f"“{pair.words}” is drawn over “{pair.others}”", "give it room of its own", ""


def _illegible(pages: Box, sizes: frozenset[float]) -> Amiss:
    """Sizes that the theme does not have, text too near to its ground, references without a number."""
    for odd in odd_sizes(pages, sizes):
        yield odd.box, odd.page, "PG708", f"“{odd.words}” is set in {odd.points:g} pt", _SIZES_HINT, f"{odd.points:g} pt"
    for pale in pale_texts(pages):
        message = f"“{pale.words}” is {pale.color} on {pale.ground}: a contrast of {pale.ratio:.1f}:1"
        yield pale.box, pale.page, "PG711", message, _CONTRAST_HINT, f"{pale.color} on {pale.ground}"
    for reference in unresolved(pages):
        message = f"the reference “{reference.words[:40]}” has no page"
        yield reference.box, reference.page, "PG713", message, "print what it refers to, or take it out", ""


def _images(pages: Box, assets: AssetTable) -> Amiss:
    """Images of few dots, without words, or too near to their ground."""
    for image in drawn_images(pages, assets):
        if image.dots is not None and image.dots < LEAST_DOTS:
            message = f"{image.address} is printed with {image.dots:.0f} dots an inch, where {LEAST_DOTS} are sharp"
            yield image.box, image.page, "PG715", message, "use a larger image, or print it smaller", image.address
        if image.dots is not None and image.dots > MOST_DOTS and image.size > HEAVY_FILE:
            message = f"{image.address} has {image.size / 1e6:.1f} MB and {image.dots:.0f} dots an inch, where {MOST_DOTS} are plenty"
            yield image.box, image.page, "PG716", message, f"scale it down to {MOST_DOTS / image.dots:.0%} of its width", image.address
        if image.contrast is not None and image.contrast < LEAST_CONTRAST:
            message = f"{image.address} can hardly be told from what it stands on: a contrast of {image.contrast:.1f}:1"
            yield image.box, image.page, "PG712", message, "use a version of it for this ground", image.address
    for figure in undescribed(pages):
        yield figure.box, figure.page, "PG703", figure.message, figure.hint, ""


def _thin(pages: Box) -> Amiss:
    for thin in thin_pages(pages):
        yield thin.last, thin.page, "PG706", f"it is {thin.percent}% full", "cut it, fill it, or give it lines to write on", ""


def _run_over(pages: Box) -> Amiss:
    for over in run_over(pages):
        yield (
            over.first,
            over.page,
            "PG704",
            f"the sheet goes on here, and it has {'one page' if over.most == 1 else f'{over.most} pages'}",
            "shorten it from here on, or take a section out",
            "",
        )


def of_headings(pages: Box, flow: Flow) -> Iterator[PageFinding]:
    """Headings of a whole document that skip a level, or have nothing below them."""
    by_number = dict(numbered(pages))
    for unsound in skipped_levels(flow):
        yield _finding(by_number, unsound.box, unsound.page, "PG703", unsound.message, unsound.hint)
    for heading, fault in ((lonely.heading, lonely.fault) for lonely in lonely_headings(flow)):
        code, message, hint = _LONELY[fault]
        yield _finding(by_number, heading.box, heading.page, code, f"“{heading.words[:40]}” {message}", hint)


def of_complaints(pages: Box, complained: OnPages, strange: frozenset[str]) -> Iterator[PageFinding]:
    """Where on the pages of a whole document the families stand that are not the theme's, and what WeasyPrint knew by a name alone."""
    by_number = dict(numbered(pages))
    for number, box, family in _foreign(by_number, strange):
        message, hint = f'the font "{family}" is not the theme\'s', "set font-family on html and @page alike"
        yield _finding(by_number, box, number, "PG701", message, hint)
    for number, box, code, message, hint in _complained(by_number, complained):
        yield _finding(by_number, box, number, code, message, hint)
    yield from _doubled(by_number, complained.doubled)


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
    links = _first(pages, "href") if complained.dead else {}
    for name in sorted(complained.dead):
        number, box = links.get(f"#{name}", (0, None))
        yield number, box, "PG604", f"a link leads to #{name}, which is nowhere", "print what it leads to, or take the link out"
    for character in sorted(complained.glyphless):
        found = ((number, text.box) for number, page_box in pages.items() for text in texts(page_box) if character in text.words)
        number, box = next(found, (0, None))
        yield number, box, "PG605", f"no font of the theme has “{character}” (U+{ord(character):04X})", _GLYPH_HINT


def _doubled(pages: dict[int, Box], names: frozenset[str]) -> Iterator[PageFinding]:
    """Ids that elements before have too: once for each section that prints them again, at its entry in the guide and not at its words."""
    sections: dict[tuple[str, ...], list[PageFinding]] = {}
    again = _second(pages, "id") if names else {}
    for name in sorted(names):
        number, box = again.get(name, (0, None))
        found = _finding(pages, box, number, "PG604", f'two elements have the id "{name}"', _DOUBLED_HINT)
        section = found.trail.ids[-2:]
        sections.setdefault(section, []).append(replace(found, trail=Trail(section)))
    for found, *others in sections.values():
        more = f", and {len(others)} more of this section stand earlier too" if others else ""
        yield replace(found, message=found.message + more)


def _first(pages: dict[int, Box], attribute: str) -> dict[str, tuple[int, Box]]:
    """The values of an attribute, each with the first box of an element that has it."""
    found: dict[str, tuple[int, Box]] = {}
    for number, value, box in _having(pages, attribute):
        found.setdefault(value, (number, box))
    return found


def _second(pages: dict[int, Box], attribute: str) -> dict[str, tuple[int, Box]]:
    """The values of an attribute, each with the first box of the second element that has it, or of the only one."""
    found: dict[str, tuple[int, Box]] = {}
    first: dict[str, object] = {}
    for number, value, box in _having(pages, attribute):
        known = first.setdefault(value, box.element)
        if value not in found or (found[value][1].element is known and box.element is not known):
            found[value] = (number, box)
    return found


def _having(pages: dict[int, Box], attribute: str) -> Iterator[tuple[int, str, Box]]:
    for number, page_box in pages.items():
        for box in below(page_box):
            if box.element is not None and (value := box.element.get(attribute)):
                yield number, value, box
