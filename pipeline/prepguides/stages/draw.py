"""Pages of a PDF -> pictures of them, and their texts. The only stage that knows PDFium; run it in a worker process."""

from __future__ import annotations

import io
from collections.abc import Iterator
from types import TracebackType
from typing import NamedTuple

import pypdfium2

from ..model.sheet import CANVAS, POINTS_PER_MM, Sheet, window


def picture(pdf: bytes, sheet: Sheet, *, recto: bool, scale: float) -> bytes:
    """A PNG of the first page of a canvas as it is cut to a sheet. `scale` is pixels to a point."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        left, bottom, right, top = (edge * POINTS_PER_MM for edge in window(sheet, recto=recto))
        bleed = CANVAS.bleed * POINTS_PER_MM
        width, height = page.get_size()
        crop = (left + bleed, bottom + bleed, width - right - bleed, height - top - bleed)
        image = page.render(scale=scale, crop=crop).to_pil()
    finally:
        document.close()
    target = io.BytesIO()
    image.save(target, "PNG", compress_level=1)
    return target.getvalue()


class Unprinted(ValueError):
    """The bytes are no PDF that can be read."""


class Box(NamedTuple):
    """A rectangle on a page, in parts of its width and height, from the top left."""

    left: float
    top: float
    width: float
    height: float


class PlacedWord(NamedTuple):
    """A word and where it is printed; one that a line breaks has two boxes."""

    text: str
    boxes: tuple[Box, ...]


class Printed:
    """A finished file, opened to be looked at. Unprinted."""

    def __init__(self, pdf: bytes) -> None:
        try:
            self._document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            raise Unprinted from None

    def __enter__(self) -> Printed:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """No page can be asked for any more."""
        self._document.close()

    def texts(self) -> tuple[str, ...]:
        """The text of each page."""
        return tuple(page.get_textpage().get_text_range() for page in self._document)

    def pixels(self, index: int) -> bytes:
        """A small picture of a page, as it is in memory: pages with equal ones look the same."""
        return bytes(self._document[index].render(scale=0.5).buffer)

    def web_picture(self, index: int, scale: float) -> bytes:
        """A page as WebP, without loss. `scale` is pixels to a point."""
        target = io.BytesIO()
        self._document[index].render(scale=scale).to_pil().save(target, "WEBP", lossless=True, quality=30)
        return target.getvalue()

    def words(self, index: int) -> tuple[PlacedWord, ...]:
        """The words of a page in the order of its text, with their places."""
        page = self._document[index]
        text = page.get_textpage()
        left, bottom, right, top = page.get_cropbox()
        found: list[PlacedWord] = []
        letters, boxes = "", [_Corners()]
        for number in range(text.count_chars()):
            letter = chr(pypdfium2.raw.FPDFText_GetUnicode(text.raw, number))
            if letter in _LINE_ENDS_INSIDE:
                boxes.append(_Corners())
            elif letter.isspace() and not (letters and boxes[-1] == _Corners()):
                found += _word(letters, boxes, (left, bottom, right, top))
                letters, boxes = "", [_Corners()]
            elif not letter.isspace():
                letters += letter
                boxes[-1] = boxes[-1].around(*text.get_charbox(number, loose=True))
        return (*found, *_word(letters, boxes, (left, bottom, right, top)))


_LINE_ENDS_INSIDE = "\u00ad\x02\ufffe"
"""What stands for the hyphen where a line breaks a word."""


class _Corners(NamedTuple):
    """Left, bottom, right and top of what was gathered so far, in points."""

    left: float = float("inf")
    bottom: float = float("inf")
    right: float = float("-inf")
    top: float = float("-inf")

    def around(self, left: float, bottom: float, right: float, top: float) -> _Corners:
        return _Corners(min(self.left, left), min(self.bottom, bottom), max(self.right, right), max(self.top, top))


def _word(letters: str, boxes: list[_Corners], page: tuple[float, float, float, float]) -> Iterator[PlacedWord]:
    """The word, unless there is none."""
    left, bottom, right, top = page
    wide, high = right - left, top - bottom
    if letters:
        placed = (
            Box((at.left - left) / wide, (top - at.top) / high, (at.right - at.left) / wide, (at.top - at.bottom) / high)
            for at in boxes
            if at != _Corners()
        )
        yield PlacedWord(letters, tuple(placed))
