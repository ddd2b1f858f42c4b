"""Values and names of a chart of lines have places of their own."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prepguides.text.chart_scales import _away, _box, _shared, lines, wrapped

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
        [["2024", 100, 92, 85, 70], ["2025", 100, 88, 76, 61], ["2026", 100, 80, 62, 41]],
    ],
)
def test_no_value_covers_another(rows: list[list[str | float]]) -> None:
    assert covered(rows) == []


FORTNIGHTS: list[list[str | float]] = [
    ["Vale", 9900, 10100, 15600, 16400, 16100, 11100],
    ["Orchard", 14900, 15100, 16450, 16550, 16350, 16200],
    ["Fen", 8950, 9050, 9550, 9890, 9850, 9750],
]
CROWDED: list[list[str | float]] = [["a", 100, 92, 87, 84], ["b", 100, 88, 80, 74], ["c", 100, 70, 52, 42], ["d", 100, 90, 84, 79]]


@pytest.mark.parametrize("rows", [MOVED, FORTNIGHTS])
def test_each_value_is_nearer_to_its_point_than_to_any_other(rows: list[list[str | float]]) -> None:
    """2,400 stood above the point of 2,600 once, and 2,600 below that of 2,400."""
    drawn = lines(rows, WIDE, HIGH)
    dots = [dot for line in drawn for dot in line["dots"]]
    for dot in (dot for dot in dots if dot["label"]):
        box = _box(dot, dot["dx"], dot["dy"], dot["anchor"])
        assert min(dots, key=lambda other: _away(box, other))["label"] == dot["label"]
    assert all(line["told"] for line in drawn)


def test_a_chart_says_where_its_values_find_no_room() -> None:
    assert not all(line["told"] for line in lines(CROWDED, WIDE, HIGH))


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


def test_names_in_larger_type_take_more_room() -> None:
    rows: list[list[str | float]] = [["Offered alerts at sign-up", 34], ["Not offered", 28]]
    ends = [[line["end"] for line in lines(rows, WIDE, HIGH, size)] for size in (1, 1.27)]
    assert ends[1][1] - ends[1][0] == pytest.approx(2 * 1.27 * 17)
    assert ends[0][1] - ends[0][0] == pytest.approx(2 * 17)
