"""Pages for notes at the end of a document, as many as make its pages a multiple of some number.

A theme writes elements of class `spare`, each with an id and a page of its own, at the end of the document: one fewer than that number.
They are laid out with all else, and those that are too many are left off, so that no other page depends on how many there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from .laid_out_unit import LaidOut

_SPARE = re.compile(r'<\w+ class="spare" id="([^"]+)"')


def spare_ids(html: str) -> frozenset[str]:
    """The ids of those elements."""
    return frozenset(_SPARE.findall(html))


def without_spare_pages(spare: AbstractSet[str], units: Sequence[LaidOut]) -> tuple[LaidOut, ...]:
    """The units of the document with these ids, without the pages that are too many; a unit may be left without any."""
    there = sum(len(unit.pages) for unit in units)
    owned = sum(1 for unit in units for page in unit.pages if not spare.isdisjoint(page.anchors))
    extra = owned - (owned - there) % (len(spare) + 1)
    kept = []
    for unit in reversed(units):
        left_off = max(0, min(extra, len(unit.pages)))
        extra -= left_off
        kept.append(replace(unit, pages=unit.pages[: len(unit.pages) - left_off]) if left_off else unit)
    return tuple(reversed(kept))
