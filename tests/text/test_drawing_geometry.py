"""Numbers of drawings: rows of boxes, scales, widths, short numbers, lines of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepguides.text.drawing_geometry import BOX_CHARACTERS, Words, brief, lines, per_row, scale, shares, spans


@pytest.mark.parametrize(
    ("labels", "boxes"),
    [
        (["Look", "Trim", "Log"], 3),
        (["Look"] * 6, 6),
        (["Look"] * 7, 4),
        (["Counterweight"] * 6, 3),
        (["Counterweight"] * 4, 2),
        (["Donaudampfschifffahrtsgesellschaft"] * 5, 2),
        (["One"], 1),
        ([], 1),
    ],
)
def test_rows_are_about_equally_full_and_no_word_is_broken(labels: list[str], boxes: int) -> None:
    assert per_row(labels) == boxes


@given(st.lists(st.text(alphabet="abc ", min_size=1, max_size=60), min_size=1, max_size=12))
def test_a_row_never_has_more_boxes_than_its_longest_word_allows(labels: list[str]) -> None:
    longest = max((len(word) for label in labels for word in label.split()), default=0)
    row = per_row(labels)
    assert 1 <= row <= max(BOX_CHARACTERS)
    assert row <= 2 or longest <= BOX_CHARACTERS[row]


def test_periods_lie_on_one_scale() -> None:
    drawn, first, last = spans([(0, 10), (5, 15), (20, 0)])
    assert [tuple(span) for span in drawn] == [(0, 50), (25, 75), (100, 0)]
    assert (first, last) == (0, 20)


def test_a_single_moment_has_a_scale_too() -> None:
    drawn, first, last = spans([(7, 0)])
    assert (tuple(drawn[0]), first, last) == ((0, 0), 7, 8)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_a_scale_is_filled_by_its_marks(first: float, length: float) -> None:
    marks = scale(first, first + length)
    assert 1 <= len(marks) <= 9
    assert sum(mark.width for mark in marks) == pytest.approx(100, abs=0.1)


def test_marks_stand_at_round_numbers() -> None:
    assert [mark.label for mark in scale(0, 45)] == ["0", "10", "20", "30", "40"]
    assert [mark.label for mark in scale(0, 7)] == ["0", "2", "4", "6"]


def test_stages_are_as_wide_as_what_is_left_and_what_is_lost_is_the_rest() -> None:
    assert [tuple(span) for span in shares([200, 100, 50])] == [(0, 100), (50, 50), (25, 25)]
    assert [tuple(span) for span in shares([0, 0])] == [(0, 0), (0, 0)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (4, "4"),
        (1.5, "1.5"),
        (0.001, "0.001"),
        (2222.25, "2,222"),
        (99_999, "99,999"),
        (123_456, "123K"),
        (1_234_567, "1.23M"),
        (-1000, "-1,000"),
    ],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert brief(value) == text


def test_words_take_the_lines_that_their_box_leaves_them() -> None:
    assert lines(Words("Look", "", False), 28) == pytest.approx(1.6)
    assert lines(Words("Look", "at the crust of the loaf", False), 28) == pytest.approx(3.6)
    assert lines(Words("Fifteen letters", "", False), 28) < lines(Words("Fifteen letters", "", True), 28)
