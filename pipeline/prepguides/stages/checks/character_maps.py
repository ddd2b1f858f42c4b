"""How many characters a font's table `cmap` says that it has, counted without listing them: a few bytes can say four thousand million."""

from __future__ import annotations

import struct
from collections.abc import Iterable

MOST = 250_000
"""Characters that the maps of one font may list. A font has at most 65,535 glyphs, and a large one of Chinese lists some 140,000 in all."""
_MOST_MAPS = 64


def is_endless(table: bytes) -> bool:
    """Whether its maps list more than any font has. Each byte is read a few times at most. struct.error where it is cut short."""
    maps = _number(table, 2, ">H")
    if maps > _MOST_MAPS:
        return True
    left = MOST
    for at in {_number(table, 8 + 8 * number) for number in range(maps)}:
        left -= _listed(table, at, left)
        if left < 0:
            return True
    return False


def _listed(table: bytes, at: int, most: int) -> int:
    """Characters of the map that begins there; what is over `most` need not be right."""
    format = _number(table, at, ">H")
    if format == 4:
        return _in_segments(table, at)
    if format in (12, 13):
        groups = _number(table, at + 12)
        ranges: Iterable[tuple[int, int, int]] = (
            struct.iter_unpack(">III", table[at + 16 : at + 16 + 12 * groups]) if groups <= most else ()
        )
        return max(groups, sum(max(1, last - first + 1) for first, last, _ in ranges))
    return _of_variations(table, at, most) if format == 14 else 0  # the others have as many characters as bytes, or fewer


def _in_segments(table: bytes, at: int) -> int:
    twice = _number(table, at + 6, ">H")
    lasts = struct.unpack_from(f">{twice // 2}H", table, at + 14)
    firsts = struct.unpack_from(f">{twice // 2}H", table, at + 16 + twice)
    return sum(max(1, last - first + 1) for first, last in zip(firsts, lasts, strict=True))


def _of_variations(table: bytes, at: int, most: int) -> int:
    """Of a map from characters with a selector: what it leaves as they are stands in ranges."""
    selectors = _number(table, at + 6)
    listed = 0
    for number in range(min(selectors, most)):
        ranges_at = _number(table, at + 13 + 11 * number)
        ranges = _number(table, at + ranges_at) if ranges_at else 0
        listed += 1 + 256 * ranges  # at most
        if listed > most:
            break
    return max(selectors, listed)


def _number(table: bytes, at: int, format: str = ">I") -> int:
    return int(struct.unpack_from(format, table, at)[0])
