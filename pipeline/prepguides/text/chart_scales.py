"""Numbers that charts need and CSS cannot compute: scales and points. Drawing is the templates' business."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypedDict

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
    """A number as a label: thousands separated, no empty decimals; text as it is."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)
    return f"{number:,.0f}" if number == round(number) else f"{number:,.2f}".rstrip("0")


def top_of(rows: Sequence[Sequence[Cell]]) -> float:
    """The end of the scale that fits all numbers of the rows."""
    return nice_top([number for row in rows for number in numbers(row)])


def ticks(top: float, steps: int = 4) -> list[float]:
    """Evenly spaced marks of a scale, from 0."""
    return [top * step / steps for step in range(steps + 1)]


def lines(rows: Sequence[Sequence[Cell]], width: float, height: float) -> list[Line]:
    """Each row as a line: its name, its polyline, and its points with a place for each value; where lines meet, one value."""
    top = top_of(rows)
    table = [numbers(row) for row in rows]
    drawn: list[Line] = []
    for row, values in zip(rows, table, strict=True):
        gap = width / max(1, len(values) - 1)
        dots: list[Dot] = []
        for index, value in enumerate(values):
            others = [other[index] for other in table if index < len(other)]
            met = any(line["values"][index] == value for line in drawn if index < len(line["values"]))
            above = [height - other / top * height for other in others if other > value]
            y = height - value / top * height
            place = _place(y, min((y - other for other in above), default=None), height)
            dots.append({"x": round(index * gap, 2), "y": round(y, 2), "label": "" if met else short(value), **place})
        drawn.append(
            {"name": str(row[0]), "values": values, "points": points(values, width, height, top), "dots": dots, "end": dots[-1]["y"]}
        )
    _spread(drawn, 15.0)
    return drawn


def _place(y: float, room: float | None, height: float) -> _Offset:
    """Above its point where no line is, below it where there is one, beside it where the axis is near too."""
    if room is None or (room >= 28 and y + 18 > height):
        return {"dx": 0, "dy": -8, "anchor": "middle"}
    if y + 18 <= height:
        return {"dx": 0, "dy": 18, "anchor": "middle"}
    return {"dx": 7, "dy": 4, "anchor": "start"}


def _spread(drawn: Sequence[Line], least: float) -> None:
    """Names at the lines' ends, moved apart until none covers another."""
    above = float("-inf")
    for line in sorted(drawn, key=lambda line: float(line["end"])):
        line["end"] = above = round(max(float(line["end"]), above + least), 2)


def cells(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """A table's cells as text: a label, then the numbers of a column with equally many decimals."""
    columns = [[str(row[0]) for row in rows]]
    for column in list(zip(*rows, strict=True))[1:]:
        texts = [short(cell) for cell in column]
        decimals = max(len(text.partition(".")[2]) for text in texts)
        columns.append([f"{float(cell):,.{decimals}f}" if _is_number(cell) else text for text, cell in zip(texts, column, strict=True)])
    return [list(row) for row in zip(*columns, strict=True)]


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
}
"""What templates call as `chart.points(…)`."""
