"""How high a drawing gets in the text column, from the lengths of its words: what does not fit a page is said before it is printed."""

from __future__ import annotations

from collections.abc import Sequence

from ...model.content.drawings import Drawing, FunnelDrawing, Item, MatrixDrawing, Quadrant, SequenceDrawing, TimelineDrawing, TreeDrawing
from ...text.drawing_geometry import Words, lines, per_row

COLUMN, GAP, PADDING = 116.0, 3.0, 4.0
"""Millimeters of the base theme: the text column, half of the room between boxes, and the padding of a box on both sides."""
NODE, BAR_LABEL, AXIS = 32.0, 43.0, 22.0
"""A box of a tree, the label of a bar, the words at an axis of a matrix."""
RETURN = COLUMN - 20
"""Room for the words of a way back."""


def lines_of(drawing: Drawing, steps: Sequence[str]) -> float:
    """About how many lines of notes the drawing is high."""
    if isinstance(drawing, TreeDrawing):
        return _tree(drawing, steps)
    if isinstance(drawing, SequenceDrawing):
        return _sequence(drawing, steps)
    if isinstance(drawing, MatrixDrawing):
        return _matrix(drawing, steps)
    return _bars(drawing, steps)


def _label_of(item: Item, steps: Sequence[str]) -> Words:
    name = steps[item.step - 1] if item.step and item.step <= len(steps) else ""
    return Words(item.label or name, item.note or "", item.step is not None)


def _tree(drawing: TreeDrawing, steps: Sequence[str]) -> float:
    leaf, node = COLUMN - 2 * NODE - 4 * GAP - PADDING, NODE - PADDING
    rows = (
        max(lines(_label_of(branch, steps), node), sum(lines(_label_of(each, steps), leaf) for each in branch.leaves))
        for branch in drawing.branches
    )
    return max(lines(_label_of(drawing.root, steps), node), sum(rows))


def _sequence(drawing: SequenceDrawing, steps: Sequence[str]) -> float:
    words = [_label_of(item, steps)._replace(number=True) for item in drawing.steps] or [Words(name, "", True) for name in steps]
    row = per_row([each.label for each in words])
    width = COLUMN / row - GAP - PADDING
    boxes = sum(max(lines(each, width) for each in words[start : start + row]) for start in range(0, len(words), row))
    return boxes + sum(_line(way.when, RETURN) for way in drawing.returns)


def _matrix(drawing: MatrixDrawing, steps: Sequence[str]) -> float:
    cell, axis = (COLUMN - AXIS) / 2 - PADDING, AXIS - 2
    up, across = drawing.up, drawing.across
    top = max(_held(drawing.top_left, cell, steps), _held(drawing.top_right, cell, steps), _line(f"{up.name} {up.high}", axis))
    bottom = max(_held(drawing.bottom_left, cell, steps), _held(drawing.bottom_right, cell, steps), _line(up.low, axis))
    return top + bottom + max(_line(across.name, axis), _line(across.low, cell), _line(across.high, cell))


def _held(quadrant: Quadrant, width: float, steps: Sequence[str]) -> float:
    """A quadrant's own words, and its items with a bullet each."""
    return lines(_label_of(quadrant, steps), width) + sum(lines(_label_of(item, steps), width - 4) for item in quadrant.items)


def _line(text: str, width: float) -> float:
    return lines(Words(text, "", False), width)


def _bars(drawing: TimelineDrawing | FunnelDrawing, steps: Sequence[str]) -> float:
    items: Sequence[Item] = drawing.periods if isinstance(drawing, TimelineDrawing) else drawing.stages
    counted = isinstance(drawing, TimelineDrawing) or drawing.stages[0].value is not None
    width = BAR_LABEL if counted else COLUMN - PADDING
    return sum(lines(_label_of(item, steps), width - 2) for item in items) + _line(drawing.unit or "", width - 2)
