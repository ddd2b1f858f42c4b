"""What an exhibit's words say follows from its rows (PG310)."""

from __future__ import annotations

import pytest

from kit import MiniProject

ALT = "The night shift burns 12 loaves and the day shift 3."
PLACE = "content/words/sheets.yaml:27:14 PG310"


@pytest.mark.parametrize(
    "alt",
    [
        ALT,
        "Of 15 burnt loaves the night shift burns 12.",
        "The night shift burns about 12.5 loaves.",
        "Twelve loaves burn at night.",
    ],
)
def test_words_that_the_rows_bear_out(mini: MiniProject, alt: str) -> None:
    mini.edit("content/words/sheets.yaml", ALT, alt)
    assert mini.check() == []


@pytest.mark.parametrize(
    "alt", ["The night shift burns 14 loaves.", "Of 16 burnt loaves the night shift burns 12.", "The night shift burns 1,200."]
)
def test_words_that_the_rows_do_not_bear_out(mini: MiniProject, alt: str) -> None:
    mini.edit("content/words/sheets.yaml", ALT, alt)
    assert mini.check() == [PLACE]


def test_a_row_that_changes_alone_is_noticed(mini: MiniProject) -> None:
    mini.edit("content/words/sheets.yaml", "[Night, 12]", "[Night, 11]")
    assert mini.check() == [PLACE]


def test_two_numbers_of_a_row_may_be_compared(mini: MiniProject) -> None:
    mini.edit("content/words/sheets.yaml", "columns: [Shift, Burnt]", "columns: [Shift, Baked, Burnt]")
    mini.edit("content/words/sheets.yaml", "rows: [[Day, 3], [Night, 12]]", "rows: [[Day, 60, 3], [Night, 40, 12]]")
    words = "The night shift burns 30% of its loaves, and 57 of the day shift's are good."
    mini.edit("content/words/sheets.yaml", ALT, words)
    assert mini.check() == []
    mini.edit("content/words/sheets.yaml", "30% of", "35% of")
    assert mini.check() == [PLACE]
