"""A few pages of a document, laid out with as little of the rest as they need: for a quick look."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from ...model.assets import AssetTable
from ...model.page_finding import PageFinding
from ...text.page_numbers import guessed_pages, ids
from .book import Rounds, anchors_of, units_in
from .laid_out_unit import LaidOut
from .live_book import pages_of, regions
from .patches import remembering
from .typesetter import Typesetter
from .units import Carried, Unit
from .untyped import Box


@dataclass(frozen=True)
class Excerpt:
    """Pages without tags, fields and links."""

    pdf: bytes
    numbers: tuple[int, ...]
    """Of the pages."""
    findings: tuple[PageFinding, ...]
    """What is wrong on them."""


def excerpt(html: str, typesetter: Typesetter, wanted: Collection[str], first_pages: Mapping[str, int], assets: AssetTable) -> Excerpt:
    """The pages on which elements with these HTML ids are.

    What stands before them in their part is laid out too, and nothing else. The part begins on the page that `first_pages` gives for its
    first id, as it was printed last, or else on one that is guessed, as all references are.
    """
    typesetter.fetcher.table = assets
    numbers = {**guessed_pages(html), **first_pages}
    pages: dict[int, Box] = {}
    found: list[PageFinding] = []
    with remembering():
        for laid_out in _units(Rounds(html, units_in(html, typesetter), typesetter), wanted, numbers):
            for index, page in enumerate(laid_out.pages, 1):
                if any(region.id in wanted for region in regions(page)):
                    number = laid_out.first - 1 + index
                    pages[number] = page
                    found += [replace(finding, page=number) for finding in laid_out.findings if finding.page == index]
    return Excerpt(pages_of(list(pages.values()), typesetter) if pages else b"", tuple(pages), tuple(found))


def _units(rounds: Rounds, wanted: Collection[str], numbers: Mapping[str, int]) -> Iterator[LaidOut]:
    """Those that hold one of the elements."""
    anchors = anchors_of(rounds.units)
    carried = Carried()
    for index, unit in enumerate(rounds.units):
        if index and unit.start[1] == 0:
            carried = Carried(numbers.get(anchors[index], carried.page))
        if not _is_needed(rounds.units, index, wanted):
            continue
        _, laid_out = rounds.unit(unit, carried, numbers)
        carried = laid_out.leaves
        if _holds(unit, wanted):
            yield laid_out


def _is_needed(units: tuple[Unit, ...], index: int, wanted: Collection[str]) -> bool:
    """Whether a unit holds one of the elements, or stands before one that does in the same part."""
    return any(unit.start[0] == units[index].start[0] and _holds(unit, wanted) for unit in units[index:])


def _holds(unit: Unit, wanted: Collection[str]) -> bool:
    return not unit.book.parts or any(id in wanted for id in ids(unit.text))
