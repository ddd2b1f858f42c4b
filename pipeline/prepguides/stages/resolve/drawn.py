"""A drawing as authors write it -> its view: names looked up, numbers worked out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from ...model.content.drawings import (
    Axis,
    CandidatePage,
    Drawing,
    FunnelDrawing,
    Item,
    MatrixDrawing,
    Quadrant,
    SequenceDrawing,
    TimelineDrawing,
    TreeDrawing,
)
from ...text.drawing_geometry import brief, per_row, scale, shares, spans
from ...views.drawing_views import (
    AxisView,
    BranchView,
    CandidatePageView,
    DrawingView,
    FunnelStageView,
    FunnelView,
    ItemView,
    MatrixView,
    PeriodView,
    QuadrantView,
    ReturnView,
    SequenceView,
    TickView,
    TimelineView,
    TreeView,
)
from ...views.from_entity import view_of
from . import drawn_words as words

Steps = Sequence[str]
"""Names of the steps that a drawing may refer to by number."""


def drawing_view(drawing: Drawing, steps: Steps = ()) -> DrawingView:
    """The drawing of a framework with these steps, or of none."""
    return _BY_KIND[drawing.kind](drawing, steps)


def page_view(page: CandidatePage) -> CandidatePageView:
    """The page that a candidate draws."""
    return CandidatePageView(drawing=drawing_view(page.drawing), caption=page.caption)


def _item(item: Item, steps: Steps) -> ItemView:
    return ItemView(label=_label(item, steps), note=item.note, number=item.step)


def _label(item: Item, steps: Steps) -> str:
    """Its own, or the name of its step; `validate` has seen that it has one of them."""
    return item.label or (steps[item.step - 1] if item.step and item.step <= len(steps) else "")


def _tree(drawing: TreeDrawing, steps: Steps) -> TreeView:
    branches = tuple(
        view_of(
            BranchView,
            branch,
            label=_label(branch, steps),
            number=branch.step,
            leaves=tuple(_item(leaf, steps) for leaf in branch.leaves),
            rows=max(1, len(branch.leaves)),
            sign=(branch.sign or "").replace("-", "−") or None,
        )
        for branch in drawing.branches
    )
    root = _item(drawing.root, steps)
    rows, deep = sum(branch.rows for branch in branches), any(branch.leaves for branch in branches)
    return TreeView(kind="tree", alt=words.of_tree(root, branches), root=root, branches=branches, rows=rows, deep=deep)


def _sequence(drawing: SequenceDrawing, steps: Steps) -> SequenceView:
    items = drawing.steps or tuple(Item(step=number) for number in range(1, len(steps) + 1))
    boxes = [
        ItemView(label=_label(item, steps), note=item.note, number=number if drawing.numbered else None)
        for number, item in enumerate(items, 1)
    ]
    row = per_row([box.label for box in boxes])
    rows = tuple(tuple(boxes[start : start + row]) for start in range(0, len(boxes), row))
    returns = tuple(view_of(ReturnView, back) for back in drawing.returns)
    return SequenceView(kind="sequence", alt=words.of_sequence(boxes, returns), rows=rows, returns=returns)


def _timeline(drawing: TimelineDrawing, steps: Steps) -> TimelineView:
    stretches: list[tuple[float, float]] = []
    for period in drawing.periods:
        follows = sum(stretches[-1]) if stretches else 0.0
        stretches.append((follows if period.starts is None else period.starts, period.lasts))
    drawn, first, last = spans(stretches)
    periods = tuple(
        PeriodView(
            label=_label(period, steps),
            note=period.note,
            number=period.step,
            left=span.left,
            width=span.width,
            amount=brief(length) if length else f"at {brief(start)}",
        )
        for period, span, (start, length) in zip(drawing.periods, drawn, stretches, strict=True)
    )
    ticks = tuple(TickView(width=tick.width, label=tick.label) for tick in scale(first, last))
    alt = words.of_timeline(drawing.unit, periods, [start for start, _ in stretches])
    return TimelineView(kind="timeline", alt=alt, unit=drawing.unit, periods=periods, ticks=ticks)


def _matrix(drawing: MatrixDrawing, steps: Steps) -> MatrixView:
    def quadrant(written: Quadrant) -> QuadrantView:
        return QuadrantView(
            label=_label(written, steps),
            note=written.note,
            number=written.step,
            items=tuple(_item(item, steps) for item in written.items),
            best=written.best,
        )

    pairs = ((drawing.top_left, drawing.top_right), (drawing.bottom_left, drawing.bottom_right))
    rows = tuple(tuple(map(quadrant, pair)) for pair in pairs)
    across, up = _axis(drawing.across), _axis(drawing.up)
    return MatrixView(kind="matrix", alt=words.of_matrix(across, up, rows), across=across, up=up, rows=rows)


def _axis(axis: Axis) -> AxisView:
    return view_of(AxisView, axis)


def _funnel(drawing: FunnelDrawing, steps: Steps) -> FunnelView:
    values = [stage.value for stage in drawing.stages if stage.value is not None]
    counted = len(values) == len(drawing.stages)
    drawn = shares(values if counted else [1.0] * len(drawing.stages))
    before = [None, *values]
    stages = tuple(
        FunnelStageView(
            label=_label(stage, steps),
            note=stage.note,
            number=stage.step or (None if counted else place),
            width=span.width,
            lost=span.left,
            amount=brief(stage.value) if counted and stage.value is not None else None,
            share=_share(stage.value, before[place - 1]) if counted else None,
        )
        for place, (stage, span) in enumerate(zip(drawing.stages, drawn, strict=True), 1)
    )
    return FunnelView(kind="funnel", alt=words.of_funnel(drawing.unit, stages), unit=drawing.unit, stages=stages, counted=counted)


def _share(value: float | None, before: float | None) -> str | None:
    """A stage as a part of the one before it."""
    return f"{value / before * 100:.0f}%" if value is not None and before else None


_BY_KIND = cast(
    dict[str, Callable[[Drawing, Steps], DrawingView]],
    {"tree": _tree, "sequence": _sequence, "timeline": _timeline, "matrix": _matrix, "funnel": _funnel},
)
