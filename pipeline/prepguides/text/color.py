"""Colors: contrast and tints, by the formulas of WCAG 2.2."""

from __future__ import annotations

import re

PAPER = "#FFFFFF"


def channels(color: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of #RRGGBB."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


SHARES = {"tint": 0.08, "rule": 0.3}
"""How much of the accent is in the colors that follow from it."""


def tint(color: str, share: float = SHARES["tint"]) -> str:
    """`share` (0 to 1) of the color on white paper, as an opaque color: PDF/UA checkers misread opacity."""
    return "#" + "".join(f"{round(255 - (255 - channel) * share):02X}" for channel in channels(color))


def contrast(one: str, other: str) -> float:
    """The contrast ratio, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(channel / 255) for channel in channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def gray_of(red: float, green: float, blue: float) -> float:
    """The gray, 0 to 1, that is as light as the color (0 to 1 each): every contrast with it stays what it was."""
    return _encoded(0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue))


def gray_of_lightness(lightness: float) -> float:
    """The same for a color of CIE Lab, whose lightness is 0 to 100."""
    root = (lightness + 16) / 116
    return _encoded(root**3 if lightness > 8 else lightness / 903.3)


def _encoded(light: float) -> float:
    return light * 12.92 if light <= 0.0031308 else 1.055 * float(light ** (1 / 2.4)) - 0.055


def darkened(color: str, ratio: float) -> str:
    """The color, mixed with just enough black to reach the contrast ratio on white paper."""
    for share in range(100, -1, -1):
        candidate = "#" + "".join(f"{round(channel * share / 100):02X}" for channel in channels(color))
        if contrast(candidate, PAPER) >= ratio:
            return candidate
    return "#000000"


def lightened(color: str, ratio: float) -> str:
    """The color, mixed with just enough white for the quietest text to reach the contrast ratio on it."""
    for share in range(100, -1, -1):
        candidate = tint(color, share / 100)
        if contrast(candidate, QUIETEST_TEXT) >= ratio:
            return candidate
    return PAPER


INK = "#1A1A1A"
"""`--ink` of the base theme."""
QUIETEST_TEXT = "#4A4A4A"
"""`--soft` of the base theme: what stands on panels is this dark or darker."""
MIN_CONTRAST = 7.0
"""Text on white (WCAG 2.2, 1.4.6)."""
_COLOR = re.compile(r"^#[0-9A-Fa-f]{6}$")


def color_problem(color: str) -> tuple[str, str] | None:
    """Why the text is no color, and a hint; None when it is one."""
    return None if _COLOR.match(color) else (f'"{color}" is not of the form #RRGGBB', "")


def accent_problem(color: str) -> tuple[str, str] | None:
    """Why the color cannot be an accent, and a hint; None when it can."""
    if form := color_problem(color):
        return form
    ratio = contrast(color, PAPER)
    if ratio >= MIN_CONTRAST:
        return None
    return (
        f"{color} has a contrast of {ratio:.1f}:1 on white; text needs {MIN_CONTRAST:.0f}:1",
        f"the nearest that passes is {darkened(color, MIN_CONTRAST)}",
    )


def tint_problem(color: str) -> tuple[str, str] | None:
    """Why text could not be read on that color, and a hint; None when it can."""
    if form := color_problem(color):
        return form
    ratio = contrast(color, QUIETEST_TEXT)
    if ratio >= MIN_CONTRAST:
        return None
    return (
        f"text on {color} has a contrast of {ratio:.1f}:1; it needs {MIN_CONTRAST:.0f}:1",
        f"the nearest that passes is {lightened(color, MIN_CONTRAST)}",
    )
