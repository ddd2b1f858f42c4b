"""For a print shop: bleed, crop marks, and a TrimBox."""

from __future__ import annotations

import pikepdf
from pikepdf import Array

from ...model.sheet import BLEED, POINTS_PER_MM

MARK_LENGTH, MARK_GAP = 5.0, 4.0
"""Millimeters: of a crop mark, and between it and the trimmed page, so that no mark stands in the bleed."""
SLUG = MARK_GAP + MARK_LENGTH + 1.0
"""Millimeters around the trimmed page that the marks take."""


def for_press(document: pikepdf.Pdf) -> None:
    """The MediaBox was where a page is trimmed; now it has room for the marks, and what lies beyond the bleed is clipped away."""
    for page in document.pages:
        trim = [float(edge) for edge in page.mediabox]
        page.obj["/TrimBox"] = _box(trim, 0)
        page.obj["/BleedBox"] = _box(trim, BLEED * POINTS_PER_MM)
        page.obj["/MediaBox"] = _box(trim, SLUG * POINTS_PER_MM)
        left, bottom, right, top = (float(edge) for edge in page.obj["/BleedBox"])
        clip = f"q {left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re W n\n".encode()
        page.contents_add(document.make_stream(clip), prepend=True)
        page.contents_add(document.make_stream(b"\nQ /Artifact BMC q 0.25 w 0 G\n" + _marks(trim) + b"S Q EMC\n"))


def _box(trim: list[float], out: float) -> Array:
    left, bottom, right, top = trim
    return Array([round(edge, 3) for edge in (left - out, bottom - out, right + out, top + out)])


def _marks(trim: list[float]) -> bytes:
    """Two strokes at each corner of the trimmed page, in line with its edges."""
    left, bottom, right, top = trim
    near, far = MARK_GAP * POINTS_PER_MM, (MARK_GAP + MARK_LENGTH) * POINTS_PER_MM
    strokes = [(x - near, y, x - far, y) if x == left else (x + near, y, x + far, y) for x in (left, right) for y in (bottom, top)]
    strokes += [(x, y - near, x, y - far) if y == bottom else (x, y + near, x, y + far) for x in (left, right) for y in (bottom, top)]
    return "".join(f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l\n" for a, b, c, d in strokes).encode()
