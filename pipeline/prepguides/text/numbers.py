"""Numbers as texts and cells write them."""

from __future__ import annotations

import re
from math import isfinite

from babel.numbers import format_percent

from .dates import locale_of
from .labels import SOURCE, is_english

NUMBER = re.compile(r"(?P<about>\b(?:about|almost|around|near|nearly|roughly|some) \$?)?(?<![\w.,])(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)")
ROUNDING = 1e-9
"""Of floating point; sums of decimals are not exact."""


MINUS = "\N{MINUS SIGN}"
"""What stands before a negative number in print. A hyphen is shorter, and a line may end behind it."""


def with_minus(number: str) -> str:
    """A number that was written for programs, with the sign of print: `−1.35` for `-1.35`."""
    return number.replace("-", MINUS)


def number_of(digits: str) -> float:
    return float(digits.replace(",", ""))


def slack_of(match: re.Match[str], digits: str = "") -> float:
    """How far a written number may lie from the exact one: half of its last digit, or a twentieth after "about"."""
    digits = digits or match["digits"]
    exact = 0.5 * 10.0 ** -len(digits.partition(".")[2])
    return max(exact, number_of(digits) / 20) if match["about"] else exact


def half_digit(cell: str | float) -> float:
    """Half a unit of a cell's last decimal; a whole number is exact."""
    decimals = len(str(cell).partition(".")[2])
    return 0.5 * 10.0**-decimals if decimals else 0.0


def shown(number: float) -> str:
    return f"{abs(number):,.6g}" if abs(number) < 1e6 else f"{abs(number):,.0f}"


def percent(value: float, *, language: str = SOURCE) -> str:
    """So many percent, as the guide's language writes them: "60%", "60 %"."""
    return f"{value}%" if is_english(language) else str(format_percent(value / 100, locale=locale_of(language), decimal_quantization=False))


def localized(text: str, language: str) -> str:
    """A number that was written as English does, with the language's own signs for thousands and decimals."""
    if is_english(language):
        return text
    signs = locale_of(language).number_symbols.get("latn") or {}
    return text.translate({ord(","): signs.get("group", ","), ord("."): signs.get("decimal", ".")})


def is_number(cell: str | float) -> bool:
    try:
        return isfinite(float(cell))
    except ValueError:
        return False
