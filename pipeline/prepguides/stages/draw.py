"""One page of a PDF -> a picture of it on its paper. The only stage that knows PDFium; run it in a worker process."""

from __future__ import annotations

import io

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
