"""Numbers that charts need and CSS cannot compute: scales and points. Drawing is the templates' business."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypedDict

from .numbers import with_minus

Cell = str | float
"""Of an exhibit: a label, or a number, which may still be text."""


class _Offset(TypedDict):
    """How far a value stands from its point, and which of its ends stands there."""

    dx: int
    dy: int
    anchor: str


class Dot(_Offset):
    """A point of a line, and what is written at it."""

    x: float
    y: float
    label: str


class Line(TypedDict):
    """A row as it is drawn."""

    name: str
    values: list[float]
    points: str
    dots: list[Dot]
    end: float
    """Where its name stands, from the top."""
    foot: float
    """Where its name ends."""
    solid: bool
    """Whether its points are filled."""
    told: bool
    """Whether each of its values stands at its own point, nearer than to another one, and covers no other value."""


STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
"""Ends of a scale, by powers of ten."""


def nice_top(values: Sequence[float]) -> float:
    """The least of STEPS × a power of ten that is not below the largest value."""
    largest = max((float(value) for value in values), default=1.0)
    if largest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    return next(step * power for step in STEPS if step * power >= largest)


def numbers(row: Sequence[Cell]) -> list[float]:
    """A row's cells after its label, as numbers."""
    return [float(cell) for cell in row[1:]]


def points(values: Sequence[float], width: float, height: float, top: float) -> str:
    """SVG polyline points, evenly spaced from left to right, 0 at the bottom."""
    gap = width / max(1, len(values) - 1)
    return " ".join(f"{index * gap:.2f},{height - float(value) / top * height:.2f}" for index, value in enumerate(values))


def short(value: Cell) -> str:
    """A number as a label: thousands separated, no empty decimals, a true minus sign; text as it is."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)
    if number == round(number):
        return with_minus(f"{round(number):,}")
    return with_minus(f"{number:,.2f}".rstrip("0").rstrip("."))


def top_of(rows: Sequence[Sequence[Cell]]) -> float:
    """The end of the scale that fits all numbers of the rows."""
    return nice_top([number for row in rows for number in numbers(row)])


def ticks(top: float, steps: int = 4) -> list[float]:
    """Evenly spaced marks of a scale, from 0."""
    return [top * step / steps for step in range(steps + 1)]


def lines(rows: Sequence[Sequence[Cell]], width: float, height: float, size: float = 1) -> list[Line]:
    """Each row as a line: its name, its polyline, and its points with a place for each value; where lines meet, one value.

    `size` is that of the type of names, where 1 is the note of the standard layout.
    """
    top = top_of(rows)
    drawn: list[Line] = []
    for row in rows:
        values = numbers(row)
        gap = width / max(1, len(values) - 1)
        dots: list[Dot] = []
        for index, value in enumerate(values):
            met = any(line["values"][index] == value for line in drawn if index < len(line["values"]))
            x, y = round(index * gap, 2), round(height - value / top * height, 2)
            dots.append({"x": x, "y": y, "label": "" if met else short(value), "dx": 0, "dy": -8, "anchor": "middle"})
        end = dots[-1]["y"]
        name, solid = str(row[0]), len(drawn) % 2 == 0
        path = points(values, width, height, top)
        drawn.append(Line(name=name, values=values, points=path, dots=dots, end=end, foot=end, solid=solid, told=True))
    _label([line["dots"] for line in drawn], height)
    every = [dot for line in drawn for dot in line["dots"]]
    for line in drawn:
        line["told"] = all(_is_told(dot, every) for dot in line["dots"] if dot["label"])
    _spread(drawn, size)
    return drawn


PLACES: tuple[tuple[int, int, str], ...] = (
    (0, -8, "middle"),
    (0, 18, "middle"),
    (7, 4, "start"),
    (-7, 4, "end"),
    (7, -8, "start"),
    (7, 16, "start"),
    (7, 10, "start"),
    (7, -2, "start"),
    (-7, 10, "end"),
    (-7, -2, "end"),
    (0, -22, "middle"),
    (0, 32, "middle"),
)
"""Where a value may stand at its point, the best first: how far its baseline is off, and which of its ends stands there."""
BELOW = (PLACES[1], PLACES[0], *PLACES[2:])
"""The same for a point that has others above it and none below: its value stands clear of theirs."""
INK, GAP, DOT, HEAVY = 9.0, 2.0, 5.0, 20
"""Height of figures, what is free at either end of them, half the room of a point, how much worse it is to cover a value than a line."""


def _label(drawn: Sequence[Sequence[Dot]], height: float) -> None:
    """Gives each value, from the highest, the first place where it covers no line and no other value, or the one where it covers least.

    A place that is nearer to another point than to its own is no place for it, unless there is no other.
    """
    dots = [dot for line in drawn for dot in line]
    taken = [(dot["x"] - DOT, dot["y"] - DOT, dot["x"] + DOT, dot["y"] + DOT) for dot in dots]
    taken += [spot for line in drawn for before, dot in pairwise(line) for spot in _along(before, dot)]
    for dot in sorted((dot for dot in dots if dot["label"]), key=lambda dot: (dot["y"], dot["x"])):
        options = [(dx, dy, anchor, _box(dot, dx, dy, anchor)) for dx, dy, anchor in (BELOW if _is_lowest(dot, dots) else PLACES)]
        fitting = [option for option in options if option[3][3] <= height] or options
        fitting = [option for option in fitting if _is_nearest(dot, option[3], dots)] or fitting
        dot["dx"], dot["dy"], dot["anchor"], box = min(fitting, key=lambda option: sum(_shared(option[3], other) for other in taken))
        taken += [box] * HEAVY


def _along(start: Dot, end: Dot) -> Iterator[_Box]:
    """Spots of the line between two points, close enough for a value not to stand between them."""
    steps = max(2, int(abs(end["x"] - start["x"]) / LETTER), int(abs(end["y"] - start["y"]) / LETTER))
    for step in range(1, steps):
        x, y = (start[axis] + (end[axis] - start[axis]) * step / steps for axis in ("x", "y"))
        yield x - 2, y - 2, x + 2, y + 2


_Box = tuple[float, float, float, float]


def _placed(dot: Dot) -> _Box:
    return _box(dot, dot["dx"], dot["dy"], dot["anchor"])


def _box(dot: Dot, dx: int, dy: int, anchor: str) -> _Box:
    """Left, top, right and bottom of a value that stands there."""
    long = len(dot["label"]) * LETTER
    left = dot["x"] + dx - {"start": 0.0, "middle": long / 2, "end": long}[anchor]
    return left - GAP, dot["y"] + dy - INK, left + long + GAP, dot["y"] + dy


def _is_lowest(dot: Dot, dots: Sequence[Dot]) -> bool:
    levels = {other["y"] for other in dots if other["x"] == dot["x"]}
    return len(levels) > 1 and dot["y"] == max(levels)


def _is_told(dot: Dot, dots: Sequence[Dot]) -> bool:
    """Whether a value that has its place can be read there as that of its point."""
    box = _placed(dot)
    return _is_nearest(dot, box, dots) and not any(other is not dot and other["label"] and _shared(box, _placed(other)) for other in dots)


def _is_nearest(dot: Dot, box: _Box, dots: Sequence[Dot]) -> bool:
    """Whether what stands in the box is at its own point: no other one is as near, but where two of them are the same."""
    own = _away(box, dot)
    return all(own < _away(box, other) for other in dots if (other["x"], other["y"]) != (dot["x"], dot["y"]))


def _away(box: _Box, dot: Dot) -> float:
    """How far a point is from a box."""
    return math.hypot(max(box[0] - dot["x"], dot["x"] - box[2], 0.0), max(box[1] - dot["y"], dot["y"] - box[3], 0.0))


def _shared(one: _Box, other: _Box) -> float:
    """How much of each other two boxes cover."""
    across, down = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, across) * max(0.0, down)


LETTER, ROW, NAME = 6.9, 17.0, 158.0
"""Units of a drawing in lines, four a millimeter: a letter's width, a line's height, the room for a line's name."""


def wrapped(texts: Sequence[str], width: float, size: float = 1) -> int:
    """Lines that the longest of the texts takes in so many units, in type of that size (1 is the note of the standard layout)."""
    return max((len(textwrap.wrap(text, max(1, int(width / LETTER / size)))) for text in texts), default=0)


def _spread(drawn: Sequence[Line], size: float) -> None:
    """Names at the lines' ends, moved apart until none covers another."""
    above = float("-inf")
    for line in sorted(drawn, key=lambda line: float(line["end"])):
        line["end"] = round(max(line["end"], above), 2)
        line["foot"] = above = round(line["end"] + wrapped([line["name"]], NAME, size) * ROW * size, 2)


def cells(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """A table's cells as text: a label, then the numbers of a column with equally many decimals."""
    columns = [[str(row[0]) for row in rows]]
    for column in list(zip(*rows, strict=True))[1:]:
        texts = [short(cell) for cell in column]
        decimals = max(len(text.partition(".")[2]) for text in texts)
        columns.append([_with_decimals(cell, decimals) if _is_number(cell) else str(cell) for cell in column])
    return [list(row) for row in zip(*columns, strict=True)]


def _with_decimals(number: Cell, decimals: int) -> str:
    return with_minus(f"{float(number):,.{decimals}f}")


def _is_number(cell: Cell) -> bool:
    try:
        float(cell)
    except (TypeError, ValueError):
        return False
    return True


GEOMETRY: dict[str, Callable[..., object]] = {
    "cells": cells,
    "lines": lines,
    "nice_top": nice_top,
    "numbers": numbers,
    "points": points,
    "short": short,
    "ticks": ticks,
    "top_of": top_of,
    "wrapped": wrapped,
}
"""What templates call as `chart.points(…)`."""
