"""Numbers that charts need and CSS cannot compute: scales and points. Drawing is the templates' business."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any


def nice_top(values: Sequence[float]) -> float:
    """The least of 1, 2, 2.5, 5, 8 or 10 × a power of ten that is not below the largest value."""
    largest = max((float(value) for value in values), default=1.0)
    if largest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next(step * power for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * power >= largest)


def numbers(row: Sequence[Any]) -> list[float]:
    """A row's cells after its label, as numbers."""
    return [float(cell) for cell in row[1:]]


def points(values: Sequence[float], width: float, height: float, top: float) -> str:
    """SVG polyline points, evenly spaced from left to right, 0 at the bottom."""
    gap = width / max(1, len(values) - 1)
    return " ".join(f"{index * gap:.2f},{height - float(value) / top * height:.2f}" for index, value in enumerate(values))


def short(value: Any) -> str:
    """A number as a label: thousands separated, no empty decimals; text as it is."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)
    return f"{number:,.0f}" if number == round(number) else f"{number:,.2f}".rstrip("0")


GEOMETRY: dict[str, Any] = {"nice_top": nice_top, "numbers": numbers, "points": points, "short": short}
"""What templates call as `chart.points(…)`."""
