"""One canvas -> the sheets: each paper is a window on the same pages."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import pikepdf

from ..model.sheet import CANVAS, POINTS_PER_MM, Sheet, window

_BOXES = ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox")


def open_canvas(pdf: bytes) -> pikepdf.Pdf:
    """For preflight and crop alike: reading it takes longer than all that is done with it."""
    return pikepdf.open(io.BytesIO(pdf))


def crop(canvas: pikepdf.Pdf, sheets: Iterable[Sheet], numbers: Sequence[int] = ()) -> dict[str, bytes]:
    """The guide on each paper by its name: same pages, same breaks, another MediaBox. Deterministic, whatever the order.

    `numbers` are those of the pages, when they are not all of a guide's.
    """
    origins = [_trim_origin(page) for page in canvas.pages]
    pages = numbers or range(1, len(origins) + 1)
    _open_as_printed(canvas, pages)
    return {sheet.name: _window(canvas, sheet, origins, pages) for sheet in sheets}


def _open_as_printed(canvas: pikepdf.Pdf, numbers: Sequence[int]) -> None:
    """A reader's program calls each page by the number printed on it, and shows two that face each other, the first alone on the right."""
    labels = [item for index, number in enumerate(numbers) for item in (index, pikepdf.Dictionary(S=pikepdf.Name.D, St=number))]
    in_a_row = list(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))
    canvas.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(labels[:2] if in_a_row else labels))
    canvas.Root.PageLayout = pikepdf.Name.TwoPageRight if len(canvas.pages) > 1 else pikepdf.Name.SinglePage


def _window(canvas: pikepdf.Pdf, sheet: Sheet, origins: list[tuple[float, float]], numbers: Sequence[int]) -> bytes:
    first_is_right = not _from_right(canvas)
    for page, (origin_x, origin_y), number in zip(canvas.pages, origins, numbers, strict=True):
        left, bottom, right, top = window(sheet, recto=(number % 2 == 1) is first_is_right)
        for box in _BOXES:
            if box in page.obj:
                del page.obj[box]
        edges = (
            origin_x + left * POINTS_PER_MM,
            origin_y + bottom * POINTS_PER_MM,
            origin_x + right * POINTS_PER_MM,
            origin_y + top * POINTS_PER_MM,
        )
        page.obj["/MediaBox"] = pikepdf.Array([round(edge, 3) for edge in edges])
    target = io.BytesIO()
    canvas.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _from_right(canvas: pikepdf.Pdf) -> bool:
    """Whether its pages are turned from left to right: its first is then a left-hand page."""
    preferences = canvas.Root.get("/ViewerPreferences")
    return preferences is not None and preferences.get("/Direction") == "/R2L"


def _trim_origin(page: pikepdf.Page) -> tuple[float, float]:
    """The canvas's lower left corner, inside its bleed, in points."""
    trim = page.obj.get("/TrimBox")
    if trim is not None:
        return float(trim[0]), float(trim[1])
    media = page.obj["/MediaBox"]
    bleed = CANVAS.bleed * POINTS_PER_MM
    return float(media[0]) + bleed, float(media[1]) + bleed
