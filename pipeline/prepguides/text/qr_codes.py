"""Web addresses as QR codes, for a phone that is held over the page."""

from __future__ import annotations

from functools import cache

import segno

QUIET = 4
"""Modules of white around a code, as the standard asks."""


@cache
def qr_path(address: str) -> tuple[int, str]:
    """The width of the address's code in modules, its quiet zone among them, and its black as an SVG path.

    Level M restores up to 15 % of it, so that a crease or a stain does not spoil it.
    """
    code = segno.make_qr(address, error="m", boost_error=False)
    runs = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            width = 0
            while x + width < len(row) and row[x + width]:
                width += 1
            if width:
                runs.append(f"M{x + QUIET} {y + QUIET}h{width}v1h-{width}z")
            x += max(width, 1)
    return int(code.symbol_size(border=QUIET)[0]), "".join(runs)
