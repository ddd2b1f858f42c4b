"""The ICC profile of sRGB, made from its definition (IEC 61966-2-1): the same bytes on every machine, whatever libraries it has."""

from __future__ import annotations

import struct

_WHITE = (0.9642, 1.0, 0.8249)
"""D50, to which profiles refer."""
_PRIMARIES = {b"r": (0.4360, 0.2225, 0.0139), b"g": (0.3851, 0.7169, 0.0971), b"b": (0.1431, 0.0606, 0.7141)}
"""Adapted to D50."""
_STEPS = 1024


def srgb_profile() -> bytes:
    """A display profile of version 2.1: three primaries and one curve."""
    curve = _curve()
    tags = [(b"desc", _description("sRGB")), (b"cprt", b"text\0\0\0\0No copyright, use freely\0"), (b"wtpt", _xyz(_WHITE))]
    tags += [(letter + b"XYZ", _xyz(color)) for letter, color in _PRIMARIES.items()]
    tags += [(letter + b"TRC", curve) for letter in _PRIMARIES]
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    placed: dict[bytes, int] = {}
    for name, content in tags:
        if content not in placed:
            placed[content] = start + len(body)
            body += content + b"\0" * (-len(content) % 4)
        table += name + struct.pack(">II", placed[content], len(content))
    return _header(start + len(body)) + table + body


def _header(length: int) -> bytes:
    fields = struct.pack(">I4sI4s4s4s", length, b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    dated = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    return fields + dated + b"acsp" + b"\0" * 28 + b"".join(map(_fixed, _WHITE)) + b"\0" * 48


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(color: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, color))


def _curve() -> bytes:
    values = [index / (_STEPS - 1) for index in range(_STEPS)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    return struct.pack(f">4sII{_STEPS}H", b"curv", 0, _STEPS, *(round(value * 65535) for value in linear))


def _description(words: str) -> bytes:
    text = words.encode("ascii") + b"\0"
    return struct.pack(">4sII", b"desc", 0, len(text)) + text + b"\0" * (4 + 4 + 2 + 1 + 67)
