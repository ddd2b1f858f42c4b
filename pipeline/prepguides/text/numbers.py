"""Numbers as texts and cells write them."""

from __future__ import annotations

import re
from math import isfinite

NUMBER = re.compile(r"(?P<about>\b(?:about|almost|around|near|nearly|roughly|some) \$?)?(?<![\w.,])(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)")
ROUNDING = 1e-9
"""Of floating point; sums of decimals are not exact."""


def number_of(digits: str) -> float:
    return float(digits.replace(",", ""))


def slack_of(found: re.Match[str], digits: str = "") -> float:
    """How far a written number may lie from the exact one: half of its last digit, or a twentieth after "about"."""
    digits = digits or found["digits"]
    exact = 0.5 * 10.0 ** -len(digits.partition(".")[2])
    return max(exact, number_of(digits) / 20) if found["about"] else exact


def half_digit(cell: str | float) -> float:
    """Half a unit of a cell's last decimal; a whole number is exact."""
    decimals = len(str(cell).partition(".")[2])
    return 0.5 * 10.0**-decimals if decimals else 0.0


def shown(number: float) -> str:
    return f"{abs(number):,.6g}" if abs(number) < 1e6 else f"{abs(number):,.0f}"


def is_number(cell: str | float) -> bool:
    try:
        return isfinite(float(cell))
    except ValueError:
        return False
