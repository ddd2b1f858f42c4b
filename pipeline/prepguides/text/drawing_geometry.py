"""Numbers of drawings that CSS cannot compute: how many boxes stand in a row, where a period lies on a scale, how wide a stage is."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from .chart_scales import STEPS

BOX_CHARACTERS = {2: 26, 3: 16, 4: 11, 5: 8, 6: 6}
"""Boxes in a row of the text column, and how long a word fits in one of them without being broken, beside its number."""


CHARACTER = 1.8
"""Millimeters that a character of a label takes, set in the base theme's note; rather too many."""


class Words(NamedTuple):
    """What stands in a box."""

    label: str
    note: str
    number: bool


class Span(NamedTuple):
    """A stretch of a scale, in percent of it."""

    left: float
    width: float


class Tick(NamedTuple):
    """A stretch of a scale between two marks, in percent, with what is printed at the first."""

    width: float
    label: str


def per_row(labels: Sequence[str]) -> int:
    """How many boxes with these labels stand in a row, so that no word is broken and all rows are about equally full."""
    longest = max((len(word) for label in labels for word in label.split()), default=0)
    most = max((boxes for boxes, characters in BOX_CHARACTERS.items() if longest <= characters), default=2)
    return math.ceil(len(labels) / math.ceil(len(labels) / most)) if labels else 1


def spans(periods: Sequence[tuple[float, float]]) -> tuple[list[Span], float, float]:
    """Each `(start, length)` on a scale from the earliest start to the latest end, and those two."""
    first = min(start for start, _ in periods)
    last = max(start + length for start, length in periods)
    whole = (last - first) or 1.0
    drawn = [Span(round((start - first) / whole * 100, 3), round(length / whole * 100, 3)) for start, length in periods]
    return drawn, first, first + whole


def scale(first: float, last: float) -> list[Tick]:
    """Marks at round numbers, four to six of them. What is too short for its label bears none."""
    whole = last - first
    power = 10.0 ** math.floor(math.log10(whole / 5))
    step = next(step * power for step in (*(step for step in STEPS if step in (1, 2, 5, 10)), 20) if step * power * 6 >= whole)
    marks = [first]
    at = math.floor(first / step + 1e-9) * step + step
    while at < last - 1e-9 * whole:
        marks.append(at)
        at += step
    ends = [*marks[1:], last]
    return [
        Tick(round((end - mark) / whole * 100, 3), brief(round(mark, 6)) if (end - mark) / whole > 0.1 else "")
        for mark, end in zip(marks, ends, strict=True)
    ]


def shares(values: Sequence[float]) -> list[Span]:
    """Of each stage of a funnel, how much is lost before it (`left`) and how much is left (`width`), in percent of the largest."""
    most = max(values) or 1.0
    widths = [value / most * 100 for value in values]
    return [Span(round(max(0.0, before - width), 3), round(width, 3)) for before, width in zip([widths[0], *widths], widths, strict=False)]


def brief(value: float) -> str:
    """A number in few characters: thousands and millions abbreviated once they are many."""
    for size, sign in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if abs(value) >= (size if size > 1e3 else 1e5):
            return f"{value / size:.3g}{sign}"
    return f"{value:,.0f}" if value == round(value) or abs(value) >= 100 else f"{value:.3g}"


def lines(words: Words, width: float) -> float:
    """Lines that a box of so many millimeters takes, with two thirds of a line for its padding."""
    characters = max(4, int(width / CHARACTER))
    label = textwrap.wrap(words.label, max(4, characters - 4 * words.number))
    return len(label) + len(textwrap.wrap(words.note, characters)) + 0.6
