"""A drawing by itself: every box has a name, every number leads to a step, and all of it fits a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...model.content.drawings import MOST, MOST_LINES, Drawing, FunnelDrawing, Item, MatrixDrawing, SequenceDrawing, TreeDrawing
from ...model.content.frameworks import Framework
from ...model.content.interviews import FullAnswer, WeakToStrong
from ...model.library import Library
from ...model.source import Loc
from ...text.numbers import shown
from .drawing_height import lines_of
from .finding import Finding

CODE = "PG340"
CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")


def framework_drawing(framework: Framework, library: Library) -> Iterator[Finding]:
    """Of the framework's drawing, which may refer to its steps."""
    if framework.drawing:
        yield from _below(("drawing",), drawing_problems(framework.drawing, [step.name for step in framework.steps]))


def page_drawing(example: FullAnswer | WeakToStrong, library: Library) -> Iterator[Finding]:
    """Of the page that a candidate draws, where there are no steps to refer to."""
    if isinstance(example, FullAnswer) and example.page:
        yield from _below(("page", "drawing"), drawing_problems(example.page.drawing, ()))


def drawing_problems(drawing: Drawing, steps: Sequence[str]) -> Iterator[Finding]:
    """What keeps a drawing from being drawn, or makes it say what it does not mean."""
    for loc, item in _items(drawing):
        yield from _below(loc, _nameless(item, steps))
    if isinstance(drawing, TreeDrawing):
        yield from _too_many("branches", sum(max(1, len(branch.leaves)) for branch in drawing.branches), "rows")
    elif isinstance(drawing, SequenceDrawing):
        yield from _ways(drawing, len(drawing.steps) or len(steps))
    elif isinstance(drawing, MatrixDrawing):
        held = {corner: len(getattr(drawing, corner).items) for corner in CORNERS}
        yield from _too_many(max(held, key=lambda corner: held[corner]), sum(held.values()), "items")
    elif isinstance(drawing, FunnelDrawing):
        yield from _values(drawing)
    if (height := lines_of(drawing, steps)) > MOST_LINES:
        message = f"about {height:.0f} lines high, where a page has {MOST_LINES} for a drawing"
        yield Finding(CODE, (), message, "shorten labels and notes, or draw less")


def _below(loc: Loc, found: Iterator[Finding]) -> Iterator[Finding]:
    for finding in found:
        yield finding._replace(spot=(*loc, *finding.spot))


def _items(drawing: Drawing) -> Iterator[tuple[Loc, Item]]:
    """Every box, row and point of the drawing, with where it is written."""
    if isinstance(drawing, TreeDrawing):
        yield ("root",), drawing.root
        for b, branch in enumerate(drawing.branches):
            yield ("branches", b), branch
            yield from ((("branches", b, "leaves", index), leaf) for index, leaf in enumerate(branch.leaves))
    elif isinstance(drawing, MatrixDrawing):
        for corner in CORNERS:
            quadrant = getattr(drawing, corner)
            yield (corner,), quadrant
            yield from (((corner, "items", index), item) for index, item in enumerate(quadrant.items))
    else:
        field = {"sequence": "steps", "timeline": "periods", "funnel": "stages"}[drawing.kind]
        yield from (((field, index), item) for index, item in enumerate(getattr(drawing, field)))


def _nameless(item: Item, steps: Sequence[str]) -> Iterator[Finding]:
    if item.step and not steps:
        yield Finding(CODE, ("step",), f"step {item.step} of no framework", 'only the drawing of a framework has steps: write a "label:"')
    elif item.step and item.step > len(steps):
        named = ", ".join(f"{number} {name}" for number, name in enumerate(steps, 1))
        yield Finding(CODE, ("step",), f"step {item.step} of {len(steps)}", f"steps are {named}")
    elif not (item.label or item.step):
        yield Finding(CODE, (), "nothing to print here", 'give it a "label:"' + (', or the number of a "step:"' if steps else ""))


def _too_many(field: str, number: int, what: str) -> Iterator[Finding]:
    if number > MOST:
        yield Finding(CODE, (field,), f"{number} {what}, where a drawing holds {MOST}", "draw what decides, and say the rest in words")


def _ways(drawing: SequenceDrawing, steps: int) -> Iterator[Finding]:
    if not steps:
        yield Finding(CODE, (), "a sequence without steps", 'list its "steps:"')
    if drawing.returns and not drawing.numbered:
        yield Finding(CODE, ("numbered",), "ways back between boxes without numbers", "leave `numbered` out, or the `returns`")
    for index, way in enumerate(drawing.returns):
        missing = [(field, number) for field, number in (("after", way.after), ("to", way.to)) if steps and number > steps]
        for field, number in missing:
            yield Finding(CODE, ("returns", index, field), f"step {number} of {steps}", "count the steps of the drawing from 1")
        if not missing and way.to >= way.after:
            hint = "the way on is drawn by itself: a way back leads to an earlier step"
            yield Finding(CODE, ("returns", index, "to"), f"from step {way.after} back to step {way.to}", hint)


def _values(drawing: FunnelDrawing) -> Iterator[Finding]:
    values = [stage.value for stage in drawing.stages]
    for index, value in enumerate(values):
        if value is None and any(other is not None for other in values):
            yield Finding(CODE, ("stages", index), "no value, where other stages have one", "give all stages a value, or none")
    for index, (before, value) in enumerate(pairwise(values), 1):
        if before is not None and value is not None and value > before:
            message = f"{shown(value)} of {shown(before)}: a funnel does not widen"
            yield Finding(CODE, ("stages", index, "value"), message, "each stage counts those who also passed the stages above it")
