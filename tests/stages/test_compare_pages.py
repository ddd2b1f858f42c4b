"""The pages of two files: which are the same, moved, reworded, gone and new."""

from __future__ import annotations

import pytest

from prepguides.model.output_difference import PageChange
from prepguides.report.output_changes import number, ranges
from prepguides.stages.compare.pages import page_changes

LOAVES = "You are handed four loaves. Which was baked first?\r\nSay how you know. 1"
FLOUR = "How much flour do you order for a town that eats on Sundays too? 2"
TRAY = "Tell me about a time you threw a whole tray away, and who was there. 3"


def told(changes: tuple[PageChange, ...]) -> list[str]:
    return [f"{change.kind} {number(change)}" for change in changes]


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ((LOAVES, FLOUR), (LOAVES, FLOUR), []),
        ((LOAVES, FLOUR), (LOAVES.replace("\r\n", " "), FLOUR), []),
        ((LOAVES, "a hyphen\x02\r\nated word"), (LOAVES, "a hyphen\ufffeated word"), []),
        ((LOAVES, FLOUR), (LOAVES.replace("four", "five"), FLOUR), ["reworded p. 1"]),
        ((LOAVES, FLOUR), (LOAVES, TRAY, FLOUR.replace("2", "3")), ["added p. 2 added", "numbers p. 3, was 2"]),
        ((LOAVES, FLOUR, TRAY), (LOAVES, TRAY.replace("3", "2")), ["removed p. 2 removed", "numbers p. 2, was 3"]),
        ((LOAVES, FLOUR), (LOAVES, TRAY), ["removed p. 2 removed", "added p. 2 added"]),
        ((LOAVES,), (), ["removed p. 1 removed"]),
    ],
)
def test_each_page_is_told_once(old: tuple[str, ...], new: tuple[str, ...], changes: list[str]) -> None:
    assert told(page_changes(old, new)) == changes


def test_pages_of_the_same_text_may_look_different() -> None:
    assert told(page_changes((LOAVES, FLOUR), (LOAVES, FLOUR), lambda old, new: (old, new) != (1, 1))) == ["look p. 2"]


def test_a_number_that_differs_is_told_with_its_words() -> None:
    (change,) = page_changes(("It fell by 12% that week.",), ("It fell by 15% that week.",))
    assert (change.kind, [run.text for run in change.words if run.what != "same"]) == ("numbers", ["12", "15"])


def test_numbers_in_a_row_are_a_range() -> None:
    assert ranges([3, 7, 5, 6, 12]) == "3, 5–7, 12"
