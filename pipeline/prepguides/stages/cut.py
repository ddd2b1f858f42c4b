"""One canvas -> the sheets: each paper is a window on the same pages."""

from __future__ import annotations

import io

import pikepdf

from ..model.sheet import CANVAS, POINTS_PER_MM, Sheet, window

_BOXES = ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox")


def cut(canvas: bytes, sheet: Sheet) -> bytes:
    """The guide on that paper: same pages, same breaks, another MediaBox. Deterministic."""
    with pikepdf.open(io.BytesIO(canvas)) as document:
        for index, page in enumerate(document.pages):
            left, bottom, right, top = window(sheet, recto=index % 2 == 0)
            origin_x, origin_y = _trim_origin(page)
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
        document.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _trim_origin(page: pikepdf.Page) -> tuple[float, float]:
    """The canvas's lower left corner, inside its bleed, in points."""
    trim = page.obj.get("/TrimBox")
    if trim is not None:
        return float(trim[0]), float(trim[1])
    media = page.obj["/MediaBox"]
    bleed = CANVAS.bleed * POINTS_PER_MM
    return float(media[0]) + bleed, float(media[1]) + bleed
