"""Drawings in sentences, for a reader who cannot see them: made from the same views, so that nothing that is drawn is left unsaid."""

from __future__ import annotations

from collections.abc import Sequence

from ...views.drawing_views import AxisView, BranchView, FunnelStageView, ItemView, PeriodView, QuadrantView, ReturnView

_SIGNS = {"+": "plus ", "−": "minus ", "×": "times ", "÷": "divided by "}


def of_tree(root: ItemView, branches: Sequence[BranchView]) -> str:
    """The root with its branches, then each branch with its leaves."""
    named = _listed([f"{_SIGNS.get(branch.sign or '', '')}{_named(branch)}" for branch in branches])
    formula = any(branch.sign for branch in branches)
    first = f"Tree: {_named(root)} {'is' if formula else 'has one branch:' if len(branches) == 1 else 'divides into'} {named}."
    below = [f"Under {branch.label}: {_listed([_named(leaf) for leaf in branch.leaves])}." for branch in branches if branch.leaves]
    return " ".join([first, *below])


def of_sequence(steps: Sequence[ItemView], returns: Sequence[ReturnView]) -> str:
    """The steps in their order, then the ways back."""
    named = "; ".join(f"{step.number}, {_named(step)}" if step.number else _named(step) for step in steps)
    back = [f"From step {way.after} it goes back to step {way.to}: {_closed(way.when)}" for way in returns]
    return " ".join([f"Sequence of {_count(len(steps), 'step')}: {named}.", *back])


def of_timeline(unit: str, periods: Sequence[PeriodView], starts: Sequence[float]) -> str:
    """Each period with its length and its start."""
    told = [
        f"{_named(period)}, {period.amount}" + (f" from {start:g}" if period.width else "")
        for period, start in zip(periods, starts, strict=True)
    ]
    return f"Timeline in {unit}, drawn to scale: {'; '.join(told)}."


def of_matrix(across: AxisView, up: AxisView, rows: Sequence[Sequence[QuadrantView]]) -> str:
    """The axes, then each quadrant with what lies in it."""
    first = (
        f"Matrix of four quadrants. Across: {across.name}, from {across.low} to {across.high}."
        f" Upward: {up.name}, from {up.low} to {up.high}."
    )
    corners = ("Top left", "Top right", "Bottom left", "Bottom right")
    told = [_quadrant(corner, quadrant) for corner, quadrant in zip(corners, (each for row in rows for each in row), strict=True)]
    return " ".join([first, *told])


def _quadrant(corner: str, quadrant: QuadrantView) -> str:
    held = f", with {_listed([_named(item) for item in quadrant.items])}" if quadrant.items else ""
    return f"{corner}{', set off' if quadrant.best else ''}: {_named(quadrant)}{held}."


def of_funnel(unit: str | None, stages: Sequence[FunnelStageView]) -> str:
    """The stages, each with its value and its part of the stage before."""
    told = []
    for stage in stages:
        amount = f", {stage.amount}" if stage.amount is not None else ""
        told.append(f"{_named(stage)}{amount}" + (f" ({stage.share} of the stage before)" if stage.share else ""))
    return f"Funnel of {_count(len(stages), 'stage')}{f' in {unit}' if unit else ''}: {'; '.join(told)}."


def _named(item: ItemView) -> str:
    return f"{item.label}{_note(item)}"


def _note(item: ItemView) -> str:
    return f" ({item.note})" if item.note else ""


def _listed(names: Sequence[str]) -> str:
    """In a row of words: one, two and three."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'s' if number != 1 else ''}"


def _closed(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
