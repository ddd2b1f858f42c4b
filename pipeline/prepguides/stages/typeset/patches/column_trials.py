"""Trials of columns, remembered: WeasyPrint balances columns by laying them out again and again, a pixel higher each time.

What a trial is asked for is where it stopped and how high its first and last boxes are. It depends on the height that is tried
only through calculations and comparisons, so it is laid out with a watched number (see `watched`), and a trial at another height is
answered from memory when all those comparisons come out the same. The columns that are kept in the end are always laid out.

What this relies on, in the version that `shortcuts` names:

- `columns_layout` calls `block_box_layout` for trials with an empty list of adjoining margins, for good with None.
- Of a trial it reads the in-flow children's `margin_height()`, `position_y` and `margin_bottom`, and the three first results.
- Layout starts afresh from styles: boxes keep no attribute of a trial that the next layout does not set.
- `LayoutContext` keeps nothing of a trial but footnotes, running elements, floats and what is broken out of the flow; boxes keep
  nothing between two parts of themselves, but for grids and flex boxes. Where a document has footnotes, columns hold a running element,
  a grid or a flex box, or a trial leaves a trace in the context, nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from weasyprint.formatting_structure import boxes

from ..untyped import Box, Context, Value
from .traced_numbers import Trace


@dataclass
class Trials:
    """Counts, and the memories of the columns that are being laid out, innermost last."""

    columns_layout: Callable[..., Value]
    block_box_layout: Callable[..., Value]
    laid_out: int = 0
    remembered: int = 0
    given_up: int = 0

    def __post_init__(self) -> None:
        self._memories: list[_Memory | None] = []

    def columns(self, context: Context, box: Box, *words: Value) -> Value:
        """`columns_layout` with a memory of its own."""
        self._memories.append({} if not context.footnotes and all(map(_can_be_remembered, box.children)) else None)
        try:
            return self.columns_layout(context, box, *words)
        finally:
            self._memories.pop()

    def block_box(self, context: Context, box: Box, bottom_space: Value, skip_stack: Value, *words: Value, **named: Value) -> Value:
        """`block_box_layout`, from memory if this is a trial that is known."""

        def lay_out(space: Value) -> Value:
            return self.block_box_layout(context, box, space, skip_stack, *words, **named)

        memory = self._memories[-1] if self._memories and box.is_column and _is_trial(words) else None
        if memory is None or not isinstance(bottom_space, float | int):
            return lay_out(bottom_space)
        page_is_empty = words[1]
        key = (_frozen(skip_stack), page_is_empty, bottom_space == inf, context.page_bottom, box.position_x, box.position_y, box.width,
               tuple(map(id, box.children)))  # fmt: skip
        known = memory.setdefault(key, [])
        for trial in reversed(known):
            if (result := trial.at(bottom_space)) is not None:
                self.remembered += 1
                return result
        tried = self._tried(context, bottom_space, lay_out)
        if tried is None:
            self._memories[-1] = None
            return lay_out(bottom_space)
        known.append(tried)
        return tried.at(bottom_space)

    def _tried(self, context: Context, bottom_space: float, lay_out: Callable[[Value], Value]) -> _Trial | None:
        """The trial, laid out with a traced number; None, with everything as before, when that cannot be or leaves a trace."""
        before, trace = _State.of(context), Trace(bottom_space)
        try:
            result = lay_out(trace.number)
        except TypeError:
            result = None
        if result is None or _State.of(context) != before:
            self.given_up += 1
            before.restore(context)
            return None
        self.laid_out += 1
        return _Trial.of(trace, result)


def _is_trial(words: tuple[Value, ...]) -> bool:
    """Whether `columns_layout` asks, by what follows the skip stack: no adjoining margins yet, and no styles of first letters and lines."""
    _, _, _, _, adjoining_margins, first_letter_style, first_line_style = words[:7]
    return adjoining_margins == [] and first_letter_style is None and first_line_style is None


_Memory = dict[tuple[Value, ...], list["_Trial"]]


@dataclass(frozen=True)
class _Extent:
    """What is asked of a box in a trial; it looks enough like one to be thrown away as one."""

    height: Value
    position_y: Value
    margin_bottom: Value
    children: tuple[Value, ...] = ()
    style = {"position": "static"}
    footnote = note = None

    def margin_height(self) -> Value:
        return self.height

    @staticmethod
    def is_in_normal_flow() -> bool:
        return True


@dataclass(frozen=True)
class _Trial:
    """What came of a trial: its first and last boxes in the flow (None if it had to be given up), and the other results."""

    watch: Trace
    ends: tuple[_Extent, ...] | None
    resume_at: Value
    next_page: dict[str, Value]

    @classmethod
    def of(cls, watch: Trace, result: tuple[Value, ...]) -> _Trial:
        box, resume_at, next_page = result[:3]
        if box is None:
            return cls(watch, None, resume_at, next_page)
        flow = [child for child in box.children if child.is_in_normal_flow()]
        ends = [flow[0], *flow[1:][-1:]] if flow else []
        return cls(watch, tuple(_Extent(end.margin_height(), end.position_y, end.margin_bottom) for end in ends), resume_at, next_page)

    def at(self, bottom_space: float) -> tuple[Value, ...] | None:
        """The result with this space below; None if it would be another one."""
        replay = self.watch.replay(bottom_space)
        if replay is None:
            return None
        box = None
        if self.ends is not None:
            value = replay.value
            ends = (_Extent(value(end.height), value(end.position_y), value(end.margin_bottom)) for end in self.ends)
            box = _Extent(0, 0, 0, tuple(ends))
        return box, self.resume_at, dict(self.next_page), [], False, None


@dataclass
class _State:
    """All of a layout's context that a trial may change."""

    flags: tuple[Value, ...]
    broken: dict[Value, Value]
    roots: list[Value]
    shapes: dict[Value, Value]

    @classmethod
    def of(cls, context: Context) -> _State:
        flags = (context.in_column, context.forced_break, context.page_bottom)
        shapes = {root: list(found) for root, found in _shapes(context).items() if isinstance(found, list)}
        return cls(flags, dict(context.broken_out_of_flow), list(_roots(context)), shapes)

    def restore(self, context: Context) -> None:
        """In place: others hold these lists, too."""
        context.in_column, context.forced_break, context.page_bottom = self.flags
        context.broken_out_of_flow.clear()
        context.broken_out_of_flow.update(self.broken)
        _roots(context)[:] = self.roots
        shapes = _shapes(context)
        for root in [root for root, found in shapes.items() if isinstance(found, list)]:
            if root in self.shapes:
                shapes[root][:] = self.shapes[root]
            else:
                del shapes[root]


def _roots(context: Context) -> list[Value]:
    return context._excluded_shapes_root_boxes  # type: ignore[no-any-return]  # noqa: SLF001


def _shapes(context: Context) -> dict[Value, Value]:
    return context._excluded_shapes  # type: ignore[no-any-return]  # noqa: SLF001


def _can_be_remembered(box: Box) -> bool:
    """Whether nothing in a box is taken out of the page for good, or keeps how its last part was laid out."""
    if box.is_running() or box.is_note() or box.is_footnote() or box.footnote or box.note:
        return False
    return not isinstance(box, boxes.FlexContainerBox | boxes.GridContainerBox) and all(map(_can_be_remembered, box.all_children()))


def _frozen(stack: Value) -> Value:
    """A skip stack as a key."""
    return tuple((index, _frozen(rest)) for index, rest in stack.items()) if isinstance(stack, dict) else stack
