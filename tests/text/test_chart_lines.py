"""Values and names of a chart of lines have places of their own."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prepguides.text.chart_scales import _box, _shared, lines, wrapped

WIDE, HIGH = 420.0, 112.0
MOVED = [["Students", 1200, 2600, 6400, 1800, 600, 400], ["Renters who work", 2300, 2400, 2500, 2300, 2100, 1900]]


def covered(rows: list[list[str | float]]) -> list[tuple[str, str]]:
    """Values that cover one another."""
    dots = [dot for line in lines(rows, WIDE, HIGH) for dot in line["dots"] if dot["label"]]
    boxes = [(dot["label"], _box(dot, dot["dx"], dot["dy"], dot["anchor"])) for dot in dots]
    return [(one, other) for (one, box), (other, second) in combinations(boxes, 2) if _shared(box, second) > 0]


@pytest.mark.parametrize(
    "rows",
    [
        MOVED,
        [["a", 100, 52, 43, 37, 34], ["b", 100, 47, 38, 32, 28]],
        [["Jan", 40], ["Feb", 55], ["Mar", 90], ["Apr", 60]],
        [["a", 5, 5, 5], ["b", 5, 5, 6], ["c", 5, 4, 6]],
    ],
)
def test_no_value_covers_another(rows: list[list[str | float]]) -> None:
    assert covered(rows) == []


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 100), min_size=5, max_size=5), min_size=1, max_size=2))
def test_two_lines_of_small_numbers_always_find_room(table: list[list[int]]) -> None:
    assert covered([[f"line {index}", *map(float, values)] for index, values in enumerate(table)]) == []


def test_where_lines_meet_there_is_one_value() -> None:
    drawn = lines([["a", 100, 50], ["b", 100, 40]], WIDE, HIGH)
    assert [[dot["label"] for dot in line["dots"]] for line in drawn] == [["100", "50"], ["", "40"]]


def test_values_stay_above_the_axis() -> None:
    for line in lines([["a", 0, 0, 0], ["b", 1, 0, 100]], WIDE, HIGH):
        assert all(dot["y"] + dot["dy"] <= HIGH for dot in line["dots"] if dot["label"])


def test_names_at_the_ends_stand_below_one_another_as_high_as_they_are() -> None:
    drawn = lines([["a name that takes two lines of its room", 10], ["b", 10], ["c", 9]], WIDE, HIGH)
    ends = sorted((line["end"], line["foot"]) for line in drawn)
    assert all(foot <= end for (_, foot), (end, _) in pairwise(ends))
    assert wrapped(["a name that takes two lines of its room"], 158) == 2
