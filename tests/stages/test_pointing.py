"""What stands at a point of a laid-out page, and the words of its lines."""

from __future__ import annotations

import pytest

from bench import page_of, ready
from prepguides.stages.typeset.book import laid_out_book
from prepguides.stages.typeset.pointing import Line, lines_of, trail_at
from prepguides.stages.typeset.untyped import Box

BODY = '<section id="outer"><h2 id="heading">A heading</h2><p id="words">Some <b>bold</b> words.</p></section>'


@pytest.fixture(scope="module")
def page() -> Box:
    (unit,) = laid_out_book(page_of(BODY), ready()).laid_out
    return unit.pages[0]


def line(page: Box, words: str) -> Line:
    return next(line for line in lines_of(page) if words in line.words)


def test_the_lines_of_a_page_are_whole_and_have_their_place(page: Box) -> None:
    assert [line.words for line in lines_of(page)] == ["A heading", "Some bold words.", "A heading", "1"], "the head and the foot last"
    heading, words = line(page, "A heading").area, line(page, "Some").area
    assert heading.x == pytest.approx(words.x)
    assert heading.y + heading.height <= words.y
    assert words.width > 0


def test_a_point_has_the_trail_of_the_smallest_thing_there(page: Box) -> None:
    area = line(page, "Some").area
    found = trail_at(page, area.x + 2, area.y + area.height / 2)
    assert found is not None
    assert found.ids == ("words", "outer")
    assert "Some bold words." in " ".join(found.words)
    heading = line(page, "A heading").area
    above = trail_at(page, heading.x + 2, heading.y + heading.height / 2)
    assert above is not None
    assert above.ids[0] == "heading"


def test_where_nothing_is_drawn_there_is_no_trail(page: Box) -> None:
    assert trail_at(page, -5, -5) is None
