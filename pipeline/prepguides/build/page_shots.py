"""Pictures of pages that changed, with the words on them that changed."""

from __future__ import annotations

from types import TracebackType

from ..model.output_difference import EditionChange, Marks, PageChange, Shot
from ..stages.draw import PlacedWord, Printed
from ..text.word_diff import changed_words
from .output_comparison import Printout

_SCALE = 1.3
"""Pixels to a point: a page of A4 is 774 pixels wide, half of a wide screen."""


class PageShots:
    """Takes pictures of the pages of two output folders. One edition's two files are open at a time."""

    def __init__(self, old: Printout, new: Printout) -> None:
        self._sides = (old, new)
        self._path = ""
        self._open: tuple[Printed, ...] = ()

    def __enter__(self) -> PageShots:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()

    def __call__(self, change: EditionChange, page: PageChange) -> tuple[Shot | None, Shot | None]:
        """The page as it was and as it is; None of one that was not there."""
        if change.compared != self._path:
            self._close()
            self._path = change.compared
            self._open = tuple(Printed(content) for side in self._sides if (content := side.file(change.compared)) is not None)
        old, new = self._open
        marks: tuple[Marks, Marks] = ((), ())
        if page.kind == "reworded" and page.old and page.new:
            before, after = old.words(page.old - 1), new.words(page.new - 1)
            gone, come = changed_words([word.text for word in before], [word.text for word in after])
            marks = _marks(before, gone), _marks(after, come)
        return (
            Shot(old.web_picture(page.old - 1, _SCALE), marks[0]) if page.old else None,
            Shot(new.web_picture(page.new - 1, _SCALE), marks[1]) if page.new else None,
        )

    def _close(self) -> None:
        for each in self._open:
            each.close()
        self._open = ()


def _marks(words: tuple[PlacedWord, ...], chosen: list[int]) -> Marks:
    return tuple((box.left, box.top, box.width, box.height) for index in chosen for box in words[index].boxes)
