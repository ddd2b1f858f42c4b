"""Units that were laid out, by all that they were made from."""

from __future__ import annotations

import gc
from collections import Counter, OrderedDict
from collections.abc import Callable, Set
from typing import NamedTuple

from .laid_out_unit import LaidOut

MOST_PAGES = 600
"""That are kept: a hundred take about 160 MB."""

MOST_GARBAGE = 200
"""Pages that are dropped from memory before all of it is walked for what is left of them, which takes seconds."""

MOST_UNTIDY = 480
"""Pages that are laid out before what that left behind is collected, which takes a tenth of the time that it took to lay them out."""

FEW_UNTIDY = 10
"""Pages after which it is collected where memory is scarce."""

DRAWN = 1 / 8
"""How much garbage a page that is drawn leaves behind, against one that is laid out."""


class UnitKey(NamedTuple):
    """All that a unit's pages are made from."""

    style_key: str
    """Of the typesetter, whose fonts and style sheets they are in. One that is gone takes its units along."""
    document: str
    """SHA-256 of the unit's document, which says what pages before it leave to it."""
    assets: str
    """SHA-256 of the files that it may load."""


class UnitMemory:
    """The units that were used last, of any typesetter."""

    def __init__(self, most_pages: int = MOST_PAGES, is_filling: Callable[[], bool] = lambda: False) -> None:
        """`is_filling` says whether memory is scarce in this process."""
        self.most_pages, self.is_filling = most_pages, is_filling
        self.kept = 0
        """Pages that were laid out since garbage was collected last: what that leaves behind is garbage."""
        self.drawn = 0
        """Pages that were drawn since then."""
        self.dropped = 0
        """Pages that were let go, and are garbage."""
        self.needed: Set[UnitKey] = frozenset()
        """Units that stay, whatever else is kept."""
        self._units: OrderedDict[UnitKey, LaidOut] = OrderedDict()
        self._holders: Counter[int] = Counter()
        """By a page's identity, how many units have it: one that was numbered anew shares the pages on which nothing changed."""

    @property
    def pages(self) -> int:
        """That are kept; one that several units share is one page."""
        return len(self._holders)

    def find(self, key: UnitKey) -> LaidOut | None:
        if key in self._units:
            self._units.move_to_end(key)
        return self._units.get(key)

    def keep(self, key: UnitKey, unit: LaidOut, laid_out: int) -> None:
        """`laid_out` says how many pages had to be laid out for it."""
        if key in self._units:
            self._drop(key)
        self._units[key] = unit
        self._holders.update(map(id, unit.pages))
        self.kept += laid_out
        self._shrink(key)

    def limit(self, most_pages: int, needed: Set[UnitKey]) -> None:
        """From now on, no more than so many pages, but for those of the units that are needed."""
        self.most_pages, self.needed = most_pages, needed
        self._shrink()

    def _shrink(self, latest: UnitKey | None = None) -> None:
        """What was used longest ago goes first, and what came in last never."""
        for key in [key for key in self._units if key not in self.needed and key != latest] if self.pages > self.most_pages else ():
            if self.pages <= self.most_pages:
                return
            self._drop(key)

    def make_room(self) -> None:
        """Collect garbage if there is much of it. Asked before a unit is laid out, so that pages which are in memory cost nothing here."""
        untidy = self.kept + self.drawn * DRAWN
        if untidy >= MOST_UNTIDY or (untidy >= FEW_UNTIDY and self.is_filling()):
            self.tidy_up()

    def tidy_up(self, *, most_garbage: float = MOST_GARBAGE) -> None:
        """Collect what was left behind since the last time. Units in memory are frozen, so that they are not walked each time.

        What is left of units that memory has dropped is among them: from so many pages of it on, all of them are walked.
        """
        if self.dropped >= most_garbage:
            self.dropped = 0
            gc.unfreeze()
        gc.collect()
        gc.freeze()
        self.kept = self.drawn = 0

    def forget_unless(self, needed: Set[UnitKey], style_key: str) -> None:
        """All units in other fonts and style sheets, but for those that are needed."""
        for key in [key for key in self._units if key.style_key != style_key and key not in needed]:
            self._drop(key)

    def forget(self, style_key: str) -> None:
        """All units in fonts and style sheets that are gone."""
        for key in [key for key in self._units if key.style_key == style_key]:
            self._drop(key)

    def _drop(self, key: UnitKey) -> None:
        before = self.pages
        self._holders -= Counter(map(id, self._units.pop(key).pages))
        self.dropped += before - self.pages
